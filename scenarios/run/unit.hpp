// One unit of work: a block of replications of one scenario, run and judged inside a worker, handed to the parent as bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/trace/running_hash.hpp"
#include "policy/policy.h"
#include "scenarios/format/scenario.hpp"
#include "scenarios/requirements/court_result.hpp"
#include "scenarios/run/result.hpp"
#include "scenarios/spoil/spoiler.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {

struct Unit {
  std::size_t scenario = 0;
  std::uint64_t first = 0;  // replication
  std::uint64_t count = 1;
};

// How many replications make one unit: many where they are tiny, so that the pipe costs nothing, one where they are big. It
// depends on the scenario alone, never on the number of workers.
std::uint64_t unit_size(const Scenario& scenario, std::uint64_t replications);

struct UnitReport {
  requirements::CourtResult court;  // of all requirements
  Figures figures;
  std::vector<trace::Hash128> digests;  // of the traces, per replication
  std::vector<Finding> findings;        // the first few
  std::uint64_t findings_total = 0;
  std::vector<std::string> contradictions;  // the same work gave two results
  // Per requirement, in the order of the registry.
  std::vector<SpoilOutcome> spoils;      // empty if nothing was to be spoiled
  std::vector<std::uint64_t> passed_in;  // the first replication of the unit in which it passed; UINT64_MAX: in none

  std::string bytes() const;
  static UnitReport from(std::string_view bytes);
};

struct UnitOptions {
  const tp_policy* policy = nullptr;
  std::uint64_t seed = 0;
  // From this policy event on the policy is not called any more; it died there. Only with a unit of one replication.
  std::uint64_t policy_ends_before = UINT64_MAX;
  std::string trace_file;  // where the traces of the unit go; empty: nowhere
  // Requirements, in the order of the registry, of which a kept promise is to be spoiled once they passed; empty: none.
  std::vector<bool> spoil;
  bool repeat = true;  // run the first replication and a few others twice, to see that both go the same way
};

UnitReport run_unit(const Scenario& scenario, const Unit& unit, const UnitOptions& options, sim::Heartbeat& heartbeat);

}  // namespace tocsin::scenarios
