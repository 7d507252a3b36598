// Goal: EC-13 sees every way by which ordinary work reaches an agent in an episode, and asks only where there is some.
// Method: stories told by hand: work that stays away, each kind that comes, the ties at opening and close, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-13";
constexpr auto agent_of_queue = trace::Resource::agent;
const Number customer{15550000000};

Story& item(Story& story, std::uint64_t leg) { return story.arrive(leg, customer).route(leg, trace::Destination::queue); }
Story& withdraw(Story& story, std::uint64_t leg) { return story.add(trace::Withdrawn{{leg}, {0}}); }
// Ordinary leg 60 waits for an agent while agent 0 is in an emergency call.
Story waiting() {
  Story story = Story::begin();
  item(story, 60).wait(60, agent_of_queue);
  return story.call(0, 1, pool_a).after(5).answer(0, 1).after(5);
}
// Ordinary leg 60 rings at agent 0.
Story ringing() {
  Story story = Story::begin();
  item(story, 60).grant(60, agent_of_queue, 0, false, 0).offer(0, 60, trace::Route::queue);
  return story.after(1);
}
Story& close(Story& story) { return story.after(5).press_end(0, 1).restore(0); }

TEST(Ec13, AnItemThatGoesOnWaitingPasses) {
  Story story = waiting();
  EXPECT_EQ(counts(story, id), one_open);
  EXPECT_EQ(counts(close(story), id), one_pass);
  Story later = Story::begin();
  later.call(0, 1, pool_a).after(5);
  item(later, 60).wait(60, agent_of_queue);
  EXPECT_EQ(counts(close(later), id), one_pass);
}

TEST(Ec13, AnOfferByAnyRouteFailsOnce) {
  for (const auto route : {trace::Route::queue, trace::Route::direct, trace::Route::affinity, trace::Route::supervisor,
                           trace::Route::consult, trace::Route::transfer}) {
    Story story = waiting();
    story.offer(0, 60, route).after(1).offer(0, 60, route);
    EXPECT_EQ(counts(close(story), id), one_fail) << static_cast<int>(route);
  }
  Story unwaited = Story::begin();
  unwaited.call(0, 1, pool_a).after(5);
  item(unwaited, 60).offer(0, 60, trace::Route::direct);
  EXPECT_EQ(counts(close(unwaited), id), one_fail);
}

TEST(Ec13, AnotherAgentMayHaveIt) {
  Story story = waiting();
  story.offer(1, 60, trace::Route::queue);
  EXPECT_EQ(counts(close(story), id), one_pass);
}

TEST(Ec13, TheCallbackIsNoOrdinaryItem) {
  Story story = waiting();
  story.drop(0, 1).after(5).callback(0, 2, pool_a).answer(0, 2).after(5).press_end(0, 2).restore(0);
  EXPECT_EQ(counts(story, id), one_pass);
}

TEST(Ec13, WhatRangIsWithdrawnInTheInstantOfTheOpening) {
  Story kept = ringing();
  kept.call(0, 1, pool_a).after(1);
  EXPECT_EQ(counts(kept, id), one_fail);
  Story answered = ringing();
  answered.call(0, 1, pool_a).answer(0, 60);
  EXPECT_EQ(counts(close(answered), id), one_fail);
  Story late = ringing();
  withdraw(late.call(0, 1, pool_a).after(one_us), 60);
  EXPECT_EQ(counts(late, id), one_fail);
  Story withdrawn = ringing();
  withdraw(withdrawn.call(0, 1, pool_a), 60).wait(60, agent_of_queue);
  EXPECT_EQ(counts(close(withdrawn), id), one_pass);
  Story gave_up = ringing();
  gave_up.call(0, 1, pool_a).drop(0, 60, trace::DropCause::caller_gave_up);
  EXPECT_EQ(counts(close(gave_up), id), one_pass);
  Story elsewhere = ringing();
  withdraw(elsewhere.call(0, 1, pool_a), 60).offer(1, 60, trace::Route::queue);
  EXPECT_EQ(counts(close(elsewhere), id), one_pass);
}

TEST(Ec13, WhatRangAndWaitsAgainRingsNoMore) {
  // To a number of the pool that means nobody: an ordinary call as well.
  for (const Number called : {customer, pool_b}) {
    Story story = Story::begin();
    story.arrive(60, called).route(60, trace::Destination::queue).offer(0, 60, trace::Route::queue).after(1);
    story.add(trace::OfferTimedOut{{60}, {0}}).wait(60, agent_of_queue).after(1).call(0, 1, pool_a).after(1);
    EXPECT_EQ(counts(close(story), id), one_pass) << called.value;
  }
}

TEST(Ec13, TheOrderInTheInstantOfTheOpeningDecides) {
  Story before = Story::begin();
  item(before, 60).offer(0, 60, trace::Route::queue).answer(0, 60).call(0, 1, pool_a);
  EXPECT_EQ(counts(close(before), id), nothing) << "a call that ran before goes on";
  Story after = Story::begin();
  after.call(0, 1, pool_a);
  item(after, 60).offer(0, 60, trace::Route::queue);
  EXPECT_EQ(counts(close(after), id), one_fail);
  Story closed = waiting();
  close(closed).offer(0, 60, trace::Route::queue);
  EXPECT_EQ(counts(closed, id), one_pass) << "in the instant of the close, after it";
}

TEST(Ec13, AnOrdinaryDialIsRefused) {
  Story refused = Story::begin();
  dial_text(refused.call(0, 1, pool_a).after(5), 2, "12065550100");
  refuse(refused, 2, trace::RefusalReason::episode);
  EXPECT_EQ(counts(close(refused), id), one_pass);
  Story went = Story::begin();
  dial_text(went.call(0, 1, pool_a).after(5), 2, "12065550100");
  ordinary(went, 2);
  EXPECT_EQ(counts(close(went), id), one_fail);
  Story emergency = Story::begin();
  dial_text(emergency.call(0, 1, pool_a).after(5), 2, "911");
  refuse(emergency, 2, trace::RefusalReason::country);
  EXPECT_EQ(counts(close(emergency), id), nothing) << "a refused 911 is another requirement's";
}

TEST(Ec13, NoOrdinaryWorkIsVacuous) {
  Story story = Story::begin();
  story.call(0, 1, pool_a);
  EXPECT_EQ(counts(close(story), id), nothing);
  Story no_episode = Story::begin();
  item(no_episode, 60).wait(60, agent_of_queue).grant(60, agent_of_queue, 0, true, 0).offer(0, 60, trace::Route::queue);
  EXPECT_EQ(counts(no_episode, id), nothing);
}

}  // namespace
}  // namespace tocsin::requirements
