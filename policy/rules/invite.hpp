/*
 * EC-06, R-19: an INVITE of an emergency call was answered with a failure. Inside direct routing the platform's own rule holds:
 * the next SBC after 408, 503 and 504, else the leg drops. When all are exhausted the call drops; it does not fall back to
 * another path.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

struct InviteDecision {
  tp_choice choice = TP_ORDINARY;
  tp_path path = TP_PATH_NONE; /* with TP_ACCEPT */
};

/* `leg` is nullptr when it is none of ours, or its episode is closed. */
InviteDecision decide_invite_failed(const State& state, const Leg* leg, const tp_event& failure);

}  // namespace tocsin::policy
