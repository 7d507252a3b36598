#include "scenarios/qualify/judging.hpp"

#include <algorithm>

#include "models/trace/digest_sink.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/null_comparison.hpp"

namespace tocsin::scenarios {

requirements::WholeTrace whole_trace(const Scenario& scenario, const tp_policy* policy, std::uint64_t replication) {
  trace::DigestSink digest;
  trace::Sink* const sinks[] = {&digest};
  const auto summary =
      models::run_world(scenario.config, {.seed = scenario.seed, .replication = replication, .policy = policy}, sinks);
  return {.digest = digest.value(), .events = summary.trace_events, .ended_at = summary.ended_at};
}

Judged judge(const Scenario& scenario, const tp_policy* policy, std::uint64_t replication, models::PolicyWatch* watch) {
  requirements::Court court(requirements::all_requirements());
  trace::DigestSink digest;
  trace::Sink* const sinks[] = {&court, &digest};
  Judged judged;
  judged.summary = models::run_world(
      scenario.config, {.seed = scenario.seed, .replication = replication, .policy = policy, .watch = watch}, sinks);
  judged.result = court.take_result();
  if (scenario.has_null_comparison()) {
    const requirements::WholeTrace whole{
        .digest = digest.value(), .events = judged.summary.trace_events, .ended_at = judged.summary.ended_at};
    judged.result.add("EC-34", requirements::judge_against_null(whole, null_run(scenario, scenario.seed, replication), 0),
                      replication);
  }
  return judged;
}

bool exercises(const Scenario& scenario, std::string_view requirement) {
  return std::find(scenario.exercises.begin(), scenario.exercises.end(), requirement) != scenario.exercises.end();
}

bool expects_failure(const Scenario& scenario, std::string_view requirement) {
  return std::any_of(scenario.expect.begin(), scenario.expect.end(),
                     [&](const Expectation& expectation) { return expectation.requirement == requirement; });
}

}  // namespace tocsin::scenarios
