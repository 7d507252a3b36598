// Goal: EC-09 sees every base but Do not disturb during an episode, and only then.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-09";

TEST(Ec09, HeldToTheClosePasses) {
  Story story = Story::begin();
  story.call(0, 1, pool_a)
      .after(5)
      .answer(0, 1)
      .after(5)
      .drop(0, 1)
      .after(5)
      .press_end(0, 1)
      .restore(0)
      .platform_presence(0, busy);
  EXPECT_EQ(counts(story, id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec09, EveryCauseOfAnotherBaseFailsOnce) {
  for (const auto cause : {trace::PresenceCause::chosen, trace::PresenceCause::capacity, trace::PresenceCause::missed,
                           trace::PresenceCause::rejected, trace::PresenceCause::sign_in, trace::PresenceCause::idle,
                           trace::PresenceCause::reconnected, trace::PresenceCause::restore}) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).after(5).platform_presence(0, available, cause).platform_presence(0, busy).dnd(0).after(5);
    story.press_end(0, 1).restore(0);
    EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0})) << static_cast<int>(cause);
  }
}

TEST(Ec09, DoNotDisturbThatWasChosenBeforeIsWatchedToo) {
  Story story;
  story.pool({pool_a}).agents(1, status(trace::Base::do_not_disturb, trace::Origin::manual)).at(10);
  story.dial(0, 1).accept(0, 1, pool_a).invite(1, pool_a).after(5);
  Story held = story;
  EXPECT_EQ(counts(story.chosen(0, available), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(held.press_end(0, 1), id), (Counts{0, 0, 1, 0, 0})) << "held, but nobody set it for the emergency";
}

TEST(Ec09, OfflineIsAllowedWhileNoDeviceIsConnected) {
  Story story = Story::begin();
  const Status offline = status(trace::Base::offline);
  story.call(0, 1, pool_a).after(5).session(0, false).platform_presence(0, offline, trace::PresenceCause::connection_lost);
  Story back = story;
  back.after(5).session(0, true).dnd(0).after(5).press_end(0, 1).restore(0);
  EXPECT_EQ(counts(back, id), (Counts{1, 0, 0, 0, 0}));
  Story late = story;
  late.after(5).session(0, true).after(one_us).dnd(0).press_end(0, 1).restore(0);
  EXPECT_EQ(counts(late, id), (Counts{0, 1, 0, 0, 0}));
  Story other = story;
  other.after(5).session(0, true).platform_presence(0, available, trace::PresenceCause::sign_in).dnd(0);
  EXPECT_EQ(counts(other, id), (Counts{0, 1, 0, 0, 0}));
  Story presence_first = Story::begin();
  presence_first.call(0, 1, pool_a).platform_presence(0, offline, trace::PresenceCause::sign_out).session(0, false).after(5);
  EXPECT_EQ(counts(presence_first, id), (Counts{0, 0, 0, 0, 1}));
  Story connected = Story::begin();
  connected.call(0, 1, pool_a).platform_presence(0, offline, trace::PresenceCause::sign_out).after(5);
  EXPECT_EQ(counts(connected, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec09, AnotherBaseOutsideAnEpisodeOrOfAnotherAgentIsNothing) {
  Story story = Story::begin();
  story.platform_presence(0, busy)
      .call(0, 1, pool_a)
      .platform_presence(1, busy)
      .after(5)
      .press_end(0, 1)
      .platform_presence(0, busy);
  EXPECT_EQ(counts(story, id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec09, NeverSetIsNotThisRequirementsFault) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).platform_presence(0, busy).press_end(0, 1);
  EXPECT_EQ(story.of(id).outcome(), Outcome::vacuous);
}

TEST(Ec09, ADoNotDisturbThatSomebodyChoosesFails) {
  const Status text = status(trace::Base::do_not_disturb, trace::Origin::manual);
  for (const trace::Actor by : {trace::Actor::agent, trace::Actor::supervisor, trace::Actor::admin, trace::Actor::script}) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).after(5).chosen(0, text, by).after(5).press_end(0, 1).restore(0);
    EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
  }
  Story before = Story::begin();
  before.chosen(0, text).call(0, 1, pool_a).after(5).press_end(0, 1).restore(0, text);
  EXPECT_EQ(counts(before, id), (Counts{1, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace tocsin::requirements
