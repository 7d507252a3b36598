#include "policy/rules/path.hpp"

#include "policy/rules/dialled_string.hpp"

namespace tocsin::policy {

PathFacts path_facts(const State& state, const tp_event& dial) {
  const OriginNumber* origin = state.find_origin(dial.u.dial.origin);
  const std::string_view text = dial.u.dial.text == nullptr ? "" : std::string_view(dial.u.dial.text, dial.u.dial.length);
  const uint32_t national = national_number(text);
  const uint32_t matches = national == none ? state.routing_matches : state.national_routing_matches[national];
  return {.origin_is_calling_plan = origin != nullptr && origin->kind == TP_NUMBER_CALLING_PLAN,
          .has_direct_offer = state.direct_offers > 0,
          .direct_routing_enabled = state.direct_routing_enabled,
          .rule_matches = matches > 0};
}

tp_path emergency_path(const PathFacts& facts) {
  const auto [origin, offer, routing, matches] = facts;
  if (routing && matches && !origin) return TP_PATH_DR;
  if (origin && offer) return TP_PATH_DO;
  if (offer && routing && !matches) return TP_PATH_DO;
  return TP_PATH_NONE;
}

}  // namespace tocsin::policy
