// A policy's configuration with what it points to. Moving it leaves the pointers good.
#pragma once

#include <string>
#include <vector>

#include "policy/policy.h"

namespace tocsin::models {

struct PolicyConfig {
  PolicyConfig() = default;
  PolicyConfig(PolicyConfig&&) = default;
  PolicyConfig& operator=(PolicyConfig&&) = default;

  tp_config facts{};
  std::vector<tp_agent_facts> agents;
  std::vector<tp_number_facts> numbers;
  std::vector<tp_number> pool;
  std::vector<std::string> patterns;  // of the rules
  std::vector<tp_rule_facts> rules;
};

}  // namespace tocsin::models
