#include "policy/rules/pool.hpp"

namespace tocsin::policy {

bool lends_number(const State&, const Leg& leg, Moment moment) { return moment == Moment::accept && leg.path == TP_PATH_DO; }

uint32_t choose_number(const State& state, tp_agent, int64_t now_us) {
  const uint32_t rested = state.shelf(Shelf::free).first;
  if (rested != none) return rested;
  uint32_t due = state.shelf(Shelf::lent).first;
  while (due != none && state.free_at_us(state.numbers[due]) <= now_us) {
    if (state.numbers[due].live_legs == 0) return due;
    due = state.numbers[due].next;
  }
  return none;
}

tp_number shown_number(const State& state, const Leg& leg, const tp_event& dial) {
  if (leg.path != TP_PATH_DO) return 0;
  if (leg.number != none) return state.numbers[leg.number].number;
  for (uint32_t held = state.shelf(Shelf::lent).last; held != none; held = state.numbers[held].previous) {
    const Number& number = state.numbers[held];
    if (number.holder == leg.agent && number.window.contains(dial.delivered_us)) return number.number;
  }
  return 0;
}

}  // namespace tocsin::policy
