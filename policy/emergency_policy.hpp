/*
 * Policies made of a table of rules, behind the C contract.
 *
 * `tocsin_policy()` is the one with the standard rules. `policy_with<make_rules>(name)` makes another of a function that returns
 * its table; the function is a template argument because the contract creates instances without a context:
 *
 *     Rules open_for_ever() {
 *       Rules rules = standard_rules();
 *       rules.window_is_open = [](const State&, const Number& number, const tp_event&) { return number.holder != TP_NO_AGENT; };
 *       return rules;
 *     }
 *     const tp_policy* policy = policy_with<open_for_ever>("open for ever");
 */
#pragma once

#include "policy/emergency_policy.h"
#include "policy/rules.hpp"

namespace tocsin::policy {

/* nullptr if the configuration cannot be used, or memory is short. */
void* create_policy(const tp_config* config, const Rules& rules) noexcept;

/* The table of functions, with `create` for one set of rules; `name` outlives it. */
tp_policy policy_table(const char* name, void* (*create)(const tp_config*));

/* One table for each `make_rules`; the first name given to it stays. */
template <Rules (*make_rules)()>
const tp_policy* policy_with(const char* name) {
  static const tp_policy table =
      policy_table(name, [](const tp_config* config) -> void* { return create_policy(config, make_rules()); });
  return &table;
}

}  // namespace tocsin::policy
