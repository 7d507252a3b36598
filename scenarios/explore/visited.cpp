#include "scenarios/explore/visited.hpp"

#include <sched.h>
#include <sys/mman.h>

#include <algorithm>
#include <bit>

namespace tocsin::scenarios {
namespace {

constexpr std::uint64_t first_size = 1 << 12;

// Zero has another meaning in the table.
trace::Hash128 not_zero(trace::Hash128 hash) {
  return {.high = std::max<std::uint64_t>(hash.high, 1), .low = std::max<std::uint64_t>(hash.low, 1)};
}

}  // namespace

Visited::Visited(std::uint64_t states)
    : states_max_(states), size_max_(std::max(first_size, std::bit_ceil(states + states / 2 + 16))) {
  void* const memory =
      mmap(nullptr, 2 * size_max_ * sizeof(Place), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory != MAP_FAILED) places_ = static_cast<Place*>(memory);
  if (control_.value) control_.value->size.store(first_size);
}

Visited::~Visited() {
  if (places_) munmap(places_, 2 * size_max_ * sizeof(Place));
}

Visited::Outcome Visited::insert(trace::Hash128 hash) {
  hash = not_zero(hash);
  Control& control = *control_.value;
  enter();
  const std::uint64_t size = control.size.load();
  Outcome outcome = insert_in(table(size), size - 1, hash);
  if (outcome == Outcome::fresh && control.states.fetch_add(1) >= states_max_) outcome = Outcome::full;
  leave();
  if (outcome == Outcome::fresh && is_crowded()) grow();
  return outcome;
}

// One that is being written is not there yet.
bool Visited::contains(trace::Hash128 hash) {
  hash = not_zero(hash);
  enter();
  const std::uint64_t mask = control_.value->size.load() - 1;
  Place* const places = table(mask + 1);
  bool found = false;
  for (std::uint64_t looked = 0; looked <= mask && !found; ++looked) {
    Place& place = places[(home(hash.low) + looked) & mask];
    const std::uint64_t there = std::atomic_ref(place.high).load(std::memory_order_acquire);
    if (there == 0) break;
    found = there == hash.high && std::atomic_ref(place.low).load(std::memory_order_acquire) == hash.low;
  }
  leave();
  return found;
}

void Visited::will_look_for(std::uint64_t low) {
  const std::uint64_t size = control_.value->size.load(std::memory_order_relaxed);
  __builtin_prefetch(table(size) + (home(low) & (size - 1)), 1);
}

// Either somebody grows the table and sees that nobody is inside, or who is inside has seen that nobody grows it.
void Visited::enter() {
  Control& control = *control_.value;
  for (;;) {
    control.inside.fetch_add(1);
    if (control.growing.load() == 0) return;
    leave();
    while (control.growing.load() != 0) sched_yield();
  }
}

Visited::Outcome Visited::insert_in(Place* table, std::uint64_t mask, trace::Hash128 hash) {
  for (std::uint64_t looked = 0; looked <= mask; ++looked) {
    Place& place = table[(home(hash.low) + looked) & mask];
    std::atomic_ref<std::uint64_t> first(place.high), second(place.low);
    std::uint64_t there = first.load(std::memory_order_acquire);
    if (there == 0 && first.compare_exchange_strong(there, hash.high, std::memory_order_acq_rel)) {
      second.store(hash.low, std::memory_order_release);
      return Outcome::fresh;
    }
    if (there != hash.high) continue;
    std::uint64_t rest = second.load(std::memory_order_acquire);
    while (rest == 0) rest = second.load(std::memory_order_acquire);
    if (rest == hash.low) return Outcome::seen;
  }
  return Outcome::full;
}

bool Visited::is_crowded() const {
  const std::uint64_t size = control_.value->size.load();
  return size < size_max_ && 3 * states() > 2 * size;
}

void Visited::grow() {
  Control& control = *control_.value;
  if (control.growing.exchange(1) != 0) return;  // somebody else does
  while (control.inside.load() != 0) sched_yield();
  if (is_crowded()) {
    const std::uint64_t size = control.size.load();
    Place* const before = table(size);
    for (std::uint64_t i = 0; i < size; ++i)
      if (before[i].high != 0) insert_in(table(2 * size), 2 * size - 1, {.high = before[i].high, .low = before[i].low});
    control.size.store(2 * size);
    madvise(before, size * sizeof(Place), MADV_REMOVE);
  }
  control.growing.store(0);
}

}  // namespace tocsin::scenarios
