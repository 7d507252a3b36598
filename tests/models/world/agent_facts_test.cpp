// Goal: what is known of an agent changes for the platform, the policy and the trace at once. Method: exact sequences, and what a
// policy of a few lines was told.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

TEST(AgentFacts, ADeactivatedAgentIsGivenNoOrdinaryWork) {
  Config config = one_queue(2);
  config.acts = {act_of(Act::Kind::deactivate, 5), call(10, sim::seconds(5)), call(12, sim::seconds(5)),
                 act_of(Act::Kind::activate, 20)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), trace::kinds<trace::AgentFact, trace::Offered>()),
            (Story{"5 agent_fact", "10 offered l1 a1 queue", "15 offered l2 a1 queue", "20 agent_fact"}));
}

TEST(AgentFacts, APolicyIsToldWhatTheTraceSays) {
  Config config = one_queue(1);
  Act off = act_of(Act::Kind::location, 5);
  off.location.status = trace::LocationStatus::off;
  Act without = act_of(Act::Kind::profiles, 6);
  config.acts = {off, without, act_of(Act::Kind::deactivate, 7), act_of(Act::Kind::activate, 8)};
  std::vector<tp_agent_facts> told;
  const tp_policy* listens = policy_that([&](const tp_event& event, tp_response&) {
    if (event.kind == TP_TELL_AGENT_FACTS) told.push_back(event.u.agent_facts);
  });
  std::vector<trace::AgentFact> facts;
  for (const trace::Event& event : trace_of(config, 1, 0, listens))
    if (const auto* fact = event.as<trace::AgentFact>()) facts.push_back(*fact);
  ASSERT_EQ(told.size(), 4u);
  ASSERT_EQ(facts.size(), 4u);
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i].location, static_cast<std::uint8_t>(facts[i].location)) << i;
    EXPECT_EQ(told[i].holds_capacity_profile != 0, facts[i].holds_capacity_profile) << i;
    EXPECT_EQ(told[i].profiles_associated != 0, facts[i].profiles_associated) << i;
    EXPECT_EQ(told[i].deactivated == 0, facts[i].active) << i;
  }
  EXPECT_EQ(facts[0].location, trace::LocationStatus::off);
  EXPECT_TRUE(facts[0].holds_capacity_profile);
  EXPECT_FALSE(facts[1].holds_capacity_profile);
  EXPECT_FALSE(facts[2].active);
  EXPECT_TRUE(facts[3].active);
}

}  // namespace
}  // namespace tocsin::models
