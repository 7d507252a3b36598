// Goal: a call that the policy delivers to an agent rings there beside everything else, is answered, declined, ignored or given
// up as planned, and nothing that the platform does with it is its own idea. Method: exact sequences of one emergency with
// callbacks under policies of a few lines.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t calling =
    trace::kinds<trace::Arrived, trace::Routed, trace::Offered, trace::Declined, trace::OfferTimedOut, trace::Answered,
                 trace::Dropped, trace::EndPressed, trace::PolicyFinding>();

// 911 at 10, answered at 13, over at 23; the responder calls back 7 s later.
Config called_back(CallbackPlan callback) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(10));
  callback.delay = Distribution::fixed(sim::seconds(7));
  plan.callbacks = {callback};
  return one_emergency(plan);
}

Story after(const Config& config, const Says& says, double from = 24) {
  return story(trace_of(config, 1, 0, policy_that(says)), calling, at(from));
}

// Offers a callback again whenever its offer was not taken or a device connects.
void offers_again(const tp_event& event, tp_response& response) {
  takes_all(event, response);
  if (event.kind != TP_TELL_OFFER_OUTCOME && event.kind != TP_TELL_SESSION) return;
  tp_order& made = order(response, TP_ORDER_OFFER_CALLBACK);
  made.agent = event.agent;
  made.leg = 2;
}

TEST(Callbacks, AreAnsweredAndEnded) {
  EXPECT_EQ(after(called_back({}), takes_all),
            (Story{"30 arrived l2", "30 routed l2 to a0", "30 offered l2 a0 emergency_callback", "35 answered l2 a0",
                   "95 end l2 by agent done"}));
}

TEST(Callbacks, RingUntilTheResponderGivesUp) {
  CallbackPlan callback;
  callback.reaction = Reaction::ignores;
  callback.gives_up_after = Distribution::fixed(sim::seconds(50));
  EXPECT_EQ(after(called_back(callback), takes_all),
            (Story{"30 arrived l2", "30 routed l2 to a0", "30 offered l2 a0 emergency_callback", "60 timed out l2 a0",
                   "80 dropped l2 caller_gave_up"}));
  EXPECT_EQ(after(called_back(callback), offers_again),
            (Story{"30 arrived l2", "30 routed l2 to a0", "30 offered l2 a0 emergency_callback", "60 timed out l2 a0",
                   "60 offered l2 a0 emergency_callback", "80 dropped l2 caller_gave_up"}));
}

TEST(Callbacks, AreDeclinedAndRingOn) {
  CallbackPlan callback;
  callback.reaction = Reaction::declines;
  callback.gives_up_after = Distribution::fixed(sim::seconds(12));
  EXPECT_EQ(after(called_back(callback), offers_again),
            (Story{"30 arrived l2", "30 routed l2 to a0", "30 offered l2 a0 emergency_callback", "35 declined l2 a0",
                   "35 offered l2 a0 emergency_callback", "40 declined l2 a0", "40 offered l2 a0 emergency_callback",
                   "42 dropped l2 caller_gave_up"}));
}

TEST(Callbacks, AreAnsweredWhenTheAgentMeantToIfTheyStillRingThen) {
  CallbackPlan callback;
  callback.answer_delay = Distribution::fixed(sim::seconds(45));
  callback.gives_up_after = Distribution::fixed(sim::seconds(100));
  EXPECT_EQ(after(called_back(callback), takes_all),
            (Story{"30 arrived l2", "30 routed l2 to a0", "30 offered l2 a0 emergency_callback", "60 timed out l2 a0",
                   "130 dropped l2 caller_gave_up"}));
  EXPECT_EQ(after(called_back(callback), offers_again, 61), (Story{"75 answered l2 a0", "135 end l2 by agent done"}));
}

TEST(Callbacks, ToAnAgentWithoutADeviceRingUntilOneConnects) {
  CallbackPlan callback;
  callback.gives_up_after = Distribution::fixed(sim::seconds(100));
  Config config = called_back(callback);
  config.acts = {act_of(Act::Kind::disconnect, 25), act_of(Act::Kind::connect, 70)};
  EXPECT_EQ(after(config, takes_all), (Story{"30 arrived l2", "30 routed l2 to a0", "30 offered l2 a0 emergency_callback",
                                             "60 timed out l2 a0", "130 dropped l2 caller_gave_up"}));
  const Says again_at_connect = [](const tp_event& event, tp_response& response) {
    if (event.kind != TP_TELL_OFFER_OUTCOME && event.delivered_us > 60'000'000) return offers_again(event, response);
    takes_all(event, response);
  };
  EXPECT_EQ(after(config, again_at_connect, 61),
            (Story{"70 offered l2 a0 emergency_callback", "75 answered l2 a0", "135 end l2 by agent done"}));
}

TEST(Callbacks, AreAnsweredAutomaticallyWhereThePolicySaysSo) {
  const Says automatically = [](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_DELIVER) response.answer.auto_answer = 1;
  };
  EXPECT_EQ(after(called_back({}), automatically),
            (Story{"30 arrived l2", "30 routed l2 to a0", "30 offered l2 a0 emergency_callback",
                   "30 answered l2 a0 automatically", "90 end l2 by agent done"}));
}

TEST(Callbacks, MoveToAnotherAgentWithTheirCapacityAndTheirPanel) {
  Config config = called_back({});
  config.agents.push_back(config.agents[0]);
  const Says moves = [](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_DELIVER) response.answer.capacity = TP_CAPACITY_ORDINARY;
    if (event.kind != TP_TELL_TIMER && event.kind != TP_ASK_DELIVER) return;
    if (event.kind == TP_TELL_TIMER) {
      tp_order& made = order(response, TP_ORDER_OFFER_CALLBACK);
      made.agent = 1;
      made.leg = 2;
      return;
    }
    tp_order& wake = order(response, TP_ORDER_WAKE);
    wake.at_us = event.delivered_us + 2'000'000;
  };
  EXPECT_EQ(
      story(trace_of(config, 1, 0, policy_that(moves)), calling | trace::kinds<trace::CapacityUsed, trace::Shown>(), at(24)),
      (Story{"30 arrived l2", "30 routed l2 to a0", "30 used a0 1/1", "30 shown panel l2 1ff 3d", "30 shown dashboard l2 1e00 3d",
             "30 offered l2 a0 emergency_callback", "32 shown panel l2 0 0", "32 shown dashboard l2 0 0", "32 used a0 0/1",
             "32 routed l2 to a1", "32 shown panel l2 1ff 3d", "32 shown dashboard l2 1e00 3d",
             "32 offered l2 a1 emergency_callback", "37 answered l2 a1", "97 end l2 by agent done", "97 shown panel l2 0 0",
             "97 shown dashboard l2 0 0"}));
}

TEST(Callbacks, AnItemThatWaitsMayBecomeOne) {
  Config config = one_queue(1);
  config.agents[0].status = {trace::Base::away, trace::Origin::manual, 0};
  config.acts = {call(30, sim::seconds(60)), act_of(Act::Kind::location, 40)};
  const Says takes_the_first = [](const tp_event& event, tp_response& response) {
    if (event.kind != TP_TELL_AGENT_FACTS) return;
    tp_order& made = order(response, TP_ORDER_OFFER_CALLBACK);
    made.agent = 0;
    made.leg = 1;
  };
  EXPECT_EQ(after(config, takes_the_first),
            (Story{"30 arrived l1", "30 routed l1 to queue g0", "40 routed l1 to a0", "40 offered l1 a0 emergency_callback",
                   "45 answered l1 a0", "105 dropped l1 far_end", "110 end l1 by agent done"}));
}

TEST(Callbacks, ADeliveryKeptOpenWaitsForItsAnswerUntilTheCallerGivesUp) {
  const Says keeps = [](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_DELIVER) response.answer.choice = TP_LATER;
  };
  EXPECT_EQ(after(called_back({}), keeps), (Story{"30 arrived l2", "90 dropped l2 caller_gave_up"}));
  const Says keeps_a_while = [](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_DELIVER) {
      response.answer.choice = TP_LATER;
      tp_order& wake = order(response, TP_ORDER_WAKE);
      wake.token = event.sequence;
      wake.at_us = event.delivered_us + 1'000'000;
    }
    if (event.kind != TP_TELL_TIMER) return;
    tp_order& made = order(response, TP_ORDER_ANSWER);
    made.answer.ask = event.u.timer.token;
    made.answer.choice = TP_TO_AGENT;
    made.answer.agent = 0;
  };
  EXPECT_EQ(after(called_back({}), keeps_a_while),
            (Story{"30 arrived l2", "31 routed l2 to a0", "31 offered l2 a0 emergency_callback", "36 answered l2 a0",
                   "96 end l2 by agent done"}));
}

TEST(Callbacks, GoWhereThePolicySendsThem) {
  const std::pair<std::uint32_t, const char*> destinations[] = {
      {TP_TO_BOT, "bot"}, {TP_TO_VOICEMAIL, "voicemail"}, {TP_TO_EXTERNAL, "external"}, {TP_REFUSE, "rejected"}};
  for (const auto& [choice, word] : destinations) {
    const Says sends = [choice = choice](const tp_event& event, tp_response& response) {
      takes_all(event, response);
      if (event.kind == TP_ASK_DELIVER) response.answer.choice = choice;
    };
    const double ends = choice == TP_REFUSE ? 30 : 50;
    EXPECT_EQ(after(called_back({}), sends),
              (Story{"30 arrived l2", fmt::format("30 routed l2 to {}", word), fmt::format("{:.12g} dropped l2 far_end", ends)}));
  }
}

TEST(Callbacks, OfAChainAreCountedFromTheEndOfTheOneBefore) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(10));
  CallbackPlan first;
  first.delay = Distribution::fixed(sim::seconds(7));
  CallbackPlan second;
  second.from = CallbackPlan::From::previous_ended;
  second.delay = Distribution::fixed(sim::seconds(5));
  plan.callbacks = {first, second};
  EXPECT_EQ(story(trace_of(one_emergency(plan), 1, 0, policy_that(takes_all)), trace::kinds<trace::Arrived>()),
            (Story{"30 arrived l2", "100 arrived l3"}));
}

TEST(Callbacks, CountedFromTheAcceptComeOnceThoughTheCallIsTakenAgain) {
  EmergencyPlan plan;
  plan.setup_response = 503;
  CallbackPlan callback;
  callback.from = CallbackPlan::From::accepted;
  callback.delay = Distribution::fixed(sim::seconds(20));
  plan.callbacks = {callback};
  int failures = 0;
  const Says again_once = [&failures](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind != TP_ASK_INVITE_FAILED || failures++ > 0) return;
    response.answer.choice = TP_ACCEPT;
    response.answer.path = TP_PATH_DO;
    response.answer.capacity = TP_CAPACITY_NONE;
  };
  EXPECT_EQ(story(trace_of(one_emergency(plan), 1, 0, policy_that(again_once)), trace::kinds<trace::Accepted, trace::Arrived>()),
            (Story{"10 accepted l1 a0 direct_offer", "10.2 accepted l1 a0 direct_offer", "30 arrived l2"}));
}

// ---- responders

TEST(Responders, TheirCallTakersAreTakenInOrderAndTheNeighbourHelps) {
  EmergencyPlan plan;
  plan.count = 4;
  plan.talk = Distribution::fixed(sim::seconds(10));
  plan.agents = {0, 1, 2, 3};
  Config config = one_emergency(plan);
  for (int i = 0; i < 3; ++i) config.agents.push_back(config.agents[0]);
  config.responders = {{"county", {}, 1, 1}, {"city", {}, 1, no_index}};
  // Two are taken at once, by county and city; the other two wait for the county.
  const Story told = story(trace_of(config, 1, 0, policy_that(takes_all)), trace::kinds<trace::Answered, trace::EndPressed>());
  ASSERT_EQ(told.size(), 8u);
  Story times;
  for (const std::string& line : told) times.push_back(line.substr(0, line.find(' ', line.find(' ') + 1)));
  EXPECT_EQ(times, (Story{"13 answered", "13 answered", "23 end", "23 end", "26 answered", "36 end", "39 answered", "49 end"}));
}

TEST(Responders, WhoHangsUpWhileWaitingLeavesTheLine) {
  EmergencyPlan plan;
  plan.count = 3;
  plan.talk = Distribution::fixed(sim::seconds(10));
  plan.agents = {0, 1, 2};
  plan.agent_abandons_after = Distribution::fixed(sim::seconds(5));
  Config config = one_emergency(plan);
  for (int i = 0; i < 2; ++i) config.agents.push_back(config.agents[0]);
  config.responders = {{"county", {}, 1, no_index}};
  const Story told = story(trace_of(config, 1, 0, policy_that(takes_all)), trace::kinds<trace::Answered, trace::EndPressed>());
  ASSERT_EQ(told.size(), 4u);
  Story times;
  for (const std::string& line : told) times.push_back(line.substr(0, line.find(' ', line.find(' ') + 1)));
  EXPECT_EQ(times, (Story{"13 answered", "15 end", "15 end", "23 end"}));
}

}  // namespace
}  // namespace tocsin::models
