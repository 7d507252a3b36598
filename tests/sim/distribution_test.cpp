// Goal: each distribution is the one it names, monotone in its uniform number, rounded to microseconds, never negative.
// Method: closed-form quantiles; the mean as the integral of the quantile over a fine grid; random parameters for the rest.
#include "sim/distribution.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "sim/choices.hpp"

namespace tocsin::sim {
namespace {

TEST(Distribution, QuantilesInClosedForm) {
  EXPECT_EQ(Distribution::fixed(seconds(5)).quantile(0.3), seconds(5));
  EXPECT_EQ(Distribution::uniform(seconds(10), seconds(20)).quantile(0.25), milliseconds(12'500));
  // Median of an exponential: mean times ln 2.
  EXPECT_EQ(Distribution::exponential(seconds(1)).quantile(0.5), microseconds(693'147));
  EXPECT_EQ(Distribution::exponential(seconds(1)).quantile(1 - std::exp(-3.0)), seconds(3));
  // Median of a lognormal: mean / sqrt(1 + v^2); one standard deviation up: times e^sigma, sigma^2 = ln(1 + v^2).
  EXPECT_EQ(Distribution::lognormal(seconds(10), std::sqrt(3.0)).quantile(0.5), seconds(5));
  EXPECT_NEAR(Distribution::lognormal(seconds(10), std::sqrt(3.0)).quantile(0.8413447460685429).seconds(),
              5 * std::exp(std::sqrt(std::log(4.0))), 2e-6);
  // Weibull: scale at 1 - 1/e whatever the shape; shape 1 is exponential; shape 2 has its median at scale * sqrt(ln 2).
  EXPECT_EQ(Distribution::weibull(seconds(7), 0.4).quantile(1 - std::exp(-1.0)), seconds(7));
  EXPECT_EQ(Distribution::weibull(seconds(1), 1).quantile(0.5), microseconds(693'147));
  EXPECT_EQ(Distribution::weibull(seconds(1), 2).quantile(0.5), microseconds(832'555));
}

TEST(Distribution, RoundsToTheNearestMicrosecond) {
  EXPECT_EQ(Distribution::uniform(microseconds(0), microseconds(10)).quantile(0.149), microseconds(1));
  EXPECT_EQ(Distribution::uniform(microseconds(0), microseconds(10)).quantile(0.151), microseconds(2));
  EXPECT_EQ(Distribution::uniform(microseconds(4), microseconds(4)).quantile(0.9), microseconds(4));
}

TEST(Distribution, CutsOffWhatWouldBeNegative) {
  EXPECT_EQ(Distribution::uniform(seconds(-10), seconds(10)).quantile(0.2), seconds(0));
  EXPECT_EQ(Distribution::uniform(seconds(-10), seconds(10)).quantile(0.75), seconds(5));
}

TEST(Distribution, MeanIsTheIntegralOfTheQuantile) {
  const Distribution all[] = {Distribution::fixed(seconds(3)), Distribution::uniform(seconds(1), seconds(4)),
                              Distribution::exponential(seconds(100)), Distribution::lognormal(seconds(100), 0.8),
                              Distribution::weibull(seconds(100), 1.7)};
  for (const Distribution& d : all) {
    constexpr int cells = 400'000;
    double sum = 0;
    for (int i = 0; i < cells; ++i) sum += d.quantile((i + 0.5) / cells).seconds();
    EXPECT_NEAR(sum / cells / d.mean().seconds(), 1, 2e-4) << static_cast<int>(d.kind);
  }
  EXPECT_NEAR(Distribution::weibull(seconds(2), 0.5).mean().seconds(), 4, 1e-6);  // scale * 2!
}

TEST(Distribution, StaysFiniteAtTheEndsOfTheUniformNumber) {
  const Distribution all[] = {Distribution::uniform(hours(0), hours(1)), Distribution::exponential(hours(1)),
                              Distribution::lognormal(hours(1), 3), Distribution::weibull(hours(1), 0.5)};
  for (const Distribution& d : all) {
    EXPECT_GE(d.quantile(unit_interval(0)).us, 0);
    EXPECT_LT(d.quantile(unit_interval(UINT64_MAX)).us, hours(100'000'000).us);
  }
  // Beyond the range of time a length stays at a value that a caller's horizon cuts off.
  EXPECT_EQ(Distribution::weibull(hours(1), 0.01).quantile(unit_interval(UINT64_MAX)).us, 9'000'000'000'000'000'000);
}

RC_GTEST_PROP(Distribution, IsMonotoneAndNeverNegative, ()) {
  const auto below = [](std::int64_t count) { return rc::gen::resize(100, rc::gen::inRange<std::int64_t>(0, count)); };
  const auto kind = static_cast<Distribution::Kind>(*below(5));
  const auto first = microseconds(*below(1'000'000'000));
  const auto second = first + microseconds(*below(1'000'000'000));
  const double shape = 0.05 + 0.01 * static_cast<double>(*below(500));
  const Distribution d{kind, first, second, shape};
  std::int64_t last = -1;
  for (int i = 0; i <= 200; ++i) {
    const std::int64_t now = d.quantile((i + 0.5) / 201).us;
    RC_ASSERT(now >= 0);
    RC_ASSERT(now >= last);
    last = now;
  }
}

}  // namespace
}  // namespace tocsin::sim
