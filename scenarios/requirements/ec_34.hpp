// EC-34's second part, by comparison: without emergencies, and with no reserve, a run equals one under a policy that never does
// anything.
#pragma once

#include <cstdint>

#include "models/trace/running_hash.hpp"
#include "sim/monitor/obligation.hpp"
#include "sim/time.hpp"

namespace tocsin::requirements {

// A trace as a whole, to be compared.
struct WholeTrace {
  trace::Hash128 digest;
  std::uint64_t events = 0;
  sim::Time ended_at;
};

// One comparison is one obligation. `emergencies`: how many emergencies the run had; with any the comparison shows
// nothing and is open.
sim::Obligation judge_against_null(const WholeTrace& with_policy, const WholeTrace& under_null, std::uint64_t emergencies);

}  // namespace tocsin::requirements
