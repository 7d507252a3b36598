/*
 * EC-08 to EC-12, R-2 to R-7: an agent's presence during an episode.
 *
 * Do not disturb is set in the instant of accept and of a callback's offer and kept until the episode closes, against whoever and
 * whatever would change it; once more when a device reconnects, since a platform may show a lost agent as offline. What returns
 * at the close is base, text and origin as they stood before the first automatic DND, and nothing that anybody asked for
 * meanwhile. Who lost the connection during the episode and is back after its close keeps what the close returned: the status
 * that the platform captured at the loss is the episode's.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

/* The presence that an episode imposes. */
inline constexpr tp_presence do_not_disturb{.base = TP_DND, .origin = TP_AUTOMATIC, .unused = 0, .text = 0};

/* Whether DND must be in force from `moment` on. */
bool needs_do_not_disturb(const State& state, tp_agent agent, Moment moment);

/* Whether the presence of `agent` is the one to return to; asked before each DND of an accept or a callback. */
bool captures_prior(const State& state, tp_agent agent, Moment moment);

/* TP_ORDINARY: apply. TP_REFUSE. */
tp_choice decide_presence_change(const State& state, const tp_event& change);

/* What the close of an episode returns. */
tp_presence restored_presence(const State& state, const Episode& episode);

}  // namespace tocsin::policy
