#include "policy/rules/callback.hpp"

namespace tocsin::policy {

Delivery deliver_inbound(const State&, const Number* number, bool window_open, const tp_event&) {
  if (number == nullptr || !window_open) return {};
  return {.choice = TP_TO_AGENT, .agent = number->holder, .callback = true, .capacity = TP_CAPACITY_NONE};
}

tp_agent offer_again(const State&, const Leg& leg, const tp_event& event) {
  return event.delivered_us > leg.offered_us ? leg.agent : TP_NO_AGENT;
}

}  // namespace tocsin::policy
