#include "policy/rules/eligibility.hpp"

namespace tocsin::policy {

tp_reason location_unmet(const State& state, const tp_agent_facts& facts, int64_t now_us) {
  if (facts.location == TP_LOCATION_OFF) return TP_REASON_LOCATION_OFF;
  if (facts.location != TP_LOCATION_ON) return TP_REASON_LOCATION_UNKNOWN;
  if (since(now_us, facts.location_reported_us) > state.settings.location_age_us_max) return TP_REASON_LOCATION_UNKNOWN;
  const bool supported = facts.country == TP_COUNTRY('U', 'S') || facts.country == TP_COUNTRY('P', 'R');
  return supported ? TP_REASON_NONE : TP_REASON_COUNTRY;
}

tp_reason profile_unmet(const State&, const tp_agent_facts& facts) {
  if (facts.holds_capacity_profile == 0) return TP_REASON_CAPACITY_PROFILE;
  if (facts.outbound_profile != TP_OUTBOUND_VOICE) return TP_REASON_OUTBOUND_PROFILE;
  return facts.profiles_associated != 0 ? TP_REASON_NONE : TP_REASON_CAPACITY_PROFILE;
}

}  // namespace tocsin::policy
