/*
 * Goal: while an emergency leg waits for a line, port or licence, and no longer, its group is kept for it. Method: a hand-driven
 * platform; what another leg is granted shows who is thought to wait.
 */
#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

/* Whether an ordinary leg is kept from the last free one of the group. */
bool kept(Platform& p, uint32_t group = 4, uint32_t resource = TP_TRUNK_LINE) {
  return p.grant(900, 1, 0, group, resource) == TP_RESERVE;
}

TEST(Waiting, WaitingEmergenciesHoldTheirGroupForThemselves) {
  Platform p;
  p.dial(0, 10);
  EXPECT_EQ(p.grant(50, 0, 0), uint32_t{TP_ORDINARY});
  p.waiting(10, 4);
  EXPECT_EQ(p.grant(50, 3, 0, 4), uint32_t{TP_RESERVE});
  EXPECT_EQ(p.grant(50, 3, 0, 5), uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.grant(50, 3, 0, 4, TP_MEDIA_PORT), uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.grant(10, 0, 0, 4), uint32_t{TP_RESERVE});
  EXPECT_EQ(p.grant(50, 3, 0, 4), uint32_t{TP_RESERVE}) << "nothing was free for the emergency yet";
  EXPECT_EQ(p.grant(10, 1, 0, 4), uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.grant(50, 3, 0, 4), uint32_t{TP_ORDINARY});
}

TEST(Waiting, OfOneGroupAndResourceIsNotOfAnother) {
  Platform p;
  p.dial(0, 10);
  p.waiting(10, 4);
  EXPECT_EQ(p.grant(10, 1, 0, 5), uint32_t{TP_ORDINARY});
  EXPECT_TRUE(kept(p)) << "it got one of another group";
  EXPECT_EQ(p.grant(10, 1, 0, 4, TP_MEDIA_PORT), uint32_t{TP_ORDINARY});
  EXPECT_TRUE(kept(p)) << "it got another resource";
  p.waiting(10, 6);
  EXPECT_FALSE(kept(p)) << "it waits for one thing at a time";
  EXPECT_TRUE(kept(p, 6));
}

TEST(Waiting, EndsWithWhateverShowsThatTheLegGotThrough) {
  const auto after = [](auto what) {
    Platform p;
    p.dial(0, 9); /* keeps the episode open */
    p.dial(0, 10);
    p.waiting(10, 4);
    EXPECT_TRUE(kept(p));
    what(p);
    return kept(p);
  };
  EXPECT_FALSE(after([](Platform& p) { p.egress(0, 10); }));
  EXPECT_FALSE(after([](Platform& p) { p.answered(0, 10); }));
  EXPECT_FALSE(after([](Platform& p) { p.dropped(0, 10); }));
  EXPECT_FALSE(after([](Platform& p) { p.end_pressed(0, 10); }));
}

TEST(Waiting, OfALegThatIsOverOrThroughIsNone) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.waiting(10, 4);
  EXPECT_FALSE(kept(p)) << "it has left";
  p.dial(0, 11);
  p.dropped(0, 11);
  p.waiting(11, 4);
  EXPECT_FALSE(kept(p)) << "it is over";
  p.deliver(20, lent);
  p.waiting(20, 4);
  EXPECT_TRUE(kept(p));
  p.answered(0, 20);
  EXPECT_FALSE(kept(p));
  p.waiting(20, 4);
  EXPECT_FALSE(kept(p)) << "it is answered";
  p.dial(0, 12);
  p.waiting(12, 4, none);
  EXPECT_FALSE(kept(p));
  p.waiting(99, 4);
  EXPECT_FALSE(kept(p)) << "nobody knows it";
}

TEST(Waiting, AGrantThatIsToldAgainEndsNothing) {
  Platform p;
  p.dial(0, 10);
  p.waiting(10, 4);
  tp_event granted = p.event(TP_ASK_GRANT, TP_NO_AGENT, 10);
  granted.u.grant.resource = TP_TRUNK_LINE;
  granted.u.grant.group = 4;
  granted.u.grant.free = 1;
  granted.u.grant.total = 10;
  p.put(granted);
  EXPECT_FALSE(kept(p));
  p.waiting(10, 4);
  p.put(granted);
  EXPECT_EQ(p.answer.choice, uint32_t{TP_ORDINARY});
  EXPECT_TRUE(kept(p));
}

}  // namespace
}  // namespace tocsin::policy::testing
