// Goal: EC-12 holds a drop to Do not disturb and no restore.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-12";

Story dropped() {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).answer(0, 1).after(5).drop(0, 1);
  return story;
}

TEST(Ec12, KeptToTheClosePasses) {
  EXPECT_EQ(counts(dropped().after(60).press_end(0, 1).restore(0), id), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(counts(dropped().after(60), id), (Counts{0, 0, 0, 0, 1}));
}

TEST(Ec12, EachDropIsATrigger) {
  Story story = dropped();
  story.after(5).callback(0, 2, pool_a).answer(0, 2).after(5).drop(0, 2).after(5).callback(0, 3, pool_a).after(5).give_up(0, 3);
  story.after(5).press_end(0, 1).restore(0);
  EXPECT_EQ(counts(story, id), (Counts{3, 0, 0, 0, 0}));
}

TEST(Ec12, ARestoreOrAnotherBaseFails) {
  EXPECT_EQ(counts(dropped().restore(0), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(dropped().after(60).restore(0), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(dropped().platform_presence(0, busy), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(dropped().restore(0, status(trace::Base::do_not_disturb)), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec12, NeverInDoNotDisturbFails) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).invite(1, pool_a).after(5).drop(0, 1);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec12, DoNotDisturbForAnotherReasonShowsNothing) {
  Story story;
  story.pool({pool_a}).agents(1, status(trace::Base::do_not_disturb)).at(10);
  story.dial(0, 1).accept(0, 1, pool_a).invite(1, pool_a).after(5).drop(0, 1).after(5);
  Story left = story;
  EXPECT_EQ(counts(story.press_end(0, 1), id), (Counts{0, 0, 1, 0, 0}));
  EXPECT_EQ(counts(left.platform_presence(0, busy), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec12, ADropThatClosesTheEpisodeIsNone) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).dnd(0).after(5).drop(0, 1, trace::DropCause::setup_failed).restore(0);
  EXPECT_EQ(story.of(id).outcome(), Outcome::vacuous);
  Story ended = Story::begin();
  ended.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0);
  EXPECT_EQ(ended.of(id).outcome(), Outcome::vacuous);
}

TEST(Ec12, TheRestoreAfterTheLastWindowIsOutside) {
  EXPECT_EQ(counts(dropped().after(3600).restore(0), id), (Counts{1, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace tocsin::requirements
