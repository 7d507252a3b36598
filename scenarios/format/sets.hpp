// What a path on the command line means: which scenario files, and all of them loaded.
//
// A file means itself. A directory means every *.json in it and below, in the order of their paths; its subdirectories load/,
// replay/, explore/ and plan/ are left out unless the path names one of them (or something inside), because what is in them takes
// long or needs a recorded log. Links to directories are not followed. A path given twice counts once.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "scenarios/format/scenario.hpp"

namespace tocsin::scenarios {

// The files in order, or what is wrong with a path. A directory without scenarios is an empty list.
std::variant<std::vector<std::string>, Problems> scenario_files(const std::vector<std::string>& paths);

// All of them loaded, or everything that is wrong with any; that two have the same id is wrong.
std::variant<std::vector<Scenario>, Problems> load_scenarios(const std::vector<std::string>& paths,
                                                             const LoadOptions& options = {});

}  // namespace tocsin::scenarios
