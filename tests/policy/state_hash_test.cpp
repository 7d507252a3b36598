/*
 * Goal: the state hash hangs on everything that a future answer may hang on, and forgets what none does. Method: states that
 * differ in one thing.
 */
#include <gtest/gtest.h>

#include "policy/snapshot.hpp"
#include "policy/state.hpp"
#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

TEST(StateHash, HashForgetsTheDateButNotTheDeadline) {
  const auto hash_after = [](int64_t begin_us, int64_t later_us) {
    Platform p;
    p.now_us = begin_us;
    tp_agent_facts facts = eligible_agent();
    facts.location_reported_us = begin_us;
    for (tp_agent agent = 0; agent < 3; ++agent) p.facts(agent, facts);
    p.connect(0, 10);
    p.end_pressed(0, 10);
    p.now_us += later_us;
    return p.hash();
  };
  EXPECT_EQ(hash_after(0, 5), hash_after(777 * minute_us, 5));
  EXPECT_NE(hash_after(0, 5), hash_after(0, 6));
}

/* One number of the pool, lent, whose window before that is not over yet either. */
State lent_state() {
  State state;
  state.settings.window_us = window_us;
  state.numbers.resize(1);
  Number& number = state.numbers[0];
  number.number = first_lent;
  number.holder = 3;
  number.window = {.begin_us = 10, .end_us = 100};
  number.holder_before = 2;
  number.window_before = {.begin_us = 1, .end_us = 9};
  number.assigned_us = 10;
  number.assigned_wall_us = 12;
  number.media = 1;
  state.put_on_shelf(0, Shelf::lent);
  return state;
}

using ChangeOfNumber = void (*)(Number&);
constexpr ChangeOfNumber of_the_window_before[] = {
    [](Number& n) { n.holder_before = 4; },
    [](Number& n) { n.window_before.begin_us = 2; },
    [](Number& n) { n.window_before.end_us -= 1; },
};
constexpr ChangeOfNumber of_the_window[] = {
    [](Number& n) { n.window.begin_us = 11; },     [](Number& n) { n.window.end_us = 99; },
    [](Number& n) { n.window.end_us = time_max; }, [](Number& n) { n.assigned_us = 11, n.assigned_wall_us += 1; },
    [](Number& n) { n.assigned_wall_us = 13; },    [](Number& n) { n.media = 2; },
};

template <class Change>
bool hash_shows(Change change, int64_t now_us, State state = lent_state()) {
  const uint64_t before = state_hash(state, now_us);
  change(state.numbers[0]);
  return state_hash(state, now_us) != before;
}

TEST(StateHash, TheHashHangsOnWhatIsLentAsLongAsItDecides) {
  for (const ChangeOfNumber change : of_the_window_before) {
    EXPECT_TRUE(hash_shows(change, 5));
    EXPECT_FALSE(hash_shows(change, 9)) << "that window is over";
  }
  for (const ChangeOfNumber change : of_the_window) {
    EXPECT_TRUE(hash_shows(change, 5));
    EXPECT_TRUE(hash_shows(change, 98));
  }
  const auto other_holder = [](Number& n) { n.holder = 5; };
  for (const int64_t now_us : {5, 100, 200}) EXPECT_TRUE(hash_shows(other_holder, now_us));
  for (const int64_t now_us : {100, 200}) {
    EXPECT_FALSE(hash_shows([](Number& n) { n.window.begin_us = 11; }, now_us)) << "free again";
    EXPECT_FALSE(hash_shows([](Number& n) { n.media = 2; }, now_us));
  }
  State held = lent_state();
  held.take_off_shelf(0);
  held.put_on_shelf(0, Shelf::held);
  EXPECT_TRUE(hash_shows([](Number& n) { n.window.begin_us = 11; }, 5, held)) << "a rule may ask whether its window is open";
  EXPECT_FALSE(hash_shows([](Number& n) { n.window.begin_us = 11; }, 100, held));
  EXPECT_TRUE(hash_shows(other_holder, 5, held));
  EXPECT_NE(state_hash(held, 5), state_hash(lent_state(), 5));
}

TEST(StateHash, AWindowWithoutEndHasNoneAtAnyTime) {
  State state = lent_state();
  state.numbers[0].window_before = {};
  state.numbers[0].window.end_us = time_max;
  State later = state;
  later.numbers[0].window.begin_us += 50;
  later.numbers[0].assigned_us += 50;
  later.numbers[0].assigned_wall_us += 50;
  EXPECT_EQ(state_hash(state, 20), state_hash(later, 70));
}

TEST(StateHash, OfTheTimesOfALegOnlyThisVeryInstantCounts) {
  const auto hash = [](int64_t begun_us, int64_t offered_us, int64_t over_us, int64_t delay_us = 0) {
    State state;
    state.settings.channel_delay_us_max = delay_us;
    state.agents.resize(1);
    state.episode_of = {none};
    state.open_episode(0, {});
    state.add_leg({.id = 10, .agent = 0, .begun_us = begun_us, .offered_us = offered_us, .over_us = over_us}, 0);
    return state_hash(state, 100);
  };
  const uint64_t old = hash(99, 99, 99);
  EXPECT_EQ(hash(98, 99, 99), old);
  EXPECT_NE(hash(100, 99, 99), old);
  EXPECT_EQ(hash(99, 98, 99), old);
  EXPECT_NE(hash(99, 100, 99), old);
  EXPECT_EQ(hash(99, 99, 98), old);
  EXPECT_NE(hash(99, 99, 100), old);
  EXPECT_NE(hash(99, 99, 98, 1), hash(99, 99, 99, 1)) << "an end may be told that late";
  EXPECT_EQ(hash(99, 99, 97, 1), hash(99, 99, 98, 1));
}

}  // namespace
}  // namespace tocsin::policy::testing
