// Asks, tells and orders: what is put to the policy, and what its word does.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

// Bounds on what a policy can make the platform do without end: wake-ups ordered for the very instant in which they are ordered,
// wake-ups armed at once, and offers of one callback.
constexpr std::uint32_t wakes_in_one_instant_max = 1000;
constexpr std::size_t wakes_armed_max = 1'000'000;
constexpr std::uint32_t offers_max = 1000;  // beside one in each second of its life
constexpr Duration notification_least = sim::seconds(1);

constexpr std::uint32_t all_controls = (1u << words(trace::Controls{}).size()) - 1;
constexpr std::uint32_t all_media = (1u << words(trace::MediaTypes{}).size()) - 1;
constexpr std::uint32_t all_details = (1u << words(trace::Details{}).size()) - 1;

}  // namespace

tp_event World::event_of(std::uint32_t kind, AgentId agent, LegId leg) const {
  tp_event event{};
  event.size = sizeof(tp_event);
  event.kind = kind;
  event.occurred_us = now_.us;
  event.delivered_us = now_.us;
  event.wall_us = config_.wall_start_us + now_.us + faults_.wall_step.us;
  event.utc_offset_s = faults_.utc_offset_s;
  event.agent = agent.value;
  event.by = TP_BY_PLATFORM;
  event.leg = leg.value;
  return event;
}

bool World::call_policy(tp_event& event) {
  TOCSIN_ASSERT(!applying_, "the policy was called while its word was applied");
  TOCSIN_ASSERT(!faults_.down, "the policy was called while it was down");
  turn_to_node_of(event);
  if (faults_.any) disturb_before_event();
  switch (node_->port.call(event, legs_live_)) {
    case PolicyPort::Outcome::heard:
      return true;
    case PolicyPort::Outcome::silent:
      return false;
    case PolicyPort::Outcome::threw:
      finding(trace::PolicyFault::threw, event.sequence, AgentId{event.agent}, LegId{event.leg});
      return false;
    case PolicyPort::Outcome::stormed:
      finding(trace::PolicyFault::wake_storm, event.sequence, AgentId{event.agent}, LegId{event.leg});
      return false;
  }
  return false;
}

tp_answer World::checked_answer(const tp_event& event, std::uint32_t allowed) {
  tp_answer answer = node_->port.answer();
  if (answer.choice == TP_NO_ANSWER) {
    answer.choice = TP_ORDINARY;
    return answer;
  }
  const bool named_other = answer.ask != 0 && answer.ask != event.sequence;
  if (named_other || !is_valid(answer, allowed)) {
    finding(trace::PolicyFault::bad_choice, event.sequence, AgentId{event.agent}, LegId{event.leg});
    answer = {};
    answer.choice = TP_ORDINARY;
  }
  return answer;
}

bool World::is_valid(const tp_answer& answer, std::uint32_t allowed) const {
  if (answer.choice >= 32 || (allowed & (1u << answer.choice)) == 0) return false;
  if (answer.choice == TP_TO_AGENT) return answer.agent < agents_.size() && (answer.media & ~all_media) == 0;
  return answer.choice != TP_ACCEPT || answer.path == TP_PATH_DO || answer.path == TP_PATH_DR;
}

AgentId World::known_agent(std::uint32_t agent) const { return agent < agents_.size() ? AgentId{agent} : AgentId{}; }

void World::tell(tp_event& event) {
  if (faults_.down) return hold_event(event);
  if (!call_policy(event)) return;
  applying_ = true;
  if (node_->port.answer().choice != TP_NO_ANSWER)
    finding(trace::PolicyFault::bad_choice, event.sequence, AgentId{event.agent}, LegId{event.leg});
  carry_out_orders(event.sequence);
  applying_ = false;
  if (faults_.copies) second_copies(event);
}

void World::carry_out_orders(std::uint64_t sequence) {
  if (node_->port.overflowed()) finding(trace::PolicyFault::overflow, sequence, {}, {});
  for (const tp_order& order : node_->port.orders()) carry_out(order, sequence);
}

void World::carry_out(const tp_order& order, std::uint64_t sequence) {
  const std::optional<trace::PolicyFault> fault = try_order(order);
  if (fault) finding(*fault, sequence, AgentId{order.agent}, LegId{order.leg});
}

// What is wrong with the order, if anything: it was not carried out then.
std::optional<trace::PolicyFault> World::try_order(const tp_order& order) {
  switch (order.kind) {
    case TP_ORDER_PRESENCE:
      return order_presence(order);
    case TP_ORDER_LEND:
      if (order.agent >= agents_.size() || order.number == 0) return trace::PolicyFault::bad_order;
      if (order.leg == 0 || order.leg > last_leg_) return trace::PolicyFault::unknown_call;
      lend(Number{order.number}, AgentId{order.agent}, LegId{order.leg});
      return {};
    case TP_ORDER_RELEASE:
      if (order.number == 0) return trace::PolicyFault::bad_order;
      emit(trace::NumberReleased{Number{order.number}, known_agent(order.agent), node_->number});
      if (Lent* known = lent_.find(order.number)) known->lent = false;
      return {};
    case TP_ORDER_OFFER_CALLBACK:
      return order_callback(order);
    case TP_ORDER_SHOW:
      return order_show(order);
    case TP_ORDER_END_LEG: {
      const LegSlot slot = slot_of(LegId{order.leg});
      if (slot == no_leg) return trace::PolicyFault::unknown_call;
      if (legs_[slot].stage == Stage::dropped || legs_[slot].stage == Stage::wrapping) return trace::PolicyFault::bad_order;
      legs_[slot].ending = true;
      follow_up(FollowUp::Kind::end_leg, slot, legs_[slot].id);
      return {};
    }
    case TP_ORDER_WITHDRAW:
      if (order.agent >= agents_.size()) return trace::PolicyFault::bad_order;
      withdraw_items(AgentId{order.agent});
      return {};
    case TP_ORDER_STOP_RECORDING: {
      const LegSlot slot = slot_of(LegId{order.leg});
      if (slot == no_leg) return trace::PolicyFault::unknown_call;
      stop_recording(slot);
      return {};
    }
    case TP_ORDER_WAKE:
    case TP_ORDER_CANCEL_WAKE:
      return order_wake(order);
    case TP_ORDER_ANSWER:
      return late_answer(order.answer);
    case TP_ORDER_NOTIFY:
      return order_notice(order);
    default:
      return trace::PolicyFault::bad_order;
  }
}

std::optional<trace::PolicyFault> World::order_presence(const tp_order& order) {
  const bool known = order.agent < agents_.size() && order.presence.base <= TP_INACTIVE && order.presence.origin <= TP_MANUAL &&
                     order.presence.text <= presence_texts_.size() &&
                     (order.cause == TP_CAUSE_EMERGENCY || order.cause == TP_CAUSE_RESTORE);
  if (!known) return trace::PolicyFault::bad_order;
  const Status status{static_cast<trace::Base>(order.presence.base), static_cast<trace::Origin>(order.presence.origin),
                      order.presence.text};
  set_presence(AgentId{order.agent}, status, static_cast<trace::PresenceCause>(order.cause), trace::Actor::policy);
  if (order.cause == TP_CAUSE_RESTORE) {
    settle_dropped(AgentId{order.agent});
    // what somebody chose is not recalculated.
    if (status.origin == trace::Origin::automatic) follow_up(FollowUp::Kind::episode_closed, order.agent);
  }
  return {};
}

// Of an inbound leg that is kept open or waits, and again of one that rings.
std::optional<trace::PolicyFault> World::order_callback(const tp_order& order) {
  const LegSlot slot = slot_of(LegId{order.leg});
  if (slot == no_leg) return trace::PolicyFault::unknown_call;
  Leg& offered = legs_[slot];
  const bool kept = offered.stage == Stage::asked && offered.ask != 0;
  const bool rings = offered.stage == Stage::ringing && offered.emergency;
  const bool fits = kept || rings || offered.stage == Stage::queued || offered.stage == Stage::needs_lines;
  // A caller who stays for hours is offered for hours, but not without end in an instant.
  const auto most = offers_max + static_cast<std::uint32_t>((now_ - offered.begun).us / notification_least.us);
  if (offered.outgoing || !fits || order.agent >= agents_.size() || ++offered.offers > most) return trace::PolicyFault::bad_order;
  offered.ask = 0;
  if (offered.stage == Stage::queued) leave_queue(slot);
  take_as_callback(slot, AgentId{order.agent});
  // What waits for a line rings once it has it.
  if (kept)
    follow_up(FollowUp::Kind::deliver, slot, offered.id);
  else if (offered.stage != Stage::needs_lines)
    follow_up(FollowUp::Kind::offer_callback, slot, offered.id);
  return {};
}

std::optional<trace::PolicyFault> World::order_show(const tp_order& order) {
  if (order.view > TP_VIEW_DASHBOARD || (order.controls & ~all_controls) != 0 || (order.details & ~all_details) != 0)
    return trace::PolicyFault::bad_order;
  const auto view = static_cast<trace::View>(order.view);
  if (const LegSlot slot = slot_of(LegId{order.leg}); slot != no_leg) {
    legs_[slot].ordered[order.view] = true;
    show_ordered(slot, view, trace::Controls{order.controls}, trace::Details{order.details});
    return {};
  }
  // A panel may outlive its leg's session until the policy takes it away; anything else names a call the platform does not know.
  const bool hides = order.controls == 0 && order.details == 0;
  if (!hides || order.leg == 0 || order.leg > last_leg_) return trace::PolicyFault::unknown_call;
  emit(trace::Shown{view, LegId{order.leg}, known_agent(order.agent), {}, {}});
  std::erase_if(faults_.panels, [&](const KeptPanel& panel) { return panel.leg.value == order.leg; });
  return {};
}

std::optional<trace::PolicyFault> World::order_wake(const tp_order& order) {
  if (order.token == UINT64_MAX) return trace::PolicyFault::bad_order;  // the table's keys begin at 1
  const std::uint64_t key = order.token + 1;
  const Time at{std::max(order.at_us, now_.us)};
  sim::EventHandle* const armed = node_->wake_ups.find(key);
  // Replaced by the same: nothing changes.
  if (armed && order.kind == TP_ORDER_WAKE && queue_.comes_at(*armed, at)) return {};
  if (armed) queue_.cancel(*armed);
  if (order.kind == TP_ORDER_CANCEL_WAKE) {
    if (armed) node_->wake_ups.erase(key);
    return {};
  }
  if (!armed && node_->wake_ups.size() >= wakes_armed_max) return trace::PolicyFault::overflow;
  sim::Address cause = sim::Address::of("policy timer").then(order.token);
  if (place_of_node() != 0) cause = cause.then(place_of_node());
  const auto nodes = static_cast<std::uint32_t>(nodes_.size());
  const std::uint32_t ordered = 2 * node_->wake_ups_lost + (at == now_ ? 1u : 0u);
  node_->wake_ups.at(key) = schedule_at(at, 10, cause, {StepKind::policy_timer, nodes * ordered + place_of_node(), order.token});
  return {};
}

// Messages to contacts go by mail, to as many of them as the policy says, in the order of the configuration; an alert stands on
// the supervisors' desks.
std::optional<trace::PolicyFault> World::order_notice(const tp_order& order) {
  if (order.notice > TP_NOTICE_ALERT || (order.details & ~all_details) != 0) return trace::PolicyFault::bad_order;
  if (order.leg == 0 || order.leg > last_leg_ || order.agent >= agents_.size()) return trace::PolicyFault::unknown_call;
  const auto notice = static_cast<trace::Notice>(order.notice);
  trace::Outcome outcome = order.recipients > 0 ? trace::Outcome::done : trace::Outcome::no_effect;
  if (notice == trace::Notice::contacts && order.recipients > 0) {
    const std::size_t addressed = std::min<std::size_t>(order.recipients, config_.contacts.size());
    const bool reaches = std::any_of(config_.contacts.begin(), config_.contacts.begin() + static_cast<std::ptrdiff_t>(addressed),
                                     [](const Contact& contact) { return contact.reachable; });
    if (!mail_works() || !reaches) outcome = trace::Outcome::refused;
  }
  emit(trace::Notified{LegId{order.leg}, AgentId{order.agent}, notice, order.recipients, trace::Details{order.details}, outcome});
  return {};
}

// An answer to an ask that was kept open. Only dials and deliveries can be.
std::optional<trace::PolicyFault> World::late_answer(const tp_answer& answer) {
  if (answer.ask == 0 || answer.ask > node_->port.sequence()) return trace::PolicyFault::late_answer;
  LegSlot slot = 0;
  const auto is_it = [&](Leg& leg) {
    return leg.stage == Stage::asked && leg.ask == answer.ask && (nodes_.size() == 1 || &node_of(leg) == node_);
  };
  while (slot < legs_.size() && !is_it(legs_[slot])) ++slot;
  if (slot == legs_.size()) return trace::PolicyFault::two_answers;
  const Leg& kept = legs_[slot];
  const std::uint32_t allowed = kept.outgoing ? dial_choices : deliver_choices;
  if (answer.choice == TP_LATER || answer.choice == TP_NO_ANSWER || !is_valid(answer, allowed))
    return trace::PolicyFault::bad_choice;
  if (!kept.outgoing) {
    deliver(slot, answer);
  } else if (answer.choice == TP_REFUSE) {
    refuse_dial(slot, answer.reason);
  } else if (answer.choice == TP_READ_BACK) {
    read_back(slot, answer);
    follow_up(FollowUp::Kind::go_on_with_test, slot, kept.id);
  } else {
    if (answer.choice == TP_ACCEPT)
      accept(slot, answer);
    else
      let_go(slot);
    follow_up(FollowUp::Kind::go_on, slot, kept.id);
  }
  return {};
}

void World::lend(Number number, AgentId id, LegId leg) {
  emit(trace::NumberLent{number, id, leg, node_->number});
  const LegSlot slot = slot_of(leg);
  const std::uint32_t media = slot == no_leg ? 0 : static_cast<std::uint32_t>(legs_[slot].plan.media);
  lent_.at(number.value) = {id, leg, now_, now_ + config_.window, true, media, {}};
  last_window_end_ = std::max(last_window_end_, now_ + config_.window);
}

void World::finding(trace::PolicyFault fault, std::uint64_t sequence, AgentId agent, LegId leg) {
  ++summary_.policy_findings;
  emit(trace::PolicyFinding{fault, sequence, leg.value <= last_leg_ ? leg : LegId{}, known_agent(agent.value)});
}

// `ordered`: the node, and when in its life.
void World::wake_policy(std::uint64_t token, std::uint32_t ordered) {
  const auto nodes = static_cast<std::uint32_t>(nodes_.size());
  node_ = &nodes_[ordered % nodes];
  ordered /= nodes;
  if (ordered / 2 != node_->wake_ups_lost) return;
  node_->wake_ups.erase(token + 1);
  if (ordered % 2 != 0) {
    if (node_->wake_instant != now_) {
      node_->wake_instant = now_;
      node_->wakes_in_instant = 0;
    }
    if (++node_->wakes_in_instant > wakes_in_one_instant_max) {
      if (node_->wakes_in_instant == wakes_in_one_instant_max + 1)
        finding(trace::PolicyFault::wake_storm, node_->port.sequence(), {}, {});
      return;
    }
  }
  tp_event event = event_of(TP_TELL_TIMER, {}, {});
  event.u.timer.token = token;
  tell(event);
}

// As it is at the start, or as it stands now.
PolicyConfig World::policy_config(ConfigOf when) const {
  PolicyConfig made;
  const bool now = when == ConfigOf::now;
  made.agents.reserve(config_.agents.size());
  for (std::size_t i = 0; i < agents_.size(); ++i)
    made.agents.push_back(agent_facts(now ? agents_[i] : state_at_start(config_.agents[i])));
  const Tenant at_start(config_);
  const Tenant& tenant = now ? tenant_ : at_start;
  for (const NumberConfig& number : tenant.numbers())
    made.numbers.push_back(
        {number.number.value, static_cast<std::uint8_t>(number.kind), static_cast<std::uint8_t>(number.outbound_enabled)});
  for (const Number number : pool_of_node()) made.pool.push_back(number.value);
  const auto rules = now ? tenant_.rules() : std::span<const DirectRoutingRule>(config_.rules);
  made.patterns.reserve(rules.size());
  for (const DirectRoutingRule& rule : rules) {
    const std::string& pattern = made.patterns.emplace_back(rule.pattern);
    made.rules.push_back({pattern.data(), static_cast<std::uint32_t>(pattern.size()), rule.priority,
                          static_cast<std::uint8_t>(rule.enabled), static_cast<std::uint32_t>(rule.sbcs.size())});
  }
  tp_config& facts = made.facts;
  facts.version = TP_VERSION;
  facts.size = sizeof(tp_config);
  facts.agents = made.agents.data();
  facts.agent_count = static_cast<std::uint32_t>(made.agents.size());
  facts.numbers = made.numbers.data();
  facts.number_count = static_cast<std::uint32_t>(made.numbers.size());
  facts.pool = made.pool.data();
  facts.pool_count = static_cast<std::uint32_t>(made.pool.size());
  facts.rules = made.rules.data();
  facts.rule_count = static_cast<std::uint32_t>(made.rules.size());
  facts.direct_routing_enabled = tenant.direct_routing_enabled();
  facts.strict_prerequisites = config_.strict_prerequisites;
  facts.switches = static_cast<std::uint32_t>(config_.switches);
  facts.contact_count = static_cast<std::uint32_t>(config_.contacts.size());
  facts.termination_window_us = config_.termination_window.us;
  facts.window_us = config_.window.us;
  facts.location_age_us_max = config_.location_age_max.us;
  facts.channel_delay_us_max = config_.channel_delay_max.us;
  return made;
}

void World::set_up_policy() {
  for (NodeState& node : nodes_) {
    node_ = &node;
    const PolicyConfig config = policy_config(ConfigOf::start);
    // Where it died in its creation once, that was told already.
    if (!node.port.create(config.facts, event_of(0, {}, {})) && options_.policy_ends_before != 0)
      finding(trace::PolicyFault::threw, 0, {}, {});
  }
}

}  // namespace tocsin::models
