// Goal: who gets which item: the agent free longest, the item of highest priority that waited longest, the queue of highest
// priority; capacity, blocking, wrap-up, presence, affinity and own numbers decide who may. Method: exact sequences of grants and
// offers in centres of one to three agents.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t grants = trace::kinds<trace::Granted>();
constexpr std::uint64_t offers =
    trace::kinds<trace::Offered, trace::Waits, trace::OfferTimedOut, trace::Withdrawn, trace::PassedOver>();

// Calls of one item priority in the one queue.
Source batch(double seconds, std::uint64_t count, std::int32_t priority, Duration talk) {
  Source source;
  source.name = fmt::format("batch at {}", seconds);
  source.called = main_number;
  source.batch = count;
  source.batch_at = at(seconds);
  source.item_priority = priority;
  source.talk = Distribution::fixed(talk);
  return source;
}

TEST(Queueing, TheAgentFreeLongestGetsTheCall) {
  Config config = one_queue(3);
  config.acts = {call(10, sim::seconds(30)), call(20, sim::seconds(5)), call(30, sim::seconds(30)), call(35, sim::seconds(1)),
                 call(50, sim::seconds(1))};
  // At 35 only the second is free; at 50 it has been free since 36, the first since 40.
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), grants),
            (Story{"10 granted l1 a0", "20 granted l2 a1", "30 granted l3 a2", "35 granted l4 a1", "50 granted l5 a1"}));
}

TEST(Queueing, TheItemOfHighestPriorityGoesFirstThenTheOneThatWaitedLongest) {
  Config config = one_queue(1);
  config.sources = {batch(10, 1, 0, sim::seconds(20)), batch(11, 1, 2, sim::seconds(20)), batch(12, 1, 7, sim::seconds(20)),
                    batch(13, 1, 2, sim::seconds(20))};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), grants),
            (Story{"10 granted l1 a0", "30 granted l3 a0", "50 granted l2 a0", "70 granted l4 a0"}));
}

TEST(Queueing, TheQueueOfHigherPriorityIsServedFirst) {
  Config config = one_queue(1);
  config.queues.push_back(config.queues[0]);
  config.queues[1].priority = 5;
  config.agents[0].queues = {0, 1};
  const Number second_number{12065550001};
  config.inbound_rules.push_back({InboundRule::Match::number, second_number, trace::Destination::queue, 1, 0});
  config.acts = {call(10, sim::seconds(30)), call(11, sim::seconds(10)), call(12, sim::seconds(10), second_number)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), grants),
            (Story{"10 granted l1 a0", "40 granted l3 a0", "50 granted l2 a0"}));
}

TEST(Queueing, AffinityGoesToTheAgentWhoKnowsTheCustomerIfFree) {
  for (const bool affinity : {true, false}) {
    Config config = one_queue(3);
    config.queues[0].affinity = affinity;
    for (const double seconds : {10.0, 11.0}) {
      Source source = batch(seconds, 1, 0, sim::seconds(30));
      source.preferred_agent = 2;
      config.sources.push_back(source);
    }
    const Story expected = affinity ? Story{"10 offered l1 a2 affinity", "11 offered l2 a0 queue"}
                                    : Story{"10 offered l1 a0 queue", "11 offered l2 a1 queue"};
    EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), offers), expected);
  }
}

TEST(Queueing, CapacityIsGivenUpToItsLimitOneNotificationAtATime) {
  Config config = one_queue(1);
  config.capacity_profiles[0].limit = 2;
  config.queues[0].ring = Distribution::fixed(sim::seconds(4));
  config.acts = {call(10, sim::seconds(60)), call(11, sim::seconds(60)), call(12, sim::seconds(40))};
  // The third hangs up at 72, before there is room for it.
  EXPECT_EQ(
      story(trace_of(config, 1, 0, silent_policy()), grants | trace::kinds<trace::CapacityUsed>()),
      (Story{"10 granted l1 a0", "10 used a0 1/2", "14 granted l2 a0", "14 used a0 2/2", "74 used a0 1/2", "78 used a0 0/2"}));
}

TEST(Queueing, AssignmentBlockingHoldsFurtherItemsBackWhateverTheLimit) {
  Config config = one_queue(1);
  config.capacity_profiles[0] = {"blocking", 5, true};
  config.acts = {call(10, sim::seconds(30)), call(11, sim::seconds(30))};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), grants | trace::kinds<trace::CapacityUsed>()),
            (Story{"10 granted l1 a0", "10 used a0 1/5 blocking", "40 used a0 0/5", "40 granted l2 a0", "40 used a0 1/5 blocking",
                   "70 used a0 0/5"}));
}

TEST(Queueing, WrapUpHoldsTheCapacityAndTheNextItem) {
  Config config = one_queue(1);
  config.queues[0].wrap_up = Distribution::fixed(sim::seconds(20));
  config.acts = {call(10, sim::seconds(30)), call(15, sim::seconds(30))};
  EXPECT_EQ(
      story(trace_of(config, 1, 0, silent_policy()), grants | trace::kinds<trace::CapacityUsed, trace::WrapUp, trace::Dropped>()),
      (Story{"10 granted l1 a0", "10 used a0 1/1", "40 dropped l1 far_end", "40 wrap-up a0 begins", "60 wrap-up a0 ends",
             "60 used a0 0/1", "60 granted l2 a0", "60 used a0 1/1", "90 dropped l2 far_end", "90 wrap-up a0 begins",
             "110 wrap-up a0 ends", "110 used a0 0/1"}));
}

TEST(Queueing, PresencesThatTheQueueDoesNotAllowGetNothing) {
  Config config = one_queue(2);
  config.agents[0].status = {trace::Base::away, trace::Origin::manual, 0};
  config.acts = {call(10, sim::seconds(60)), call(11, sim::seconds(10)), presence(30, trace::Base::busy)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), grants), (Story{"10 granted l1 a1", "30 granted l2 a0"}));
}

TEST(Queueing, PatienceRunsFromTheArrivalAndStopsWithTheAnswer) {
  Config config = one_queue(1);
  config.queues[0].ring = Distribution::fixed(sim::seconds(4));
  Source source = batch(10, 3, 0, sim::seconds(12));
  source.patience = Distribution::fixed(sim::seconds(18));
  config.sources = {source};
  // The first talks from 14 to 26; the second, offered at 26, would be answered at 30 and hangs up at 28 while it rings.
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), trace::kinds<trace::Offered, trace::Answered, trace::Dropped>()),
            (Story{"10 offered l1 a0 queue", "14 answered l1 a0", "26 dropped l1 far_end", "26 offered l2 a0 queue",
                   "28 dropped l2 caller_gave_up", "28 offered l3 a0 queue", "28 dropped l3 caller_gave_up"}));
}

TEST(Queueing, AnOfferThatNobodyTakesGoesBackToItsPlaceAndToTheNextAgent) {
  Config config = one_queue(2);
  config.queues[0].ring = Distribution::fixed(sim::seconds(31));
  Source source = batch(10, 1, 0, sim::seconds(30));
  source.patience = Distribution::fixed(sim::seconds(80));
  config.sources = {source};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), offers | trace::kinds<trace::Answered, trace::Dropped>()),
            (Story{"10 offered l1 a0 queue", "40 timed out l1 a0", "40 waits l1 agent g0", "40 offered l1 a1 queue",
                   "70 timed out l1 a1", "70 waits l1 agent g0", "90 dropped l1 caller_gave_up"}));
}

TEST(Queueing, WhoLosesTheConnectionWhileItRingsDoesNotAnswer) {
  Config config = one_queue(2);
  config.queues[0].ring = Distribution::fixed(sim::seconds(10));
  config.acts = {call(10, sim::seconds(60)), act_of(Act::Kind::disconnect, 15)};
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), offers | trace::kinds<trace::Answered>()),
            (Story{"10 offered l1 a0 queue", "40 timed out l1 a0", "40 waits l1 agent g0", "40 offered l1 a1 queue",
                   "50 answered l1 a1"}));
}

TEST(Queueing, AnAgentsOwnNumberGoesToThatAgentOrToVoicemail) {
  Config config = one_queue(2);
  const Number own_number{12065550001};
  config.inbound_rules.push_back({InboundRule::Match::number, own_number, trace::Destination::agent, 1, 0});
  config.acts = {call(10, sim::seconds(30), own_number), call(20, sim::seconds(30), own_number)};
  EXPECT_EQ(
      story(trace_of(config, 1, 0, silent_policy()), trace::kinds<trace::Routed, trace::Offered, trace::Waits, trace::Dropped>()),
      (Story{"10 routed l1 to a1", "10 offered l1 a1 direct", "20 routed l2 to a1", "20 routed l2 to voicemail",
             "40 dropped l1 far_end", "40 dropped l2 far_end"}));
}

TEST(Queueing, WhatThePolicyWithholdsGoesToTheNextAgentOrKeepsWaiting) {
  Config config = one_queue(2);
  config.acts = {call(10, sim::seconds(30)), call(11, sim::seconds(30)), presence(20, trace::Base::busy)};
  const tp_policy* keeps_the_first_free = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_OFFER && event.agent == 0) response.answer.choice = TP_WITHHOLD;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, keeps_the_first_free), offers),
            (Story{"10 passed over l1 a0", "10 offered l1 a1 queue", "11 passed over l2 a0", "11 waits l2 agent g0",
                   "20 passed over l2 a0", "40 offered l2 a1 queue"}));
}

TEST(Queueing, AWithdrawnItemIsFirstInItsQueueAgain) {
  Config config = one_queue(1);
  config.queues[0].ring = Distribution::fixed(sim::seconds(5));
  config.acts = {call(10, sim::seconds(30)), call(11, sim::seconds(30)), act_of(Act::Kind::location, 12)};
  const tp_policy* withdraws = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_TELL_AGENT_FACTS) order(response, TP_ORDER_WITHDRAW).agent = event.agent;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, withdraws), offers),
            (Story{"10 offered l1 a0 queue", "11 waits l2 agent g0", "12 withdrawn l1 a0", "12 waits l1 agent g0",
                   "12 offered l1 a0 queue", "47 offered l2 a0 queue"}));
}

}  // namespace
}  // namespace tocsin::models
