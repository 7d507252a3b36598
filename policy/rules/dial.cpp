#include "policy/rules/dial.hpp"

namespace tocsin::policy {

DialDecision decide_emergency_dial(const State& state, const DialFacts& facts, const tp_event&) {
  tp_reason unmet = TP_REASON_NONE;
  for (const tp_reason reason :
       {facts.location_unmet, facts.number_unmet, facts.profile_unmet, facts.dispatchable_location_unmet}) {
    if (unmet == TP_REASON_NONE) unmet = reason;
  }
  if (!state.settings.strict_prerequisites) unmet = TP_REASON_NONE;
  if (unmet == TP_REASON_NONE && facts.path == TP_PATH_NONE) unmet = TP_REASON_NO_PATH;
  if (unmet != TP_REASON_NONE) return {.choice = TP_REFUSE, .reason = unmet};
  return {.choice = TP_ACCEPT, .path = facts.path};
}

}  // namespace tocsin::policy
