// Goal: EC-19 sees a waiting ordinary item go before a callback, and only asks where one waits.
// Method: stories told by hand: competition before and during the wait, for agents and for lines, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-19";
constexpr auto agent_of_queue = trace::Resource::agent;
constexpr auto line = trace::Resource::trunk_line;
const Number customer{15550000000};

// Ordinary leg 60 waits for an agent of queue 0; then the callback arrives.
Story competing() {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(60, customer).wait(60, agent_of_queue).after(5);
  story.arrive(2, pool_a);
  return story;
}

TEST(Ec19, OfferedFirstPasses) {
  EXPECT_EQ(counts(competing().offer(0, 2).grant(60, agent_of_queue, 0, true, 1), id), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(counts(competing().after(2).offer(0, 2), id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec19, AnItemThatWentFirstFails) {
  EXPECT_EQ(counts(competing().grant(60, agent_of_queue, 0, true, 1).offer(0, 2), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec19, LateFails) {
  EXPECT_EQ(counts(competing().after(sim::seconds(2) + one_us).offer(0, 2), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(competing().after(5), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(competing(), id), (Counts{0, 0, 0, 0, 1}));
  EXPECT_EQ(counts(competing().give_up(0, 2), id), (Counts{0, 0, 1, 0, 0}));
  EXPECT_EQ(counts(competing().route(2, trace::Destination::queue).give_up(0, 2), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec19, NothingWaitingIsVacuous) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(60, customer).wait(60, agent_of_queue);
  Story gone = story;
  gone.drop(0, 60, trace::DropCause::caller_gave_up).after(5).arrive(2, pool_a).offer(0, 2);
  EXPECT_EQ(gone.of(id).outcome(), Outcome::vacuous);
  Story served = story;
  served.grant(60, agent_of_queue, 0, true, 1).after(5).arrive(2, pool_a).after(5);
  EXPECT_EQ(served.of(id).outcome(), Outcome::vacuous);
}

TEST(Ec19, AnItemThatBeginsToWaitMeanwhileCompetes) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(2, pool_a).after(1).arrive(60, customer).wait(60, agent_of_queue);
  EXPECT_EQ(counts(story.offer(0, 2), id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec19, TheLineItWaitsForIsItsOwn) {
  Story story = Story::begin();
  story.call(0, 1, pool_a)
      .after(5)
      .drop(0, 1)
      .after(5)
      .arrive(60, customer)
      .wait(60, line, 3)
      .arrive(61, customer)
      .wait(61, line, 4);
  story.arrive(62, customer).wait(62, agent_of_queue).arrive(2, pool_a).wait(2, line, 3).after(1);
  Story first = story;
  first.grant(61, line, 4).grant(62, agent_of_queue, 0, true, 1).grant(2, line, 3).offer(0, 2);
  EXPECT_EQ(counts(first, id), (Counts{1, 0, 0, 0, 0})) << "other lines and agents are no loss while it waits for a line";
  EXPECT_EQ(counts(story.grant(60, line, 3).grant(2, line, 3).offer(0, 2), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec19, AMediaPortOrALicenceIsWaitedForLikeALine) {
  for (const auto resource : {trace::Resource::media_port, trace::Resource::licence}) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(60, customer).grant(60, line, 3, false).wait(60, resource, 0);
    story.arrive(2, pool_a).grant(2, line, 3, false).wait(2, resource, 0).after(5);
    EXPECT_EQ(counts(story, id), (Counts{0, 0, 0, 0, 1})) << "ordinary calls rightly hold what it waits for";
    Story first = story;
    EXPECT_EQ(counts(first.grant(2, resource, 0).after(1).offer(0, 2), id), (Counts{1, 0, 0, 0, 0}));
    EXPECT_EQ(counts(story.grant(60, resource, 0).grant(2, resource, 0).offer(0, 2), id), (Counts{0, 1, 0, 0, 0}));
  }
}

TEST(Ec19, AnItemThatWasSentElsewhereWaitsNoMore) {
  for (const auto destination : {trace::Destination::voicemail, trace::Destination::bot, trace::Destination::external}) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(60, customer).wait(60, agent_of_queue).after(5);
    story.route(60, destination).after(1).arrive(2, pool_a).after(1).offer(0, 2);
    EXPECT_EQ(story.of(id).outcome(), Outcome::vacuous);
  }
}

TEST(Ec19, AnItemThatDidNotWaitTakesNothing) {
  Story story = competing();
  story.arrive(70, customer).grant(70, agent_of_queue, 0, false, 1).offer(0, 2);
  EXPECT_EQ(counts(story, id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec19, TheCarriersIsTheCarriers) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a, trace::Path::direct_routing).lend(0, 1, pool_a);
  story.invite(1, pool_a, trace::InviteTarget::sbc)
      .after(5)
      .arrive(60, customer)
      .wait(60, agent_of_queue)
      .arrive(2, pool_a)
      .after(5);
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 0, 1, 0}));
}

}  // namespace
}  // namespace tocsin::requirements
