// Goal: EC-10 compares what is restored with the status before the first capture.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-10";

// Two calls in one episode, as the agent is restored to `back`.
Story twice(Status back) {
  Story story = Story::begin();
  story.platform_presence(0, busy).call(0, 1, pool_a).after(5).drop(0, 1).after(5).call(0, 2, pool_b).after(5);
  story.press_end(0, 2).restore(0, back).after(1);
  return story;
}

TEST(Ec10, TheFirstStatusReturns) { EXPECT_EQ(counts(twice(busy), id), (Counts{1, 0, 0, 0, 0})); }

TEST(Ec10, AnyOtherFails) {
  EXPECT_EQ(counts(twice(status(trace::Base::do_not_disturb)), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(twice(status(trace::Base::busy, trace::Origin::manual)), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(twice(status(trace::Base::busy, trace::Origin::automatic, {1})), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec10, NothingRestoredFails) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).call(0, 2, pool_b).after(5).press_end(0, 1).press_end(0, 2);
  Story cut = story;
  EXPECT_EQ(counts(cut, id), (Counts{0, 0, 0, 0, 1}));
  EXPECT_EQ(counts(story.after(one_us), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec10, CallbacksAndReconnectsAreChancesToo) {
  Story callback = Story::begin();
  callback.call(0, 1, pool_a)
      .after(5)
      .drop(0, 1)
      .after(5)
      .callback(0, 2, pool_a)
      .answer(0, 2)
      .after(5)
      .press_end(0, 2)
      .restore(0);
  EXPECT_EQ(counts(callback, id), (Counts{1, 0, 0, 0, 0}));
  Story reconnect = Story::begin();
  reconnect.call(0, 1, pool_a).after(5).session(0, false).after(5).session(0, true).dnd(0).press_end(0, 1).restore(0, busy);
  EXPECT_EQ(counts(reconnect, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec10, OneChanceIsVacuous) {
  EXPECT_EQ(Story::begin().call(0, 1, pool_a).after(5).press_end(0, 1).restore(0, busy).of(id).outcome(), Outcome::vacuous);
}

}  // namespace
}  // namespace tocsin::requirements
