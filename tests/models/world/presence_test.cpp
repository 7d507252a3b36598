// Goal: presence is what the platform computes from used capacity, what people choose, and what sessions do to it.
// Method: exact sequences of presence events in centres of one agent.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t presences = trace::kinds<trace::Presence, trace::PresenceRefused>();

Config agent_with_limit(std::int32_t limit) {
  Config config = one_queue(1);
  config.capacity_profiles[0].limit = limit;
  return config;
}

TEST(Presence, PartOfTheCapacityIsBusyAllOfItIsDoNotDisturbNoneIsAvailable) {
  Config config = agent_with_limit(2);
  config.acts = {call(10, sim::seconds(100)), call(20, sim::seconds(30))};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), presences),
            (Story{"10 presence a0 busy capacity", "20 presence a0 do_not_disturb capacity", "50 presence a0 busy capacity",
                   "110 presence a0 available capacity"}));
}

TEST(Presence, WhatTheAgentChoseByHandIsNotRecalculated) {
  Config config = agent_with_limit(1);
  config.queues[0].allowed_presences = 0x3f;
  config.acts = {presence(5, trace::Base::away), call(10, sim::seconds(30)),
                 presence(60, trace::Base::available, trace::Origin::automatic), call(70, sim::seconds(30))};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), presences),
            (Story{"5 presence a0 away manual chosen", "60 presence a0 available chosen",
                   "70 presence a0 do_not_disturb capacity", "100 presence a0 available capacity"}));
}

TEST(Presence, WhoIsBackWithin150SecondsHasTheStatusFromBefore) {
  for (const double back : {10.0, 149.999999, 150.0}) {
    Config config = agent_with_limit(1);
    config.acts = {presence(5, trace::Base::away), act_of(Act::Kind::disconnect, 100), act_of(Act::Kind::connect, 100 + back)};
    const Story told = story(trace_of(config, 1, 0, silent_policy()), presences);
    ASSERT_EQ(told.size(), 3u);
    EXPECT_EQ(told[1], "100 presence a0 offline manual connection_lost");
    EXPECT_EQ(told[2], fmt::format("{:.12g} presence a0 away manual reconnected", at(100 + back).seconds()));
  }
}

TEST(Presence, WhoIsBackLaterSignsIn) {
  Config config = agent_with_limit(1);
  config.acts = {presence(5, trace::Base::away), act_of(Act::Kind::disconnect, 100), act_of(Act::Kind::connect, 250.000001)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), presences, at(200)),
            (Story{"250.000001 presence a0 available sign_in"}));
}

TEST(Presence, WhoWasSignedOutAtTheStartSignsInHoweverSoon) {
  Config config = agent_with_limit(1);
  config.agents[0].devices = 0;
  config.agents[0].status = {trace::Base::offline, trace::Origin::automatic, 0};
  config.acts = {act_of(Act::Kind::connect, 10)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), presences), (Story{"10 presence a0 available sign_in"}));
}

TEST(Presence, OneOfTwoDevicesMayGo) {
  Config config = agent_with_limit(1);
  config.agents[0].devices = 2;
  config.acts = {act_of(Act::Kind::disconnect, 10)};
  EXPECT_TRUE(story(trace_of(config, 1, 0, silent_policy()), presences).empty());
}

TEST(Presence, AMissedNotificationMakesInactiveUntilTheAgentIsBack) {
  Config config = agent_with_limit(1);
  config.queues[0].ring = Distribution::fixed(sim::seconds(31));
  config.acts = {call(10, sim::seconds(30))};
  EXPECT_EQ(
      story(trace_of(config, 1, 0, silent_policy()),
            presences | trace::kinds<trace::Offered, trace::OfferTimedOut, trace::Waits, trace::Dropped>()),
      (Story{"10 offered l1 a0 queue", "10 presence a0 do_not_disturb capacity", "40 timed out l1 a0", "40 waits l1 agent g0",
             "40 presence a0 inactive missed", "70 dropped l1 caller_gave_up", "340 presence a0 available chosen"}));
}

TEST(Presence, EveryChangeIsThePolicysToRefuse) {
  Config config = agent_with_limit(1);
  config.acts = {call(10, sim::seconds(30)), presence(20, trace::Base::away), act_of(Act::Kind::disconnect, 100),
                 act_of(Act::Kind::connect, 110)};
  Act by_script = presence(50, trace::Base::busy);
  by_script.by = trace::Actor::script;
  config.acts.push_back(by_script);
  const tp_policy* refuses = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_PRESENCE) response.answer.choice = TP_REFUSE;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, refuses), presences),
            (Story{"10 presence refused a0 do_not_disturb capacity", "20 presence refused a0 away chosen",
                   "50 presence refused a0 busy chosen", "100 presence refused a0 offline connection_lost",
                   "110 presence refused a0 available reconnected"}));
}

TEST(Presence, AfterARestoreOfAnAutomaticStatusThePlatformRecalculatesOnce) {
  Config config = agent_with_limit(1);
  config.acts = {act_of(Act::Kind::connect, 10)};
  const tp_policy* restores = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind != TP_TELL_SESSION) return;
    tp_order& made = order(response, TP_ORDER_PRESENCE);
    made.agent = event.agent;
    made.presence.base = TP_BUSY;
    made.cause = TP_CAUSE_RESTORE;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, restores), presences),
            (Story{"10 presence a0 busy restore", "10 presence a0 available episode_closed"}));
}

TEST(Presence, WhatIsRestoredByHandOrInactiveStays) {
  for (const tp_presence prior : {tp_presence{TP_BUSY, TP_MANUAL, 0, 0}, tp_presence{TP_INACTIVE, TP_AUTOMATIC, 0, 0}}) {
    Config config = agent_with_limit(1);
    config.acts = {act_of(Act::Kind::connect, 10)};
    const tp_policy* restores = policy_that([prior](const tp_event& event, tp_response& response) {
      if (event.kind != TP_TELL_SESSION) return;
      tp_order& made = order(response, TP_ORDER_PRESENCE);
      made.agent = event.agent;
      made.presence = prior;
      made.cause = TP_CAUSE_RESTORE;
    });
    EXPECT_EQ(story(trace_of(config, 1, 0, restores), presences).size(), 1u);
  }
}

}  // namespace
}  // namespace tocsin::models
