#include "policy/rules/callback.hpp"

namespace tocsin::policy {

Delivery deliver_inbound(const State& state, const Number* number, bool window_open, const tp_event& invite) {
  if (number == nullptr || !window_open) return {};
  const bool impostor = invite.u.deliver.verification == TP_VERIFICATION_FAILED;
  if (impostor && state.settings.is_on(TP_SWITCH_CALLER_CHECK)) return {};
  return {.choice = TP_TO_AGENT,
          .agent = number->holder,
          .callback = true,
          .capacity = TP_CAPACITY_NONE,
          .media = callback_media(state, *number)};
}

uint32_t callback_media(const State& state, const Number& number) {
  return state.settings.is_on(TP_SWITCH_MEDIA) ? number.media : 0;
}

tp_agent offer_again(const State&, const Leg& leg, const tp_event& event) {
  return event.delivered_us > leg.offered_us ? leg.agent : TP_NO_AGENT;
}

}  // namespace tocsin::policy
