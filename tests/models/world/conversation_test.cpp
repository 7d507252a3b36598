// Goal: holding, recording, rows, surfaces and the end of a call happen as configured unless the policy says otherwise, and what
// it says is done. Method: exact sequences, with the silent policy for what the platform does by itself and policies of a few
// lines for the rest.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t recordings = trace::kinds<trace::RecordingDue, trace::RecordingStarted, trace::RecordingPaused,
                                                  trace::RecordingResumed, trace::RecordingStopped>();
constexpr std::uint64_t holding = trace::kinds<trace::Held, trace::Resumed, trace::Microphone>();

// Every answer to asks of that kind.
const tp_policy* always(std::uint32_t kind, std::uint32_t choice) {
  return policy_that([=](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == kind) response.answer.choice = choice;
  });
}

// An ordinary call from 5 to 65, and 911 dialled at 10 and talked on from 13 to 33.
Config beside_an_ordinary_call() {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(20));
  Config config = one_emergency(plan);
  config.record_inbound = true;
  config.acts = {call(5, sim::seconds(60))};
  return config;
}

TEST(Recording, StartsAndStopsWithTheMediaUnlessItIsPrevented) {
  Config config = one_queue(1);
  config.acts = {call(10, sim::seconds(30))};
  EXPECT_EQ(
      story(trace_of(config, 1, 0, silent_policy()), recordings | trace::kinds<trace::Media>()),
      (Story{"10 media l1 on", "10 recording due l1", "10 recording starts l1", "40 media l1 off", "40 recording stops l1"}));
  EXPECT_EQ(story(trace_of(config, 1, 0, always(TP_ASK_RECORD, TP_PREVENT)), recordings), (Story{"10 recording due l1"}));
  EXPECT_EQ(story(trace_of(config, 1, 0, always(TP_ASK_RECORD, TP_PAUSE)), recordings),
            (Story{"10 recording due l1", "10 recording starts l1", "10 recording paused l1", "40 recording stops l1"}));
  config.record_inbound = false;
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), recordings), (Story{}));
}

TEST(Recording, TheAgentPausesItAndLetsItGoOn) {
  Config config = one_queue(1);
  config.acts = {call(10, sim::seconds(30)), act_of(Act::Kind::pause_recording, 20), act_of(Act::Kind::pause_recording, 25)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), recordings),
            (Story{"10 recording due l1", "10 recording starts l1", "20 recording paused l1", "25 recording due l1",
                   "25 recording resumed l1", "40 recording stops l1"}));
}

TEST(Recording, OfTheHeldCallGoesOnWithTheMicrophoneOfTheOtherUnlessThePolicyPausesIt) {
  const Config config = beside_an_ordinary_call();
  EXPECT_EQ(story(trace_of(config, 1, 0, policy_that(takes_all)), recordings | holding),
            (Story{"5 microphone a0 l1", "5 recording due l1", "5 recording starts l1", "10 held l1", "10 microphone a0 none",
                   "13 microphone a0 l2", "33 microphone a0 none", "35 resumed l1", "35 microphone a0 l1",
                   "65 recording stops l1", "65 microphone a0 none"}));
  const tp_policy* pauses = policy_that([](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_RECORD && event.u.record.moment == TP_RECORD_MICROPHONE) response.answer.choice = TP_PAUSE;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, pauses), recordings),
            (Story{"5 recording due l1", "5 recording starts l1", "13 recording paused l1", "35 recording due l1",
                   "35 recording resumed l1", "65 recording stops l1"}));
}

TEST(Conversation, AHeldCallThatEndsIsNotResumed) {
  Config config = beside_an_ordinary_call();
  config.acts = {call(5, sim::seconds(20))};
  EXPECT_EQ(
      story(trace_of(config, 1, 0, policy_that(takes_all)), holding | trace::kinds<trace::Media, trace::Dropped>()),
      (Story{"5 media l1 on", "5 microphone a0 l1", "10 held l1", "10 microphone a0 none", "13 media l2 on",
             "13 microphone a0 l2", "25 dropped l1 far_end", "25 media l1 off", "33 media l2 off", "33 microphone a0 none"}));
}

TEST(Conversation, AHeldCallIsResumedThoughTheOtherNeverCameAbout) {
  EmergencyPlan plan;
  plan.setup_response = 486;
  Config config = one_emergency(plan);
  config.acts = {call(5, sim::seconds(60))};
  EXPECT_EQ(story(trace_of(config, 1, 0, policy_that(takes_all)), holding),
            (Story{"5 microphone a0 l1", "10 held l1", "10 microphone a0 none", "12.2 resumed l1", "12.2 microphone a0 l1",
                   "65 microphone a0 none"}));
}

TEST(Conversation, TheAgentHoldsAndResumes) {
  Config config = one_queue(1);
  config.acts = {call(10, sim::seconds(30)), act_of(Act::Kind::hold, 15), act_of(Act::Kind::hold, 16),
                 act_of(Act::Kind::resume, 20)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), holding),
            (Story{"10 microphone a0 l1", "15 held l1", "15 microphone a0 none", "20 resumed l1", "20 microphone a0 l1",
                   "40 microphone a0 none"}));
}

TEST(Rows, AreWrittenOnceAtTheEndUnlessSuppressed) {
  Config config = one_queue(1);
  config.acts = {call(10, sim::seconds(30)), call(15, sim::seconds(30)), presence(12, trace::Base::away)};
  constexpr std::uint64_t rows = trace::kinds<trace::RowDue, trace::RowWritten>();
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), rows),
            (Story{"40 row due l1 ended", "40 row written l1 ended", "75 row due l2 missed", "75 row written l2 missed"}));
  EXPECT_EQ(story(trace_of(config, 1, 0, always(TP_ASK_ROW, TP_SUPPRESS)), rows),
            (Story{"40 row due l1 ended", "75 row due l2 missed"}));
}

TEST(Surfaces, ShowAnOrdinaryCallUnlessThePolicySaidWhat) {
  Config config = one_queue(1);
  config.acts = {act_of(Act::Kind::dial, 10)};
  config.acts[0].text = "911";
  constexpr std::uint64_t shown = trace::kinds<trace::Shown>();
  EXPECT_EQ(
      story(trace_of(config, 1, 0, silent_policy()), shown),
      (Story{"10 shown panel l1 1ff 3d", "10 shown dashboard l1 1e00 3d", "73 shown panel l1 0 0", "73 shown dashboard l1 0 0"}));
  const tp_policy* shows = policy_that([](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind != TP_ASK_DIAL) return;
    tp_order& panel = order(response, TP_ORDER_SHOW);
    panel.leg = event.leg;
    panel.view = TP_VIEW_PANEL;
    panel.controls = panel.details = 3;
    tp_order& dashboard = order(response, TP_ORDER_SHOW);
    dashboard.leg = event.leg;
    dashboard.view = TP_VIEW_DASHBOARD;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, shows), shown),
            (Story{"10 shown panel l1 3 3", "10 shown dashboard l1 0 0", "73 shown panel l1 0 0"}));
}

TEST(Surfaces, ControlsAreAllowedUnlessRefused) {
  Config config = one_queue(1);
  config.acts = {call(10, sim::seconds(30)), act_of(Act::Kind::use_control, 20, 0, trace::Actor::supervisor),
                 act_of(Act::Kind::use_control, 21, 0, trace::Actor::supervisor)};
  config.acts[1].control = trace::Controls{TP_CONTROL_MONITOR};
  config.acts[2].control = trace::control_end_call;
  constexpr std::uint64_t used = trace::kinds<trace::ControlUsed, trace::EndPressed, trace::Dropped, trace::Media>();
  EXPECT_EQ(
      story(trace_of(config, 1, 0, silent_policy()), used),
      (Story{"10 media l1 on", "20 control 200 on l1 by supervisor done", "21 end l1 by supervisor done", "21 media l1 off"}));
  EXPECT_EQ(story(trace_of(config, 1, 0, always(TP_ASK_CONTROL, TP_REFUSE)), used),
            (Story{"10 media l1 on", "20 control 200 on l1 by supervisor refused", "21 end l1 by supervisor refused",
                   "40 dropped l1 far_end", "40 media l1 off"}));
}

// What becomes of an emergency call that the responder ends at 33, by the answer to the end of the leg.
Story after_a_drop(std::uint32_t choice) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(20));
  plan.ended_by = EndedBy::responder;
  Config config = one_emergency(plan);
  config.queues[0].wrap_up = Distribution::fixed(sim::seconds(9));
  return story(trace_of(config, 1, 0, always(TP_ASK_LEG_END, choice)),
               trace::kinds<trace::Dropped, trace::EndPressed, trace::Shown, trace::WrapUp>(), at(11));
}

TEST(Conversation, AfterADropTheSessionStaysWithItsPanelWithoutItOrCloses) {
  EXPECT_EQ(after_a_drop(TP_KEEP_PANEL), (Story{"33 dropped l1 far_end", "63 end l1 by agent done"}));
  EXPECT_EQ(after_a_drop(TP_ORDINARY),
            (Story{"33 dropped l1 far_end", "33 shown panel l1 0 0", "33 shown dashboard l1 0 0", "63 end l1 by agent done"}));
  EXPECT_EQ(after_a_drop(TP_CLOSE), (Story{"33 dropped l1 far_end", "33 shown panel l1 0 0", "33 shown dashboard l1 0 0"}));
}

TEST(Conversation, AnEmergencyWithOrdinaryCapacityGivesItBackWhateverBecomesOfItsSession) {
  for (const std::uint32_t choice : {TP_KEEP_PANEL, TP_ORDINARY, TP_CLOSE}) {
    EmergencyPlan plan;
    const tp_policy* uses_capacity = policy_that([choice](const tp_event& event, tp_response& response) {
      takes_all(event, response);
      if (event.kind == TP_ASK_DIAL) response.answer.capacity = TP_CAPACITY_ORDINARY;
      if (event.kind == TP_ASK_LEG_END) response.answer.choice = choice;
    });
    EXPECT_EQ(story(trace_of(one_emergency(plan), 1, 0, uses_capacity), trace::kinds<trace::CapacityUsed>()),
              (Story{"10 used a0 1/1", "133 used a0 0/1"}));
  }
}

TEST(Conversation, AnEmergencyCallIsTreatedLikeAnyOtherWhereThePolicyIsSilent) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(60));
  Config config = one_emergency(plan);
  config.history = config.record_outbound = true;
  config.queues[0].ring = Distribution::fixed(sim::seconds(4));
  Act by_script = presence(25, trace::Base::away, trace::Origin::automatic);
  by_script.by = trace::Actor::script;
  config.acts = {call(20, sim::seconds(30)), by_script, act_of(Act::Kind::end_call, 40, 0, trace::Actor::supervisor)};
  // An ordinary item rings and is answered, the emergency call is held for it and recorded, a script changes presence, a
  // supervisor ends the call from the ordinary panel, and its row is written: the world enforces nothing by itself.
  config.acts[2].at = at(55);
  EXPECT_EQ(
      story(trace_of(config, 1, 0, policy_that(takes_all)),
            trace::kinds<trace::Accepted, trace::Offered, trace::Answered, trace::Held, trace::Resumed, trace::RecordingStarted,
                         trace::RecordingStopped, trace::Presence, trace::EndPressed, trace::RowWritten, trace::Dropped>()),
      (Story{"10 accepted l1 a0 direct_offer", "13 answered l1 a0", "13 recording starts l1", "20 offered l2 a0 queue",
             "20 presence a0 do_not_disturb capacity", "24 held l1", "24 answered l2 a0", "25 presence a0 away chosen",
             "54 dropped l2 far_end", "54 row written l2 ended", "54 presence a0 available capacity",
             "55 end l1 by supervisor done", "55 recording stops l1", "55 row written l1 ended"}));
}

TEST(Conversation, EndCallInWrapUpHasNoEffect) {
  Config config = one_queue(1);
  config.queues[0].wrap_up = Distribution::fixed(sim::seconds(20));
  Act twice = act_of(Act::Kind::end_call, 20);
  config.acts = {call(10, sim::seconds(60)), twice, act_of(Act::Kind::end_call, 25)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), trace::kinds<trace::EndPressed, trace::WrapUp>()),
            (Story{"20 end l1 by agent done", "20 wrap-up a0 begins", "40 wrap-up a0 ends"}));
}

}  // namespace
}  // namespace tocsin::models
