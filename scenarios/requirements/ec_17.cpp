// EC-17: windows that overlap, of one agent or of several, do not disturb each other.
#include <algorithm>
#include <vector>

#include "scenarios/requirements/callback_judge.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"

namespace tocsin::requirements {
namespace {

class Ec17 final : public CloneableJudge<Ec17> {
 public:
  explicit Ec17(const trace::Header& header) : bound_(header.bounds.callback), in_order_(!trace::is_on(header.switches, 8)) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* lent = event.as<trace::NumberLent>()) return on_lent(*lent, now, chronicle, sink);
    if (windows_.empty()) return;
    if (!in_order_)
      for (Window& window : windows_)
        if (window.end == open_ended) window.end = chronicle.window_end(window.number, window.began);
    if (const auto* released = event.as<trace::NumberReleased>()) {
      for (Window& window : windows_)
        if (window.number == released->number && window.end > now.at && window.released.sequence == 0) {
          window.released = now;
          look(now);
        }
    } else if (const auto* arrived = event.as<trace::Arrived>()) {
      on_arrived(arrived->leg, now, chronicle);
    } else if (const auto* routed = event.as<trace::Routed>()) {
      if (routed->destination != trace::Destination::agent || routed->agent != holder(routed->leg, chronicle))
        fail_window_of(routed->leg, now, "a callback within it did not go to its agent", chronicle, sink);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      on_offered(*offered, now, chronicle, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(event, dropped->leg, now, chronicle, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(event, pressed->leg, now, chronicle, sink);
    }
  }

  Time due() const override {
    Time earliest = look_ ? looked_at_ : sim::never;
    for (const Window& window : windows_) {
      if (window.awaited != 0 || window.end == open_ended) continue;
      earliest = std::min(earliest, window.end);
      if (in_order_) break;
    }
    return earliest;
  }

  // A release of this instant may have undone a call that never left; a window that is over is decided once its callbacks are.
  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override {
    look_ = false;
    drop_if(windows_, [&](Window& window) {
      if (window.released.sequence != 0 && stands(window, chronicle))
        fail(window, window.released, "its number was released before its end", chronicle, sink);
      window.released = {};
      if (window.awaited > 0 || window.end >= now) return false;
      decide(window, {0, window.end}, chronicle, sink);
      return true;
    });
    std::erase_if(callbacks_, [&](const Callback& callback) { return !window_of(callback.window); });
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    for (const Window& window : windows_)
      if (!window.failed && window.found + window.awaited > 0)
        report(sink, Verdict::open, window.leg.value, window.began, {0, at}, "the window was not over before the end");
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 6;

  struct Window {
    LegId leg;
    AgentId agent;
    Number number;
    Moment began;
    Time end;
    Moment released;  // in this instant; sequence 0: it was not
    bool overlaps = false;
    bool failed = false;
    std::uint32_t awaited = 0;  // callbacks that have come to nobody yet
    std::uint32_t found = 0;    // callbacks that came to the agent
  };
  struct Callback {
    LegId leg;
    LegId window;
  };

  void look(Moment now) {
    look_ = true;
    looked_at_ = now.at;
  }

  Window* window_of(LegId leg) {
    const auto found = std::find_if(windows_.begin(), windows_.end(), [&](const Window& w) { return w.leg == leg; });
    return found == windows_.end() ? nullptr : &*found;
  }

  static AgentId holder(LegId leg, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(leg);
    return call ? call->agent : AgentId{};
  }

  // A call that was over before it left never had a window, or may have had none.
  static bool stands(const Window& window, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(window.leg);
    return !call || chronicle.live(*call) || call->egress.sequence != 0;
  }

  void on_lent(const trace::NumberLent& lent, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    Window fresh{lent.leg, lent.agent, lent.number, now, chronicle.window_end(lent.number, now), {}, false, false, 0, 0};
    for (Window& window : windows_) {
      if (window.end <= now.at || window.leg == lent.leg) continue;
      window.overlaps = fresh.overlaps = true;
      if (window.number == lent.number && window.agent != lent.agent && stands(window, chronicle))
        fail(window, now, "its number was lent to another agent before its end", chronicle, sink);
    }
    if (!window_of(lent.leg)) windows_.push_back(fresh);
  }

  void on_arrived(LegId leg, Moment now, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(leg);
    if (!call || call->standing != Standing::inside) return;
    Window* window = window_of(call->window_leg);
    if (!window || !window->overlaps || now.at >= window->end) return;
    ++window->awaited;
    callbacks_.push_back({leg, window->leg});
  }

  void on_offered(const trace::Offered& offered, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    if (offered.agent != holder(offered.leg, chronicle))
      return fail_window_of(offered.leg, now, "a callback within it was offered to another agent", chronicle, sink);
    settle(offered.leg, now, [](Window& window) { ++window.found; });
  }

  void over(const trace::Event& event, LegId leg, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    settle(leg, now, [&](Window& window) {
      if (verdict_of_end(event, *chronicle.call(leg), bound_, now.at) == Verdict::fail)
        fail(window, now, "a callback within it did not find its agent", chronicle, sink);
    });
    const EmergencyLeg* call = chronicle.call(leg);
    if (call && call->direction == Direction::outgoing && call->egress.sequence == 0)
      std::erase_if(windows_, [&](const Window& w) { return w.leg == leg; });
  }

  // A callback is no longer awaited.
  template <class Change>
  void settle(LegId leg, Moment now, Change change) {
    const auto found = std::find_if(callbacks_.begin(), callbacks_.end(), [&](const Callback& c) { return c.leg == leg; });
    if (found == callbacks_.end()) return;
    Window* window = window_of(found->window);
    callbacks_.erase(found);
    if (!window) return;
    --window->awaited;
    change(*window);
    if (window->awaited == 0) look(now);
  }

  void fail_window_of(LegId leg, Moment now, const char* note, const Chronicle& chronicle, ObligationSink& sink) {
    settle(leg, now, [&](Window& window) { fail(window, now, note, chronicle, sink); });
  }

  static Verdict unless_carrier(const Window& window, Verdict verdict, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(window.leg);
    return call && call->carrier() ? Verdict::carrier : verdict;
  }

  static void fail(Window& window, Moment now, const char* note, const Chronicle& chronicle, ObligationSink& sink) {
    if (!window.overlaps || window.failed) return;
    window.failed = true;
    report(sink, unless_carrier(window, Verdict::fail, chronicle), window.leg.value, window.began, now, note);
  }

  static void decide(const Window& window, Moment at, const Chronicle& chronicle, ObligationSink& sink) {
    if (window.failed || window.found == 0) return;
    report(sink, unless_carrier(window, Verdict::pass, chronicle), window.leg.value, window.began, at,
           "every callback within it found its agent beside other windows");
  }

  Duration bound_;
  bool in_order_;                // windows end in the order in which they began: EX-08 is off
  std::vector<Window> windows_;  // open, or over with a callback that has come to nobody yet
  std::vector<Callback> callbacks_;
  bool look_ = false;
  Time looked_at_{};
};

}  // namespace

const Requirement& ec_17() {
  static const Requirement requirement{
      .card =
          {.id = "EC-17",
           .mark = Mark::derived,
           .guarantee = "Overlapping windows, of one agent or of several, do not disturb each other.",
           .source = {sentence::number_assigned, sentence::can_call_back},
           .trigger = "Each window that overlaps another, with a callback within it after the second of the two began; and each "
                      "whose number is released, or lent to another agent, before its end.",
           .judged =
               "Fails if such a callback is sent or offered to anybody but the window's agent, or is over without an offer other "
               "than by giving up within D_callback; if the number is released before the end of the window (decided at the end "
               "of that instant); or if it is lent to another agent before it. Passes at the end of the window with at least "
               "one callback that found its agent. Two windows of which one ends in the instant in which the other begins do "
               "not overlap. A call that was over before it left had no window.",
           .rulings = {"R-1", "R-12", "R-22"},
           .needs = callback_kinds | trace::kinds<trace::NumberReleased>(),
           .about = About::leg},
      .kinds = trace::kinds<trace::NumberLent, trace::NumberReleased, trace::Arrived, trace::Routed, trace::Offered,
                            trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec17>(header);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
