// Small contact centres with a little of everything, made from a seed.
#pragma once

#include <string>

#include "sim/choices.hpp"
#include "tests/models/world/test_centre.hpp"

namespace tocsin::models {

// Numbers from a seed, for tests.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : choices_(seed, 0) {}
  std::uint32_t below(std::uint32_t count) { return choices_.index(sim::Address::of("dice").then(rolls_++), count); }
  bool one_in(std::uint32_t count) { return below(count) == 0; }
  Duration up_to(Duration most) { return {static_cast<std::int64_t>(below(1001)) * (most.us / 1000)}; }
  std::uint64_t bits() { return (static_cast<std::uint64_t>(below(UINT32_MAX)) << 32) | below(UINT32_MAX); }

 private:
  sim::RandomChoices choices_;
  std::uint64_t rolls_ = 0;
};

inline constexpr std::uint64_t first_pool_number = 12066660000;
inline constexpr Number direct_number{12065550001};
inline constexpr Number carrier_number{12065550002};

inline Distribution any_length(Dice& dice, Duration most) {
  switch (dice.below(4)) {
    case 0:
      return Distribution::fixed({0});
    case 1:
      return Distribution::fixed(dice.up_to(most));
    case 2:
      return Distribution::uniform({0}, most);
    default:
      return Distribution::exponential(Duration{most.us / 4 + 1});
  }
}

inline std::optional<Distribution> perhaps(Dice& dice, Duration most) {
  if (dice.one_in(3)) return std::nullopt;
  return any_length(dice, most);
}

inline Status any_status(Dice& dice) {
  return {static_cast<trace::Base>(dice.below(6)), static_cast<trace::Origin>(dice.below(2)), dice.below(2)};
}

inline CallbackPlan any_callback(Dice& dice) {
  CallbackPlan plan;
  plan.from = static_cast<CallbackPlan::From>(dice.below(5));
  plan.delay = any_length(dice, sim::minutes(5));
  plan.order = static_cast<std::int32_t>(dice.below(3)) * 15 - 15;
  if (dice.one_in(3)) plan.called = Number{first_pool_number + dice.below(3)};
  if (dice.one_in(3)) plan.caller = Number{};
  plan.probability = dice.one_in(3) ? 0.5 : 1;
  plan.reaction = static_cast<Reaction>(dice.below(3));
  plan.answer_delay = any_length(dice, sim::seconds(60));
  plan.gives_up_after = any_length(dice, sim::minutes(3));
  plan.talk = any_length(dice, sim::minutes(2));
  plan.ended_by = static_cast<EndedBy>(dice.below(3));
  plan.agent_closes_after = perhaps(dice, sim::minutes(1));
  return plan;
}

inline Act any_act(Dice& dice, const Config& config) {
  Act act;
  act.kind = static_cast<Act::Kind>(dice.below(24));
  act.at = Time{0} + dice.up_to(config.horizon);
  act.order = static_cast<std::int32_t>(dice.below(3)) * 15 - 15;
  act.by = static_cast<trace::Actor>(dice.below(4));
  act.agent = dice.below(static_cast<std::uint32_t>(config.agents.size()));
  act.status = any_status(dice);
  const char* const texts[] = {"911", "+1 206 555 0100", "", "no number at all", "9.1.1"};
  act.text = act.kind == Act::Kind::rule ? "^911$" : texts[dice.below(5)];
  act.surface = static_cast<trace::Surface>(dice.below(6));
  act.capacity_profile = dice.one_in(6) ? no_index : dice.below(static_cast<std::uint32_t>(config.capacity_profiles.size()));
  act.outbound_profile = dice.one_in(3) ? no_index : 0;
  act.number = {Number{main_number.value + dice.below(4)}, static_cast<trace::NumberKind>(dice.below(3)), dice.one_in(2)};
  if (act.kind == Act::Kind::call_in && dice.one_in(2)) act.number.number = Number{first_pool_number + dice.below(3)};
  act.enabled = dice.one_in(2);
  act.view = static_cast<trace::View>(dice.below(3));
  act.control = trace::Controls{1u << dice.below(13)};
  act.talk = any_length(dice, sim::minutes(2));
  if (dice.one_in(2)) act.capacity_limit = static_cast<std::int32_t>(dice.below(4));
  if (dice.one_in(3)) act.spreads = any_length(dice, sim::minutes(5));
  return act;
}

// Media ports and licences, classes of work, hours, overflow, bots, declines, limits of agents, and callbacks that are retried.
inline void add_routing(Dice& dice, Config& config) {
  const std::uint32_t pools = dice.below(4);
  for (std::uint32_t i = 0; i < pools; ++i)
    config.resource_pools.push_back({"r" + std::to_string(i), i < 2 ? trace::Resource::media_port : trace::Resource::licence,
                                     1 + dice.below(5), dice.below(2), dice.one_in(2), !dice.one_in(4), !dice.one_in(4)});
  config.classification = {{{}, Number{12065559110}, 1}, {main_number, {}, 0}};
  for (CapacityProfile& profile : config.capacity_profiles)
    if (dice.one_in(4)) profile.reset = CapacityProfile::Reset::end_of_day;
  config.wall_start_us += static_cast<std::int64_t>(dice.below(24)) * 3'600'000'000 + 3'300'000'000;
  for (Queue& queue : config.queues) {
    if (dice.one_in(3)) queue.hours = {{sim::hours(dice.below(24)), sim::hours(dice.below(24))}};
    if (dice.one_in(2)) queue.declines = 0.5;
    if (dice.one_in(2)) queue.prioritisation = {static_cast<std::int32_t>(dice.below(10)), -1};
    for (std::uint32_t i = dice.below(3); i > 0; --i) {
      Overflow overflow;
      if (dice.one_in(2))
        overflow.waiting = dice.below(4);
      else
        overflow.wait = dice.up_to(sim::minutes(2));
      overflow.destination = static_cast<trace::Destination>(1 + dice.below(6));
      if (overflow.destination == trace::Destination::queue)
        overflow.queue = dice.below(static_cast<std::uint32_t>(config.queues.size()));
      queue.overflow.push_back(overflow);
    }
  }
  for (InboundRule& rule : config.inbound_rules)
    if (dice.one_in(3)) rule.ivr = any_length(dice, sim::minutes(1));
  config.inbound_rules[0].work_class = dice.one_in(3) ? 0 : no_index;
  for (Agent& agent : config.agents)
    if (dice.one_in(3)) agent.limit = static_cast<std::int32_t>(dice.below(14));
  for (EmergencyPlan& plan : config.emergencies)
    for (CallbackPlan& callback : plan.callbacks) {
      callback.only_if = static_cast<CallbackPlan::OnlyIf>(dice.below(3));
      callback.declines = dice.below(3);
      callback.retries = dice.below(3);
      callback.retry_after = any_length(dice, sim::seconds(30));
    }
}

inline Config random_centre(std::uint64_t seed) {
  Dice dice(seed);
  Config config;
  config.name = "random";
  config.horizon = sim::minutes(5 + dice.below(17));
  config.window = sim::minutes(5);
  config.channel_delay_max = dice.up_to(sim::seconds(5));
  config.direct_routing_enabled = dice.one_in(2);
  config.drain = !dice.one_in(8);
  config.presence_texts = {"at lunch"};
  config.record_inbound = !dice.one_in(4);
  config.record_outbound = !dice.one_in(4);
  config.history = !dice.one_in(4);
  config.mixed_recording = dice.one_in(2);
  config.history_from_dial = dice.one_in(3);
  config.stores = dice.below(256) & ~1U;
  config.analytics_identity = dice.one_in(2);
  if (dice.one_in(2)) config.outbox = dice.up_to(sim::minutes(2));
  for (std::uint32_t i = 0; i < 3; ++i)
    config.capacity_profiles.push_back(
        {"p" + std::to_string(i), static_cast<std::int32_t>(dice.one_in(6) ? 0 : 1 + dice.below(3)), dice.one_in(3)});
  config.outbound_profiles.push_back({"voice", trace::OutboundProfile::voice, main_number, {0}, !dice.one_in(3)});
  config.numbers = {{main_number, trace::NumberKind::calling_plan, true},
                    {direct_number, trace::NumberKind::calling_plan, true},
                    {carrier_number, trace::NumberKind::direct_routing, true}};
  const std::uint64_t pool = dice.below(4);
  for (std::uint64_t i = 0; i < pool; ++i) config.pool.push_back(Number{first_pool_number + i});
  const std::uint32_t queues = 1 + dice.below(2);
  for (std::uint32_t i = 0; i < queues; ++i) {
    Queue queue;
    queue.name = "q" + std::to_string(i);
    queue.priority = static_cast<std::int32_t>(dice.below(3));
    if (dice.one_in(4)) queue.allowed_presences = dice.below(64);
    queue.ring = any_length(dice, sim::seconds(dice.one_in(3) ? 60 : 10));
    queue.wrap_up = any_length(dice, sim::seconds(60));
    queue.notification_timeout = dice.up_to(sim::seconds(60));
    queue.affinity = dice.one_in(2);
    config.queues.push_back(queue);
  }
  const std::uint32_t agents = 1 + dice.below(4);
  for (std::uint32_t i = 0; i < agents; ++i) {
    Agent agent;
    agent.name = "a" + std::to_string(i);
    agent.capacity_profile = dice.one_in(8) ? no_index : dice.below(3);
    agent.outbound_profile = dice.one_in(8) ? no_index : 0;
    agent.status = dice.one_in(3) ? any_status(dice) : Status{};
    agent.devices = dice.one_in(5) ? 0 : 1 + dice.below(2);
    for (std::uint32_t queue = 0; queue < queues; ++queue)
      if (!dice.one_in(4)) agent.queues.push_back(queue);
    config.agents.push_back(agent);
  }
  config.inbound_rules = {
      {InboundRule::Match::number, main_number, trace::Destination::queue, 0, static_cast<std::int32_t>(dice.below(10))},
      {InboundRule::Match::number, direct_number, trace::Destination::agent, dice.below(agents), 0},
      {InboundRule::Match::pool, {}, static_cast<trace::Destination>(1 + dice.below(6)), 0, 0}};
  if (dice.one_in(2)) config.inbound_rules.push_back({InboundRule::Match::any, {}, trace::Destination::voicemail, 0, 0});

  config.network.nodes.push_back("sbc");
  if (dice.one_in(2)) {
    config.network.groups.push_back({"carrier", 0, 2, dice.below(9), dice.below(2), dice.one_in(2)});
    config.network.groups.push_back({"beyond", 2, 1, dice.below(9), 0, dice.one_in(2)});
    config.network.groups.push_back({"to the sbc", 0, 3, dice.below(5), 0, dice.one_in(2)});
    config.network.groups.push_back({"third party", 3, 1, dice.below(5), 0, dice.one_in(2)});
  }
  const std::uint32_t codes[] = {200, 408, 503, 486, 603};
  const std::uint32_t sbcs = dice.below(3);
  for (std::uint32_t i = 0; i < sbcs; ++i) {
    Sbc sbc{"s" + std::to_string(i), 3, {}, any_length(dice, sim::seconds(1))};
    const std::uint32_t answers = dice.below(4);
    for (std::uint32_t k = 0; k < answers; ++k) sbc.responses.push_back(codes[dice.below(5)]);
    config.sbcs.push_back(sbc);
  }
  for (std::uint32_t i = 0; i < 2; ++i) {
    DirectRoutingRule rule{dice.one_in(2) ? "^911$" : "^[0-9]+$", static_cast<std::int32_t>(dice.below(2)), !dice.one_in(3), {}};
    for (std::uint32_t s = 0; s < config.sbcs.size(); ++s) rule.sbcs.push_back(s);
    config.rules.push_back(rule);
  }

  for (std::uint32_t i = 0; i < 3; ++i) {
    Source source;
    source.name = "s" + std::to_string(i);
    source.inbound = i < 2;
    source.called = i == 0 ? main_number : dice.one_in(2) ? direct_number : carrier_number;
    source.queue = 0;
    source.rate = {{Time{0}, static_cast<double>(dice.below(400))}};
    source.batch = dice.below(4);
    source.batch_at = Time{0} + dice.up_to(config.horizon);
    source.talk = any_length(dice, sim::minutes(4));
    source.patience = perhaps(dice, sim::minutes(10));
    source.item_priority = static_cast<std::int32_t>(dice.below(4)) - 1;
    if (dice.one_in(2)) source.preferred_agent = dice.below(agents);
    config.sources.push_back(source);
  }
  config.responders = {{"county", Number{12065559110}, dice.below(3), dice.one_in(2) ? 1 : no_index},
                       {"city", Number{12065559111}, dice.below(3), no_index}};
  for (std::uint32_t i = 0; i < 2; ++i) {
    EmergencyPlan plan;
    plan.name = "e" + std::to_string(i);
    if (dice.one_in(2)) plan.at = Time{0} + dice.up_to(config.horizon);
    plan.count = 1 + dice.below(8);
    if (!plan.at && dice.one_in(2)) plan.per_hour = dice.below(60);
    for (std::uint32_t agent = 0; agent < agents; ++agent) plan.agents.push_back(agent);
    plan.dial = dice.one_in(5) ? "12065551234" : "911";
    plan.surface = static_cast<trace::Surface>(dice.below(6));
    plan.responder = dice.below(2);
    plan.answer_delay = any_length(dice, sim::seconds(20));
    plan.setup_response = dice.one_in(4) ? 503 : 200;
    plan.talk = any_length(dice, sim::minutes(3));
    plan.ended_by = static_cast<EndedBy>(dice.below(3));
    if (dice.one_in(3)) plan.agent_abandons_after = any_length(dice, sim::seconds(5));
    plan.agent_closes_after = perhaps(dice, sim::minutes(1));
    const std::uint32_t callbacks = dice.below(4);
    for (std::uint32_t k = 0; k < callbacks; ++k) plan.callbacks.push_back(any_callback(dice));
    config.emergencies.push_back(plan);
  }
  const std::uint32_t acts = dice.below(dice.one_in(2) ? 4 : 40);
  for (std::uint32_t i = 0; i < acts; ++i) config.acts.push_back(any_act(dice, config));
  if (dice.one_in(2)) add_routing(dice, config);
  return config;
}

}  // namespace tocsin::models
