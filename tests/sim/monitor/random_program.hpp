// Random programs for the timed patterns. Include <gtest/gtest.h> first, as RapidCheck demands.
#pragma once

#include <rapidcheck.h>

#include "tests/sim/monitor/collector.hpp"

namespace tocsin::sim {

// 0 .. count-1. RapidCheck narrows a range in proportion to the size of a case; full size keeps every value in play.
inline rc::Gen<int> below(int count) { return rc::gen::resize(100, rc::gen::inRange(0, count)); }

// Up to 100 steps over three keys, with kinds 0 .. kinds-1, gaps of 0 to 3 us and numbers of 0 to 6.
inline std::vector<Step> random_program(int kinds) {
  const auto raw = *rc::gen::container<std::vector<std::tuple<int, int, int, int>>>(
      rc::gen::tuple(below(kinds), below(3), below(4), below(7)));
  std::vector<Step> steps;
  Moment now;
  for (const auto& [kind, key, gap, number] : raw) {
    now = {now.sequence + 1, now.at + microseconds(gap)};
    steps.push_back({kind, static_cast<std::uint64_t>(key), now, number});
  }
  return steps;
}

inline Time random_end(const std::vector<Step>& steps) {
  return (steps.empty() ? Time{} : steps.back().moment.at) + microseconds(*below(8));
}

}  // namespace tocsin::sim
