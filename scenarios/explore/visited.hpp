// The states that have been seen, by hashes of 128 bits, in a flat table that several processes share.
//
// Open addressing, 16 bytes a state, a fixed number of places; memory is taken as it is touched. Of all who insert one hash at
// once exactly one is told that it was new. Two states of n collide with probability below n^2 / 2^129 if hashes are random.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/trace/running_hash.hpp"

namespace tocsin::scenarios {

class Visited {
 public:
  // For up to `states` states. Nothing may be inserted if it is not `usable`: the system gave no memory.
  explicit Visited(std::uint64_t states);
  ~Visited();
  Visited(const Visited&) = delete;
  Visited& operator=(const Visited&) = delete;

  bool usable() const { return places_ != nullptr; }
  enum class Outcome : std::uint8_t { fresh, seen, full };
  Outcome insert(trace::Hash128 hash);

 private:
  struct Place {
    std::uint64_t high;  // 0: free
    std::uint64_t low;   // 0: being written
  };
  Place* places_ = nullptr;
  std::uint64_t mask_ = 0;
};

}  // namespace tocsin::scenarios
