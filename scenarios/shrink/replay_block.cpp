#include "scenarios/shrink/replay_block.hpp"

#include "scenarios/shrink/edits.hpp"

namespace tocsin::scenarios {

std::string with_replay_block(const ShrinkResult& result, const std::string& policy, const std::string& requirement,
                              const std::string& harness) {
  Json document = Json::parse(result.scenario_json, nullptr, false);
  document["replay"] = {{"format", replay_format},    {"policy", policy},
                        {"requirement", requirement}, {"fingerprint", result.fingerprint},
                        {"seed", result.seed},        {"replication", result.replication},
                        {"harness", harness}};
  // A run that the policy ended has no whole trace.
  if (!result.trace_digest.empty()) document["replay"]["trace"] = result.trace_digest;
  return written(document);
}

}  // namespace tocsin::scenarios
