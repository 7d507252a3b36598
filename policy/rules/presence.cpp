#include "policy/rules/presence.hpp"

namespace tocsin::policy {

bool needs_do_not_disturb(const State& state, tp_agent agent, Moment) { return state.in_episode(agent); }

bool captures_prior(const State& state, tp_agent agent, Moment) { return !state.in_episode(agent); }

tp_choice decide_presence_change(const State& state, const tp_event& change) {
  if (change.by == TP_BY_POLICY) return TP_ORDINARY;
  if (state.in_episode(change.agent)) return TP_REFUSE;
  /* What the platform captured at a loss during an episode is the episode's Do not disturb, and no status of the agent's. */
  const bool captured = change.u.presence.cause == TP_CAUSE_RECONNECTED && state.is_agent(change.agent);
  return captured && state.agents[change.agent].lost_in_episode ? TP_REFUSE : TP_ORDINARY;
}

tp_presence restored_presence(const State&, const Episode& episode) { return episode.prior; }

}  // namespace tocsin::policy
