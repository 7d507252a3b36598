#include "policy/engine.hpp"

#include <cstddef>

namespace tocsin::policy {

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

void Engine::notify(const Leg& leg, Moment moment) {
  for (const tp_notice notice : {TP_NOTICE_CONTACTS, TP_NOTICE_ALERT}) {
    const Message message = rules_.message_of_leg(state_, leg, notice, moment);
    if (!message.sent) continue;
    tp_order telling = order_of(TP_ORDER_NOTIFY, leg.agent, leg.id);
    telling.notice = notice;
    telling.recipients = message.recipients;
    telling.details = message.details;
    order(telling);
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
  for (; hidden < state_.hiding.size(); ++hidden) {
    const bool is_last = hidden + 1 == state_.hiding.size();
    if (!has_room(is_last ? 2 : 3)) break; /* both views, and the wake-up for the rest */
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

void Engine::on_session(const tp_event& event) {
  if (!state_.is_agent(event.agent)) return;
  Agent& agent = state_.agents[event.agent];
  const bool connected = event.u.session.devices > agent.devices;
  if (event.u.session.devices == 0) agent.lost_in_episode = state_.in_episode(event.agent);
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
  if (effect == FactsEffect::release_numbers) {
    for (uint32_t index = state_.shelf(Shelf::lent).first; index != none;) {
      const uint32_t next = state_.numbers[index].next;
      if (state_.numbers[index].holder == event.agent && state_.numbers[index].live_legs == 0) release(index);
      index = next;
    }
    return;
  }
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

}  // namespace tocsin::policy
