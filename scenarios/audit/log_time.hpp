// How instants and amounts of time are written in other systems' logs, converted exactly: no double is involved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/time.hpp"

namespace tocsin::scenarios {

// Numbers in a unit, RFC 3339 (with a zone, or without one), or a pattern of parse_civil_time.
enum class TimeForm : std::uint8_t { us, ms, s, iso8601, pattern };

struct TimeRule {
  TimeForm form = TimeForm::iso8601;
  std::string pattern;
  sim::Duration utc_offset{};  // of civil times that do not say their own
  // Microseconds since 1970-01-01T00:00Z, or since whatever the log's numbers count from; nothing if the text does not fit.
  std::optional<std::int64_t> parse(std::string_view text) const;
};

// A decimal number of units in microseconds, what is below one cut off; nothing if it is no number or past 31,000 years.
std::optional<std::int64_t> parse_amount(std::string_view text, std::int64_t unit_us);

// "+01:00", "-0800".
std::optional<sim::Duration> parse_utc_offset(std::string_view text);

}  // namespace tocsin::scenarios
