// What a worker's death inside a call into the policy says of the policy, as a finding.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/run/policy_watch.hpp"
#include "scenarios/run/result.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {

// "crashed", "stalled", ...: as a run names such a finding.
std::string word_of(sim::Death::Kind kind);

// Every kind of finding that a run can have, in order of the alphabet.
std::vector<std::string_view> finding_kinds();

// "killed by SIGABRT", "left the process with exit code 3", ...
std::string detail_of(const sim::Death& death);

// `step`: what the policy had been given.
Finding finding_of(const sim::Death& death, const PolicyStep& step, const std::string& scenario);

}  // namespace tocsin::scenarios
