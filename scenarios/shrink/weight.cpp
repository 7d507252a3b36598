#include "scenarios/shrink/weight.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string_view>

#include "scenarios/format/quantity.hpp"
#include "scenarios/shrink/shrink.hpp"

namespace tocsin::scenarios {
namespace {

constexpr double counted_max = 1e15;

std::uint64_t at_least_once(double expected) {
  return static_cast<std::uint64_t>(std::clamp(std::ceil(expected), 1.0, counted_max));
}

std::uint64_t calls_of(const models::Source& source, sim::Duration horizon) {
  double expected = static_cast<double>(source.batch) + (source.recorded ? static_cast<double>(source.recorded->size()) : 0);
  for (std::size_t i = 0; i < source.rate.size(); ++i) {
    const sim::Time until = i + 1 < source.rate.size() ? source.rate[i + 1].from : sim::Time{} + horizon;
    expected += source.rate[i].per_hour * std::max(0.0, (until - source.rate[i].from).seconds()) / 3600;
  }
  return at_least_once(expected);
}

// A probability other than 0 and 1, a rate, a drawn lag, a distribution.
bool is_chance(std::string_view key, const Json& value) {
  if (value.is_object())
    return key == "lag" || key == "uniform" || key == "exponential" || key == "lognormal" || key == "weibull";
  if (!value.is_number()) return false;
  const double number = value.get<double>();
  if (key == "per_hour") return number > 0;
  return (key == "probability" || key == "chance" || key == "declines") && number > 0 && number < 1;
}

void add_values(const Json& value, Weight& weight) {
  ++weight.values;
  if (value.is_object()) {
    for (const auto& [key, part] : value.items()) {
      if (is_chance(key, part)) ++weight.chances;
      add_values(part, weight);
    }
  } else if (value.is_array()) {
    for (const Json& part : value) add_values(part, weight);
  } else if (value.is_string()) {
    if (const auto length = parse_duration(value.get_ref<const std::string&>())) weight.oddness += oddness_of_length(length->us);
  }
}

}  // namespace

std::uint64_t count_stimuli(const Scenario& scenario) {
  const models::Config& config = scenario.config;
  std::uint64_t count = config.acts.size() + config.faults.size();
  for (const models::Source& source : config.sources) count += calls_of(source, config.horizon);
  for (const models::EmergencyPlan& plan : config.emergencies) {
    const std::uint64_t calls = plan.per_hour > 0 ? at_least_once(plan.per_hour * config.horizon.seconds() / 3600) : plan.count;
    count += calls * (1 + plan.callbacks.size());
  }
  return count;
}

std::uint64_t oddness_of_length(std::int64_t us) {
  return 64 * spell_duration({us}).size() + std::bit_width(static_cast<std::uint64_t>(us));
}

Weight weight_of(const Json& document, const Scenario& scenario, std::uint64_t replication) {
  Weight weight;
  weight.later = replication > 0;
  weight.stimuli = count_stimuli(scenario);
  add_values(document, weight);
  weight.text = document.dump();
  weight.bytes = weight.text.size();
  return weight;
}

}  // namespace tocsin::scenarios
