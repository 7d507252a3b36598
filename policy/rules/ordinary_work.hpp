/*
 * EC-13, R-24: ordinary work during an episode. Nothing is offered to the agent by any route, what rings at the agent at accept
 * or at a callback's offer goes back to where it waited, and an ordinary outbound dial is refused with a visible reason.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

/* TP_ORDINARY: offer. TP_WITHHOLD. A platform that asks for a callback too may offer it to the agent whose it is, and to nobody
 * else. */
tp_choice decide_offer(const State& state, const tp_event& offer);

/* Whether ordinary items that ring at `agent` are withdrawn. */
bool withdraws_items(const State& state, tp_agent agent, Moment moment);

struct OrdinaryDial {
  tp_choice choice = TP_ORDINARY;
  tp_reason reason = TP_REASON_NONE;
};

OrdinaryDial decide_ordinary_dial(const State& state, const tp_event& dial);

}  // namespace tocsin::policy
