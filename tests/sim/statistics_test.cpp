// Goal: tallies, time averages and quantiles say what the plain definitions say, and merging changes nothing.
// Method: hand-computed values; then random streams against two-pass sums, a step-by-step integral and a sorted vector.
#include <cmath>

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "sim/quantiles.hpp"
#include "sim/tally.hpp"
#include "sim/time_average.hpp"

namespace tocsin::sim {
namespace {

TEST(Tally, OfEightNumbersByHand) {
  Tally tally;
  for (const double x : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) tally.add(x);
  EXPECT_EQ(tally.count(), 8u);
  EXPECT_DOUBLE_EQ(tally.mean(), 5);
  EXPECT_DOUBLE_EQ(tally.variance(), 32.0 / 7);
  EXPECT_EQ(tally.least(), 2);
  EXPECT_EQ(tally.greatest(), 9);
}

TEST(Tally, OfNothingAndOfOne) {
  Tally tally;
  EXPECT_EQ(tally.mean(), 0);
  EXPECT_EQ(tally.variance(), 0);
  tally.merge(Tally{});
  EXPECT_EQ(tally.count(), 0u);
  tally.add(3);
  EXPECT_EQ(tally.mean(), 3);
  EXPECT_EQ(tally.variance(), 0);
}

TEST(Tally, KeepsASmallVarianceBesideAHugeMean) {
  Tally tally;
  for (int i = 0; i < 1000; ++i) tally.add(1e9 + i % 2);
  EXPECT_NEAR(tally.variance(), 0.25 * 1000 / 999, 1e-9);
}

RC_GTEST_PROP(Tally, MergedAgreesWithTwoPasses, (const std::vector<std::vector<std::int32_t>>& parts)) {
  Tally merged;
  std::vector<double> all;
  for (const auto& part : parts) {
    Tally tally;
    for (const double x : part) {
      tally.add(x);
      all.push_back(x);
    }
    merged.merge(tally);
  }
  double sum = 0;
  for (const double x : all) sum += x;
  const double mean = all.empty() ? 0 : sum / static_cast<double>(all.size());
  double squares = 0;
  for (const double x : all) squares += (x - mean) * (x - mean);
  const double variance = all.size() < 2 ? 0 : squares / static_cast<double>(all.size() - 1);
  RC_ASSERT(merged.count() == all.size());
  RC_ASSERT(std::abs(merged.mean() - mean) <= 1e-9 * (1 + std::abs(mean)) + 1e-6);
  RC_ASSERT(std::abs(merged.variance() - variance) <= 1e-9 * (1 + variance));
  if (!all.empty()) {
    RC_ASSERT(merged.least() == *std::min_element(all.begin(), all.end()));
    RC_ASSERT(merged.greatest() == *std::max_element(all.begin(), all.end()));
  }
}

TEST(TimeAverage, WeighsEachValueByHowLongItLasted) {
  TimeAverage queue(Time{100}, 1);
  queue.set(Time{110}, 4);
  queue.add(Time{110}, 5);   // 9 for no time at all
  queue.add(Time{110}, -6);  // 3
  queue.set(Time{130}, 0);
  EXPECT_EQ(queue.integral_at(Time{200}), 1 * 10 + 3 * 20);
  EXPECT_DOUBLE_EQ(queue.mean_at(Time{200}), 0.7);
  EXPECT_EQ(queue.greatest(), 9);
}

TEST(TimeAverage, ForgetsTheWarmUpButNotTheValue) {
  TimeAverage queue(Time{0}, 0);
  queue.set(Time{10}, 50);
  queue.set(Time{20}, 2);
  queue.restart(Time{30});
  EXPECT_DOUBLE_EQ(queue.mean_at(Time{30}), 2);
  EXPECT_DOUBLE_EQ(queue.mean_at(Time{40}), 2);
  EXPECT_EQ(queue.greatest(), 2);
}

TEST(TimeAverageDeathTest, RefusesTimeThatRunsBackwards) {
  TimeAverage queue(Time{10});
  EXPECT_DEATH(queue.set(Time{9}, 1), "time runs backwards");
}

RC_GTEST_PROP(TimeAverage, AgreesWithAnIntegralMicrosecondByMicrosecond, ()) {
  const auto values = *rc::gen::container<std::vector<std::int64_t>>(30, rc::gen::inRange<std::int64_t>(-50, 50));
  const auto gaps = *rc::gen::container<std::vector<std::int64_t>>(30, rc::gen::inRange<std::int64_t>(0, 9));
  TimeAverage average(Time{5});
  Time now{5};
  std::int64_t value = 0;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::int64_t tick = 0; tick < gaps[i]; ++tick) sum += value;
    now = now + microseconds(gaps[i]);
    average.set(now, value = values[i]);
  }
  RC_ASSERT(average.integral_at(now) == sum);
}

TEST(Quantiles, AreExactBelow128MicrosecondsAndWithinTheStatedErrorAbove) {
  Quantiles q;
  for (int i = 1; i <= 100; ++i) q.add(microseconds(i));
  EXPECT_EQ(q.quantile(0), microseconds(1));
  EXPECT_EQ(q.quantile(0.5), microseconds(50));
  EXPECT_EQ(q.quantile(0.95), microseconds(95));
  EXPECT_EQ(q.quantile(0.951), microseconds(96));
  EXPECT_EQ(q.quantile(1), microseconds(100));
  EXPECT_EQ(q.count_up_to(microseconds(20)), 20u);
}

TEST(Quantiles, OfNothingAndOfTheExtremes) {
  Quantiles q;
  EXPECT_EQ(q.quantile(0.5), Duration{});
  EXPECT_EQ(q.count_up_to(hours(1)), 0u);
  q.add(Duration{INT64_MAX});
  q.add(Duration{0});
  EXPECT_EQ(q.quantile(0.5), Duration{0});
  EXPECT_GE(q.quantile(1).us, INT64_MAX - INT64_MAX / 128);
  EXPECT_EQ(q.greatest(), Duration{INT64_MAX});
}

// Lengths of every order of magnitude.
std::vector<std::int64_t> lengths() {
  auto bits = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::arbitrary<std::uint64_t>());
  auto shifts = *rc::gen::container<std::vector<int>>(bits.size(), rc::gen::resize(100, rc::gen::inRange(1, 64)));
  std::vector<std::int64_t> result;
  for (std::size_t i = 0; i < bits.size(); ++i)
    result.push_back(static_cast<std::int64_t>((bits[i] * 0x9e3779b97f4a7c15ULL) >> shifts[i]));
  return result;
}

RC_GTEST_PROP(Quantiles, AreWithinTheStatedErrorOfTheOrderStatistic, ()) {
  auto values = lengths();
  if (values.empty()) return;
  Quantiles q;
  for (const std::int64_t v : values) q.add(Duration{v});
  std::sort(values.begin(), values.end());
  for (int percent = 0; percent <= 100; ++percent) {
    const double p = percent / 100.0;
    const auto rank = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size()))));
    const std::int64_t truth = values[rank - 1];
    RC_ASSERT(std::abs(static_cast<double>(q.quantile(p).us - truth)) <= static_cast<double>(truth) / 128);
  }
}

RC_GTEST_PROP(Quantiles, MergedInAnyOrderOrSentAsBytesAreTheSameBits, ()) {
  const auto a = lengths();
  const auto b = lengths();
  Quantiles all;
  Quantiles first;
  Quantiles second;
  for (const std::int64_t v : a) {
    all.add(Duration{v});
    first.add(Duration{v});
  }
  for (const std::int64_t v : b) {
    all.add(Duration{v});
    second.add(Duration{v});
  }
  Quantiles ab = first;
  ab.merge(second);
  Quantiles ba = second;
  ba.merge(first);
  RC_ASSERT(ab == all);
  RC_ASSERT(ba == all);
  std::string bytes;
  all.encode(bytes);
  bytes += "rest";
  std::string_view view = bytes;
  Quantiles back;
  RC_ASSERT(Quantiles::decode(view, back));
  RC_ASSERT(back == all);
  RC_ASSERT(view == "rest");
  if (all.count() > 0) {
    view = std::string_view(bytes).substr(0, bytes.size() - 5);
    RC_ASSERT(!Quantiles::decode(view, back));
  }
}

TEST(QuantilesDeathTest, RefuseANegativeLength) {
  Quantiles q;
  EXPECT_DEATH(q.add(microseconds(-1)), "a negative length");
}

}  // namespace
}  // namespace tocsin::sim
