// Numbers as people read them, the same in every report.
#pragma once

#include <cstdint>
#include <string>

namespace tocsin::reports {

// 1234567 as "1,234,567".
std::string grouped(std::uint64_t value);

// The same where it fits `width`, else "12.3M", "4.56G".
std::string fitting(std::uint64_t value, std::size_t width);

// Simulated time as "1:02:03.000004".
std::string clock(std::int64_t us);

// A length of time in at most ten characters: "12 us", "250.0 ms", "1.800 s", "59.9 min".
std::string length(std::int64_t us);

// What the replications of a fixed scenario are: "1 case, deterministic", "5 cases, each deterministic".
std::string cases(std::uint64_t replications);

// A bound on a probability, never 0 and never 1: "3.0e-04".
std::string bound(double probability);

// Breaks text into lines of at most `width` bytes at spaces; each but the first is indented by `indent` spaces.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace tocsin::reports
