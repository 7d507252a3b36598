// Goal: EC-01 passes for 911 that is taken or refused, fails for 911 let go and for anything else taken, and is vacuous where
// nobody dialled 911. Method: hand-told traces.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

TEST(Ec01, AcceptedOrRefusedPasses) {
  Story story = Story::begin();
  dial_text(story, 1, "tel:(9)1-1").accept(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-01"), one_pass);
  Story refused = Story::begin();
  dial_text(refused, 1, "911");
  refuse(refused, 1, trace::RefusalReason::other, false);
  EXPECT_EQ(counts(refused, "EC-01"), one_pass);
}

TEST(Ec01, LetGoAsAnOrdinaryCallFails) {
  Story story = Story::begin();
  dial_text(story, 1, "+911");
  ordinary(story, 1);
  EXPECT_EQ(counts(story, "EC-01"), one_fail);
  EXPECT_EQ(failure(story, "EC-01"), "911 went on as an ordinary call");
}

TEST(Ec01, AnotherNumberAcceptedFails) {
  for (const char* text : {"9110", "9911", "112", "911#", "+19115551234"}) {
    Story story = Story::begin();
    dial_text(story, 1, text).accept(0, 1, pool_a);
    EXPECT_EQ(counts(story, "EC-01"), one_fail) << text;
  }
}

TEST(Ec01, AnotherNumberCountsOnceA911WasDialled) {
  Story story = Story::begin();
  dial_text(story, 1, "9110");
  ordinary(story, 1);
  EXPECT_EQ(counts(story, "EC-01"), nothing);
  dial_text(story, 2, "911").accept(0, 2, pool_a);
  dial_text(story, 3, "9110");
  ordinary(story, 3);
  dial_text(story, 4, "112");
  refuse(story, 4, trace::RefusalReason::episode);
  EXPECT_EQ(counts(story, "EC-01"), (Counts{3, 0, 0, 0, 0}));
}

TEST(Ec01, AnAcceptAfterItHadGoneOnFails) {
  Story story = Story::begin();
  dial_text(story, 1, "12065550100");
  ordinary(story, 1).accept(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-01"), one_fail);
}

TEST(Ec01, ASecondAcceptIsNoSecondObligation) {
  Story story = Story::begin();
  dial_text(story, 1, "911").accept(0, 1, {}, trace::Path::direct_routing).accept(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-01"), one_pass);
}

TEST(Ec01, UndecidedIsOpenAndOverIsMay) {
  Story story = Story::begin();
  dial_text(story, 1, "911");
  EXPECT_EQ(counts(story, "EC-01"), one_open);
  story.press_end(0, 1);
  EXPECT_EQ(counts(story, "EC-01"), one_may);
}

TEST(Ec01, NeedsTheEventsThatCouldSpoilIt) {
  Story story = Story::begin();
  dial_text(story, 1, "911").accept(0, 1, pool_a);
  story.header.complete_for &= ~trace::kinds<trace::WentOrdinary>();
  EXPECT_EQ(story.of("EC-01").outcome(), Outcome::unobserved);
}

}  // namespace
}  // namespace tocsin::requirements
