// The states that have been seen, by 96 bits of their hashes, in a flat table that several processes share.
//
// With each stands what has been covered of it, a set of bits that only grows: of all who insert one hash at once exactly one is
// told that it was new, and each bit is new to exactly one.
//
// Open addressing, 16 bytes a place, two thirds full at most; where it is, a table of twice as many places follows, and whoever
// inserts waits for it. (A table of the final size from the beginning costs a page of memory for nearly every state.) Two states
// of n collide with probability below n^2 / 2^97 if hashes are random.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "models/trace/running_hash.hpp"
#include "scenarios/explore/shared_memory.hpp"

namespace tocsin::scenarios {

class Visited {
 public:
  // For up to `states` states. Nothing may be inserted if it is not `usable`: the system gave no memory.
  explicit Visited(std::uint64_t states);
  ~Visited();
  Visited(const Visited&) = delete;
  Visited& operator=(const Visited&) = delete;

  bool usable() const { return places_ != nullptr && control_.value != nullptr; }
  struct Found {
    bool room = true;           // false: there is none for it
    std::uint32_t covered = 0;  // before; 0: the state is new
  };
  // `cover`: bits, at least one.
  Found insert(trace::Hash128 hash, std::uint32_t cover);
  std::uint64_t states() const { return control_.value->states.load(); }

 private:
  struct Place {
    std::uint64_t high;  // of the hash; 0: free
    std::uint64_t low;   // 32 more bits of it, and what is covered; 0: being written
  };
  struct Control {
    std::atomic<std::uint64_t> size{0};  // places of the table in use, a power of two
    std::atomic<std::uint64_t> states{0};
    std::atomic<std::uint32_t> inside{0};  // who look at the table now
    std::atomic<std::uint32_t> growing{0};
  };

  // The table of n places begins n places behind the beginning, so that no two overlap.
  Place* table(std::uint64_t size) { return places_ + size; }
  void enter();
  void leave() { control_.value->inside.fetch_sub(1); }
  static Found insert_in(Place* table, std::uint64_t mask, Place inserted);
  bool is_crowded() const;
  void grow();

  std::uint64_t states_max_;
  std::uint64_t size_max_;
  Place* places_ = nullptr;
  InSharedMemory<Control> control_;
};

}  // namespace tocsin::scenarios
