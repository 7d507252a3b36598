// Goal: EC-08 passes Do not disturb in the instant of accept and nothing else.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-08";

TEST(Ec08, DoNotDisturbInTheInstantOfAcceptPasses) {
  EXPECT_EQ(counts(Story::begin().call(0, 1, pool_a), id), (Counts{1, 0, 0, 0, 0}));
  Story effects = Story::begin();
  effects.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a);
  effects.add(trace::Withdrawn{{9}, {0}}).add(trace::Shown{trace::View::panel, {1}, {0}, trace::emergency_controls, {}});
  effects.add(trace::PresenceRefused{{0}, trace::Base::busy, {}, {}, {}, {}});
  effects.platform_presence(1, busy).dnd(0).after(1);
  EXPECT_EQ(counts(effects, id), (Counts{1, 0, 0, 0, 0})) << "effects of the orders and other agents may stand between";
}

TEST(Ec08, DoNotDisturbForAnotherReasonShowsNothing) {
  Story story;
  story.pool({pool_a}).agents(1, status(trace::Base::do_not_disturb, trace::Origin::manual)).at(10);
  Story kept = story;
  EXPECT_EQ(counts(kept.dial(0, 1).accept(0, 1, pool_a).after(1), id), (Counts{0, 0, 1, 0, 0}));
  EXPECT_EQ(counts(story.call(0, 1, pool_a).after(1), id), (Counts{1, 0, 0, 0, 0}));
  Story by_platform = Story::begin();
  by_platform.dial(0, 1).accept(0, 1, pool_a).platform_presence(0, status(trace::Base::do_not_disturb)).after(1);
  EXPECT_EQ(counts(by_platform, id), (Counts{0, 0, 1, 0, 0}));
  Story by_capacity = Story::begin();
  by_capacity.dial(0, 1)
      .accept(0, 1, pool_a)
      .capacity(0, 1, 1, 1)
      .platform_presence(0, status(trace::Base::do_not_disturb))
      .after(1);
  EXPECT_EQ(counts(by_capacity, id), (Counts{0, 1, 0, 0, 0})) << "the call used capacity first";
}

TEST(Ec08, ASecondCallFindsItSet) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(1).dial(0, 2).accept(0, 2, pool_b).after(1);
  EXPECT_EQ(counts(story, id), (Counts{2, 0, 0, 0, 0}));
}

TEST(Ec08, LaterOrNeverFails) {
  Story late = Story::begin();
  late.dial(0, 1).accept(0, 1, pool_a).after(one_us).dnd(0).after(1);
  EXPECT_EQ(counts(late, id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(late.of(id).smallest_slack->slack, Duration{-1});
  Story never = Story::begin();
  never.dial(0, 1).accept(0, 1, pool_a).after(1);
  EXPECT_EQ(counts(never, id), (Counts{0, 1, 0, 0, 0}));
  Story before = Story::begin();
  before.dial(0, 1).dnd(0).platform_presence(0, available).accept(0, 1, pool_a).after(1);
  EXPECT_EQ(counts(before, id)[1], 2U) << "the accept, and the presence changed without an episode";
}

TEST(Ec08, AnEventOfTheAgentInBetweenFails) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).invite(1, pool_a).dnd(0).after(1);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
  Story other = Story::begin();
  other.dial(0, 1).accept(0, 1, pool_a).platform_presence(0, busy).dnd(0).after(1);
  EXPECT_EQ(counts(other, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec08, TwoAcceptsOfOneInstantAreJudgedApart) {
  Story story = Story::begin();
  story.dial(0, 1).dial(1, 2).accept(0, 1, pool_a).dnd(0).accept(1, 2, pool_b).after(1);
  EXPECT_EQ(counts(story, id), (Counts{1, 1, 0, 0, 0}));
}

TEST(Ec08, WithoutAnEpisodeThePolicyChangesNoPresence) {
  Story story = Story::begin();
  story.dnd(0);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
  Story again = Story::begin();
  again.call(0, 1, pool_a).after(1).press_end(0, 1).restore(0).after(one_us).dnd(0);
  EXPECT_EQ(counts(again, id), (Counts{1, 1, 0, 0, 0})) << "Do not disturb again after the close";
  Story callback = Story::begin();
  callback.call(0, 1, pool_a).after(1).press_end(0, 1).restore(0).after(1).callback(0, 2, pool_a).give_up(0, 2).restore(0);
  EXPECT_EQ(counts(callback, id), (Counts{1, 0, 0, 0, 0})) << "a callback opens an episode of its own";
  Story late = Story::begin();
  late.call(0, 1, pool_a).after(1).press_end(0, 1).restore(0).after(3600).callback(0, 2, pool_a);
  EXPECT_EQ(counts(late, id), (Counts{1, 1, 0, 0, 0})) << "a late call does not";
}

TEST(Ec08, TheEndOfTheTraceInThatInstantIsOpen) {
  EXPECT_EQ(counts(Story::begin().dial(0, 1).accept(0, 1, pool_a), id), (Counts{0, 0, 0, 0, 1}));
}

TEST(Ec08, NothingAcceptedIsVacuous) {
  EXPECT_EQ(Story::begin().dial(0, 1).platform_presence(0, busy).after(1).of(id).outcome(), Outcome::vacuous);
}

}  // namespace
}  // namespace tocsin::requirements
