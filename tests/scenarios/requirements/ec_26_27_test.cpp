// Goal: EC-26 fails for whatever works for others on an emergency call; EC-27 fails where panel or conversation go too early or
// stay too long. Method: tries of every control by everybody in every phase; one clean episode and one change each.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

using trace::Actor;
using trace::Outcome;
using trace::View;

Story shown_call() {
  Story story = Story::begin();
  story.call(0, 1, pool_a);
  show_emergency(story, 1);
  return story.after(5).answer(0, 1).after(5);
}
Story& close(Story& story, std::uint64_t leg = 1) {
  story.press_end(0, leg).restore(0);
  return hide(story, leg).after(1);
}
Story& use(Story& story, std::uint32_t control, Actor by, Outcome outcome, std::uint32_t agent = 0) {
  return story.add(trace::ControlUsed{View::dashboard, LegId{1}, AgentId{agent}, trace::Controls{control}, by, outcome});
}

TEST(Ec26, WhatOthersUseIsRefused) {
  for (const Actor by : {Actor::supervisor, Actor::admin, Actor::script})
    for (std::uint32_t control = 2; control <= 8192; control *= 2) {
      Story refused = shown_call();
      EXPECT_EQ(counts(use(refused, control, by, Outcome::refused), "EC-26"), one_pass) << control;
      Story done = shown_call();
      EXPECT_EQ(counts(use(done, control, by, Outcome::done), "EC-26"), one_fail) << control;
      Story idle = shown_call();
      EXPECT_EQ(counts(use(idle, control, by, Outcome::no_effect), "EC-26"), one_may) << control;
    }
}

TEST(Ec26, DeviceSettingsAreForEverybody) {
  for (const Outcome outcome : {Outcome::done, Outcome::refused}) {
    Story story = shown_call();
    EXPECT_EQ(counts(use(story, 1, Actor::supervisor, outcome), "EC-26"), nothing);
  }
}

TEST(Ec26, ACallIsNotReassigned) {
  for (const trace::ReassignCause cause : {trace::ReassignCause::browser_away, trace::ReassignCause::session_closed}) {
    Story done = shown_call();
    EXPECT_EQ(counts(done.add(trace::Reassigned{LegId{1}, AgentId{0}, cause, Outcome::done}), "EC-26"), one_fail);
    Story refused = shown_call();
    EXPECT_EQ(counts(refused.add(trace::Reassigned{LegId{1}, AgentId{0}, cause, Outcome::refused}), "EC-26"), one_pass);
  }
}

TEST(Ec26, OthersAreToldNoMoreThanNameAndEmergency) {
  for (const View view : {View::dashboard, View::api})
    for (std::uint32_t detail = 1; detail <= 32; detail *= 2) {
      Story story = shown_call();
      story.add(trace::Shown{view, LegId{1}, AgentId{0}, {}, trace::Details{detail}});
      EXPECT_EQ(counts(story, "EC-26"), detail <= 2 ? nothing : one_fail) << detail;
    }
  Story own = shown_call();
  EXPECT_EQ(counts(own.add(trace::Shown{View::panel, LegId{1}, AgentId{0}, {}, trace::Details{63}}), "EC-26"), nothing);
}

TEST(Ec26, TheAgentHasTheTwo) {
  for (std::uint32_t control = 1; control <= 4096; control *= 2) {
    Story story = shown_call();
    EXPECT_EQ(counts(use(story, control, Actor::agent, Outcome::done), "EC-26"), control <= 2 ? nothing : one_fail) << control;
    Story refused = shown_call();
    EXPECT_EQ(counts(use(refused, control, Actor::agent, Outcome::refused), "EC-26"), control <= 2 ? nothing : one_pass);
    Story other = shown_call();
    EXPECT_EQ(counts(use(other, control, Actor::agent, Outcome::done, 1), "EC-26"), one_fail) << "another agent";
  }
}

TEST(Ec26, EndByAnotherFails) {
  for (const Actor by : {Actor::supervisor, Actor::admin, Actor::script}) {
    Story ended = shown_call();
    EXPECT_EQ(counts(ended.press_end(0, 1, by), "EC-26"), one_fail);
    Story refused = shown_call();
    refused.press_end(0, 1, by, Outcome::refused);
    EXPECT_EQ(counts(close(refused), "EC-26"), one_pass);
  }
  Story own = shown_call();
  EXPECT_EQ(counts(close(own), "EC-26"), nothing);
  Story before_egress = Story::begin();
  before_egress.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).press_end(0, 1, Actor::supervisor);
  EXPECT_EQ(counts(before_egress, "EC-26"), one_fail) << "it closes the episode with the same event";
}

TEST(Ec26, UntilTheEpisodeCloses) {
  Story dropped = shown_call();
  dropped.drop(0, 1).after(5);
  EXPECT_EQ(counts(use(dropped, 4096, Actor::supervisor, Outcome::done), "EC-26"), one_fail);
  Story closed = shown_call();
  EXPECT_EQ(counts(use(close(closed), 4096, Actor::supervisor, Outcome::done), "EC-26"), nothing);
  Story callback = shown_call();
  callback.drop(0, 1).after(5).callback(0, 2, pool_a).press_end(0, 2, Actor::admin);
  EXPECT_EQ(counts(callback, "EC-26"), one_fail);
  Story arriving = Story::begin();
  arriving.call(0, 1, pool_a).press_end(0, 1).restore(0).after(5).arrive(2, pool_a).press_end(0, 2, Actor::admin);
  EXPECT_EQ(counts(arriving, "EC-26"), one_fail) << "before its offer";
}

TEST(Ec26, OrdinaryCallsArePlatformsBusiness) {
  Story story = Story::begin();
  dial_text(story, 1, "12065550100");
  ordinary(story, 1);
  EXPECT_EQ(counts(use(story, 512, Actor::supervisor, Outcome::done), "EC-26"), nothing);
  Story platform = shown_call();
  EXPECT_EQ(counts(platform.press_end(0, 1, Actor::platform), "EC-26"), nothing);
}

TEST(Ec27, GoneWithTheCloseAndNotBeforePasses) {
  Story story = shown_call();
  EXPECT_EQ(counts(story, "EC-27"), one_open);
  EXPECT_EQ(counts(close(story), "EC-27"), one_pass);
  Story dropped = shown_call();
  dropped.drop(0, 1).after(20).callback(0, 2, pool_a);
  show_emergency(dropped, 2);
  hide(dropped, 1).after(5).answer(0, 2).after(5);
  EXPECT_EQ(counts(close(dropped, 2), "EC-27"), one_pass) << "one panel gives way to another";
}

TEST(Ec27, GoneTooEarlyFails) {
  Story hidden = shown_call();
  show(hidden, 1, View::panel, 0, 0).after(1);
  EXPECT_EQ(counts(close(hidden), "EC-27"), one_fail);
  Story with_the_leg = shown_call();
  hide(with_the_leg.drop(0, 1), 1).after(20);
  EXPECT_EQ(counts(close(with_the_leg), "EC-27"), one_fail);
  Story dashboard = shown_call();
  show(dashboard, 1, View::dashboard, 0, 0).after(1);
  EXPECT_EQ(counts(close(dashboard), "EC-27"), one_pass) << "the dashboard may show less";
  Story flicker = shown_call();
  show(flicker, 1, View::panel, 0, 0);
  show(flicker, 1, View::panel, 3, 3).after(1);
  EXPECT_EQ(counts(close(flicker), "EC-27"), one_pass) << "an instant is judged by its end";
  Story in_the_closing_instant = shown_call();
  hide(in_the_closing_instant, 1).press_end(0, 1).restore(0).after(1);
  EXPECT_EQ(counts(in_the_closing_instant, "EC-27"), one_pass);
}

TEST(Ec27, StayingFails) {
  for (const View view : {View::panel, View::dashboard}) {
    Story story = shown_call();
    story.press_end(0, 1).restore(0);
    show(story, 1, view == View::panel ? View::dashboard : View::panel, 0, 0).after(one_us);
    show(story, 1, view, 0, 0).after(1);
    EXPECT_EQ(counts(story, "EC-27"), one_fail);
  }
  Story again = shown_call();
  close(again);
  show(again, 1, View::panel, 3, 3).after(1);
  EXPECT_EQ(counts(again, "EC-27"), (Counts{1, 1, 0, 0, 0}));
  Story wrap_up = shown_call();
  wrap_up.press_end(0, 1).add(trace::WrapUp{{0}, {1}, true});
  EXPECT_EQ(counts(hide(wrap_up.restore(0), 1).after(1), "EC-27"), one_fail);
}

TEST(Ec27, AnEndThatIsDeliveredLateIsJudgedThen) {
  const Duration late = sim::seconds(2);
  for (const Duration gone : {sim::seconds(0), late, late + one_us}) {
    Story story = shown_call();
    story.add(trace::EndPressed{{1}, {0}, Actor::agent, Outcome::done}, late).after(gone);
    hide(story, 1).restore(0).after(5);
    EXPECT_EQ(counts(story, "EC-27"), gone > late ? one_fail : one_pass) << gone.us;
  }
}

TEST(Ec27, NothingShownIsVacuous) {
  Story never = Story::begin();
  never.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).after(1);
  EXPECT_EQ(counts(never, "EC-27"), nothing);
  Story another = Story::begin();
  another.call(0, 1, pool_a);
  show(another, 1, View::panel, 3, 3, 1).after(5).press_end(0, 1).restore(0).after(1);
  EXPECT_EQ(counts(another, "EC-27"), nothing) << "another agent's panel";
  Story ordinary_call = Story::begin();
  ordinary(dial_text(ordinary_call, 1, "12065550100"), 1);
  show(ordinary_call, 1, View::panel, 511, 63).after(1);
  EXPECT_EQ(counts(ordinary_call, "EC-27"), nothing);
}

TEST(Ec26, WhatThePlatformOrItsPolicyEndsFails) {
  const auto dropped = [](trace::DropCause cause) {
    Story story = Story::begin();
    return counts(story.call(0, 1, pool_a).after(5).drop(0, 1, cause), "EC-26");
  };
  EXPECT_EQ(dropped(trace::DropCause::system), one_fail);
  for (const auto cause :
       {trace::DropCause::far_end, trace::DropCause::network, trace::DropCause::trunk, trace::DropCause::setup_failed})
    EXPECT_EQ(dropped(cause), nothing);
  Story ringing = Story::begin();
  ringing.call(0, 1, pool_a).press_end(0, 1).restore(0).after(60).callback(0, 2, pool_a).after(1);
  EXPECT_EQ(counts(ringing.drop(0, 2, trace::DropCause::system), "EC-26"), one_fail)
      << "a callback rings until the caller gives up";
  // Judged for themselves: by EC-36, and as taken from its agent.
  Story blocked = Story::begin();
  blocked.dial(0, 1).accept(0, 1, pool_a).add(trace::Blocked{{1}, trace::Resource::licence, {0}});
  EXPECT_EQ(counts(blocked.drop(0, 1, trace::DropCause::system), "EC-26"), nothing);
  Story ordinary_call = Story::begin();
  ordinary(dial_text(ordinary_call, 1, "12065550100"), 1);
  EXPECT_EQ(counts(ordinary_call.after(5).drop(0, 1, trace::DropCause::system), "EC-26"), nothing);
}

TEST(Ec26, OthersAreToldNoMoreByAMessageThanByAView) {
  const auto told = [](trace::Notice notice, trace::Details details) {
    Story story = Story::begin();
    story.call(0, 1, pool_a).add(trace::Notified{{1}, {0}, notice, 1, details, Outcome::done});
    return counts(story, "EC-26");
  };
  const auto all = trace::Details{63};
  EXPECT_EQ(told(trace::Notice::alert, trace::emergency_details), nothing);
  EXPECT_EQ(told(trace::Notice::alert, all), one_fail);
  EXPECT_EQ(told(trace::Notice::contacts, all), nothing) << "contacts are EX-01's";
}

}  // namespace
}  // namespace tocsin::requirements
