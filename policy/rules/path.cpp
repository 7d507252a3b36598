#include "policy/rules/path.hpp"

namespace tocsin::policy {

PathFacts path_facts(const State& state, const tp_event& dial) {
  const OriginNumber* origin = state.find_origin(dial.u.dial.origin);
  return {.origin_is_calling_plan = origin != nullptr && origin->kind == TP_NUMBER_CALLING_PLAN,
          .has_direct_offer = state.direct_offers > 0,
          .direct_routing_enabled = state.direct_routing_enabled,
          .rule_matches = state.routing_matches > 0};
}

tp_path emergency_path(const PathFacts& facts) {
  const auto [origin, offer, routing, matches] = facts;
  if (routing && matches && !origin) return TP_PATH_DR;
  if (origin && offer) return TP_PATH_DO;
  if (offer && routing && !matches) return TP_PATH_DO;
  return TP_PATH_NONE;
}

}  // namespace tocsin::policy
