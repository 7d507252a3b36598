// Goal: EX-04 fails a form that offers save or refresh at the end of an instant, or where either works, and EC-25 lets it only
// while the switch is off; EX-05 passes exactly the number that is lent to the agent. Method: stories told by hand, each kind of
// violation, ties and boundaries.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/switches.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::uint32_t save = 0x4000, refresh = 0x8000;

Story form(bool on) {
  Story story = on ? with_switches({4}) : Story::begin();
  story.header.customised_form = true;
  return story;
}

Story call_on_form(bool on, std::uint32_t beside) {
  Story story = form(on);
  story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0);
  show(story, 1, trace::View::panel, 3 | beside, 3);
  show(story, 1, trace::View::dashboard, 0, 3).invite(1, pool_a).after(60);
  return story;
}
Story closed(Story story) {
  story.press_end(0, 1).restore(0);
  return hide(story, 1).after(1);
}

TEST(Ex04, HiddenPassesAndShownFails) {
  EXPECT_EQ(counts(closed(call_on_form(true, 0)), "EX-04"), one_pass);
  for (const std::uint32_t beside : {save, refresh, save | refresh}) {
    EXPECT_EQ(counts(closed(call_on_form(true, beside)), "EX-04"), one_fail) << beside;
    EXPECT_EQ(counts(closed(call_on_form(true, beside)), "EC-25"), one_fail) << beside;
    EXPECT_EQ(counts(closed(call_on_form(false, beside)), "EC-25"), one_pass) << "the form's own, with the switch off";
    EXPECT_EQ(counts(closed(call_on_form(false, beside)), "EX-04"), nothing);
  }
  EXPECT_EQ(counts(call_on_form(true, 0), "EX-04"), one_open);
}

TEST(Ec25, AFormThatIsNotCustomisedHasNoButtonsOfItsOwn) {
  Story story = call_on_form(false, save);
  story.header.customised_form = false;
  EXPECT_EQ(counts(closed(story), "EC-25"), one_fail);
  EXPECT_EQ(counts(closed(call_on_form(false, save | 8)), "EC-25"), one_fail) << "hold is not the form's";
}

TEST(Ex04, WhatCountsIsTheEndOfTheInstant) {
  Story put_right = form(true);
  put_right.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0);
  show(put_right, 1, trace::View::panel, 3 | save, 3);
  show(put_right, 1, trace::View::panel, 3, 3).invite(1, pool_a).after(60);
  EXPECT_EQ(counts(closed(put_right), "EX-04"), one_pass);
  Story shown_again = call_on_form(true, 0);
  show(shown_again, 1, trace::View::panel, 3 | refresh, 3).after(one_us);
  show(shown_again, 1, trace::View::panel, 3, 3).after(1);
  EXPECT_EQ(counts(closed(shown_again), "EX-04"), one_fail);
  Story before = form(true);
  before.dial(0, 1);
  show(before, 1, trace::View::panel, 3 | save, 3).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).invite(1, pool_a).after(60);
  EXPECT_EQ(counts(closed(before), "EX-04"), one_fail) << "what stood there before the accept stands";
}

TEST(Ex04, AButtonThatWorksFailsThoughHidden) {
  for (const auto& [outcome, expected] :
       {std::pair{trace::Outcome::refused, one_pass}, {trace::Outcome::no_effect, one_pass}, {trace::Outcome::done, one_fail}}) {
    Story story = call_on_form(true, 0);
    story.add(trace::ControlUsed{trace::View::panel, {1}, {0}, trace::Controls{save}, trace::Actor::agent, outcome}).after(1);
    EXPECT_EQ(counts(closed(story), "EX-04"), expected);
  }
  Story off = call_on_form(false, save);
  off.add(trace::ControlUsed{trace::View::panel, {1}, {0}, trace::Controls{save}, trace::Actor::agent, trace::Outcome::done});
  EXPECT_EQ(counts(closed(off.after(1)), "EC-25"), one_pass);
}

Story test_call(Story& story, std::uint64_t leg, Number read, std::uint32_t agent = 0) {
  story.dial(agent, leg);
  std::get<trace::Dialled>(story.events.back().payload).raw = story.texts.intern("9-3-3");
  return story.add(trace::ReadBack{{leg}, {agent}, read}).after(1);
}
Story lent_and_over() {
  Story story = with_switches({5});
  return story.call(0, 1, pool_a).after(60).press_end(0, 1).restore(0).after(5);
}

TEST(Ex05, TheAgentsNumberPassesAndAnyOtherFails) {
  Story right = lent_and_over(), wrong = lent_and_over(), silent = lent_and_over(), other = lent_and_over();
  EXPECT_EQ(counts(test_call(right, 5, pool_a), "EX-05"), one_pass);
  EXPECT_EQ(counts(right, "EC-01"), (Counts{2, 0, 0, 0, 0})) << "a test call is no emergency";
  EXPECT_EQ(failure(test_call(wrong, 5, pool_b), "EX-05"), "another number was read back than the one lent to the agent");
  EXPECT_EQ(failure(test_call(silent, 5, {}), "EX-05"), "no number was read back, although one is lent to the agent");
  EXPECT_EQ(failure(test_call(other, 5, pool_a, 1), "EX-05"), "a number was read back, although none is lent to the agent");
  Story none = with_switches({5});
  EXPECT_EQ(counts(test_call(none, 5, {}), "EX-05"), one_pass);
}

TEST(Ex05, TheWindowIsHalfOpen) {
  const Duration hour = sim::minutes(60);
  Story last = lent_and_over(), over = lent_and_over();
  last.at(Duration{sim::seconds(10).us + hour.us - 1});
  over.at(Duration{sim::seconds(10).us + hour.us});
  Story last_silent = last, over_silent = over;
  EXPECT_EQ(counts(test_call(last, 5, pool_a), "EX-05"), one_pass);
  EXPECT_EQ(counts(test_call(last_silent, 5, {}), "EX-05"), one_fail);
  EXPECT_EQ(counts(test_call(over, 5, pool_a), "EX-05"), one_fail);
  EXPECT_EQ(counts(test_call(over_silent, 5, {}), "EX-05"), one_pass);
}

TEST(Ex05, EitherOfTwoWindowsIsTheAgents) {
  for (const Number read : {pool_a, pool_b}) {
    Story story = lent_and_over();
    story.call(0, 2, pool_b).after(60).press_end(0, 2).restore(0).after(5);
    EXPECT_EQ(counts(test_call(story, 5, read), "EX-05"), one_pass);
  }
}

TEST(Ex05, AnyOtherEndOfTheDialFails) {
  const auto dialled = [] {
    Story story = lent_and_over();
    story.dial(0, 5);
    std::get<trace::Dialled>(story.events.back().payload).raw = story.texts.intern("933");
    return story;
  };
  Story ordinary_call = dialled(), emergency = dialled(), refused = dialled(), lent = dialled(), late = dialled(),
        cut = dialled();
  EXPECT_EQ(counts(ordinary(ordinary_call, 5).after(1), "EX-05"), one_fail);
  EXPECT_EQ(counts(emergency.accept(0, 5, pool_b).after(1), "EX-05"), one_fail);
  EXPECT_EQ(counts(refuse(refused, 5, trace::RefusalReason::other).after(1), "EX-05"), one_fail);
  EXPECT_EQ(counts(lent.lend(0, 5, pool_b).after(1), "EX-05"), one_fail);
  EXPECT_EQ(counts(late.after(Duration{1'000'001}).add(trace::ReadBack{{5}, {0}, pool_a}), "EX-05"), one_fail);
  EXPECT_EQ(counts(cut.after(one_us), "EX-05"), one_open);
  Story in_time = dialled();
  EXPECT_EQ(counts(in_time.after(1).add(trace::ReadBack{{5}, {0}, pool_a}).after(1), "EX-05"), one_pass);
  Story in_episode = with_switches({5});
  in_episode.call(0, 1, pool_a).after(5).dial(0, 5);
  std::get<trace::Dialled>(in_episode.events.back().payload).raw = in_episode.texts.intern("933");
  EXPECT_EQ(counts(refuse(in_episode, 5, trace::RefusalReason::episode).after(1), "EX-05"), one_may);
}

TEST(Ec01, NineOneOneIsNoTestCall) {
  Story story = with_switches({5});
  story.dial(0, 1).add(trace::ReadBack{{1}, {0}, {}}).after(1);
  EXPECT_EQ(counts(story, "EC-01"), one_fail);
}

}  // namespace
}  // namespace tocsin::requirements
