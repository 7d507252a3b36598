// A small open-addressing table from a non-zero 64-bit key to a plain value.
//
// Linear probing with backward-shift deletion: no tombstones, no allocation once it has grown to its working size, and nothing
// depends on the order of its entries because it cannot be iterated but for its encoding, which is sorted.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/assert.hpp"

namespace tocsin::models {

template <class Value>
class FlatMap {
 public:
  FlatMap() : slots_(4) {}

  const Value* find(std::uint64_t key) const {
    TOCSIN_ASSERT(key != 0, "a table key of zero");
    for (std::size_t i = home(key);; i = next(i)) {
      if (slots_[i].key == key) return &slots_[i].value;
      if (slots_[i].key == 0) return nullptr;
    }
  }

  Value* find(std::uint64_t key) { return const_cast<Value*>(static_cast<const FlatMap*>(this)->find(key)); }

  void put(std::uint64_t key, const Value& value) {
    if (Value* there = find(key)) {
      *there = value;
      return;
    }
    if ((count_ + 1) * 2 > slots_.size()) grow();
    insert(key, value);
    ++count_;
  }

  bool erase(std::uint64_t key) {
    std::size_t hole = home(key);
    while (slots_[hole].key != key) {
      if (slots_[hole].key == 0) return false;
      hole = next(hole);
    }
    for (std::size_t i = next(hole); slots_[i].key != 0; i = next(i)) {
      const std::size_t distance_home = (i - home(slots_[i].key)) & (slots_.size() - 1);
      const std::size_t distance_hole = (i - hole) & (slots_.size() - 1);
      if (distance_home >= distance_hole) {
        slots_[hole] = slots_[i];
        hole = i;
      }
    }
    slots_[hole] = {};
    --count_;
    return true;
  }

  std::size_t size() const { return count_; }

  // By key (sim/encoder.hpp): the layout of the table says nothing.
  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(count_);
    if (count_ == 0) return;
    constexpr std::size_t few = 64;
    std::array<const Slot*, few> near;
    std::vector<const Slot*> far;
    if (count_ > few) far.resize(count_);
    const Slot** const taken = count_ > few ? far.data() : near.data();
    std::size_t count = 0;
    for (const Slot& slot : slots_)
      if (slot.key != 0) taken[count++] = &slot;
    if (count > 1) std::sort(taken, taken + count, [](const Slot* a, const Slot* b) { return a->key < b->key; });
    for (std::size_t i = 0; i < count; ++i) encoder.all(taken[i]->key, taken[i]->value);
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    Value value{};
  };
  std::size_t home(std::uint64_t key) const {
    return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15ULL) >> 20) & (slots_.size() - 1);
  }
  std::size_t next(std::size_t i) const { return (i + 1) & (slots_.size() - 1); }
  void insert(std::uint64_t key, const Value& value) {
    std::size_t i = home(key);
    while (slots_[i].key != 0) i = next(i);
    slots_[i] = {key, value};
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.key != 0) insert(slot.key, slot.value);
  }
  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace tocsin::models
