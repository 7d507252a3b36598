// Services of the platform that are slow or down for a while: presence, recorder, store and mail; and what they make up for
// later.
#pragma once

#include <cstdint>
#include <vector>

#include "models/world/state.hpp"

namespace tocsin::models {

// What was asked of a service and comes about later.
struct Postponed {
  trace::Component service{};
  LegId leg;      // recorder
  Row row;        // store
  AgentId agent;  // presence, and what follows
  Status status;
  trace::PresenceCause cause{};
  trace::Actor by{};
};

struct ServiceState {
  std::vector<std::uint32_t> troubled;  // faults in force now, by their place in the configuration
  std::vector<Postponed> postponed;     // by the number of the step that makes up for it
  std::vector<std::uint32_t> free_places;
  Time presence_until{};    // changes of presence come about in their order
  std::uint32_t asked = 0;  // so far: what comes about in one instant does so in the order in which it was asked for
  bool making_up = false;
};

}  // namespace tocsin::models
