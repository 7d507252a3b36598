/*
 * What an episode is (EC-11, EC-12, R-2, R-22): when it closes and gives the agent back to ordinary work.
 *
 * Each outgoing leg that left the platform and each answered callback owes one agent end. An agent end settles its own leg and
 * every leg of the episode that has dropped before. The episode closes when no leg lives and nothing is owed. A drop settles
 * nothing. A set-up that fails before egress owes nothing, so that an episode which it alone opened closes with it.
 *
 * An agent who never ends a dropped call is released when the last of the agent's numbers has come back with no leg alive
 * (allowed, not required, by R-2): nobody can call back any more.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

struct EpisodeView {
  const Episode* episode = nullptr;
  uint32_t live = 0;
  uint32_t owed = 0;
  bool lapsed = false; /* the last window of the agent has just ended, with its rest, and no leg lives */
  Moment moment = Moment::accept;
};

bool owes_agent_end(const State& state, const Leg& leg);

/* Whether an agent end on `ended` settles `other` too: not what dropped after it and was told before. */
bool settles_other(const State& state, const Leg& ended, const Leg& other);

/* Whether `leg`, which has just dropped, leaves no number and no trace behind. */
bool rolls_back(const State& state, const Leg& leg);

bool closes_episode(const State& state, const EpisodeView& view);

/* Whether the prior presence returns now; asked just before `closes_episode`. */
bool restores_presence(const State& state, const EpisodeView& view);

}  // namespace tocsin::policy
