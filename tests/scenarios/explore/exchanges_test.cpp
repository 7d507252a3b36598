// Goal: moves that would go on alike have one context, and no others; an order is left out only where it changes nothing.
// Method: one thing changed at a time.
#include "scenarios/explore/exchanges.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace tocsin::scenarios {
namespace {

constexpr std::int64_t second = 1'000'000;

tp_event dial(std::int64_t at_us, const char* text) {
  tp_event event{};
  event.kind = TP_ASK_DIAL;
  event.occurred_us = event.delivered_us = event.wall_us = at_us;
  event.leg = 1;
  event.u.dial.text = text;
  event.u.dial.length = 3;
  return event;
}

tp_event located(std::int64_t at_us, std::int64_t reported_us) {
  tp_event event{};
  event.kind = TP_TELL_AGENT_FACTS;
  event.occurred_us = event.delivered_us = event.wall_us = at_us;
  event.u.agent_facts.location_reported_us = reported_us;
  return event;
}

std::optional<trace::Hash128> context(std::uint64_t standing, std::int64_t began_us, const std::vector<tp_event>& events) {
  Exchanges exchanges;
  exchanges.begin(standing, began_us);
  for (const tp_event& event : events) {
    if (exchanges.begins_later(event)) exchanges.begin(standing, event.delivered_us);
    exchanges.add(event);
    exchanges.responses().add(tp_response{});
  }
  return exchanges.context();
}

TEST(Exchanges, AContextIsWhereThePolicyStoodAndWhatItWasGiven) {
  const auto one = context(5, 0, {dial(second, "911"), located(second, second)});
  ASSERT_TRUE(one);
  EXPECT_EQ(one, context(5, second, {dial(second, "911"), located(second, second)})) << "time passed before it stood so";
  EXPECT_EQ(one, context(5, 0, {dial(9 * second, "911"), located(9 * second, 9 * second)})) << "later";
  tp_event renumbered = dial(second, "911");
  renumbered.sequence = 77;
  EXPECT_EQ(one, context(5, 0, {renumbered, located(second, second)}));
  EXPECT_NE(one, context(6, 0, {dial(second, "911"), located(second, second)})) << "it stood elsewhere";
  EXPECT_NE(one, context(5, 0, {dial(second, "912"), located(second, second)})) << "another text";
  EXPECT_NE(one, context(5, 0, {dial(second, "911"), located(2 * second, 2 * second)})) << "time passed between";
  EXPECT_NE(one, context(5, 0, {dial(second, "911"), located(second, 0)})) << "an older report";
  EXPECT_NE(one, context(5, 0, {dial(second, "911")}));
  tp_event late = dial(second, "911");
  late.occurred_us = 0;
  EXPECT_NE(one, context(5, 0, {late, located(second, second)}));
  tp_event rules{};
  rules.kind = TP_TELL_RULE_FACTS;
  EXPECT_FALSE(context(5, 0, {rules}));
}

TEST(Responses, AreTheBeginningOfOthersAsLongAsTheResponsesAreTheSame) {
  const auto responses = [](std::vector<std::uint32_t> choices, std::size_t orders) {
    Responses given;
    for (const std::uint32_t choice : choices) {
      for (std::size_t i = 0; i < orders; ++i) given.add(tp_order{});
      tp_response rest{};
      rest.answer.choice = choice;
      given.add(rest);
    }
    return given;
  };
  const Responses whole = responses({TP_ACCEPT, TP_REFUSE}, 1);
  EXPECT_TRUE(responses({TP_ACCEPT, TP_REFUSE}, 1).are_beginning_of(whole));
  EXPECT_TRUE(responses({TP_ACCEPT}, 1).are_beginning_of(whole));
  EXPECT_FALSE(responses({TP_REFUSE}, 1).are_beginning_of(whole));
  EXPECT_FALSE(responses({TP_ACCEPT}, 0).are_beginning_of(whole));
  EXPECT_FALSE(responses({TP_ACCEPT}, 2).are_beginning_of(whole));
  EXPECT_FALSE(whole.are_beginning_of(responses({TP_ACCEPT}, 1)));
}

TEST(Responses, AnOrderMoreIsNeverTakenForTheRestOfAResponse) {
  const auto responses = [](std::uint32_t orders, std::uint32_t last_kind) {
    Responses given;
    for (std::uint32_t i = 0; i < orders; ++i) given.add(tp_order{});
    tp_order last{};
    last.kind = last_kind;
    if (last_kind != 0) given.add(last);
    given.add(tp_response{});
    return given;
  };
  for (std::uint32_t orders = 0; orders < 16; ++orders)
    for (std::uint32_t kind = TP_ORDER_PRESENCE; kind <= TP_ORDER_NOTIFY; ++kind) {
      EXPECT_FALSE(responses(orders, 0).are_beginning_of(responses(orders, kind)));
      EXPECT_FALSE(responses(orders, kind).are_beginning_of(responses(orders, 0)));
    }
}

TEST(Responses, AResponseThatIsTooLongIsLikeNoOther) {
  const auto response = [](std::uint32_t order_count) {
    Responses given;
    tp_response rest{};
    rest.order_capacity = 3;
    rest.order_count = order_count;
    given.add(rest);
    return given;
  };
  EXPECT_EQ(response(2), response(3));
  EXPECT_FALSE(response(3) == response(4));
}

tp_order wake(std::uint64_t token, std::int64_t at_us, std::uint32_t kind = TP_ORDER_WAKE) {
  tp_order order{};
  order.kind = kind;
  order.token = token;
  order.at_us = at_us;
  return order;
}

TEST(OwedWakes, AWakeIsRepeatedIfItIsOwedForThatTime) {
  const auto repeats = [](const std::function<void(OwedWakes&)>& before, const tp_order& order, std::int64_t now_us) {
    OwedWakes wakes;
    wakes.follow(wake(1, 5 * second), 0);
    before(wakes);
    return wakes.repeats(order, now_us);
  };
  const auto nothing = [](OwedWakes&) {};
  EXPECT_TRUE(repeats(nothing, wake(1, 5 * second), second));
  EXPECT_TRUE(repeats(nothing, wake(1, 0), 5 * second)) << "it comes now, if it is for earlier";
  EXPECT_FALSE(repeats(nothing, wake(1, 6 * second), second));
  EXPECT_FALSE(repeats(nothing, wake(2, 5 * second), second));
  EXPECT_FALSE(repeats(nothing, wake(1, 5 * second, TP_ORDER_CANCEL_WAKE), second));
  EXPECT_FALSE(
      repeats([](OwedWakes& wakes) { wakes.follow(wake(1, 0, TP_ORDER_CANCEL_WAKE), second); }, wake(1, 5 * second), second));
  EXPECT_FALSE(repeats([](OwedWakes& wakes) { wakes.follow(wake(1, 7 * second), second); }, wake(1, 5 * second), second));
  EXPECT_TRUE(repeats([](OwedWakes& wakes) { wakes.follow(wake(2, 7 * second), second); }, wake(1, 5 * second), second));
  tp_event fires{};
  fires.kind = TP_TELL_TIMER;
  fires.u.timer.token = 1;
  EXPECT_FALSE(repeats([&](OwedWakes& wakes) { wakes.follow(fires); }, wake(1, 5 * second), 5 * second));
  fires.u.timer.token = 2;
  EXPECT_TRUE(repeats([&](OwedWakes& wakes) { wakes.follow(fires); }, wake(1, 5 * second), 5 * second));
}

TEST(OwedWakes, AreWrittenWithTimesFromNow) {
  const auto written = [](std::int64_t at_us, std::int64_t now_us) {
    OwedWakes wakes;
    wakes.follow(wake(1, at_us), 0);
    std::string bytes;
    wakes.write(bytes, now_us);
    return bytes;
  };
  const auto both = [](std::uint64_t first, std::uint64_t then) {
    OwedWakes wakes;
    for (const std::uint64_t token : {first, then}) wakes.follow(wake(token, second), 0);
    std::string bytes;
    wakes.write(bytes, 0);
    return bytes;
  };
  EXPECT_EQ(both(1, 2), both(2, 1));
  EXPECT_NE(both(1, 2), both(1, 3));
  EXPECT_EQ(written(5 * second, second), written(6 * second, 2 * second));
  EXPECT_NE(written(5 * second, second), written(5 * second, 2 * second));
}

}  // namespace
}  // namespace tocsin::scenarios
