// Faults in what the switches add. Each shows only with its switch on.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

bool tells(const tp_order& order, tp_notice notice) { return order.kind == TP_ORDER_NOTIFY && order.notice == notice; }

template <class Change>
void change_messages(tp_response& response, tp_notice notice, Change change) {
  for (uint32_t i = 0; i < response.order_count; ++i)
    if (tells(response.orders[i], notice)) change(response.orders[i]);
}

void x301(const tp_event&, tp_response& response) {
  drop_orders(response, [](const tp_order& order) { return tells(order, TP_NOTICE_CONTACTS); });
}

void x302(const tp_event&, tp_response& response) {
  change_messages(response, TP_NOTICE_CONTACTS, [](tp_order& order) { order.details |= TP_DETAIL_CUSTOMER | TP_DETAIL_SUBJECT; });
}

void x303(const tp_event&, tp_response& response) {
  change_messages(response, TP_NOTICE_CONTACTS, [](tp_order& order) { order.recipients = std::min(order.recipients, 1u); });
}

// Told when the responder answers.
void x304(const tp_event& event, tp_response& response) {
  drop_orders(response, [](const tp_order& order) { return tells(order, TP_NOTICE_CONTACTS); });
  if (event.kind != TP_TELL_ANSWERED) return;
  tp_order order{};
  order.kind = TP_ORDER_NOTIFY;
  order.agent = event.agent;
  order.leg = event.leg;
  order.notice = TP_NOTICE_CONTACTS;
  order.recipients = 3;
  order.details = emergency_details;
  add_order(response, order);
}

Rules x311() {
  Rules rules = standard_rules();
  rules.message_of_leg = [](const State& state, const Leg& leg, tp_notice notice, Moment moment) {
    const bool of_callback = notice == TP_NOTICE_ALERT && moment == Moment::callback;
    return of_callback ? Message{} : message_of_leg(state, leg, notice, moment);
  };
  return rules;
}

void x312(const tp_event&, tp_response& response) {
  change_messages(response, TP_NOTICE_ALERT, [](tp_order& order) { order.details |= TP_DETAIL_NUMBER; });
}

Rules x321() {
  Rules rules = standard_rules();
  rules.is_national_emergency = [](const State& state, uint32_t country, std::string_view dialled) {
    return national_number(dialled) != none && (country == 0 || is_national_emergency(state, TP_COUNTRY('G', 'B'), dialled));
  };
  return rules;
}

Rules x322() {
  Rules rules = standard_rules();
  rules.is_national_emergency = [](const State& state, uint32_t country, std::string_view dialled) {
    return NormalisedDial(dialled).text() != "999" && is_national_emergency(state, country, dialled);
  };
  return rules;
}

Rules x323() {
  Rules rules = standard_rules();
  rules.number_unmet = [](const State&, const tp_agent_facts&, std::string_view) { return TP_REASON_NONE; };
  return rules;
}

Rules x331() {
  Rules rules = standard_rules();
  rules.shown_of_leg = [](const State& state, const Leg& leg, tp_view view) {
    Shown shown = shown_of_leg(state, leg, view);
    const bool on = state.settings.is_on(TP_SWITCH_FORM) && view == TP_VIEW_PANEL && shown.controls != 0;
    if (on && leg.inbound) shown.controls |= TP_CONTROL_SAVE;
    return shown;
  };
  return rules;
}

Rules x332() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) -> tp_choice {
    const bool on = state.settings.is_on(TP_SWITCH_FORM) && use.u.control.control == TP_CONTROL_REFRESH;
    return on ? TP_ORDINARY : decide_control(state, mark, leg, use);
  };
  return rules;
}

Rules x341() {
  Rules rules = standard_rules();
  rules.number_to_read_back = [](const State& state, const tp_event&) -> tp_number {
    const uint32_t last = state.shelf(Shelf::lent).last;
    return last == none ? 0 : state.numbers[last].number;
  };
  return rules;
}

Rules x342() {
  Rules rules = standard_rules();
  rules.is_test_call = [](const State&, std::string_view) { return false; };
  return rules;
}

Rules x343() {
  Rules rules = standard_rules();
  rules.is_emergency_number = [](std::string_view dialled) {
    return is_emergency_number(dialled) || NormalisedDial(dialled).text() == "933";
  };
  return rules;
}

Rules x351() {
  Rules rules = standard_rules();
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    const bool proved = invite.u.deliver.verification == TP_VERIFICATION_PASSED || !state.settings.is_on(TP_SWITCH_CALLER_CHECK);
    return proved ? deliver_inbound(state, number, open, invite) : Delivery{};
  };
  return rules;
}

Rules x352() {
  Rules rules = standard_rules();
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    tp_event trusted = invite;
    if (invite.u.deliver.psap_callback != 0) trusted.u.deliver.verification = TP_VERIFICATION_PASSED;
    return deliver_inbound(state, number, open, trusted);
  };
  return rules;
}

Rules x353() {
  Rules rules = standard_rules();
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    const bool withheld = state.settings.is_on(TP_SWITCH_CALLER_CHECK) && invite.u.deliver.caller == 0;
    return withheld ? Delivery{} : deliver_inbound(state, number, open, invite);
  };
  return rules;
}

// Without the switch too: the identity of a caller is no one's business then.
Rules x354() {
  Rules rules = standard_rules();
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    const bool impostor = invite.u.deliver.verification == TP_VERIFICATION_FAILED;
    return impostor ? Delivery{} : deliver_inbound(state, number, open, invite);
  };
  return rules;
}

Rules x361() {
  Rules rules = standard_rules();
  rules.callback_media = [](const State&, const Number&) { return 0u; };
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    Delivery delivery = deliver_inbound(state, number, open, invite);
    delivery.media = 0;
    return delivery;
  };
  return rules;
}

Rules x371() {
  Rules rules = standard_rules();
  rules.callback_window = [](const State& state, const Number& number, Moment moment, int64_t now_us) {
    if (moment != Moment::accept) return number.window;
    return Window{.begin_us = now_us, .end_us = add_time(now_us, state.settings.window_us)};
  };
  return rules;
}

// Thirty minutes after the end, and no longer, instead of at least.
Rules x372() {
  Rules rules = standard_rules();
  rules.terminated_window = [](const State& state, const Number& number, int64_t now_us) {
    Window window = terminated_window(state, number, now_us);
    if (window != number.window) window.end_us = add_time(now_us, state.settings.termination_window_us);
    return window;
  };
  return rules;
}

// Both, one after the other.
Rules x373() {
  Rules rules = standard_rules();
  rules.terminated_window = [](const State& state, const Number& number, int64_t now_us) {
    Window window = terminated_window(state, number, now_us);
    if (window != number.window)
      window.end_us = add_time(add_time(now_us, state.settings.window_us), state.settings.termination_window_us);
    return window;
  };
  return rules;
}

Rules x381() {
  Rules rules = standard_rules();
  rules.conveys_location = [](const State&, const tp_agent_facts&) { return false; };
  return rules;
}

Rules x382() {
  Rules rules = standard_rules();
  rules.dispatchable_location_unmet = [](const State&, const tp_agent_facts&) { return TP_REASON_NONE; };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> switch_faults() {
  return {
      edited_fault<"X301", x301>({"contacts not told", {"EX-01"}, "The configured contacts are never told."}),
      edited_fault<"X302", x302>({"a talkative message", {"EX-01"}, "The message tells subject and customer."}),
      edited_fault<"X303", x303>({"the first contact alone", {"EX-01"}, "Only the first of the contacts is told."}),
      edited_fault<"X304", x304>({"told at the answer", {"EX-01"}, "The contacts are told when the responder answers."}),
      fault<"X311", x311>({"no alert of callbacks", {"EX-02"}, "Callbacks raise no alert."}),
      edited_fault<"X312", x312>({"a number in the alert", {"EX-02"}, "The alert tells the number."}),
      fault<"X321", x321>({"112 everywhere",
                           {"EX-03", "EC-01"},
                           "Another country's emergency number is taken for an emergency wherever the agent is."}),
      fault<"X322", x322>({"no 999", {"EX-03", "EC-01"}, "Great Britain's 999 is an ordinary number."}),
      fault<"X323", x323>({"911 abroad", {"EX-03", "EC-02"}, "911 is accepted in countries that have another emergency number."}),
      fault<"X331", x331>({"save on the form", {"EX-04", "EC-25"}, "The form keeps save on a callback."}),
      fault<"X332", x332>({"refresh works", {"EX-04", "EC-25"}, "Refresh of the form is hidden and still works."}),
      fault<"X341", x341>(
          {"another's number read", {"EX-05"}, "A test call reads the number that was lent last, whoever has it."}),
      fault<"X342", x342>({"no test call", {"EX-05"}, "933 goes on as an ordinary call."}),
      fault<"X343", x343>({"933 is an emergency", {"EX-05", "EC-01"}, "933 is taken for an emergency call."}),
      fault<"X351", x351>({"only verified callers", {"EX-06", "EC-18"}, "A caller who was not verified is no responder."}),
      fault<"X352", x352>({"the mark is believed", {"EX-06"}, "A call marked as a callback is one, though its identity failed."}),
      fault<"X353", x353>({"withheld is suspicious", {"EX-06", "EC-18"}, "A caller who withholds the number is no responder."}),
      fault<"X354", x354>({"caller check always on", {"EC-18"}, "Callers are checked although the switch is off."}),
      fault<"X361", x361>({"media as they come", {"EX-07"}, "A callback is offered with the media that it came with."}),
      fault<"X371", x371>({"an hour all the same", {"EX-08", "EC-16"}, "The window ends after an hour, however long the call."}),
      fault<"X372", x372>(
          {"half an hour alone", {"EC-16"}, "The window ends half an hour after the call, however early that is."}),
      fault<"X373", x373>({"ninety minutes", {"EC-37"}, "The window lasts an hour and a half after the call."}),
      fault<"X381", x381>({"location left out", {"EX-09"}, "The INVITE does not carry the location."}),
      fault<"X382", x382>({"location not asked for", {"EX-09"}, "A call is accepted without a dispatchable location."}),
  };
}

}  // namespace tocsin::scenarios
