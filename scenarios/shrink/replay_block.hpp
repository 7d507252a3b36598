// The `replay` block of a scenario file: which failure it was kept for, and what it ran like then.
#pragma once

#include <string>

#include "scenarios/shrink/shrink.hpp"

namespace tocsin::scenarios {

// The result's scenario with that block at its end. `policy`: as it was named. `harness`: version of this program.
std::string with_replay_block(const ShrinkResult& result, const std::string& policy, const std::string& requirement,
                              const std::string& harness);

}  // namespace tocsin::scenarios
