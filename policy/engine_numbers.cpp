#include "policy/engine.hpp"

namespace tocsin::policy {

void Engine::lend(Leg& leg, uint32_t index, const tp_event& event) {
  Number& number = state_.numbers[index];
  state_.take_off_shelf(index);
  number.holder_before = number.holder;
  number.window_before = number.window;
  number.holder = leg.agent;
  number.assigned_us = event.delivered_us;
  number.assigned_wall_us = event.wall_us;
  number.window = rules_.callback_window(state_, number, Moment::accept, event.delivered_us);
  number.live_legs += leg.live ? 1 : 0;
  number.media = leg.media;
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
    /* an episode lapses with its last window; one that never had a window goes on until its agent ends it. */
    if (!state_.in_episode(number.holder)) continue;
    bool had_window = false;
    each_leg(number.holder, [&](const Leg& leg) { had_window = had_window || leg.number != none; });
    if (had_window && !holds_number(number.holder)) settle(number.holder, Moment::timer, true);
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

}  // namespace tocsin::policy
