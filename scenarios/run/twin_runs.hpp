// EC-20, EC-21 and EC-22 of a policy that cannot be cloned: a small scenario is run again with rules, limits or presence varied.
//
// A twin is the scenario with every inbound rule sent elsewhere, every capacity profile narrowed, or every agent in another
// presence from the start; else it is the same, chance included. The decision about its callbacks is the same if those are
// offered as EC-18 says, as they were in the first run. One twin is one obligation.
//
// EC-35: a small scenario in which an episode or a window lived through a fault is run again without the faults of the policy,
// its channel and its clocks. No requirement may fail that does not fail there. One run is one obligation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/run.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/requirements/court_result.hpp"
#include "sim/monitor/obligation.hpp"

namespace tocsin::scenarios {

struct Twin {
  std::string requirement;  // "EC-20"
  std::string varied;       // "every presence away"
  Scenario scenario;
};

// A run with more simulated events than this has no twins.
inline constexpr std::uint64_t twin_events_max = 20'000;

std::vector<Twin> twins_of(const Scenario& scenario);

struct TwinObligation {
  std::string requirement;
  sim::Obligation obligation;
};

// What the outcome of EC-18 in a twin says, where it passed in the first run.
sim::Verdict verdict_of_twin(requirements::Outcome outcome);

// Nothing where the policy can be cloned, or EC-18 does not pass in the first run.
std::vector<TwinObligation> compare_twins(const Scenario& scenario, const models::WorldOptions& options,
                                          const models::WorldSummary& summary, const requirements::CourtResult& judged);

// The scenario without the faults of which EC-35 says that they change no verdict. Nothing if it has none.
std::optional<Scenario> without_faults(const Scenario& scenario);

// Nothing where the scenario has no such fault, or nothing lived through one in the first run.
std::optional<sim::Obligation> compare_without_faults(const Scenario& scenario, const models::WorldOptions& options,
                                                      const models::WorldSummary& summary,
                                                      const requirements::CourtResult& judged);

}  // namespace tocsin::scenarios
