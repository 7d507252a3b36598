// Goal: the formulas are exact where they can be computed by hand, agree with published examples, and stay finite in extremes.
// Method: small cases solved on paper, a truncated birth-and-death chain solved here, and figures from the literature.
#include "sim/queueing_formulas.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

TEST(ErlangB, SmallCasesOnPaper) {
  // (a^c / c!) / sum of a^k / k!: 1/2, (1/2)/(5/2), (1/6)/(8/3).
  EXPECT_DOUBLE_EQ(erlang_b(0, 1), 1);
  EXPECT_DOUBLE_EQ(erlang_b(1, 1), 0.5);
  EXPECT_DOUBLE_EQ(erlang_b(2, 1), 0.2);
  EXPECT_DOUBLE_EQ(erlang_b(3, 1), 1.0 / 16);
  EXPECT_EQ(erlang_b(3, 0), 0);
}

TEST(ErlangB, AgreesWithTheUsualTrafficTables) {
  // Ten lines carry 4.461 erlangs at 1 % loss, a hundred 84.06.
  EXPECT_NEAR(erlang_b(10, 4.461), 0.01, 1e-5);
  EXPECT_NEAR(erlang_b(100, 84.064), 0.01, 1e-5);
}

TEST(ErlangB, SizesPoolsForACallAnHourHeldForAnHour) {
  const struct {
    double load;
    std::uint32_t at_1_percent, at_1_permille;
  } pools[] = {{1, 5, 6}, {10, 18, 21}, {50, 64, 71}, {100, 117, 128}};
  for (const auto& pool : pools) {
    EXPECT_EQ(servers_for_blocking(pool.load, 0.01), pool.at_1_percent);
    EXPECT_EQ(servers_for_blocking(pool.load, 0.001), pool.at_1_permille);
  }
}

TEST(ErlangC, SmallCasesOnPaper) {
  EXPECT_DOUBLE_EQ(*erlang_c(1, 0.25), 0.25);
  EXPECT_DOUBLE_EQ(*erlang_c(2, 1), 1.0 / 3);
  EXPECT_FALSE(erlang_c(2, 2));
  EXPECT_FALSE(erlang_c(0, 0));
}

TEST(MeanWait, OfOneServerIsTheFormulaOfMM1) {
  // rho / (1 - rho) services: 4 at 80 % load.
  EXPECT_EQ(*mean_wait(1, 0.8, minutes(3)), minutes(12));
  EXPECT_EQ(*mean_wait(2, 1, seconds(3)), seconds(1));
  EXPECT_FALSE(mean_wait(1, 1, minutes(3)));
}

// Garnett, Mandelbaum and Reiman, "Designing a call center with impatient customers" (2002), the example of the introduction: 48
// calls a minute of one minute, 50 agents, patience of two minutes. Without patience 20.8 s mean wait; with it 3.7 s, and 3.1 %
// abandon.
TEST(ErlangA, AgreesWithThePublishedExample) {
  EXPECT_NEAR(mean_wait(50, 48, minutes(1))->seconds(), 20.8, 0.05);
  const ErlangA a = erlang_a(50, 48, minutes(1), minutes(2));
  EXPECT_NEAR(a.mean_wait.seconds(), 3.7, 0.05);
  EXPECT_NEAR(a.abandons, 0.031, 0.0005);
  EXPECT_NEAR(a.occupancy, 0.93, 0.005);
}

TEST(ErlangA, WithPatienceEqualToServiceIsPoissonOnPaper) {
  // Then every call leaves at the same rate, waiting or not, so the number in the system is Poisson(1) at load 1. One server:
  // busy 1 - 1/e; in the queue E[(N - 1)+] = 1 - (1 - 1/e) = 1/e; and the queue is left at rate 1.
  const double e = std::exp(1.0);
  const ErlangA a = erlang_a(1, 1, hours(1), hours(1));
  EXPECT_NEAR(a.waits, 1 - 1 / e, 1e-14);
  EXPECT_NEAR(a.mean_queue, 1 / e, 1e-14);
  EXPECT_NEAR(a.abandons, 1 / e, 1e-14);
  EXPECT_NEAR(a.mean_wait.seconds(), 3600 / e, 1e-6);
  EXPECT_NEAR(a.occupancy, 1 - 1 / e, 1e-14);
}

TEST(ErlangA, AgreesWithTheChainSolvedStateByState) {
  for (const double load : {0.5, 7.0, 10.0, 14.0}) {
    const std::uint32_t c = 10;
    const double give_up = 0.25;
    std::vector<double> p{1};
    for (int n = 1; n < 400; ++n) p.push_back(p.back() * load / (n <= static_cast<int>(c) ? n : c + (n - c) * give_up));
    double all = 0;
    double waits = 0;
    double queue = 0;
    for (std::size_t n = 0; n < p.size(); ++n) {
      all += p[n];
      if (n >= c) waits += p[n];
      if (n >= c) queue += static_cast<double>(n - c) * p[n];
    }
    const ErlangA a = erlang_a(c, load, minutes(1), minutes(4));
    EXPECT_NEAR(a.waits, waits / all, 1e-13);
    EXPECT_NEAR(a.mean_queue, queue / all, 1e-12);
    EXPECT_NEAR(a.abandons, queue / all * give_up / load, 1e-13);
  }
}

TEST(ErlangA, TendsToErlangCWithEndlessPatienceAndToErlangBWithNone) {
  EXPECT_NEAR(erlang_a(10, 8, minutes(1), hours(1'000'000)).waits, *erlang_c(10, 8), 1e-5);
  EXPECT_NEAR(erlang_a(10, 8, minutes(1), microseconds(1)).waits, erlang_b(10, 8), 1e-6);
}

TEST(ErlangA, StaysFiniteFarBeyondWhatItsTermsFitIn) {
  // In overload the fluid limit holds: what is beyond the capacity abandons.
  const ErlangA a = erlang_a(500, 1000, minutes(1), hours(20));
  EXPECT_NEAR(a.abandons, 0.5, 1e-9);
  EXPECT_NEAR(a.waits, 1, 1e-9);
  EXPECT_NEAR(a.occupancy, 1, 1e-9);
  EXPECT_NEAR(a.mean_wait.seconds(), 0.5 * 72000, 1e-3);
  EXPECT_EQ(erlang_a(5, 0, minutes(1), minutes(1)).waits, 0);
  EXPECT_NEAR(erlang_b(100'000, 100'000), 0.7978845608 / std::sqrt(100'000), 1e-5);
}

}  // namespace
}  // namespace tocsin::sim
