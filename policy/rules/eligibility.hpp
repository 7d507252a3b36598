/*
 * EC-02 and EC-03: what an agent must have for an emergency call, decided once, at accept.
 *
 * EC-02: the browser's location is switched on, known, no older than the declared age, and in the United States or Puerto Rico
 * (territories coded US report US). EC-03: the agent holds a capacity profile associated with a voice outbound profile. Free
 * capacity is no prerequisite. Each function names the first prerequisite that is unmet, TP_REASON_NONE if all are met.
 *
 * Switches, off by default: EX-03 adds Canada with 911, Great Britain with 999 and 112, Denmark with 112; another country's
 * number is refused for the country. EX-09: a dispatchable location of the agent is known, and the INVITE carries it.
 */
#pragma once

#include <string_view>

#include "policy/state.hpp"

namespace tocsin::policy {

tp_reason location_unmet(const State& state, const tp_agent_facts& facts, int64_t now_us);

/* EX-03: whether the number is that of the agent's country. */
tp_reason number_unmet(const State& state, const tp_agent_facts& facts, std::string_view dialled);

/* EX-09. */
tp_reason dispatchable_location_unmet(const State& state, const tp_agent_facts& facts);
bool conveys_location(const State& state, const tp_agent_facts& facts);

tp_reason profile_unmet(const State& state, const tp_agent_facts& facts);

}  // namespace tocsin::policy
