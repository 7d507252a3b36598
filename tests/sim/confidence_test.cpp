// Goal: each interval is the one of its named method.
// Method: published values; and for Clopper-Pearson its definition, by summing binomial probabilities term by term.
#include "sim/confidence.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

// P(X <= k) for X binomial.
double binomial_cdf(std::uint64_t k, std::uint64_t n, double p) {
  double sum = 0;
  for (std::uint64_t i = 0; i <= k; ++i) {
    const double log_choose = std::lgamma(static_cast<double>(n + 1)) - std::lgamma(static_cast<double>(i + 1)) -
                              std::lgamma(static_cast<double>(n - i + 1));
    sum += std::exp(log_choose + static_cast<double>(i) * std::log(p) + static_cast<double>(n - i) * std::log1p(-p));
  }
  return sum;
}

TEST(ClopperPearson, GivesThePublishedIntervals) {
  // binom.test(1, 10) and binom.test(5, 10) of R.
  const Interval one = clopper_pearson(1, 10, 0.95);
  EXPECT_NEAR(one.low, 0.002528579, 1e-9);
  EXPECT_NEAR(one.high, 0.445016117, 1e-9);
  const Interval half = clopper_pearson(5, 10, 0.95);
  EXPECT_NEAR(half.low, 0.187086, 1e-6);
  EXPECT_NEAR(half.high, 0.812914, 1e-6);
}

TEST(ClopperPearson, LeavesHalfOfTheRestOnEachSide) {
  for (const std::uint64_t n : {1u, 7u, 100u, 1000u}) {
    for (const std::uint64_t k : {std::uint64_t{0}, std::uint64_t{1}, n / 3, n}) {
      const Interval i = clopper_pearson(k, n, 0.99);
      if (k == 0) {
        EXPECT_EQ(i.low, 0);
      } else {
        EXPECT_NEAR(1 - binomial_cdf(k - 1, n, i.low), 0.005, 1e-9);
      }
      if (k == n) {
        EXPECT_EQ(i.high, 1);
      } else {
        EXPECT_NEAR(binomial_cdf(k, n, i.high), 0.005, 1e-9);
        EXPECT_NEAR(binomial_cdf(k, n, clopper_pearson_upper(k, n, 0.99)), 0.01, 1e-9);
      }
    }
  }
}

TEST(ClopperPearson, WithoutATrialKnowsNothing) {
  EXPECT_EQ(clopper_pearson(0, 0, 0.95).low, 0);
  EXPECT_EQ(clopper_pearson(0, 0, 0.95).high, 1);
  EXPECT_EQ(clopper_pearson_upper(0, 0, 0.95), 1);
  EXPECT_EQ(zero_failure_upper(0, 0.95), 1);
}

TEST(ZeroFailures, IsTheClosedFormOfTheUpperBound) {
  for (const std::uint64_t n : {1ull, 10ull, 1000ull, 1'000'000ull, 1'000'000'000ull}) {
    const double bound = zero_failure_upper(n, 0.95);
    EXPECT_NEAR(bound / clopper_pearson_upper(0, n, 0.95), 1, 1e-9);
    EXPECT_GT(bound, 0);
  }
  EXPECT_DOUBLE_EQ(zero_failure_upper(1, 0.95), 0.95);
  EXPECT_NEAR(zero_failure_upper(1'000'000, 0.95) * 1e6, 2.9957, 1e-4);
}

TEST(ZeroFailures, NeedsTheLeastNumberOfTrials) {
  EXPECT_EQ(trials_for_zero_failures(0.001, 0.95), 2995u);
  EXPECT_LE(zero_failure_upper(2995, 0.95), 0.001);
  EXPECT_GT(zero_failure_upper(2994, 0.95), 0.001);
}

TEST(StudentT, GivesTheTabledQuantiles) {
  Tally two;
  two.add(1);
  two.add(3);
  // Mean 2, standard error 1; t(0.975; 1) = 12.7062.
  EXPECT_NEAR(student_t(two, 0.95).low, 2 - 12.7062, 1e-4);
  EXPECT_NEAR(student_t(two, 0.95).high, 2 + 12.7062, 1e-4);
  Tally ten;
  for (int i = 1; i <= 10; ++i) ten.add(i);
  // Variance 110 / 12; t(0.995; 9) = 3.2498.
  EXPECT_NEAR(student_t(ten, 0.99).high - 5.5, 3.2498 * std::sqrt(110.0 / 12 / 10), 1e-4);
  EXPECT_TRUE(std::isinf(student_t(Tally{}, 0.95).high));
}

TEST(ConfidenceDeathTest, RefusesImpossibleCounts) { EXPECT_DEATH(clopper_pearson(2, 1, 0.95), "more hits than trials"); }

}  // namespace
}  // namespace tocsin::sim
