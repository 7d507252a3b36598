// Goal: ordinary calls come as their source says; the same seed gives the same trace and another one does not; and what happens
// to ordinary calls by chance does not depend on the policy. Method: digests and projections of whole traces.

#include <gtest/gtest.h>

#include "models/trace/digest_sink.hpp"
#include "policy/emergency_policy.h"
#include "tests/models/world/random_centre.hpp"
#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

Source inbound(std::string name) {
  Source source;
  source.name = std::move(name);
  source.called = main_number;
  source.talk = Distribution::fixed(sim::seconds(10));
  return source;
}

TEST(Traffic, ARecordedLogIsReplayedAsItWas) {
  Config config = one_queue(3);
  Source source = inbound("log");
  source.recorded = std::make_shared<std::vector<RecordedCall>>(std::vector<RecordedCall>{{at(10), sim::seconds(25), false},
                                                                                          {at(12), {}, true},
                                                                                          {at(12), sim::seconds(5), false},
                                                                                          {at(4000), sim::seconds(5), false}});
  source.patience = Distribution::fixed(sim::seconds(40));
  config.queues[0].ring = Distribution::fixed(sim::seconds(3));
  config.sources = {source};
  // The second was abandoned: its caller hangs up before the agent takes it. The last comes after the horizon.
  EXPECT_EQ(story(trace_of(config, 1, 0, silent_policy()), trace::kinds<trace::Arrived, trace::Answered, trace::Dropped>()),
            (Story{"10 arrived l1", "12 arrived l2", "12 arrived l3", "13 answered l1 a0", "15 dropped l2 caller_gave_up",
                   "15 answered l3 a2", "20 dropped l3 far_end", "38 dropped l1 far_end"}));
}

TEST(Traffic, ABatchComesAtOnceBesideTheRest) {
  Config config = one_queue(1);
  Source source = inbound("batch");
  source.batch = 50;
  source.batch_at = at(100);
  config.sources = {source};
  const Story told = story(trace_of(config, 1, 0, silent_policy()), trace::kinds<trace::Arrived>());
  ASSERT_EQ(told.size(), 50u);
  EXPECT_EQ(told.front().substr(0, 4), "100 ");
  EXPECT_EQ(told.back().substr(0, 4), "100 ");
}

TEST(Traffic, OutboundCallsAreDialledByFreeAgentsOrNotAtAll) {
  Config config = one_queue(1);
  Source source = inbound("campaign");
  source.inbound = false;
  source.queue = 0;
  source.batch = 2;
  source.batch_at = at(100);
  config.sources = {source};
  Recorder recorder;
  trace::Sink* sinks[] = {&recorder};
  const WorldSummary summary = run_world(config, {1, 0, silent_policy(), nullptr, UINT64_MAX}, sinks);
  EXPECT_EQ(recorder.all<trace::Dialled>().size(), 1u);
  EXPECT_EQ(summary.ordinary_calls, 2u);
  EXPECT_EQ(summary.ordinary_blocked, 1u);
}

TEST(Traffic, TheRateChangesAtItsPieces) {
  Config config = one_queue(1);
  Source source = inbound("day");
  source.rate = {{at(600), 360}, {at(1200), 0}, {at(2400), 36}};
  config.sources = {source};
  const auto arrived = trace_of(config, 1, 0, silent_policy());
  double first = 0, none = 0, last = 0;
  for (const trace::Event& event : arrived) {
    if (!event.as<trace::Arrived>()) continue;
    const double s = event.occurred_at.seconds();
    EXPECT_GE(s, 600);
    (s < 1200 ? first : s < 2400 ? none : last) += 1;
  }
  EXPECT_EQ(none, 0);
  EXPECT_NEAR(first, 60, 31);  // Poisson of mean 60 and 12, four standard deviations
  EXPECT_NEAR(last, 12, 14);
}

trace::Hash128 digest_of(const Config& config, std::uint64_t seed, std::uint64_t replication) {
  trace::DigestSink digest;
  trace::Sink* sinks[] = {&digest};
  run_world(config, {seed, replication, tocsin_policy(), nullptr, UINT64_MAX}, sinks);
  return digest.value();
}

TEST(Traffic, TheSameSeedGivesTheSameTraceAnotherDoesNot) {
  for (const std::uint64_t centre : {11, 12, 13}) {
    const Config config = random_centre(centre);
    EXPECT_EQ(digest_of(config, 1, 0), digest_of(config, 1, 0));
    EXPECT_NE(digest_of(config, 1, 0), digest_of(config, 2, 0));
    EXPECT_NE(digest_of(config, 1, 0), digest_of(config, 1, 1));
  }
}

// When each ordinary call arrived, from whom, and how long its talk lasted: by the caller, which is drawn for each call.
std::map<std::uint64_t, std::pair<std::int64_t, std::int64_t>> ordinary_calls(const std::vector<trace::Event>& events) {
  std::map<std::uint64_t, std::pair<std::int64_t, std::int64_t>> calls;
  std::map<std::uint64_t, std::uint64_t> caller_of;
  std::map<std::uint64_t, std::int64_t> answered;
  for (const trace::Event& event : events) {
    if (const auto* arrived = event.as<trace::Arrived>(); arrived && arrived->called == main_number) {
      caller_of[arrived->leg.value] = arrived->caller.value;
      calls[arrived->caller.value] = {event.occurred_at.us, -1};
    } else if (const auto* taken = event.as<trace::Answered>()) {
      answered[taken->leg.value] = event.occurred_at.us;
    } else if (const auto* over = event.as<trace::Dropped>();
               over && answered.count(over->leg.value) && caller_of.count(over->leg.value)) {
      calls[caller_of[over->leg.value]].second = event.occurred_at.us - answered[over->leg.value];
    }
  }
  return calls;
}

TEST(Traffic, ChanceIsCommonToTwoPoliciesThoughTheirRunsDiverge) {
  Config config = one_queue(4);
  config.pool = {lent_number};
  config.responders = {{"county", Number{12065559110}, 0, no_index}};
  Source source = inbound("customers");
  source.rate = {{Time{0}, 300}};
  source.talk = Distribution::exponential(sim::seconds(60));
  config.sources = {source};
  EmergencyPlan plan;
  plan.name = "emergencies";
  plan.per_hour = 20;
  plan.agents = {0, 1, 2, 3};
  plan.callbacks.resize(1);
  plan.callbacks[0].delay = Distribution::exponential(sim::minutes(3));
  config.emergencies = {plan};
  const auto silent = trace_of(config, 5, 0, silent_policy());
  const auto shipped = trace_of(config, 5, 0, tocsin_policy());
  ASSERT_GT(shipped.size(), 1000u);
  EXPECT_NE(story(silent, trace::kinds<trace::Granted>()), story(shipped, trace::kinds<trace::Granted>()));
  const auto a = ordinary_calls(silent), b = ordinary_calls(shipped);
  ASSERT_EQ(a.size(), b.size());
  std::size_t both_answered = 0;
  for (const auto& [caller, call] : a) {
    ASSERT_TRUE(b.count(caller));
    EXPECT_EQ(call.first, b.at(caller).first);
    if (call.second < 0 || b.at(caller).second < 0) continue;
    EXPECT_EQ(call.second, b.at(caller).second);
    ++both_answered;
  }
  EXPECT_GT(both_answered, 100u);
}

TEST(Traffic, ARunThatReachesItsBoundSaysSo) {
  Config config = one_queue(1);
  Source source = inbound("many");
  source.rate = {{Time{0}, 3600}};
  config.sources = {source};
  config.events_max = 1000;
  const WorldSummary summary = run_world(config, {1, 0, silent_policy(), nullptr, UINT64_MAX}, {});
  EXPECT_EQ(summary.end, RunEnd::event_bound);
  EXPECT_EQ(summary.simulated_events, 1000u);
}

TEST(Traffic, ARunThatDoesNotDrainEndsAtItsHorizon) {
  Config config = one_queue(1);
  config.drain = false;
  config.acts = {call(3590, sim::seconds(60))};
  const WorldSummary summary = run_world(config, {1, 0, silent_policy(), nullptr, UINT64_MAX}, {});
  EXPECT_EQ(summary.end, RunEnd::horizon);
  EXPECT_EQ(summary.ended_at, at(3600));
}

TEST(Traffic, TheRunDrainsOnlyWhenEverythingPlannedHasHappened) {
  EmergencyPlan plan;
  plan.at = at(3590);
  plan.talk = Distribution::fixed(sim::seconds(5));
  plan.ended_by = EndedBy::responder;
  plan.agent_closes_after = Distribution::fixed(sim::hours(3));
  CallbackPlan late;
  late.from = CallbackPlan::From::dialled;
  late.delay = Distribution::fixed(sim::hours(2));
  plan.callbacks = {late};
  const Story told = story(trace_of(one_emergency(plan), 1, 0, policy_that(takes_all)),
                           trace::kinds<trace::Arrived, trace::EndPressed, trace::Drained>(), at(3600));
  ASSERT_EQ(told.size(), 4u);
  EXPECT_EQ(told[0], "10790 arrived l2");
  EXPECT_EQ(told[2], "14398 end l1 by agent done");
  EXPECT_EQ(told[3].substr(told[3].find(' ')), " drained");
}

}  // namespace
}  // namespace tocsin::models
