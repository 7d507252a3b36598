// Count, mean, variance, least and greatest of a stream of numbers, in constant memory.
//
// Welford's recurrence adds one number, Chan's formula merges two tallies; both are stable where sums of squares are not. Merging
// in a fixed order gives fixed bits; it need not give the bits of adding the numbers one by one. A plain value of 40 bytes.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace tocsin::sim {

class Tally {
 public:
  void add(double value) {
    ++count_;
    const double delta = value - mean_;
    mean_ += delta / static_cast<double>(count_);
    squares_ += delta * (value - mean_);
    least_ = std::min(least_, value);
    greatest_ = std::max(greatest_, value);
  }

  void merge(const Tally& other) {
    if (other.count_ == 0) return;
    if (count_ == 0) {
      *this = other;
      return;
    }
    const double mine = static_cast<double>(count_);
    const double theirs = static_cast<double>(other.count_);
    const double delta = other.mean_ - mean_;
    mean_ += delta * theirs / (mine + theirs);
    squares_ += other.squares_ + delta * delta * mine * theirs / (mine + theirs);
    count_ += other.count_;
    least_ = std::min(least_, other.least_);
    greatest_ = std::max(greatest_, other.greatest_);
  }

  std::uint64_t count() const { return count_; }
  // 0 if nothing was added.
  double mean() const { return mean_; }
  double sum() const { return mean_ * static_cast<double>(count_); }
  // The unbiased estimate of the variance; 0 below two numbers.
  double variance() const { return count_ < 2 ? 0 : squares_ / static_cast<double>(count_ - 1); }
  double deviation() const { return std::sqrt(variance()); }
  // +infinity and -infinity if nothing was added.
  double least() const { return least_; }
  double greatest() const { return greatest_; }

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
  double least_ = std::numeric_limits<double>::infinity();
  double greatest_ = -std::numeric_limits<double>::infinity();
};

}  // namespace tocsin::sim
