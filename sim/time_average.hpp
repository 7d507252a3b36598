// The average over time of an integer that changes in steps, such as the length of a queue.
//
// The integral is kept in whole units times microseconds, so it is exact: the order of adding and merging cannot change a bit. At
// an instant with several changes only the last value lasts. A plain value.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/assert.hpp"
#include "sim/time.hpp"

namespace tocsin::sim {

class TimeAverage {
 public:
  TimeAverage() = default;
  explicit TimeAverage(Time start, std::int64_t value = 0) : start_(start), last_(start), value_(value), greatest_(value) {}

  // Time must not run backwards.
  void set(Time now, std::int64_t value) {
    integral_ = integral_at(now);
    last_ = now;
    value_ = value;
    greatest_ = std::max(greatest_, value);
  }
  void add(Time now, std::int64_t change) { set(now, value_ + change); }

  // Forgets what was, but not the value: the end of a warm-up.
  void restart(Time now) {
    start_ = last_ = now;
    integral_ = 0;
    greatest_ = value_;
  }

  std::int64_t value() const { return value_; }
  // The greatest value since the start, those that lasted for no time included.
  std::int64_t greatest() const { return greatest_; }
  Time start() const { return start_; }
  // In units times microseconds, from the start to `now`.
  std::int64_t integral_at(Time now) const {
    TOCSIN_ASSERT(now >= last_, "time runs backwards");
    std::int64_t product = 0;
    std::int64_t sum = 0;
    const bool overflow =
        __builtin_mul_overflow(value_, (now - last_).us, &product) || __builtin_add_overflow(integral_, product, &sum);
    TOCSIN_ASSERT(!overflow, "a time average beyond its range");
    return sum;
  }
  // The value itself if no time has passed.
  double mean_at(Time now) const {
    if (now == start_) return static_cast<double>(value_);
    return static_cast<double>(integral_at(now)) / static_cast<double>((now - start_).us);
  }

 private:
  Time start_{};
  Time last_{};
  std::int64_t value_ = 0;
  std::int64_t greatest_ = 0;
  std::int64_t integral_ = 0;
};

}  // namespace tocsin::sim
