// Goal: EC-39 passes for a refusal that is visible, in time, rightly reasoned and without trace, and fails for each thing that is
// not so. Method: one clean refusal and one change each.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

using trace::RefusalReason;

Story dialled(Duration delay = {}) {
  Story story = Story::begin();
  dial_with(story, 1, "911", location_off, delay);
  return story;
}
Story refused() {
  Story story = dialled();
  return refuse(story, 1, RefusalReason::location_off);
}

TEST(Ec39, ACleanRefusalPasses) {
  EXPECT_EQ(counts(refused(), "EC-39"), one_pass);
  EXPECT_EQ(counts(refused().after(1'000'000), "EC-39"), one_pass);
}

TEST(Ec39, TheBoundRunsFromTheDialsDelivery) {
  Story in_time = dialled(sim::milliseconds(200));
  refuse(in_time.after(sim::milliseconds(1200)), 1, RefusalReason::location_off);
  EXPECT_EQ(counts(in_time, "EC-39"), one_pass);
  EXPECT_EQ(in_time.of("EC-39").smallest_slack->slack, Duration{0});
  Story late = dialled();
  EXPECT_EQ(counts(late, "EC-39"), one_open);
  refuse(late.after(sim::seconds(1) + one_us), 1, RefusalReason::location_off);
  EXPECT_EQ(counts(late, "EC-39"), one_fail);
}

TEST(Ec39, AWrongReasonOrAnInvisibleOneFails) {
  for (const auto reason :
       {RefusalReason::none, RefusalReason::location_unknown, RefusalReason::country, RefusalReason::capacity_profile,
        RefusalReason::no_path, RefusalReason::episode, RefusalReason::other}) {
    Story story = dialled();
    refuse(story, 1, reason);
    EXPECT_EQ(counts(story, "EC-39"), one_fail);
  }
  Story invisible = dialled();
  refuse(invisible, 1, RefusalReason::location_off, false);
  EXPECT_EQ(counts(invisible, "EC-39"), one_fail);
}

TEST(Ec39, ARefusedRowOfTheTableNeedsItsReasonToo) {
  const auto no_path = [](RefusalReason reason) {
    Story story = Story::begin();
    dial_with(story, 1, "911", [](trace::Dialled& dial) { dial.direct_offer_numbers = 0; });
    refuse(story, 1, reason);
    return counts(story, "EC-39");
  };
  EXPECT_EQ(no_path(RefusalReason::no_path), one_pass);
  EXPECT_EQ(no_path(RefusalReason::country), one_fail);
}

TEST(Ec39, RefusingWhatHadToBeAcceptedFails) {
  for (const auto reason : {RefusalReason::none, RefusalReason::episode, RefusalReason::no_path}) {
    Story story = Story::begin();
    story.dial(0, 1);
    refuse(story, 1, reason);
    EXPECT_EQ(counts(story, "EC-39"), one_fail);
  }
}

TEST(Ec39, AcceptedOrLetGoFails) {
  Story accepted = dialled();
  accepted.accept(0, 1, pool_a);
  EXPECT_EQ(counts(accepted, "EC-39"), one_fail);
  Story went_on = dialled();
  ordinary(went_on, 1);
  EXPECT_EQ(counts(went_on, "EC-39"), one_fail);
}

TEST(Ec39, NotStrictAllowsAnAcceptButNothingElse) {
  Story accepted = dialled();
  accepted.header.strict_prerequisites = false;
  Story went_on = accepted, clean = accepted;
  accepted.accept(0, 1, pool_a);
  EXPECT_EQ(counts(accepted, "EC-39"), one_may);
  ordinary(went_on, 1);
  EXPECT_EQ(counts(went_on, "EC-39"), one_fail);
  refuse(clean, 1, RefusalReason::location_off);
  EXPECT_EQ(counts(clean, "EC-39"), one_pass);
  Story no_path = Story::begin();
  no_path.header.strict_prerequisites = false;
  dial_with(no_path, 1, "911", [](trace::Dialled& dial) { dial.direct_offer_numbers = 0; }).accept(0, 1, pool_a);
  EXPECT_EQ(counts(no_path, "EC-39"), one_fail);
}

TEST(Ec39, WhatIsLeftBehindFails) {
  EXPECT_EQ(counts(refused().lend(0, 1, pool_a), "EC-39"), one_fail);
  EXPECT_EQ(counts(refused().invite(1, pool_a), "EC-39"), one_fail);
  EXPECT_EQ(counts(refused().dnd(0), "EC-39"), one_fail);
  EXPECT_EQ(counts(dialled().dnd(0), "EC-39"), one_fail);
  for (const auto store : {trace::Store::history, trace::Store::recent, trace::Store::transcript, trace::Store::analytics}) {
    Story story = refused();
    EXPECT_EQ(counts(row(story.after(1'000'000), 1, store), "EC-39"), one_fail);
  }
  Story aggregate = refused();
  EXPECT_EQ(counts(row(aggregate, 1, trace::Store::analytics, false), "EC-39"), one_pass);
  Story went_on = refused();
  EXPECT_EQ(counts(ordinary(went_on, 1), "EC-39"), one_fail);
}

TEST(Ec39, PresenceOfOthersAndLaterIsNotItsBusiness) {
  EXPECT_EQ(counts(refused().dnd(1), "EC-39"), one_pass);
  EXPECT_EQ(counts(refused().after(one_us).dnd(0), "EC-39"), one_pass);
  EXPECT_EQ(counts(refused().chosen(0, busy), "EC-39"), one_pass);
  Story during_episode = Story::begin();
  during_episode.call(0, 9, pool_a).after(5);
  dial_with(during_episode, 1, "911", location_off);
  refuse(during_episode, 1, RefusalReason::location_off).dnd(0);
  EXPECT_EQ(counts(during_episode, "EC-39"), one_pass);
  Story at_close = Story::begin();
  at_close.call(0, 9, pool_a).after(5);
  dial_with(at_close, 1, "911", location_off);
  refuse(at_close, 1, RefusalReason::location_off).press_end(0, 9).restore(0);
  EXPECT_EQ(counts(at_close, "EC-39"), one_pass);
}

TEST(Ec39, OverBeforeTheAnswerShowsNothingAndEligibleDialsAreNoTrigger) {
  EXPECT_EQ(counts(dialled().press_end(0, 1), "EC-39"), one_may);
  Story story = Story::begin();
  story.call(0, 1, pool_a);
  dial_text(story, 2, "9110");
  refuse(story, 2, RefusalReason::episode);
  EXPECT_EQ(counts(story, "EC-39"), nothing);
}

}  // namespace
}  // namespace tocsin::requirements
