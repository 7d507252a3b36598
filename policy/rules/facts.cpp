#include "policy/rules/facts.hpp"

namespace tocsin::policy {

FactsEffect effect_of_facts(const State&, tp_agent, const tp_agent_facts&, const tp_agent_facts&) { return FactsEffect::nothing; }

}  // namespace tocsin::policy
