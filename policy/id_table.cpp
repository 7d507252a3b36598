#include "policy/id_table.hpp"

#include <algorithm>

namespace tocsin::policy {

void IdTable::place(uint64_t id, uint32_t value) {
  size_t at = home(id);
  while (ids_[at] != 0 && ids_[at] != id) at = (at + 1) & mask_;
  count_ += ids_[at] == 0 ? 1 : 0;
  ids_[at] = id;
  values_[at] = value;
}

void IdTable::reserve(size_t more) {
  size_t capacity = ids_.empty() ? 16 : ids_.size();
  while ((count_ + more) * 4 > capacity * 3) capacity *= 2;
  if (capacity == ids_.size()) return;
  IdTable larger;
  larger.ids_.assign(capacity, 0);
  larger.values_.assign(capacity, 0);
  larger.mask_ = capacity - 1;
  larger.shift_ = 64;
  for (size_t left = capacity; left > 1; left /= 2) --larger.shift_;
  for (size_t at = 0; at < ids_.size(); ++at) {
    if (ids_[at] != 0) larger.place(ids_[at], values_[at]);
  }
  *this = static_cast<IdTable&&>(larger);
}

void IdTable::put(uint64_t id, uint32_t value) {
  reserve(1);
  place(id, value);
}

std::vector<uint64_t> IdTable::sorted_ids() const {
  std::vector<uint64_t> result;
  result.reserve(count_);
  for (const uint64_t id : ids_) {
    if (id != 0) result.push_back(id);
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace tocsin::policy
