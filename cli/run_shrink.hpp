// After a run: its failures are made small, for the evidence.
#pragma once

#include <vector>

#include "cli/console.hpp"
#include "cli/options.hpp"
#include "cli/run_setup.hpp"
#include "reports/evidence.hpp"

namespace tocsin::cli {

// The first failure of each failed requirement, in the order of the requirements, then the first finding of each kind: as many as
// the options say and as there is time for. Each that was made small gets, in `run`, the command that
// replays it from the folder of that run, which is called `run_id`.
std::vector<reports::Minimal> shrink_failures(const RunOptions& options, const RunSetup& setup, const std::string& run_id,
                                              scenarios::RunResult& run, Console& console);

}  // namespace tocsin::cli
