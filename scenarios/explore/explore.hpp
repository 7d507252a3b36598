// Runs every schedule of an exploration in the full world, with the policy's own code, and judges each by the whole court.
//
// Nothing is sampled and nothing is merged: a schedule is a run of its own, so the claim needs neither a state hash of the policy
// nor trust in one. Work is cut into blocks of schedules in their order and reduced in that order: the result is the same for any
// number of jobs, and the counterexample is the first schedule, so the shortest, that fails. The search ends there.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "scenarios/explore/exploration.hpp"
#include "scenarios/requirements/court_result.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {

struct ExploreOptions {
  const tp_policy* policy = nullptr;
  unsigned jobs = 1;
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
  std::function<int()> stop_signal = [] { return 0; };
};

struct Counterexample {
  Picks picks;
  std::string disturbance;              // of the policy, besides; empty: none
  std::vector<std::string> violations;  // requirements with what was noted, or what the policy did to its contract or its process
  std::optional<Failure> failure;       // of the first requirement that failed, with the events that led to it
};

struct ExploreResult {
  std::uint64_t schedules = 0;                 // of the exploration
  std::uint64_t done = 0;                      // up to the counterexample, which is one of them
  std::uint64_t runs = 0;                      // of those, with every disturbance
  std::uint64_t events = 0;                    // judged
  std::uint64_t distinct = 0;                  // traces among those done, by a hash of 128 bits
  std::vector<std::string> vacuous;            // listed under `exercises`, and passed in no schedule
  std::vector<Counterexample> counterexample;  // none or one
  std::string internal_error;
  int signal = 0;  // that ended it early
};

ExploreResult explore(const Exploration& exploration, const ExploreOptions& options);

}  // namespace tocsin::scenarios
