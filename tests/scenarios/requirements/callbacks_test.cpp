// Goal: EC-16, EC-18 and EC-20 to EC-22 share one rule of a callback; each sees its own violations, about its own callbacks.
// Method: stories told by hand around one window; the boundaries of window and bound; what each requirement adds or leaves out.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

const Duration hour = sim::minutes(60);
constexpr std::array sharing{"EC-16", "EC-18", "EC-20", "EC-21", "EC-22"};

// Agent 0 is busy at full capacity, has called and was dropped; rules would send a callback to a queue. So all five are about it.
Story dropped() {
  Story story = Story::begin();
  story.platform_presence(0, busy).capacity(0, 50, 1, 1).call(0, 1, pool_a).after(5).drop(0, 1);
  return story;
}
Story arriving(Duration since_assign = sim::seconds(60)) {
  Story story = dropped();
  story.at(sim::seconds(10) + since_assign).arrive(2, pool_a).rules_say(2, trace::Destination::queue);
  return story;
}
Story routed() { return arriving().route(2, trace::Destination::agent, 0); }

void expect_all(const Story& story, const Counts& expected, const char* why = "") {
  for (const char* id : sharing) EXPECT_EQ(counts(story, id), expected) << id << ' ' << why;
}

TEST(Callbacks, OfferedInTimeAndAnsweredPasses) {
  expect_all(routed().offer(0, 2).after(5).answer(0, 2).after(5).press_end(0, 2).after(1), {1, 0, 0, 0, 0});
  expect_all(routed().offer(0, 2).after(20).give_up(0, 2).after(1), {1, 0, 0, 0, 0}, "unanswered");
}

TEST(Callbacks, TheBoundIsInclusive) {
  const auto after = [](Duration d) { return routed().after(d).offer(0, 2).after(1).give_up(0, 2); };
  expect_all(after(sim::seconds(2)), {1, 0, 0, 0, 0});
  EXPECT_EQ(after(sim::seconds(2)).of("EC-16").smallest_slack->slack, Duration{0});
  EXPECT_EQ(after(sim::milliseconds(1500)).of("EC-18").smallest_slack->slack, sim::milliseconds(500));
  expect_all(after(sim::seconds(2) + one_us), {0, 1, 0, 0, 0});
  EXPECT_EQ(after(sim::seconds(3)).of("EC-16").smallest_slack->slack, Duration{-1}) << "late as soon as it is overdue";
}

TEST(Callbacks, TheBoundCountsFromDelivery) {
  Story story = dropped();
  story.after(60).add(trace::Arrived{{2}, pool_a, psap}, sim::seconds(1)).rules_say(2, trace::Destination::queue);
  story.after(3).offer(0, 2).give_up(0, 2);
  expect_all(story, {1, 0, 0, 0, 0});
}

TEST(Callbacks, NeverOfferedFails) {
  expect_all(arriving().after(10), {0, 1, 0, 0, 0});
  expect_all(arriving(), {0, 0, 0, 0, 1}, "the trace ends at once");
  expect_all(arriving().route(2, trace::Destination::rejected).drop(0, 2, trace::DropCause::system), {0, 1, 0, 0, 0});
  expect_all(arriving().route(2, trace::Destination::voicemail).after(1).give_up(0, 2), {0, 1, 0, 0, 0},
             "diverted, then hung up");
  expect_all(arriving().add(trace::Blocked{{2}, trace::Resource::trunk_line, {0}}).after(10), {0, 1, 0, 0, 0});
}

TEST(Callbacks, OfferedToAnotherAgentFails) { expect_all(arriving().offer(1, 2).after(10), {0, 1, 0, 0, 0}); }

TEST(Callbacks, TheCallerMayGiveUpBeforeTheBound) {
  expect_all(routed().after(1).give_up(0, 2), {0, 0, 1, 0, 0});
  expect_all(arriving().after(sim::seconds(2)).give_up(0, 2), {0, 0, 1, 0, 0}, "at the deadline");
}

TEST(Callbacks, AnOrdinaryRouteShowsNothing) {
  expect_all(arriving().route(2, trace::Destination::queue).offer(0, 2, trace::Route::queue).after(1).give_up(0, 2),
             {0, 0, 1, 0, 0});
}

TEST(Callbacks, EveryInstantOfTheWindowCounts) {
  const auto offered = [](Duration since) {
    return arriving(since).route(2, trace::Destination::agent, 0).offer(0, 2).give_up(0, 2);
  };
  expect_all(offered(sim::seconds(5)), {1, 0, 0, 0, 0}, "the instant of the drop");
  expect_all(offered(hour - one_us), {1, 0, 0, 0, 0});
  expect_all(offered(hour), {0, 0, 0, 0, 0}, "late");
  expect_all(arriving(hour - one_us).after(10), {0, 1, 0, 0, 0}, "in time to the last");
  // The answer may come after the window.
  expect_all(arriving(hour - one_us).offer(0, 2).after(30).answer(0, 2).after(60).press_end(0, 2).after(1), {1, 0, 0, 0, 0});
}

TEST(Callbacks, WhereEitherIsAllowedItIsMay) {
  Story tie = Story::begin();
  tie.arrive(2, pool_a).call(0, 1, pool_a).after(10);
  EXPECT_EQ(counts(tie, "EC-16"), (Counts{0, 0, 0, 0, 0}));
  Story live = Story::begin();
  live.call(0, 1, pool_a).after(3600).arrive(2, pool_a).after(10);
  EXPECT_EQ(counts(live, "EC-16"), (Counts{0, 0, 1, 0, 0}));
  EXPECT_EQ(counts(live, "EC-18"), (Counts{0, 0, 1, 0, 0}));
}

TEST(Callbacks, TheOlderAgentKeepsItsWindow) {
  Story story = dropped();
  story.after(5).call(1, 3, pool_a).after(5).arrive(2, pool_a).rules_say(2, trace::Destination::queue).offer(1, 2).after(10);
  EXPECT_EQ(counts(story, "EC-16"), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(story, "EC-18"), (Counts{0, 1, 0, 0, 0}));
}

TEST(Callbacks, TheCarriersIsTheCarriers) {
  Story story = Story::begin();
  story.platform_presence(0, busy).capacity(0, 50, 1, 1).dial(0, 1).accept(0, 1, pool_a, trace::Path::direct_routing);
  story.lend(0, 1, pool_a).invite(1, pool_a, trace::InviteTarget::sbc).after(5).drop(0, 1).after(5);
  story.arrive(2, pool_a).rules_say(2, trace::Destination::queue).after(10);
  expect_all(story, {0, 0, 0, 1, 0});
}

TEST(Callbacks, TwoAtOnceAreBothOffered) {
  Story story = routed();
  story.arrive(3, pool_a).rules_say(3, trace::Destination::queue).offer(0, 2).offer(0, 3).after(5);
  story.answer(0, 2).after(5).give_up(0, 3).press_end(0, 2).after(1);
  expect_all(story, {2, 0, 0, 0, 0});
}

TEST(Callbacks, WaitingForALineRightlyHeldIsNotCounted) {
  const auto waited = [](std::uint32_t free_before, std::uint32_t reserve) {
    Story story = dropped();
    story.arrive(60, {15550000000}).grant(60, trace::Resource::trunk_line, 0, false, UINT32_MAX, free_before, reserve);
    story.after(5).arrive(2, pool_a).rules_say(2, trace::Destination::queue).route(2, trace::Destination::agent, 0);
    story.wait(2, trace::Resource::trunk_line).after(30).drop(1, 60).grant(2, trace::Resource::trunk_line).after(1);
    story.offer(0, 2).after(1).give_up(0, 2);
    return story;
  };
  expect_all(waited(1, 0), {1, 0, 0, 0, 0});
  EXPECT_EQ(waited(1, 0).of("EC-16").smallest_slack->slack, sim::seconds(1));
  EXPECT_EQ(waited(1, 0).judge_all().figures.emergency_wait_max, sim::seconds(30));
  EXPECT_EQ(waited(1, 0).judge_all().figures.lines_taken_earlier, 1U);
  expect_all(waited(1, 1), {0, 1, 0, 0, 0}, "the ordinary call had taken the line of the reserve");
}

TEST(Callbacks, AnsweredForTheAgentFailsWhereTheCallIsFollowed) {
  const Story story = routed().offer(0, 2).answer(0, 2, true).after(1);
  EXPECT_EQ(counts(story, "EC-16"), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(counts(story, "EC-18"), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(counts(story, "EC-20"), (Counts{0, 1, 0, 0, 0}));
}

TEST(Callbacks, ARunningCallEndedForItFailsWhereTheCallIsFollowed) {
  const auto ended = [](auto how) {
    Story story = dropped();
    story.arrive(60, {15550000000}).offer(0, 60, trace::Route::queue).answer(0, 60).after(5);
    story.arrive(2, pool_a).rules_say(2, trace::Destination::queue).route(2, trace::Destination::agent, 0).offer(0, 2).after(1);
    how(story);
    story.answer(0, 2).after(1);
    return counts(story, "EC-18");
  };
  EXPECT_EQ(ended([](Story& s) { s.drop(0, 60, trace::DropCause::system); }), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(ended([](Story& s) { s.press_end(0, 60, trace::Actor::policy); }), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(ended([](Story& s) { s.drop(0, 60); }), (Counts{1, 0, 0, 0, 0})) << "the customer hung up";
  EXPECT_EQ(ended([](Story& s) { s.press_end(0, 60); }), (Counts{1, 0, 0, 0, 0})) << "the agent ended it";
  EXPECT_EQ(ended([](Story& s) { s.add(trace::Held{{60}, {0}}); }), (Counts{1, 0, 0, 0, 0}));
  const auto reassigned = [](std::uint64_t which, trace::Outcome outcome) {
    return [=](Story& s) {
      s.add(trace::Reassigned{{which}, {0}, trace::ReassignCause::session_closed, outcome});
      s.drop(0, 60, trace::DropCause::system);
    };
  };
  EXPECT_EQ(ended(reassigned(60, trace::Outcome::done)), (Counts{1, 0, 0, 0, 0})) << "the agent closed it with X";
  EXPECT_EQ(ended(reassigned(60, trace::Outcome::refused)), (Counts{0, 1, 0, 0, 0}));
  EXPECT_EQ(ended(reassigned(61, trace::Outcome::done)), (Counts{0, 1, 0, 0, 0})) << "another call was";
  Story at_answer = routed();
  at_answer.arrive(60, {15550000000}).offer(0, 60, trace::Route::queue).answer(0, 60).offer(0, 2).after(1);
  at_answer.answer(0, 2).drop(0, 60, trace::DropCause::system).after(1);
  EXPECT_EQ(counts(at_answer, "EC-18"), (Counts{0, 1, 0, 0, 0})) << "in the instant of the answer";
}

TEST(Callbacks, UnderwayItIsOpen) {
  EXPECT_EQ(counts(routed().offer(0, 2).after(1), "EC-18"), (Counts{0, 0, 0, 0, 1}));
  EXPECT_EQ(counts(routed().offer(0, 2).after(1), "EC-16"), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec20, OnlyWhereARuleWouldHaveSaidOtherwise) {
  Story story = dropped();
  story.after(5).arrive(2, pool_a).rules_say(2, trace::Destination::agent).offer(0, 2).give_up(0, 2);
  EXPECT_EQ(story.of("EC-20").outcome(), Outcome::vacuous);
  EXPECT_EQ(story.of("EC-18").outcome(), Outcome::pass);
}

TEST(Ec21, OnlyAtFullCapacityOrBlocked) {
  const auto with = [](std::int32_t used, bool blocked) {
    Story story = Story::begin();
    story.capacity(0, 50, used, 2, blocked).call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(2, pool_a).offer(0, 2);
    return counts(story.give_up(0, 2), "EC-21");
  };
  EXPECT_EQ(with(1, false), (Counts{0, 0, 0, 0, 0}));
  EXPECT_EQ(with(2, false), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(with(0, true), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec21, ACallbackUsesNoOrdinaryCapacity) {
  EXPECT_EQ(counts(routed().offer(0, 2).answer(0, 2).capacity(0, 2, 2, 1).after(5).press_end(0, 2).capacity(0, 2, 1, 1), "EC-21"),
            (Counts{0, 1, 0, 0, 0}));
  Story free = Story::begin();
  free.call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(2, pool_a).offer(0, 2).answer(0, 2).capacity(0, 2, 1, 5);
  EXPECT_EQ(counts(free, "EC-21"), (Counts{0, 1, 0, 0, 0})) << "also where capacity was free";
}

TEST(Ec22, OnlyWhileTheAgentIsNotAvailable) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).after(5).arrive(2, pool_a).offer(0, 2).give_up(0, 2);
  EXPECT_EQ(story.of("EC-22").outcome(), Outcome::vacuous);
}

}  // namespace
}  // namespace tocsin::requirements
