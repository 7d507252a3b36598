// Goal: EC-25 passes where the panel shows exactly the two controls from the accept to the close of the episode, and fails for
// anything more, less, missing, dead or told to others. Method: one clean episode and one change each.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

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

TEST(Ec25, ExactlyBothFromAcceptToClosePasses) {
  Story story = shown_call();
  EXPECT_EQ(counts(story, "EC-25"), one_open);
  close(story);
  EXPECT_EQ(counts(story, "EC-25"), one_pass);
}

TEST(Ec25, AnythingMoreFails) {
  for (std::uint32_t control = 4; control <= 4096; control *= 2)
    for (const View view : {View::panel, View::dashboard}) {
      Story story = shown_call();
      show(story, 1, view, 3 | control, 3).after(5);
      close(story);
      EXPECT_EQ(counts(story, "EC-25"), one_fail) << control;
    }
  for (const std::uint32_t detail : {4U, 8U, 16U, 32U}) {
    Story story = shown_call();
    show(story, 1, View::dashboard, 0, 2 | detail).after(5);
    close(story);
    EXPECT_EQ(counts(story, "EC-25"), one_fail) << detail;
  }
}

TEST(Ec25, AnythingLessOnThePanelFails) {
  for (const std::uint32_t controls : {0U, 1U, 2U}) {
    Story story = shown_call();
    show(story, 1, View::panel, controls, 0).after(5);
    close(story);
    EXPECT_EQ(counts(story, "EC-25"), one_fail) << controls;
  }
  Story never = Story::begin();
  never.call(0, 1, pool_a).after(1);
  EXPECT_EQ(counts(never, "EC-25"), one_fail);
}

TEST(Ec25, TheDashboardMayShowLess) {
  Story story = shown_call();
  show(story, 1, View::dashboard, 0, 0).after(5);
  close(story);
  EXPECT_EQ(counts(story, "EC-25"), one_pass);
}

TEST(Ec25, AnInstantIsJudgedByItsEnd) {
  Story story = shown_call();
  show(story, 1, View::panel, 511, 63);
  show(story, 1, View::panel, 3, 3).after(1);
  close(story);
  EXPECT_EQ(counts(story, "EC-25"), one_pass);
}

TEST(Ec25, WhatTheDialShowedBeforeTheAcceptStays) {
  Story story = Story::begin();
  story.dial(0, 1);
  show(story, 1, View::dashboard, 1 << 9, 63);
  story.accept(0, 1, pool_a).dnd(0);
  show(story, 1, View::panel, 3, 3).after(1);
  EXPECT_EQ(counts(story, "EC-25"), one_fail);
}

TEST(Ec25, ThePanelStaysAfterADropUntilTheEpisodeCloses) {
  Story story = shown_call();
  story.drop(0, 1).after(20);
  Story kept = story;
  close(kept);
  EXPECT_EQ(counts(kept, "EC-25"), one_pass);
  Story lost = shown_call();
  lost.drop(0, 1);
  hide(lost, 1).after(20);
  EXPECT_EQ(counts(lost, "EC-25"), one_fail);
}

TEST(Ec25, ACallbackNeedsItsOwnPanelFromItsOffer) {
  Story story = shown_call();
  story.drop(0, 1).after(20).callback(0, 2, pool_a);
  Story missing = story;
  missing.after(1);
  EXPECT_EQ(counts(missing, "EC-25"), (Counts{0, 1, 0, 0, 1}));
  show_emergency(story, 2);
  hide(story, 1).after(1);
  story.answer(0, 2).after(5);
  close(story, 2);
  EXPECT_EQ(counts(story, "EC-25"), (Counts{2, 0, 0, 0, 0}));
}

TEST(Ec25, AnotherAgentsPanelIsNotTheAgents) {
  Story story = Story::begin();
  story.call(0, 1, pool_a);
  show(story, 1, View::panel, 3, 3, 1).after(1);
  EXPECT_EQ(counts(story, "EC-25"), one_fail);
}

TEST(Ec25, ADeadEndCallFails) {
  for (const auto outcome : {trace::Outcome::refused, trace::Outcome::no_effect}) {
    Story story = shown_call();
    story.press_end(0, 1, trace::Actor::agent, outcome).after(1);
    close(story);
    EXPECT_EQ(counts(story, "EC-25"), one_fail);
  }
  Story dropped = shown_call();
  dropped.drop(0, 1).after(1).press_end(0, 1, trace::Actor::agent, trace::Outcome::no_effect);
  close(dropped);
  EXPECT_EQ(counts(dropped, "EC-25"), one_pass);
  Story supervisor = shown_call();
  supervisor.press_end(0, 1, trace::Actor::supervisor, trace::Outcome::refused).after(1);
  close(supervisor);
  EXPECT_EQ(counts(supervisor, "EC-25"), one_pass);
}

TEST(Ec25, WhatWorksIsWhatIsShown) {
  const auto used = [](std::uint32_t control, trace::Outcome outcome, trace::Actor by = trace::Actor::agent) {
    Story story = shown_call();
    story.add(trace::ControlUsed{View::panel, LegId{1}, AgentId{0}, trace::Controls{control}, by, outcome}).after(1);
    close(story);
    return counts(story, "EC-25");
  };
  EXPECT_EQ(used(1, trace::Outcome::done), one_pass);
  EXPECT_EQ(used(1, trace::Outcome::refused), one_fail);
  for (std::uint32_t control = 4; control <= 4096; control *= 2) {
    EXPECT_EQ(used(control, trace::Outcome::refused), one_pass) << control;
    EXPECT_EQ(used(control, trace::Outcome::done), one_fail) << control;
  }
  // Whether others may use anything is another requirement's question.
  EXPECT_EQ(used(512, trace::Outcome::done, trace::Actor::supervisor), one_pass);
}

TEST(Ec25, OrdinaryCallsAreNoTrigger) {
  Story story = Story::begin();
  dial_text(story, 1, "12065550100");
  ordinary(story, 1);
  show(story, 1, View::panel, 511, 63).after(1);
  EXPECT_EQ(counts(story, "EC-25"), nothing);
}

TEST(Ec25, AnEpisodeOfOneInstantShowsNothing) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).press_end(0, 1).after(1);
  EXPECT_EQ(counts(story, "EC-25"), one_may);
}

}  // namespace
}  // namespace tocsin::requirements
