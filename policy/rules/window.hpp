/*
 * EC-16, EC-37, R-1, R-12: when a lent number means its agent.
 *
 * The window is [accept, accept + window_us), half open, on the elapsed clock. Nothing extends or cancels it: no callback, no
 * second call, no end of a leg. Whether an INVITE falls into it is decided by when it arrived at the platform, not by when it was
 * told.
 *
 * EX-08, a switch that is off by default: the window lasts while the call does, and at least `termination_window_us` after its
 * end (BCP 181, ED-68). Until that end nobody knows when it will be over; the calls back have no part in it.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

/* The window of `number` after `moment` (accept, callback, dropped or ended of a leg on it); `number.window` is the one before.
 */
Window callback_window(const State& state, const Number& number, Moment moment, int64_t now_us);

/* The window of `number` once the call for which it was lent is over. */
Window terminated_window(const State& state, const Number& number, int64_t now_us);

bool window_is_open(const State& state, const Number& number, const tp_event& invite);

}  // namespace tocsin::policy
