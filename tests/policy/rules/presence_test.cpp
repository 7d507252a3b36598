/*
 * Goal: DND holds against everything during an episode and the prior status returns whole (EC-08 to EC-12, R-2 to R-7). Method:
 * every base, origin and text as prior; every cause and actor as a change during the episode; through the policy.
 */
#include "policy/rules/presence.hpp"

#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

TEST(Presence, EveryPriorStatusReturnsWhole) {
  for (uint8_t base = TP_AVAILABLE; base <= TP_INACTIVE; ++base) {
    for (const uint8_t origin : {TP_AUTOMATIC, TP_MANUAL}) {
      for (const uint32_t text : {0u, 41u}) {
        const tp_presence prior{base, origin, 0, text};
        Tenant tenant;
        tenant.agents[0].presence = prior;
        Platform p(tenant);
        p.dial(0, 10);
        EXPECT_TRUE(p.sets_do_not_disturb(0)) << "also when the prior base is DND already";
        EXPECT_EQ(p.of_kind(TP_ORDER_PRESENCE)[0].presence.origin, TP_AUTOMATIC);
        EXPECT_EQ(p.of_kind(TP_ORDER_PRESENCE)[0].presence.text, 0u);
        p.egress(0, 10);
        p.end_pressed(0, 10);
        EXPECT_TRUE(p.restores(0, prior));
      }
    }
  }
}

TEST(Presence, NobodyChangesItDuringAnEpisodeAndNothingOfItIsAppliedLater) {
  Platform p;
  const tp_presence prior{TP_BUSY, TP_MANUAL, 0, 8};
  EXPECT_EQ(p.presence(0, prior), uint32_t{TP_ORDINARY});
  p.connect(0, 10);
  for (uint32_t by = TP_BY_AGENT; by <= TP_BY_PLATFORM; ++by) {
    for (uint32_t cause = TP_CAUSE_CHOSEN; cause <= TP_CAUSE_EPISODE_CLOSED; ++cause) {
      EXPECT_EQ(p.presence(0, {TP_AVAILABLE, TP_MANUAL, 0, 0}, by, cause), uint32_t{TP_REFUSE}) << by << " " << cause;
      EXPECT_EQ(p.presence(1, {TP_AVAILABLE, TP_MANUAL, 0, 0}, by, cause), uint32_t{TP_ORDINARY}) << "another agent";
    }
  }
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, prior));
  EXPECT_EQ(p.presence(0, {TP_DND, TP_AUTOMATIC, 0, 0}, TP_BY_PLATFORM, TP_CAUSE_EPISODE_CLOSED), uint32_t{TP_ORDINARY});
}

TEST(Presence, DoNotDisturbAgainAtAReconnectAndTheSnapshotSurvives) {
  Platform p;
  const tp_presence prior{TP_AWAY, TP_MANUAL, 0, 2};
  p.presence(0, prior);
  p.devices(0, 1);
  p.connect(0, 10);
  p.devices(0, 0);
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.presence(0, {TP_OFFLINE, TP_AUTOMATIC, 0, 0}, TP_BY_PLATFORM, TP_CAUSE_LOST), uint32_t{TP_REFUSE});
  p.now_us += 149 * second_us;
  p.devices(0, 1);
  EXPECT_TRUE(p.sets_do_not_disturb(0));
  EXPECT_EQ(p.presence(0, prior, TP_BY_PLATFORM, TP_CAUSE_RECONNECTED), uint32_t{TP_REFUSE});
  p.devices(1, 1);
  EXPECT_TRUE(p.orders.empty()) << "an agent without an episode";
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.restores(0, prior));
}

}  // namespace
}  // namespace tocsin::policy::testing
