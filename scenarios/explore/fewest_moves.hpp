// The states that a search of stories up to some length has gone on from, each with the fewest moves that led there: who comes
// with fewer can still go further.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "models/trace/running_hash.hpp"

namespace tocsin::scenarios {

class FewestMoves {
 public:
  void clear() { seen_.clear(); }
  // False: nobody has to go on from there again.
  bool insert(trace::Hash128 state, std::size_t moves) {
    const auto [at, fresh] = seen_.try_emplace(state.low ^ state.high, Seen{state, moves});
    if (fresh) return true;
    if (at->second.state == state && at->second.moves <= moves) return false;
    at->second = {state, moves};
    return true;
  }
  bool contains(trace::Hash128 state, std::size_t moves) const {
    const auto at = seen_.find(state.low ^ state.high);
    return at != seen_.end() && at->second.state == state && at->second.moves <= moves;
  }

 private:
  struct Seen {
    trace::Hash128 state;
    std::size_t moves;
  };
  std::unordered_map<std::uint64_t, Seen> seen_;
};

}  // namespace tocsin::scenarios
