// Goal: with EX-08 a window lasts to half an hour after its call at least, for all that asks about windows; EX-09 passes a known
// location that every INVITE carries; EX-10's figure counts. Method: stories told by hand, one microsecond on either side of each
// boundary, with the switch on and off.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/switches.hpp"

namespace tocsin::requirements {
namespace {

constexpr Duration began = sim::seconds(10);
Duration minutes_after(std::int64_t minutes, std::int64_t us = 0) { return Duration{began.us + sim::minutes(minutes).us + us}; }

// A call of so many minutes, and a call back at that time, offered or not.
Story long_call(bool on, std::int64_t ends, Duration back_at, bool offered, bool dropped = true) {
  Story story = on ? with_switches({8}) : Story::begin();
  story.call(0, 1, pool_a).at(minutes_after(ends));
  if (dropped) story.drop(0, 1);
  story.press_end(0, 1).restore(0).at(back_at);
  if (offered)
    story.callback(0, 2, pool_a);
  else
    story.arrive(2, pool_a).rules_say(2, trace::Destination::queue).route(2, trace::Destination::queue);
  return story.after(20).give_up(0, 2).after(5);
}

TEST(Ex08, ToTheLastInstantOfHalfAnHourAfterTheCall) {
  for (const bool dropped : {false, true}) {
    const Duration last = minutes_after(80, -1), late = minutes_after(80);
    EXPECT_EQ(counts(long_call(true, 50, last, true, dropped), "EX-08"), one_pass);
    EXPECT_EQ(counts(long_call(true, 50, last, false, dropped), "EX-08"), one_fail);
    EXPECT_EQ(counts(long_call(true, 50, last, false, dropped), "EC-16"), one_fail);
    EXPECT_EQ(counts(long_call(true, 50, last, true, dropped), "EC-37"), nothing);
    EXPECT_EQ(counts(long_call(true, 50, late, true, dropped), "EX-08"), nothing);
    EXPECT_EQ(counts(long_call(true, 50, late, true, dropped), "EC-37"), one_fail);
    EXPECT_EQ(counts(long_call(true, 50, late, false, dropped), "EC-37"), one_pass);
  }
}

TEST(Ex08, AShortCallKeepsItsHour) {
  EXPECT_EQ(counts(long_call(true, 2, minutes_after(60, -1), false), "EC-16"), one_fail);
  EXPECT_EQ(counts(long_call(true, 2, minutes_after(60, -1), true), "EX-08"), nothing) << "EX-08 adds nothing to it";
  EXPECT_EQ(counts(long_call(true, 2, minutes_after(60), true), "EC-37"), one_fail);
  EXPECT_EQ(counts(long_call(true, 30, minutes_after(60), false), "EC-37"), one_pass) << "the two ends meet";
}

TEST(Ex08, WithTheSwitchOffTheHourIsAll) {
  EXPECT_EQ(counts(long_call(false, 50, minutes_after(60), true), "EC-37"), one_fail);
  EXPECT_EQ(counts(long_call(false, 50, minutes_after(70), false), "EC-37"), one_pass);
}

TEST(Ex08, WhileTheCallLivesTheWindowDoes) {
  for (const bool on : {true, false}) {
    Story story = on ? with_switches({8}) : Story::begin();
    story.call(0, 1, pool_a).at(minutes_after(90)).callback(0, 2, pool_a).after(20).give_up(0, 2).after(5);
    EXPECT_EQ(counts(story, "EX-08"), on ? one_pass : nothing);
    EXPECT_EQ(counts(story, "EC-16"), on ? one_pass : one_may);
  }
}

TEST(Ex08, TheNumberIsNobodyElsesUntilThen) {
  for (const auto& [at, expected] : {std::pair{minutes_after(80, -1), 1U}, {minutes_after(80), 0U}}) {
    Story story = with_switches({8});
    story.call(0, 1, pool_a).at(minutes_after(50)).press_end(0, 1).restore(0).at(at).call(1, 2, pool_a).after(5);
    EXPECT_EQ(counts(story, "EC-15")[1], expected);
    EXPECT_EQ(counts(story, "EC-14")[1], expected);
  }
}

TEST(Ex08, OverlappingWindowsAreJudgedToTheirEnds) {
  for (const auto& [at, expected] : {std::pair{minutes_after(79), 1U}, {minutes_after(80), 0U}}) {
    Story story = with_switches({8});
    story.call(0, 1, pool_a).after(1).call(1, 3, pool_b).at(minutes_after(50)).press_end(0, 1).restore(0).press_end(1, 3);
    story.restore(1).at(minutes_after(65)).callback(0, 4, pool_a).after(20).give_up(0, 4).restore(0).at(at);
    story.release(0, pool_a).after(sim::minutes(5));
    EXPECT_EQ(counts(story, "EC-17")[1], expected);
  }
}

TEST(Ex08, AnEpisodeLapsesWithItsLongestWindow) {
  for (const auto& [at, lapses] : {std::pair{minutes_after(80, -1), false}, {minutes_after(80), true}}) {
    Story story = with_switches({8});
    story.call(0, 1, pool_a).at(minutes_after(50)).drop(0, 1).at(at).restore(0);
    const Chronicle chronicle = story.chronicle();
    EXPECT_EQ(chronicle.episode({0}) == nullptr, lapses);
  }
}

TEST(Ex08, CallbacksAndCallsThatNeverLeftDoNotExtendIt) {
  Story story = with_switches({8});
  story.call(0, 1, pool_a).at(minutes_after(50)).press_end(0, 1).restore(0).at(minutes_after(70)).callback(0, 2, pool_a);
  story.answer(0, 2).at(minutes_after(75)).press_end(0, 2).restore(0).at(minutes_after(80)).callback(0, 3, pool_a).after(5);
  EXPECT_EQ(counts(story.give_up(0, 3).after(1), "EC-37"), one_fail);
  Story never_left = with_switches({8});
  never_left.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).after(1).drop(0, 1).restore(0).after(1);
  EXPECT_TRUE(never_left.chronicle().is_free(*never_left.chronicle().number(pool_a), never_left.now));
}

Story with_location(bool known, std::initializer_list<bool> conveyed) {
  Story story = with_switches({9});
  story.dial(0, 1);
  std::get<trace::Dialled>(story.events.back().payload).dispatchable_location = known;
  story.accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0);
  std::uint32_t attempt = 0;
  for (const bool each : conveyed)
    story.add(trace::Invited{{1}, ++attempt, trace::InviteTarget::do_emergency, 0, pool_a, each}).after(1);
  return story;
}

TEST(Ex09, KnownAndConveyedPasses) {
  EXPECT_EQ(counts(with_location(true, {true}), "EX-09"), one_pass);
  EXPECT_EQ(counts(with_location(true, {true, true}), "EX-09"), one_pass);
  EXPECT_EQ(counts(with_location(true, {false}), "EX-09"), one_fail);
  EXPECT_EQ(counts(with_location(true, {true, false}), "EX-09"), (Counts{1, 1, 0, 0, 0}));
  EXPECT_EQ(counts(with_location(false, {true}), "EX-09"), one_fail);
  EXPECT_EQ(counts(with_location(true, {}), "EX-09"), one_open);
  EXPECT_EQ(counts(with_location(true, {}).press_end(0, 1), "EX-09"), one_may);
  Story lenient = with_location(false, {false});
  lenient.header.strict_prerequisites = false;
  EXPECT_EQ(counts(lenient, "EX-09"), one_may);
}

TEST(Ex09, IsAPrerequisiteForWhatItAmends) {
  const auto refused = [](bool on, trace::RefusalReason reason) {
    Story story = on ? with_switches({9}) : Story::begin();
    story.dial(0, 1);
    return refuse(story, 1, reason).after(5);
  };
  using trace::RefusalReason;
  EXPECT_EQ(counts(refused(true, RefusalReason::dispatchable_location), "EC-39"), one_pass);
  EXPECT_EQ(counts(refused(true, RefusalReason::country), "EC-39"), one_fail) << "names another reason";
  EXPECT_EQ(counts(refused(true, RefusalReason::dispatchable_location), "EC-07"), nothing);
  EXPECT_EQ(counts(refused(false, RefusalReason::dispatchable_location), "EC-07"), one_fail) << "the switch is off";
}

TEST(Ex10, CountsHowSoonRespondersAnswer) {
  Story story = Story::begin();
  std::uint64_t leg = 0;
  for (const std::int64_t us : {0L, 15'000'000L, 15'000'001L, 20'000'000L, 20'000'001L}) {
    ++leg;
    story.call(0, leg, pool_a).after(Duration{us}).answer(0, leg).after(1);
  }
  ++leg;
  story.call(0, leg, pool_a).after(60).drop(0, leg);
  const Figures figures = story.judge_all().figures;
  EXPECT_EQ(figures.responder_calls, 6U);
  EXPECT_EQ(figures.responder_answered, 5U);
  EXPECT_EQ(figures.responder_answered_in_15_s, 2U);
  EXPECT_EQ(figures.responder_answered_in_20_s, 4U);
}

}  // namespace
}  // namespace tocsin::requirements
