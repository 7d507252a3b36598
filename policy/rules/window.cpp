#include "policy/rules/window.hpp"

#include <algorithm>

namespace tocsin::policy {

Window callback_window(const State& state, const Number& number, Moment moment, int64_t now_us) {
  if (moment != Moment::accept) return number.window;
  if (state.settings.is_on(TP_SWITCH_TERMINATION_WINDOW)) return {.begin_us = now_us, .end_us = time_max};
  return {.begin_us = now_us, .end_us = add_time(now_us, state.settings.window_us)};
}

Window terminated_window(const State& state, const Number& number, int64_t now_us) {
  Window window = number.window;
  if (state.settings.is_on(TP_SWITCH_TERMINATION_WINDOW)) {
    window.end_us =
        std::max(add_time(window.begin_us, state.settings.window_us), add_time(now_us, state.settings.termination_window_us));
  }
  return window;
}

bool window_is_open(const State&, const Number& number, const tp_event& invite) {
  return number.holder != TP_NO_AGENT && number.window.contains(invite.occurred_us);
}

}  // namespace tocsin::policy
