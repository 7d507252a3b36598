// Simulated time: integer microseconds, so that two orders of an addition give the same instant on every machine.
//
// `Duration` is a length, `Time` an instant counted from the start of a run. They are distinct types; neither converts to or from
// a bare number silently. The range is +-292,000 years, and arithmetic outside it is a bug of the caller (the loader bounds its
// input).
#pragma once

#include <compare>
#include <cstdint>

namespace tocsin::sim {

struct Duration {
  std::int64_t us = 0;
  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.us + b.us}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.us - b.us}; }
  friend constexpr Duration operator*(Duration a, std::int64_t n) { return {a.us * n}; }
  constexpr double seconds() const { return static_cast<double>(us) * 1e-6; }
};

constexpr Duration microseconds(std::int64_t n) { return {n}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return minutes(n * 60); }

struct Time {
  std::int64_t us = 0;
  friend constexpr auto operator<=>(Time, Time) = default;
  friend constexpr Time operator+(Time t, Duration d) { return {t.us + d.us}; }
  friend constexpr Time operator-(Time t, Duration d) { return {t.us - d.us}; }
  friend constexpr Duration operator-(Time a, Time b) { return {a.us - b.us}; }
  constexpr double seconds() const { return static_cast<double>(us) * 1e-6; }
};

inline constexpr Time never{INT64_MAX};

}  // namespace tocsin::sim
