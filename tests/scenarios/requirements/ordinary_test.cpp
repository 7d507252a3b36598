// Goal: the streamed part of EC-34: an ordinary call passes when it went as configured, and fails with the one thing that did
// not. Method: one customer's call told by hand, whole, and the same with one event changed, left out or added; beside an
// emergency too.
#include <gtest/gtest.h>

#include <algorithm>

#include <functional>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

using trace::Destination;
using trace::Resource;
using trace::Route;

constexpr Number main_line{12065550001};
constexpr Counts nothing{}, passed{1, 0, 0, 0, 0}, failed{0, 1, 0, 0, 0}, allowed{0, 0, 1, 0, 0};

trace::RoutingFact rule(std::uint32_t index, trace::CalledMatch match, Number called, Destination to) {
  trace::RoutingFact fact{index, match, called, to, {}, {}, 0};
  if (to == Destination::queue) fact.queue = {0};
  if (to == Destination::agent) fact.agent = {1};
  return fact;
}

Story centre() {
  Story story;
  story.pool({pool_a, pool_b}).agents(3);
  story.add(rule(0, trace::CalledMatch::number, main_line, Destination::queue));
  story.add(rule(1, trace::CalledMatch::pool, {}, Destination::voicemail));
  return story.at(10), story;
}

// What a test may change of the call of leg 7 at agent 1.
struct Call {
  Destination to = Destination::queue;
  Route route = Route::queue;
  bool recorded = true;
  bool row = true;
  bool with_identity = true;
  bool given_back = true;
  std::int32_t used = 1, limit = 2;
};

void begin_call(Story& story, const Call& call = {}) {
  story.arrive(7, main_line).add(trace::Routed{{7}, call.to, {}, {0}});
  story.add(trace::Granted{{7}, Resource::agent, {0}, {1}}).capacity(1, 7, call.used, call.limit);
  story.offer(1, 7, call.route).after(4).answer(1, 7).add(trace::Microphone{{1}, {7}}).add(trace::RecordingDue{{7}, {1}});
  if (call.recorded) story.add(trace::RecordingStarted{{1}, {7}, {1}, true});
  story.after(20);
}

void end_call(Story& story, const Call& call = {}) {
  story.drop(1, 7).add(trace::RecordingStopped{{1}, {7}}).add(trace::Microphone{{1}, {}});
  story.add(trace::RowDue{trace::Store::history, {7}, trace::RowMoment::ended});
  if (call.row) story.add(trace::RowWritten{trace::Store::history, {7}, trace::RowMoment::ended, call.with_identity});
  story.add(trace::WrapUp{{1}, {7}, true}).after(20).add(trace::WrapUp{{1}, {7}, false});
  if (call.given_back) story.capacity(1, 7, 0, call.limit);
  story.after(1);
}

Counts of_call(const Call& call) {
  Story story = centre();
  begin_call(story, call);
  end_call(story, call);
  return counts(story, "EC-34");
}

TEST(Ordinary, AWholeCallPasses) { EXPECT_EQ(of_call({}), passed); }

TEST(Ordinary, WhatIsConfiguredAndDoesNotComeFails) {
  EXPECT_EQ(of_call({.to = Destination::bot}), failed);
  EXPECT_EQ(of_call({.route = Route::emergency_callback}), failed);
  EXPECT_EQ(of_call({.recorded = false}), failed);
  EXPECT_EQ(of_call({.row = false}), failed);
  EXPECT_EQ(of_call({.with_identity = false}), failed);
  EXPECT_EQ(of_call({.given_back = false}), failed);
  EXPECT_EQ(of_call({.used = 3}), failed);
  EXPECT_EQ(of_call({.used = 2}), passed);
}

TEST(Ordinary, ACallThatLivesAtTheEndIsNotJudged) {
  Story story = centre();
  begin_call(story);
  EXPECT_EQ(counts(story, "EC-34"), nothing);
}

TEST(Ordinary, ItsCapacityIsGivenBackInTheInstantInWhichItIsOver) {
  const auto at_end = [](bool given_back, Duration later) {
    Story story = centre();
    begin_call(story);
    story.drop(1, 7).add(trace::RecordingStopped{{1}, {7}});
    story.after(later);
    if (given_back) story.capacity(1, 7, 0, 2);
    return counts(story.after(1), "EC-34");
  };
  EXPECT_EQ(at_end(true, Duration{0}), passed);
  EXPECT_EQ(at_end(true, one_us), failed);
  EXPECT_EQ(at_end(false, Duration{0}), failed);
}

// A call that came after the window, or before any, is an ordinary one; one within it is not.
TEST(Ordinary, CallsToLentNumbersFollowTheirRulesOutsideTheWindow) {
  const auto at_window = [](Duration since, Destination to) {
    Story story = centre();
    story.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).at(sim::seconds(10) + since).arrive(9, pool_a);
    story.rules_say(9, Destination::voicemail).route(9, to, 0).after(1).give_up(0, 9).after(1);
    return counts(story, "EC-34");
  };
  EXPECT_EQ(at_window(sim::minutes(60), Destination::voicemail), passed);
  EXPECT_EQ(at_window(sim::minutes(60), Destination::agent), failed);
  EXPECT_EQ(at_window(sim::minutes(60) - one_us, Destination::agent), nothing);
}

// Both orders of the tie: in the instant of the assign either treatment is allowed.
TEST(Ordinary, ACallInTheInstantOfTheAssignIsNotJudged) {
  for (const bool before : {true, false}) {
    Story story = centre();
    if (before) story.arrive(9, pool_a).rules_say(9, Destination::voicemail).route(9, Destination::agent, 0);
    story.call(0, 1, pool_a);
    if (!before) story.arrive(9, pool_a).rules_say(9, Destination::voicemail).route(9, Destination::agent, 0);
    EXPECT_EQ(counts(story.after(1).give_up(0, 9).after(1), "EC-34"), nothing) << before;
  }
}

void wait(Story& story, std::uint64_t leg, std::int32_t priority) {
  story.arrive(leg, main_line).add(trace::Routed{{leg}, Destination::queue, {}, {0}});
  story.add(trace::Waits{{leg}, Resource::agent, {0}, priority}).after(1);
}
void take(Story& story, std::uint64_t leg, Route route = Route::queue) {
  story.grant(leg, Resource::agent, 0, true, 1).offer(1, leg, route).after(1);
}
void over(Story& story, std::uint64_t leg) { story.drop(1, leg).after(1); }

Counts served(std::initializer_list<std::pair<std::uint64_t, std::int32_t>> waiting, std::initializer_list<std::uint64_t> order) {
  Story story = centre();
  for (const auto& [leg, priority] : waiting) wait(story, leg, priority);
  for (const std::uint64_t leg : order) take(story, leg);
  for (const std::uint64_t leg : order) over(story, leg);
  return counts(story, "EC-34");
}

TEST(Ordinary, AQueueGoesByPriorityThenAge) {
  EXPECT_EQ(served({{7, 1}, {8, 1}}, {7, 8}), (Counts{2, 0, 0, 0, 0}));
  EXPECT_EQ(served({{7, 1}, {8, 1}}, {8, 7}), (Counts{1, 1, 0, 0, 0}));
  EXPECT_EQ(served({{7, 1}, {8, 5}}, {8, 7}), (Counts{2, 0, 0, 0, 0}));
  EXPECT_EQ(served({{7, 1}, {8, 5}}, {7, 8}), (Counts{1, 1, 0, 0, 0}));
}

TEST(Ordinary, AffinityAndHandsMayChoose) {
  for (const Route route : {Route::affinity, Route::supervisor}) {
    Story story = centre();
    wait(story, 7, 1), wait(story, 8, 1);
    take(story, 8, route), take(story, 7);
    over(story, 7), over(story, 8);
    EXPECT_EQ(counts(story, "EC-34"), (Counts{2, 0, 0, 0, 0}));
  }
}

TEST(Ordinary, WhatRangAndCameBackGoesFirst) {
  Story story = centre();
  wait(story, 7, 1), wait(story, 8, 1);
  take(story, 7);
  story.add(trace::OfferTimedOut{{7}, {1}}).add(trace::Waits{{7}, Resource::agent, {0}, 1}).after(1);
  take(story, 7), take(story, 8);
  over(story, 7), over(story, 8);
  EXPECT_EQ(counts(story, "EC-34"), (Counts{2, 0, 0, 0, 0}));
}

// Overflow to somewhere without a queue.
TEST(Ordinary, WhatWasSentOnWaitsNoMore) {
  Story story = centre();
  wait(story, 7, 1), wait(story, 8, 1);
  story.add(trace::Routed{{7}, Destination::external, {}, {}}).after(1);
  take(story, 8);
  over(story, 7), over(story, 8);
  EXPECT_EQ(counts(story, "EC-34"), (Counts{2, 0, 0, 0, 0}));
}

// Its old place is not kept for it; what becomes of it is not judged.
TEST(Ordinary, WhatIsReassignedWaitsAsOneThatHasJustCome) {
  Story story = centre();
  wait(story, 7, 1), take(story, 7);
  story.answer(1, 7).after(1);
  wait(story, 8, 1);
  story.add(trace::Reassigned{{7}, {1}, trace::ReassignCause::browser_away, trace::Outcome::done});
  story.add(trace::Waits{{7}, Resource::agent, {0}, 1}).after(1);
  take(story, 8), take(story, 7);
  over(story, 7), over(story, 8);
  EXPECT_EQ(counts(story, "EC-34"), (Counts{1, 0, 1, 0, 0}));
}

TEST(Ordinary, OnlyAnEmergencyWithholdsOrTakesBack) {
  const auto at_agent = [](std::uint32_t agent, bool withdrawn) {
    Story story = centre();
    story.call(0, 1, pool_a).after(1);
    wait(story, 7, 1);
    if (withdrawn)
      story.grant(7, Resource::agent, 0, true, agent).offer(agent, 7, Route::queue).add(trace::Withdrawn{{7}, {agent}});
    else
      story.add(trace::PassedOver{{7}, Resource::agent, {0}, {agent}});
    over(story, 7);
    return counts(story, "EC-34");
  };
  for (const bool withdrawn : {true, false}) {
    EXPECT_EQ(at_agent(0, withdrawn), passed);
    EXPECT_EQ(at_agent(1, withdrawn), failed);
  }
}

TEST(Ordinary, LinesGoByAgeAndAreKeptForEmergenciesAlone) {
  const auto passed_over = [](std::uint32_t free_before, std::uint32_t reserve, bool emergency_waits) {
    Story story = centre();
    story.arrive(6, main_line).grant(6, Resource::trunk_line, 3, false, UINT32_MAX, free_before, reserve);
    if (emergency_waits) story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).wait(1, Resource::trunk_line, 3);
    story.arrive(7, main_line).add(trace::PassedOver{{7}, Resource::trunk_line, {3}, {}}).wait(7, Resource::trunk_line, 3);
    over(story, 7);
    return counts(story, "EC-34");
  };
  EXPECT_EQ(passed_over(3, 0, false), failed);
  EXPECT_EQ(passed_over(3, 2, false), passed);
  EXPECT_EQ(passed_over(3, 1, false), failed);
  EXPECT_EQ(passed_over(3, 0, true), passed);
  Story story = centre();
  story.arrive(7, main_line).wait(7, Resource::trunk_line, 3).after(1).arrive(8, main_line).wait(8, Resource::trunk_line, 3);
  story.after(1).grant(8, Resource::trunk_line, 3).grant(7, Resource::trunk_line, 3);
  over(story, 7), over(story, 8);
  EXPECT_EQ(counts(story, "EC-34"), (Counts{1, 1, 0, 0, 0}));
}

// The agent dials 911 beside the recorded call of leg 7, and takes it up again.
struct Beside {
  bool pauses = true;
  bool stops = false;
  bool goes_on = true;
  bool dropped = false;
};
Counts beside(const Beside& how) {
  Story story = centre();
  begin_call(story);
  story.call(1, 1, pool_a);
  if (how.dropped) story.drop(1, 7, trace::DropCause::system);
  story.after(3).add(trace::Held{{7}, {1}}).add(trace::Microphone{{1}, {}}).answer(1, 1).add(trace::Microphone{{1}, {1}});
  if (how.stops) story.add(trace::RecordingStopped{{1}, {7}});
  if (how.pauses) story.add(trace::RecordingPaused{{1}, {7}});
  story.after(30).press_end(1, 1).add(trace::Microphone{{1}, {}}).restore(1).after(2);
  story.add(trace::Resumed{{7}, {1}}).add(trace::Microphone{{1}, {7}});
  if (how.goes_on) story.add(trace::RecordingResumed{{1}, {7}, true});
  story.after(5);
  if (!how.dropped) end_call(story);
  return counts(story, "EC-34");
}

TEST(Ordinary, AParallelCallYieldsItsRecordingAndGoesOn) {
  EXPECT_EQ(beside({}), passed);
  EXPECT_EQ(beside({.goes_on = false}), failed);
  EXPECT_EQ(beside({.pauses = false, .stops = true, .goes_on = false}), failed);
  EXPECT_EQ(beside({.pauses = false, .stops = true, .goes_on = true}), passed);
  EXPECT_EQ(beside({.dropped = true}), failed);
}

TEST(Ordinary, ARecordingStopsOrPausesForNothingElse) {
  const auto meanwhile = [](std::function<void(Story&)> act) {
    Story story = centre();
    begin_call(story);
    act(story);
    story.after(5);
    end_call(story);
    return counts(story, "EC-34");
  };
  EXPECT_EQ(meanwhile([](Story& s) { s.add(trace::RecordingStopped{{1}, {7}}); }), failed);
  // What pauses it in the instant in which it goes on: the agent's own button, or nothing that may.
  const auto paused_again = [&](bool by_button) {
    return meanwhile([by_button](Story& s) {
      s.add(trace::RecordingPaused{{1}, {7}}).after(1).add(trace::RecordingDue{{7}, {1}});
      s.add(trace::RecordingResumed{{1}, {7}, true});
      if (by_button)
        s.add(trace::ControlUsed{trace::View::panel, {7}, {1}, trace::control_record, trace::Actor::agent, trace::Outcome::done});
      s.add(trace::RecordingPaused{{1}, {7}});
    });
  };
  EXPECT_EQ(paused_again(true), passed);
  EXPECT_EQ(paused_again(false), failed);
  // The agent's own button, and the policy's word when the voice goes to another ordinary call.
  EXPECT_EQ(meanwhile([](Story& s) { s.add(trace::RecordingPaused{{1}, {7}}); }), passed);
  EXPECT_EQ(meanwhile([](Story& s) { s.add(trace::Microphone{{1}, {8}}).add(trace::RecordingPaused{{1}, {7}}); }), failed);
}

TEST(Ordinary, NoEmergencyUsesCapacity) {
  Story story = centre();
  story.call(0, 1, pool_a).capacity(0, 1, 1, 2).after(5).press_end(0, 1).capacity(0, 1, 0, 2).restore(0).after(1);
  EXPECT_EQ(counts(story, "EC-34"), failed);
}

TEST(Ordinary, DialsAreRefusedInAnEpisodeAlone) {
  const auto dialled = [](bool episode, bool refused, bool accepted) {
    Story story = centre();
    if (episode) story.call(0, 1, pool_a).after(1);
    trace::Dialled dial;
    dial.agent = {0};
    dial.leg = {7};
    dial.raw = story.texts.intern("9110");
    story.add(dial);
    if (accepted)
      story.accept(0, 7, pool_b);
    else if (refused)
      story.add(trace::Refused{{0}, {7}, trace::RefusalReason::episode, true});
    else
      story.add(trace::WentOrdinary{{0}, {7}}).after(3).answer(0, 7).after(3).press_end(0, 7);
    return counts(story.after(1), "EC-34");
  };
  EXPECT_EQ(dialled(false, false, false), passed);
  EXPECT_EQ(dialled(false, true, false), failed);
  EXPECT_EQ(dialled(true, true, false), nothing);
  EXPECT_EQ(dialled(false, false, true), failed);
}

TEST(Ordinary, WhatIsInjectedExcuses) {
  Story story = centre();
  story.add(trace::FaultInjected{trace::Component::store, 0, trace::FaultEffect::slow, true, {}});
  begin_call(story);
  end_call(story, {.row = false});
  EXPECT_EQ(counts(story, "EC-34"), allowed);
}

// Beside an emergency of whomever.
TEST(Ordinary, NothingIsEndedOrRefusedForAnEmergency) {
  const auto beside = [](bool emergency, const char* note, const auto& happens) {
    Story story = centre();
    if (emergency) story.call(0, 1, pool_a).after(1);
    begin_call(story);
    happens(story);
    const auto failures = story.after(1).of("EC-34").failures;
    return std::any_of(failures.begin(), failures.end(), [&](const Failure& failure) { return failure.note == note; });
  };
  const char* const by_us = "the platform or its policy ended it while there is an emergency";
  const auto ended = [](trace::DropCause cause) { return [cause](Story& story) { story.drop(1, 7, cause); }; };
  EXPECT_TRUE(beside(true, by_us, ended(trace::DropCause::system)));
  EXPECT_FALSE(beside(false, by_us, ended(trace::DropCause::system))) << "the platform's own affair";
  EXPECT_FALSE(beside(true, by_us, ended(trace::DropCause::far_end)));
  EXPECT_FALSE(beside(true, by_us, [](Story& story) {
    story.add(trace::Blocked{{7}, trace::Resource::licence, {0}}).drop(1, 7, trace::DropCause::system);
  }));
  const auto reassigned = [](trace::Outcome outcome) {
    return [outcome](Story& story) {
      story.add(trace::Reassigned{{7}, {1}, trace::ReassignCause::browser_away, outcome});
      if (outcome == trace::Outcome::done) story.drop(1, 7, trace::DropCause::system);
    };
  };
  EXPECT_TRUE(beside(true, "it was not given to another agent as is usual", reassigned(trace::Outcome::refused)));
  EXPECT_FALSE(beside(true, "it was not given to another agent as is usual", reassigned(trace::Outcome::done)));
  EXPECT_FALSE(beside(true, by_us, reassigned(trace::Outcome::done)));
  const auto used = [](trace::Controls control, trace::Outcome outcome) {
    return [=](Story& story) {
      story.add(trace::ControlUsed{trace::View::panel, {7}, {1}, control, trace::Actor::agent, outcome});
    };
  };
  const char* const refused = "a control of an ordinary call was refused";
  const auto hold = trace::Controls{8};
  EXPECT_TRUE(beside(true, refused, used(hold, trace::Outcome::refused)));
  EXPECT_FALSE(beside(true, refused, used(hold, trace::Outcome::done)));
  EXPECT_FALSE(beside(true, refused, used(trace::control_record, trace::Outcome::refused))) << "EC-28 may need it";
}

TEST(Ordinary, ANumberIsReadBackToTestCallsAlone) {
  for (const bool on : {false, true}) {
    Story story = centre();
    if (on) story.header.switches = trace::Switches{1U << 4};
    trace::Dialled dial;
    dial.agent = {0};
    dial.leg = {7};
    dial.raw = story.texts.intern("933");
    story.add(dial).add(trace::ReadBack{{7}, {0}, pool_a}).after(1);
    EXPECT_EQ(counts(story, "EC-34"), on ? nothing : failed);
  }
}

}  // namespace
}  // namespace tocsin::requirements
