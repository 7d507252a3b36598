// Goal: the platform takes a call from an agent who closes its session or is away too long, unless the policy says no; a transfer
// by the far end changes nothing. Method: exact sequences, at the limit and a microsecond beyond it.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t sessions = trace::kinds<trace::SessionClosed, trace::Reassigned, trace::Waits, trace::Answered,
                                                trace::Dropped, trace::Media, trace::EndPressed, trace::Referred>();

const tp_policy* refusing() {
  return policy_that([](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_REASSIGN) response.answer.choice = TP_REFUSE;
  });
}

TEST(Sessions, AnOrdinaryCallClosedWithXGoesBackToItsQueue) {
  Config config = one_queue(1);
  config.acts = {call(10, sim::seconds(30)), act_of(Act::Kind::close_session, 20)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), sessions),
            (Story{"10 answered l1 a0", "10 media l1 on", "20 closed l1 done", "20 reassigned l1 session_closed done",
                   "20 media l1 off", "20 waits l1 agent g0", "20 answered l1 a0", "20 media l1 on", "50 dropped l1 far_end",
                   "50 media l1 off"}));
}

TEST(Sessions, ThePolicyKeepsACallWithItsAgent) {
  Config config = one_queue(1);
  config.acts = {call(10, sim::seconds(30)), act_of(Act::Kind::close_session, 20)};
  EXPECT_EQ(story(trace_of(config, 1, 0, refusing()), sessions),
            (Story{"10 answered l1 a0", "10 media l1 on", "20 closed l1 refused", "20 reassigned l1 session_closed refused",
                   "40 dropped l1 far_end", "40 media l1 off"}));
}

TEST(Sessions, ABrowserMayBeAwayForNinetySeconds) {
  for (const double back : {89.9, 90.0, 90.1}) {
    Config config = one_queue(1);
    config.acts = {call(10, sim::seconds(300)), act_of(Act::Kind::disconnect, 20), act_of(Act::Kind::connect, 20 + back)};
    const Story told = story(trace_of(config, 1, 0, silent_policy()), trace::kinds<trace::Reassigned, trace::Waits>());
    if (back <= 90)
      EXPECT_EQ(told, (Story{})) << back;
    else
      EXPECT_EQ(told, (Story{"110.000001 reassigned l1 browser_away done", "110.000001 waits l1 agent g0"}));
  }
}

TEST(Sessions, ACallOfNoQueueIsLost) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(20));
  Config config = one_emergency(plan);
  config.acts = {act_of(Act::Kind::close_session, 15)};
  const Story lost = story(trace_of(config, 1, 0, policy_that(takes_all)), sessions);
  EXPECT_NE(std::find(lost.begin(), lost.end(), "15 dropped l1 system"), lost.end());
  const Story kept = story(trace_of(config, 1, 0, refusing()), sessions);
  EXPECT_EQ(std::find(kept.begin(), kept.end(), "15 dropped l1 system"), kept.end());
}

TEST(Sessions, ATransferByTheFarEndChangesNothing) {
  Config config = one_queue(1);
  config.acts = {call(10, sim::seconds(30)), act_of(Act::Kind::refer, 20)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), sessions),
            (Story{"10 answered l1 a0", "10 media l1 on", "20 referred l1", "40 dropped l1 far_end", "40 media l1 off"}));
}

}  // namespace
}  // namespace tocsin::models
