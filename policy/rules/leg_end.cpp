#include "policy/rules/leg_end.hpp"

namespace tocsin::policy {

tp_choice decide_leg_end(const State&, LegMark mark, const Leg* leg, const tp_event&) {
  if (!mark.known()) return TP_ORDINARY;
  return leg == nullptr || leg->rolled_back ? TP_CLOSE : TP_KEEP_PANEL;
}

tp_choice decide_reassign(const State&, LegMark mark, const tp_event&) { return mark.emergency() ? TP_REFUSE : TP_ORDINARY; }

}  // namespace tocsin::policy
