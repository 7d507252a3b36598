#include "scenarios/requirements/dials.hpp"

#include "scenarios/requirements/oracle/dialled_string.hpp"

namespace tocsin::requirements {

EmergencyStrings::EmergencyStrings(const trace::Texts& texts) : texts_(&texts) {
  trace::Texts own;
  plain_ = own.intern("911");
  plus_ = own.intern("+911");
}

bool EmergencyStrings::has(trace::Text dialled) const {
  if (dialled.is_packed()) return dialled == plain_ || dialled == plus_;
  return is_emergency_number(texts_->spell(dialled));
}

Dials::Dials(const trace::Header& header, const trace::Texts& texts, Keep keep)
    : location_age_max_(header.location_age_max), texts_(&texts), emergency_strings_(texts), keep_(keep) {}

void Dials::update(const trace::Event& event) {
  if (const auto* dialled = event.as<trace::Dialled>()) {
    const bool emergency = emergency_strings_.has(dialled->raw);
    if (!emergency && keep_ == Keep::emergency) return;
    Dial& dial = dials_.at(dialled->leg.value);
    dial.agent = dialled->agent;
    dial.dialled = {event.sequence, event.occurred_at};
    dial.delivered_at = event.delivered_at;
    dial.emergency = emergency;
    dial.eligibility = eligibility(*dialled, rules_.emergency_matches(event.delivered_at), location_age_max_);
  } else if (const auto* refused = event.as<trace::Refused>()) {
    forget_ordinary(refused->leg);
  } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
    forget_ordinary(ordinary->leg);
  } else if (const auto* rule = event.as<trace::RuleFact>()) {
    rules_.add(event, *rule, *texts_);
  }
}

void Dials::forget_ordinary(trace::LegId leg) {
  if (keep_ != Keep::every) return;
  if (const Dial* dial = dials_.find(leg.value); dial && !dial->emergency) dials_.erase(leg.value);
}

}  // namespace tocsin::requirements
