/*
 * EC-25 to EC-27, R-20: what is shown of an emergency leg and which controls work on it.
 *
 * The agent's panel shows exactly device settings and end call, from accept or from a callback's offer until the episode closes.
 * Dashboards show no control at all, since end call works for the agent alone, and of the conversation only whose it is and that
 * it is an emergency. On an emergency leg the agent may use device settings and end call; everything else is refused to
 * everybody. Controls of ordinary legs are left alone, the same agent's parallel call included.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

inline constexpr uint32_t emergency_controls = TP_CONTROL_DEVICE_SETTINGS | TP_CONTROL_END_CALL;
inline constexpr uint32_t emergency_details = TP_DETAIL_AGENT_NAME | TP_DETAIL_EMERGENCY;

/* What `view` shows of `leg` while its episode is open. */
Shown shown_of_leg(const State& state, const Leg& leg, tp_view view);

/* TP_ORDINARY: allow. TP_REFUSE. `leg` is nullptr when its episode is closed. */
tp_choice decide_control(const State& state, LegMark mark, const Leg* leg, const tp_event& use);

}  // namespace tocsin::policy
