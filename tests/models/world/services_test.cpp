// Goal: services that are slow or down do late what they were asked for, in its order, and as it stands by then.
// Method: one agent on whose behalf presence is changed by acts, who is recorded and whose rows are written; exact times.
#include <gtest/gtest.h>

#include "tests/models/world/test_centre.hpp"

namespace tocsin::models {
namespace {

constexpr Time second(std::int64_t s) { return Time{sim::seconds(s).us}; }

Fault trouble(trace::Component service, trace::FaultEffect effect, std::int64_t from, std::int64_t until,
              std::int64_t delay = 0) {
  Fault fault;
  fault.component = service;
  fault.effect = effect;
  fault.at = second(from);
  fault.until = second(until);
  fault.slower_by = sim::seconds(delay);
  return fault;
}

Act chosen(std::int64_t at, trace::Base base) {
  Act act;
  act.kind = Act::Kind::presence;
  act.at = second(at);
  act.agent = 0;
  act.status = {base, trace::Origin::manual, 0};
  return act;
}

// Times of the events of a kind, in seconds.
template <class Kind>
std::vector<std::int64_t> times(const std::vector<trace::Event>& events) {
  std::vector<std::int64_t> found;
  for (const trace::Event& event : events)
    if (event.as<Kind>()) found.push_back(event.occurred_at.us / 1'000'000);
  return found;
}

Config one_call() {
  Config config = one_queue(1);
  config.horizon = sim::minutes(5);
  config.record_inbound = config.history = true;
  Act call;
  call.kind = Act::Kind::call_in;
  call.at = second(20);
  call.number.number = main_number;
  call.talk = Distribution::fixed(sim::seconds(30));
  config.acts = {call};
  return config;
}

TEST(Services, PresenceThatIsSlowComesLateAndInItsOrder) {
  Config config = one_queue(1);
  config.horizon = sim::minutes(5);
  config.acts = {chosen(10, trace::Base::busy), chosen(11, trace::Base::away), chosen(25, trace::Base::available)};
  config.faults = {trouble(trace::Component::presence, trace::FaultEffect::slow, 5, 20, 30)};
  const auto events = trace_of(config, 1, 0, silent_policy());
  // The third was asked for after the trouble, and overtakes nothing.
  EXPECT_EQ(times<trace::Presence>(events), (std::vector<std::int64_t>{0, 40, 41, 41}));
  std::vector<trace::Base> bases;
  for (const trace::Event& event : events)
    if (const auto* presence = event.as<trace::Presence>()) bases.push_back(presence->base);
  EXPECT_EQ(bases, (std::vector{trace::Base::available, trace::Base::busy, trace::Base::away, trace::Base::available}));
}

TEST(Services, PresenceThatIsDownComesAtTheEndOfThat) {
  Config config = one_queue(1);
  config.horizon = sim::minutes(5);
  config.acts = {chosen(10, trace::Base::busy), chosen(90, trace::Base::away)};
  config.faults = {trouble(trace::Component::presence, trace::FaultEffect::down, 5, 60)};
  EXPECT_EQ(times<trace::Presence>(trace_of(config, 1, 0, silent_policy())), (std::vector<std::int64_t>{0, 60, 90}));
}

TEST(Services, ARecordingThatIsAskedForStartsWhenTheRecorderIsBackIfTheCallStillRuns) {
  for (const auto& [until, started] : {std::pair{30, true}, {90, false}}) {
    Config config = one_call();
    config.faults = {trouble(trace::Component::recorder, trace::FaultEffect::down, 5, until)};
    const auto events = trace_of(config, 1, 0, silent_policy());
    EXPECT_EQ(times<trace::RecordingStarted>(events), started ? std::vector<std::int64_t>{30} : std::vector<std::int64_t>{});
  }
}

TEST(Services, ARowIsAskedAboutWhenTheStoreIsReady) {
  const auto untroubled = times<trace::RowWritten>(trace_of(one_call(), 1, 0, silent_policy()));
  ASSERT_EQ(untroubled, std::vector<std::int64_t>{50});
  Config config = one_call();
  config.faults = {trouble(trace::Component::store, trace::FaultEffect::slow, 5, 100, 120)};
  const auto events = trace_of(config, 1, 0, silent_policy());
  EXPECT_EQ(times<trace::RowDue>(events), std::vector<std::int64_t>{170});
  EXPECT_EQ(times<trace::RowWritten>(events), std::vector<std::int64_t>{170});
}

}  // namespace
}  // namespace tocsin::models
