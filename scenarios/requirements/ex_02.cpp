// EX-02: with the switch on, an alert says that an emergency call is in progress.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

constexpr trace::Details says_emergency{2};

class Ex02 final : public CloneableJudge<Ex02> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* accepted = event.as<trace::Accepted>()) {
      if (chronicle.call(accepted->leg)->accepts == 1) begins(accepted->leg, now, sink);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      const EmergencyLeg* call = chronicle.call(offered->leg);
      const bool first = call && call->standing == Standing::inside && call->offered.sequence == now.sequence;
      if (first) begins(offered->leg, now, sink);
    } else if (const auto* notified = event.as<trace::Notified>()) {
      if (notified->notice == trace::Notice::alert && notified->leg) on_alert(*notified, now, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      early_.erase(dropped->leg.value);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      early_.erase(pressed->leg.value);
    } else if (const auto* refused = event.as<trace::Refused>()) {
      early_.erase(refused->leg.value);
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      early_.erase(ordinary->leg.value);
    }
  }

  Time due() const override { return calls_.due(); }
  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    calls_.expire(now, [&](const Call& call) {
      report(sink, Verdict::fail, call.key, call.began, {0, sim::just_after(call.due)},
             "no alert by the end of the instant in which it began");
      return false;
    });
  }
  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    calls_.clear([&](const Call& call) {
      report(sink, Verdict::open, call.key, call.began, {0, at}, "the trace ends in the instant in which it began");
    });
  }

 private:
  struct Call {
    std::uint64_t key;
    Time due;
    Moment began;
  };

  void begins(LegId leg, Moment now, ObligationSink& sink) {
    if (const trace::Notified* early = early_.find(leg.value)) {
      decide(*early, now, now, sink);
      early_.erase(leg.value);
    } else {
      calls_.add({leg.value, now.at, now});
    }
  }

  void on_alert(const trace::Notified& alert, Moment now, ObligationSink& sink) {
    const bool awaited = calls_.update(alert.leg.value, [&](const Call& call) {
      decide(alert, call.began, now, sink);
      return false;
    });
    // A callback that waits for a line is known of before it rings.
    if (!awaited) early_.at(alert.leg.value) = alert;
  }

  static void decide(const trace::Notified& alert, Moment began, Moment now, ObligationSink& sink) {
    const std::uint64_t leg = alert.leg.value;
    if (without(alert.details, trace::emergency_details) != trace::Details{})
      report(sink, Verdict::fail, leg, began, now, "the alert told more than the agent's name and that there is an emergency");
    else if (without(says_emergency, alert.details) != trace::Details{})
      report(sink, Verdict::fail, leg, began, now, "the alert does not say that an emergency call is in progress");
    else if (alert.recipients == 0 || alert.outcome == trace::Outcome::no_effect)
      report(sink, Verdict::fail, leg, began, now, "the alert went to nobody");
    else if (alert.outcome == trace::Outcome::refused)
      report(sink, Verdict::may, leg, began, now, "the alert could not be sent");
    else
      report(sink, Verdict::pass, leg, began, now, "an alert said that an emergency call is in progress");
  }

  sim::Pending<Call> calls_;
  sim::FlatMap<trace::Notified> early_;  // by leg: alerts before what they are about began
};

}  // namespace

const Requirement& ex_02() {
  static const Requirement requirement{
      .card = {.id = "EX-02",
               .mark = Mark::law,
               .guarantee = "An alert says that an emergency call is in progress.",
               .source = {"A later version of the source: supervisors are alerted of an emergency call in progress"},
               .trigger = "Each first accept of a call, and each first offer of a callback within its window to its agent.",
               .judged =
                   "An alert by the end of that instant, to somebody. It says that there is an emergency, and beyond that at "
                   "most the agent's name. May: it could not be sent.",
               .rulings = {"R-13", "R-20"},
               .needs = callback_kinds | trace::kinds<trace::Notified>(),
               .about = About::leg,
               .switched_by = 2},
      .kinds = trace::kinds<trace::Accepted, trace::Offered, trace::Notified, trace::Dropped, trace::EndPressed, trace::Refused,
                            trace::WentOrdinary>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Ex02>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
