// Faults in what is shown of an emergency call and which controls work.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

// The right surfaces with controls and details more and fewer.
template <tp_view where, uint32_t more_controls, uint32_t fewer_controls, uint32_t more_details>
Rules showing() {
  Rules rules = standard_rules();
  rules.shown_of_leg = [](const State& state, const Leg& leg, tp_view view) {
    Shown shown = shown_of_leg(state, leg, view);
    if (view != where || shown == Shown{}) return shown;
    shown.controls = (shown.controls | more_controls) & ~fewer_controls;
    shown.details |= more_details;
    return shown;
  };
  return rules;
}

Rules f099() {
  Rules rules = standard_rules();
  rules.shown_of_leg = [](const State& state, const Leg& leg, tp_view view) {
    return leg.answered ? shown_of_leg(state, leg, view) : Shown{};
  };
  return rules;
}

Rules f101() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) {
    return use.u.control.control == TP_CONTROL_MONITOR ? TP_ORDINARY : decide_control(state, mark, leg, use);
  };
  return rules;
}

Rules f105() {
  Rules rules = standard_rules();
  rules.decide_leg_end = [](const State&, LegMark, const Leg*, const tp_event&) { return TP_ORDINARY; };
  return rules;
}

Rules x71() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) {
    if (mark.emergency() && use.u.control.control == TP_CONTROL_END_CALL) return TP_REFUSE;
    return decide_control(state, mark, leg, use);
  };
  return rules;
}

Rules x74() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) {
    const bool end_by_supervisor = use.by == TP_BY_SUPERVISOR && use.u.control.control == TP_CONTROL_END_CALL;
    return end_by_supervisor ? TP_ORDINARY : decide_control(state, mark, leg, use);
  };
  return rules;
}

Rules x75() {
  Rules rules = standard_rules();
  rules.shown_of_leg = [](const State& state, const Leg& leg, tp_view view) {
    return leg.live ? shown_of_leg(state, leg, view) : Shown{};
  };
  return rules;
}

Rules x76() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) {
    return use.by == TP_BY_AGENT ? TP_ORDINARY : decide_control(state, mark, leg, use);
  };
  return rules;
}

void x77(const tp_event&, tp_response& response) {
  drop_orders(response,
              [](const tp_order& order) { return order.kind == TP_ORDER_SHOW && order.controls == 0 && order.details == 0; });
}

Rules x78() {
  Rules rules = standard_rules();
  rules.shown_of_leg = [](const State& state, const Leg& leg, tp_view view) {
    return leg.inbound ? Shown{} : shown_of_leg(state, leg, view);
  };
  return rules;
}

// Lets the platform take a leg from its agent for `cause`.
template <tp_reassign_cause cause>
Rules reassigning() {
  Rules rules = standard_rules();
  rules.decide_reassign = [](const State& state, LegMark mark, const tp_event& reassignment) {
    return reassignment.u.reassign.cause == cause ? TP_ORDINARY : decide_reassign(state, mark, reassignment);
  };
  return rules;
}

void x131(const tp_event& event, tp_response& response) {
  if (event.kind != TP_ASK_REASSIGN || response.answer.choice != TP_REFUSE) return;
  tp_order hiding{};
  hiding.kind = TP_ORDER_SHOW;
  hiding.agent = event.agent;
  hiding.leg = event.leg;
  hiding.view = TP_VIEW_PANEL;
  add_order(response, hiding);
}

Rules x132() {
  Rules rules = standard_rules();
  rules.decide_reassign = [](const State&, LegMark, const tp_event&) { return TP_REFUSE; };
  return rules;
}

Rules x133() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) {
    const bool end_by_api = use.u.control.view == TP_VIEW_API && use.u.control.control == TP_CONTROL_END_CALL;
    return end_by_api ? TP_ORDINARY : decide_control(state, mark, leg, use);
  };
  return rules;
}

Rules x139() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) {
    const bool closes = leg != nullptr && leg->dropped && use.u.control.control == TP_CONTROL_END_CALL;
    return closes ? TP_REFUSE : decide_control(state, mark, leg, use);
  };
  return rules;
}

Rules x141() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) {
    const bool settings = leg != nullptr && leg->inbound && use.u.control.control == TP_CONTROL_DEVICE_SETTINGS;
    return settings ? TP_REFUSE : decide_control(state, mark, leg, use);
  };
  return rules;
}

void x134(tp_event& event) {
  if (event.kind == TP_TELL_REFERRED) event.kind = TP_TELL_DROPPED;
}

void x135(tp_event& event) {
  if (event.kind != TP_TELL_REFERRED) return;
  event.kind = TP_TELL_END_PRESSED;
  event.by = TP_BY_AGENT;
}

}  // namespace

std::vector<FaultyPolicy> panel_faults() {
  constexpr uint32_t hold = TP_CONTROL_HOLD | TP_CONTROL_CONSULT | TP_CONTROL_TRANSFER;
  constexpr uint32_t content = TP_DETAIL_NUMBER | TP_DETAIL_SUBJECT;
  return {
      fault<"F093", reassigning<TP_REASSIGN_SESSION_CLOSED>>(
          {"closed with X",
           {"EC-23", "EC-26"},
           "An emergency call whose session is closed with X is opened again and reassigned."}),
      fault<"F097", showing<TP_VIEW_PANEL, hold, 0, 0>>({"too many", {"EC-25"}, "The panel shows hold, consult and transfer."}),
      fault<"F099", f099>({"after answer", {"EC-25"}, "Controls are limited only after the responder has answered."}),
      fault<"F101", f101>({"monitor", {"EC-26"}, "A supervisor may monitor an emergency call."}),
      fault<"F103", showing<TP_VIEW_DASHBOARD, 0, 0, content>>(
          {"row tells", {"EC-26", "EC-25"}, "The row of the call on the dashboard shows number and subject."}),
      fault<"F105", f105>({"wrap-up", {"EC-27", "EC-25"}, "Wrap-up opens after the end of an emergency call."}),
      fault<"X71", x71>({"dead end", {"EC-25"}, "End call is shown, but does nothing."}),
      fault<"X72", showing<TP_VIEW_PANEL, 0, TP_CONTROL_DEVICE_SETTINGS, 0>>(
          {"no device settings", {"EC-25"}, "The panel lacks the device settings."}),
      fault<"X73", showing<TP_VIEW_PANEL, 0, TP_CONTROL_END_CALL, 0>>({"no end", {"EC-25"}, "The panel lacks end call."}),
      fault<"X74", x74>({"ended by another", {"EC-26"}, "A supervisor can end an emergency call."}),
      fault<"X75", x75>({"gone with the leg", {"EC-25", "EC-27"}, "The panel goes when the far end hangs up."}),
      fault<"X76", x76>({"hidden, not refused", {"EC-25"}, "Controls are hidden from the agent but still work."}),
      edited_fault<"X77", x77>({"stays", {"EC-27"}, "Panel and conversation stay after the episode."}),
      fault<"X78", x78>({"callback's panel", {"EC-25", "EC-24"}, "The panel of a callback is an ordinary one."}),
      fault<"X79", showing<TP_VIEW_DASHBOARD, TP_CONTROL_MONITOR | TP_CONTROL_BARGE, 0, 0>>(
          {"dashboard", {"EC-25", "EC-26"}, "The dashboard offers monitor and barge."}),
      fault<"X130", reassigning<TP_REASSIGN_BROWSER_AWAY>>(
          {"90 seconds", {"EC-23", "EC-26"}, "The call of an agent whose browser is away more than 90 seconds is reassigned."}),
      edited_fault<"X131", x131>({"panel closed with X", {"EC-25", "EC-27"}, "The panel goes with the session closed with X."}),
      fault<"X132", x132>({"nothing reassigned", {"EC-34"}, "Ordinary calls too stay with an agent who is gone."}),
      fault<"X133", x133>({"ended by API", {"EC-26"}, "Anybody can end an emergency call through the API."}),
      retold_fault<"X134", x134>(
          {"transfer is a drop", {"EC-11", "EC-12", "EC-09"}, "A transfer by the responder is taken for a drop."}),
      retold_fault<"X135", x135>(
          {"transfer is an end", {"EC-11", "EC-09"}, "A transfer by the responder is taken for the agent's end."}),
      fault<"X139", x139>({"dropped stays", {"EC-25"}, "End call does nothing once the far end has hung up."}),
      fault<"X140", showing<TP_VIEW_DASHBOARD, 0, 0, TP_DETAIL_CUSTOMER>>(
          {"row names", {"EC-26", "EC-25"}, "The row of the call on the dashboard names whom the number belongs to."}),
      fault<"X141", x141>({"callback's settings", {"EC-25"}, "Device settings do nothing on a callback."}),
  };
}

}  // namespace tocsin::scenarios
