// The ends of the policy's process that chance brought in a run, and the scenario that asks for them at their times.
//
// A fault with a probability makes each event a draw, so that whatever is removed from a scenario draws all outages anew; and
// what needs an outage at one time then needs everything that happens to lead to it. With the outages at fixed times the rest can
// go.
#pragma once

#include <cstdint>
#include <vector>

#include "policy/policy.h"
#include "scenarios/format/scenario.hpp"
#include "scenarios/shrink/weight.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {

struct Crash {
  std::int64_t at_us = 0;
  std::uint64_t before_event = 0;  // of the policy
  std::int64_t down_us = 0;        // until it was back; -1: it was not
  bool fails = false;              // another node took its place
};

// Whether a fault of the scenario ends the policy's process by chance, of a single node.
bool crashes_by_chance(const Scenario& scenario);

// Of that replication, in order. Runs the world, so the policy may crash here in earnest: for a worker.
std::vector<Crash> crashes_in(const Scenario& scenario, std::uint64_t replication, const tp_policy* policy,
                              std::uint64_t policy_ends_before, sim::Heartbeat& heartbeat);

// The document with those of the crashes that its faults of chance may have brought in place of these faults: all of them first,
// by time in two ways, then by event; then each of them alone. Empty if there are none, or too many.
std::vector<Json> with_fixed_crashes(const Json& document, const std::vector<Crash>& crashes);

}  // namespace tocsin::scenarios
