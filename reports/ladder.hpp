// A call flow as a ladder for a terminal: one lane per column, ASCII, at most 80 columns, marks beside every colour.
//
//                 ada        platform       policy        trunk       responder
//     0:01:00.000000 |             |             |             |             |
//                    | dials 911   |             |             |             |
//   T                |------------>|             |             |             |
//
// "T" stands before the step that triggered, "!" before the one that decided.
#pragma once

#include <string>

#include "reports/call_flow.hpp"

namespace tocsin::reports {

std::string ladder(const CallFlow& flow, bool color);

}  // namespace tocsin::reports
