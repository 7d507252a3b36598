// Goal: lines are taken along the way that the network gives, calls are blocked or wait as their groups say and the policy
// answers, and a failed INVITE goes on as RFC 3261's codes and the policy say. Method: exact sequences in centres of one to three
// agents, with policies made of a few lines.

#include <gtest/gtest.h>

#include "models/world/trunks.hpp"
#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t lines = trace::kinds<trace::Waits, trace::Granted, trace::Freed, trace::Blocked, trace::PassedOver>();
constexpr std::uint64_t invites = trace::kinds<trace::Accepted, trace::Refused, trace::WentOrdinary, trace::Invited,
                                               trace::Responded, trace::Answered, trace::Dropped>();

Act dial(double seconds, std::uint32_t agent, std::string text, Duration talk) {
  Act act = act_of(Act::Kind::dial, seconds, agent);
  act.text = std::move(text);
  act.talk = Distribution::fixed(talk);
  return act;
}

// A carrier of so many lines for everything.
Config with_carrier(std::uint32_t agents, std::uint32_t count, bool queueing, std::uint32_t reserve = 0) {
  Config config = one_queue(agents);
  config.network.groups = {{"carrier", 0, 2, count, reserve, queueing}, {"beyond", 2, 1, 0, 0, false}};
  return config;
}

std::vector<std::uint32_t> copy(std::span<const std::uint32_t> path) { return {path.begin(), path.end()}; }

TEST(Trunks, ACallTakesTheShortestWayThroughItsGateway) {
  Config config;
  config.network.nodes = {"platform", "public", "direct_offer", "sbc east", "sbc west", "carrier"};
  config.network.groups = {{"offer in", 0, 2, 1, 0, false},   {"offer out", 2, 1, 1, 0, false}, {"to east", 0, 3, 1, 0, false},
                           {"to west", 0, 4, 1, 0, false},    {"east out", 3, 5, 1, 0, false},  {"west out", 4, 5, 1, 0, false},
                           {"carrier out", 5, 1, 1, 0, false}};
  config.sbcs = {{"east", 3, {}, {}}, {"west", 4, {}, {}}};
  const TrunkNetwork network(config);
  EXPECT_EQ(copy(network.direct_offer_path(true)), (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(copy(network.sbc_path(0, false)), (std::vector<std::uint32_t>{2, 4, 6}));
  EXPECT_EQ(copy(network.sbc_path(1, true)), (std::vector<std::uint32_t>{3, 5, 6}));
}

TEST(Trunks, WithoutQueueingACallIsBlocked) {
  Config config = with_carrier(2, 1, false);
  config.acts = {call(10, sim::seconds(30)), call(20, sim::seconds(30))};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()),
                  trace::kinds<trace::Granted, trace::Freed, trace::Blocked, trace::Dropped>()),
            (Story{"10 granted l1 trunk_line g0", "10 granted l1 a0", "20 blocked l2 trunk_line g0", "20 dropped l2 trunk",
                   "40 dropped l1 far_end", "40 freed l1 trunk_line g0"}));
}

TEST(Trunks, WithQueueingItWaitsInTheOrderOfArrival) {
  Config config = with_carrier(3, 1, true);
  config.acts = {call(10, sim::seconds(30)), call(20, sim::seconds(10)), call(21, sim::seconds(10))};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), lines),
            (Story{"10 granted l1 trunk_line g0", "10 granted l1 a0", "20 waits l2 trunk_line g0", "21 waits l3 trunk_line g0",
                   "40 freed l1 trunk_line g0", "40 granted l2 trunk_line g0", "40 granted l2 a1", "50 freed l2 trunk_line g0",
                   "50 granted l3 trunk_line g0", "50 granted l3 a2", "60 freed l3 trunk_line g0"}));
}

TEST(Trunks, AReserveIsKeptByThePolicyAlone) {
  Config config = with_carrier(3, 2, false, 1);
  config.acts = {call(10, sim::seconds(30)), call(20, sim::seconds(30))};
  const tp_policy* keeps_reserve = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_GRANT && event.u.grant.free <= event.u.grant.reserve) response.answer.choice = TP_RESERVE;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), trace::kinds<trace::Blocked>()), (Story{}));
  EXPECT_EQ(story(trace_of(config, 1, 0, keeps_reserve), trace::kinds<trace::Blocked>()), (Story{"20 blocked l2 trunk_line g0"}));
}

TEST(Trunks, AnAcceptedCallAnsweredReserveWaitsInAnyGroupAndTellsThePolicy) {
  Config config = with_carrier(2, 1, false);
  config.acts = {call(10, sim::seconds(30)), dial(20, 1, "911", sim::seconds(10))};
  std::vector<std::uint32_t> told;
  const tp_policy* waits = policy_that([&told](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_GRANT && event.u.grant.free == 0) response.answer.choice = TP_RESERVE;
    if (event.kind >= TP_TELL_EGRESS) told.push_back(event.kind);
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, waits), lines | trace::kinds<trace::Invited>()),
            (Story{"10 granted l1 trunk_line g0", "10 granted l1 a0", "20 waits l2 trunk_line g0", "40 freed l1 trunk_line g0",
                   "40 granted l2 trunk_line g0", "40 invite l2 #1 do_emergency 0", "53 freed l2 trunk_line g0"}));
  EXPECT_EQ(told, (std::vector<std::uint32_t>{TP_TELL_WAITING, TP_TELL_EGRESS, TP_TELL_ANSWERED, TP_TELL_END_PRESSED}));
}

TEST(Dialling, AnOrdinaryCallUsesCapacityAndAWrapUpAfterIt) {
  Config config = one_queue(1);
  config.queues[0].wrap_up = Distribution::fixed(sim::seconds(7));
  config.acts = {dial(10, 0, "2065551234", sim::seconds(20))};
  EXPECT_EQ(
      story(trace_of(config, 1, 0, silent_policy()),
            invites | trace::kinds<trace::Dialled, trace::CapacityUsed, trace::EndPressed, trace::WrapUp>()),
      (Story{"10 dialled l1 a0", "10 ordinary l1", "10 used a0 1/1", "10 invite l1 #1 direct_offer 0", "13 response l1 #1 200",
             "13 answered l1 a0", "33 end l1 by agent done", "33 wrap-up a0 begins", "40 wrap-up a0 ends", "40 used a0 0/1"}));
}

TEST(Dialling, ARefusedCallLeavesNothingBehind) {
  Config config = one_queue(1);
  config.acts = {dial(10, 0, "911", sim::seconds(20))};
  const tp_policy* refuses = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind != TP_ASK_DIAL) return;
    response.answer.choice = TP_REFUSE;
    response.answer.reason = TP_REASON_LOCATION_OFF;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, refuses), ~std::uint64_t{0}),
            (Story{"10 dialled l1 a0", "10 refused l1 location_off", "3600 drained"}));
}

TEST(Dialling, AHeldDialGoesOrdinaryAfterASecondWithAFinding) {
  Config config = one_queue(1);
  config.acts = {dial(10, 0, "911", sim::seconds(20))};
  const tp_policy* holds = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_DIAL) response.answer.choice = TP_LATER;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, holds), invites | trace::kinds<trace::PolicyFinding>()),
            (Story{"11 finding late_answer l1", "11 ordinary l1", "11 invite l1 #1 direct_offer 0", "14 response l1 #1 200",
                   "14 answered l1 a0"}));
}

TEST(Dialling, AHeldDialIsAnsweredOnceAndGoesOnAtOnce) {
  Config config = one_queue(1);
  config.acts = {dial(10, 0, "911", sim::seconds(20))};
  const tp_policy* answers_later = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_DIAL) {
      response.answer.choice = TP_LATER;
      tp_order& wake = order(response, TP_ORDER_WAKE);
      wake.token = event.sequence;
      wake.at_us = event.delivered_us + 500'000;
    }
    if (event.kind != TP_TELL_TIMER) return;
    for (int i = 0; i < 2; ++i) {
      tp_order& made = order(response, TP_ORDER_ANSWER);
      made.answer.ask = event.u.timer.token;
      made.answer.choice = TP_ACCEPT;
      made.answer.path = TP_PATH_DO;
      made.answer.capacity = TP_CAPACITY_NONE;
    }
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, answers_later), invites | trace::kinds<trace::PolicyFinding>()),
            (Story{"10.5 accepted l1 a0 direct_offer", "10.5 finding two_answers none", "10.5 invite l1 #1 do_emergency 0",
                   "13.5 response l1 #1 200", "13.5 answered l1 a0"}));
}

TEST(Dialling, AnAnswerInTheVeryResponseThatKeepsTheAskOpenCountsOnce) {
  Config config = one_queue(1);
  config.acts = {dial(10, 0, "911", sim::seconds(20))};
  const tp_policy* both = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind != TP_ASK_DIAL) return;
    response.answer.choice = TP_LATER;
    for (int i = 0; i < 2; ++i) {
      tp_order& made = order(response, TP_ORDER_ANSWER);
      made.answer.ask = event.sequence;
      made.answer.choice = TP_ORDINARY;
    }
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, both), invites),
            (Story{"10 ordinary l1", "10 invite l1 #1 direct_offer 0", "13 response l1 #1 200", "13 answered l1 a0"}));
}

TEST(Dialling, WhoGivesUpAHeldDialEndsIt) {
  EmergencyPlan plan;
  plan.agent_abandons_after = Distribution::fixed(sim::milliseconds(400));
  const tp_policy* holds = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_DIAL) response.answer.choice = TP_LATER;
  });
  EXPECT_EQ(story(trace_of(one_emergency(plan), 1, 0, holds), invites | trace::kinds<trace::EndPressed, trace::PolicyFinding>()),
            (Story{"10.4 end l1 by agent done"}));
}

// An accepted call by direct routing over three SBCs, the first of which answer with `codes`.
Config by_direct_routing(std::vector<std::uint32_t> codes) {
  Config config = one_queue(1);
  config.direct_routing_enabled = true;
  for (std::uint32_t i = 0; i < 3; ++i) config.sbcs.push_back({"sbc", 0, codes, Distribution::fixed(sim::milliseconds(200))});
  config.rules = {{"^911$", 1, true, {0, 1, 2}}};
  config.acts = {dial(10, 0, "911", sim::seconds(20))};
  return config;
}

void takes_by_direct_routing(const tp_event& event, tp_response& response) {
  if (event.kind != TP_ASK_DIAL) return;
  response.answer.choice = TP_ACCEPT;
  response.answer.path = TP_PATH_DR;
  response.answer.capacity = TP_CAPACITY_NONE;
}

TEST(Dialling, TheNextSbcIsTriedOn408And503And504AndOnNothingElse) {
  for (const std::uint32_t code : {408u, 503u, 504u}) {
    const Story told = story(trace_of(by_direct_routing({code}), 1, 0, policy_that(takes_by_direct_routing)), invites);
    ASSERT_EQ(told.size(), 8u) << code;
    EXPECT_EQ(told[2], fmt::format("10.2 response l1 #1 {}", code));
    EXPECT_EQ(told[7], "10.6 dropped l1 setup_failed");
    // Each SBC of the route once, in random order.
    std::string tried{told[1].back(), told[3].back(), told[5].back()};
    std::sort(tried.begin(), tried.end());
    EXPECT_EQ(tried, "012");
  }
  for (const std::uint32_t code : {403u, 480u, 486u, 500u, 603u}) {
    const Story told = story(trace_of(by_direct_routing({code}), 1, 0, policy_that(takes_by_direct_routing)), invites);
    ASSERT_EQ(told.size(), 4u) << code;
    EXPECT_EQ(told[3], "10.2 dropped l1 setup_failed");
  }
}

TEST(Dialling, AFailedCallMayBeTakenAgainByDirectOffer) {
  const tp_policy* falls_back = policy_that([](const tp_event& event, tp_response& response) {
    takes_by_direct_routing(event, response);
    if (event.kind != TP_ASK_INVITE_FAILED) return;
    response.answer.choice = TP_ACCEPT;
    response.answer.path = TP_PATH_DO;
    response.answer.capacity = TP_CAPACITY_NONE;
  });
  Story told = story(trace_of(by_direct_routing({486}), 1, 0, falls_back), invites);
  ASSERT_EQ(told.size(), 7u);
  told.erase(told.begin() + 1);  // which SBC was first is chance
  EXPECT_EQ(told, (Story{"10 accepted l1 a0 direct_routing", "10.2 response l1 #1 486", "10.2 accepted l1 a0 direct_offer",
                         "10.2 invite l1 #2 do_emergency 0", "13.2 response l1 #2 200", "13.2 answered l1 a0"}));
}

TEST(Dialling, APolicyThatTriesForEverIsStoppedWithAFinding) {
  Config config = by_direct_routing({486});
  for (Sbc& sbc : config.sbcs) sbc.response_delay = Distribution::fixed({0});
  const tp_policy* insists = policy_that([](const tp_event& event, tp_response& response) {
    takes_by_direct_routing(event, response);
    if (event.kind == TP_ASK_INVITE_FAILED) {
      response.answer.choice = TP_ACCEPT;
      response.answer.path = TP_PATH_DR;
    }
  });
  const auto events = trace_of(config, 1, 0, insists);
  EXPECT_EQ(story(events, trace::kinds<trace::Invited>()).size(), 100u);
  EXPECT_EQ(story(events, trace::kinds<trace::PolicyFinding, trace::Dropped>()),
            (Story{"10 finding bad_choice l1", "10 dropped l1 setup_failed"}));
}

TEST(Dialling, SetupOfADirectOfferMayFailAfterEgress) {
  EmergencyPlan plan;
  plan.setup_response = 503;
  EXPECT_EQ(story(trace_of(one_emergency(plan), 1, 0, policy_that(takes_all)), invites | trace::kinds<trace::EndPressed>()),
            (Story{"10 accepted l1 a0 direct_offer", "10 invite l1 #1 do_emergency 0", "10.2 response l1 #1 503",
                   "10.2 dropped l1 setup_failed", "40.2 end l1 by agent done"}));
}

TEST(Dialling, ACallFromACarriersNumberComesInByAnSbc) {
  Config config = one_queue(1);
  config.network.nodes.push_back("sbc");
  config.network.groups = {{"offer", 0, 2, 5, 0, false},
                           {"out", 2, 1, 0, 0, false},
                           {"to the sbc", 0, 3, 5, 0, false},
                           {"carrier", 3, 1, 5, 0, false}};
  config.sbcs = {{"sbc", 3, {}, {}}};
  config.numbers[0].kind = trace::NumberKind::direct_routing;
  config.acts = {call(10, sim::seconds(30))};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), lines),
            (Story{"10 granted l1 trunk_line g2", "10 granted l1 trunk_line g3", "10 granted l1 a0", "40 freed l1 trunk_line g2",
                   "40 freed l1 trunk_line g3"}));
}

}  // namespace
}  // namespace tocsin::models
