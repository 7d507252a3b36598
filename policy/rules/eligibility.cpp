#include "policy/rules/eligibility.hpp"

#include "policy/rules/dialled_string.hpp"

namespace tocsin::policy {

namespace {

bool is_added_country(const State& state, uint32_t country) {
  const bool added = country == TP_COUNTRY('C', 'A') || country == TP_COUNTRY('G', 'B') || country == TP_COUNTRY('D', 'K');
  return added && state.settings.is_on(TP_SWITCH_COUNTRIES);
}

}  // namespace

tp_reason location_unmet(const State& state, const tp_agent_facts& facts, int64_t now_us) {
  if (facts.location == TP_LOCATION_OFF) return TP_REASON_LOCATION_OFF;
  if (facts.location != TP_LOCATION_ON) return TP_REASON_LOCATION_UNKNOWN;
  if (since(now_us, facts.location_reported_us) > state.settings.location_age_us_max) return TP_REASON_LOCATION_UNKNOWN;
  const bool supported = facts.country == TP_COUNTRY('U', 'S') || facts.country == TP_COUNTRY('P', 'R');
  return supported || is_added_country(state, facts.country) ? TP_REASON_NONE : TP_REASON_COUNTRY;
}

tp_reason number_unmet(const State& state, const tp_agent_facts& facts, std::string_view dialled) {
  if (!is_added_country(state, facts.country) || facts.country == TP_COUNTRY('C', 'A')) return TP_REASON_NONE;
  return is_national_emergency(state, facts.country, dialled) ? TP_REASON_NONE : TP_REASON_COUNTRY;
}

tp_reason dispatchable_location_unmet(const State& state, const tp_agent_facts& facts) {
  const bool wanted = state.settings.is_on(TP_SWITCH_DISPATCHABLE_LOCATION);
  return wanted && facts.dispatchable_location == 0 ? TP_REASON_DISPATCHABLE_LOCATION : TP_REASON_NONE;
}

bool conveys_location(const State& state, const tp_agent_facts& facts) {
  return state.settings.is_on(TP_SWITCH_DISPATCHABLE_LOCATION) && facts.dispatchable_location != 0;
}

tp_reason profile_unmet(const State&, const tp_agent_facts& facts) {
  if (facts.holds_capacity_profile == 0) return TP_REASON_CAPACITY_PROFILE;
  if (facts.outbound_profile != TP_OUTBOUND_VOICE) return TP_REASON_OUTBOUND_PROFILE;
  return facts.profiles_associated != 0 ? TP_REASON_NONE : TP_REASON_CAPACITY_PROFILE;
}

}  // namespace tocsin::policy
