/*
 * EC-19, EC-36, R-28: who obtains a line, port or licence.
 *
 * Emergency calls and callbacks come first, and nobody's running call is dropped for them. Where nothing is free an emergency leg
 * waits, also in a group that would block an ordinary one. An ordinary leg gets nothing while it would take a resource inside the
 * group's emergency reserve, or any while an emergency leg waits for that group.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

struct GrantFacts {
  bool emergency = false;
  uint32_t resource = 0;
  uint32_t group = 0;
  uint32_t free = 0;
  uint32_t total = 0;
  uint32_t reserve = 0;
  uint32_t emergencies_waiting = 0; /* for this resource of this group */
};

/* TP_ORDINARY: grant if free. TP_RESERVE: not now. */
tp_choice decide_grant(const State& state, const GrantFacts& facts);

}  // namespace tocsin::policy
