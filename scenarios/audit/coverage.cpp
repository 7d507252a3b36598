#include "scenarios/audit/coverage.hpp"

namespace tocsin::scenarios {

void Coverage::begin(trace::LegId leg) {
  if (leg && !live_.find(leg.value)) live_.at(leg.value) = true;
}

void Coverage::over(trace::LegId leg) {
  const bool* begun = leg ? live_.find(leg.value) : nullptr;
  if (!begun) return;
  ++(*begun ? counts_.whole : counts_.without_beginning);
  live_.erase(leg.value);
}

void Coverage::on(const trace::Event& event) {
  if (const auto* dialled = event.as<trace::Dialled>()) return begin(dialled->leg);
  if (const auto* arrived = event.as<trace::Arrived>()) return begin(arrived->leg);
  if (const auto* dropped = event.as<trace::Dropped>()) {
    // Nothing drops that is over, but what was blocked for want of a line.
    if (dropped->cause != trace::DropCause::trunk && dropped->leg && !live_.find(dropped->leg.value)) ++counts_.without_beginning;
    return over(dropped->leg);
  }
  if (const auto* blocked = event.as<trace::Blocked>()) return over(blocked->leg);
  if (const auto* refused = event.as<trace::Refused>()) return over(refused->leg);
  if (const auto* pressed = event.as<trace::EndPressed>()) {
    if (pressed->outcome == trace::Outcome::done) over(pressed->leg);
    return;
  }
  // Being offered or answered is what only a call in progress can be; rows and surfaces may come after its end.
  const auto* offered = event.as<trace::Offered>();
  const auto* answered = event.as<trace::Answered>();
  const trace::LegId leg = offered ? offered->leg : answered ? answered->leg : trace::LegId{};
  if (leg && !live_.find(leg.value)) live_.at(leg.value) = false;
}

CallCoverage Coverage::end() {
  // The table cannot be walked; what is left in it is counted by what it must be.
  counts_.without_end += live_.size();
  live_ = {};
  return counts_;
}

}  // namespace tocsin::scenarios
