#include "policy/engine.hpp"

#include <algorithm>
#include <utility>

namespace tocsin::policy {

tp_order Engine::order_of(tp_order_kind kind, tp_agent agent, tp_leg leg) {
  tp_order made{};
  made.kind = kind;
  made.agent = agent;
  made.leg = leg;
  return made;
}

RoutingRule Engine::routing_rule(const tp_rule_facts& facts) const {
  uint8_t national_matches = 0;
  for (size_t national = 0; national < national_numbers.size() && state_.settings.is_on(TP_SWITCH_COUNTRIES); ++national) {
    const bool matches = pattern_matches_number(text_of(facts.pattern, facts.pattern_length), national_numbers[national]);
    national_matches = static_cast<uint8_t>(national_matches | (matches ? 1u << national : 0u));
  }
  return {.enabled = facts.enabled != 0,
          .has_sbc = facts.sbc_count > 0,
          .matches = rules_.pattern_matches_emergency(text_of(facts.pattern, facts.pattern_length)),
          .national_matches = national_matches};
}

bool Engine::is_usable(const tp_config& config) {
  if (config.version != TP_VERSION || config.size < sizeof(tp_config)) return false;
  if (config.agent_count > 0 && config.agents == nullptr) return false;
  if (config.number_count > 0 && config.numbers == nullptr) return false;
  if (config.pool_count > 0 && config.pool == nullptr) return false;
  if (config.rule_count > 0 && config.rules == nullptr) return false;
  if (config.agent_count == TP_NO_AGENT || config.rule_count > routing_rules_max) return false;
  if ((config.switches & TP_SWITCH_TERMINATION_WINDOW) != 0 && config.termination_window_us <= 0) return false;
  if (config.window_us <= 0 || config.location_age_us_max < 0 || config.channel_delay_us_max < 0) return false;
  IdTable seen;
  for (uint32_t index = 0; index < config.pool_count; ++index) {
    if (config.pool[index] == 0 || seen.find(config.pool[index]) != 0) return false;
    seen.put(config.pool[index], 1);
  }
  return true;
}

Engine::Engine(const tp_config& config, const Rules& rules) : rules_(rules) {
  state_.settings = {.window_us = config.window_us,
                     .location_age_us_max = config.location_age_us_max,
                     .channel_delay_us_max = config.channel_delay_us_max,
                     .termination_window_us = config.termination_window_us,
                     .switches = config.switches,
                     .contact_count = config.contact_count,
                     .strict_prerequisites = config.strict_prerequisites != 0};
  state_.agents.resize(config.agent_count);
  state_.episode_of.assign(config.agent_count, none);
  for (uint32_t agent = 0; agent < config.agent_count; ++agent) state_.agents[agent].facts = config.agents[agent];
  for (uint32_t index = 0; index < config.number_count; ++index) state_.set_origin(config.numbers[index]);
  for (uint32_t index = 0; index < config.rule_count; ++index) {
    state_.set_routing_rule(index, routing_rule(config.rules[index]));
  }
  state_.direct_routing_enabled = config.direct_routing_enabled != 0;
  state_.numbers.resize(config.pool_count);
  for (uint32_t index = 0; index < config.pool_count; ++index) {
    state_.numbers[index].number = config.pool[index];
    state_.pool_index.put(config.pool[index], index + 1);
    state_.put_on_shelf(index, Shelf::free);
  }
  state_.reserve_for_calls(1);
}

void Engine::resume(State state) {
  state_ = std::move(state);
  arm_again_ = true;
}

void Engine::handle(const tp_event& event, tp_response& response) {
  response_ = &response;
  again_ = event.sequence != 0 && event.sequence <= state_.last_sequence;
  if (event.kind < TP_TELL_EGRESS) {
    ask(event, response.answer);
  } else if (!again_) {
    tell(event);
  }
  if (!again_) {
    finish(event);
    if (event.sequence != 0) state_.last_sequence = event.sequence;
  }
  response_ = nullptr;
}

void Engine::order(const tp_order& made) {
  if (has_room(1)) {
    response_->orders[response_->order_count++] = made;
  } else {
    response_->overflow = 1;
  }
}

void Engine::ask(const tp_event& event, tp_answer& answer) {
  switch (event.kind) {
    case TP_ASK_DIAL:
      on_dial(event, answer);
      break;
    case TP_ASK_PRESENCE:
      on_presence(event, answer);
      break;
    case TP_ASK_DELIVER:
      on_deliver(event, answer);
      break;
    case TP_ASK_OFFER:
      answer.choice = rules_.decide_offer(state_, event);
      break;
    case TP_ASK_GRANT:
      on_grant(event, answer);
      break;
    case TP_ASK_RECORD:
      answer.choice = rules_.decide_record(state_, state_.mark(event.leg), state_.mark(event.u.record.feeds), event);
      break;
    case TP_ASK_ROW:
      answer.choice = rules_.decide_row(state_, state_.mark(event.leg), event);
      break;
    case TP_ASK_CONTROL:
      answer.choice = rules_.decide_control(state_, state_.mark(event.leg), state_.find_leg(event.leg), event);
      break;
    case TP_ASK_INVITE_FAILED:
      on_invite_failed(event, answer);
      break;
    case TP_ASK_LEG_END:
      answer.choice = rules_.decide_leg_end(state_, state_.mark(event.leg), state_.find_leg(event.leg), event);
      break;
    case TP_ASK_REASSIGN:
      answer.choice = rules_.decide_reassign(state_, state_.mark(event.leg), event);
      break;
    default: /* of a later version: left as it came, without an answer */
      break;
  }
}

void Engine::tell(const tp_event& event) {
  switch (event.kind) {
    case TP_TELL_EGRESS:
      on_progress(event, Moment::egress);
      break;
    case TP_TELL_WAITING:
      on_waiting(event);
      break;
    case TP_TELL_ANSWERED:
      on_progress(event, Moment::answered);
      break;
    case TP_TELL_DROPPED:
      on_dropped(event);
      break;
    case TP_TELL_END_PRESSED:
      on_end_pressed(event);
      break;
    case TP_TELL_OFFER_OUTCOME:
      on_offer_outcome(event);
      break;
    case TP_TELL_SESSION:
      on_session(event);
      break;
    case TP_TELL_AGENT_FACTS:
      on_agent_facts(event);
      break;
    case TP_TELL_NUMBER_FACTS:
      state_.set_origin(event.u.number_facts);
      break;
    case TP_TELL_RULE_FACTS:
      on_rule_facts(event);
      break;
    case TP_TELL_TENANT_FACTS:
      state_.direct_routing_enabled = event.u.tenant.direct_routing_enabled != 0;
      break;
    case TP_TELL_TIMER:
      if (event.u.timer.token == timer_token) state_.armed_us = time_max;
      release_due(event.delivered_us);
      break;
    case TP_TELL_RECONCILE:
      on_reconcile(event);
      break;
    default:
      break;
  }
}

void Engine::finish(const tp_event& event) {
  if (!state_.hiding.empty()) hide_closed();
  const uint32_t next = state_.shelf(Shelf::lent).first;
  int64_t wanted_us = next == none ? time_max : state_.free_at_us(state_.numbers[next]);
  if (!state_.hiding.empty()) wanted_us = std::min(wanted_us, event.delivered_us);
  const bool lost = arm_again_ && wanted_us != time_max;
  if ((wanted_us != state_.armed_us || lost) && has_room(1)) {
    tp_order wake = order_of(wanted_us == time_max ? TP_ORDER_CANCEL_WAKE : TP_ORDER_WAKE, TP_NO_AGENT, 0);
    wake.token = timer_token;
    wake.at_us = wanted_us == time_max ? 0 : wanted_us;
    order(wake);
    state_.armed_us = wanted_us;
  }
  if (event.redelivered == 0) arm_again_ = false;
}

void Engine::on_rule_facts(const tp_event& event) {
  if (event.u.rule.index >= routing_rules_max) return;
  state_.set_routing_rule(event.u.rule.index, routing_rule(event.u.rule.facts));
}

}  // namespace tocsin::policy
