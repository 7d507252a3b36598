// The future events of a simulation, in a total order that does not depend on when they were scheduled.
//
// Order: time, then the time it was due, then priority (lower first), then the address of the cause. Insertion order decides
// nothing unless all are equal (one cause, one instant, twice): then the one scheduled first goes first. So a tie falls the same
// way in two runs that differ elsewhere. Scheduling, taking and cancelling cost O(log n); nothing is allocated in steady state.
// Nodes of the heap are 16 bytes; payloads and the rest of a key stand apart and are read only on a tie in time.
//
// The first event can be put off: it keeps its name and the time it was due, and among events of one instant those that were due
// earlier go first, so that what is put off to one instant keeps its order.
//
// `Payload` must be trivially copyable, so that a queue can be copied with its world.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "sim/address.hpp"
#include "sim/assert.hpp"
#include "sim/time.hpp"

namespace tocsin::sim {

// Names a scheduled event until it is taken or cancelled; stale names are recognised.
struct EventHandle {
  std::uint32_t slot = UINT32_MAX;
  std::uint32_t generation = 0;
  explicit operator bool() const { return slot != UINT32_MAX; }
};

template <class Payload>
class EventQueue {
  static_assert(std::is_trivially_copyable_v<Payload>);

 public:
  struct Entry {
    Time at;
    Time due;  // before `at` if it was put off
    std::int32_t priority;
    Address cause;
    Payload payload;
  };

  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  Time next_time() const { return heap_.empty() ? never : Time{heap_.front().at_us}; }
  // What the first event of the order carries. The queue must not be empty.
  const Payload& first() const { return slots_[heap_.front().slot].payload; }

  EventHandle schedule(Time at, std::int32_t priority, Address cause, const Payload& payload) {
    return schedule(at, at, priority, cause, payload);
  }
  // One that was due earlier than it can come.
  EventHandle schedule(Time at, Time due, std::int32_t priority, Address cause, const Payload& payload) {
    TOCSIN_ASSERT(due <= at, "an event before it is due");
    std::uint32_t slot;
    if (free_ != none) {
      slot = free_;
      free_ = slots_[slot].next_free;
    } else {
      slot = static_cast<std::uint32_t>(slots_.size());
      slots_.emplace_back();
    }
    Slot& s = slots_[slot];
    s.cause = cause;
    s.due_us = due.us;
    s.priority = priority;
    s.insertion = ++insertions_;
    s.payload = payload;
    heap_.push_back({at.us, slot, 0});
    sift_up(heap_.size() - 1);
    return {slot, s.generation};
  }

  // Takes an event out before its time. False if it was already taken or cancelled.
  bool cancel(EventHandle& handle) {
    const EventHandle named = handle;
    handle = {};
    if (!pending(named)) return false;
    const std::size_t hole = slots_[named.slot].position;
    release(named.slot);
    fill(hole);
    return true;
  }

  bool pending(EventHandle handle) const {
    return handle.slot < slots_.size() && slots_[handle.slot].position != none &&
           slots_[handle.slot].generation == handle.generation;
  }

  // It is pending for that time, and was never put off.
  bool comes_at(EventHandle handle, Time at) const {
    return pending(handle) && slots_[handle.slot].due_us == at.us && heap_[slots_[handle.slot].position].at_us == at.us;
  }

  // Moves the first event of the order to a later time. The queue must not be empty.
  void put_off_first(Time to) {
    TOCSIN_ASSERT(!heap_.empty() && to.us >= heap_.front().at_us, "an event is put off to a later time");
    heap_.front().at_us = to.us;
    sift_down(0);
  }

  // Takes the first event of the order. The queue must not be empty.
  Entry pop() {
    TOCSIN_ASSERT(!heap_.empty(), "pop from an empty event queue");
    const Node first = heap_.front();
    const Entry entry = entry_of(first);
    release(first.slot);
    fill(0);
    return entry;
  }

  // Takes one that is pending out of its turn.
  Entry take(EventHandle handle) {
    TOCSIN_ASSERT(pending(handle), "took an event that is not pending");
    const std::size_t hole = slots_[handle.slot].position;
    const Entry entry = entry_of(heap_[hole]);
    release(handle.slot);
    fill(hole);
    return entry;
  }

  // Every pending event with its name, in their order. O(n^2): for those who look at a small queue, not for those who run one.
  template <class Visit>
  void in_order(Visit visit) const {
    constexpr std::size_t few = 64;
    std::array<std::uint32_t, few> near;
    std::vector<std::uint32_t> far;
    if (heap_.size() > few) far.resize(heap_.size());
    std::uint32_t* const order = heap_.size() > few ? far.data() : near.data();
    for (std::uint32_t i = 0; i < heap_.size(); ++i) {
      std::uint32_t at = i;
      for (; at > 0 && before(heap_[i], heap_[order[at - 1]]); --at) order[at] = order[at - 1];
      order[at] = i;
    }
    for (std::size_t i = 0; i < heap_.size(); ++i) {
      const Node& node = heap_[order[i]];
      visit(EventHandle{node.slot, slots_[node.slot].generation}, entry_of(node));
    }
  }

  // The pending events in their order (sim/encoder.hpp), which are their names from here on. Names of events that are not pending
  // any more say nothing, so they are as good as none: who keeps one may only cancel it or ask.
  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.name_events(slots_.size());
    std::uint32_t place = 0;
    encoder.one(size());
    in_order([&](EventHandle handle, const Entry& entry) {
      encoder.name_event(handle, place++);
      encoder.one(entry);
    });
  }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  static constexpr std::size_t arity = 4;
  struct Node {
    std::int64_t at_us;
    std::uint32_t slot;
    std::uint32_t unused;
  };
  static_assert(sizeof(Node) == 16);
  struct Slot {
    Address cause;
    std::uint64_t insertion = 0;
    std::int64_t due_us = 0;
    std::int32_t priority = 0;
    std::uint32_t position = none;
    std::uint32_t generation = 0;
    std::uint32_t next_free = none;
    Payload payload{};
  };

  Entry entry_of(const Node& node) const {
    const Slot& s = slots_[node.slot];
    return {Time{node.at_us}, Time{s.due_us}, s.priority, s.cause, s.payload};
  }

  bool before(const Node& a, const Node& b) const {
    if (a.at_us != b.at_us) return a.at_us < b.at_us;
    const Slot& x = slots_[a.slot];
    const Slot& y = slots_[b.slot];
    if (x.due_us != y.due_us) return x.due_us < y.due_us;
    if (x.priority != y.priority) return x.priority < y.priority;
    if (x.cause != y.cause) return x.cause < y.cause;
    return x.insertion < y.insertion;
  }

  void place(std::size_t position, const Node& node) {
    heap_[position] = node;
    slots_[node.slot].position = static_cast<std::uint32_t>(position);
  }

  void sift_up(std::size_t position) {
    const Node node = heap_[position];
    while (position > 0) {
      const std::size_t parent = (position - 1) / arity;
      if (!before(node, heap_[parent])) break;
      place(position, heap_[parent]);
      position = parent;
    }
    place(position, node);
  }

  void sift_down(std::size_t position) {
    const Node node = heap_[position];
    for (;;) {
      const std::size_t first_child = position * arity + 1;
      if (first_child >= heap_.size()) break;
      std::size_t least = first_child;
      const std::size_t end = first_child + arity < heap_.size() ? first_child + arity : heap_.size();
      for (std::size_t child = first_child + 1; child < end; ++child)
        if (before(heap_[child], heap_[least])) least = child;
      if (!before(heap_[least], node)) break;
      place(position, heap_[least]);
      position = least;
    }
    place(position, node);
  }

  void fill(std::size_t hole) {
    const Node last = heap_.back();
    heap_.pop_back();
    if (hole >= heap_.size()) return;
    heap_[hole] = last;
    slots_[last.slot].position = static_cast<std::uint32_t>(hole);
    sift_up(hole);
    sift_down(slots_[last.slot].position);
  }

  void release(std::uint32_t slot) {
    Slot& s = slots_[slot];
    s.position = none;
    ++s.generation;
    s.next_free = free_;
    free_ = slot;
  }

  std::vector<Node> heap_;
  std::vector<Slot> slots_;
  std::uint32_t free_ = none;
  std::uint64_t insertions_ = 0;
};

}  // namespace tocsin::sim
