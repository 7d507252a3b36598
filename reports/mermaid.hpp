// A call flow as a Mermaid `sequenceDiagram`, for pages and issues that draw it.
#pragma once

#include <string>

#include "reports/call_flow.hpp"

namespace tocsin::reports {

std::string mermaid(const CallFlow& flow);

}  // namespace tocsin::reports
