// The states that have been seen, by hashes of 128 bits, in a flat table that several processes share.
//
// Open addressing, 16 bytes a place, two thirds full at most; where it is, a table of twice as many places follows, and whoever
// inserts waits for it. Hashes with the same low half lie side by side, in one line of the processor's cache if there is room. (A
// table of the final size from the beginning costs a page of memory for nearly every state.) Of all who insert one hash at once
// exactly one is told that it was new. Two states of n collide with probability below n^2 / 2^129 if hashes are random.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "models/trace/running_hash.hpp"
#include "sim/shared_memory.hpp"

namespace tocsin::scenarios {

class Visited {
 public:
  // For up to `states` states. Nothing may be inserted if it is not `usable`: the system gave no memory.
  explicit Visited(std::uint64_t states);
  ~Visited();
  Visited(const Visited&) = delete;
  Visited& operator=(const Visited&) = delete;

  bool usable() const { return places_ != nullptr && control_.value != nullptr; }
  // `full`: there is no room for it.
  enum class Outcome : std::uint8_t { fresh, seen, full };
  Outcome insert(trace::Hash128 hash);
  bool contains(trace::Hash128 hash);
  // Hashes with this low half will be looked for soon.
  void will_look_for(std::uint64_t low);
  std::uint64_t states() const { return control_.value->states.load(); }

 private:
  struct Place {
    std::uint64_t high;  // 0: free
    std::uint64_t low;   // 0: being written
  };
  static constexpr std::uint64_t places_in_a_line = 64 / sizeof(Place);
  struct Control {
    std::atomic<std::uint64_t> size{0};  // places of the table in use, a power of two
    std::atomic<std::uint64_t> states{0};
    std::atomic<std::uint32_t> inside{0};  // who look at the table now
    std::atomic<std::uint32_t> growing{0};
  };

  // The table of n places begins n places behind the beginning, so that no two overlap.
  Place* table(std::uint64_t size) { return places_ + size; }
  // Where those with this low half begin.
  static std::uint64_t home(std::uint64_t low) { return low & ~(places_in_a_line - 1); }
  void enter();
  void leave() { control_.value->inside.fetch_sub(1); }
  static Outcome insert_in(Place* table, std::uint64_t mask, trace::Hash128 hash);
  bool is_crowded() const;
  void grow();

  std::uint64_t states_max_;
  std::uint64_t size_max_;
  Place* places_ = nullptr;
  sim::InSharedMemory<Control> control_;
};

}  // namespace tocsin::scenarios
