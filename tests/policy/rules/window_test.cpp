/*
 * Goal: a window is half open, of exactly its length, and nothing but accept moves it. Method: the rule at its edges.
 */
#include "policy/rules/window.hpp"

#include <gtest/gtest.h>

namespace tocsin::policy {
namespace {

tp_event invite(int64_t occurred_us, int64_t delivered_us) {
  tp_event made{};
  made.occurred_us = occurred_us;
  made.delivered_us = delivered_us;
  return made;
}

TEST(WindowRule, EdgesByArrivalWheneverItIsTold) {
  State state;
  state.settings.window_us = 3'600'000'000;
  Number number;
  EXPECT_FALSE(window_is_open(state, number, invite(0, 0))) << "never lent";
  number.holder = 4;
  number.window = callback_window(state, number, Moment::accept, 500);
  EXPECT_EQ(number.window, (Window{500, 3'600'000'500}));
  for (const int64_t late_us : {int64_t{0}, int64_t{1}, int64_t{5'000'000'000}}) {
    EXPECT_FALSE(window_is_open(state, number, invite(499, 499 + late_us)));
    EXPECT_TRUE(window_is_open(state, number, invite(500, 500 + late_us)));
    EXPECT_TRUE(window_is_open(state, number, invite(3'600'000'499, 3'600'000'499 + late_us)));
    EXPECT_FALSE(window_is_open(state, number, invite(3'600'000'500, 3'600'000'500 + late_us)));
  }
}

TEST(WindowRule, OnlyAcceptMovesIt) {
  State state;
  state.settings.window_us = 10;
  Number number;
  number.window = {3, 13};
  for (const Moment moment :
       {Moment::callback, Moment::egress, Moment::answered, Moment::dropped, Moment::ended, Moment::timer}) {
    EXPECT_EQ(callback_window(state, number, moment, 9), (Window{3, 13}));
  }
}

TEST(WindowRule, TheEndOfTimeDoesNotWrap) {
  State state;
  state.settings.window_us = 3'600'000'000;
  EXPECT_EQ(callback_window(state, {}, Moment::accept, time_max - 5), (Window{time_max - 5, time_max}));
}

}  // namespace
}  // namespace tocsin::policy
