// A failure as reports tell it, from what the judges found.
#pragma once

#include "models/config.hpp"
#include "scenarios/requirements/court_result.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {

// All that the judges and the scenario know of it: without seed, fingerprint and commands.
Failure reported(const requirements::Failure& from, const models::Config& config);
// The same of the first that is kept of the first requirement that failed.
std::optional<Failure> first_failure(const requirements::CourtResult& court, const models::Config& config);

}  // namespace tocsin::scenarios
