/*
 * Goal: what the state counts beside its lists agrees with them, and what is forgotten leaves its place to the next. Method: the
 * functions that write it, by themselves, against what they are to leave.
 */
#include "policy/state.hpp"

#include <gtest/gtest.h>

namespace tocsin::policy {
namespace {

State with_agents(uint32_t count) {
  State state;
  state.agents.resize(count);
  state.episode_of.assign(count, none);
  return state;
}

uint32_t with_leg(State& state, tp_agent agent, tp_leg id) {
  if (!state.in_episode(agent)) state.open_episode(agent, {});
  Leg leg;
  leg.id = id;
  leg.agent = agent;
  return state.add_leg(leg, 0);
}

TEST(State, ForgottenEpisodesAndLegsLeaveTheirPlaces) {
  State state = with_agents(2);
  for (tp_leg id = 1; id < 100; id += 3) {
    with_leg(state, 0, id);
    with_leg(state, 0, id + 1);
    with_leg(state, 1, id + 2);
    for (tp_agent agent : {0u, 1u}) state.forget_episode(state.episode_of[agent]);
    for (const Leg& leg : state.legs) EXPECT_EQ(leg.id, 0u);
    EXPECT_EQ(state.find_leg(id), nullptr);
  }
  EXPECT_EQ(state.legs.size(), 3u);
  EXPECT_EQ(state.episodes.size(), 2u);
}

TEST(State, ALegThatWaitsNoMoreIsNotCounted) {
  constexpr uint32_t lines = 0, ports = 1;
  State state = with_agents(1);
  std::array<uint32_t, 3> slots{};
  for (uint32_t i = 0; i < slots.size(); ++i) slots[i] = with_leg(state, 0, i + 1);
  state.set_waiting(state.legs[slots[0]], lines, 1);
  state.set_waiting(state.legs[slots[1]], lines, 2);
  state.set_waiting(state.legs[slots[2]], ports, 2);
  const auto counts = [&] {
    return std::array{state.emergencies_waiting(lines, 1), state.emergencies_waiting(lines, 2),
                      state.emergencies_waiting(ports, 2), state.emergencies_waiting(ports, 1)};
  };
  EXPECT_EQ(counts(), (std::array{1u, 1u, 1u, 0u}));
  EXPECT_EQ(state.waiting_count, 3u);
  state.set_waiting(state.legs[slots[1]], lines, 1);
  EXPECT_EQ(counts(), (std::array{2u, 0u, 1u, 0u}));
  state.set_waiting(state.legs[slots[0]], none, none);
  EXPECT_EQ(counts(), (std::array{1u, 0u, 1u, 0u}));
  EXPECT_EQ(state.waiting_count, 2u);
  state.forget_episode(state.episode_of[0]);
  EXPECT_EQ(counts(), (std::array{0u, 0u, 0u, 0u}));
  EXPECT_EQ(state.waiting_count, 0u);
  EXPECT_TRUE(state.waiting.empty());
}

TEST(State, ARuleCountsAsLongAsItServes) {
  State state;
  const auto counts = [&] {
    return std::array{state.routing_matches, state.national_routing_matches[0], state.national_routing_matches[1]};
  };
  state.set_routing_rule(0, {.enabled = true, .has_sbc = true, .matches = true, .national_matches = 0b01});
  state.set_routing_rule(3, {.enabled = true, .has_sbc = true, .matches = false, .national_matches = 0b11});
  EXPECT_EQ(counts(), (std::array{1u, 2u, 1u}));
  state.set_routing_rule(3, {.enabled = true, .has_sbc = true, .matches = true, .national_matches = 0b10});
  EXPECT_EQ(counts(), (std::array{2u, 1u, 1u}));
  state.set_routing_rule(0, {.enabled = false, .has_sbc = true, .matches = true, .national_matches = 0b11});
  EXPECT_EQ(counts(), (std::array{1u, 0u, 1u}));
  state.set_routing_rule(3, {.enabled = true, .has_sbc = false, .matches = true, .national_matches = 0b11});
  EXPECT_EQ(counts(), (std::array{0u, 0u, 0u}));
}

/* Whatever a call adds to has room for it: for its leg and episode, and the places that they leave when they are forgotten. */
TEST(State, RoomForCallsIsRoomInEveryList) {
  State state = with_agents(1);
  for (const size_t count : {1u, 3u, 20u}) {
    state.reserve_for_calls(count);
    EXPECT_GE(state.legs.capacity(), state.legs.size() + count);
    EXPECT_GE(state.episodes.capacity(), state.episodes.size() + count);
    EXPECT_GE(state.free_legs.capacity(), state.legs.size() + count);
    EXPECT_GE(state.free_episodes.capacity(), state.episodes.size() + count);
    EXPECT_GE(state.waiting.capacity(), state.waiting.size() + count);
    EXPECT_GE(state.hiding.capacity(), state.hiding.size() + state.legs.size() + count);
    for (size_t made = 0; made < count; ++made) with_leg(state, 0, 100 * count + made);
  }
}

}  // namespace
}  // namespace tocsin::policy
