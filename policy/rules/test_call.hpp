/*
 * EX-05, a switch that is off by default: 933 is a test call, which reads back to the agent the number that is lent to that
 * agent.
 *
 * A test call is no emergency: it is lent no number, opens no episode, and is refused in one like any other dial. What it reads
 * back is the number that was lent last among those whose window is open; without one it says that there is none.
 */
#pragma once

#include <string_view>

#include "policy/state.hpp"

namespace tocsin::policy {

bool is_test_call(const State& state, std::string_view dialled);

/* 0: none is lent to that agent. */
tp_number number_to_read_back(const State& state, const tp_event& dial);

}  // namespace tocsin::policy
