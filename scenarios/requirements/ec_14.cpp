#include <algorithm>
#include <vector>

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {
namespace {

class Judge14 final : public CloneableJudge<Judge14> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const auto* accepted = event.as<trace::Accepted>()) {
      if (accepted->path != trace::Path::direct_offer || !chronicle.any_free_number(chronicle.now().at)) return;
      if (!find(accepted->leg)) calls_.push_back({accepted->leg, accepted->agent, chronicle.now()});
    } else if (const auto* lent = event.as<trace::NumberLent>()) {
      if (Call* call = find(lent->leg))
        lend(*call, *lent, chronicle, sink);
      else
        lend_for_nothing(*lent, chronicle, sink);
    } else if (const auto* invited = event.as<trace::Invited>()) {
      left(*invited, chronicle, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      if (!calls_.empty()) ended(dropped->leg, chronicle, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (!calls_.empty() && pressed->outcome == trace::Outcome::done) ended(pressed->leg, chronicle, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    for (const Call& call : calls_) {
      if (call.decided) continue;
      const bool could_still_come = !call.number && !call.fault && at == call.accepted.at;
      if (call.fault || (!call.number && !could_still_come))
        report(sink, Verdict::fail, call.leg.value, call.accepted, {0, at}, fault_of(call));
      else
        report(sink, Verdict::open, call.leg.value, call.accepted, {0, at}, "the call has not left the platform");
    }
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 1;

  // A call accepted for direct offer while a number was free, until its leg ends.
  struct Call {
    LegId leg;
    AgentId agent;
    Moment accepted;
    Number number{};
    const char* fault = nullptr;
    bool decided = false;
  };

  Call* find(LegId leg) {
    const auto found = std::find_if(calls_.begin(), calls_.end(), [&](const Call& call) { return call.leg == leg; });
    return found == calls_.end() ? nullptr : &*found;
  }

  static const char* fault_of(const Call& call) {
    return call.fault ? call.fault : "no number was lent in the instant of accept";
  }

  static void lend(Call& call, const trace::NumberLent& lent, const Chronicle& chronicle, ObligationSink& sink) {
    if (call.fault) return;
    if (call.number) {
      if (chronicle.now().at != call.accepted.at || lent.number != call.number) too_many(lent, chronicle, sink);
      return;
    }
    const LentNumber* number = chronicle.number(lent.number);
    if (chronicle.now().at != call.accepted.at)
      call.fault = "the number was lent after the instant of accept";
    else if (lent.agent != call.agent)
      call.fault = "the number was lent to another agent";
    else if (!number->in_pool)
      call.fault = "the number lent is not of the pool";
    else if (chronicle.lent_while_taken())
      call.fault = "the number lent was another agent's, whose window or leg lived";
    else if (chronicle.lent_unrested())
      call.fault = "the number lent had not rested, while another was free";
    else
      call.number = lent.number;
  }

  static void too_many(const trace::NumberLent& lent, const Chronicle& chronicle, ObligationSink& sink) {
    report(sink, Verdict::fail, lent.leg.value, chronicle.now(), chronicle.now(),
           "a number was lent that no accept called for: each accepted call has one window, and a callback none");
  }

  // It is no call for which this one waits.
  static void lend_for_nothing(const trace::NumberLent& lent, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(lent.leg);
    const bool accepted_now = call && call->direction == Direction::outgoing && call->accepted.at == chronicle.now().at;
    if (!accepted_now) too_many(lent, chronicle, sink);
  }

  void left(const trace::Invited& invited, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* emergency = chronicle.call(invited.leg);
    if (!emergency) return;
    Call* call = find(invited.leg);
    const Moment now = chronicle.now();
    if (emergency->carrier()) {
      const bool first = emergency->egress.sequence == now.sequence;
      if (call ? !call->decided : first)
        report(sink, Verdict::carrier, invited.leg.value, call ? call->accepted : emergency->accepted, now,
               "the call left to an SBC");
      if (call) call->decided = true;
      return;
    }
    if (!call) return;
    if (call->decided) {
      if (call->number && invited.cli != call->number)
        report(sink, Verdict::fail, invited.leg.value, now, now, "a further INVITE shows another number than the one lent");
      return;
    }
    call->decided = true;
    if (!call->number || call->fault)
      report(sink, Verdict::fail, invited.leg.value, call->accepted, now, fault_of(*call));
    else if (invited.cli != call->number)
      report(sink, Verdict::fail, invited.leg.value, call->accepted, now, "the INVITE shows another number than the one lent");
    else
      report(sink, Verdict::pass, invited.leg.value, call->accepted, now, "a number of the pool was lent at accept and shown");
  }

  void ended(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    const Call* call = find(leg);
    if (!call) return;
    if (!call->decided) {
      const bool fault = call->fault || !call->number;
      report(sink, fault ? Verdict::fail : Verdict::may, leg.value, call->accepted, chronicle.now(),
             fault ? fault_of(*call) : "a number was lent, and the call never left the platform");
    }
    drop_if(calls_, [&](const Call& other) { return other.leg == leg; });
  }

  std::vector<Call> calls_;
};

}  // namespace

const Requirement& ec_14() {
  static const Requirement requirement{
      .card = {.id = "EC-14",
               .mark = Mark::source,
               .guarantee =
                   "Where a free number exists, every call accepted for direct offer has one lent in the instant of accept, "
                   "sent as the calling number; a pool number, not the agent's or profile's own.",
               .source = {sentence::number_assigned, sentence::can_call_back},
               .trigger =
                   "An accept for direct offer while a number of the pool is free: no window and no leg on it lives, and the "
                   "greatest delay of the channels has passed since its last window.",
               .judged =
                   "In the instant of the accept a number of the pool is lent to that agent for that leg, none that is "
                   "another's, and the first INVITE shows it. A second lending for a call, one for anything but an accept and a "
                   "further INVITE that shows another number are failures by themselves. A call that left to an SBC is the "
                   "carrier's. One that never left is may.",
               .rulings = {"R-1", "R-12", "R-19", "R-21", "R-22"},
               .needs = trace::kinds<trace::PoolFact, trace::Accepted, trace::NumberLent, trace::Invited, trace::Arrived,
                                     trace::Dropped, trace::EndPressed>(),
               .about = About::leg},
      .kinds = trace::kinds<trace::Accepted, trace::NumberLent, trace::Invited, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Judge14>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
