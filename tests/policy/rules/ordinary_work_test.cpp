/*
 * Goal: no route brings ordinary work to an agent in an episode, and none is closed to the others (EC-13, R-24). Method: every
 * route, before, during and after an episode.
 */
#include "policy/rules/ordinary_work.hpp"

#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

TEST(OrdinaryWork, EveryRouteIsClosedDuringAnEpisodeAndOpenOtherwise) {
  Platform p;
  const auto all = [&](tp_agent agent, tp_leg leg, uint32_t choice) {
    for (uint32_t route = TP_ROUTE_QUEUE; route <= TP_ROUTE_TRANSFER; ++route)
      EXPECT_EQ(p.offer(agent, leg, route), choice) << route;
  };
  all(0, 30, TP_ORDINARY);
  const tp_number lent = p.connect(0, 10);
  all(0, 30, TP_WITHHOLD);
  all(1, 30, TP_ORDINARY);
  p.deliver(20, lent);
  all(0, 20, TP_ORDINARY);
  all(1, 20, TP_WITHHOLD);
  p.dropped(0, 20);
  p.end_pressed(0, 10);
  all(0, 30, TP_ORDINARY);
}

}  // namespace
}  // namespace tocsin::policy::testing
