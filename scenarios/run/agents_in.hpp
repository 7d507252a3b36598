// Which agents the events of a failure name, so that it can be told without the scenario at hand.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace tocsin::scenarios {

// Their indices, from lines of a trace.
std::set<std::uint32_t> agents_in(const std::vector<std::string>& events);

}  // namespace tocsin::scenarios
