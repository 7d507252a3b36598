// Goal: of several nodes of the policy each hears what concerns its own agents and numbers and nothing else, keeps its own count
// of events and its own wake-ups, and is replaced by itself; one node that is named is as none. Method: a policy that lends from
// the part it was given and writes down what it hears; exact lists.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr Number west_number{12066660000}, east_number{12066660001};

struct Heard {
  std::uint64_t node;  // the first number of its part
  tp_event event;
};
std::vector<Heard> heard;
std::vector<tp_number> named_as_lent;
std::vector<tp_agent> named_with_legs;

struct Lending {
  tp_number number = 0;
  tp_agent holder = TP_NO_AGENT;
};

const tp_policy* lending() {
  static const tp_policy policy = [] {
    tp_policy table{};
    table.version = TP_VERSION;
    table.size = sizeof table;
    table.name = "lending";
    table.create = [](const tp_config* config) -> void* {
      return new Lending{config->pool_count > 0 ? config->pool[0] : 0, TP_NO_AGENT};
    };
    table.destroy = [](void* self) { delete static_cast<Lending*>(self); };
    table.handle = [](void* self, const tp_event* event, tp_response* response) {
      Lending& node = *static_cast<Lending*>(self);
      heard.push_back({node.number, *event});
      if (event->kind == TP_TELL_RECONCILE)
        for (std::uint32_t i = 0; i < event->u.reconcile.leg_count; ++i)
          named_with_legs.push_back(event->u.reconcile.legs[i].agent);
      if (event->kind == TP_TELL_RECONCILE)
        for (std::uint32_t i = 0; i < event->u.reconcile.lent_count; ++i) {
          named_as_lent.push_back(event->u.reconcile.lent[i].number);
          node.holder = event->u.reconcile.lent[i].agent;
        }
      if (event->kind == TP_ASK_DIAL) {
        node.holder = event->agent;
        response->answer.choice = TP_ACCEPT;
        response->answer.path = TP_PATH_DO;
        response->answer.number = node.number;
        // The same token in every node.
        tp_order& wake = response->orders[response->order_count++];
        wake = {};
        wake.kind = TP_ORDER_WAKE;
        wake.token = 7;
        wake.at_us = event->delivered_us + (event->agent == 0 ? 5'000'000 : 6'000'000);
      }
      if (event->kind == TP_ASK_DELIVER && event->u.deliver.called == node.number && node.holder != TP_NO_AGENT) {
        response->answer.choice = TP_TO_AGENT;
        response->answer.agent = node.holder;
        response->answer.capacity = TP_CAPACITY_NONE;
      }
    };
    return table;
  }();
  return &policy;
}

// Agent 0 is west's, agent 1 east's; both dial 911 at 60 s, and both numbers are called at 200 s.
Config two_nodes() {
  Config config = one_queue(2);
  config.horizon = sim::minutes(10);
  config.pool = {west_number, east_number};
  config.responders = {{"county", Number{12065559110}, 0, no_index}};
  config.policy_nodes = {{"west", {0}, {west_number}}, {"east", {1}, {east_number}}};
  for (std::uint32_t agent = 0; agent < 2; ++agent) {
    Act dials = act_of(Act::Kind::dial, 60, agent);
    dials.text = "911";
    dials.talk = Distribution::fixed(sim::seconds(30));
    config.acts.push_back(dials);
  }
  config.acts.push_back(call(200, sim::seconds(10), east_number));
  config.acts.push_back(call(201, sim::seconds(10), west_number));
  Act fact = act_of(Act::Kind::tenant, 300);
  fact.enabled = true;
  config.acts.push_back(fact);
  return config;
}

std::vector<trace::Event> run(const Config& config) {
  heard.clear();
  named_as_lent.clear();
  named_with_legs.clear();
  return trace_of(config, 1, 0, lending());
}

template <class Kind>
std::vector<Kind> of(const std::vector<trace::Event>& events) {
  std::vector<Kind> found;
  for (const trace::Event& event : events)
    if (const Kind* kind = event.as<Kind>()) found.push_back(*kind);
  return found;
}

std::uint64_t own(tp_agent agent) { return agent == 0 ? west_number.value : east_number.value; }

TEST(Nodes, EachHearsOfItsOwn) {
  const auto events = run(two_nodes());
  std::map<std::uint64_t, std::uint64_t> last;
  std::map<std::uint32_t, std::set<std::uint64_t>> deliveries, facts, timers;
  for (const Heard& each : heard) {
    EXPECT_EQ(each.event.sequence, ++last[each.node]) << "a node's events are numbered without gaps";
    if (each.event.agent != TP_NO_AGENT) {
      EXPECT_EQ(each.node, own(each.event.agent)) << each.event.kind;
    }
    if (each.event.kind == TP_ASK_DELIVER) {
      EXPECT_EQ(each.node, each.event.u.deliver.called);
    }
    if (each.event.kind == TP_TELL_TENANT_FACTS) facts[0].insert(each.node);
    if (each.event.kind == TP_TELL_TIMER) {
      timers[0].insert(each.node);
      EXPECT_EQ(each.event.delivered_us, each.node == west_number.value ? 65'000'000 : 66'000'000);
    }
  }
  EXPECT_EQ(last.size(), 2u);
  EXPECT_EQ(facts[0].size(), 2u);
  EXPECT_EQ(timers[0].size(), 2u);
  const auto lent = of<trace::NumberLent>(events);
  ASSERT_EQ(lent.size(), 2u);
  for (const trace::NumberLent& each : lent) {
    EXPECT_EQ(each.node, each.agent.value);
    EXPECT_EQ(each.number.value, own(each.agent.value));
  }
  const auto offered = of<trace::Offered>(events);
  ASSERT_EQ(offered.size(), 2u);
  EXPECT_EQ(offered[0].agent.value, 1u);
  EXPECT_EQ(offered[1].agent.value, 0u);
  EXPECT_TRUE(of<trace::PolicyFinding>(events).empty());
}

// The calls of a number in two parts go to the first node that has it.
TEST(Nodes, OverlappingPartsLendOneNumberTwice) {
  Config config = two_nodes();
  config.policy_nodes[1].pool = {west_number, east_number};
  const auto lent = of<trace::NumberLent>(run(config));
  ASSERT_EQ(lent.size(), 2u);
  EXPECT_EQ(lent[0].number, lent[1].number);
  EXPECT_NE(lent[0].agent.value, lent[1].agent.value);
  EXPECT_NE(lent[0].node, lent[1].node);
}

TEST(Nodes, OneIsReplacedByItself) {
  Config config = two_nodes();
  Fault fails;
  fails.effect = trace::FaultEffect::fails;
  fails.at = at(70);
  fails.blank = true;
  fails.index = 1;
  config.faults = {fails};
  const auto events = run(config);
  for (const Heard& each : heard)
    if (each.event.kind == TP_TELL_RECONCILE) {
      EXPECT_EQ(each.node, east_number.value);
    }
  EXPECT_EQ(named_as_lent, (std::vector<tp_number>{east_number.value}));
  EXPECT_EQ(named_with_legs, (std::vector<tp_agent>{1}));
  std::vector<std::uint32_t> numbers;
  for (const trace::PolicyNode& change : of<trace::PolicyNode>(events)) numbers.push_back(change.node);
  EXPECT_EQ(numbers, (std::vector<std::uint32_t>{1, 2, 2}));
  EXPECT_EQ(of<trace::Offered>(events).size(), 2u);
}

TEST(Nodes, OneThatIsNamedIsAsNone) {
  Config named = two_nodes(), plain = two_nodes();
  named.policy_nodes = {{"all", {0, 1}, named.pool}};
  plain.policy_nodes = {};
  const auto first = story(run(named), ~std::uint64_t{0}), second = story(run(plain), ~std::uint64_t{0});
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(first, second);
}

}  // namespace
}  // namespace tocsin::models
