// The command line: parses it, runs the command, gives the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/console.hpp"

namespace tocsin::cli {

// `arguments` without the program's name.
int run_app(const std::vector<std::string>& arguments, Console& console);

}  // namespace tocsin::cli
