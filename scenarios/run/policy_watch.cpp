#include "scenarios/run/policy_watch.hpp"

#include <cstring>

namespace tocsin::scenarios {

std::optional<PolicyStep> policy_step(std::string_view note) {
  if (note.size() != sizeof(PolicyStep)) return std::nullopt;
  PolicyStep step;
  std::memcpy(&step, note.data(), sizeof step);
  return step;
}

std::string policy_event_word(std::uint32_t kind) {
  switch (kind) {
    case 0:
      return "create";
    case TP_ASK_DIAL:
      return "ask_dial";
    case TP_ASK_PRESENCE:
      return "ask_presence";
    case TP_ASK_DELIVER:
      return "ask_deliver";
    case TP_ASK_OFFER:
      return "ask_offer";
    case TP_ASK_GRANT:
      return "ask_grant";
    case TP_ASK_RECORD:
      return "ask_record";
    case TP_ASK_ROW:
      return "ask_row";
    case TP_ASK_CONTROL:
      return "ask_control";
    case TP_ASK_INVITE_FAILED:
      return "ask_invite_failed";
    case TP_ASK_LEG_END:
      return "ask_leg_end";
    case TP_TELL_EGRESS:
      return "tell_egress";
    case TP_TELL_WAITING:
      return "tell_waiting";
    case TP_TELL_ANSWERED:
      return "tell_answered";
    case TP_TELL_DROPPED:
      return "tell_dropped";
    case TP_TELL_END_PRESSED:
      return "tell_end_pressed";
    case TP_TELL_OFFER_OUTCOME:
      return "tell_offer_outcome";
    case TP_TELL_SESSION:
      return "tell_session";
    case TP_TELL_AGENT_FACTS:
      return "tell_agent_facts";
    case TP_TELL_NUMBER_FACTS:
      return "tell_number_facts";
    case TP_TELL_RULE_FACTS:
      return "tell_rule_facts";
    case TP_TELL_TENANT_FACTS:
      return "tell_tenant_facts";
    case TP_TELL_TIMER:
      return "tell_timer";
    case TP_TELL_REFERRED:
      return "tell_referred";
    case TP_TELL_RECONCILE:
      return "tell_reconcile";
    case TP_ASK_REASSIGN:
      return "ask_reassign";
    default:
      return "event " + std::to_string(kind);
  }
}

}  // namespace tocsin::scenarios
