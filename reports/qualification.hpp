// What a qualification showed: for people, and as one JSON document.
#pragma once

#include <string>

#include "reports/identity.hpp"
#include "scenarios/qualify/qualify.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::reports {

// The matrix of faults and what caught each, the variants, the anchors; at most 80 columns, the verdict in the last line.
std::string qualification_text(const scenarios::Qualification& result, scenarios::ExitCode code);

// Two qualifications of the same work give the same bytes outside the member `identity`.
std::string qualification_json(const scenarios::Qualification& result, scenarios::ExitCode code, const Identity& identity);

}  // namespace tocsin::reports
