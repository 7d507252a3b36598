// Goal: an inbound call gets its class, its rule, its bot, its queue's hours, priority and overflow in that order, and an agent
// who declined an item three times is not offered it again. Method: exact sequences in centres of one or two agents, with a
// policy that says nothing.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t ways = trace::kinds<trace::Routed, trace::Waits, trace::Granted, trace::Dropped>();
constexpr std::uint64_t offers = trace::kinds<trace::Offered, trace::Declined>();

Act call_from(double seconds, Number caller, Number called = main_number) {
  Act made = call(seconds, sim::seconds(10), called);
  made.caller = caller;
  return made;
}

Story told(const Config& config, std::uint64_t kinds) { return story(trace_of(config, 1, 0, silent_policy()), kinds); }

// Time 0 is nine minutes to eight in the evening at the centre, which is three hours behind UTC.
Config nearly_eight_in_the_evening() {
  Config config = one_queue(1);
  config.wall_start_us = 1'664'755'200'000'000 + (22 * 60 + 51) * 60'000'000LL;
  config.utc_offset_s = -3 * 3600;
  return config;
}

TEST(Routing, OutsideTheQueuesHoursCallersGetTheClosedMessage) {
  Config config = nearly_eight_in_the_evening();
  config.queues[0].hours = {{sim::hours(8), sim::hours(20)}};
  config.acts = {call(539.999999, sim::seconds(10)), call(540, sim::seconds(10))};
  EXPECT_EQ(told(config, ways), (Story{"539.999999 routed l1 to queue g0", "539.999999 granted l1 a0", "540 routed l2 to closed",
                                       "540 dropped l2 far_end", "549.999999 dropped l1 far_end"}));
}

TEST(Routing, HoursCanGoOnOverMidnight) {
  for (const auto& [from, open] : std::vector<std::pair<int, bool>>{{19, true}, {20, false}}) {
    Config config = nearly_eight_in_the_evening();
    config.queues[0].hours = {{sim::hours(from), sim::hours(6)}};
    config.acts = {call(10, sim::seconds(10))};
    EXPECT_EQ(told(config, trace::kinds<trace::Routed>()), (Story{open ? "10 routed l1 to queue g0" : "10 routed l1 to closed"}));
  }
}

TEST(Routing, AQueueThatIsLongEnoughSendsTheNextItemElsewhere) {
  Config config = one_queue(1);
  config.queues[0].overflow = {{1, {}, trace::Destination::voicemail, no_index}};
  config.acts = {call(10, sim::seconds(60)), call(20, sim::seconds(10)), call(30, sim::seconds(10))};
  EXPECT_EQ(told(config, ways), (Story{"10 routed l1 to queue g0", "10 granted l1 a0", "20 routed l2 to queue g0",
                                       "20 waits l2 agent g0", "30 routed l3 to voicemail", "50 dropped l3 far_end",
                                       "70 dropped l1 far_end", "70 granted l2 a0", "80 dropped l2 far_end"}));
}

TEST(Routing, AnItemThatHasWaitedLongEnoughGoesToTheOtherQueue) {
  Config config = one_queue(2);
  config.queues.push_back(config.queues[0]);
  config.agents[1].queues = {1};
  config.queues[0].overflow = {{{}, sim::seconds(25), trace::Destination::queue, 1}};
  config.acts = {call(10, sim::seconds(60)), call(20, sim::seconds(10))};
  EXPECT_EQ(told(config, ways),
            (Story{"10 routed l1 to queue g0", "10 granted l1 a0", "20 routed l2 to queue g0", "20 waits l2 agent g0",
                   "45 routed l2 to queue g1", "45 granted l2 a1", "55 dropped l2 far_end", "70 dropped l1 far_end"}));
}

TEST(Routing, TheOverflowsTimeRunsFromTheFirstWait) {
  Config config = one_queue(1);
  config.queues[0].ring = Distribution::fixed(sim::seconds(40));
  config.queues[0].notification_timeout = sim::seconds(10);
  config.queues[0].overflow = {{{}, sim::seconds(25), trace::Destination::external, no_index}};
  config.acts = {call(10, sim::seconds(60))};
  // Missed at 20, it waits again, and is sent on 25 s after it came.
  EXPECT_EQ(told(config, trace::kinds<trace::Routed, trace::OfferTimedOut>()),
            (Story{"10 routed l1 to queue g0", "20 timed out l1 a0", "35 routed l1 to external"}));
}

TEST(Routing, QueuesThatOverflowInACircleKeepTheItem) {
  Config config = one_queue(1);
  config.agents[0].devices = 0;
  config.queues.push_back(config.queues[0]);
  config.queues[0].overflow = {{0, {}, trace::Destination::queue, 1}};
  config.queues[1].overflow = {{0, {}, trace::Destination::queue, 0}};
  config.acts = {call(10, sim::seconds(60))};
  EXPECT_EQ(told(config, trace::kinds<trace::Routed, trace::Waits>()),
            (Story{"10 routed l1 to queue g1", "10 waits l1 agent g1"}));
}

TEST(Routing, ABotHasTheCallFirstAndPassesItOn) {
  Config config = one_queue(1);
  config.inbound_rules[0].ivr = Distribution::fixed(sim::seconds(15));
  config.acts = {call(10, sim::seconds(10))};
  EXPECT_EQ(told(config, ways),
            (Story{"10 routed l1 to bot", "25 routed l1 to queue g0", "25 granted l1 a0", "35 dropped l1 far_end"}));
  // The caller's patience is of 60 s.
  config.inbound_rules[0].ivr = Distribution::fixed(sim::seconds(61));
  EXPECT_EQ(told(config, ways), (Story{"10 routed l1 to bot", "70 dropped l1 far_end"}));
}

TEST(Routing, WhatThePolicySendsToTheBotComesOutOfItByTheRules) {
  Config config = one_queue(1);
  config.network.groups = {{"carrier", 0, 2, 1, 0, false}, {"beyond", 2, 1, 0, 0, false}};
  config.inbound_rules[0].ivr = Distribution::fixed(sim::seconds(15));
  config.acts = {call(10, sim::seconds(10))};
  const tp_policy* to_bot = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind == TP_ASK_DELIVER) response.answer.choice = TP_TO_BOT;
  });
  EXPECT_EQ(story(trace_of(config, 1, 0, to_bot), ways),
            (Story{"10 routed l1 to bot", "25 granted l1 trunk_line g0", "25 routed l1 to queue g0", "25 granted l1 a0",
                   "35 dropped l1 far_end"}));
}

TEST(Routing, TheClassOfWorkDecidesRuleAndPriority) {
  const Number vip{12025550111};
  Config config = one_queue(1);
  config.queues.push_back(config.queues[0]);
  config.classification = {{{}, vip, 1}};
  config.queues[0].prioritisation = {-1, 9};
  config.acts = {call(10, sim::seconds(50)), call(20, sim::seconds(10)), call_from(30, vip)};
  EXPECT_EQ(told(config, trace::kinds<trace::Granted>()), (Story{"10 granted l1 a0", "60 granted l3 a0", "70 granted l2 a0"}));
  // A rule of that class stands before the one of all.
  config.inbound_rules.insert(config.inbound_rules.begin(), config.inbound_rules[0]);
  config.inbound_rules[0].work_class = 1;
  config.inbound_rules[0].target = 1;
  EXPECT_EQ(told(config, trace::kinds<trace::Routed>()),
            (Story{"10 routed l1 to queue g0", "20 routed l2 to queue g0", "30 routed l3 to queue g1"}));
}

TEST(Routing, WhatTheRulesWouldSayOfACallToAPoolNumberCountsHoursOverflowAndBots) {
  const auto said = [](auto&& change) {
    Config config = nearly_eight_in_the_evening();
    config.pool = {lent_number};
    config.queues.push_back(config.queues[0]);
    config.inbound_rules.push_back({InboundRule::Match::pool, {}, trace::Destination::queue, 0, 0});
    change(config);
    config.acts = {call(10, sim::seconds(1), lent_number)};
    Recorder recorder;
    trace::Sink* sinks[] = {&recorder};
    run_world(config, {1, 0, silent_policy(), nullptr, UINT64_MAX}, sinks);
    return recorder.all<trace::RulesWouldSay>().at(0);
  };
  const auto open = said([](Config&) {});
  EXPECT_EQ(open.destination, trace::Destination::queue);
  EXPECT_EQ(open.queue, trace::QueueId{0});
  const auto closed = said([](Config& c) { c.queues[0].hours = {{sim::hours(8), sim::hours(12)}}; });
  EXPECT_EQ(closed.destination, trace::Destination::closed);
  const auto full = said([](Config& c) { c.queues[0].overflow = {{0, {}, trace::Destination::external, no_index}}; });
  EXPECT_EQ(full.destination, trace::Destination::external);
  const auto second = said([](Config& c) { c.queues[0].overflow = {{0, {}, trace::Destination::queue, 1}}; });
  EXPECT_EQ(second.queue, trace::QueueId{1});
  const auto bot = said([](Config& c) { c.inbound_rules.back().ivr = Distribution::fixed(sim::seconds(1)); });
  EXPECT_EQ(bot.destination, trace::Destination::bot);
}

TEST(Routing, WhoDeclinedAnItemThreeTimesIsNotOfferedItAgain) {
  Config config = one_queue(1);
  config.queues[0].declines = 1;
  config.queues[0].ring = Distribution::fixed(sim::seconds(2));
  config.returns_after = sim::seconds(5);
  config.acts = {call(10, sim::seconds(60))};
  EXPECT_EQ(told(config, offers | trace::kinds<trace::Dropped>()),
            (Story{"10 offered l1 a0 queue", "12 declined l1 a0", "17 offered l1 a0 queue", "19 declined l1 a0",
                   "24 offered l1 a0 queue", "26 declined l1 a0", "70 dropped l1 caller_gave_up"}));
  EXPECT_EQ(told(config, trace::kinds<trace::Presence>()).back(), "31 presence a0 available chosen");
  // A supervisor can assign it all the same.
  config.acts.push_back(act_of(Act::Kind::assign, 60, 0, trace::Actor::supervisor));
  EXPECT_EQ(told(config, offers).at(6), "60 offered l1 a0 supervisor");
  // And another item comes to the agent.
  config.acts.back() = call(40, sim::seconds(1));
  EXPECT_EQ(told(config, offers).at(6), "40 offered l2 a0 queue");
}

TEST(Routing, WhoDeclinedIsInDoNotDisturbWhateverBecomesOfTheirCapacity) {
  Config config = one_queue(1);
  config.queues[0].declines = 1;
  config.queues[0].ring = Distribution::fixed(sim::seconds(2));
  config.acts = {call(10, sim::seconds(60))};
  EXPECT_EQ(told(config, trace::kinds<trace::Presence>()),
            (Story{"10 presence a0 do_not_disturb capacity", "12 presence a0 do_not_disturb rejected",
                   "312 presence a0 available chosen"}));
}

}  // namespace
}  // namespace tocsin::models
