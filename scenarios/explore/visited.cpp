#include "scenarios/explore/visited.hpp"

#include <sys/mman.h>

#include <atomic>
#include <bit>

namespace tocsin::scenarios {

// At most two thirds full.
Visited::Visited(std::uint64_t states) : mask_(std::bit_ceil(states + states / 2 + 16) - 1) {
  void* const memory =
      mmap(nullptr, (mask_ + 1) * sizeof(Place), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory != MAP_FAILED) places_ = static_cast<Place*>(memory);
}

Visited::~Visited() {
  if (places_) munmap(places_, (mask_ + 1) * sizeof(Place));
}

Visited::Outcome Visited::insert(trace::Hash128 hash) {
  const std::uint64_t high = hash.high == 0 ? 1 : hash.high;
  const std::uint64_t low = hash.low == 0 ? 1 : hash.low;
  for (std::uint64_t looked = 0; looked <= mask_; ++looked) {
    Place& place = places_[(low + looked) & mask_];
    std::atomic_ref<std::uint64_t> first(place.high), second(place.low);
    std::uint64_t there = first.load(std::memory_order_acquire);
    if (there == 0 && first.compare_exchange_strong(there, high, std::memory_order_acq_rel)) {
      second.store(low, std::memory_order_release);
      return Outcome::fresh;
    }
    if (there != high) continue;
    std::uint64_t rest = second.load(std::memory_order_acquire);
    while (rest == 0) rest = second.load(std::memory_order_acquire);
    if (rest == low) return Outcome::seen;
  }
  return Outcome::full;
}

}  // namespace tocsin::scenarios
