#include "policy/engine.hpp"

namespace tocsin::policy {

/* What the platform says is live becomes the state, whole: numbers with their windows, episodes with the presence before them,
 * and legs. What it does not name is over; of that the marks are kept, so far as they were known. Surfaces are shown anew, since
 * nobody says what they show, and the timer is armed with the orders of this event. */
void Engine::on_reconcile(const tp_event& event) {
  const auto& live = event.u.reconcile;
  std::vector<tp_leg> settled; /* by an agent end that this node has seen */
  for (const Leg& leg : state_.legs) {
    if (leg.id != 0 && leg.settled) settled.push_back(leg.id);
  }
  state_.reserve_for_calls(size_t{live.leg_count} + live.agent_count);
  for (tp_agent agent = 0; agent < state_.agents.size(); ++agent) {
    if (state_.in_episode(agent)) state_.forget_episode(state_.episode_of[agent]);
  }
  state_.hiding.clear();
  for (uint32_t index = 0; index < live.agent_count; ++index) adopt_agent(live.agents[index]);
  adopt_numbers(event);
  for (uint32_t index = 0; index < live.leg_count; ++index) {
    const tp_live_leg& leg = live.legs[index];
    bool is_settled = false;
    for (const tp_leg known : settled) is_settled = is_settled || known == leg.leg;
    adopt_leg(leg, is_settled, event);
  }
  /* A window that the end of its call closes: a call that nobody names ended at the latest now. */
  for (uint32_t index = 0; index < state_.numbers.size(); ++index) {
    const Number& number = state_.numbers[index];
    if (number.shelf != Shelf::lent || number.window.end_us != time_max) continue;
    bool goes_on = false;
    for (const Leg& leg : state_.legs) goes_on = goes_on || (leg.id != 0 && leg.live && !leg.inbound && leg.number == index);
    if (!goes_on) set_window(index, rules_.terminated_window(state_, number, event.delivered_us));
  }
  state_.armed_us = time_max;
  for (uint32_t index = 0; index < live.agent_count; ++index) {
    const tp_live_agent& told = live.agents[index];
    if (!state_.is_agent(told.agent)) continue;
    /* The presence is ours, and with nothing live it goes back. */
    if (told.set_by_policy != 0 && !state_.in_episode(told.agent)) {
      state_.open_episode(told.agent, told.before);
    }
    settle(told.agent, Moment::session, false);
    keep_do_not_disturb(told.agent, Moment::session, false);
  }
  /* Of a number that nobody can call any more nothing is heard again but this. */
  release_due(event.delivered_us);
}

void Engine::adopt_agent(const tp_live_agent& told) {
  if (!state_.is_agent(told.agent)) return;
  Agent& agent = state_.agents[told.agent];
  agent.facts.presence = told.presence;
  agent.devices = told.devices;
  agent.lost_in_episode = told.lost_in_emergency != 0;
}

void Engine::adopt_numbers(const tp_event& event) {
  const auto& live = event.u.reconcile;
  for (uint32_t index = 0; index < state_.numbers.size(); ++index) {
    Number& number = state_.numbers[index];
    if (number.shelf == Shelf::free) continue;
    state_.take_off_shelf(index);
    number.window = {};
    state_.put_on_shelf(index, Shelf::free);
  }
  for (uint32_t told = 0; told < live.lent_count; ++told) {
    const tp_lent_number& lent = live.lent[told];
    const uint32_t index = state_.pool_number(lent.number);
    if (index == none || !state_.is_agent(lent.agent) || state_.numbers[index].shelf != Shelf::free) continue;
    Number& number = state_.numbers[index];
    state_.take_off_shelf(index);
    number.holder = lent.agent;
    number.assigned_us = lent.assigned_us;
    number.assigned_wall_us = add_time(event.wall_us, -since(event.delivered_us, lent.assigned_us));
    number.window = rules_.callback_window(state_, number, Moment::accept, lent.assigned_us);
    if (lent.ended_us != 0) number.window = rules_.terminated_window(state_, number, lent.ended_us);
    number.media = lent.media;
    state_.put_on_shelf(index, Shelf::lent);
  }
}

void Engine::adopt_leg(const tp_live_leg& told, bool is_settled, const tp_event& event) {
  if (told.leg == 0 || !state_.is_agent(told.agent) || told.state == TP_LEG_ASKED) return;
  if (told.state == TP_LEG_REFUSED) return state_.marks.put(told.leg, LegMark::known_bit | LegMark::refused_bit);
  Leg leg{.id = told.leg,
          .agent = told.agent,
          .number = state_.pool_number(told.number),
          .path = told.path,
          .begun_us = told.begun_us,
          .offered_us = event.delivered_us,
          .inbound = told.inbound != 0,
          .live = told.state < TP_LEG_DROPPED,
          .egressed = told.inbound == 0 && told.egressed != 0,
          .answered = told.answered != 0,
          .dropped = told.state == TP_LEG_DROPPED,
          .settled = is_settled};
  /* Of what has dropped and is not owed any more an agent end was told to a node before this one. */
  if (leg.dropped) leg.settled |= leg.inbound ? !leg.answered : !leg.egressed;
  uint32_t bits = leg.inbound ? LegMark::inbound_bit : 0;
  if (leg.path == TP_PATH_DR) bits |= LegMark::direct_routing_bit;
  if (told.state == TP_LEG_OVER) return state_.marks.put(leg.id, LegMark::known_bit | bits);
  bool ours = leg.live;
  for (uint32_t index = 0; index < event.u.reconcile.agent_count; ++index) {
    const tp_live_agent& agent = event.u.reconcile.agents[index];
    if (agent.agent != leg.agent) continue;
    ours = ours || agent.set_by_policy != 0;
    if (ours && !state_.in_episode(leg.agent)) {
      state_.open_episode(leg.agent, agent.set_by_policy != 0 ? agent.before : agent.presence);
    }
  }
  if (!ours) {
    /* Its episode is over, and only its session is still open. */
    state_.marks.put(leg.id, LegMark::known_bit | bits);
    return;
  }
  if (!state_.in_episode(leg.agent)) state_.open_episode(leg.agent, state_.presence(leg.agent));
  Leg& adopted = state_.legs[state_.add_leg(leg, bits)];
  if (adopted.live && adopted.number != none && state_.numbers[adopted.number].shelf == Shelf::free) {
    /* The number of a call that outlives its window. */
    state_.take_off_shelf(adopted.number);
    state_.numbers[adopted.number].holder = leg.agent;
    state_.put_on_shelf(adopted.number, Shelf::held);
  }
  if (adopted.live || rules_.owes_agent_end(state_, adopted)) return show(adopted);
  /* Its panel stays as it is to the close. */
  for (const tp_view view : {TP_VIEW_PANEL, TP_VIEW_DASHBOARD}) adopted.shown[view] = rules_.shown_of_leg(state_, adopted, view);
}

}  // namespace tocsin::policy
