// What has been covered of a state: with which disturbances left it was gone on from.
//
// A state with few left is part of the same one with more: whatever it leads to, that one leads to as well. So who has gone on
// from it with so many of each has covered it with any fewer.
#pragma once

#include <cstdint>

#include "scenarios/explore/position.hpp"

namespace tocsin::scenarios {

class Covers {
 public:
  static constexpr std::uint32_t bits_max = 32;
  static constexpr std::uint32_t bits_of(Disturbances most) { return (most.restarts + 1) * (most.duplicates + 1); }

  // `most`: left at the beginning; `bits_of` it is at most `bits_max`.
  explicit Covers(Disturbances most) : most_(most) {}

  std::uint32_t of(Disturbances left) const {
    std::uint32_t all = 0;
    for (std::uint32_t restarts = 0; restarts <= left.restarts; ++restarts)
      for (std::uint32_t duplicates = 0; duplicates <= left.duplicates; ++duplicates) all |= bit({restarts, duplicates});
    return all;
  }
  bool has(std::uint32_t covered, Disturbances left) const { return (covered & bit(left)) != 0; }

 private:
  std::uint32_t bit(Disturbances left) const { return 1u << (left.restarts * (most_.duplicates + 1) + left.duplicates); }

  Disturbances most_;
};

}  // namespace tocsin::scenarios
