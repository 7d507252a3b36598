/*
 * EC-27: the end of an emergency leg, and of a refused emergency dial. Never wrap-up, reopening or reassignment: the panel stays
 * while the episode is open and closes with it.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

/* `leg` is nullptr when its episode is closed. TP_ORDINARY, TP_CLOSE or TP_KEEP_PANEL. */
tp_choice decide_leg_end(const State& state, LegMark mark, const Leg* leg, const tp_event& end);

}  // namespace tocsin::policy
