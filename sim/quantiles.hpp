// Quantiles of lengths of time in bounded memory, mergeable, the same bits in any order.
//
// A histogram over whole microseconds whose cells are exact below 128 us and then split each doubling into 64: a cell is never
// wider than 1/64 of its least value. A quantile is answered with the middle of its cell, so it is off by at most 1/128 (0.8 %)
// of the true order statistic. Counts, least and greatest are exact. At most 3,712 cells (30 KB), as many as the greatest length
// needs: 1,700 for an hour.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/time.hpp"

namespace tocsin::sim {

class Quantiles {
 public:
  // length >= 0.
  void add(Duration length);
  void merge(const Quantiles& other);

  std::uint64_t count() const { return count_; }
  // Zero if nothing was added.
  Duration least() const { return least_; }
  Duration greatest() const { return greatest_; }
  // The order statistic of rank ceil(p * count), at least the first; 0 <= p <= 1. Never below the least or above the greatest.
  // Zero if nothing was added.
  Duration quantile(double p) const;
  // How many were certainly at most `length`, by whole cells: exact where `length` is the last of its cell, below 128 us always.
  std::uint64_t count_up_to(Duration length) const;

  // As bytes for another process of the same build, and back: appends, and takes from the front. False if it is not such bytes.
  void encode(std::string& bytes) const;
  static bool decode(std::string_view& bytes, Quantiles& into);

  friend bool operator==(const Quantiles&, const Quantiles&) = default;

 private:
  static std::size_t cell_of(std::uint64_t us);
  // The least and the greatest length of a cell.
  static std::pair<std::uint64_t, std::uint64_t> range_of(std::size_t cell);

  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  Duration least_{};
  Duration greatest_{};
};

}  // namespace tocsin::sim
