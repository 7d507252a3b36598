// Goal: EC-15 sees a number taken from an agent while its window or a leg on it lives.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-15";

const Duration hour = sim::minutes(60);

// Agent 0's call on the number ended at once; `since` later agent 1 is lent the same number.
Story lent_again(Duration since) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).press_end(0, 1).restore(0).at(sim::seconds(10) + since).call(1, 2, pool_a);
  return story;
}

TEST(Ec15, LentAgainWhenItExpiredPasses) {
  EXPECT_EQ(counts(lent_again(hour), id), (Counts{1, 0, 0, 0, 1}));
  EXPECT_EQ(counts(lent_again(hour).press_end(1, 2).after(3600).release(1, pool_a), id), (Counts{2, 0, 0, 0, 0}));
}

TEST(Ec15, LentAgainBeforeFails) {
  EXPECT_EQ(counts(lent_again(hour - one_us), id), (Counts{0, 1, 0, 0, 0}));
  Story released = Story::begin();
  released.call(0, 1, pool_a).press_end(0, 1).restore(0).release(0, pool_a).after(5).call(1, 2, pool_a);
  EXPECT_EQ(counts(released, id), (Counts{0, 1, 0, 0, 0})) << "releasing it early does not shorten the window";
}

TEST(Ec15, LentAgainWhileALegLivesFails) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(3700).call(1, 2, pool_a);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
  Story callback = Story::begin();
  callback.call(0, 1, pool_a).press_end(0, 1).restore(0).after(3599).callback(0, 2, pool_a).answer(0, 2).after(60);
  EXPECT_EQ(counts(callback.call(1, 3, pool_a), id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec15, ALateCallHoldsTheNumberIfItWasTakenForACallback) {
  const auto with = [](auto what_becomes_of_it) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).after(3600).arrive(2, pool_a);
    what_becomes_of_it(story);
    return counts(story.press_end(0, 1).after(5).call(1, 3, pool_a), id);
  };
  EXPECT_EQ(with([](Story& s) { s.route(2, trace::Destination::agent, 0).offer(0, 2); }), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(with([](Story& s) { s.route(2, trace::Destination::queue); }), (Counts{1, 0, 0, 0, 1}));
  EXPECT_EQ(with([](Story& s) { s.wait(2, trace::Resource::trunk_line, 3); }), (Counts{1, 0, 0, 0, 1}));
}

TEST(Ec15, TheSameAgentAgainIsNoTheft) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).press_end(0, 1).restore(0).after(60).call(0, 2, pool_a).press_end(0, 2).restore(0).after(3600);
  story.call(1, 3, pool_a);
  EXPECT_EQ(counts(story, id), (Counts{2, 0, 0, 0, 1}));
}

TEST(Ec15, TheSecondWindowOfAnAgentCounts) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).press_end(0, 1).restore(0).after(60).call(0, 2, pool_a).press_end(0, 2).restore(0).after(3590);
  story.call(1, 3, pool_a);
  EXPECT_EQ(counts(story, id), (Counts{1, 1, 0, 0, 0})) << "the first window has lapsed, the second has not";
}

TEST(Ec15, AFailureBeforeEgressTakesItBack) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).after(5).drop(0, 1, trace::DropCause::setup_failed).call(1, 2, pool_a);
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 1, 0, 1}));
}

TEST(Ec15, OpenWhileItRuns) {
  EXPECT_EQ(counts(Story::begin().call(0, 1, pool_a).press_end(0, 1).after(3599), id), (Counts{0, 0, 0, 0, 1}));
  EXPECT_EQ(counts(Story::begin().call(0, 1, pool_a).press_end(0, 1).after(3600), id), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(counts(Story::begin().call(0, 1, pool_a).after(3600), id), (Counts{0, 0, 0, 0, 1}));
}

TEST(Ec15, TheCarriersIsTheCarriers) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a, trace::Path::direct_routing).lend(0, 1, pool_a);
  story.invite(1, pool_a, trace::InviteTarget::sbc).after(5).call(1, 2, pool_a);
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 0, 1, 0}));
}

TEST(Ec15, NothingLentIsVacuous) { EXPECT_EQ(Story::begin().dial(0, 1).after(5).of(id).outcome(), Outcome::vacuous); }

TEST(Ec15, NoCallOfAnotherShowsIt) {
  const auto shown_by = [](std::uint32_t agent, std::int64_t after_s, trace::Path path = trace::Path::direct_offer) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).press_end(0, 1).restore(0).after(after_s).dial(agent, 2).accept(agent, 2, pool_a, path);
    return story.after(3600);
  };
  EXPECT_EQ(counts(shown_by(1, 3599), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(shown_by(1, 3599, trace::Path::direct_routing), id), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(shown_by(1, 3600), id), (Counts{1, 0, 0, 0, 0})) << "its window is over";
  EXPECT_EQ(counts(shown_by(0, 3599), id), (Counts{1, 0, 0, 0, 0})) << "it is the agent's own";
}

}  // namespace
}  // namespace tocsin::requirements
