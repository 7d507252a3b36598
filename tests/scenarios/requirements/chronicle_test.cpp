// Goal: the chronicle says of a trace what the requirements' words say: legs, windows, standing of calls, episodes.
// Method: stories told by hand, each with the state it must lead to; both orders of ties.
#include "scenarios/requirements/chronicle.hpp"

#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

Standing standing(const Story& story, std::uint64_t leg) { return story.chronicle().call({leg})->standing; }
bool open(const Story& story, std::uint32_t agent = 0) { return story.chronicle().episode({agent}) != nullptr; }

TEST(Chronicle, TutorialOfOneEpisode) {
  Story story = Story::begin();
  story.dial(0, 1);
  EXPECT_FALSE(story.chronicle().call({1}));
  EXPECT_EQ(story.chronicle().leg({1})->agent, AgentId{0});

  story.accept(0, 1, pool_a);
  EXPECT_TRUE(story.chronicle().opened());
  story.lend(0, 1, pool_a).dnd(0);
  const Chronicle lent = story.chronicle();
  EXPECT_FALSE(lent.opened());
  EXPECT_EQ(lent.episode({0})->prior, available);
  EXPECT_EQ(lent.agent({0}).status.base, trace::Base::do_not_disturb);
  EXPECT_TRUE(lent.agent({0}).dnd_by_us);
  EXPECT_EQ(lent.number(pool_a)->live_legs, 1U);
  EXPECT_EQ(lent.call({1})->window_end, story.now + sim::minutes(60));

  story.invite(1, pool_a).after(5).answer(0, 1).after(60).drop(0, 1);
  const Chronicle dropped = story.chronicle();
  EXPECT_TRUE(dropped.episode({0}));
  EXPECT_EQ(dropped.phase(*dropped.call({1})), Phase::dropped);
  EXPECT_EQ(dropped.number(pool_a)->live_legs, 0U);

  story.after(10).press_end(0, 1);
  const Chronicle closed = story.chronicle();
  EXPECT_FALSE(closed.episode({0}));
  ASSERT_TRUE(closed.closed());
  EXPECT_EQ(closed.closed()->serial, 1U);
  EXPECT_EQ(closed.open_episodes(), 0U);
  EXPECT_TRUE(closed.call({1})) << "an emergency leg is known for ever";
}

TEST(Chronicle, AnOrdinaryLegIsForgottenAfterItsEnd) {
  Story story = Story::begin();
  story.dial(0, 1).after(1).drop(0, 1);
  EXPECT_EQ(story.chronicle().leg({1})->phase, Phase::dropped);
  EXPECT_EQ(story.chronicle().phase_before(), Phase::up);
  story.after(1).dial(1, 2);
  EXPECT_FALSE(story.chronicle().leg({1}));
}

TEST(Chronicle, TheWindowIsHalfOpen) {
  const auto at = [](Duration since_assign) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).after(1).drop(0, 1).at(sim::seconds(10) + since_assign).arrive(2, pool_a);
    return standing(story, 2);
  };
  EXPECT_EQ(at(sim::minutes(60) - one_us), Standing::inside);
  EXPECT_EQ(at(sim::minutes(60)), Standing::late);
  Story instant = Story::begin();
  instant.call(0, 1, pool_a).arrive(2, pool_a);
  EXPECT_EQ(standing(instant, 2), Standing::inside);
}

TEST(Chronicle, ACallBeforeTheAssignOfTheSameInstantIsTied) {
  Story story = Story::begin();
  story.arrive(2, pool_a).call(0, 1, pool_a);
  EXPECT_EQ(standing(story, 2), Standing::tied);
  Story earlier = Story::begin();
  earlier.arrive(2, pool_a).after(one_us).call(0, 1, pool_a);
  EXPECT_EQ(standing(earlier, 2), Standing::before);
  // The same after an older window.
  Story again = Story::begin();
  again.call(0, 1, pool_a).press_end(0, 1).restore(0).after(sim::minutes(60));
  again.arrive(3, pool_a).call(1, 4, pool_a);
  EXPECT_EQ(standing(again, 3), Standing::tied);
}

TEST(Chronicle, ALateCallWhileALegLivesMayBeTreatedEitherWay) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(sim::minutes(61)).arrive(2, pool_a);
  EXPECT_EQ(standing(story, 2), Standing::late_live);
  EXPECT_EQ(story.chronicle().call({2})->agent, AgentId{0});
  // A callback that came inside keeps the number as well.
  Story callback = Story::begin();
  callback.call(0, 1, pool_a).press_end(0, 1).restore(0).after(sim::minutes(59)).callback(0, 2, pool_a).after(sim::minutes(2));
  EXPECT_FALSE(callback.chronicle().is_free(*callback.chronicle().number(pool_a), callback.now));
  callback.arrive(3, pool_a);
  EXPECT_EQ(standing(callback, 3), Standing::late_live);
  callback.give_up(0, 3).give_up(0, 2).after(1).arrive(4, pool_a);
  EXPECT_EQ(standing(callback, 4), Standing::late);
}

TEST(Chronicle, AFailureBeforeEgressTakesTheWindowBack) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).after(1).drop(0, 1, trace::DropCause::setup_failed);
  EXPECT_FALSE(open(story));
  EXPECT_TRUE(story.chronicle().closed()->rolled_back);
  EXPECT_TRUE(story.chronicle().is_free(*story.chronicle().number(pool_a), story.now));
  story.arrive(2, pool_a);
  EXPECT_EQ(standing(story, 2), Standing::before);
  // The agent's own end before egress leaves it in doubt.
  Story cancelled = Story::begin();
  cancelled.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).after(1).press_end(0, 1);
  EXPECT_FALSE(open(cancelled));
  EXPECT_FALSE(cancelled.chronicle().is_free(*cancelled.chronicle().number(pool_a), cancelled.now));
  cancelled.arrive(2, pool_a);
  EXPECT_EQ(standing(cancelled, 2), Standing::doubtful);
}

TEST(Chronicle, ADropAfterEgressKeepsEpisodeAndWindow) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(1).drop(0, 1, trace::DropCause::setup_failed);
  EXPECT_TRUE(open(story));
  story.after(10).arrive(2, pool_a);
  EXPECT_EQ(standing(story, 2), Standing::inside);
}

TEST(Chronicle, OneEndSettlesItsLegAndAllThatDropped) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(1).drop(0, 1).after(1).call(0, 2, pool_b).after(1);
  Story by_callback = story;
  story.press_end(0, 2);
  EXPECT_FALSE(open(story));
  // While another leg lives the episode stays, and that leg owes an end of its own.
  by_callback.callback(0, 3, pool_a).answer(0, 3).after(1).press_end(0, 2);
  EXPECT_TRUE(open(by_callback));
  by_callback.after(1).drop(0, 3);
  EXPECT_TRUE(open(by_callback));
  by_callback.after(1).press_end(0, 3);
  EXPECT_FALSE(open(by_callback));
}

TEST(Chronicle, AnUnansweredCallbackOwesNothing) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(1).callback(0, 2, pool_a).after(1).press_end(0, 1);
  EXPECT_TRUE(open(story)) << "the callback still rings";
  story.after(20).give_up(0, 2);
  EXPECT_FALSE(open(story));
  story.restore(0).after(1).callback(0, 3, pool_a);
  EXPECT_TRUE(open(story));
  EXPECT_EQ(story.chronicle().episode({0})->serial, 2U);
  EXPECT_TRUE(story.chronicle().episode({0})->by_callback);
  EXPECT_EQ(story.chronicle().episode({0})->prior, available);
  story.after(20).give_up(0, 3);
  EXPECT_FALSE(open(story));
}

TEST(Chronicle, AnEndByAnybodyElseIsADrop) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(1).press_end(0, 1, trace::Actor::supervisor);
  EXPECT_TRUE(open(story));
  EXPECT_EQ(story.chronicle().phase(*story.chronicle().call({1})), Phase::dropped);
  story.press_end(0, 1, trace::Actor::agent, trace::Outcome::refused);
  EXPECT_TRUE(open(story));
}

TEST(Chronicle, ARestoreAfterTheLastWindowClosesWhatWasNeverEnded) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(1).drop(0, 1);
  Story too_early = story;
  too_early.at(sim::seconds(10) + sim::minutes(60) - one_us).restore(0);
  EXPECT_TRUE(open(too_early));
  story.at(sim::seconds(10) + sim::minutes(60)).restore(0);
  EXPECT_FALSE(open(story));
  EXPECT_TRUE(story.chronicle().closed()->lapsed);
}

TEST(Chronicle, TheOlderOfTwoAgentsWindowsCounts) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(1).drop(0, 1).after(1).dial(1, 2).accept(1, 2, pool_a);
  EXPECT_FALSE(story.chronicle().lent_while_taken());
  story.lend(1, 2, pool_a);
  EXPECT_TRUE(story.chronicle().lent_while_taken());
  story.after(1).arrive(3, pool_a);
  EXPECT_EQ(story.chronicle().call({3})->agent, AgentId{0});
}

TEST(Chronicle, AWaitForALineRightlyTakenIsExcused) {
  const auto waited = [](std::uint32_t reserve) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).after(1).drop(0, 1);
    story.arrive(2, {15550000000});
    story.grant(2, trace::Resource::trunk_line, 0, false, UINT32_MAX, 1, reserve).after(1);
    story.arrive(3, pool_a).route(3, trace::Destination::agent, 0).wait(3, trace::Resource::trunk_line).after(4);
    story.drop(1, 2).grant(3, trace::Resource::trunk_line);
    return story.chronicle().call({3})->line_wait;
  };
  EXPECT_EQ(waited(0), sim::seconds(4));
  EXPECT_EQ(waited(1), sim::seconds(0)) << "the ordinary call had taken the line of the reserve";
}

TEST(Chronicle, ALegHoldsSeveralResourcesAndGivesBackEachByItself) {
  constexpr auto line = trace::Resource::trunk_line, port = trace::Resource::media_port;
  Story story = Story::begin();
  story.arrive(2, {15550000000}).grant(2, line, 0, false, UINT32_MAX, 5, 1).grant(2, line, 1, false, UINT32_MAX, 1, 1);
  story.grant(2, port, 1, false, UINT32_MAX, 2, 2);
  const auto ordinary = [&](trace::Resource resource, std::uint32_t group) {
    return std::pair(story.chronicle().lines(resource, {group}).ordinary,
                     story.chronicle().lines(resource, {group}).inside_reserve);
  };
  using Both = std::pair<std::uint32_t, std::uint32_t>;
  EXPECT_EQ(ordinary(line, 0), (Both{1, 0}));
  EXPECT_EQ(ordinary(line, 1), (Both{1, 1}));
  EXPECT_EQ(ordinary(port, 0), (Both{0, 0}));
  EXPECT_EQ(ordinary(port, 1), (Both{1, 1}));
  story.add(trace::Freed{{2}, line, {1}});
  EXPECT_EQ(ordinary(line, 1), (Both{0, 0}));
  EXPECT_EQ(ordinary(line, 0), (Both{1, 0}));
  story.drop(0, 2);
  EXPECT_EQ(ordinary(line, 0), (Both{0, 0}));
  EXPECT_EQ(ordinary(port, 1), (Both{0, 0}));
}

}  // namespace
}  // namespace tocsin::requirements
