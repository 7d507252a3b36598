/*
 * EC-14, EC-15, R-12, R-21: which number of the pool a call is lent.
 *
 * A call accepted for DO is lent one in the instant of accept; a DR call never (EC-06). The number is the one that has rested
 * longest among the free ones. A number whose release is due in this very instant counts as free; one whose window, rest or leg
 * lives is never taken. With no free number the call goes on without; if the agent already holds a number in its window, that one
 * is shown, so that a callback still finds the agent, and nothing is lent or extended.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

bool lends_number(const State& state, const Leg& leg, Moment moment);

/* The index of the number to lend, or none. */
uint32_t choose_number(const State& state, tp_agent agent, int64_t now_us);

/* The number shown to the called party; 0: the origin. */
tp_number shown_number(const State& state, const Leg& leg, const tp_event& dial);

}  // namespace tocsin::policy
