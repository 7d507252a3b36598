#include "scenarios/requirements/ec_34.hpp"

#include "scenarios/requirements/ordinary_judge.hpp"

namespace tocsin::requirements {

sim::Obligation judge_against_null(const WholeTrace& with_policy, const WholeTrace& under_null, std::uint64_t emergencies) {
  sim::Obligation obligation;
  obligation.trigger = 1;
  obligation.deciding = with_policy.events;
  obligation.decided_at = with_policy.ended_at;
  if (emergencies > 0) {
    obligation.verdict = sim::Verdict::open;
    obligation.note = "the run had emergencies: the comparison shows nothing";
  } else if (with_policy.events == 0 && under_null.events == 0) {
    obligation.verdict = sim::Verdict::open;
    obligation.note = "two empty traces show nothing";
  } else if (with_policy.events != under_null.events) {
    obligation.verdict = sim::Verdict::fail;
    obligation.note = "the run has another number of events than under a policy that does nothing";
  } else if (with_policy.digest != under_null.digest || with_policy.ended_at != under_null.ended_at) {
    obligation.verdict = sim::Verdict::fail;
    obligation.note = "the run differs from the one under a policy that does nothing";
  } else {
    obligation.verdict = sim::Verdict::pass;
    obligation.note = "the run equals the one under a policy that does nothing";
  }
  return obligation;
}

const Requirement& ec_34() {
  static const Requirement requirement{
      .card = {.id = "EC-34",
               .mark = Mark::derived,
               .guarantee = "Ordinary calls keep recording, history, queue order, routing and limits as configured, the same "
                            "agent's parallel call included. Without emergencies and with no reserve the run equals one under a "
                            "policy that does nothing, byte for byte.",
               .source = {sentence::highest_priority},
               .trigger =
                   "Every ordinary leg that is over: an inbound call that is no callback within a window, or a call that was "
                   "dialled as an ordinary one. And a run without emergencies and without a reserve, made a second time "
                   "under the null policy.",
               .judged = "It was routed as its rules say; nothing that waited passed it out of turn; it was withheld, withdrawn, "
                         "blocked or refused for no other reason than an emergency or a reserve; beside an emergency neither "
                         "the platform nor its policy ended it; no control of it but record and no reassignment was refused, "
                         "and without EX-05 no number was read back; it was recorded and its row written when they were due; "
                         "its capacity was given back, and no emergency used any. Of the two runs: the same number of events and "
                         "the same digest.",
               .rulings = {"R-9", "R-24", "R-28"},
               .needs = trace::kinds<trace::Arrived, trace::Dialled, trace::Routed, trace::Offered, trace::Dropped,
                                     trace::EndPressed, trace::CapacityUsed, trace::RecordingDue, trace::RecordingStarted,
                                     trace::RowDue, trace::RowWritten>(),
               .about = About::leg},
      .kinds = OrdinaryJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<OrdinaryJudge>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
