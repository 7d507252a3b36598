// Goal: limits of profiles and of agents, units that come back at once or at the end of the day, what is left below zero, ten
// sessions at once, and changes that spread late. Method: exact sequences in centres of one agent.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t capacity = trace::kinds<trace::CapacityUsed, trace::Presence>();

Story told(const Config& config, std::uint64_t kinds, Time from = Time{1}) {
  return story(trace_of(config, 1, 0, silent_policy()), kinds, from);
}

Act limit(double seconds, std::optional<std::int32_t> to) {
  Act act = act_of(Act::Kind::limit, seconds, 0, trace::Actor::admin);
  act.capacity_limit = to;
  return act;
}

TEST(Capacity, AnAgentsOwnLimitStandsInsteadOfTheProfiles) {
  Config config = one_queue(1);
  config.agents[0].limit = 2;
  config.acts = {call(10, sim::seconds(50)), call(20, sim::seconds(50)), call(30, sim::seconds(1))};
  EXPECT_EQ(told(config, trace::kinds<trace::Granted>()), (Story{"10 granted l1 a0", "20 granted l2 a0", "60 granted l3 a0"}));
}

TEST(Capacity, WhoMayHaveNothingIsFullFromTheStart) {
  Config config = one_queue(1);
  config.agents[0].limit = 0;
  config.acts = {call(10, sim::seconds(5))};
  EXPECT_EQ(told(config, trace::kinds<trace::CapacityUsed, trace::Granted>(), Time{0}), (Story{"0 used a0 0/0"}));
}

TEST(Capacity, ALowerLimitLeavesLessThanNothingUntilTheItemsEnd) {
  Config config = one_queue(1);
  config.capacity_profiles[0].limit = 3;
  config.acts = {call(10, sim::seconds(90)), call(20, sim::seconds(90)), limit(30, 1), call(40, sim::seconds(5)),
                 limit(200, std::nullopt)};
  EXPECT_EQ(told(config, capacity | trace::kinds<trace::Granted>()),
            (Story{"10 granted l1 a0", "10 used a0 1/3", "10 presence a0 busy capacity", "20 granted l2 a0", "20 used a0 2/3",
                   "30 used a0 2/1", "30 presence a0 do_not_disturb capacity", "100 used a0 1/1", "110 used a0 0/1",
                   "110 presence a0 available capacity", "200 used a0 0/3"}));
}

TEST(Capacity, UnitsOfFinishedItemsComeBackAtTheEndOfTheDay) {
  Config config = one_queue(1);
  config.capacity_profiles[0].reset = CapacityProfile::Reset::end_of_day;
  config.horizon = sim::minutes(15);
  config.wall_start_us += 24 * 3'600'000'000LL - 600'000'000;
  config.acts = {call(10, sim::seconds(20)), call(590, sim::seconds(20))};
  EXPECT_EQ(told(config, capacity | trace::kinds<trace::Granted>()),
            (Story{"10 granted l1 a0", "10 used a0 1/1", "10 presence a0 do_not_disturb capacity", "30 used a0 1/1",
                   "600 used a0 0/1", "600 presence a0 available capacity", "600 granted l2 a0", "600 used a0 1/1",
                   "600 presence a0 do_not_disturb capacity", "620 used a0 1/1"}));
}

TEST(Capacity, TenSessionsAndAnItemMoreAreDoNotDisturb) {
  Config config = one_queue(1);
  config.capacity_profiles[0].limit = 20;
  for (int i = 0; i < 10; ++i) config.acts.push_back(call(10 + i, sim::seconds(100)));
  EXPECT_EQ(told(config, trace::kinds<trace::Presence>(), at(1)).front(), "10 presence a0 busy capacity");
  EXPECT_EQ(told(config, trace::kinds<trace::Granted>()).size(), 10u);
  config.acts.push_back(call(60, sim::seconds(5)));
  EXPECT_EQ(told(config, trace::kinds<trace::Presence, trace::Waits>(), at(20)),
            (Story{"60 presence a0 do_not_disturb capacity", "60 waits l11 agent g0", "110 presence a0 busy capacity",
                   "119 presence a0 available capacity"}));
}

TEST(Capacity, AChangeThatSpreadsTakesEffectLater) {
  Config config = one_queue(1);
  config.acts = {limit(10, 2), act_of(Act::Kind::profiles, 20, 0, trace::Actor::admin)};
  config.acts[0].spreads = Distribution::fixed(sim::minutes(15));
  config.acts[1].spreads = Distribution::fixed(sim::seconds(40));
  config.acts[1].capacity_profile = config.acts[1].outbound_profile = no_index;
  std::vector<double> told_at;
  const tp_policy* listens = policy_that([&](const tp_event& event, tp_response&) {
    if (event.kind == TP_TELL_AGENT_FACTS && event.u.agent_facts.holds_capacity_profile == 0)
      told_at.push_back(static_cast<double>(event.delivered_us) / 1e6);
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, listens), trace::kinds<trace::CapacityUsed>()), (Story{"910 used a0 0/0"}));
  EXPECT_EQ(told_at, (std::vector<double>{60}));
}

TEST(Capacity, ASynchronisationTellsEveryAgentsFactsAgain) {
  Config config = one_queue(3);
  config.acts = {act_of(Act::Kind::synchronise, 10, 0, trace::Actor::admin)};
  std::vector<std::uint32_t> told_of;
  const tp_policy* listens = policy_that([&](const tp_event& event, tp_response&) {
    if (event.kind == TP_TELL_AGENT_FACTS) told_of.push_back(event.agent);
  });
  trace_of(config, 1, 0, listens);
  EXPECT_EQ(told_of, (std::vector<std::uint32_t>{0, 1, 2}));
}

}  // namespace
}  // namespace tocsin::models
