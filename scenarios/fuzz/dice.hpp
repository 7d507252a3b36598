// Chance for one random program: a stream of draws that depends on (seed, number of the program) alone.
//
// The generator and the perturber draw one after another, so a program is stable as long as they are; what keeps a program for
// longer is its scenario file.
#pragma once

#include <cstdint>
#include <span>

#include "sim/assert.hpp"
#include "sim/choices.hpp"

namespace tocsin::scenarios {

class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t program) : choices_(seed, program) {}

  // 0 .. count-1, each equally likely; count >= 1.
  std::uint32_t below(std::size_t count) {
    TOCSIN_ASSERT(count >= 1, "nothing to choose from");
    return choices_.index(next(), static_cast<std::uint32_t>(count));
  }
  // low .. high, both included.
  std::uint32_t between(std::uint32_t low, std::uint32_t high) { return low + below(high - low + 1); }
  bool one_in(std::uint32_t count) { return below(count) == 0; }
  bool percent(std::uint32_t share) { return below(100) < share; }

  // One of them, each equally likely.
  template <class Item, std::size_t count>
  Item of(const Item (&items)[count]) {
    return items[below(count)];
  }
  template <class Items>
  const auto& of(const Items& items) {
    return items[below(std::size(items))];
  }

 private:
  sim::Address next() { return sim::Address::of("fuzz").then(drawn_++); }

  sim::RandomChoices choices_;
  std::uint64_t drawn_ = 0;
};

}  // namespace tocsin::scenarios
