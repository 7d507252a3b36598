// Runs one replication of a scenario in this process, with all requirements judged, EC-34's comparison with the null policy too.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/run.hpp"
#include "models/trace/digest_sink.hpp"
#include "policy/policy.h"
#include "scenarios/format/sets.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/ec_34.hpp"
#include "scenarios/requirements/registry.hpp"
#include <source_dir.hpp>

namespace tocsin::scenarios::testing {

inline const std::string compliance_set = std::string(source_dir) + "/scenarios/compliance";

inline const tp_policy* nothing() {
  static const tp_policy table = {.version = TP_VERSION,
                                  .size = sizeof(tp_policy),
                                  .name = "nothing",
                                  .create = [](const tp_config*) -> void* { return new int; },
                                  .destroy = [](void* self) { delete static_cast<int*>(self); },
                                  .handle = [](void*, const tp_event*, tp_response*) {},
                                  .snapshot = nullptr,
                                  .restore = nullptr,
                                  .state_hash = nullptr};
  return &table;
}

inline requirements::WholeTrace whole_trace(const Scenario& scenario, const tp_policy* policy) {
  trace::DigestSink digest;
  trace::Sink* const sinks[] = {&digest};
  const auto summary = models::run_world(scenario.config, {.seed = scenario.seed, .policy = policy}, sinks);
  return {.digest = digest.value(), .events = summary.trace_events, .ended_at = summary.ended_at};
}

struct Judged {
  requirements::CourtResult result;
  models::WorldSummary summary;
};

inline Judged judge(const Scenario& scenario, const tp_policy* policy) {
  requirements::Court court(requirements::all_requirements());
  trace::Sink* const sinks[] = {&court};
  Judged judged;
  judged.summary = models::run_world(scenario.config, {.seed = scenario.seed, .policy = policy}, sinks);
  judged.result = court.take_result();
  if (scenario.has_null_comparison())
    judged.result.add("EC-34",
                      requirements::judge_against_null(whole_trace(scenario, policy), whole_trace(scenario, nothing()), 0), 0);
  return judged;
}

inline bool exercises(const Scenario& scenario, std::string_view requirement) {
  return std::find(scenario.exercises.begin(), scenario.exercises.end(), requirement) != scenario.exercises.end();
}

// What the scenario's environment leaves no way to avoid, whatever the policy.
inline bool expects_failure(const Scenario& scenario, std::string_view requirement) {
  return std::any_of(scenario.expect.begin(), scenario.expect.end(),
                     [&](const Expectation& expectation) { return expectation.requirement == requirement; });
}

}  // namespace tocsin::scenarios::testing
