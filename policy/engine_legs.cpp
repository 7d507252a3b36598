#include "policy/engine.hpp"

namespace tocsin::policy {

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

void Engine::on_waiting(const tp_event& event) {
  state_.reserve_for_calls(1);
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
    leg->over_us = event.occurred_us;
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
  leg->over_us = event.occurred_us;
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
  if (!leg.inbound) {
    const Window terminated = rules_.terminated_window(state_, number, event.occurred_us);
    if (terminated != number.window) set_window(leg.number, terminated);
  }
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

}  // namespace tocsin::policy
