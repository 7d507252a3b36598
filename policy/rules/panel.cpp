#include "policy/rules/panel.hpp"

namespace tocsin::policy {

Shown shown_of_leg(const State&, const Leg& leg, tp_view view) {
  if (leg.rolled_back) return {};
  if (view == TP_VIEW_PANEL) return {.controls = emergency_controls, .details = emergency_details};
  return {.controls = 0, .details = emergency_details};
}

tp_choice decide_control(const State&, LegMark mark, const Leg* leg, const tp_event& use) {
  if (!mark.known()) return TP_ORDINARY;
  const uint32_t control = use.u.control.control;
  const bool own = use.by == TP_BY_AGENT && (leg == nullptr || use.agent == leg->agent);
  return own && control != 0 && (control & ~emergency_controls) == 0 ? TP_ORDINARY : TP_REFUSE;
}

}  // namespace tocsin::policy
