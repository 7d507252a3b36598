#include "policy/rules/window.hpp"

namespace tocsin::policy {

Window callback_window(const State& state, const Number& number, Moment moment, int64_t now_us) {
  if (moment != Moment::accept) return number.window;
  return {.begin_us = now_us, .end_us = add_time(now_us, state.settings.window_us)};
}

bool window_is_open(const State&, const Number& number, const tp_event& invite) {
  return number.holder != TP_NO_AGENT && number.window.contains(invite.occurred_us);
}

}  // namespace tocsin::policy
