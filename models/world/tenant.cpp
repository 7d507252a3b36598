#include "models/world/tenant.hpp"

#include <algorithm>
#include <numeric>

namespace tocsin::models {

Tenant::Tenant(const Config& config)
    : inbound_rules_(config.inbound_rules),
      rules_(config.rules),
      by_priority_(config.rules.size()),
      direct_routing_enabled_(config.direct_routing_enabled),
      pool_sorted_(config.pool) {
  for (const NumberConfig& fact : config.numbers) set_number(fact);
  for (const DirectRoutingRule& rule : rules_) compiled_.push_back(policy::DigitPattern::compile(rule.pattern));
  std::iota(by_priority_.begin(), by_priority_.end(), 0u);
  std::stable_sort(by_priority_.begin(), by_priority_.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return rules_[a].priority < rules_[b].priority; });
  std::sort(pool_sorted_.begin(), pool_sorted_.end());
}

const NumberConfig* Tenant::number(Number number) const {
  const std::uint32_t* index = number ? number_index_.find(number.value) : nullptr;
  return index ? &numbers_[*index] : nullptr;
}

void Tenant::set_number(const NumberConfig& fact) {
  const auto counts = [](const NumberConfig& n) { return n.kind == trace::NumberKind::calling_plan && n.outbound_enabled; };
  if (!fact.number) return;  // no call has it
  if (const std::uint32_t* index = number_index_.find(fact.number.value)) {
    direct_offer_numbers_ -= counts(numbers_[*index]);
    numbers_[*index] = fact;
  } else {
    number_index_.at(fact.number.value) = static_cast<std::uint32_t>(numbers_.size());
    numbers_.push_back(fact);
  }
  direct_offer_numbers_ += counts(fact);
}

void Tenant::set_rule(std::uint32_t index, const std::string& pattern, bool enabled) {
  DirectRoutingRule& rule = rules_[index];
  rule.enabled = enabled;
  if (!pattern.empty()) rule.pattern = pattern;
  compiled_[index] = policy::DigitPattern::compile(rule.pattern);
  ++rules_version_;
}

std::uint32_t Tenant::rule_for_dialled(Number dialled) const {
  if (!direct_routing_enabled_) return no_index;
  const std::string digits = std::to_string(dialled.value);
  for (const std::uint32_t index : by_priority_) {
    const DirectRoutingRule& rule = rules_[index];
    if (rule.enabled && !rule.sbcs.empty() && compiled_[index] && compiled_[index]->matches(digits)) return index;
  }
  return no_index;
}

bool Tenant::in_pool(Number number) const { return std::binary_search(pool_sorted_.begin(), pool_sorted_.end(), number); }

const InboundRule* Tenant::inbound_rule(Number called, std::uint32_t work_class) const {
  for (const InboundRule& rule : inbound_rules_) {
    if (rule.work_class != no_index && rule.work_class != work_class) continue;
    if (rule.match == InboundRule::Match::any || (rule.match == InboundRule::Match::number && rule.called == called) ||
        (rule.match == InboundRule::Match::pool && in_pool(called)))
      return &rule;
  }
  return nullptr;
}

}  // namespace tocsin::models
