// Goal: EC-37 sees a call outside the window that is treated as an emergency.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-37";

const Duration hour = sim::minutes(60);

Story probe(Duration since_assign) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).press_end(0, 1).restore(0).at(sim::seconds(10) + since_assign).arrive(2, pool_a);
  story.rules_say(2, trace::Destination::queue);
  return story;
}

TEST(Ec37, TreatedAsOrdinaryAfterTheWindowPasses) {
  EXPECT_EQ(counts(probe(hour).route(2, trace::Destination::queue).after(60).drop(0, 2), id), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(counts(probe(hour).route(2, trace::Destination::queue).after(60), id), (Counts{0, 0, 0, 0, 1}));
  EXPECT_EQ(counts(probe(hour).route(2, trace::Destination::queue).offer(1, 2, trace::Route::queue).drop(1, 2), id)[0], 1U);
}

TEST(Ec37, TreatedAsAnEmergencyAfterTheWindowFailsOnce) {
  Story story = probe(hour);
  story.route(2, trace::Destination::agent, 0).offer(0, 2).give_up(0, 2);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(probe(hour).offer(0, 2), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(probe(hour).route(2, trace::Destination::agent, 1), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec37, SentToAnAgentByTheRulesIsOrdinary) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).press_end(0, 1).restore(0).after(3600).arrive(2, pool_a).rules_say(2, trace::Destination::agent);
  story.route(2, trace::Destination::agent, 1).offer(1, 2, trace::Route::direct).drop(1, 2);
  EXPECT_EQ(counts(story, id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec37, InsideTheWindowItSaysNothing) {
  EXPECT_EQ(probe(hour - one_us).route(2, trace::Destination::agent, 0).offer(0, 2).of(id).outcome(), Outcome::vacuous);
}

TEST(Ec37, WithALegAliveEitherIsAllowed) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(3600).arrive(2, pool_a).offer(0, 2);
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 1, 0, 0}));
}

TEST(Ec37, BeforeTheAssign) {
  Story story = Story::begin();
  story.arrive(2, pool_a).route(2, trace::Destination::queue).after(5).drop(0, 2);
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 0, 0, 0})) << "a number that was never lent shows nothing";
  Story lent_later = story;
  EXPECT_EQ(counts(lent_later.after(5).call(0, 1, pool_a), id), (Counts{1, 0, 0, 0, 0}));
  Story tie = Story::begin();
  EXPECT_EQ(counts(tie.arrive(2, pool_a).call(0, 1, pool_a), id), (Counts{0, 0, 1, 0, 0}));
  Story treated = Story::begin();
  treated.arrive(2, pool_a).route(2, trace::Destination::agent, 0).offer(0, 2).give_up(0, 2);
  EXPECT_EQ(counts(treated, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec37, ManyCallsToANumberThatIsNeverLentCostNoMemory) {
  Story story = Story::begin();
  for (std::uint64_t leg = 100; leg < 200; ++leg) story.arrive(leg, pool_a).after(1).drop(0, leg);
  EXPECT_EQ(counts(story.after(1).call(0, 1, pool_a), id), (Counts{16, 0, 0, 0, 0}));
}

TEST(Ec37, AfterACarriersWindowItIsTheCarriers) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a, trace::Path::direct_routing).lend(0, 1, pool_a);
  story.invite(1, pool_a, trace::InviteTarget::sbc).press_end(0, 1).after(3600).arrive(2, pool_a).offer(0, 2);
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 0, 1, 0}));
}

}  // namespace
}  // namespace tocsin::requirements
