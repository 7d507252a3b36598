// One node of the policy: an instance that knows nothing of the others, the events that it was given, and the wake-ups it asked
// for.
#pragma once

#include <cstdint>

#include "models/run.hpp"
#include "models/world/counterfactuals.hpp"
#include "models/world/policy_port.hpp"
#include "sim/event_queue.hpp"
#include "sim/flat_map.hpp"
#include "sim/time.hpp"

namespace tocsin::models {

struct NodeState {
  NodeState(const WorldOptions& options, std::uint32_t place) : port(options), counterfactuals(options), number(place) {}

  PolicyPort port;
  Counterfactuals counterfactuals;
  std::uint32_t number;                     // on the trace: another one once another node has taken over
  sim::FlatMap<sim::EventHandle> wake_ups;  // by token + 1
  std::uint32_t wake_ups_lost = 0;          // how often all of them were lost
  sim::Time wake_instant{};
  std::uint32_t wakes_in_instant = 0;
};

}  // namespace tocsin::models
