#include "scenarios/requirements/oracle/rule_book.hpp"

#include <algorithm>
#include <iterator>

#include "scenarios/requirements/oracle/dialled_string.hpp"
#include "scenarios/requirements/oracle/digit_pattern.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::string_view numbers[] = {emergency_number, "112", "999"};

}  // namespace

void RuleBook::add(const trace::Event& event, const trace::RuleFact& fact, const trace::Texts& texts) {
  std::uint32_t matches = 0;
  for (std::size_t i = 0; i < std::size(numbers) && fact.enabled && fact.sbc_count > 0; ++i)
    if (pattern_matches(texts.spell(fact.pattern), numbers[i])) matches |= 1U << i;
  // Delivered in the order of their delivery; of those delivered together, in the order of the trace.
  const auto after = std::upper_bound(coming_.begin(), coming_.end(), event.delivered_at,
                                      [](sim::Time at, const Coming& coming) { return at < coming.from; });
  coming_.insert(after, {event.delivered_at, {fact.index, matches}});
}

bool RuleBook::emergency_matches(sim::Time at, std::string_view number) {
  const auto later = std::find_if(coming_.begin(), coming_.end(), [&](const Coming& coming) { return coming.from > at; });
  for (auto coming = coming_.begin(); coming != later; ++coming) put(coming->rule);
  coming_.erase(coming_.begin(), later);
  const auto place = std::find(std::begin(numbers), std::end(numbers), number);
  if (place == std::end(numbers)) return false;
  const auto bit = 1U << (place - std::begin(numbers));
  return std::any_of(in_force_.begin(), in_force_.end(), [&](const Rule& rule) { return (rule.matches & bit) != 0; });
}

void RuleBook::put(const Rule& rule) {
  const auto known =
      std::find_if(in_force_.begin(), in_force_.end(), [&](const Rule& other) { return other.index == rule.index; });
  if (known == in_force_.end())
    in_force_.push_back(rule);
  else
    known->matches = rule.matches;
}

}  // namespace tocsin::requirements
