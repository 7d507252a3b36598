/*
 * Goal: what is told again, after a restart or under another sequence number, has no effect of its own and is answered as before.
 * Method: a lagging snapshot followed by redelivery of the events behind it, compared with the run that never stopped; single
 * events put twice.
 */
#include <gtest/gtest.h>

#include <cstring>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

/* Both runs get the same events; one of them crashes after `lag` events behind its snapshot and is told them again. */
TEST(ToldAgain, RedeliveryAfterALaggingSnapshotGivesTheSameResponses) {
  struct Step {
    uint32_t kind;
    tp_agent agent;
    tp_leg leg;
  };
  const std::vector<Step> steps = {{TP_ASK_DIAL, 0, 10},     {TP_TELL_EGRESS, 0, 10},  {TP_TELL_ANSWERED, 0, 10},
                                   {TP_TELL_DROPPED, 0, 10}, {TP_ASK_DELIVER, 0, 20},  {TP_TELL_ANSWERED, 0, 20},
                                   {TP_ASK_DIAL, 1, 11},     {TP_TELL_DROPPED, 1, 11}, {TP_TELL_END_PRESSED, 0, 20},
                                   {TP_ASK_ROW, 0, 20},      {TP_TELL_DROPPED, 0, 20}};
  const auto make = [](Platform& p, const Step& step, uint32_t redelivered) {
    tp_event made = p.event(step.kind, step.agent, step.leg);
    made.redelivered = redelivered;
    if (step.kind == TP_ASK_DIAL) {
      made.u.dial.text = "911";
      made.u.dial.length = 3;
      made.u.dial.origin = own_number;
    } else if (step.kind == TP_ASK_DELIVER) {
      made.u.deliver.called = first_lent;
    }
    return made;
  };
  for (size_t crash = 1; crash <= steps.size(); ++crash) {
    for (size_t lag = 0; lag <= crash; ++lag) {
      Platform straight;
      Platform crashing;
      std::vector<uint8_t> saved = crashing.snapshot();
      std::vector<tp_event> told;
      std::vector<std::vector<tp_order>> ordered;
      for (size_t at = 0; at < crash; ++at) {
        straight.put(make(straight, steps[at], 0));
        told.push_back(make(crashing, steps[at], 0));
        crashing.put(told.back());
        ordered.push_back(crashing.orders);
        if (at + 1 == crash - lag) saved = crashing.snapshot();
      }
      crashing.crash_and_restore(saved);
      for (size_t at = 0; at < crash; ++at) {
        told[at].redelivered = 1;
        crashing.put(told[at]);
        if (at < crash - lag) {
          EXPECT_TRUE(crashing.orders.empty()) << "before the snapshot";
          continue;
        }
        ASSERT_GE(crashing.orders.size(), ordered[at].size());
        for (size_t index = 0; index < ordered[at].size(); ++index) {
          EXPECT_EQ(std::memcmp(&crashing.orders[index], &ordered[at][index], sizeof(tp_order)), 0);
        }
        for (size_t index = ordered[at].size(); index < crashing.orders.size(); ++index) {
          EXPECT_EQ(crashing.orders[index].kind, uint32_t{TP_ORDER_WAKE}) << "the timer, behind what was ordered before";
        }
      }
      EXPECT_EQ(crashing.snapshot(), straight.snapshot());
    }
  }
}

TEST(ToldAgain, TheTimerIsArmedAgainOnce) {
  Platform p;
  p.connect(0, 10);
  p.crash_and_restore(p.snapshot());
  p.answered(0, 10);
  ASSERT_EQ(p.orders.size(), 1u);
  EXPECT_EQ(p.orders[0].kind, uint32_t{TP_ORDER_WAKE});
  EXPECT_EQ(p.orders[0].at_us, window_us);
  p.answered(0, 10);
  EXPECT_TRUE(p.orders.empty());
}

TEST(ToldAgain, TheTimerIsArmedAgainBehindEventsThatAreDeliveredOnceMore) {
  Platform p;
  p.connect(0, 10);
  p.crash_and_restore(p.snapshot());
  for (const uint32_t redelivered : {1u, 1u, 0u}) {
    tp_event told = p.event(TP_TELL_ANSWERED, 0, 10);
    told.redelivered = redelivered;
    p.put(told);
    EXPECT_EQ(p.of_kind(TP_ORDER_WAKE).size(), 1u) << "the platform may have applied this response before the crash";
  }
  p.answered(0, 10);
  EXPECT_TRUE(p.orders.empty());
}

TEST(ToldAgain, AnAskBeforeTheSnapshotIsAnsweredAsBefore) {
  Platform p;
  const tp_number lent = p.dial(0, 10).number;
  p.repeat_last();
  EXPECT_EQ(p.answer.choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(p.answer.number, lent);
  EXPECT_EQ(p.answer.cli, lent);
  EXPECT_TRUE(p.orders.empty());
  p.deliver(20, lent);
  p.repeat_last();
  EXPECT_EQ(p.answer.choice, uint32_t{TP_TO_AGENT});
  EXPECT_EQ(p.answer.agent, 0u);
  EXPECT_TRUE(p.orders.empty());
}

TEST(ToldAgain, AnAskToldTwiceUnderAnotherSequenceIsTheSameCall) {
  Platform p;
  const tp_number lent = p.dial(0, 10).number;
  const std::vector<uint8_t> once = p.snapshot();
  EXPECT_EQ(p.dial(0, 10).number, lent);
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.deliver(20, lent).agent, 0u);
  EXPECT_FALSE(p.orders.empty());
  EXPECT_EQ(p.deliver(20, lent).agent, 0u);
  EXPECT_TRUE(p.orders.empty());
  p.dropped(0, 20);
  p.end_pressed(0, 10);
  EXPECT_EQ(p.dial(0, 10).choice, uint32_t{TP_REFUSE}) << "the leg is over";
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.row(10), uint32_t{TP_SUPPRESS}) << "it is the call that it was";
  EXPECT_EQ(p.record(99, TP_RECORD_START, 10), uint32_t{TP_PAUSE});
  p.deliver(20, lent);
  EXPECT_TRUE(p.orders.empty()) << "and so is this one";
}

TEST(ToldAgain, WhatIsToldAgainIsAnsweredWholly) {
  Tenant tenant;
  tenant.switches = TP_SWITCH_MEDIA;
  Platform p(tenant);
  p.connect(0, 10);
  tp_event dial = p.event(TP_ASK_DIAL, 2, 1);
  dial.u.dial.text = "911";
  dial.u.dial.length = 3;
  dial.u.dial.origin = own_number;
  dial.u.dial.media = 5;
  const auto same = [&](tp_event event) {
    const tp_answer first = p.put(event);
    for (const bool as_another : {false, true}) {
      if (as_another) event.sequence = p.event(TP_ASK_DIAL, 0, 0).sequence;
      const tp_answer again = p.put(event);
      EXPECT_EQ(std::memcmp(&first, &again, sizeof(first)), 0) << event.kind << " " << as_another;
      EXPECT_TRUE(p.orders.empty());
    }
    return first;
  };
  const tp_answer accepted = same(dial);
  EXPECT_EQ(accepted.choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(accepted.capacity, uint32_t{TP_CAPACITY_NONE});
  p.egress(2, 1);
  tp_event delivery = p.event(TP_ASK_DELIVER, TP_NO_AGENT, 2);
  delivery.u.deliver.called = accepted.number;
  const tp_answer delivered = same(delivery);
  EXPECT_EQ(delivered.choice, uint32_t{TP_TO_AGENT});
  EXPECT_EQ(delivered.agent, 2u);
  EXPECT_EQ(delivered.capacity, uint32_t{TP_CAPACITY_NONE});
  EXPECT_EQ(delivered.media, 5u);
}

TEST(ToldAgain, ARefusedDialStaysRefused) {
  Tenant tenant;
  tenant.agents[0].country = 0;
  Platform p(tenant);
  for (const tp_leg leg : {1, 10}) {
    tenant.agents[0].country = 0;
    p.facts(0, tenant.agents[0]);
    EXPECT_EQ(p.dial(0, leg).choice, uint32_t{TP_REFUSE});
    p.facts(0, eligible_agent());
    EXPECT_EQ(p.dial(0, leg).choice, uint32_t{TP_REFUSE}) << "the same dial, told under another sequence";
  }
  EXPECT_EQ(p.dial(0, 11).choice, uint32_t{TP_ACCEPT});
}

TEST(ToldAgain, ACallWithoutALegIsTakenByNobody) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.deliver(0, lent);
  EXPECT_TRUE(p.orders.empty());
  p.deliver(1, lent);
  EXPECT_FALSE(p.orders.empty()) << "1 is a leg like any other";
}

}  // namespace
}  // namespace tocsin::policy::testing
