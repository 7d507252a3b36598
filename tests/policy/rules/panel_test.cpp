/*
 * Goal: on an emergency leg the agent has device settings and end call, and nobody has anything else (EC-25, EC-26, R-20).
 * Method: every control by every actor on emergency and ordinary legs.
 */
#include "policy/rules/panel.hpp"

#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

TEST(Panel, ControlsOfAnEmergencyLeg) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.deliver(20, lent);
  for (uint32_t control = 1; control <= TP_CONTROL_FORCE_CLOSE; control *= 2) {
    const bool allowed = control == TP_CONTROL_DEVICE_SETTINGS || control == TP_CONTROL_END_CALL;
    for (const tp_leg leg : {10, 20}) {
      EXPECT_EQ(p.control(0, leg, control), allowed ? uint32_t{TP_ORDINARY} : uint32_t{TP_REFUSE}) << control;
      EXPECT_EQ(p.control(1, leg, control), uint32_t{TP_REFUSE}) << "another agent";
      for (uint32_t by = TP_BY_SUPERVISOR; by <= TP_BY_PLATFORM; ++by) {
        EXPECT_EQ(p.control(0, leg, control, by), uint32_t{TP_REFUSE}) << control << " " << by;
      }
    }
    EXPECT_EQ(p.control(0, 30, control), uint32_t{TP_ORDINARY}) << "a parallel ordinary call";
    EXPECT_EQ(p.control(0, 30, control, TP_BY_SUPERVISOR), uint32_t{TP_ORDINARY});
  }
  EXPECT_EQ(p.control(0, 10, TP_CONTROL_END_CALL | TP_CONTROL_HOLD), uint32_t{TP_REFUSE});
  EXPECT_EQ(p.control(0, 10, 0), uint32_t{TP_REFUSE});
}

TEST(Panel, ShownFromAcceptToTheCloseOfTheEpisodeAndNotAgainAtTheAnswer) {
  Platform p;
  p.dial(0, 10);
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 2u);
  p.egress(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_SHOW).empty());
  p.answered(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_SHOW).empty());
  p.dropped(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_SHOW).empty());
  p.end_pressed(0, 10);
  const auto shown = p.of_kind(TP_ORDER_SHOW);
  ASSERT_EQ(shown.size(), 2u);
  for (const tp_order& order : shown) EXPECT_EQ(order.controls | order.details, 0u);
}

}  // namespace
}  // namespace tocsin::policy::testing
