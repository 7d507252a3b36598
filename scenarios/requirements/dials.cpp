#include "scenarios/requirements/dials.hpp"

#include "scenarios/requirements/oracle/dialled_string.hpp"

namespace tocsin::requirements {

EmergencyStrings::EmergencyStrings(const trace::Header& header, const trace::Texts& texts)
    : texts_(&texts), more_countries_(trace::is_on(header.switches, 3)) {
  trace::Texts own;
  plain_ = own.intern("911");
  plus_ = own.intern("+911");
}

bool EmergencyStrings::has(const trace::Dialled& dialled) const {
  if (more_countries_) return is_emergency_dial(dialled.country, texts_->spell(dialled.raw));
  if (dialled.raw.is_packed()) return dialled.raw == plain_ || dialled.raw == plus_;
  return is_emergency_number(texts_->spell(dialled.raw));
}

Dials::Dials(const trace::Header& header, const trace::Texts& texts, Keep keep)
    : location_age_max_(header.location_age_max),
      switches_(header.switches),
      texts_(&texts),
      emergency_strings_(header, texts),
      keep_(keep) {}

void Dials::update(const trace::Event& event) {
  if (const auto* dialled = event.as<trace::Dialled>()) {
    const bool emergency = emergency_strings_.has(*dialled);
    if (!emergency && keep_ == Keep::emergency) return;
    Dial& dial = dials_.at(dialled->leg.value);
    dial.agent = dialled->agent;
    dial.dialled = {event.sequence, event.occurred_at};
    dial.delivered_at = event.delivered_at;
    dial.emergency = emergency;
    Terms terms{.more_countries = trace::is_on(switches_, 3), .dispatchable_location = trace::is_on(switches_, 9)};
    const std::string number = terms.more_countries ? normalised(texts_->spell(dialled->raw)) : std::string(terms.number);
    terms.number = is_added_number(number) ? std::string_view(number) : emergency_number;
    // The facts are those at accept: a report of the location goes on ageing until the policy hears of the dial.
    trace::Dialled heard = *dialled;
    heard.location_age = heard.location_age + (event.delivered_at - event.occurred_at);
    dial.eligibility = eligibility(heard, rules_.emergency_matches(event.delivered_at, terms.number), location_age_max_, terms);
  } else if (const auto* refused = event.as<trace::Refused>()) {
    forget_ordinary(refused->leg);
  } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
    forget_ordinary(ordinary->leg);
  } else if (const auto* read = event.as<trace::ReadBack>()) {
    forget_ordinary(read->leg);
  } else if (const auto* rule = event.as<trace::RuleFact>()) {
    rules_.add(event, *rule, *texts_);
  }
}

void Dials::forget_ordinary(trace::LegId leg) {
  if (keep_ != Keep::every) return;
  if (const Dial* dial = dials_.find(leg.value); dial && !dial->emergency) dials_.erase(leg.value);
}

}  // namespace tocsin::requirements
