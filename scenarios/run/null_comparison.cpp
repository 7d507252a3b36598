#include "scenarios/run/null_comparison.hpp"

#include <array>

#include "models/trace/digest_sink.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/run/run_difference.hpp"

namespace tocsin::scenarios {
namespace {

models::WorldSummary run(const Scenario& scenario, models::WorldOptions options, trace::Sink& sink) {
  const std::array<trace::Sink*, 1> sinks = {&sink};
  return models::run_world(scenario.config, options, sinks);
}

}  // namespace

requirements::WholeTrace null_run(const Scenario& scenario, std::uint64_t seed, std::uint64_t replication) {
  trace::DigestSink digest;
  const models::WorldSummary summary = run(scenario, {seed, replication, null_policy()}, digest);
  return {digest.value(), summary.trace_events, summary.ended_at};
}

std::vector<std::string> first_difference(const Scenario& scenario, std::uint64_t seed, std::uint64_t replication,
                                          const tp_policy* policy, models::PolicyWatch* watch, std::uint64_t policy_ends_before) {
  const models::WorldOptions with_policy{seed, replication, policy, watch, policy_ends_before};
  const models::WorldOptions under_null{seed, replication, null_policy()};
  RecordedRun recorded;
  run(scenario, with_policy, recorded);
  RunComparison comparison(recorded);
  run(scenario, under_null, comparison);
  std::vector<std::string> lines;
  if (!comparison.difference()) return lines;  // a policy that went another way this time
  lines = comparison.difference()->before;
  const auto line = [](const char* under, const std::string& event) {
    return std::string("{\"under\":\"") + under + "\"," + (event.empty() ? "\"end\":true}" : "\"event\":" + event + "}");
  };
  lines.push_back(line("policy", comparison.difference()->first));
  lines.push_back(line("null", comparison.difference()->second));
  return lines;
}

}  // namespace tocsin::scenarios
