/*
 * EC-04: by which path an emergency call leaves, from four facts of the tenant and the dial.
 *
 * | O | D | R | M | path |                                  O  the origin is a calling-plan number
 * |---|---|---|---|------|                                  D  the tenant has an outbound-enabled calling-plan number (DO)
 * | 1 | 1 | 0 | . | DO   |                                  R  direct routing (DR) is enabled
 * | 1 | 1 | 1 | 0 | DO   |                                  M  a direct-routing rule matches 911
 * | 0 | 1 | 1 | 0 | DO   |
 * | 1 | 1 | 1 | 1 | DO   |  DR is allowed too: DO is taken because its protections do not end at a third-party carrier
 * | 0 | . | 1 | 1 | DR   |
 * | the nine others | none: the call is refused |
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

struct PathFacts {
  bool origin_is_calling_plan = false;
  bool has_direct_offer = false;
  bool direct_routing_enabled = false;
  bool rule_matches = false;
};

/* The facts in force at a dial. */
PathFacts path_facts(const State& state, const tp_event& dial);

tp_path emergency_path(const PathFacts& facts);

}  // namespace tocsin::policy
