// Goal: EC-07 passes for an eligible dial accepted within its bound, and fails otherwise. Method: the bound to the microsecond,
// each other answer, and dials that are no trigger.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

TEST(Ec07, TheBoundRunsFromTheDialsDelivery) {
  const auto after = [](Duration d) {
    Story story = Story::begin();
    dial_with(
        story, 1, "911", [](auto&) {}, sim::milliseconds(300))
        .after(d)
        .accept(0, 1, pool_a);
    return story.of("EC-07");
  };
  EXPECT_EQ(after(sim::milliseconds(1300)).counts, one_pass);
  EXPECT_EQ(after(sim::milliseconds(1300)).smallest_slack->slack, Duration{0});
  EXPECT_EQ(after(sim::milliseconds(1300) + one_us).counts, one_fail);
}

TEST(Ec07, ATighterBoundIsTheScenarios) {
  Story story = Story::begin();
  story.header.bounds.accept = sim::milliseconds(10);
  story.dial(0, 1).after(sim::milliseconds(11)).accept(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-07"), one_fail);
}

TEST(Ec07, AnyOtherAnswerFails) {
  Story refused = Story::begin();
  refused.dial(0, 1);
  refuse(refused, 1, trace::RefusalReason::episode);
  EXPECT_EQ(counts(refused, "EC-07"), one_fail);
  Story went_on = Story::begin();
  went_on.dial(0, 1);
  ordinary(went_on, 1);
  EXPECT_EQ(counts(went_on, "EC-07"), one_fail);
  Story silent = Story::begin();
  silent.dial(0, 1);
  EXPECT_EQ(counts(silent, "EC-07"), one_open);
  silent.after(sim::seconds(1) + one_us);
  EXPECT_EQ(counts(silent, "EC-07"), one_fail);
}

TEST(Ec07, EndedBeforeTheAnswerShowsNothing) {
  Story story = Story::begin();
  story.dial(0, 1).press_end(0, 1);
  EXPECT_EQ(counts(story, "EC-07"), one_may);
}

TEST(Ec07, OnlyEligibleDialsOf911AreTriggers) {
  Story story = Story::begin();
  dial_with(story, 1, "911", location_off);
  dial_with(story, 2, "911", [](trace::Dialled& dial) { dial.direct_offer_numbers = 0; });
  dial_text(story, 3, "1911");
  story.after(5);
  EXPECT_EQ(counts(story, "EC-07"), nothing);
}

}  // namespace
}  // namespace tocsin::requirements
