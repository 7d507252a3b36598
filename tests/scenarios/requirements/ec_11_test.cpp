// Goal: EC-11 passes exactly the prior status, exactly once, at the close alone.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-11";

const Status away_by_hand = status(trace::Base::away, trace::Origin::manual, {7});

Story prior(Status s) {
  Story story = Story::begin();
  story.chosen(0, s).call(0, 1, pool_a).after(5).answer(0, 1).after(5);
  return story;
}

TEST(Ec11, TheExactPriorOncePasses) {
  Story story = prior(away_by_hand);
  story.press_end(0, 1).restore(0, away_by_hand).after(5);
  EXPECT_EQ(counts(story, id), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(story.of(id).smallest_slack->slack, Duration{0});
  // A prior Do not disturb returns literally.
  const Status chosen_dnd = status(trace::Base::do_not_disturb, trace::Origin::manual);
  EXPECT_EQ(counts(prior(chosen_dnd).press_end(0, 1).restore(0, chosen_dnd).after(5), id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec11, BaseTextAndOriginAllCount) {
  const auto restored = [](Status s) { return counts(prior(away_by_hand).press_end(0, 1).restore(0, s).after(5), id); };
  EXPECT_EQ(restored(available), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(restored(status(trace::Base::away, trace::Origin::manual)), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(restored(status(trace::Base::away, trace::Origin::automatic, {7})), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec11, ThePriorIsTheOneBeforeTheFirstAutomaticDoNotDisturb) {
  Story story = Story::begin();
  story.dial(0, 1)
      .accept(0, 1, pool_a)
      .after(5)
      .platform_presence(0, busy)
      .dnd(0)
      .after(5)
      .press_end(0, 1)
      .restore(0, busy)
      .after(1);
  EXPECT_EQ(counts(story, id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec11, LateOrNeverFails) {
  EXPECT_EQ(counts(prior(busy).press_end(0, 1).after(one_us).restore(0, busy).after(5), id)[1], 1U);
  EXPECT_EQ(counts(prior(busy).press_end(0, 1).after(5), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(prior(busy).press_end(0, 1), id), (Counts{0, 0, 0, 0, 1}));
}

TEST(Ec11, ARestoreBeforeTheCloseFailsOnce) {
  Story on_drop = prior(busy);
  on_drop.drop(0, 1).restore(0, busy).after(5).press_end(0, 1).restore(0, busy).after(5);
  EXPECT_EQ(counts(on_drop, id), (Counts{0, 1, 0, 0, 0}));
  Story same_instant = prior(busy);
  same_instant.restore(0, busy).press_end(0, 1).after(5);
  EXPECT_EQ(counts(same_instant, id), (Counts{0, 1, 0, 0, 0})) << "before the agent end in trace order";
  Story while_live = prior(busy);
  while_live.callback(0, 2, pool_a).answer(0, 2).press_end(0, 1).restore(0, busy).after(5);
  EXPECT_EQ(counts(while_live, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec11, ASecondRestoreFails) {
  Story story = prior(busy);
  story.press_end(0, 1).restore(0, busy).after(500).restore(0, busy);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec11, ARestoreWithoutAnyEpisodeFails) { EXPECT_EQ(counts(Story::begin().restore(0), id), (Counts{0, 1, 0, 0, 0})); }

TEST(Ec11, TheNextEpisodeIsJudgedByItself) {
  Story story = prior(busy);
  story.press_end(0, 1).restore(0, busy).platform_presence(0, available).after(5).call(0, 2, pool_b).after(5);
  story.press_end(0, 2).restore(0, available).after(5);
  EXPECT_EQ(counts(story, id), (Counts{2, 0, 0, 0, 0}));
  Story wrong = prior(busy);
  wrong.press_end(0, 1).restore(0, busy).platform_presence(0, available).after(5).call(0, 2, pool_b).after(5);
  wrong.press_end(0, 2).restore(0, busy).after(5);
  EXPECT_EQ(counts(wrong, id), (Counts{1, 1, 0, 0, 0}));
}

TEST(Ec11, OneRecalculationOfAnAutomaticStatusIsThePlatformsRight) {
  EXPECT_EQ(counts(prior(busy).press_end(0, 1).restore(0, busy).recalculated(0, available).after(5), id),
            (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(counts(prior(away_by_hand).press_end(0, 1).restore(0, away_by_hand).recalculated(0, available).after(5), id),
            (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec11, ARollBackBeforeEgressRestores) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).after(5).drop(0, 1, trace::DropCause::setup_failed);
  Story restored = story;
  EXPECT_EQ(counts(restored.restore(0).after(1), id), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(counts(story.after(1), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec11, AfterTheLastWindowAnExactRestoreIsAllowedOnce) {
  const auto at = [](Duration since_assign, Status s) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).after(5).drop(0, 1).at(sim::seconds(10) + since_assign).restore(0, s).after(1);
    return story;
  };
  EXPECT_EQ(counts(at(sim::minutes(60), available), id), (Counts{0, 0, 1, 0, 0}));
  EXPECT_EQ(counts(at(sim::minutes(60), busy), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(at(sim::minutes(60), available).restore(0), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(at(sim::minutes(60) - one_us, available), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec11, NoEpisodeIsVacuous) { EXPECT_EQ(Story::begin().platform_presence(0, busy).of(id).outcome(), Outcome::vacuous); }

}  // namespace
}  // namespace tocsin::requirements
