#include "policy/rules/episode.hpp"

namespace tocsin::policy {

bool owes_agent_end(const State&, const Leg& leg) { return !leg.settled && (leg.inbound ? leg.answered : leg.egressed); }

bool settles_other(const State&, const Leg& ended, const Leg& other) { return other.dropped && other.over_us <= ended.over_us; }

bool rolls_back(const State&, const Leg& leg) { return !leg.inbound && !leg.egressed; }

bool closes_episode(const State&, const EpisodeView& view) { return view.live == 0 && (view.owed == 0 || view.lapsed); }

bool restores_presence(const State& state, const EpisodeView& view) {
  return !view.episode->restored && closes_episode(state, view);
}

}  // namespace tocsin::policy
