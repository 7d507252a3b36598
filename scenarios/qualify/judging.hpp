// Runs one replication of a scenario in this process, with all requirements judged, EC-34's comparison with the null policy too.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/run.hpp"
#include "policy/policy.h"
#include "scenarios/format/scenario.hpp"
#include "scenarios/requirements/court_result.hpp"
#include "scenarios/requirements/ec_34.hpp"

namespace tocsin::scenarios {

requirements::WholeTrace whole_trace(const Scenario& scenario, const tp_policy* policy, std::uint64_t replication = 0);

struct Judged {
  requirements::CourtResult result;
  models::WorldSummary summary;
};

// `watch`: may be null.
Judged judge(const Scenario& scenario, const tp_policy* policy, std::uint64_t replication = 0,
             models::PolicyWatch* watch = nullptr);

bool exercises(const Scenario& scenario, std::string_view requirement);

// What the scenario's environment leaves no way to avoid, whatever the policy.
bool expects_failure(const Scenario& scenario, std::string_view requirement);

}  // namespace tocsin::scenarios
