/*
 * A hash table from 64-bit ids to 32-bit values, for the two look-ups that every ask makes: is this number in the pool, is this
 * leg an emergency leg.
 *
 * Open addressing with linear probing; entries are never removed, since an emergency leg is confidential for ever. Twelve bytes
 * an entry before slack. Id 0 and value 0 mean "absent": neither is stored. The layout depends on the history of insertions, so
 * nothing that can be observed may depend on it; `sorted_ids` gives the canonical order.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tocsin::policy {

class IdTable {
 public:
  /* The value of `id`, 0 if absent. */
  uint32_t find(uint64_t id) const {
    if (count_ == 0) return 0;
    for (size_t place = home(id);; place = (place + 1) & mask_) {
      if (ids_[place] == id) return values_[place];
      if (ids_[place] == 0) return 0;
    }
  }

  /* Sets the value of `id`; both are non-zero. Allocates only when the table is full, which `reserve` rules out. */
  void put(uint64_t id, uint32_t value);

  /* Makes room for so many more ids, so that putting them cannot fail. */
  void reserve(size_t more);

  size_t size() const { return count_; }
  std::vector<uint64_t> sorted_ids() const;

 private:
  size_t home(uint64_t id) const { return static_cast<size_t>((id * 0x9E3779B97F4A7C15ull) >> shift_); }
  void place(uint64_t id, uint32_t value);

  std::vector<uint64_t> ids_;
  std::vector<uint32_t> values_;
  size_t mask_ = 0;
  size_t count_ = 0;
  unsigned shift_ = 63;
};

}  // namespace tocsin::policy
