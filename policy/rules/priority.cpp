#include "policy/rules/priority.hpp"

namespace tocsin::policy {

tp_choice decide_grant(const State&, const GrantFacts& facts) {
  if (facts.emergency) return facts.free > 0 ? TP_ORDINARY : TP_RESERVE;
  if (facts.emergencies_waiting > 0) return TP_RESERVE;
  return facts.reserve > 0 && facts.free <= facts.reserve ? TP_RESERVE : TP_ORDINARY;
}

}  // namespace tocsin::policy
