/*
 * EC-33, R-16: what a change of an agent's facts does to a call that was accepted: nothing. Prerequisites are evaluated at accept
 * alone.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

enum class FactsEffect : uint8_t { nothing, end_calls, close_episode, release_numbers };

FactsEffect effect_of_facts(const State& state, tp_agent agent, const tp_agent_facts& before, const tp_agent_facts& after);

}  // namespace tocsin::policy
