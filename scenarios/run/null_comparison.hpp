// EC-34 by comparison: runs a replication a second time under the policy that does nothing, and says where the two differ.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/run.hpp"
#include "policy/policy.h"
#include "scenarios/format/scenario.hpp"
#include "scenarios/requirements/ec_34.hpp"

namespace tocsin::scenarios {

// The whole trace of a replication under the null policy.
requirements::WholeTrace null_run(const Scenario& scenario, std::uint64_t seed, std::uint64_t replication);

// The first event at which two runs of a replication differ: the lines before it, then the line of each run.
std::vector<std::string> first_difference(const Scenario& scenario, std::uint64_t seed, std::uint64_t replication,
                                          const tp_policy* policy, models::PolicyWatch* watch, std::uint64_t policy_ends_before);

}  // namespace tocsin::scenarios
