// Asks, tells and orders: the one place where the policy is called.

#include <bit>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint32_t orders_max = 4096;
constexpr std::uint32_t wakes_in_one_instant_max = 1000;

trace::RefusalReason reason_of(std::uint32_t reason) {
  return reason <= TP_REASON_OTHER ? static_cast<trace::RefusalReason>(reason) : trace::RefusalReason::other;
}

}  // namespace

tp_event World::event_of(std::uint32_t kind, AgentId agent, LegId leg) const {
  tp_event event{};
  event.size = sizeof(tp_event);
  event.kind = kind;
  event.occurred_us = now_.us;
  event.delivered_us = now_.us;
  event.wall_us = config_.wall_start_us + now_.us;
  event.utc_offset_s = config_.utc_offset_s;
  event.agent = agent.value;
  event.by = TP_BY_PLATFORM;
  event.leg = leg.value;
  return event;
}

bool World::call_policy(tp_event& event) {
  event.sequence = ++policy_sequence_;
  if (policy_gone_ || event.sequence >= options_.policy_ends_before) return false;
  response_ = {};
  response_.size = sizeof(tp_response);
  response_.order_capacity = static_cast<std::uint32_t>(orders_.size());
  response_.orders = orders_.data();
  if (options_.watch) options_.watch->entering(event);
  bool threw = false;
  try {
    options_.policy->handle(policy_, &event, &response_);
  } catch (...) {
    threw = true;
  }
  if (options_.watch) options_.watch->left();
  if (threw) {
    // What it holds may be broken: it is not called again, and the run goes on without it.
    policy_gone_ = true;
    finding(trace::PolicyFault::threw, event.sequence, AgentId{event.agent}, LegId{event.leg});
    return false;
  }
  return true;
}

tp_answer World::checked_answer(const tp_event& event, std::uint32_t allowed) {
  tp_answer answer = response_.answer;
  if (answer.choice == TP_NO_ANSWER) {
    answer.choice = TP_ORDINARY;
    return answer;
  }
  const bool named_other = answer.ask != 0 && answer.ask != event.sequence;
  const bool known = answer.choice < 32 && (allowed & (1u << answer.choice)) != 0;
  const bool agent_fits = answer.choice != TP_TO_AGENT || answer.agent < agents_.size();
  const bool path_fits = answer.choice != TP_ACCEPT || answer.path == TP_PATH_DO || answer.path == TP_PATH_DR;
  if (named_other || !known || !agent_fits || !path_fits) {
    finding(trace::PolicyFault::bad_choice, event.sequence, AgentId{event.agent}, LegId{event.leg});
    answer = {};
    answer.choice = TP_ORDINARY;
  }
  return answer;
}

std::uint32_t World::ask(tp_event& event, std::uint32_t allowed) {
  return ask(event, allowed, [](const tp_answer&) {});
}

void World::tell(tp_event& event) {
  if (!call_policy(event)) return;
  if (response_.answer.choice != TP_NO_ANSWER)
    finding(trace::PolicyFault::bad_choice, event.sequence, AgentId{event.agent}, LegId{event.leg});
  carry_out_orders(event.sequence);
}

void World::carry_out_orders(std::uint64_t sequence) {
  if (response_.overflow != 0 || response_.order_count > orders_.size()) {
    finding(trace::PolicyFault::overflow, sequence, {}, {});
    response_.order_count = std::min<std::uint32_t>(response_.order_count, static_cast<std::uint32_t>(orders_.size()));
  }
  for (std::uint32_t i = 0; i < response_.order_count; ++i) carry_out(orders_[i], sequence);
}

void World::carry_out(const tp_order& order, std::uint64_t sequence) {
  const bool names_agent = order.kind == TP_ORDER_PRESENCE || order.kind == TP_ORDER_LEND ||
                           order.kind == TP_ORDER_OFFER_CALLBACK || order.kind == TP_ORDER_WITHDRAW;
  if (names_agent && order.agent >= agents_.size())
    return finding(trace::PolicyFault::bad_order, sequence, AgentId{order.agent}, LegId{order.leg});
  const bool names_leg = order.kind == TP_ORDER_SHOW || order.kind == TP_ORDER_END_LEG || order.kind == TP_ORDER_OFFER_CALLBACK ||
                         order.kind == TP_ORDER_STOP_RECORDING;
  const LegSlot slot = names_leg ? slot_of(LegId{order.leg}) : no_leg;
  if (names_leg && slot == no_leg) {
    // A panel may outlive its leg's session, until the policy takes it away; anything else names a call the platform does not
    // know.
    const bool hides =
        order.kind == TP_ORDER_SHOW && order.controls == 0 && order.details == 0 && order.view <= TP_VIEW_DASHBOARD;
    if (hides && order.leg != 0 && order.leg <= last_leg_)
      return emit(trace::Shown{static_cast<trace::View>(order.view), LegId{order.leg}, AgentId{order.agent}, {}, {}});
    return finding(trace::PolicyFault::unknown_call, sequence, AgentId{order.agent}, LegId{order.leg});
  }
  switch (order.kind) {
    case TP_ORDER_PRESENCE: {
      const bool known = order.presence.base <= TP_INACTIVE && order.presence.origin <= TP_MANUAL &&
                         order.presence.text <= presence_texts_.size() &&
                         (order.cause == TP_CAUSE_EMERGENCY || order.cause == TP_CAUSE_RESTORE);
      if (!known) return finding(trace::PolicyFault::bad_order, sequence, AgentId{order.agent}, {});
      const Status status{static_cast<trace::Base>(order.presence.base), static_cast<trace::Origin>(order.presence.origin),
                          order.presence.text};
      set_presence(AgentId{order.agent}, status, static_cast<trace::PresenceCause>(order.cause), trace::Actor::policy);
      if (order.cause == TP_CAUSE_RESTORE) follow_up(FollowUp::Kind::episode_closed, order.agent);
      return;
    }
    case TP_ORDER_LEND:
      emit(trace::NumberLent{Number{order.number}, AgentId{order.agent}, LegId{order.leg}, 0});
      last_window_end_ = std::max(last_window_end_, now_ + config_.window);
      return;
    case TP_ORDER_RELEASE:
      emit(trace::NumberReleased{Number{order.number}, AgentId{order.agent}, 0});
      return;
    case TP_ORDER_OFFER_CALLBACK: {
      // One whose offer was declined or ran out rings on at the platform, and may be offered again.
      const Leg& waiting = legs_[slot];
      const bool offer_over = waiting.stage == Stage::ringing && waiting.emergency && !queue_.pending(waiting.timer);
      if (waiting.outgoing || (waiting.stage != Stage::asked && waiting.stage != Stage::queued && !offer_over))
        return finding(trace::PolicyFault::bad_order, sequence, AgentId{order.agent}, LegId{order.leg});
      if (waiting.stage == Stage::queued) leave_queue(slot);
      legs_[slot].stage = Stage::asked;
      legs_[slot].emergency = true;
      give_to_agent(slot, AgentId{order.agent});
      emit(trace::Routed{legs_[slot].id, trace::Destination::agent, legs_[slot].agent, {}});
      follow_up(FollowUp::Kind::deliver, slot, legs_[slot].id);
      return;
    }
    case TP_ORDER_SHOW:
      if (order.view > TP_VIEW_DASHBOARD)
        return finding(trace::PolicyFault::bad_order, sequence, AgentId{order.agent}, LegId{order.leg});
      show(slot, static_cast<trace::View>(order.view), trace::Controls{order.controls}, trace::Details{order.details});
      return;
    case TP_ORDER_END_LEG:
      follow_up(FollowUp::Kind::end_leg, slot, legs_[slot].id);
      return;
    case TP_ORDER_WITHDRAW:
      withdraw_items(AgentId{order.agent});
      return;
    case TP_ORDER_STOP_RECORDING:
      stop_recording(slot);
      return;
    case TP_ORDER_WAKE: {
      if (sim::EventHandle* armed = wake_ups_.find(order.token + 1)) queue_.cancel(*armed);
      const Time at{std::max(order.at_us, now_.us)};
      wake_ups_.put(order.token + 1, schedule_at(at, 10, sim::Address::of("policy timer").then(order.token),
                                                 {StepKind::policy_timer, 0, order.token}));
      return;
    }
    case TP_ORDER_CANCEL_WAKE:
      if (sim::EventHandle* armed = wake_ups_.find(order.token + 1)) {
        queue_.cancel(*armed);
        wake_ups_.erase(order.token + 1);
      }
      return;
    case TP_ORDER_ANSWER:
      return late_answer(order.answer, sequence);
    default:
      return finding(trace::PolicyFault::bad_order, sequence, AgentId{order.agent}, LegId{order.leg});
  }
}

// An answer to an ask that was kept open. Only dials and deliveries can be.
void World::late_answer(const tp_answer& answer, std::uint64_t sequence) {
  LegSlot slot = no_leg;
  for (LegSlot i = 0; i < legs_.size() && slot == no_leg; ++i)
    if (legs_[i].stage == Stage::asked && legs_[i].ask == answer.ask) slot = i;
  if (slot == no_leg)
    return finding(answer.ask < sequence ? trace::PolicyFault::two_answers : trace::PolicyFault::late_answer, sequence, {}, {});
  Leg& kept = legs_[slot];
  if (kept.outgoing) {
    switch (answer.choice) {
      case TP_ACCEPT:
        if (answer.path != TP_PATH_DO && answer.path != TP_PATH_DR) break;
        queue_.cancel(kept.deadline);
        accept(slot, answer);
        return follow_up(FollowUp::Kind::go_on, slot, kept.id);
      case TP_REFUSE:
        queue_.cancel(kept.deadline);
        return refuse_dial(slot, answer.reason);
      case TP_ORDINARY:
        queue_.cancel(kept.deadline);
        emit(trace::WentOrdinary{kept.agent, kept.id});
        return follow_up(FollowUp::Kind::go_on, slot, kept.id);
      default:
        break;
    }
  } else if (answer.choice != TP_LATER && answer.choice < 32 &&
             (choices_of({TP_TO_AGENT, TP_TO_QUEUE, TP_TO_BOT, TP_TO_VOICEMAIL, TP_TO_EXTERNAL, TP_REFUSE}) &
              (1u << answer.choice)) &&
             (answer.choice != TP_TO_AGENT || answer.agent < agents_.size())) {
    deliver(slot, answer);
    return follow_up(FollowUp::Kind::deliver, slot, kept.id);
  }
  finding(trace::PolicyFault::bad_choice, sequence, kept.agent, kept.id);
}

void World::refuse_dial(LegSlot slot, std::uint32_t reason) {
  Leg& refused = legs_[slot];
  emit(trace::Refused{refused.agent, refused.id, reason_of(reason), true});
  free_leg(slot);
}

void World::finding(trace::PolicyFault fault, std::uint64_t sequence, AgentId agent, LegId leg) {
  ++summary_.policy_findings;
  emit(trace::PolicyFinding{fault, sequence, leg, agent});
}

void World::wake_policy(std::uint64_t token) {
  wake_ups_.erase(token + 1);
  if (wake_instant_ != now_) {
    wake_instant_ = now_;
    wakes_in_instant_ = 0;
  }
  if (++wakes_in_instant_ > wakes_in_one_instant_max) {
    if (wakes_in_instant_ == wakes_in_one_instant_max + 1) finding(trace::PolicyFault::wake_storm, policy_sequence_, {}, {});
    return;
  }
  tp_event event = event_of(TP_TELL_TIMER, {}, {});
  event.u.timer.token = token;
  tell(event);
}

void World::set_up_policy() {
  orders_.resize(orders_max);
  std::vector<tp_agent_facts> agents;
  agents.reserve(agents_.size());
  for (const AgentState& state : agents_) agents.push_back(agent_facts(state));
  std::vector<tp_number_facts> numbers;
  for (const NumberConfig& number : numbers_)
    numbers.push_back(
        {number.number.value, static_cast<std::uint8_t>(number.kind), static_cast<std::uint8_t>(number.outbound_enabled)});
  std::vector<tp_number> pool;
  for (const Number number : config_.pool) pool.push_back(number.value);
  std::vector<tp_rule_facts> rules;
  for (const DirectRoutingRule& rule : rules_)
    rules.push_back({rule.pattern.data(), static_cast<std::uint32_t>(rule.pattern.size()), rule.priority,
                     static_cast<std::uint8_t>(rule.enabled), static_cast<std::uint32_t>(rule.sbcs.size())});
  tp_config facts{};
  facts.version = TP_VERSION;
  facts.size = sizeof(tp_config);
  facts.agents = agents.data();
  facts.agent_count = static_cast<std::uint32_t>(agents.size());
  facts.numbers = numbers.data();
  facts.number_count = static_cast<std::uint32_t>(numbers.size());
  facts.pool = pool.data();
  facts.pool_count = static_cast<std::uint32_t>(pool.size());
  facts.rules = rules.data();
  facts.rule_count = static_cast<std::uint32_t>(rules.size());
  facts.direct_routing_enabled = config_.direct_routing_enabled;
  facts.strict_prerequisites = config_.strict_prerequisites;
  facts.window_us = config_.window.us;
  facts.location_age_us_max = config_.location_age_max.us;
  facts.channel_delay_us_max = config_.channel_delay_max.us;
  tp_event creation = event_of(0, {}, {});
  if (options_.watch) options_.watch->entering(creation);
  try {
    policy_ = options_.policy_ends_before == 0 ? nullptr : options_.policy->create(&facts);
  } catch (...) {
    policy_ = nullptr;
  }
  if (options_.watch) options_.watch->left();
  if (!policy_) {
    policy_gone_ = true;
    // Where it died in its creation once, that was told already.
    if (options_.policy_ends_before != 0) finding(trace::PolicyFault::threw, 0, {}, {});
  }
}

}  // namespace tocsin::models
