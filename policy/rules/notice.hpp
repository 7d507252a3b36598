/*
 * EX-01 and EX-02, switches that are off by default: who is told of an emergency call, and what.
 *
 * With EX-01 the configured contacts are told in the instant of accept, beside the call and never before it: nothing of the call
 * waits for the message (47 CFR 9.16(b)(2)). It says that an emergency call was made, by which agent, and the number for a
 * callback if one was lent; nothing of a customer or of what was talked about. With EX-02 supervisors are alerted that an
 * emergency call is in progress: at accept, and at each callback. The alert says no more than a dashboard may show.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

struct Message {
  bool sent = false;
  uint32_t recipients = 0;
  uint32_t details = 0; /* bits of tp_detail */
};

/* What is told of `leg` at `moment`: its accept, or its being taken as a callback. */
Message message_of_leg(const State& state, const Leg& leg, tp_notice notice, Moment moment);

}  // namespace tocsin::policy
