#include "scenarios/requirements/oracle/eligibility.hpp"

#include "scenarios/requirements/oracle/dialled_string.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::uint32_t country_code(char first, char second) {
  return static_cast<std::uint32_t>(first) << 8 | static_cast<std::uint32_t>(second);
}

}  // namespace

TableRow table_row(bool o, bool d, bool r, bool m) {
  if (o && d && !r) return TableRow::direct_offer;
  if (d && r && !m) return TableRow::direct_offer;
  if (o && d && r && m) return TableRow::either;
  if (!o && r && m) return TableRow::direct_routing;
  return TableRow::refused;
}

Eligibility eligibility(const trace::Dialled& dial, bool rule_matches, sim::Duration location_age_max, const Terms& terms) {
  using trace::LocationStatus;
  using trace::OutboundProfile;
  using trace::RefusalReason;
  Eligibility result;

  // Territories are coded US by the browser; Puerto Rico is named by the source and has a code of its own.
  const bool added = terms.more_countries && is_added_country(dial.country) && is_number_of(dial.country, terms.number);
  const bool in_country = dial.country == country_code('U', 'S') || dial.country == country_code('P', 'R') || added;
  const bool fresh = dial.location_age <= location_age_max;
  result.location_met = dial.location == LocationStatus::on && fresh && in_country;
  if (dial.location == LocationStatus::off) result.unmet.add(RefusalReason::location_off);
  const bool not_told = dial.location == LocationStatus::unknown || dial.location == LocationStatus::timed_out ||
                        (dial.location == LocationStatus::on && (!fresh || dial.country == 0));
  if (not_told) result.unmet.add(RefusalReason::location_unknown);
  // A country that was never reported is no wrong country, unless the browser claims to know where it is.
  if (!in_country && (dial.country != 0 || dial.location == LocationStatus::on)) result.unmet.add(RefusalReason::country);

  const bool voice = dial.outbound_profile == OutboundProfile::voice;
  result.profiles_met = dial.holds_capacity_profile && voice && dial.profiles_associated;
  // Where both profiles are there and only their association is missing, either name says where to look.
  const bool only_association = dial.holds_capacity_profile && voice && !dial.profiles_associated;
  if (!dial.holds_capacity_profile || only_association) result.unmet.add(RefusalReason::capacity_profile);
  if (!voice || only_association) result.unmet.add(RefusalReason::outbound_profile);

  result.dispatchable_met = !terms.dispatchable_location || dial.dispatchable_location;
  if (!result.dispatchable_met) result.unmet.add(RefusalReason::dispatchable_location);

  result.row = table_row(dial.origin_kind == trace::NumberKind::calling_plan, dial.direct_offer_numbers > 0,
                         dial.direct_routing_enabled, rule_matches);
  if (result.row == TableRow::refused) result.unmet.add(RefusalReason::no_path);
  return result;
}

}  // namespace tocsin::requirements
