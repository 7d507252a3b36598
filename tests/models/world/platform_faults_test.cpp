// Goal: a trunk group and an SBC that are down do what the scenario says, stand on the trace, and are whole again at its end.
// Method: exact sequences in centres of one to three agents.
#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

Fault down(trace::Component component, double from, double to) {
  Fault fault;
  fault.component = component;
  fault.at = at(from);
  fault.until = at(to);
  return fault;
}

// A carrier of two lines, down from 15 s to 25 s; calls of 30 s.
Config with_carrier(bool queueing) {
  Config config = one_queue(3);
  config.network.groups = {{"carrier", 0, 2, 2, 0, queueing}, {"beyond", 2, 1, 0, 0, false}};
  config.acts = {call(10, sim::seconds(30)), call(20, sim::seconds(30)), call(26, sim::seconds(30))};
  config.faults = {down(trace::Component::trunk_group, 15, 25)};
  return config;
}

constexpr std::uint64_t lines = trace::kinds<trace::Waits, trace::Freed, trace::Blocked, trace::Dropped>();

TEST(PlatformFaults, NoLineOfATrunkGroupThatIsDownCanBeTaken) {
  EXPECT_EQ(story(trace_of(with_carrier(false), 1, 0, silent_policy()), lines),
            (Story{"20 blocked l2 trunk_line g0", "20 dropped l2 trunk", "40 dropped l1 far_end", "40 freed l1 trunk_line g0",
                   "56 dropped l3 far_end", "56 freed l3 trunk_line g0"}));
}

TEST(PlatformFaults, WhereCallsQueueTheyHaveTheirLinesWhenItIsBack) {
  const auto events = trace_of(with_carrier(true), 1, 0, silent_policy());
  EXPECT_EQ(story(events, lines),
            (Story{"20 waits l2 trunk_line g0", "26 waits l3 trunk_line g0", "40 dropped l1 far_end", "40 freed l1 trunk_line g0",
                   "55 dropped l2 far_end", "55 freed l2 trunk_line g0", "70 dropped l3 far_end", "70 freed l3 trunk_line g0"}));
  std::vector<bool> begins;
  for (const trace::Event& event : events)
    if (const auto* fault = event.as<trace::FaultInjected>()) {
      EXPECT_EQ(fault->component, trace::Component::trunk_group);
      begins.push_back(fault->begins);
    }
  EXPECT_EQ(begins, (std::vector<bool>{true, false}));
}

TEST(PlatformFaults, AnSbcThatIsDownAnswersWith503) {
  const tp_policy* by_direct_routing = policy_that([](const tp_event& event, tp_response& response) {
    if (event.kind != TP_ASK_DIAL) return;
    response.answer.choice = TP_ACCEPT;
    response.answer.path = TP_PATH_DR;
    response.answer.capacity = TP_CAPACITY_NONE;
  });
  for (const double dialled : {10.0, 30.0}) {
    Config config = one_queue(1);
    config.direct_routing_enabled = true;
    config.sbcs = {{"sbc", 0, {}, Distribution::fixed(sim::milliseconds(200))}};
    config.rules = {{"^911$", 1, true, {0}}};
    config.responders = {{"county", Number{12065559110}, 0, no_index}};
    Act act = act_of(Act::Kind::dial, dialled, 0);
    act.text = "911";
    act.talk = Distribution::fixed(sim::seconds(20));
    config.acts = {act};
    config.faults = {down(trace::Component::sbc, 5, 20)};
    const Story told = story(trace_of(config, 1, 0, by_direct_routing), trace::kinds<trace::Responded, trace::Dropped>());
    ASSERT_FALSE(told.empty());
    const bool failed = told.front() == "10.2 response l1 #1 503" && told.back() == "10.2 dropped l1 setup_failed";
    EXPECT_EQ(failed, dialled == 10.0) << told.front() << ", " << told.back();
  }
}

}  // namespace
}  // namespace tocsin::models
