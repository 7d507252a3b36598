#include <algorithm>
#include <utility>
#include <vector>

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {
namespace {

class Judge37 final : public CloneableJudge<Judge37> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const auto* in = event.as<trace::Arrived>()) {
      arrived(in->leg, chronicle, sink);
    } else if (const auto* lent = event.as<trace::NumberLent>()) {
      lend(lent->number, chronicle, sink);
    } else if (calls_.empty()) {
      return;
    } else if (const auto* routed = event.as<trace::Routed>()) {
      const EmergencyLeg* call = chronicle.call(routed->leg);
      const bool by_rules = call && call->rules_say && *call->rules_say == trace::Destination::agent;
      // Where it goes on from there, from a bot say, is ordinary routing.
      const bool first = routes_first(routed->leg);
      if (first && routed->destination == trace::Destination::agent && !by_rules) treated(routed->leg, chronicle, sink);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      if (offered->route == trace::Route::emergency_callback) treated(offered->leg, chronicle, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      ended(dropped->leg, chronicle.now(), sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome == trace::Outcome::done) ended(pressed->leg, chronicle.now(), sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    for (const Call& call : calls_)
      if (!call.over && call.lent_at_some_time)
        report(sink, Verdict::open, call.leg.value, call.arrived, {0, at}, "the call is not over");
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 1;

  // A call to a number of the pool outside its windows. One before any window shows something only if the number is lent later.
  struct Call {
    LegId leg;
    Number number;
    Moment arrived;
    bool lent_at_some_time;
    bool over;
    Moment ended;
    bool routed = false;
  };
  static constexpr std::size_t over_kept = 16;  // of one number: calls that were over before it was ever lent
  static constexpr const char* not_treated = "outside the window it was not treated as an emergency";

  bool routes_first(LegId leg) {
    const auto call = std::find_if(calls_.begin(), calls_.end(), [&](const Call& c) { return c.leg == leg; });
    return call != calls_.end() && !std::exchange(call->routed, true);
  }

  void arrived(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(leg);
    // What a caller check demotes is for EX-06 to judge.
    if (!call || call->standing == Standing::inside || call->standing == Standing::demoted) return;
    const Moment now = chronicle.now();
    const LentNumber* number = chronicle.number(call->number);
    const EmergencyLeg* last = number->windows.empty() ? nullptr : chronicle.call(number->windows.back().leg);
    if (call->standing != Standing::before && last && last->carrier())
      report(sink, Verdict::carrier, leg.value, now, now, "the call of the window left to an SBC");
    else if (is_optional(call->standing))
      report(sink, Verdict::may, leg.value, now, now, "it arrived where either treatment is allowed");
    else
      calls_.push_back({leg, call->number, now, call->standing == Standing::late, false, {}});
  }

  void lend(Number number, const Chronicle& chronicle, ObligationSink& sink) {
    drop_if(calls_, [&](Call& call) {
      if (call.number != number) return false;
      call.lent_at_some_time = true;
      if (call.arrived.at == chronicle.now().at) {
        report(sink, Verdict::may, call.leg.value, call.arrived, chronicle.now(), "it arrived in the instant of the assign");
        return true;
      }
      if (!call.over) return false;
      report(sink, Verdict::pass, call.leg.value, call.arrived, call.ended, not_treated);
      return true;
    });
  }

  void treated(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    drop_if(calls_, [&](const Call& call) {
      if (call.leg != leg || call.over) return false;
      report(sink, Verdict::fail, leg.value, call.arrived, chronicle.now(),
             call.lent_at_some_time ? "after the window it was treated as an emergency"
                                    : "before the number was lent it was treated as an emergency");
      return true;
    });
  }

  void ended(LegId leg, Moment now, ObligationSink& sink) {
    const auto found =
        std::find_if(calls_.begin(), calls_.end(), [&](const Call& call) { return call.leg == leg && !call.over; });
    if (found == calls_.end()) return;
    if (found->lent_at_some_time) {
      report(sink, Verdict::pass, leg.value, found->arrived, now, not_treated);
      calls_.erase(found);
      return;
    }
    found->over = true;
    found->ended = now;
    const auto of_number = [number = found->number](const Call& call) { return call.number == number && call.over; };
    if (static_cast<std::size_t>(std::count_if(calls_.begin(), calls_.end(), of_number)) > over_kept)
      calls_.erase(std::find_if(calls_.begin(), calls_.end(), of_number));
  }

  std::vector<Call> calls_;
};

}  // namespace

const Requirement& ec_37() {
  static const Requirement requirement{
      .card =
          {.id = "EC-37",
           .mark = Mark::derived,
           .guarantee = "Over at 60:00: nothing new is treated as an emergency through the number, not before assign, not after.",
           .source = {sentence::number_assigned},
           .trigger =
               "A call to a number that arrives at or after its window's end, with no leg on it alive; or before it was first "
               "lent, if it is lent later (of each number the last 16 such calls).",
           .judged =
               "Fails if it is offered as an emergency callback, or sent to an agent where the rules would not have. Passes at "
               "its end. May: in the instant of the assign before it, or while a leg on the number lives.",
           .rulings = {"R-1", "R-22", "R-23"},
           .needs = callback_kinds | trace::kinds<trace::PoolFact, trace::RulesWouldSay>(),
           .about = About::leg},
      .kinds =
          trace::kinds<trace::Arrived, trace::NumberLent, trace::Routed, trace::Offered, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Judge37>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
