// Goal: injected faults do what they say and stand on the trace: restarts with a lagging store, down times in which everything
// waits in order, failovers, copies, delays and clock steps; and a policy that keeps nothing sees every event again.
// Method: a small centre with one emergency; a policy that writes down what it is given; exact events and times.
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "tests/models/world/test_centre.hpp"

namespace tocsin::models {
namespace {

// What the policy under test was given, over all its lives.
struct Given {
  std::uint64_t sequence;
  std::uint32_t kind;
  Time occurred, delivered;
  std::int64_t wall_us;
  bool redelivered;
};
std::vector<Given> given;
std::uint32_t lives = 0;

// Accepts 911, keeps how many events it has seen, and wakes up a minute after the first.
struct Counting {
  std::uint64_t seen = 0;
};

const tp_policy* counting(bool with_snapshot) {
  static const auto make = [](bool snapshot) {
    tp_policy table{};
    table.version = TP_VERSION;
    table.size = sizeof table;
    table.name = "counting";
    table.create = [](const tp_config*) -> void* {
      ++lives;
      return new Counting;
    };
    table.destroy = [](void* self) { delete static_cast<Counting*>(self); };
    table.handle = [](void* self, const tp_event* event, tp_response* response) {
      Counting& counting = *static_cast<Counting*>(self);
      given.push_back({event->sequence, event->kind, Time{event->occurred_us}, Time{event->delivered_us}, event->wall_us,
                       event->redelivered != 0});
      if (event->sequence > counting.seen) counting.seen = event->sequence;
      if (event->kind == TP_ASK_DIAL) {
        response->answer.choice = TP_ACCEPT;
        response->answer.path = TP_PATH_DO;
      }
    };
    if (snapshot) {
      table.snapshot = [](const void* self, void* bytes, size_t capacity) -> size_t {
        if (capacity >= sizeof(Counting)) *static_cast<Counting*>(bytes) = *static_cast<const Counting*>(self);
        return sizeof(Counting);
      };
      table.restore = [](void* self, const void* bytes, size_t) {
        *static_cast<Counting*>(self) = *static_cast<const Counting*>(bytes);
        return 0;
      };
    }
    return table;
  };
  static const tp_policy keeps = make(true), forgets = make(false);
  return with_snapshot ? &keeps : &forgets;
}

// One agent dials 911 at 60 s and ends it at 123 s; a callback comes to the pool number at 200 s.
Config centre() {
  Config config;
  config.name = "faults";
  config.horizon = sim::minutes(10);
  config.numbers = {{Number{12065550001}, trace::NumberKind::calling_plan, true}};
  config.pool = {Number{12065550100}};
  config.capacity_profiles = {{"voice", 2, false}};
  config.outbound_profiles = {{"out", trace::OutboundProfile::voice, Number{12065550001}, {0}, true}};
  Agent agent;
  agent.name = "ada";
  agent.capacity_profile = agent.outbound_profile = 0;
  config.agents = {agent};
  config.responders = {{"county", Number{12065559110}, 0, no_index}};
  EmergencyPlan plan;
  plan.name = "one";
  plan.at = Time{sim::seconds(60).us};
  plan.agents = {0};
  plan.talk = Distribution::fixed(sim::seconds(60));
  config.emergencies = {plan};
  return config;
}

struct Outcome {
  std::vector<Given> given;
  std::uint32_t lives;
  std::vector<trace::Event> events;
  WorldSummary summary;

  template <class Kind>
  std::vector<trace::Event> of() const {
    std::vector<trace::Event> found;
    for (const trace::Event& event : events)
      if (event.as<Kind>()) found.push_back(event);
    return found;
  }
};

Outcome run(const Config& config, const tp_policy* policy = counting(true)) {
  class Keeper final : public trace::Sink {
   public:
    std::vector<trace::Event> events;
    void begin(const trace::Header&, const trace::Texts&) override {}
    void on(const trace::Event& event) override { events.push_back(event); }
    void end(trace::Time) override {}
  } keeper;
  given.clear();
  lives = 0;
  trace::Sink* const sinks[] = {&keeper};
  const WorldSummary summary = run_world(config, {1, 0, policy, nullptr, UINT64_MAX}, sinks);
  return {given, lives, keeper.events, summary};
}

Fault down(std::uint64_t before_event, std::uint32_t lag) {
  Fault fault;
  fault.before_event = before_event;
  fault.lag = lag;
  return fault;
}

std::vector<std::uint64_t> redelivered(const Outcome& outcome) {
  std::vector<std::uint64_t> sequences;
  for (const Given& event : outcome.given)
    if (event.redelivered) sequences.push_back(event.sequence);
  return sequences;
}

TEST(Faults, ARestartDeliversAgainWhatTheStoreLacks) {
  const Outcome plain = run(centre());
  ASSERT_GE(plain.given.size(), 5u);
  EXPECT_TRUE(redelivered(plain).empty());
  for (const std::uint32_t lag : {0U, 1U, 3U}) {
    Config config = centre();
    config.faults = {down(4, lag)};
    const Outcome outcome = run(config);
    std::vector<std::uint64_t> wanted;
    for (std::uint64_t sequence = 4 - lag; sequence < 4; ++sequence) wanted.push_back(sequence);
    EXPECT_EQ(redelivered(outcome), wanted);
    EXPECT_EQ(outcome.lives, 2u);
    const auto nodes = outcome.of<trace::PolicyNode>();
    ASSERT_EQ(nodes.size(), 2u);
    EXPECT_EQ(nodes[0].as<trace::PolicyNode>()->change, trace::NodeChange::crashed);
    EXPECT_EQ(nodes[1].as<trace::PolicyNode>()->change, trace::NodeChange::restored);
    // But for these two events the run is the same.
    EXPECT_EQ(outcome.events.size(), plain.events.size() + 2);
    EXPECT_EQ(outcome.summary.policy_findings, 0u);
  }
}

TEST(Faults, APolicyWithoutSnapshotsSeesEverythingAgain) {
  Config config = centre();
  config.faults = {down(4, 1)};
  EXPECT_EQ(redelivered(run(config, counting(false))), (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST(Faults, RedeliveredEventsComeWithTheTimesOfTheirFirstDelivery) {
  Config config = centre();
  config.faults = {down(4, 3)};
  const Outcome outcome = run(config);
  std::map<std::uint64_t, std::pair<Time, Time>> first;
  for (const Given& event : outcome.given) {
    const auto [at, inserted] = first.try_emplace(event.sequence, event.occurred, event.delivered);
    if (!inserted) {
      EXPECT_EQ(at->second, std::make_pair(event.occurred, event.delivered));
    }
  }
}

TEST(Faults, WhatComesInADownTimeIsOnTheTraceAtOnceAndAskedAboutAfterIt) {
  Config config = centre();
  Fault fault;
  fault.at = Time{sim::seconds(59).us};
  fault.down_for = sim::seconds(5);
  config.faults = {fault};
  const Outcome outcome = run(config);
  const auto dialled = outcome.of<trace::Dialled>();
  ASSERT_EQ(dialled.size(), 1u);
  EXPECT_EQ(dialled[0].occurred_at, Time{sim::seconds(60).us});
  EXPECT_EQ(dialled[0].delivered_at, Time{sim::seconds(64).us});
  const auto accepted = outcome.of<trace::Accepted>();
  ASSERT_EQ(accepted.size(), 1u);
  EXPECT_EQ(accepted[0].occurred_at, Time{sim::seconds(64).us});
  for (const Given& event : outcome.given) {
    EXPECT_FALSE(event.delivered >= Time{sim::seconds(59).us} && event.delivered < Time{sim::seconds(64).us});
    if (event.kind == TP_ASK_DIAL) {
      EXPECT_EQ(event.occurred, Time{sim::seconds(60).us});
      EXPECT_EQ(event.delivered, Time{sim::seconds(64).us});
    }
  }
}

TEST(Faults, FactsThatChangeInADownTimeAreToldInOrderWithTheDial) {
  for (const std::int64_t off_at : {59'500, 61'000}) {
    Config config = centre();
    Act act;
    act.kind = Act::Kind::location;
    act.at = Time{sim::milliseconds(off_at).us};
    act.location.status = trace::LocationStatus::off;
    act.location.reported_at = act.at;
    config.acts = {act};
    Fault fault;
    fault.at = Time{sim::seconds(59).us};
    fault.down_for = sim::seconds(5);
    config.faults = {fault};
    const Outcome outcome = run(config);
    std::vector<std::uint32_t> kinds;
    for (const Given& event : outcome.given)
      if (event.kind == TP_ASK_DIAL || event.kind == TP_TELL_AGENT_FACTS) kinds.push_back(event.kind);
    const bool off_first = off_at < 60'000;
    EXPECT_EQ(kinds, off_first ? (std::vector<std::uint32_t>{TP_TELL_AGENT_FACTS, TP_ASK_DIAL})
                               : (std::vector<std::uint32_t>{TP_ASK_DIAL, TP_TELL_AGENT_FACTS}));
    // The trace says what is in force at that dial.
    EXPECT_EQ(outcome.of<trace::Dialled>()[0].as<trace::Dialled>()->location,
              off_first ? trace::LocationStatus::off : trace::LocationStatus::on);
  }
}

TEST(Faults, CopiesAreUnmarkedAndTheirOrdersAreKnown) {
  Config config = centre();
  Fault now, later;
  now.component = later.component = trace::Component::channel;
  now.effect = later.effect = trace::FaultEffect::fails;
  later.delay = Distribution::fixed(sim::seconds(2));
  config.faults = {now, later};
  const Outcome plain = run(centre()), outcome = run(config);
  EXPECT_EQ(outcome.given.size(), 3 * plain.given.size());
  EXPECT_TRUE(redelivered(outcome).empty());
  EXPECT_EQ(outcome.of<trace::Delivery>().size(), 2 * plain.given.size());
  EXPECT_EQ(outcome.of<trace::Accepted>().size(), 1u);
  EXPECT_EQ(outcome.summary.policy_findings, 0u);
}

TEST(Faults, ALateEventSaysWhenItWasDelivered) {
  Config config = centre();
  config.channel_delay_max = sim::seconds(1);
  Fault late;
  late.component = trace::Component::channel;
  late.effect = trace::FaultEffect::slow;
  late.manner = trace::Manner::late;
  late.delay = Distribution::fixed(sim::seconds(3));  // held to the declared maximum
  config.faults = {late};
  const Outcome outcome = run(config);
  const auto dialled = outcome.of<trace::Dialled>();
  EXPECT_EQ(dialled[0].delivered_at - dialled[0].occurred_at, sim::seconds(1));
  const auto ended = outcome.of<trace::EndPressed>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].delivered_at - ended[0].occurred_at, sim::seconds(1));
  for (const Given& event : outcome.given)
    if (event.kind == TP_TELL_END_PRESSED) {
      EXPECT_EQ(event.delivered, ended[0].delivered_at);
    }
  ASSERT_EQ(outcome.of<trace::Delivery>().size(), 2u);
  EXPECT_EQ(outcome.of<trace::Delivery>()[1].as<trace::Delivery>()->manner, trace::Manner::late);
}

TEST(Faults, TheCivilClockStepsAndElapsedTimeDoesNot) {
  Config config = centre();
  Fault step;
  step.component = trace::Component::clock;
  step.effect = trace::FaultEffect::stepped;
  step.at = Time{sim::seconds(100).us};
  step.step = Duration{-sim::hours(1).us};
  config.faults = {step};
  const Outcome outcome = run(config);
  std::size_t before = 0, after = 0;
  for (const Given& event : outcome.given) {
    const bool stepped = event.delivered >= step.at;
    EXPECT_EQ(event.wall_us - config.wall_start_us - event.delivered.us, stepped ? -sim::hours(1).us : 0);
    ++(stepped ? after : before);
  }
  EXPECT_GT(before, 0u);
  EXPECT_GT(after, 0u);
  EXPECT_EQ(outcome.of<trace::FaultInjected>().size(), 1u);
}

TEST(Faults, AReplicationMayBeSparedAFault) {
  Config config = centre();
  config.faults = {down(4, 0)};
  config.faults[0].chance = 0;
  EXPECT_EQ(run(config).lives, 1u);
}

// The node that takes over is told of what lives, once.
TEST(Faults, AFailoverBeginsWithWhatIsLive) {
  Config config = centre();
  Fault fails;
  fails.effect = trace::FaultEffect::fails;
  fails.at = Time{sim::seconds(90).us};
  fails.blank = true;
  config.faults = {fails};
  const Outcome outcome = run(config);
  std::size_t reconciled = 0;
  for (const Given& event : outcome.given) reconciled += event.kind == TP_TELL_RECONCILE ? 1 : 0;
  EXPECT_EQ(reconciled, 1u);
  const auto nodes = outcome.of<trace::PolicyNode>();
  ASSERT_EQ(nodes.size(), 3u);
  EXPECT_EQ(nodes[1].as<trace::PolicyNode>()->change, trace::NodeChange::failed_over);
  EXPECT_EQ(nodes[1].as<trace::PolicyNode>()->node, 1u);
  EXPECT_EQ(nodes[2].as<trace::PolicyNode>()->change, trace::NodeChange::reconciled);
}

}  // namespace
}  // namespace tocsin::models
