#include "policy/rules/notice.hpp"

#include "policy/rules/panel.hpp"

namespace tocsin::policy {

Message message_of_leg(const State& state, const Leg& leg, tp_notice notice, Moment moment) {
  if (notice == TP_NOTICE_ALERT) {
    const bool due = moment == Moment::accept || moment == Moment::callback;
    if (!state.settings.is_on(TP_SWITCH_ALERT) || !due) return {};
    return {.sent = true, .recipients = 1, .details = emergency_details};
  }
  const bool due = moment == Moment::accept && state.settings.contact_count > 0;
  if (!state.settings.is_on(TP_SWITCH_CONTACTS) || !due) return {};
  const uint32_t number = leg.number == none ? 0u : uint32_t{TP_DETAIL_NUMBER};
  return {.sent = true, .recipients = state.settings.contact_count, .details = emergency_details | number};
}

}  // namespace tocsin::policy
