/*
 * Goal: a node that takes over with a stale copy, or with nothing but the configuration, goes on from what the platform says is
 * live: windows, mapping, the presence before the episode, what is owed; and forgets what is over.
 * Method: a second policy is told what is live in one event, and is then driven to the ends that the first would have come to.
 */
#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

constexpr tp_presence available{TP_AVAILABLE, TP_AUTOMATIC, 0, 0};
constexpr tp_presence lunch{TP_AWAY, TP_MANUAL, 0, 12};
constexpr tp_presence dnd{TP_DND, TP_AUTOMATIC, 0, 0};

struct Live {
  std::vector<tp_live_leg> legs;
  std::vector<tp_lent_number> lent;
  std::vector<tp_live_agent> agents;

  Live& call(tp_leg leg, uint8_t state = TP_LEG_CONNECTED) {
    tp_live_leg made{};
    made.leg = leg;
    made.state = state;
    made.path = TP_PATH_DO;
    made.egressed = made.answered = 1;
    made.number = first_lent;
    legs.push_back(made);
    return *this;
  }
  Live& lend(int64_t assigned_us, tp_leg leg = 10, int64_t ended_us = 0, uint32_t media = 0) {
    lent.push_back({first_lent, leg, 0, media, assigned_us, ended_us});
    return *this;
  }
  Live& in_episode(tp_presence before = lunch) {
    agents.push_back({0, 1, 1, dnd, before, 0, 0});
    return *this;
  }
  void tell(Platform& p) const {
    tp_event made = p.event(TP_TELL_RECONCILE, TP_NO_AGENT, 0);
    made.u.reconcile = {legs.data(),
                        lent.data(),
                        agents.data(),
                        static_cast<uint32_t>(legs.size()),
                        static_cast<uint32_t>(lent.size()),
                        static_cast<uint32_t>(agents.size())};
    p.put(made);
  }
};

TEST(Reconcile, ALiveCallIsAdoptedWholeAndEndsAsItWouldHave) {
  Platform p;
  p.now_us = 10 * minute_us;
  Live().call(10).lend(5 * minute_us).in_episode().tell(p);
  /* Do not disturb is in force already; the surfaces are shown anew; the timer is armed. */
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 2u);
  EXPECT_EQ(p.wake_us, 5 * minute_us + window_us);
  EXPECT_EQ(p.presence(0, {TP_AVAILABLE, TP_MANUAL, 0, 0}), uint32_t{TP_REFUSE});
  EXPECT_EQ(p.row(10), uint32_t{TP_SUPPRESS});
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, lunch));
}

TEST(Reconcile, TheWindowIsTheOneOfTheAssign) {
  for (const bool inside : {true, false}) {
    Platform p;
    p.now_us = 64 * minute_us;
    Live().lend(5 * minute_us).tell(p);
    p.now_us = 5 * minute_us + window_us - (inside ? 1 : 0);
    p.deliver(20, first_lent);
    EXPECT_EQ(p.answer.choice, uint32_t{inside ? TP_TO_AGENT : TP_ORDINARY});
  }
}

/* EX-08: from the end that is told, and only with the switch on. */
TEST(Reconcile, TheWindowCountsFromTheEndOfTheCall) {
  for (const bool on : {true, false}) {
    for (const bool inside : {true, false}) {
      Tenant tenant;
      tenant.switches = on ? TP_SWITCH_TERMINATION_WINDOW : 0;
      Platform p(tenant);
      p.now_us = 60 * minute_us;
      Live().lend(5 * minute_us, 10, 58 * minute_us).tell(p);
      p.now_us = (on ? 58 * minute_us + 30 * minute_us : 5 * minute_us + window_us) - (inside ? 1 : 0);
      EXPECT_EQ(p.deliver(20, first_lent).choice, uint32_t{inside ? TP_TO_AGENT : TP_ORDINARY}) << on;
    }
  }
}

TEST(Reconcile, ACallbackHasTheMediaOfItsCall) {
  Tenant tenant;
  tenant.switches = TP_SWITCH_MEDIA;
  Platform p(tenant);
  p.now_us = 10 * minute_us;
  Live().lend(5 * minute_us, 10, 0, TP_MEDIA_TEXT).tell(p);
  EXPECT_EQ(p.deliver(20, first_lent).media, uint32_t{TP_MEDIA_TEXT});
}

TEST(Reconcile, ANumberThatIsNotNamedIsFree) {
  Platform p;
  p.connect(0, 10);
  p.end_pressed(0, 10);
  Live().tell(p);
  EXPECT_EQ(p.deliver(20, first_lent).choice, uint32_t{TP_ORDINARY});
  EXPECT_TRUE(p.of_kind(TP_ORDER_RELEASE).empty());
}

TEST(Reconcile, ANumberWhoseWindowIsOverIsGivenBackAtOnce) {
  Platform p;
  p.now_us = 2 * window_us;
  Live().lend(5 * minute_us).tell(p);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
}

TEST(Reconcile, ACallThatOutlivesItsWindowKeepsItsNumber) {
  Platform p;
  p.now_us = 2 * window_us;
  Live().call(10).lend(5 * minute_us).in_episode().tell(p);
  EXPECT_TRUE(p.of_kind(TP_ORDER_RELEASE).empty());
  p.end_pressed(0, 10);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
}

TEST(Reconcile, ADroppedCallStillOwesItsEnd) {
  Platform p;
  p.now_us = 10 * minute_us;
  Live().call(10, TP_LEG_DROPPED).lend(5 * minute_us).in_episode().tell(p);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, lunch));
}

TEST(Reconcile, NothingLiveAndThePresenceStillOursIsRestored) {
  Platform p;
  p.now_us = 10 * minute_us;
  Live().lend(5 * minute_us).in_episode().tell(p);
  EXPECT_TRUE(p.restores(0, lunch));
}

TEST(Reconcile, ASessionThatIsOpenAfterItsEpisodeOpensNone) {
  Platform p;
  p.now_us = 10 * minute_us;
  Live live;
  live.call(10, TP_LEG_DROPPED).lend(5 * minute_us);
  live.agents.push_back({0, 1, 0, lunch, {}, 0, 0});
  live.tell(p);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  EXPECT_EQ(p.presence(0, {TP_BUSY, TP_MANUAL, 0, 0}), uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.row(10), uint32_t{TP_SUPPRESS});
}

TEST(Reconcile, OfWhatIsOverOrWasRefusedOnlyTheMarkIsKept) {
  Platform p;
  Live live;
  live.call(10, TP_LEG_OVER).call(11, TP_LEG_REFUSED).in_episode();
  live.call(12);
  live.tell(p);
  EXPECT_EQ(p.row(10), uint32_t{TP_SUPPRESS});
  EXPECT_EQ(p.row(11), uint32_t{TP_SUPPRESS});
  EXPECT_EQ(p.row(13), uint32_t{TP_ORDINARY});
  /* They owe nothing, and their sessions end nothing. */
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.end_pressed(0, 12);
  EXPECT_TRUE(p.restores(0, lunch));
}

TEST(Reconcile, ClosingTheSessionOfASettledLegIsNoAgentEnd) {
  Platform p;
  Live live;
  live.call(10, TP_LEG_DROPPED).call(11, TP_LEG_DROPPED).in_episode();
  live.legs[0].egressed = live.legs[0].answered = 0;  // settled before
  live.tell(p);
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.end_pressed(0, 11);
  EXPECT_TRUE(p.restores(0, lunch));
}

TEST(Reconcile, ThePresenceAtALossInAnEmergencyIsNotBroughtBack) {
  for (const bool ours : {true, false}) {
    Platform p;
    Live live;
    live.agents.push_back({0, 0, 0, lunch, {}, ours, 0});
    live.tell(p);
    p.devices(0, 1);
    EXPECT_EQ(p.presence(0, dnd, TP_BY_PLATFORM, TP_CAUSE_RECONNECTED), uint32_t{ours ? TP_REFUSE : TP_ORDINARY});
  }
}

TEST(Reconcile, AStaleEpisodeIsForgotten) {
  Platform p;
  p.connect(0, 10);
  Live live;
  live.agents.push_back({0, 1, 0, lunch, {}, 0, 0});
  live.tell(p);
  EXPECT_EQ(p.presence(0, {TP_BUSY, TP_MANUAL, 0, 0}), uint32_t{TP_ORDINARY});
  /* The next call takes the presence of now. */
  p.connect(0, 11);
  p.end_pressed(0, 11);
  EXPECT_TRUE(p.restores(0, {TP_BUSY, TP_MANUAL, 0, 0}));
}

TEST(Reconcile, ACallBackThatRingsIsAdopted) {
  Platform p;
  p.now_us = 10 * minute_us;
  Live live;
  live.call(20, TP_LEG_RINGING).lend(5 * minute_us).in_episode().tell(p);
  Live inbound = live;
  inbound.legs[0].inbound = 1;
  inbound.legs[0].answered = 0;
  Platform q;
  q.now_us = 10 * minute_us;
  inbound.tell(q);
  /* Unanswered it owes nothing. */
  q.dropped(0, 20);
  EXPECT_TRUE(q.restores(0, lunch));
}

TEST(Reconcile, WhatWasSettledHereStaysSettled) {
  for (const tp_leg first : {1, 10}) {
    Platform p;
    p.connect(0, first);
    p.connect(0, 11);
    p.dropped(0, first);
    p.dial(0, 12);
    p.end_pressed(0, 11);
    Live live;
    live.call(first, TP_LEG_DROPPED).call(12, TP_LEG_SETTING_UP).in_episode(available);
    live.legs[1].egressed = live.legs[1].answered = 0;
    live.tell(p);
    p.dropped(0, 12);
    EXPECT_TRUE(p.restores(0, available)) << "the first one was settled by the agent's end of the second";
  }
}

TEST(Reconcile, WithAWindowAfterTheCallANumberThatNoCallIsNamedForEndsItNow) {
  Tenant tenant;
  tenant.switches = TP_SWITCH_TERMINATION_WINDOW; /* 30 minutes */
  const auto wake_after = [&](const Live& live) {
    Platform p(tenant);
    p.now_us = 100 * minute_us;
    live.tell(p);
    return p.wake_us;
  };
  EXPECT_EQ(wake_after(Live().lend(5 * minute_us)), 130 * minute_us);
  EXPECT_EQ(wake_after(Live().lend(90 * minute_us)), 150 * minute_us) << "an hour at least";
  EXPECT_EQ(wake_after(Live().lend(5 * minute_us, 10, 80 * minute_us)), 110 * minute_us) << "that end is known";
  EXPECT_EQ(wake_after(Live().lend(0, 10, 1)), -1) << "and that one, in the first microsecond";
  EXPECT_EQ(wake_after(Live().call(10).lend(5 * minute_us).in_episode()), -1) << "its call goes on";
  EXPECT_EQ(wake_after(Live().call(1).lend(5 * minute_us).in_episode()), -1);
  Live other;
  other.call(10).lend(5 * minute_us).in_episode();
  other.legs[0].number = first_lent + 1;
  EXPECT_EQ(wake_after(other), 130 * minute_us) << "another number's call goes on";
  Live callback;
  callback.call(20).lend(5 * minute_us).in_episode();
  callback.legs[0].inbound = 1;
  EXPECT_EQ(wake_after(callback), 130 * minute_us) << "a callback does not keep its call alive";
  Live over;
  over.call(10, TP_LEG_DROPPED).lend(5 * minute_us).in_episode();
  EXPECT_EQ(wake_after(over), 130 * minute_us);
}

TEST(Reconcile, WhatWasToBeHiddenIsForgottenAndDevicesAreTaken) {
  Platform p;
  for (tp_leg leg = 10; leg < 13; ++leg) {
    p.connect(0, leg);
    p.dropped(0, leg);
  }
  p.order_capacity = 3;
  p.end_pressed(0, 12);
  p.order_capacity = 64;
  Live live;
  live.agents.push_back({0, 3, 0, available, {}, 0, 0});
  live.tell(p);
  EXPECT_TRUE(p.of_kind(TP_ORDER_SHOW).empty());
  p.connect(0, 20);
  p.devices(0, 2);
  EXPECT_TRUE(p.orders.empty()) << "one of three went";
}

TEST(Reconcile, APresenceThatIsNotOursYetBecomesDoNotDisturb) {
  Platform p;
  Live live;
  live.call(10, TP_LEG_SETTING_UP);
  live.legs[0].egressed = live.legs[0].answered = 0;
  live.agents.push_back({0, 1, 0, lunch, {}, 0, 0});
  live.tell(p);
  EXPECT_TRUE(p.sets_do_not_disturb(0));
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 2u) << "it is shown though nothing is owed for it yet";
  p.dropped(0, 10);
  EXPECT_TRUE(p.restores(0, lunch));
}

TEST(Reconcile, ALiveCallOfAnAgentWhoIsNotNamedOpensItsEpisode) {
  Platform p;
  p.presence(0, lunch);
  Live().call(10).tell(p);
  EXPECT_EQ(p.presence(0, available), uint32_t{TP_REFUSE});
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, lunch));
}

TEST(Reconcile, OnlyWhatIsCountedIsRead) {
  Platform p;
  Live live;
  live.call(10, TP_LEG_DROPPED);
  live.in_episode();
  tp_event made = p.event(TP_TELL_RECONCILE, TP_NO_AGENT, 0);
  made.u.reconcile = {live.legs.data(), live.lent.data(), live.agents.data(), 1, 0, 0};
  p.put(made);
  EXPECT_EQ(p.presence(0, available), uint32_t{TP_ORDINARY}) << "the agent stands behind the end";
}

TEST(Reconcile, ALegThatIsOverIsNotShown) {
  Platform p;
  Live().call(10, TP_LEG_OVER).call(11).in_episode().tell(p);
  const auto shown = p.of_kind(TP_ORDER_SHOW);
  ASSERT_EQ(shown.size(), 2u);
  for (const tp_order& order : shown) EXPECT_EQ(order.leg, 11u);
  p.end_pressed(0, 11);
  for (const tp_order& order : p.of_kind(TP_ORDER_SHOW)) EXPECT_EQ(order.leg, 11u);
}

TEST(Reconcile, FreeNumbersKeepTheirOrder) {
  Platform p;
  for (tp_leg leg = 10; leg < 12; ++leg) {
    p.connect(0, leg);
    p.end_pressed(0, leg);
  }
  p.advance_to(window_us);
  Live().tell(p);
  EXPECT_EQ(p.dial(0, 20).number, first_lent + 2) << "it has rested longest";
}

TEST(Reconcile, TheTimerIsArmedAgainForTheSameTime) {
  Platform p;
  p.connect(0, 10);
  p.now_us = minute_us;
  Live().call(10).lend(0).in_episode().tell(p);
  ASSERT_EQ(p.of_kind(TP_ORDER_WAKE).size(), 1u) << "this node's order may never have arrived";
  EXPECT_EQ(p.of_kind(TP_ORDER_WAKE)[0].at_us, window_us);
}

TEST(Reconcile, TheNumberThatWasAssignedLastIsReadBack) {
  Tenant tenant;
  tenant.switches = TP_SWITCH_TEST_CALL;
  for (const bool swapped : {false, true}) {
    Platform p(tenant);
    p.now_us = 10 * minute_us;
    Live live;
    live.lend((swapped ? 6 : 5) * minute_us).lend((swapped ? 5 : 6) * minute_us);
    live.lent[1].number = first_lent + 1;
    live.tell(p);
    EXPECT_EQ(p.dial(0, 20, "933").number, first_lent + (swapped ? 0 : 1));
  }
}

TEST(Reconcile, TwiceIsAsOnce) {
  Platform p;
  p.now_us = 10 * minute_us;
  const Live live = Live().call(10).lend(5 * minute_us).in_episode();
  live.tell(p);
  const std::vector<uint8_t> once = p.snapshot();
  const uint64_t hash = p.hash();
  p.repeat_last();
  EXPECT_EQ(p.snapshot(), once);
  EXPECT_EQ(p.hash(), hash);
}

TEST(Reconcile, NonsenseIsLeftOut) {
  Platform p;
  Live live;
  live.call(10).call(0);
  live.legs[0].agent = 99;
  live.lent.push_back({first_lent, 10, 99, 0, 0, 0});
  live.lent.push_back({42, 10, 0, 0, 0, 0});
  for (const tp_agent agent : {tp_agent{99}, tp_agent{TP_NO_AGENT}}) live.agents.push_back({agent, 1, 1, dnd, lunch, 0, 0});
  live.tell(p);
  EXPECT_TRUE(p.orders.empty());
}

}  // namespace
}  // namespace tocsin::policy::testing
