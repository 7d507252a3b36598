/*
 * Goal: whole emergency lifecycles get exactly the answers and orders that the rulings ask for. Method: hand-written events
 * through the C contract, with every answer and order that matters written out; the platform of these tests restores a twin at
 * every step.
 */
#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

constexpr tp_presence available{TP_AVAILABLE, TP_AUTOMATIC, 0, 0};

TEST(Engine, AcceptIsOneInstantWithEverythingInIt) {
  Platform p;
  p.now_us = 7 * second_us;
  const tp_answer& a = p.dial(0, 10);
  EXPECT_EQ(a.choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(a.path, uint32_t{TP_PATH_DO});
  EXPECT_EQ(a.number, first_lent);
  EXPECT_EQ(a.cli, first_lent);
  EXPECT_EQ(a.capacity, uint32_t{TP_CAPACITY_NONE});
  ASSERT_EQ(p.orders.size(), 5u);
  EXPECT_TRUE(p.sets_do_not_disturb(0));
  EXPECT_EQ(p.orders[0].kind, uint32_t{TP_ORDER_PRESENCE});
  EXPECT_EQ(p.orders[1].kind, uint32_t{TP_ORDER_WITHDRAW});
  EXPECT_EQ(p.orders[1].agent, 0u);
  const auto shown = p.of_kind(TP_ORDER_SHOW);
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown[0].view, uint32_t{TP_VIEW_PANEL});
  EXPECT_EQ(shown[0].leg, 10u);
  EXPECT_EQ(shown[0].controls, uint32_t{TP_CONTROL_DEVICE_SETTINGS | TP_CONTROL_END_CALL});
  EXPECT_EQ(shown[1].view, uint32_t{TP_VIEW_DASHBOARD});
  EXPECT_EQ(shown[1].controls, 0u);
  EXPECT_EQ(shown[1].details, uint32_t{TP_DETAIL_AGENT_NAME | TP_DETAIL_EMERGENCY});
  EXPECT_EQ(p.orders[4].kind, uint32_t{TP_ORDER_WAKE});
  EXPECT_EQ(p.orders[4].at_us, 7 * second_us + window_us);
}

TEST(Engine, CleanCallRestoresOnceAtTheAgentsEndAndTheNumberComesBackAtSixtyMinutes) {
  Platform p;
  p.connect(0, 10);
  EXPECT_TRUE(p.orders.empty());
  p.now_us = 5 * minute_us;
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, available));
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 2u);
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW)[0].controls, 0u);
  EXPECT_EQ(p.leg_end(0, 10, true), uint32_t{TP_CLOSE});
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.orders.empty());
  p.advance_to(window_us - 1);
  EXPECT_TRUE(p.of_kind(TP_ORDER_RELEASE).empty());
  p.advance_to(window_us);
  ASSERT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE)[0].number, first_lent);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE)[0].agent, 0u);
  EXPECT_EQ(p.wake_us, -1);
}

TEST(Engine, AnAgentEndDoesNotSettleWhatDroppedAfterItAndWasToldBefore) {
  for (const bool after : {true, false}) {
    Platform p;
    p.connect(0, 10);
    p.connect(0, 11);
    p.now_us += 10 * second_us;
    tp_event drop = p.event(TP_TELL_DROPPED, 0, 10);
    drop.occurred_us = p.now_us - second_us;
    p.put(drop);
    tp_event end = p.event(TP_TELL_END_PRESSED, 0, 11);
    end.by = TP_BY_AGENT;
    end.occurred_us = p.now_us - (after ? 2 : 1) * second_us;
    p.put(end);
    EXPECT_EQ(p.restores(0, available), !after);
  }
}

TEST(Engine, DropKeepsDoNotDisturbUntilTheAgentClosesTheSession) {
  Platform p;
  const tp_presence lunch{TP_AWAY, TP_MANUAL, 0, 77};
  EXPECT_EQ(p.presence(0, lunch), uint32_t{TP_ORDINARY});
  p.connect(0, 10);
  p.dropped(0, 10);
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.leg_end(0, 10, false), uint32_t{TP_KEEP_PANEL});
  EXPECT_EQ(p.presence(0, available), uint32_t{TP_REFUSE});
  EXPECT_EQ(p.offer(0, 99), uint32_t{TP_WITHHOLD});
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, lunch));
  EXPECT_EQ(p.presence(0, available), uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.offer(0, 99), uint32_t{TP_ORDINARY});
}

TEST(Engine, CallbackAfterADropIsOfferedAndOwesItsOwnEnd) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.dropped(0, 10);
  p.now_us += minute_us;
  const tp_answer& a = p.deliver(20, lent);
  EXPECT_EQ(a.choice, uint32_t{TP_TO_AGENT});
  EXPECT_EQ(a.agent, 0u);
  EXPECT_EQ(a.auto_answer, 0u);
  EXPECT_EQ(a.capacity, uint32_t{TP_CAPACITY_NONE});
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 2u);
  p.answered(0, 20);
  p.end_pressed(0, 20);
  EXPECT_TRUE(p.restores(0, available)) << "the end of the callback settles the dropped call too";
}

TEST(Engine, AnUnansweredCallbackDelaysTheRestoreUntilItStopsRinging) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.deliver(20, lent);
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.dropped(0, 20);
  EXPECT_TRUE(p.restores(0, available));
  EXPECT_EQ(p.row(20, TP_STORE_HISTORY, TP_ROW_MISSED), uint32_t{TP_SUPPRESS});
}

TEST(Engine, AnUnansweredCallbackLeavesWhatWasOwedBefore) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.dropped(0, 10);
  p.deliver(20, lent);
  p.dropped(0, 20);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, available));
}

TEST(Engine, CallbackAfterANormalEndOpensItsOwnEpisode) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.end_pressed(0, 10);
  const tp_presence busy{TP_BUSY, TP_AUTOMATIC, 0, 0};
  EXPECT_EQ(p.presence(0, busy, TP_BY_PLATFORM, TP_CAUSE_CAPACITY), uint32_t{TP_ORDINARY});
  p.deliver(20, lent);
  EXPECT_TRUE(p.sets_do_not_disturb(0));
  EXPECT_EQ(p.of_kind(TP_ORDER_WITHDRAW).size(), 1u);
  p.dropped(0, 20);
  EXPECT_TRUE(p.restores(0, busy));
}

TEST(Engine, TwoCallbacksBothRingAndTheEpisodeWaitsForBoth) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.dropped(0, 10);
  EXPECT_EQ(p.deliver(20, lent).choice, uint32_t{TP_TO_AGENT});
  EXPECT_EQ(p.deliver(21, lent).choice, uint32_t{TP_TO_AGENT});
  p.answered(0, 20);
  p.answered(0, 21);
  p.end_pressed(0, 20);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.dropped(0, 21);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty()) << "that drop came after the end of the other leg";
  p.end_pressed(0, 21);
  EXPECT_TRUE(p.restores(0, available));
}

TEST(Engine, RedialKeepsTheFirstPriorAndTakesAnotherNumber) {
  Platform p;
  const tp_presence away{TP_AWAY, TP_MANUAL, 0, 5};
  p.presence(0, away);
  p.connect(0, 10);
  p.dropped(0, 10);
  p.now_us = minute_us;
  EXPECT_EQ(p.dial(0, 11).number, first_lent + 1);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty()) << "already in force";
  p.egress(0, 11);
  p.end_pressed(0, 11);
  EXPECT_TRUE(p.restores(0, away));
  EXPECT_EQ(p.deliver(20, first_lent).agent, 0u) << "the first window is undisturbed";
}

TEST(Engine, EndDropAndOfferInOneInstant) {
  for (const bool end_first : {true, false}) {
    Platform p;
    const tp_number lent = p.connect(0, 10);
    if (end_first) {
      p.end_pressed(0, 10);
      EXPECT_TRUE(p.restores(0, available));
      p.dropped(0, 10);
      EXPECT_TRUE(p.orders.empty()) << "a drop told after the agent's end changes nothing";
    } else {
      p.dropped(0, 10);
      EXPECT_TRUE(p.orders.empty());
      p.end_pressed(0, 10);
      EXPECT_TRUE(p.restores(0, available));
    }
    p.deliver(20, lent);
    EXPECT_TRUE(p.sets_do_not_disturb(0));
    p.answered(0, 20);
    p.end_pressed(0, 20);
    EXPECT_TRUE(p.restores(0, available));
  }
}

TEST(Engine, SetUpFailureBeforeEgressLeavesNothingBehind) {
  Platform p;
  const tp_number lent = p.dial(0, 10).number;
  p.waiting(10, 0);
  p.dropped(0, 10);
  EXPECT_TRUE(p.restores(0, available));
  ASSERT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 2u);
  EXPECT_EQ(p.wake_us, -1);
  EXPECT_EQ(p.deliver(20, lent).choice, uint32_t{TP_ORDINARY}) << "there was no window";
  EXPECT_EQ(p.row(10), uint32_t{TP_SUPPRESS});
  EXPECT_EQ(p.leg_end(0, 10, false), uint32_t{TP_CLOSE});
}

TEST(Engine, SetUpFailureOfARedialKeepsTheEpisodeOfTheFirstCall) {
  Platform p;
  p.connect(0, 10);
  const tp_number lent = p.dial(0, 11).number;
  p.dropped(0, 11);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  ASSERT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE)[0].number, lent);
  EXPECT_EQ(p.leg_end(0, 11, false), uint32_t{TP_CLOSE});
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, available));
}

TEST(Engine, ThePanelOfACallThatNeverLeftGoesAtOnce) {
  Platform p;
  p.connect(0, 10);
  p.dial(0, 11);
  p.dropped(0, 11);
  const auto shown = p.of_kind(TP_ORDER_SHOW);
  ASSERT_EQ(shown.size(), 2u);
  for (const tp_order& order : shown) {
    EXPECT_EQ(order.leg, 11u);
    EXPECT_EQ(order.controls, 0u);
    EXPECT_EQ(order.details, 0u);
  }
}

TEST(Engine, DropAfterEgressKeepsTheWindow) {
  Platform p;
  const tp_number lent = p.dial(0, 10).number;
  p.egress(0, 10);
  p.dropped(0, 10);
  EXPECT_TRUE(p.orders.empty());
  p.now_us = 30 * minute_us;
  EXPECT_EQ(p.deliver(20, lent).choice, uint32_t{TP_TO_AGENT});
}

TEST(Engine, OfflineAgentIsReachedByTheCallback) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.end_pressed(0, 10);
  const tp_presence offline{TP_OFFLINE, TP_AUTOMATIC, 0, 0};
  p.presence(0, offline, TP_BY_PLATFORM, TP_CAUSE_SIGN_OUT);
  p.devices(0, 0);
  p.now_us += minute_us;
  EXPECT_EQ(p.deliver(20, lent).agent, 0u);
  p.now_us += second_us;
  p.devices(0, 1);
  EXPECT_TRUE(p.sets_do_not_disturb(0));
  ASSERT_EQ(p.of_kind(TP_ORDER_OFFER_CALLBACK).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_OFFER_CALLBACK)[0].leg, 20u);
  p.dropped(0, 20);
  EXPECT_TRUE(p.restores(0, offline));
}

TEST(Engine, TheStatusCapturedAtALossInTheEpisodeDoesNotComeBackAfterIt) {
  const tp_presence captured{TP_DND, TP_AUTOMATIC, 0, 0};
  Platform p;
  p.connect(0, 10);
  p.devices(0, 0);
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, available));
  p.devices(0, 1);
  EXPECT_EQ(p.presence(0, captured, TP_BY_PLATFORM, TP_CAUSE_RECONNECTED), uint32_t{TP_REFUSE});
  EXPECT_EQ(p.presence(0, captured, TP_BY_PLATFORM, TP_CAUSE_CAPACITY), uint32_t{TP_ORDINARY});
  p.devices(0, 0);
  p.devices(0, 1);
  EXPECT_EQ(p.presence(0, captured, TP_BY_PLATFORM, TP_CAUSE_RECONNECTED), uint32_t{TP_ORDINARY}) << "lost outside it";
}

TEST(Engine, ADeclinedCallbackRingsAgainButNotInTheSameInstant) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.deliver(20, lent);
  p.tell(TP_TELL_OFFER_OUTCOME, 0, 20);
  EXPECT_TRUE(p.orders.empty());
  p.now_us += second_us;
  p.tell(TP_TELL_OFFER_OUTCOME, 0, 20);
  ASSERT_EQ(p.orders.size(), 1u);
  EXPECT_EQ(p.orders[0].kind, uint32_t{TP_ORDER_OFFER_CALLBACK});
  EXPECT_EQ(p.orders[0].agent, 0u);
  p.tell(TP_TELL_OFFER_OUTCOME, 0, 20);
  EXPECT_TRUE(p.orders.empty()) << "it rang in this instant";
}

TEST(Engine, DirectRoutingTakesNoNumberButEveryOtherProtection) {
  Tenant tenant;
  tenant.direct_routing = true;
  tenant.patterns = {"^911$"};
  Platform p(tenant);
  const tp_answer& a = p.dial(0, 10, "911", carrier_number);
  EXPECT_EQ(a.choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(a.path, uint32_t{TP_PATH_DR});
  EXPECT_EQ(a.number, 0u);
  EXPECT_EQ(a.cli, 0u);
  EXPECT_EQ(a.capacity, uint32_t{TP_CAPACITY_NONE});
  EXPECT_TRUE(p.sets_do_not_disturb(0));
  EXPECT_EQ(p.wake_us, -1);
  EXPECT_EQ(p.row(10), uint32_t{TP_SUPPRESS});
  EXPECT_EQ(p.record(10, TP_RECORD_START, 10), uint32_t{TP_PREVENT});
  p.egress(0, 10);
  p.tell(TP_ASK_INVITE_FAILED, 0, 10);
  EXPECT_EQ(p.answer.choice, uint32_t{TP_ORDINARY});
  p.dropped(0, 10);
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, available));
}

TEST(Engine, ARefusalNamesTheReasonAndLeavesNothing) {
  Tenant tenant;
  tenant.agents[0].location = TP_LOCATION_OFF;
  Platform p(tenant);
  EXPECT_EQ(p.dial(0, 10).choice, uint32_t{TP_REFUSE});
  EXPECT_EQ(p.answer.reason, uint32_t{TP_REASON_LOCATION_OFF});
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.row(10, TP_STORE_RECENT, TP_ROW_DIALLED), uint32_t{TP_SUPPRESS});
  EXPECT_EQ(p.leg_end(0, 10, false), uint32_t{TP_CLOSE});
  EXPECT_EQ(p.presence(0, available), uint32_t{TP_ORDINARY});
  p.facts(0, eligible_agent());
  EXPECT_EQ(p.dial(0, 10).choice, uint32_t{TP_REFUSE}) << "a refused leg is over";
  EXPECT_EQ(p.dial(0, 11).choice, uint32_t{TP_ACCEPT});
}

TEST(Engine, LosingAPrerequisiteChangesNothing) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.facts(0, tp_agent_facts{});
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.presence(0, available), uint32_t{TP_REFUSE});
  EXPECT_EQ(p.deliver(20, lent).choice, uint32_t{TP_TO_AGENT});
}

TEST(Engine, AnOrdinaryDialInAnEpisodeIsRefusedAndAnEmergencyIsNot) {
  Platform p;
  EXPECT_EQ(p.dial(0, 9, "12065551234").choice, uint32_t{TP_ORDINARY});
  p.connect(0, 10);
  EXPECT_EQ(p.dial(0, 11, "12065551234").choice, uint32_t{TP_REFUSE});
  EXPECT_EQ(p.answer.reason, uint32_t{TP_REASON_EPISODE});
  EXPECT_EQ(p.row(11), uint32_t{TP_ORDINARY}) << "an ordinary dial has ordinary rows";
  EXPECT_EQ(p.dial(1, 12, "12065551234").choice, uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.dial(0, 13).choice, uint32_t{TP_ACCEPT});
}

TEST(Engine, NobodyButAnAgentCanDialAnEmergency) {
  Platform p;
  EXPECT_EQ(p.dial(TP_NO_AGENT, 10).choice, uint32_t{TP_REFUSE});
  EXPECT_EQ(p.dial(3, 11).choice, uint32_t{TP_REFUSE});
  EXPECT_EQ(p.dial(3, 12, "2065551234").choice, uint32_t{TP_ORDINARY});
}

TEST(Engine, AnEndBySomebodyElseIsADrop) {
  Platform p;
  p.connect(0, 10);
  tp_event ended = p.event(TP_TELL_END_PRESSED, 0, 10);
  ended.by = TP_BY_SUPERVISOR;
  p.put(ended);
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.presence(0, available), uint32_t{TP_REFUSE});
  p.end_pressed(1, 10);
  EXPECT_TRUE(p.orders.empty()) << "another agent's is none of its agent";
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, available));
  p.connect(0, 11);
  p.end_pressed(TP_NO_AGENT, 11);
  EXPECT_TRUE(p.restores(0, available)) << "an agent that is not named is its own";
}

TEST(Engine, ADayWithoutEmergenciesOrdersNothing) {
  Platform p;
  p.dial(0, 1, "12065551234");
  EXPECT_TRUE(p.orders.empty());
  p.deliver(2, first_lent);
  EXPECT_EQ(p.answer.choice, uint32_t{TP_ORDINARY});
  EXPECT_TRUE(p.orders.empty());
  for (const uint32_t kind : {TP_ASK_PRESENCE, TP_ASK_OFFER, TP_ASK_GRANT, TP_ASK_RECORD, TP_ASK_ROW, TP_ASK_CONTROL,
                              TP_ASK_INVITE_FAILED, TP_ASK_LEG_END}) {
    p.tell(kind, 1, 3);
    EXPECT_EQ(p.answer.choice, uint32_t{TP_ORDINARY}) << kind;
    EXPECT_TRUE(p.orders.empty());
  }
  for (uint32_t kind = TP_TELL_EGRESS; kind <= TP_TELL_TIMER; ++kind) {
    p.tell(kind, 1, 3);
    EXPECT_EQ(p.answer.choice, uint32_t{TP_NO_ANSWER});
    EXPECT_TRUE(p.orders.empty()) << kind;
  }
}

TEST(Engine, WhatAResponseHasNoRoomForComesWithTheTimerInTheSameInstant) {
  Tenant tenant;
  tenant.pool.clear();
  for (uint32_t capacity = 3; capacity < 24; ++capacity) {
    Platform p(tenant);
    for (tp_leg leg = 10; leg < 20; ++leg) {
      p.connect(0, leg);
      p.dropped(0, leg);
    }
    p.order_capacity = capacity;
    p.end_pressed(0, 19);
    EXPECT_TRUE(p.restores(0, available));
    EXPECT_FALSE(p.overflow);
    size_t left = 20 - p.of_kind(TP_ORDER_SHOW).size();
    while (p.wake_us >= 0) {
      EXPECT_LT(capacity - p.orders.size(), left == 2 ? 1u : 2u) << "no place is left unused";
      EXPECT_EQ(p.wake_us, p.now_us);
      p.wake_us = -1;
      p.timer();
      EXPECT_FALSE(p.overflow);
      ASSERT_FALSE(p.of_kind(TP_ORDER_SHOW).empty()) << "each ring helps";
      left -= p.of_kind(TP_ORDER_SHOW).size();
    }
    EXPECT_EQ(left, 0u) << capacity;
  }
}

TEST(Engine, DevicesThatComeAreToldFromThoseThatGo) {
  Platform p;
  p.devices(0, 2);
  p.connect(0, 10);
  p.devices(0, 1);
  EXPECT_TRUE(p.orders.empty());
  p.devices(0, 1);
  EXPECT_TRUE(p.orders.empty());
  p.devices(0, 2);
  EXPECT_TRUE(p.sets_do_not_disturb(0));
  EXPECT_TRUE(p.of_kind(TP_ORDER_OFFER_CALLBACK).empty()) << "an outgoing call rings nowhere";
  p.dial(0, 11);
  p.now_us += second_us;
  p.devices(0, 3);
  EXPECT_TRUE(p.of_kind(TP_ORDER_OFFER_CALLBACK).empty()) << "nor one that is being set up";
}

TEST(Engine, ACallbackThatIsOverRingsNoMore) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.deliver(20, lent);
  p.deliver(21, lent);
  p.dropped(0, 20);
  p.now_us += second_us;
  p.tell(TP_TELL_OFFER_OUTCOME, 0, 20);
  EXPECT_TRUE(p.orders.empty());
}

TEST(Engine, ItsOwnOrderOfPresenceIsNotRefused) {
  Platform p;
  p.connect(0, 10);
  EXPECT_EQ(p.presence(0, {TP_DND, TP_AUTOMATIC, 0, 0}, TP_BY_POLICY, TP_CAUSE_EMERGENCY), uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.presence(0, {TP_DND, TP_AUTOMATIC, 0, 0}), uint32_t{TP_REFUSE});
}

TEST(Engine, FactsBringNoPresence) {
  Platform p;
  tp_agent_facts facts = eligible_agent();
  facts.presence = {TP_BUSY, TP_MANUAL, 0, 0};
  p.facts(0, facts);
  p.connect(0, 10);
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, available));
}

}  // namespace
}  // namespace tocsin::policy::testing
