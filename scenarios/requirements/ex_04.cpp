// EX-04: with the switch on, a customised form does not offer save and refresh during an emergency conversation.
#include <algorithm>
#include <vector>

#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

bool has_any(trace::Controls set) { return without(set, trace::form_controls) != set; }

class Ex04 final : public CloneableJudge<Ex04> {
 public:
  explicit Ex04(bool customised_form) : customised_form_(customised_form) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* shown = event.as<trace::Shown>()) {
      if (shown->view == trace::View::panel) on_shown(*shown, now);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      begin(chronicle.call(accepted->leg), now);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      begin(chronicle.call(offered->leg), now);
    } else if (const auto* used = event.as<trace::ControlUsed>()) {
      if (used->outcome == trace::Outcome::done && has_any(used->control))
        fail(used->leg.value, now, "save or refresh of the form worked", sink);
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      offers_.erase(ordinary->leg.value);
    } else if (const auto* refused = event.as<trace::Refused>()) {
      offers_.erase(refused->leg.value);
    }
    if (const Episode* closed = chronicle.closed()) close(*closed, now, chronicle, sink);
  }

  Time due() const override { return look_at_.empty() ? sim::never : looked_at_; }
  // What the panel offered at the end of the instant.
  void advance(Time, const Chronicle&, ObligationSink& sink) override {
    for (const std::uint64_t leg : look_at_)
      if (offers_.find(leg)) fail(leg, {0, looked_at_}, "the form offered save or refresh", sink);
    look_at_.clear();
  }
  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    calls_.clear([&](const Call& call) {
      if (!call.failed) report(sink, Verdict::open, call.key, call.began, {0, at}, "the episode was not closed before the end");
    });
  }

 private:
  struct Call {
    std::uint64_t key;
    Time due;
    Moment began;
    bool failed;
  };

  void on_shown(const trace::Shown& shown, Moment now) {
    if (has_any(shown.controls))
      offers_.at(shown.leg.value) = true;
    else
      offers_.erase(shown.leg.value);
    if (calls_.find(shown.leg.value)) look_at(shown.leg.value, now);
  }

  void look_at(std::uint64_t leg, Moment now) {
    looked_at_ = now.at;
    if (std::find(look_at_.begin(), look_at_.end(), leg) == look_at_.end()) look_at_.push_back(leg);
  }

  void begin(const EmergencyLeg* call, Moment now) {
    if (!customised_form_ || !call || call->episode == 0 || calls_.find(call->id.value)) return;
    if (call->standing != Standing::outgoing && call->standing != Standing::inside) return;
    calls_.add({call->id.value, sim::never, now, false});
    look_at(call->id.value, now);
  }

  void fail(std::uint64_t leg, Moment decided, const char* note, ObligationSink& sink) {
    calls_.update(leg, [&](Call& call) {
      if (!call.failed) report(sink, Verdict::fail, call.key, call.began, decided, note);
      call.failed = true;
      return true;
    });
  }

  void close(const Episode& episode, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    for (const std::uint32_t index : episode.calls) {
      const std::uint64_t leg = chronicle.call_at(index).id.value;
      calls_.update(leg, [&](const Call& call) {
        if (call.failed) return false;
        if (call.began.at == now.at)
          report(sink, Verdict::may, call.key, call.began, now, "the episode was over in the instant in which it began");
        else
          report(sink, Verdict::pass, call.key, call.began, now, "save and refresh were hidden throughout");
        return false;
      });
      std::erase(look_at_, leg);
    }
  }

  bool customised_form_;
  sim::Pending<Call> calls_;
  sim::FlatMap<bool> offers_;  // by leg: the panel offers one of them
  std::vector<std::uint64_t> look_at_;
  Time looked_at_{};
};

}  // namespace

const Requirement& ex_04() {
  static const Requirement requirement{
      .card = {.id = "EX-04",
               .mark = Mark::law,
               .guarantee = "On a customised form save and refresh are hidden during an emergency conversation.",
               .source = {"A later version of the source: save and refresh on customised forms (amends EC-25)"},
               .trigger =
                   "Where the panel is a customised form: each accept of a call, and each offer of a callback within its window.",
               .judged =
                   "At the end of every instant until the episode closes the panel offers neither for that leg, and no use of "
                   "either works. With the switch off EC-25 lets a customised form keep both.",
               .rulings = {"R-20"},
               .needs = episode_kinds | trace::kinds<trace::Shown, trace::ControlUsed>(),
               .about = About::leg,
               .switched_by = 4},
      .kinds = trace::kinds<trace::Accepted, trace::Offered, trace::Shown, trace::ControlUsed, trace::WentOrdinary,
                            trace::Refused, trace::Dropped, trace::EndPressed, trace::Presence>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ex04>(header.customised_form);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
