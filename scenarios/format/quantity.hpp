// Lengths of time and telephone numbers as people write them, converted exactly.
//
// A length is a clock text, "59:59.999" (minutes:seconds) or "01:02:03.000004" (hours:minutes:seconds), whose first field may be
// as great as it likes and whose others are two digits below 60; or amounts with units in falling order, "2h", "1h30m", "1.5s",
// "250ms", "7us", of which the last may have a fraction (of at most eight
// digits). The result is a whole number of microseconds: no double is involved, and
// a text that means a fraction of a microsecond is refused. The greatest length is 400 days.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/trace/ids.hpp"
#include "sim/time.hpp"

namespace tocsin::scenarios {

inline constexpr sim::Duration duration_max = sim::hours(24 * 400);

std::optional<sim::Duration> parse_duration(std::string_view text);
// The shortest text with units that parses to the length: "1h30m", "59m59.999s", "0s".
std::string spell_duration(sim::Duration length);

// "+" and 2 to 15 digits that do not begin with 0.
std::optional<trace::Number> parse_number(std::string_view text);
std::string spell_number(trace::Number number);

}  // namespace tocsin::scenarios
