// Goal: EC-28 and EC-29 pass only where a recording would have come and none took the leg or its agent's microphone. Method: each
// way in which one could, against each leg; ties within an instant.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

// An emergency leg 1 that is connected, outgoing or incoming, and the id of its requirement.
struct Case {
  bool incoming;
  std::string_view id() const { return incoming ? "EC-29" : "EC-28"; }
  std::string_view other() const { return incoming ? "EC-28" : "EC-29"; }
  Story connected() const {
    Story story = Story::begin();
    if (incoming) {
      story.call(0, 9, pool_a).drop(0, 9).after(60).callback(0, 1, pool_a);
    } else {
      story.call(0, 1, pool_a);
    }
    story.after(5).answer(0, 1);
    microphone(story, 1);
    return media(story, 1);
  }
};

class Ec28And29 : public testing::TestWithParam<bool> {
 protected:
  Case tried{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Directions, Ec28And29, testing::Bool());

TEST_P(Ec28And29, ARecordingThatWasDueAndDidNotComePasses) {
  Story story = tried.connected();
  EXPECT_EQ(counts(story, tried.id()), nothing);
  recording_due(story, 1).after(30);
  EXPECT_EQ(counts(story, tried.id()), one_open);
  story.drop(0, 1);
  EXPECT_EQ(counts(story, tried.id()), one_pass);
  EXPECT_EQ(counts(story, tried.other()), nothing);
}

TEST_P(Ec28And29, ARecordingOfTheLegFailsEvenPaused) {
  Story story = tried.connected();
  record(recording_due(story, 1), 7, 1);
  pause(story, 7, 1).after(30).drop(0, 1);
  EXPECT_EQ(counts(story, tried.id()), one_fail);
  Story unasked = tried.connected();
  record(unasked, 7, 1);
  EXPECT_EQ(counts(unasked, tried.id()), one_fail);
  Story resumed_unseen = tried.connected();
  resume(resumed_unseen, 7, 1);
  EXPECT_EQ(counts(resumed_unseen, tried.id()), one_fail);
  Story afterwards = tried.connected();
  recording_due(afterwards, 1).after(30).drop(0, 1).after(30);
  record(afterwards, 7, 1);
  EXPECT_EQ(counts(afterwards, tried.id()), (Counts{1, 1, 0, 0, 0}));
}

// Leg 2 is an ordinary call of the same agent, recorded.
Story beside(const Case& tried, bool recorded_before) {
  Story story = Story::begin();
  dial_text(story, 2, "12065550100");
  ordinary(story, 2).answer(0, 2);
  microphone(story, 2);
  media(story, 2);
  if (recorded_before) record(story, 7, 2);
  story.after(5);
  if (tried.incoming)
    story.call(0, 9, pool_a).drop(0, 9).after(60).callback(0, 1, pool_a);
  else
    story.call(0, 1, pool_a);
  return story.after(5).answer(0, 1);
}

TEST_P(Ec28And29, AParallelRecordingThatGoesOnTakesTheMicrophone) {
  Story story = beside(tried, true);
  microphone(story, 1);
  media(story, 1).after(one_us);
  EXPECT_EQ(counts(story, tried.id()), one_fail);
  Story media_first = beside(tried, true);
  media(media_first, 1);
  microphone(media_first, 1).after(one_us);
  EXPECT_EQ(counts(media_first, tried.id()), one_fail);
}

TEST_P(Ec28And29, PausedOrStoppedInTheSameInstantPasses) {
  Story paused = beside(tried, true);
  microphone(paused, 1);
  media(paused, 1);
  pause(paused, 7, 2).after(30).drop(0, 1);
  EXPECT_EQ(counts(paused, tried.id()), one_pass);
  Story stopped = beside(tried, true);
  media(stopped, 1);
  microphone(stopped, 1);
  stop(stopped, 7, 2).after(30).drop(0, 1);
  EXPECT_EQ(counts(stopped, tried.id()), one_pass);
  Story late = beside(tried, true);
  microphone(late, 1);
  media(late, 1).after(one_us);
  pause(late, 7, 2).after(30).drop(0, 1);
  EXPECT_EQ(counts(late, tried.id()), one_fail);
}

TEST_P(Ec28And29, ResumedOrStartedBesideItFails) {
  Story resumed = beside(tried, true);
  pause(resumed, 7, 2);
  microphone(resumed, 1);
  media(resumed, 1).after(5);
  EXPECT_EQ(counts(resumed, tried.id()), nothing);
  Story far_end_only = resumed;
  resume(resumed, 7, 2).after(1);
  EXPECT_EQ(counts(resumed, tried.id()), one_fail);
  resume(far_end_only, 7, 2, false).after(1);
  EXPECT_EQ(counts(far_end_only, tried.id()), nothing);
  Story started = beside(tried, false);
  microphone(started, 1);
  media(started, 1).after(5);
  recording_due(started, 2);
  EXPECT_EQ(counts(started, tried.id()), one_open);
  record(started, 7, 2).after(1);
  EXPECT_EQ(counts(started, tried.id()), one_fail);
}

TEST_P(Ec28And29, BackOnTheOrdinaryCallItMayRecordAgain) {
  Story story = beside(tried, true);
  microphone(story, 1);
  media(story, 1);
  pause(story, 7, 2).after(30);
  microphone(story, 2);
  resume(story, 7, 2).after(30).drop(0, 1);
  EXPECT_EQ(counts(story, tried.id()), one_pass);
}

TEST_P(Ec28And29, BeforeMediaTheMicrophoneFeedsNobody) {
  Story story = beside(tried, true);
  microphone(story, 1).after(1);
  pause(story, 7, 2);
  media(story, 1).after(30).drop(0, 1);
  EXPECT_EQ(counts(story, tried.id()), one_pass);
}

TEST(Ec28, ARecordingThatBeganBeforeTheAcceptFails) {
  Story story = Story::begin();
  story.dial(0, 1);
  record(story, 7, 1).after(sim::milliseconds(1)).accept(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-28"), one_fail);
}

TEST(Ec28, DirectRoutingIsJudgedTheSame) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, {}, trace::Path::direct_routing).invite(1, {}, trace::InviteTarget::sbc).answer(0, 1);
  record(recording_due(story, 1), 7, 1);
  EXPECT_EQ(counts(story, "EC-28"), one_fail);
}

TEST(Ec29, TheCallbackOfACallThatLeftToAnSbcIsTheCarriers) {
  Story story = Story::begin();
  story.dial(0, 9).accept(0, 9, pool_a, trace::Path::direct_routing).lend(0, 9, pool_a).invite(9, {}, trace::InviteTarget::sbc);
  story.drop(0, 9).after(60).callback(0, 1, pool_a).answer(0, 1);
  recording_due(story, 1);
  Story recorded = story;
  story.drop(0, 1);
  EXPECT_EQ(counts(story, "EC-29"), one_carrier);
  record(recorded, 7, 1);
  EXPECT_EQ(counts(recorded, "EC-29"), one_carrier);
}

TEST_P(Ec28And29, AMixThatTakesTheLegUpFailsEvenPaused) {
  Story paused = beside(tried, true);
  pause(paused, 7, 2);
  microphone(paused, 1);
  media(paused, 1);
  Story taken_up = paused, left_out = paused;
  taken_up.add(trace::RecordingSource{{7}, {1}, true}).after(30).drop(0, 1);
  EXPECT_EQ(counts(taken_up, tried.id()), one_fail);
  recording_due(left_out, 1).add(trace::RecordingSource{{7}, {3}, true}).after(30).drop(0, 1);
  EXPECT_EQ(counts(left_out, tried.id()), one_pass);
}

TEST(Ec28, AMixThatTookTheLegUpBeforeTheAcceptFails) {
  Story story = Story::begin();
  story.dial(0, 1).add(trace::RecordingSource{{7}, {1}, true}).after(one_us).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0);
  EXPECT_EQ(counts(story.invite(1, pool_a).after(5).drop(0, 1), "EC-28"), one_fail);
}

}  // namespace
}  // namespace tocsin::requirements
