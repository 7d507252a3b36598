// Goal: a state is gone on from again by who comes with fewer moves, and by nobody else. Method: one state, and others of its
// position.
#include "scenarios/explore/fewest_moves.hpp"

#include <gtest/gtest.h>

namespace tocsin::scenarios {
namespace {

TEST(FewestMoves, WhoComesWithFewerGoesOn) {
  const trace::Hash128 state{.high = 5, .low = 7}, with_less_left{.high = 6, .low = 7};
  FewestMoves seen;
  EXPECT_FALSE(seen.contains(state, 9));
  EXPECT_TRUE(seen.insert(state, 4));
  EXPECT_FALSE(seen.insert(state, 4));
  EXPECT_FALSE(seen.insert(state, 5));
  EXPECT_TRUE(seen.contains(state, 4));
  EXPECT_FALSE(seen.contains(state, 3));
  EXPECT_TRUE(seen.insert(with_less_left, 5));
  EXPECT_TRUE(seen.contains(state, 4)) << "both are kept";
  EXPECT_TRUE(seen.insert(state, 3));
  EXPECT_FALSE(seen.insert(state, 4));
  EXPECT_FALSE(seen.insert(with_less_left, 5));
  seen.clear();
  EXPECT_TRUE(seen.insert(state, 4));
}

}  // namespace
}  // namespace tocsin::scenarios
