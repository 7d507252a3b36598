// Goal: an answer depends on seed, replication and address alone, and the answers are uniform.
// Method: the same questions in other orders and other company; chi-square tests under fixed seeds, whose limits are the 99.9 %
// quantiles, so a correct generator passes or fails the same way for ever.
#include "sim/choices.hpp"

#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

const Distribution uniform_hour = Distribution::uniform(microseconds(0), hours(1));

TEST(RandomChoices, AnswerTheSameWhateverElseWasAsked) {
  RandomChoices forward(1, 2);
  RandomChoices backward(1, 2);
  std::vector<std::int64_t> first;
  for (std::uint64_t i = 0; i < 100; ++i) first.push_back(forward.duration(Address::of("source").then(i), uniform_hour).us);
  for (std::uint64_t i = 100; i-- > 0;) {
    backward.index(Address::of("other").then(i), 7);
    EXPECT_EQ(backward.duration(Address::of("source").then(i), uniform_hour).us, first[i]);
  }
}

TEST(RandomChoices, ChangeWithSeedReplicationAndAddress) {
  std::set<std::int64_t> answers;
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    for (std::uint64_t replication = 0; replication < 10; ++replication)
      for (std::uint64_t i = 0; i < 10; ++i)
        answers.insert(RandomChoices(seed, replication).duration(Address::of("x").then(i), uniform_hour).us);
  // Of 1000 draws from 3.6e9 values two are equal with probability 0.00014.
  EXPECT_EQ(answers.size(), 1000u);
}

TEST(RandomChoices, StayTheSameFromVersionToVersion) {
  RandomChoices choices(42, 7);
  EXPECT_EQ(choices.index(Address::of("a").then(1), 1'000'000), 709148u);
  EXPECT_EQ(choices.duration(Address::of("a").then(2), Distribution::exponential(seconds(1))).us, 3404528);
}

double chi_square(const std::vector<int>& cells, double draws) {
  const double expected = draws / static_cast<double>(cells.size());
  double sum = 0;
  for (const int n : cells) sum += (n - expected) * (n - expected) / expected;
  return sum;
}

TEST(RandomChoices, IndexIsUniformOverArrivalsReplicationsAndSeeds) {
  constexpr int draws = 100'000;
  // Chi-square with 9 degrees of freedom exceeds 27.88 once in a thousand.
  for (int vary = 0; vary < 3; ++vary) {
    std::vector<int> cells(10);
    for (std::uint64_t i = 0; i < draws; ++i) {
      RandomChoices choices(vary == 0 ? i : 5, vary == 1 ? i : 6);
      ++cells.at(choices.index(Address::of("x").then(vary == 2 ? i : 7), 10));
    }
    EXPECT_LT(chi_square(cells, draws), 27.88);
    EXPECT_GT(chi_square(cells, draws), 1.15);  // Nor may it be too even: below 1.15 once in a thousand.
  }
}

TEST(RandomChoices, NeighbouringAddressesAreIndependent) {
  constexpr int draws = 100'000;
  std::vector<int> cells(25);
  RandomChoices choices(3, 4);
  for (std::uint64_t i = 0; i < draws; ++i) {
    const Address source = Address::of("source").then(i);
    ++cells[choices.index(source.then("patience"), 5) * 5 + choices.index(source.then("service"), 5)];
  }
  EXPECT_LT(chi_square(cells, draws), 51.18);  // 24 degrees of freedom.
}

TEST(RandomChoices, IndexOfOneIsZeroAndOfManyReachesTheUpperHalf) {
  RandomChoices choices(1, 1);
  std::uint32_t greatest = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    EXPECT_EQ(choices.index(Address::of("x").then(i), 1), 0u);
    greatest = std::max(greatest, choices.index(Address::of("x").then(i), UINT32_MAX));
  }
  EXPECT_GT(greatest, UINT32_MAX / 2);
}

TEST(RandomChoices, ChanceHasItsProbability) {
  RandomChoices choices(1, 1);
  int hits = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const Address a = Address::of("x").then(i);
    hits += choices.chance(a, 0.1);
    EXPECT_FALSE(choices.chance(a, 0));
    EXPECT_TRUE(choices.chance(a, 1));
  }
  EXPECT_NEAR(hits, 10'000, 3.29 * std::sqrt(100'000 * 0.1 * 0.9));  // 99.9 %
}

TEST(RandomChoices, AFixedLengthIsNoChoice) {
  RandomChoices choices(1, 1);
  EXPECT_EQ(choices.duration(Address::of("x"), Distribution::fixed(seconds(3))), seconds(3));
}

TEST(UnitInterval, NeverReachesItsEnds) {
  EXPECT_GT(unit_interval(0), 0);
  EXPECT_LT(unit_interval(UINT64_MAX), 1);
  EXPECT_EQ(unit_interval(0), 1 - unit_interval(UINT64_MAX));
}

TEST(ChoicesDeathTest, RefuseAChoiceAmongNothing) {
  RandomChoices choices(1, 1);
  EXPECT_DEATH(choices.index(Address::of("x"), 0), "a choice among nothing");
}

}  // namespace
}  // namespace tocsin::sim
