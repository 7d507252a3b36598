// The whole result as one JSON document. Two runs of the same work give the same bytes outside the member `identity`.
#pragma once

#include <string>

#include "reports/identity.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::reports {

std::string json_report(const scenarios::RunResult& run, const Identity& identity);

}  // namespace tocsin::reports
