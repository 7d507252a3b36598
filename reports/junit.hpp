// The result as JUnit XML: one suite per scenario, one case per requirement that was exercised or triggered there.
//
// A failed obligation that no `expect` names is a failure, a finding about the policy an error, a missed `expect` a failure, and
// an exercised requirement that was not shown to hold a failure too: what this tool does not call green is not green elsewhere.
#pragma once

#include <string>

#include "scenarios/run/result.hpp"

namespace tocsin::reports {

std::string junit_report(const scenarios::RunResult& run);

}  // namespace tocsin::reports
