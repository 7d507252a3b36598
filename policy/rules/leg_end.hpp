/*
 * EC-27: the end of an emergency leg, and of a refused emergency dial. Never wrap-up, reopening or reassignment: the panel stays
 * while the episode is open and closes with it.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

/* `leg` is nullptr when its episode is closed. TP_ORDINARY, TP_CLOSE or TP_KEEP_PANEL. */
tp_choice decide_leg_end(const State& state, LegMark mark, const Leg* leg, const tp_event& end);

/* An emergency leg stays with its agent while it lives: neither a session closed with X nor a browser that is away gives it to
 * anybody else (EC-23, EC-26, R-7, R-20). TP_ORDINARY or TP_REFUSE. */
tp_choice decide_reassign(const State& state, LegMark mark, const tp_event& reassignment);

}  // namespace tocsin::policy
