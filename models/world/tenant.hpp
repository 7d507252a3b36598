// What the tenant has configured for telephony, as acts change it: numbers, direct-routing rules, the pool, the inbound rules.
//
// Looked up for every call, so numbers are found by hash and patterns are compiled once. A pattern that does not compile matches
// nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/config.hpp"
#include "policy/rules/digit_pattern.hpp"
#include "sim/flat_map.hpp"

namespace tocsin::models {

class Tenant {
 public:
  explicit Tenant(const Config& config);

  std::span<const NumberConfig> numbers() const { return numbers_; }
  // Null: not one of the tenant's.
  const NumberConfig* number(Number number) const;
  void set_number(const NumberConfig& fact);
  // Outbound-enabled numbers of the calling plan.
  std::uint32_t direct_offer_numbers() const { return direct_offer_numbers_; }

  std::span<const DirectRoutingRule> rules() const { return rules_; }
  // An empty pattern leaves the rule's own.
  void set_rule(std::uint32_t index, const std::string& pattern, bool enabled);
  // How many changes came so far.
  std::uint32_t rules_version() const { return rules_version_; }
  // The first rule, by priority, that is enabled, has an SBC and matches the whole of what was dialled; no_index: none, or direct
  // routing is off.
  std::uint32_t rule_for_dialled(Number dialled) const;

  bool direct_routing_enabled() const { return direct_routing_enabled_; }
  void enable_direct_routing(bool enabled) { direct_routing_enabled_ = enabled; }

  bool in_pool(Number number) const;
  // The inbound rule that decides a call of that class to that number; null: none.
  const InboundRule* inbound_rule(Number called, std::uint32_t work_class) const;

 private:
  const std::vector<InboundRule>& inbound_rules_;
  std::vector<NumberConfig> numbers_;
  sim::FlatMap<std::uint32_t> number_index_;
  std::uint32_t direct_offer_numbers_ = 0;
  std::vector<DirectRoutingRule> rules_;
  std::vector<std::optional<policy::DigitPattern>> compiled_;
  std::vector<std::uint32_t> by_priority_;
  std::uint32_t rules_version_ = 0;
  bool direct_routing_enabled_ = false;
  std::vector<Number> pool_sorted_;
};

}  // namespace tocsin::models
