/*
 * EC-18, EC-20 to EC-23, R-8 to: what becomes of an inbound call.
 *
 * A call to a lent number inside its window is a callback, by the called number alone, whoever calls. It is offered at once to
 * the agent who holds the number, whatever the rules, limits, presence or sessions, is never answered for the agent and uses no
 * ordinary capacity. Every other call is ordinary, also one that arrives after the window while a leg on the number lives.
 *
 * A callback that the agent declines or lets time out rings again for as long as the caller waits, and nowhere else; it rings
 * again also when the agent connects a device. It is not offered twice in one instant.
 *
 * Switches, off by default. EX-06: a caller whose identity was verified and positively failed is no responder, and the call is an
 * ordinary one; a caller id that is missing or was not verified proves nothing, and neither does a call's being marked as a
 * callback (RFC 7090) or not. EX-07: a callback is offered with the media of its call, whatever it came with.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

struct Delivery {
  tp_choice choice = TP_ORDINARY;
  tp_agent agent = TP_NO_AGENT; /* with TP_TO_AGENT */
  bool callback = false;        /* the leg is an emergency conversation of the number's holder */
  bool auto_answer = false;
  tp_capacity capacity = TP_CAPACITY_ORDINARY;
  uint32_t media = 0; /* to offer, bits of tp_media; 0: as it came */
};

/* `number` is the called pool number, nullptr if it is none; `window_open` is the answer of the rule for windows. */
Delivery deliver_inbound(const State& state, const Number* number, bool window_open, const tp_event& invite);

/* With which media a callback to that number is offered, bits of tp_media; 0: as it came. */
uint32_t callback_media(const State& state, const Number& number);

/* Whom a callback that still rings is offered to again after its outcome, or after a device connected; TP_NO_AGENT: nobody. */
tp_agent offer_again(const State& state, const Leg& leg, const tp_event& event);

}  // namespace tocsin::policy
