#include <algorithm>

#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {
namespace {

bool selected(const RunResult& run, const std::string& id) {
  return run.only.empty() || std::find(run.only.begin(), run.only.end(), id) != run.only.end();
}

void add(RequirementResult& total, const ScenarioResult& scenario, const RequirementInScenario& part) {
  total.tally += part.tally;
  if (part.least_slack_us && (!total.least_slack_us || *part.least_slack_us < *total.least_slack_us))
    total.least_slack_us = part.least_slack_us;
  if (part.standing == Standing::fail) ++(part.expected_fail ? total.scenarios_expected : total.scenarios_failing);
  if (!part.exercised) return;
  ++total.scenarios_exercising;
  if (part.standing == Standing::pass)
    ++total.scenarios_passing;
  else if (part.standing != Standing::fail)
    total.gaps.push_back(scenario.name + ": " + std::string(word_of(part.standing)));
}

}  // namespace

std::string_view word_of(Standing standing) {
  constexpr std::string_view words[] = {"pass", "fail", "may", "carrier", "open", "vacuous", "unobserved", "off"};
  return words[static_cast<std::size_t>(standing)];
}

Standing standing_of(const Tally& tally, bool observed) {
  if (tally.fail) return Standing::fail;
  if (!observed) return Standing::unobserved;
  if (tally.pass) return Standing::pass;
  if (tally.may) return Standing::may;
  if (tally.carrier) return Standing::carrier;
  if (tally.open) return Standing::open;
  return Standing::vacuous;
}

Figures& Figures::operator+=(const Figures& other) {
  simulated_events += other.simulated_events;
  trace_events += other.trace_events;
  policy_events += other.policy_events;
  ordinary_calls += other.ordinary_calls;
  ordinary_answered += other.ordinary_answered;
  ordinary_abandoned += other.ordinary_abandoned;
  ordinary_blocked += other.ordinary_blocked;
  emergency_dials += other.emergency_dials;
  callbacks += other.callbacks;
  breaches += other.breaches;
  waited_us_sum += other.waited_us_sum;
  waited_count += other.waited_count;
  return *this;
}

void conclude(RunResult& run) {
  std::erase_if(run.requirements, [&](const RequirementResult& r) { return !selected(run, r.id); });
  bool anything_exercised = false;
  for (RequirementResult& total : run.requirements) {
    bool unobserved = false, off = false, on = false;
    for (const ScenarioResult& scenario : run.scenarios)
      for (const RequirementInScenario& part : scenario.requirements)
        if (part.id == total.id) {
          add(total, scenario, part);
          unobserved |= part.standing == Standing::unobserved;
          (part.standing == Standing::off ? off : on) = true;
        }
    // Failures that every scenario with one expects are the environment's; the rest of the obligations says how it stands, if
    // there is any.
    Tally counted = total.tally;
    if (total.scenarios_failing == 0 && counted.total() > counted.fail) counted.fail = 0;
    total.standing = off && !on ? Standing::off : standing_of(counted, !(unobserved && counted.pass == 0));
    anything_exercised |= total.scenarios_exercising > 0;
    run.reasons.failed |= total.scenarios_failing > 0;
    run.reasons.inconclusive |= !total.gaps.empty();
  }
  for (const ScenarioResult& scenario : run.scenarios) {
    run.reasons.failed |= scenario.findings_total > 0;
    for (const ExpectationResult& expectation : scenario.expectations) run.reasons.failed |= !expectation.met && !run.partial;
    // Work that is missing is our error, unless the policy contradicted itself there.
    const bool missing = scenario.replications_done < scenario.replications_planned;
    if (missing && !run.partial && run.contradictions.empty()) run.reasons.internal = true;
  }
  run.reasons.internal |= !run.internal_errors.empty();
  run.reasons.untrusted |= !run.contradictions.empty();
  run.reasons.nothing_selected |= !anything_exercised;
  run.exit_code = exit_code_of(run.reasons);
}

}  // namespace tocsin::scenarios
