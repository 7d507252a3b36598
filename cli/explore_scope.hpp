// `tocsin explore` of a scope: the search with merged states, and its report.
#pragma once

#include "cli/console.hpp"
#include "cli/options.hpp"

namespace tocsin::cli {

int explore_scope(const ExploreOptions& options, Console& console);

}  // namespace tocsin::cli
