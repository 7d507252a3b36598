#include "policy/rules/presence.hpp"

namespace tocsin::policy {

bool needs_do_not_disturb(const State& state, tp_agent agent, Moment) { return state.in_episode(agent); }

bool captures_prior(const State& state, tp_agent agent, Moment) { return !state.in_episode(agent); }

tp_choice decide_presence_change(const State& state, const tp_event& change) {
  if (change.by == TP_BY_POLICY) return TP_ORDINARY;
  return state.in_episode(change.agent) ? TP_REFUSE : TP_ORDINARY;
}

tp_presence restored_presence(const State&, const Episode& episode) { return episode.prior; }

}  // namespace tocsin::policy
