#include "policy/engine.hpp"

#include <algorithm>
#include <utility>

namespace tocsin::policy {

namespace {

std::string_view view_of(const char* text, uint32_t length) {
  return text == nullptr ? std::string_view() : std::string_view(text, length);
}

tp_order order_of(tp_order_kind kind, tp_agent agent, tp_leg leg) {
  tp_order made{};
  made.kind = kind;
  made.agent = agent;
  made.leg = leg;
  return made;
}

RoutingRule routing_rule(const tp_rule_facts& facts, const Rules& rules) {
  return {.enabled = facts.enabled != 0,
          .has_sbc = facts.sbc_count > 0,
          .matches = rules.pattern_matches_emergency(view_of(facts.pattern, facts.pattern_length))};
}

}  // namespace

bool Engine::is_usable(const tp_config& config) {
  if (config.version != TP_VERSION || config.size < sizeof(tp_config)) return false;
  if (config.agent_count > 0 && config.agents == nullptr) return false;
  if (config.number_count > 0 && config.numbers == nullptr) return false;
  if (config.pool_count > 0 && config.pool == nullptr) return false;
  if (config.rule_count > 0 && config.rules == nullptr) return false;
  if (config.agent_count == TP_NO_AGENT || config.rule_count > routing_rules_max) return false;
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
                     .strict_prerequisites = config.strict_prerequisites != 0};
  state_.agents.resize(config.agent_count);
  state_.episode_of.assign(config.agent_count, none);
  for (uint32_t agent = 0; agent < config.agent_count; ++agent) state_.agents[agent].facts = config.agents[agent];
  for (uint32_t index = 0; index < config.number_count; ++index) state_.set_origin(config.numbers[index]);
  for (uint32_t index = 0; index < config.rule_count; ++index) {
    state_.set_routing_rule(index, routing_rule(config.rules[index], rules_));
  }
  state_.direct_routing_enabled = config.direct_routing_enabled != 0;
  state_.numbers.resize(config.pool_count);
  for (uint32_t index = 0; index < config.pool_count; ++index) {
    state_.numbers[index].number = config.pool[index];
    state_.pool_index.put(config.pool[index], index + 1);
    state_.put_on_shelf(index, Shelf::free);
  }
  state_.reserve_for_call();
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

template <class Act>
void Engine::each_leg(tp_agent agent, Act act) {
  for (uint32_t slot = state_.episodes[state_.episode_of[agent]].first_leg; slot != none; slot = state_.legs[slot].next) {
    act(state_.legs[slot]);
  }
}

void Engine::ask(const tp_event& event, tp_answer& answer) {
  answer.choice = TP_ORDINARY;
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
    default:
      answer.choice = TP_NO_ANSWER;
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

/* ---- dialling ----------------------------------------------------------------------------------------------------------------
 */

void Engine::on_dial(const tp_event& event, tp_answer& answer) {
  if (!rules_.is_emergency_number(view_of(event.u.dial.text, event.u.dial.length))) {
    const OrdinaryDial decision = rules_.decide_ordinary_dial(state_, event);
    answer.choice = decision.choice;
    answer.reason = decision.reason;
    return;
  }
  if (const Leg* leg = state_.find_leg(event.leg); leg != nullptr && !leg->inbound) return answer_accept(*leg, event, answer);

  DialDecision decision{.choice = TP_REFUSE, .reason = TP_REASON_OTHER};
  const LegMark mark = state_.mark(event.leg);
  if (state_.is_agent(event.agent) && event.leg != 0) {
    const tp_agent_facts& facts = state_.agents[event.agent].facts;
    const DialFacts dial{.location_unmet = rules_.location_unmet(state_, facts, event.delivered_us),
                         .profile_unmet = rules_.profile_unmet(state_, facts),
                         .path = rules_.emergency_path(rules_.path_facts(state_, event))};
    decision = rules_.decide_emergency_dial(state_, dial, event);
    /* A leg that was refused, or is over, is not called into life by a dial that is told again. */
    const bool is_new = !mark.known() && !again_;
    if (decision.choice == TP_ACCEPT && is_new) return accept(event, decision, answer);
    if (decision.choice == TP_ACCEPT) decision = {.choice = TP_REFUSE, .reason = TP_REASON_OTHER};
  }
  answer.choice = decision.choice;
  answer.reason = decision.reason;
  if (decision.choice == TP_REFUSE && event.leg != 0 && !mark.known() && !again_) {
    state_.marks.put(event.leg, LegMark::known_bit | LegMark::refused_bit);
  }
}

void Engine::accept(const tp_event& event, const DialDecision& decision, tp_answer& answer) {
  state_.reserve_for_call();
  const bool opened = !state_.in_episode(event.agent);
  const Leg made{.id = event.leg, .agent = event.agent, .path = decision.path, .begun_us = event.delivered_us};
  Leg& leg = begin_leg(made, decision.path == TP_PATH_DR ? LegMark::direct_routing_bit : 0, Moment::accept);
  reach(leg, Moment::accept, opened, event);
  answer_accept(leg, event, answer);
  answer.capacity = decision.capacity;
}

void Engine::answer_accept(const Leg& leg, const tp_event& event, tp_answer& answer) const {
  answer.choice = TP_ACCEPT;
  answer.path = leg.path;
  answer.number = leg.number == none ? 0 : state_.numbers[leg.number].number;
  answer.cli = rules_.shown_number(state_, leg, event);
  answer.capacity = TP_CAPACITY_NONE;
}

void Engine::on_invite_failed(const tp_event& event, tp_answer& answer) {
  Leg* leg = state_.find_leg(event.leg);
  const InviteDecision decision = rules_.decide_invite_failed(state_, leg, event);
  answer.choice = decision.choice;
  if (decision.choice != TP_ACCEPT || leg == nullptr || !leg->live) return;
  if (!again_) {
    leg->path = decision.path;
    reach(*leg, Moment::accept, false, event);
  }
  answer_accept(*leg, event, answer);
}

/* ---- callbacks ---------------------------------------------------------------------------------------------------------------
 */

void Engine::on_deliver(const tp_event& event, tp_answer& answer) {
  if (const Leg* leg = state_.find_leg(event.leg); leg != nullptr && leg->inbound) {
    answer.choice = TP_TO_AGENT;
    answer.agent = leg->agent;
    answer.capacity = TP_CAPACITY_NONE;
    return;
  }
  const uint32_t index = state_.pool_number(event.u.deliver.called);
  const Number* number = index == none ? nullptr : &state_.numbers[index];
  const bool open = number != nullptr && rules_.window_is_open(state_, *number, event);
  const Delivery decision = rules_.deliver_inbound(state_, number, open, event);
  answer.choice = decision.choice;
  answer.agent = decision.agent;
  answer.auto_answer = decision.auto_answer ? 1 : 0;
  answer.capacity = decision.capacity;
  if (!decision.callback || number == nullptr || !state_.is_agent(number->holder)) return;
  if (event.leg == 0 || again_ || state_.mark(event.leg).known()) return;
  take_callback(event, index, number->holder);
}

void Engine::take_callback(const tp_event& event, uint32_t index, tp_agent agent) {
  state_.reserve_for_call();
  const bool opened = !state_.in_episode(agent);
  const Leg made{.id = event.leg,
                 .agent = agent,
                 .number = index,
                 .begun_us = event.delivered_us,
                 .offered_us = event.delivered_us,
                 .inbound = true};
  Leg& leg = begin_leg(made, LegMark::inbound_bit, Moment::callback);
  const Window window = rules_.callback_window(state_, state_.numbers[index], Moment::callback, event.delivered_us);
  if (window != state_.numbers[index].window) set_window(index, window);
  reach(leg, Moment::callback, opened, event);
}

void Engine::offer(Leg& leg, const tp_event& event) {
  if (!leg.inbound || !leg.live || leg.answered) return;
  const tp_agent agent = rules_.offer_again(state_, leg, event);
  if (agent == TP_NO_AGENT) return;
  leg.offered_us = event.delivered_us;
  order(order_of(TP_ORDER_OFFER_CALLBACK, agent, leg.id));
}

void Engine::on_offer_outcome(const tp_event& event) {
  if (Leg* leg = state_.find_leg(event.leg); leg != nullptr) offer(*leg, event);
}

/* ---- legs --------------------------------------------------------------------------------------------------------------------
 */

Leg& Engine::begin_leg(const Leg& leg, uint32_t mark_bits, Moment moment) {
  const tp_agent agent = leg.agent;
  const bool captures = rules_.captures_prior(state_, agent, moment);
  const tp_presence now = state_.presence(agent);
  if (!state_.in_episode(agent)) state_.open_episode(agent, {});
  if (captures) state_.episodes[state_.episode_of[agent]].prior = now;
  return state_.legs[state_.add_leg(leg, mark_bits)];
}

void Engine::reach(Leg& leg, Moment moment, bool opened, const tp_event& event) {
  if (leg.number == none && rules_.lends_number(state_, leg, moment)) {
    if (const uint32_t number = rules_.choose_number(state_, leg.agent, event.delivered_us); number != none) {
      lend(leg, number, event);
      if (moment != Moment::accept) {
        tp_order lending = order_of(TP_ORDER_LEND, leg.agent, leg.id);
        lending.number = state_.numbers[number].number;
        order(lending);
      }
    }
  }
  keep_do_not_disturb(leg.agent, moment, opened);
  if (rules_.withdraws_items(state_, leg.agent, moment)) order(order_of(TP_ORDER_WITHDRAW, leg.agent, 0));
  show(leg);
}

void Engine::on_grant(const tp_event& event, tp_answer& answer) {
  const auto& asked = event.u.grant;
  answer.choice = rules_.decide_grant(state_, {.emergency = state_.mark(event.leg).emergency(),
                                               .resource = asked.resource,
                                               .group = asked.group,
                                               .free = asked.free,
                                               .total = asked.total,
                                               .reserve = asked.reserve,
                                               .emergencies_waiting = state_.emergencies_waiting(asked.resource, asked.group)});
  if (again_ || answer.choice != TP_ORDINARY || asked.free == 0 || state_.waiting_count == 0) return;
  Leg* leg = state_.find_leg(event.leg);
  if (leg == nullptr || leg->waits_resource != asked.resource || leg->waits_group != asked.group) return;
  state_.set_waiting(*leg, none, none);
}

void Engine::on_waiting(const tp_event& event) {
  state_.reserve_for_call();
  Leg* leg = state_.find_leg(event.leg);
  /* One that has got through does not wait, whatever is told late. */
  if (leg == nullptr || !leg->live || leg->egressed || leg->answered || event.u.grant.resource == none) return;
  state_.set_waiting(*leg, event.u.grant.resource, event.u.grant.group);
}

void Engine::on_progress(const tp_event& event, Moment moment) {
  Leg* leg = state_.find_leg(event.leg);
  if (leg == nullptr || !leg->live) return;
  state_.set_waiting(*leg, none, none);
  /* An answer shows that the INVITE left, even if that is told later. */
  leg->egressed |= !leg->inbound;
  leg->answered |= moment == Moment::answered;
  reach(*leg, moment, false, event);
}

void Engine::on_dropped(const tp_event& event) {
  Leg* leg = state_.find_leg(event.leg);
  if (leg == nullptr && !state_.mark(event.leg).emergency()) return;
  const tp_agent agent = leg == nullptr ? event.agent : leg->agent;
  if (leg != nullptr && leg->live) {
    const bool undone = rules_.rolls_back(state_, *leg);
    leg_over(*leg, Moment::dropped, event);
    if (undone) {
      roll_back(*leg);
    } else {
      leg->dropped = true;
    }
    show(*leg);
    settle(agent, Moment::dropped, false);
  } else if (state_.is_agent(agent)) {
    keep_do_not_disturb(agent, Moment::dropped, false);
  }
}

void Engine::on_end_pressed(const tp_event& event) {
  Leg* leg = state_.find_leg(event.leg);
  if (leg == nullptr || leg->settled || leg->rolled_back) return;
  if (event.by != TP_BY_AGENT || (event.agent != leg->agent && event.agent != TP_NO_AGENT)) return on_dropped(event);
  if (leg->live) leg_over(*leg, Moment::ended, event);
  leg->settled = true;
  const tp_agent agent = leg->agent;
  each_leg(agent, [&](Leg& other) { other.settled |= &other != leg && rules_.settles_other(state_, *leg, other); });
  show(*leg);
  settle(agent, Moment::ended, false);
}

void Engine::leg_over(Leg& leg, Moment moment, const tp_event& event) {
  leg.live = false;
  state_.set_waiting(leg, none, none);
  if (leg.number == none) return;
  Number& number = state_.numbers[leg.number];
  --number.live_legs;
  const Window window = rules_.callback_window(state_, number, moment, event.delivered_us);
  if (window != number.window) set_window(leg.number, window);
  /* A number without a window was rolled back while this leg lived. */
  const bool over = number.shelf == Shelf::held || number.window.begin_us == number.window.end_us;
  if (over && number.live_legs == 0) release(leg.number);
}

void Engine::roll_back(Leg& leg) {
  leg.rolled_back = true;
  if (leg.number == none) return;
  const Number& number = state_.numbers[leg.number];
  set_window(leg.number, {.begin_us = number.window.begin_us, .end_us = number.window.begin_us});
  if (number.live_legs == 0) release(leg.number);
}

/* ---- numbers -----------------------------------------------------------------------------------------------------------------
 */

void Engine::lend(Leg& leg, uint32_t index, const tp_event& event) {
  Number& number = state_.numbers[index];
  state_.take_off_shelf(index);
  number.holder = leg.agent;
  number.assigned_us = event.delivered_us;
  number.assigned_wall_us = event.wall_us;
  number.window = rules_.callback_window(state_, number, Moment::accept, event.delivered_us);
  number.live_legs += leg.live ? 1 : 0;
  leg.number = index;
  state_.put_on_shelf(index, Shelf::lent);
}

void Engine::set_window(uint32_t index, Window window) {
  if (state_.numbers[index].shelf == Shelf::free) return;
  state_.take_off_shelf(index);
  state_.numbers[index].window = window;
  state_.put_on_shelf(index, Shelf::lent);
}

void Engine::release(uint32_t index) {
  if (state_.numbers[index].shelf == Shelf::free) return;
  state_.take_off_shelf(index);
  state_.put_on_shelf(index, Shelf::free);
  tp_order releasing = order_of(TP_ORDER_RELEASE, state_.numbers[index].holder, 0);
  releasing.number = state_.numbers[index].number;
  order(releasing);
}

void Engine::release_due(int64_t now_us) {
  /* Room for a release, a restore, the wake-up, and one to spare; the first number is taken in any case, so that each ring helps.
   */
  constexpr uint32_t room = 4;
  bool released = false;
  for (uint32_t due = state_.shelf(Shelf::lent).first; due != none; due = state_.shelf(Shelf::lent).first) {
    const Number& number = state_.numbers[due];
    if (state_.free_at_us(number) > now_us || (released && !has_room(room))) return;
    if (number.live_legs > 0) {
      state_.take_off_shelf(due);
      state_.put_on_shelf(due, Shelf::held);
      continue;
    }
    release(due);
    released = true;
    if (state_.in_episode(number.holder) && !holds_number(number.holder)) settle(number.holder, Moment::timer, true);
  }
}

bool Engine::holds_number(tp_agent agent) const {
  for (const Shelf shelf : {Shelf::lent, Shelf::held}) {
    for (uint32_t index = state_.shelf(shelf).first; index != none; index = state_.numbers[index].next) {
      if (state_.numbers[index].holder == agent) return true;
    }
  }
  return false;
}

/* ---- presence, surfaces, episodes --------------------------------------------------------------------------------------------
 */

void Engine::on_presence(const tp_event& event, tp_answer& answer) {
  answer.choice = rules_.decide_presence_change(state_, event);
  if (again_ || answer.choice != TP_ORDINARY || !state_.is_agent(event.agent)) return;
  state_.agents[event.agent].facts.presence = event.u.presence.requested;
}

void Engine::keep_do_not_disturb(tp_agent agent, Moment moment, bool even_if_equal) {
  if (!rules_.needs_do_not_disturb(state_, agent, moment)) return;
  tp_presence& effective = state_.agents[agent].facts.presence;
  if (!even_if_equal && effective.base == TP_DND) return;
  effective = do_not_disturb;
  tp_order setting = order_of(TP_ORDER_PRESENCE, agent, 0);
  setting.presence = do_not_disturb;
  setting.cause = TP_CAUSE_EMERGENCY;
  order(setting);
}

void Engine::show(Leg& leg) {
  for (const tp_view view : {TP_VIEW_PANEL, TP_VIEW_DASHBOARD}) {
    const Shown wanted = rules_.shown_of_leg(state_, leg, view);
    if (leg.shown[view] == wanted) continue;
    leg.shown[view] = wanted;
    tp_order showing = order_of(TP_ORDER_SHOW, leg.agent, leg.id);
    showing.view = view;
    showing.controls = wanted.controls;
    showing.details = wanted.details;
    order(showing);
  }
}

void Engine::settle(tp_agent agent, Moment moment, bool lapsed) {
  if (!state_.in_episode(agent)) return;
  Episode& episode = state_.episodes[state_.episode_of[agent]];
  EpisodeView view{.episode = &episode, .lapsed = lapsed, .moment = moment};
  each_leg(agent, [&](const Leg& leg) {
    view.live += leg.live ? 1 : 0;
    view.owed += rules_.owes_agent_end(state_, leg) ? 1 : 0;
  });
  if (rules_.restores_presence(state_, view)) restore_presence(episode);
  if (rules_.closes_episode(state_, view)) close(agent);
}

void Engine::restore_presence(Episode& episode) {
  episode.restored = true;
  const tp_presence prior = rules_.restored_presence(state_, episode);
  state_.agents[episode.agent].facts.presence = prior;
  tp_order restoring = order_of(TP_ORDER_PRESENCE, episode.agent, 0);
  restoring.presence = prior;
  restoring.cause = TP_CAUSE_RESTORE;
  order(restoring);
}

void Engine::close(tp_agent agent) {
  each_leg(agent, [&](Leg& leg) {
    uint32_t views = 0;
    for (const tp_view view : {TP_VIEW_PANEL, TP_VIEW_DASHBOARD}) views |= leg.shown[view] == Shown{} ? 0 : 1u << view;
    if (views != 0) state_.hiding.push_back({leg.id, agent, views});
    if (!leg.live || leg.number == none) return;
    leg.live = false;
    Number& number = state_.numbers[leg.number];
    if (--number.live_legs == 0 && number.shelf == Shelf::held) release(leg.number);
  });
  state_.forget_episode(state_.episode_of[agent]);
}

void Engine::hide_closed() {
  size_t hidden = 0;
  for (; hidden < state_.hiding.size() && has_room(hidden == 0 ? 2 : 3); ++hidden) {
    const Hidden& gone = state_.hiding[hidden];
    for (const tp_view view : {TP_VIEW_PANEL, TP_VIEW_DASHBOARD}) {
      if ((gone.views & (1u << view)) == 0) continue;
      tp_order hiding = order_of(TP_ORDER_SHOW, gone.agent, gone.leg);
      hiding.view = view;
      order(hiding);
    }
  }
  state_.hiding.erase(state_.hiding.begin(), state_.hiding.begin() + static_cast<std::ptrdiff_t>(hidden));
}

/* ---- facts and devices -------------------------------------------------------------------------------------------------------
 */

void Engine::on_session(const tp_event& event) {
  if (!state_.is_agent(event.agent)) return;
  Agent& agent = state_.agents[event.agent];
  const bool connected = event.u.session.devices > agent.devices;
  agent.devices = event.u.session.devices;
  settle(event.agent, Moment::session, false);
  if (!connected) return;
  keep_do_not_disturb(event.agent, Moment::session, true);
  if (state_.in_episode(event.agent)) each_leg(event.agent, [&](Leg& leg) { offer(leg, event); });
}

void Engine::on_agent_facts(const tp_event& event) {
  if (!state_.is_agent(event.agent)) return;
  tp_agent_facts& facts = state_.agents[event.agent].facts;
  const tp_agent_facts before = facts;
  facts = event.u.agent_facts;
  facts.presence = before.presence;
  const FactsEffect effect = rules_.effect_of_facts(state_, event.agent, before, facts);
  if (effect == FactsEffect::nothing || !state_.in_episode(event.agent)) return;
  if (effect == FactsEffect::end_calls) {
    each_leg(event.agent, [&](const Leg& leg) {
      if (leg.live) order(order_of(TP_ORDER_END_LEG, event.agent, leg.id));
    });
    return;
  }
  restore_presence(state_.episodes[state_.episode_of[event.agent]]);
  close(event.agent);
}

void Engine::on_rule_facts(const tp_event& event) {
  if (event.u.rule.index >= routing_rules_max) return;
  state_.set_routing_rule(event.u.rule.index, routing_rule(event.u.rule.facts, rules_));
}

}  // namespace tocsin::policy
