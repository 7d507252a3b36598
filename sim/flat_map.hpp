// An open-addressing table from a non-zero 64-bit key to a plain value, at a few nanoseconds a look-up.
//
// Linear probing, backward-shift deletion: no tombstones, and no allocation once it has its working size. It can be iterated
// in the order of its keys alone, so nothing depends on the order of its entries. A pointer into it is good until the next
// insertion or erasure.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/assert.hpp"

namespace tocsin::sim {

template <class Value>
class FlatMap {
 public:
  const Value* find(std::uint64_t key) const {
    if (slots_.empty()) return nullptr;
    for (std::size_t i = home(key);; i = next(i)) {
      if (slots_[i].key == key) return key == none ? nullptr : &slots_[i].value;
      if (slots_[i].key == none) return nullptr;
    }
  }
  Value* find(std::uint64_t key) { return const_cast<Value*>(std::as_const(*this).find(key)); }

  // The value of the key, made if it is missing.
  Value& at(std::uint64_t key) {
    TOCSIN_ASSERT(key != none, "the none key in a table");
    if ((count_ + 1) * 4 > slots_.size() * 3) grow();
    std::size_t i = home(key);
    while (slots_[i].key != none && slots_[i].key != key) i = next(i);
    if (slots_[i].key == none) {
      slots_[i] = {key, Value{}};
      ++count_;
    }
    return slots_[i].value;
  }

  bool erase(std::uint64_t key) {
    if (slots_.empty() || key == none) return false;
    std::size_t hole = home(key);
    for (; slots_[hole].key != key; hole = next(hole))
      if (slots_[hole].key == none) return false;
    for (std::size_t i = next(hole); slots_[i].key != none; i = next(i)) {
      const std::size_t from_home = (i - home(slots_[i].key)) & mask();
      const std::size_t from_hole = (i - hole) & mask();
      if (from_home < from_hole) continue;
      slots_[hole] = std::move(slots_[i]);
      hole = i;
    }
    slots_[hole] = {none, Value{}};
    --count_;
    return true;
  }

  std::size_t size() const { return count_; }

  // Every entry, by key: the layout of the table says nothing.
  template <class Visit>
  void in_order(Visit visit) const {
    if (count_ == 0) return;
    constexpr std::size_t few = 64;
    std::array<const Slot*, few> near;
    std::vector<const Slot*> far;
    if (count_ > few) far.resize(count_);
    const Slot** const taken = count_ > few ? far.data() : near.data();
    std::size_t count = 0;
    for (const Slot& slot : slots_)
      if (slot.key != none) taken[count++] = &slot;
    if (count > 1) std::sort(taken, taken + count, [](const Slot* a, const Slot* b) { return a->key < b->key; });
    for (std::size_t i = 0; i < count; ++i) visit(taken[i]->key, taken[i]->value);
  }
  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(count_);
    in_order([&](std::uint64_t key, const Value& value) { encoder.all(key, value); });
  }

 private:
  static constexpr std::uint64_t none = 0;
  struct Slot {
    std::uint64_t key = none;
    Value value{};
  };

  std::size_t mask() const { return slots_.size() - 1; }
  // Fibonacci hashing: keys that count up spread evenly.
  std::size_t home(std::uint64_t key) const { return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15ULL >> shift_); }
  std::size_t next(std::size_t i) const { return (i + 1) & mask(); }

  void grow() {
    const std::vector<Slot> old = std::move(slots_);
    slots_.assign(old.empty() ? 4 : old.size() * 2, {});
    shift_ = old.empty() ? 62 : shift_ - 1;
    for (const Slot& slot : old) {
      if (slot.key == none) continue;
      std::size_t i = home(slot.key);
      while (slots_[i].key != none) i = next(i);
      slots_[i] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
  unsigned shift_ = 62;
};

}  // namespace tocsin::sim
