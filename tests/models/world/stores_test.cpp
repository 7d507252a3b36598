// Goal: every store is put to the policy at the moments at which platforms write it, does what it says, and gives what stood in
// its outbox once more. Method: exact sequences for calls that are answered, missed, dialled and refused, with the silent policy
// and with policies of a few lines.

#include <gtest/gtest.h>

#include "models/world/state.hpp"
#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t rows = trace::kinds<trace::RowDue, trace::RowWritten, trace::RowDeleted>();
constexpr std::uint32_t all_stores = 0xfe;  // beside the history

// An ordinary call from 10 to 40.
Config one_call() {
  Config config = one_queue(1);
  config.history = false;
  config.acts = {call(10, sim::seconds(30))};
  return config;
}

// Suppresses the rows for which `which` holds.
template <class Which>
const tp_policy* suppresses(Which which) {
  return policy_that([=](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_ROW && which(event)) response.answer.choice = TP_SUPPRESS;
  });
}
const tp_policy* suppresses_all() {
  return suppresses([](const tp_event&) { return true; });
}

Story rows_of(const Config& config, const tp_policy* policy) { return story(trace_of(config, 1, 0, policy), rows); }

TEST(Stores, EachIsPutAtItsMoments) {
  Config config = one_call();
  config.history = true;
  config.stores = all_stores;
  EXPECT_EQ(rows_of(config, silent_policy()), (Story{"10 row due l1 answered recent",
                                                     "10 row written l1 answered recent",
                                                     "10 row due l1 answered transcript",
                                                     "10 row written l1 answered transcript",
                                                     "10 row due l1 answered translation",
                                                     "10 row written l1 answered translation",
                                                     "10 row due l1 answered sentiment",
                                                     "10 row written l1 answered sentiment",
                                                     "40 row due l1 ended",
                                                     "40 row written l1 ended",
                                                     "40 row due l1 ended analytics",
                                                     "40 row written l1 ended analytics",
                                                     "40 row due l1 ended transcript",
                                                     "40 row written l1 ended transcript",
                                                     "40 row due l1 ended translation",
                                                     "40 row written l1 ended translation",
                                                     "40 row due l1 ended sentiment",
                                                     "40 row written l1 ended sentiment",
                                                     "40 row due l1 ended summary",
                                                     "40 row written l1 ended summary",
                                                     "40 row due l1 ended survey",
                                                     "40 row written l1 ended survey"}));
}

TEST(Stores, SuppressedAnalyticsLeaveTheAggregate) {
  Config config = one_call();
  config.stores = all_stores;
  EXPECT_EQ(rows_of(config, suppresses_all()),
            (Story{"10 row due l1 answered recent", "10 row due l1 answered transcript", "10 row due l1 answered translation",
                   "10 row due l1 answered sentiment", "40 row due l1 ended analytics",
                   "40 row written l1 ended analytics aggregate", "40 row due l1 ended summary", "40 row due l1 ended survey"}));
}

TEST(Stores, AggregatesAloneAreNoRowThatIsPut) {
  Config config = one_call();
  config.stores = store_bit(trace::Store::analytics);
  config.analytics_identity = false;
  EXPECT_EQ(rows_of(config, suppresses_all()), (Story{"40 row written l1 ended analytics aggregate"}));
}

TEST(Stores, WhatIsSuppressedAtTheEndIsDeleted) {
  Config config = one_call();
  config.history = config.history_from_dial = true;
  config.stores = store_bit(trace::Store::transcript);
  const tp_policy* at_the_end = suppresses([](const tp_event& event) { return event.u.row.moment == TP_ROW_ENDED; });
  EXPECT_EQ(rows_of(config, at_the_end),
            (Story{"10 row due l1 answered", "10 row written l1 answered", "10 row due l1 answered transcript",
                   "10 row written l1 answered transcript", "40 row due l1 ended", "40 row deleted l1",
                   "40 row due l1 ended transcript", "40 row deleted l1 transcript"}));
}

TEST(Stores, ACallThatIsMissed) {
  Config config = one_queue(1);
  config.stores = all_stores;
  config.acts = {presence(5, trace::Base::away), call(10, sim::seconds(30))};
  EXPECT_EQ(rows_of(config, silent_policy()), (Story{"70 row due l1 missed", "70 row written l1 missed",
                                                     "70 row due l1 missed analytics", "70 row written l1 missed analytics"}));
}

TEST(Stores, AMissedCallbackIsARecentCallOfItsAgent) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(20));
  CallbackPlan callback;
  callback.delay = Distribution::fixed(sim::seconds(60));
  callback.reaction = Reaction::ignores;
  callback.gives_up_after = Distribution::fixed(sim::seconds(10));
  plan.callbacks = {callback};
  Config config = one_emergency(plan);
  config.stores = store_bit(trace::Store::recent);
  EXPECT_EQ(rows_of(config, policy_that(takes_all)), (Story{"10 row due l1 dialled recent", "10 row written l1 dialled recent",
                                                            "103 row due l2 missed recent", "103 row written l2 missed recent"}));
}

TEST(Stores, ADialIsARecentCallEvenIfItIsRefused) {
  Config config = one_queue(1);
  config.history = true;
  config.history_from_dial = true;
  config.stores = store_bit(trace::Store::recent);
  config.acts = {act_of(Act::Kind::dial, 10)};
  config.acts[0].text = "112";
  config.acts[0].talk = Distribution::fixed(sim::seconds(7));
  EXPECT_EQ(rows_of(config, silent_policy()),
            (Story{"10 row due l1 dialled recent", "10 row written l1 dialled recent", "10 row due l1 dialled",
                   "10 row written l1 dialled", "20 row due l1 ended", "20 row written l1 ended"}));
  const tp_policy* refuses = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_DIAL) response.answer.choice = TP_REFUSE;
    if (event.kind == TP_ASK_ROW) response.answer.choice = TP_SUPPRESS;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, refuses), rows | trace::kinds<trace::Refused>()),
            (Story{"10 refused l1 none", "10 row due l1 dialled recent"}));
}

TEST(Stores, TheOutboxIsReplayedForItsTime) {
  Config config = one_call();
  config.history = true;
  config.outbox = sim::seconds(60);
  config.acts.push_back(act_of(Act::Kind::replay_rows, 50));
  config.acts.push_back(act_of(Act::Kind::replay_rows, 100));
  config.acts.push_back(act_of(Act::Kind::replay_rows, 101));
  EXPECT_EQ(rows_of(config, silent_policy()),
            (Story{"40 row due l1 ended", "40 row written l1 ended", "50 row due l1 replayed", "50 row written l1 replayed",
                   "100 row due l1 replayed", "100 row written l1 replayed"}));
  EXPECT_EQ(rows_of(config, suppresses_all()),
            (Story{"40 row due l1 ended", "50 row due l1 replayed", "100 row due l1 replayed"}));
  config.outbox = {};
  EXPECT_EQ(rows_of(config, silent_policy()), (Story{"40 row due l1 ended", "40 row written l1 ended"}));
}

}  // namespace
}  // namespace tocsin::models
