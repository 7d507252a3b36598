// Goal: what a policy answers and orders is done at once, whole and once; what it may not do is a finding and changes nothing;
// and whatever it orders without end, the run goes on. Method: policies of a few lines that give good, bad and endless orders at
// a known moment: when a location is reported at 20.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t findings = trace::kinds<trace::PolicyFinding>();

// One ordinary call from 10 to 70 at the first agent, and the moment at 20.
Config centre() {
  Config config = one_queue(2);
  config.acts = {call(10, sim::seconds(60)), act_of(Act::Kind::location, 20)};
  return config;
}

std::vector<trace::Event> given(const std::function<void(tp_response&)>& orders) {
  return trace_of(centre(), 1, 0, policy_that([orders](const tp_event& event, tp_response& response) {
                    if (event.kind == TP_TELL_AGENT_FACTS) orders(response);
                  }));
}

TEST(PolicyDesk, AnswerAndOrdersStandTogetherAndWhatFollowsComesAfter) {
  EmergencyPlan plan;
  const Config config = one_emergency(plan);
  const tp_policy* accepts = policy_that([](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind != TP_ASK_DIAL) return;
    response.answer.capacity = TP_CAPACITY_ORDINARY;
    tp_order& presence = order(response, TP_ORDER_PRESENCE);
    presence.agent = event.agent;
    presence.presence = {TP_AWAY, TP_AUTOMATIC, 0, 0};
    presence.cause = TP_CAUSE_EMERGENCY;
    tp_order& panel = order(response, TP_ORDER_SHOW);
    panel.leg = event.leg;
    panel.controls = panel.details = 3;
    tp_order& release = order(response, TP_ORDER_RELEASE);
    release.number = 12065550123;
  });
  // Recalculation follows from the capacity that the answer used, but only after the last order.
  Story told = story(trace_of(config, 1, 0, accepts), ~std::uint64_t{0}, at(10));
  ASSERT_GT(told.size(), 10u);
  told.resize(10);
  EXPECT_EQ(told,
            (Story{"10 dialled l1 a0", "10 accepted l1 a0 direct_offer", "10 lent 12066660000 a0", "10 used a0 1/1",
                   "10 presence a0 away emergency", "10 shown panel l1 3 3", "10 released 12065550123",
                   "10 shown dashboard l1 1e00 3d", "10 invite l1 #1 do_emergency 0", "10 presence a0 do_not_disturb capacity"}));
}

TEST(PolicyDesk, OrdersThatNameNothingAreFindingsAndChangeNothing) {
  const auto silent = trace_of(centre(), 1, 0, silent_policy());
  const auto bad = given([](tp_response& response) {
    order(response, TP_ORDER_PRESENCE).agent = 2;
    tp_order& presence = order(response, TP_ORDER_PRESENCE);
    presence.presence.base = 6;
    presence.cause = TP_CAUSE_RESTORE;
    tp_order& somebody = order(response, TP_ORDER_PRESENCE);
    somebody.cause = TP_CAUSE_CHOSEN;
    order(response, TP_ORDER_LEND).agent = UINT32_MAX;
    tp_order& lend = order(response, TP_ORDER_LEND);
    lend.number = 1;
    lend.leg = 99;
    tp_order& for_nothing = order(response, TP_ORDER_LEND);
    for_nothing.number = 1;
    order(response, TP_ORDER_RELEASE);
    order(response, TP_ORDER_OFFER_CALLBACK).leg = 99;
    order(response, TP_ORDER_OFFER_CALLBACK).leg = 1;  // it is connected
    tp_order& show = order(response, TP_ORDER_SHOW);
    show.leg = 99;
    show.controls = 1;
    tp_order& no_view = order(response, TP_ORDER_SHOW);
    no_view.leg = 1;
    no_view.view = 2;
    tp_order& no_control = order(response, TP_ORDER_SHOW);
    no_control.leg = 1;
    no_control.controls = 1u << 16;
    order(response, TP_ORDER_END_LEG).leg = 99;
    order(response, TP_ORDER_WITHDRAW).agent = 7;
    order(response, TP_ORDER_STOP_RECORDING).leg = 99;
    order(response, TP_ORDER_WAKE).token = UINT64_MAX;
    order(response, TP_ORDER_ANSWER).answer.choice = TP_ACCEPT;
    order(response, TP_ORDER_ANSWER).answer.ask = 1'000'000;
    order(response, static_cast<tp_order_kind>(77));
  });
  EXPECT_EQ(
      story(bad, findings),
      (Story{"20 finding bad_order none", "20 finding bad_order none", "20 finding bad_order none", "20 finding bad_order none",
             "20 finding unknown_call none", "20 finding unknown_call none", "20 finding bad_order none",
             "20 finding unknown_call none", "20 finding bad_order l1", "20 finding unknown_call none", "20 finding bad_order l1",
             "20 finding bad_order l1", "20 finding unknown_call none", "20 finding bad_order none",
             "20 finding unknown_call none", "20 finding bad_order none", "20 finding late_answer none",
             "20 finding late_answer none", "20 finding bad_order none"}));
  EXPECT_EQ(story(bad, ~findings), story(silent, ~findings));
}

TEST(PolicyDesk, ALegIsEndedOnceAndNotAgain) {
  const auto ended = given([](tp_response& response) {
    order(response, TP_ORDER_END_LEG).leg = 1;
    order(response, TP_ORDER_END_LEG).leg = 1;
  });
  EXPECT_EQ(story(ended, findings | trace::kinds<trace::Dropped, trace::Freed, trace::CapacityUsed>()),
            (Story{"10 used a0 1/1", "20 dropped l1 system", "20 used a0 0/1"}));
}

TEST(PolicyDesk, AnItemOfferedWithdrawnAndTakenInOneResponseIsWhereTheLastOrderPutIt) {
  Config config = one_queue(2);
  config.acts = {call(10, sim::seconds(60))};
  const tp_policy* moves = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind != TP_ASK_OFFER) return;
    order(response, TP_ORDER_WITHDRAW).agent = event.agent;
    tp_order& taken = order(response, TP_ORDER_OFFER_CALLBACK);
    taken.agent = 1;
    taken.leg = event.leg;
  });
  EXPECT_EQ(
      story(trace_of(config, 1, 0, moves),
            findings |
                trace::kinds<trace::Granted, trace::Offered, trace::Withdrawn, trace::Waits, trace::Routed, trace::Answered>()),
      (Story{"10 routed l1 to queue g0", "10 granted l1 a0", "10 offered l1 a0 queue", "10 withdrawn l1 a0",
             "10 waits l1 agent g0", "10 routed l1 to a1", "10 offered l1 a1 emergency_callback", "15 answered l1 a1"}));
}

TEST(PolicyDesk, TooManyOrdersAreAFinding) {
  const auto many = given([](tp_response& response) { response.order_count = response.order_capacity + 1; });
  EXPECT_EQ(story(many, findings)[0], "20 finding overflow none");
}

TEST(PolicyDesk, AnAnswerThatTheAskDoesNotHaveIsAFindingAndCountsAsNone) {
  const tp_policy* silly = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_RECORD) response.answer.choice = TP_TO_BOT;
    if (event.kind == TP_ASK_ROW) response.answer.choice = 4'000'000'000;
    if (event.kind == TP_ASK_OFFER) {
      response.answer.ask = 99;
      response.answer.choice = TP_WITHHOLD;
    }
    if (event.kind == TP_ASK_DELIVER) {
      response.answer.choice = TP_TO_AGENT;
      response.answer.agent = 2;
    }
    if (event.kind == TP_TELL_AGENT_FACTS) response.answer.choice = TP_ORDINARY;
  });
  EXPECT_EQ(story(trace_of(centre(), 1, 0, silly), findings),
            (Story{"10 finding bad_choice l1", "10 finding bad_choice l1", "10 finding bad_choice l1",
                   "20 finding bad_choice none", "70 finding bad_choice l1"}));
  EXPECT_EQ(story(trace_of(centre(), 1, 0, silly), ~findings), story(trace_of(centre(), 1, 0, silent_policy()), ~findings));
}

TEST(PolicyDesk, AWakeUpComesOnceAtItsTimeAndTheLastOfAToken) {
  std::vector<std::int64_t> woken;
  trace_of(
      centre(), 1, 0, policy_that([&woken](const tp_event& event, tp_response& response) {
        if (event.kind == TP_TELL_TIMER) woken.push_back(event.delivered_us);
        if (event.kind != TP_TELL_AGENT_FACTS) return;
        for (const auto& [token, at_us] : {std::pair{1ull, 30'000'000ll}, {1, 40'000'000}, {2, 35'000'000}, {3, 5'000'000}}) {
          tp_order& wake = order(response, TP_ORDER_WAKE);
          wake.token = token;
          wake.at_us = at_us;
        }
        order(response, TP_ORDER_CANCEL_WAKE).token = 2;
      }));
  EXPECT_EQ(woken, (std::vector<std::int64_t>{20'000'000, 40'000'000}));
}

TEST(PolicyDesk, WakeUpsForTheSameInstantEndInAFinding) {
  std::uint64_t woken = 0;
  const auto events = trace_of(centre(), 1, 0, policy_that([&woken](const tp_event& event, tp_response& response) {
                                 woken += event.kind == TP_TELL_TIMER;
                                 if (event.kind != TP_TELL_AGENT_FACTS && event.kind != TP_TELL_TIMER) return;
                                 order(response, TP_ORDER_WAKE).at_us = event.delivered_us;
                               }));
  EXPECT_EQ(woken, 1000u);
  EXPECT_EQ(story(events, findings), (Story{"20 finding wake_storm none"}));
}

TEST(PolicyDesk, ManyWakeUpsOfOneInstantOrderedBeforeItAreNoStorm) {
  std::uint64_t woken = 0;
  const auto events = trace_of(centre(), 1, 0, policy_that([&woken](const tp_event& event, tp_response& response) {
                                 woken += event.kind == TP_TELL_TIMER;
                                 if (event.kind != TP_TELL_AGENT_FACTS) return;
                                 for (std::uint64_t token = 0; token < 3000; ++token) {
                                   tp_order& wake = order(response, TP_ORDER_WAKE);
                                   wake.token = token;
                                   wake.at_us = 30'000'000;
                                 }
                               }));
  EXPECT_EQ(woken, 3000u);
  EXPECT_EQ(story(events, findings), (Story{}));
}

TEST(PolicyDesk, OrdersThatCallForTheSameAskForEverEndInAFinding) {
  // Restores a status that the platform at once asks to recalculate, which the policy refuses and restores again.
  const tp_policy* restores = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_PRESENCE) response.answer.choice = TP_REFUSE;
    if (event.kind != TP_ASK_PRESENCE && event.kind != TP_TELL_AGENT_FACTS) return;
    tp_order& made = order(response, TP_ORDER_PRESENCE);
    made.agent = 1;
    made.presence.base = TP_AWAY;
    made.cause = TP_CAUSE_RESTORE;
  });
  const auto events = trace_of(centre(), 1, 0, restores);
  ASSERT_FALSE(story(events, findings).empty());
  EXPECT_EQ(story(events, trace::kinds<trace::Drained>()), (Story{"3600 drained"}));
}

TEST(PolicyDesk, APolicyThatThrowsIsNotCalledAgainAndTheRunGoesOn) {
  std::uint64_t calls = 0;
  const auto events = trace_of(centre(), 1, 0, policy_that([&calls](const tp_event&, tp_response&) {
                                 ++calls;
                                 throw 7;
                               }));
  EXPECT_EQ(calls, 1u);
  EXPECT_EQ(story(events, findings), (Story{"10 finding threw l1"}));
  EXPECT_EQ(story(events, ~findings), story(trace_of(centre(), 1, 0, silent_policy()), ~findings));
}

}  // namespace
}  // namespace tocsin::models
