#include "scenarios/run/failure.hpp"

#include "scenarios/run/agents_in.hpp"

namespace tocsin::scenarios {

Failure reported(const requirements::Failure& from, const models::Config& config) {
  Failure failure;
  failure.replication = from.replication;
  failure.note = from.note;
  failure.about = from.key;
  failure.trigger = from.trigger;
  failure.deciding = from.deciding;
  failure.triggered_at_us = from.triggered_at.us;
  failure.decided_at_us = from.decided_at.us;
  if (from.slack) failure.slack_us = from.slack->us;
  failure.events = from.events;
  for (const std::uint32_t agent : agents_in(from.events))
    if (agent < config.agents.size()) failure.agents[agent] = config.agents[agent].name;
  return failure;
}

std::optional<Failure> first_failure(const requirements::CourtResult& court, const models::Config& config) {
  for (const requirements::RequirementResult& result : court.requirements)
    if (!result.failures.empty()) return reported(result.failures.front(), config);
  return {};
}

}  // namespace tocsin::scenarios
