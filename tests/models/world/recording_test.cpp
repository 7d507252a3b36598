// Goal: a mixed recording takes up and leaves out the legs of its agent, pauses as a whole and stops with its last leg;
// recordings are started and resumed by hand, with the policy's word on each. Method: exact sequences.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t recordings = trace::kinds<trace::RecordingDue, trace::RecordingStarted, trace::RecordingSource,
                                                  trace::RecordingPaused, trace::RecordingResumed, trace::RecordingStopped>();

// An ordinary call from 5 on for `talk`, and 911 dialled at 10 and talked on from 13 to 33.
Config beside_an_ordinary_call(Duration talk = sim::seconds(60)) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(20));
  Config config = one_emergency(plan);
  config.record_inbound = config.record_outbound = true;
  config.mixed_recording = true;
  config.acts = {call(5, talk)};
  return config;
}

// Keeps the second leg out of every recording.
void protects(const tp_event& event, tp_response& response) {
  takes_all(event, response);
  if (event.kind != TP_ASK_RECORD) return;
  if (event.leg == 2)
    response.answer.choice = TP_PREVENT;
  else if (event.u.record.feeds == 2)
    response.answer.choice = TP_PAUSE;
}

TEST(MixedRecording, TakesUpAndLeavesOutLegs) {
  EXPECT_EQ(story(trace_of(beside_an_ordinary_call(), 1, 0, policy_that(takes_all)), recordings),
            (Story{"5 recording due l1", "5 recording starts l1", "13 recording due l2", "13 recording takes up l2",
                   "33 recording leaves out l2", "65 recording stops l1"}));
}

TEST(MixedRecording, GoesOnWhenItsFirstLegEnds) {
  EXPECT_EQ(story(trace_of(beside_an_ordinary_call(sim::seconds(15)), 1, 0, policy_that(takes_all)), recordings),
            (Story{"5 recording due l1", "5 recording starts l1", "13 recording due l2", "13 recording takes up l2",
                   "20 recording leaves out l1", "33 recording stops l2"}));
}

TEST(MixedRecording, IsPausedForALegThatIsKeptOut) {
  EXPECT_EQ(story(trace_of(beside_an_ordinary_call(), 1, 0, policy_that(protects)), recordings),
            (Story{"5 recording due l1", "5 recording starts l1", "13 recording paused l1", "13 recording due l2",
                   "35 recording due l1", "35 recording resumed l1", "65 recording stops l1"}));
}

TEST(Recording, BySomebodysHandWhateverIsConfigured) {
  Config config = one_queue(1);
  config.record_inbound = false;
  config.acts = {call(10, sim::seconds(30)), act_of(Act::Kind::start_recording, 5, 0, trace::Actor::supervisor),
                 act_of(Act::Kind::start_recording, 20, 0, trace::Actor::supervisor),
                 act_of(Act::Kind::start_recording, 25, 0, trace::Actor::supervisor)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), recordings),
            (Story{"20 recording due l1", "20 recording starts l1", "40 recording stops l1"}));
  const tp_policy* not_by_supervisors = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_RECORD && event.by == TP_BY_SUPERVISOR) response.answer.choice = TP_PREVENT;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, not_by_supervisors), recordings), (Story{"20 recording due l1", "25 recording due l1"}));
}

TEST(Recording, ResumedByHandWhileTheMicrophoneIsElsewhere) {
  Config config = beside_an_ordinary_call();
  config.mixed_recording = false;
  config.record_outbound = false;
  config.acts.push_back(act_of(Act::Kind::start_recording, 20, 0, trace::Actor::supervisor));
  EXPECT_EQ(story(trace_of(config, 1, 0, policy_that(protects)), recordings),
            (Story{"5 recording due l1", "5 recording starts l1", "13 recording paused l1", "20 recording due l2",
                   "20 recording due l1", "35 recording due l1", "35 recording resumed l1", "65 recording stops l1"}));
}

TEST(Recording, PausedByHandAndWantedOnMeanwhileGoesOnLater) {
  Config config = beside_an_ordinary_call();
  config.record_outbound = false;
  config.acts.push_back(act_of(Act::Kind::pause_recording, 8));
  EXPECT_EQ(story(trace_of(config, 1, 0, policy_that(protects)), recordings),
            (Story{"5 recording due l1", "5 recording starts l1", "8 recording paused l1", "65 recording stops l1"}));
  config.acts.push_back(act_of(Act::Kind::start_recording, 20, 0, trace::Actor::supervisor));
  EXPECT_EQ(story(trace_of(config, 1, 0, policy_that(protects)), recordings),
            (Story{"5 recording due l1", "5 recording starts l1", "8 recording paused l1", "20 recording due l2",
                   "20 recording due l1", "35 recording due l1", "35 recording resumed l1", "65 recording stops l1"}));
}

}  // namespace
}  // namespace tocsin::models
