#include "policy/rules/priority.hpp"

namespace tocsin::policy {

tp_choice decide_grant(const State&, const GrantFacts& facts) {
  if (facts.emergency) return TP_ORDINARY;
  if (facts.emergencies_waiting > 0) return TP_RESERVE;
  return facts.reserve > 0 && facts.free <= facts.reserve ? TP_RESERVE : TP_ORDINARY;
}

}  // namespace tocsin::policy
