// Disturbances that were tried on the policy alone: whether they changed anything of what passes between platform and policy in a
// move, or of where the policy stands after it. By their context (exchanges.hpp), which is all that it depends on.
#pragma once

#include <cstdint>
#include <optional>

#include "models/trace/running_hash.hpp"
#include "scenarios/explore/position.hpp"
#include "sim/flat_map.hpp"

namespace tocsin::scenarios {

class Harmless {
 public:
  // In one context.
  class Known {
   public:
    // Nothing: not known.
    std::optional<bool> of(const Move& disturbed) const {
      const std::uint64_t bit = bit_of(disturbed);
      if ((tried_ & bit) == 0) return {};
      return (harmless_ & bit) != 0;
    }

   private:
    friend class Harmless;
    std::uint64_t high_ = 0;
    std::uint64_t tried_ = 0, harmless_ = 0;  // a bit for each disturbance
  };

  Known known(trace::Hash128 context) const {
    const Known* const known = known_.find(key(context));
    return known && known->high_ == context.high ? *known : Known{};
  }
  void learn(trace::Hash128 context, const Move& disturbed, bool harmless) {
    Known& known = known_.at(key(context));
    if (known.tried_ == 0) known.high_ = context.high;
    if (known.high_ != context.high) return;
    known.tried_ |= bit_of(disturbed);
    if (harmless) known.harmless_ |= bit_of(disturbed);
  }

 private:
  static std::uint64_t key(trace::Hash128 context) { return context.low | 1; }
  // 0 for those of late events of a long move: of them nothing is remembered.
  static std::uint64_t bit_of(const Move& disturbed) {
    constexpr unsigned kinds = lag_max + 2;
    const unsigned kind = disturbed.disturbance == Disturbance::Kind::duplicate ? 0 : 1 + disturbed.lag;
    const unsigned place = (disturbed.event - 1u) * kinds + kind;
    return place < 64 ? std::uint64_t{1} << place : 0;
  }

  sim::FlatMap<Known> known_;
};

}  // namespace tocsin::scenarios
