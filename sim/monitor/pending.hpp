// The undecided obligations of one timed pattern, flat in memory.
//
// A sorted vector by key; those of one key stand in the order they were added. Each has a `due`: the last instant that is still
// in time, or `never`. Asking whether anything has become overdue costs one comparison until something has.
//
// `Item` is a plain value with `std::uint64_t key` and `Time due`. Two sets are equal if they hold the same items.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/assert.hpp"
#include "sim/monitor/obligation.hpp"

namespace tocsin::sim {

// No bound: such an obligation is never late, and its slack is nullopt.
inline constexpr Duration unbounded{INT64_MAX};

// The last instant in time for a cause at `at`, which need not be non-negative. Saturates at `never`, which means no bound.
constexpr Time due_after(Time at, Duration bound) {
  if (bound == unbounded || (at.us > 0 && bound.us > INT64_MAX - at.us)) return never;
  return at + bound;
}

constexpr std::optional<Duration> slack_until(Time due, Time at) {
  if (due == never) return std::nullopt;
  return due - at;
}

// The first instant that is too late.
constexpr Time just_after(Time due) { return due == never ? never : due + microseconds(1); }

template <class Item>
class Pending {
 public:
  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  // No item becomes overdue as long as time has not passed this. It may be too early, never too late.
  Time due() const { return earliest_; }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

  // The first item of the key, or null.
  const Item* find(std::uint64_t key) const {
    const auto at = std::lower_bound(items_.begin(), items_.end(), key, key_less);
    return at == items_.end() || at->key != key ? nullptr : &*at;
  }

  void add(const Item& item) {
    earliest_ = std::min(earliest_, item.due);
    auto at = items_.end();
    if (!items_.empty() && items_.back().key > item.key)
      at = std::upper_bound(items_.begin(), items_.end(), item.key, [](std::uint64_t k, const Item& i) { return k < i.key; });
    items_.insert(at, item);
  }

  // Shows each item of the key to `keep`, which may change all but its key and says whether it stays pending. Returns how many
  // there were.
  template <class Keep>
  std::size_t update(std::uint64_t key, Keep keep) {
    const auto first = std::lower_bound(items_.begin(), items_.end(), key, key_less);
    auto read = first;
    auto write = first;
    for (; read != items_.end() && read->key == key; ++read) {
      if (!keep(*read)) continue;
      earliest_ = std::min(earliest_, read->due);
      if (write != read) *write = *read;
      ++write;
    }
    const auto count = static_cast<std::size_t>(read - first);
    items_.erase(write, read);
    return count;
  }

  // Shows each item that is due before `now` to `keep`, in the order of (due, key, age). An item that stays must get a later due.
  template <class Keep>
  void expire(Time now, Keep keep) {
    if (now <= earliest_) return;
    std::vector<std::size_t> overdue;
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (items_[i].due < now) overdue.push_back(i);
    std::stable_sort(overdue.begin(), overdue.end(), [&](std::size_t a, std::size_t b) { return items_[a].due < items_[b].due; });
    for (std::size_t& i : overdue)
      if (keep(items_[i])) i = items_.size();
    std::sort(overdue.begin(), overdue.end());
    std::size_t write = 0;
    std::size_t next = 0;
    earliest_ = never;
    for (std::size_t read = 0; read < items_.size(); ++read) {
      if (next < overdue.size() && overdue[next] == read) {
        ++next;
        continue;
      }
      TOCSIN_ASSERT(items_[read].due >= now, "an overdue obligation was kept as it was");
      earliest_ = std::min(earliest_, items_[read].due);
      if (write != read) items_[write] = items_[read];
      ++write;
    }
    items_.resize(write);
  }

  // Shows every item to `last` and forgets it.
  template <class Last>
  void clear(Last last) {
    for (Item& item : items_) last(item);
    items_.clear();
    earliest_ = never;
  }

  friend bool operator==(const Pending& a, const Pending& b) { return a.items_ == b.items_; }

  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(items_);
  }

 private:
  static bool key_less(const Item& item, std::uint64_t key) { return item.key < key; }

  std::vector<Item> items_;
  Time earliest_ = never;  // No item is due before; may be too early after a removal, which costs one search in vain.
};

}  // namespace tocsin::sim
