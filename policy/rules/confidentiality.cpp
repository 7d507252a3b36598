#include "policy/rules/confidentiality.hpp"

namespace tocsin::policy {

tp_choice decide_record(const State&, LegMark recorded, LegMark fed, const tp_event&) {
  if (recorded.known()) return TP_PREVENT;
  return fed.emergency() ? TP_PAUSE : TP_ORDINARY;
}

tp_choice decide_row(const State&, LegMark leg, const tp_event&) { return leg.known() ? TP_SUPPRESS : TP_ORDINARY; }

}  // namespace tocsin::policy
