// EC-36: emergency calls and callbacks come first where lines, media ports or licences are short.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ec36 final : public CloneableJudge<Ec36> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* granted = event.as<trace::Granted>()) {
      if (is_line(granted->resource, granted->group)) on_granted(*granted, now, chronicle, sink);
    } else if (const auto* waits = event.as<trace::Waits>()) {
      if (is_line(waits->resource, waits->group) && chronicle.is_emergency(waits->leg) && !waiting_.find(waits->leg.value))
        waiting_.add({waits->leg.value, sim::never, now});
    } else if (const auto* blocked = event.as<trace::Blocked>()) {
      if (!chronicle.is_emergency(blocked->leg)) return;
      const Moment began = forget(blocked->leg, now);
      report(sink, Verdict::fail, blocked->leg.value, began, now, "it was blocked for want of a resource");
    } else if (const auto* over = event.as<trace::PassedOver>()) {
      if (is_line(over->resource, over->group)) passed_over(*over, now, chronicle, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      ended(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      ended(pressed->leg, now, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    waiting_.clear([&](const Waiting& item) {
      report(sink, Verdict::open, item.key, item.began, {0, at}, "it still waited for a line, port or licence");
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 1;

  struct Waiting {
    std::uint64_t key;
    Time due;
    Moment began;
  };

  // Since when it waited; `now` if it did not.
  Moment forget(LegId leg, Moment now) {
    Moment began = now;
    waiting_.update(leg.value, [&](const Waiting& item) {
      began = item.began;
      return false;
    });
    return began;
  }

  void on_granted(const trace::Granted& granted, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    if (chronicle.is_emergency(granted.leg)) {
      const Moment began = forget(granted.leg, now);
      report(sink, Verdict::pass, granted.leg.value, began, now, "it was given what it asked for");
    } else if (chronicle.lines(granted.resource, granted.group).wrong_grant == now.sequence) {
      const bool waits = chronicle.lines(granted.resource, granted.group).emergency_waiting > 0;
      report(sink, Verdict::fail, granted.leg.value, now, now,
             waits ? "an ordinary call was given what an emergency waited for"
                   : "an ordinary call took something of the emergency reserve");
    }
  }

  // Something of the group was free, and the policy did not give it.
  static void passed_over(const trace::PassedOver& over, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    if (chronicle.is_emergency(over.leg))
      report(sink, Verdict::fail, over.leg.value, now, now, "it was kept from a line, port or licence that was free");
    else if (chronicle.lines(over.resource, over.group).emergency_waiting > 0)
      report(sink, Verdict::pass, over.leg.value, now, now, "an ordinary call let a waiting emergency go first");
  }

  void ended(LegId leg, Moment now, ObligationSink& sink) {
    waiting_.update(leg.value, [&](const Waiting& item) {
      report(sink, Verdict::may, item.key, item.began, now, "it was over while it waited");
      return false;
    });
  }

  sim::Pending<Waiting> waiting_;
};

}  // namespace

const Requirement& ec_36() {
  static const Requirement requirement{
      .card = {.id = "EC-36",
               .mark = Mark::derived,
               .guarantee = "All of it under load: an emergency call or callback is blocked only as R-28 allows.",
               .source = {sentence::highest_priority},
               .trigger = "Each time an emergency call or a callback within its window takes a line of a limited trunk group, a "
                          "media port or a licence, waits for one or is blocked; and each time an ordinary call takes one inside "
                          "the reserve or while an emergency waits for one of the group, or is passed over while one waits.",
               .judged =
                   "Fails if an emergency is blocked, or kept from one that is free; if an ordinary call is granted a line, port "
                   "or licence while no more than the "
                   "reserve is free; or if it is granted any of a group for which an emergency waits. Passes when the emergency "
                   "has its own, and when an ordinary call is passed over for its sake. May: it was over while it waited.",
               .rulings = {"R-28"},
               .needs = callback_kinds | trace::kinds<trace::Blocked>(),
               .about = About::leg},
      .kinds = trace::kinds<trace::Granted, trace::Waits, trace::Blocked, trace::PassedOver, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Ec36>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
