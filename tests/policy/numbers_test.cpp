/*
 * Goal: numbers of the pool are lent, held and released as their windows, their rest and the legs on them say, whatever is told
 * late. Method: a hand-driven platform.
 */
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

constexpr tp_presence available{TP_AVAILABLE, TP_AUTOMATIC, 0, 0};

TEST(Numbers, WindowIsHalfOpenAndJudgedByArrival) {
  for (const bool timer_first : {true, false}) {
    Platform p;
    p.now_us = 3 * second_us;
    const tp_number lent = p.connect(0, 10);
    p.end_pressed(0, 10);
    const int64_t end_us = 3 * second_us + window_us;
    p.now_us = end_us;
    if (timer_first) p.advance_to(end_us);
    EXPECT_EQ(p.deliver(20, lent, 3 * second_us - 1).choice, uint32_t{TP_ORDINARY});
    EXPECT_EQ(p.deliver(21, lent, 3 * second_us).choice, uint32_t{TP_TO_AGENT});
    EXPECT_EQ(p.deliver(22, lent, end_us - 1).choice, uint32_t{TP_TO_AGENT});
    EXPECT_EQ(p.deliver(23, lent, end_us).choice, uint32_t{TP_ORDINARY});
    EXPECT_EQ(p.deliver(24, lent, end_us + 1).choice, uint32_t{TP_ORDINARY});
  }
}

TEST(Numbers, ALegPastItsWindowKeepsTreatmentAndNumber) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.advance_to(window_us + minute_us);
  EXPECT_TRUE(p.of_kind(TP_ORDER_RELEASE).empty());
  EXPECT_EQ(p.deliver(20, lent).choice, uint32_t{TP_ORDINARY}) << "a new INVITE is late although the leg lives";
  EXPECT_EQ(p.presence(0, available), uint32_t{TP_REFUSE});
  p.dial(1, 11);
  p.dial(2, 12);
  EXPECT_EQ(p.dial(0, 13).number, 0u) << "all numbers in use";
  p.end_pressed(0, 10);
  ASSERT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE)[0].number, lent);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty()) << "the other call of the agent lives";
}

TEST(Numbers, PoolEmptyStillAcceptsAndNeverSteals) {
  Tenant tenant;
  tenant.pool = {first_lent};
  Platform p(tenant);
  EXPECT_EQ(p.connect(0, 10), first_lent);
  p.end_pressed(0, 10);
  p.now_us = minute_us;
  EXPECT_EQ(p.dial(1, 11).choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(p.answer.number, 0u);
  EXPECT_EQ(p.answer.cli, 0u) << "the origin, since the agent holds no number";
  EXPECT_TRUE(p.sets_do_not_disturb(1));
  EXPECT_EQ(p.deliver(20, first_lent).agent, 0u);
  EXPECT_EQ(p.dial(0, 12).number, 0u);
  EXPECT_EQ(p.answer.cli, first_lent) << "the number the agent already holds";
  p.now_us = window_us;
  EXPECT_EQ(p.deliver(21, first_lent).choice, uint32_t{TP_ORDINARY}) << "showing it extended nothing";
}

TEST(Numbers, NumberIsLentAgainInTheInstantItsWindowEnds) {
  for (const bool timer_first : {true, false}) {
    Tenant tenant;
    tenant.pool = {first_lent};
    Platform p(tenant);
    p.connect(0, 10);
    p.end_pressed(0, 10);
    p.now_us = window_us;
    if (timer_first) p.advance_to(window_us);
    EXPECT_EQ(p.dial(1, 11).number, first_lent);
    EXPECT_EQ(p.wake_us, 2 * window_us);
    EXPECT_EQ(p.deliver(20, first_lent).agent, 1u);
    if (!timer_first) {
      p.timer();
      EXPECT_TRUE(p.of_kind(TP_ORDER_RELEASE).empty());
    }
  }
}

TEST(Numbers, ACallOfTheWindowBeforeThatIsToldLateFindsItsAgentOfThen) {
  Tenant tenant;
  tenant.pool = {first_lent};
  Platform p(tenant);
  p.connect(0, 10);
  p.end_pressed(0, 10);
  p.now_us = window_us + 5 * second_us;
  EXPECT_EQ(p.dial(1, 11).number, first_lent);
  EXPECT_EQ(p.deliver(20, first_lent, window_us - 1).agent, 0u);
  EXPECT_EQ(p.deliver(21, first_lent, window_us).choice, uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.deliver(22, first_lent).agent, 1u);
}

TEST(Numbers, ANumberRestsForTheGreatestDelay) {
  Tenant tenant;
  tenant.pool = {first_lent};
  tenant.channel_delay_us_max = 2 * second_us;
  Platform p(tenant);
  p.connect(0, 10);
  p.end_pressed(0, 10);
  p.now_us = window_us + 2 * second_us - 1;
  EXPECT_EQ(p.dial(1, 11).number, 0u);
  EXPECT_EQ(p.deliver(20, first_lent, window_us - 1).agent, 0u);
  p.dropped(0, 20);
  p.now_us += 1;
  EXPECT_EQ(p.dial(2, 12).number, first_lent);
}

TEST(Numbers, TheLongestRestedNumberIsTakenFirst) {
  Platform p;
  EXPECT_EQ(p.connect(0, 10), first_lent);
  p.end_pressed(0, 10);
  p.advance_to(window_us);
  EXPECT_EQ(p.connect(0, 11), first_lent + 1);
  EXPECT_EQ(p.connect(1, 12), first_lent + 2);
  EXPECT_EQ(p.connect(2, 13), first_lent);
}

TEST(Numbers, AnEpisodeThatIsNeverEndedIsGivenBackWithItsLastNumber) {
  Platform p;
  p.connect(0, 10);
  p.now_us = minute_us;
  p.connect(0, 11);
  p.dropped(0, 10);
  p.dropped(0, 11);
  p.advance_to(window_us);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.advance_to(window_us + minute_us);
  EXPECT_TRUE(p.restores(0, available));
  p.end_pressed(0, 11);
  EXPECT_TRUE(p.orders.empty());
}

TEST(Numbers, AllThatFallDueTogetherComeBackAsFarAsThereIsRoom) {
  Tenant tenant;
  tenant.agents.assign(50, eligible_agent());
  tenant.pool.clear();
  for (tp_number number = 0; number < 50; ++number) tenant.pool.push_back(first_lent + number);
  for (const uint32_t capacity : {2u, 3u, 4u, 5u, 8u, 64u}) {
    Platform p(tenant);
    for (tp_agent agent = 0; agent < 50; ++agent) {
      p.connect(agent, 10 + agent);
      p.end_pressed(agent, 10 + agent);
    }
    p.order_capacity = capacity;
    size_t released = 0, rings = 0;
    p.now_us = window_us;
    while (p.wake_us >= 0) {
      p.wake_us = -1;
      p.timer();
      ++rings;
      EXPECT_FALSE(p.overflow);
      released += p.of_kind(TP_ORDER_RELEASE).size();
    }
    EXPECT_EQ(released, 50u) << capacity;
    /* A release, a restore, the wake-up, and one to spare are kept free for each but the first. */
    const size_t at_once = capacity > 4 ? capacity - 3 : 1;
    EXPECT_EQ(rings, (50 + at_once - 1) / at_once) << capacity;
  }
}

TEST(Numbers, ACallOfTheWindowBeforeHasTheMediaOfItsNumber) {
  Tenant tenant;
  tenant.pool = {first_lent};
  tenant.switches = TP_SWITCH_MEDIA;
  Platform p(tenant);
  const auto call = [&](tp_agent agent, tp_leg leg) {
    tp_event dial = p.event(TP_ASK_DIAL, agent, leg);
    dial.u.dial.text = "911";
    dial.u.dial.length = 3;
    dial.u.dial.origin = own_number;
    dial.u.dial.media = 5;
    EXPECT_EQ(p.put(dial).number, first_lent);
    p.egress(agent, leg);
    p.answered(agent, leg);
    p.end_pressed(agent, leg);
  };
  call(0, 10);
  p.advance_to(window_us);
  call(1, 11);
  const tp_answer late = p.deliver(20, first_lent, window_us - 1);
  EXPECT_EQ(late.agent, 0u);
  EXPECT_EQ(late.media, 5u);
}

TEST(Numbers, ACallShowsItsOwnOfSeveralAndOverDirectRoutingNone) {
  Tenant tenant;
  tenant.direct_routing = true;
  tenant.patterns = {"911"};
  Platform p(tenant);
  const tp_number first = p.dial(0, 10).number;
  const tp_number second = p.dial(0, 11).number;
  EXPECT_NE(first, second);
  EXPECT_EQ(p.dial(0, 10).cli, first) << "told again under another sequence";
  EXPECT_EQ(p.dial(0, 11).cli, second);
  EXPECT_EQ(p.dial(0, 12, "911", carrier_number).path, uint32_t{TP_PATH_DR});
  EXPECT_EQ(p.answer.cli, 0u);
}

TEST(Numbers, OneOfACallThatNeverLeftInItsWindowComesBackOnce) {
  Platform p;
  const tp_number lent = p.dial(0, 10).number;
  p.advance_to(window_us + minute_us);
  p.dropped(0, 10);
  ASSERT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE)[0].number, lent);
  std::vector<tp_number> next;
  for (tp_leg leg = 11; leg < 14; ++leg) next.push_back(p.dial(1, leg).number);
  EXPECT_EQ(std::count(next.begin(), next.end(), lent), 1);
  EXPECT_EQ(p.dial(1, 14).number, 0u) << "there are three";
}

TEST(Numbers, ACallbackThatIsToldBehindTheReleaseKeepsItsNumber) {
  Tenant tenant;
  tenant.pool = {first_lent};
  Platform p(tenant);
  const tp_number lent = p.connect(0, 10);
  p.end_pressed(0, 10);
  p.advance_to(window_us);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
  EXPECT_EQ(p.deliver(20, lent, window_us - 1).choice, uint32_t{TP_TO_AGENT});
  EXPECT_EQ(p.dial(1, 11).number, 0u) << "a callback lives on the only one";
  p.dropped(0, 20);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
  EXPECT_EQ(p.dial(1, 12).number, lent);
}

}  // namespace
}  // namespace tocsin::policy::testing
