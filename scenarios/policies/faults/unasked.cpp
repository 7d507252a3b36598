// Faults that do what nothing called for: end legs, lend numbers once more, show another's, leave free lines alone, tell
// everything, refuse what is no emergency's.
#include <algorithm>
#include <array>

#include "scenarios/policies/faults/remembering.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

constexpr std::size_t kept = 64;
constexpr uint32_t all_details =
    TP_DETAIL_AGENT_NAME | TP_DETAIL_EMERGENCY | TP_DETAIL_NUMBER | TP_DETAIL_SUBJECT | TP_DETAIL_DURATION | TP_DETAIL_CUSTOMER;

// By agent, modulo the size.
struct Past {
  std::array<tp_leg, kept> call{};      // the last emergency call
  std::array<tp_number, kept> lent{};   // to it
  std::array<tp_leg, kept> callback{};  // the last one that was sent to the agent
  std::array<bool, kept> callback_rings{};
  tp_leg granted = 0;  // the last ordinary one
};

void learn(Past& past, const tp_event& event, const tp_response& response) {
  const std::size_t agent = event.agent % kept;
  if (event.kind == TP_ASK_DIAL && response.answer.choice == TP_ACCEPT) {
    past.call[agent] = event.leg;
    past.lent[agent] = response.answer.number;
  }
  if (event.kind == TP_ASK_DELIVER && response.answer.choice == TP_TO_AGENT) {
    past.callback[response.answer.agent % kept] = event.leg;
    past.callback_rings[response.answer.agent % kept] = true;
  }
  const bool is_call = std::find(past.call.begin(), past.call.end(), event.leg) != past.call.end();
  if (event.kind == TP_ASK_GRANT && response.answer.choice == TP_ORDINARY && !is_call) past.granted = event.leg;
  if (event.kind == TP_TELL_ANSWERED || event.kind == TP_TELL_DROPPED)
    for (std::size_t i = 0; i < kept; ++i)
      if (past.callback[i] == event.leg) past.callback_rings[i] = false;
}

void end_leg(tp_leg leg, tp_response& response) {
  tp_order order{};
  order.kind = TP_ORDER_END_LEG;
  order.leg = leg;
  add_order(response, order);
}

void lend_again(tp_agent agent, tp_leg leg, tp_number number, tp_response& response) {
  tp_order order{};
  order.kind = TP_ORDER_LEND;
  order.agent = agent;
  order.leg = leg;
  order.number = number;
  add_order(response, order);
}

void x181(const tp_event& event, tp_response& response) {
  if (event.kind == TP_TELL_OFFER_OUTCOME && event.u.offer_outcome.outcome == TP_OFFER_DECLINED) end_leg(event.leg, response);
}

void x182(const Past& past, const tp_event& event, tp_response& response) {
  const std::size_t agent = event.agent % kept;
  if (event.kind == TP_ASK_DIAL && response.answer.choice == TP_ACCEPT && past.callback_rings[agent])
    end_leg(past.callback[agent], response);
}

void x183(const Past& past, const tp_event& event, tp_response& response) {
  const std::size_t agent = event.agent % kept;
  if (event.kind == TP_TELL_ANSWERED && past.call[agent] == event.leg && past.lent[agent] != 0)
    lend_again(event.agent, event.leg, past.lent[agent], response);
}

void x184(const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_DELIVER && response.answer.choice == TP_TO_AGENT)
    lend_again(response.answer.agent, event.leg, event.u.deliver.called, response);
}

Rules x185() {
  Rules rules = standard_rules();
  rules.shown_number = [](const State& state, const Leg& leg, const tp_event& dial) {
    const tp_number right = shown_number(state, leg, dial);
    if (right != 0 || leg.path != TP_PATH_DO) return right;
    const uint32_t last = state.shelf(Shelf::lent).last;
    return last != none && state.numbers[last].window.contains(dial.delivered_us) ? state.numbers[last].number : tp_number{0};
  };
  return rules;
}

Rules x186() {
  Rules rules = standard_rules();
  rules.shown_number = [](const State& state, const Leg& leg, const tp_event& dial) {
    const uint32_t first = state.shelf(Shelf::lent).first;
    return leg.path == TP_PATH_DR && first != none ? state.numbers[first].number : shown_number(state, leg, dial);
  };
  return rules;
}

Rules x187() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State& state, const GrantFacts& facts) {
    const bool reserved = facts.emergency && facts.reserve > 0 && facts.free <= facts.reserve;
    return reserved ? TP_RESERVE : decide_grant(state, facts);
  };
  return rules;
}

void x188(const Past& past, const tp_event& event, tp_response& response) {
  if (event.kind == TP_TELL_WAITING && past.granted != 0) end_leg(past.granted, response);
}

Rules x189() {
  Rules rules = standard_rules();
  rules.decide_control = [](const State& state, LegMark mark, const Leg* leg, const tp_event& use) {
    return !mark.known() && state.in_episode(use.agent) ? TP_REFUSE : decide_control(state, mark, leg, use);
  };
  return rules;
}

Rules x190() {
  Rules rules = standard_rules();
  rules.decide_reassign = [](const State& state, LegMark mark, const tp_event& reassignment) {
    return state.in_episode(reassignment.agent) ? TP_REFUSE : decide_reassign(state, mark, reassignment);
  };
  return rules;
}

Rules x191() {
  Rules rules = standard_rules();
  rules.is_test_call = [](const State&, std::string_view dialled) { return dialled == "933"; };
  return rules;
}

Rules x192() {
  Rules rules = standard_rules();
  rules.message_of_leg = [](const State& state, const Leg& leg, tp_notice notice, Moment moment) {
    if (notice != TP_NOTICE_ALERT || moment != Moment::accept) return message_of_leg(state, leg, notice, moment);
    return Message{.sent = true, .recipients = 1, .details = all_details};
  };
  return rules;
}

Rules x193() {
  Rules rules = standard_rules();
  rules.decide_presence_change = [](const State& state, const tp_event& change) {
    return change.u.presence.requested.base == do_not_disturb.base ? TP_ORDINARY : decide_presence_change(state, change);
  };
  return rules;
}

Rules x194() {
  Rules rules = standard_rules();
  rules.decide_presence_change = [](const State& state, const tp_event& change) {
    return change.u.presence.cause == TP_CAUSE_EPISODE_CLOSED ? TP_REFUSE : decide_presence_change(state, change);
  };
  return rules;
}

void x195(const Past& past, const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_PRESENCE && event.u.presence.cause == TP_CAUSE_CHOSEN && past.call[event.agent % kept] != 0)
    response.answer.choice = TP_REFUSE;
}

}  // namespace

std::vector<FaultyPolicy> unasked_faults() {
  return {
      edited_fault<"X181", x181>({"ends what was declined", {"EC-26"}, "A callback that the agent declines is hung up."}),
      remembering_fault<"X182", Past, learn, x182>(
          {"redial ends the ringing", {"EC-26"}, "A callback that rings is hung up when the agent dials 911 again."}),
      remembering_fault<"X183", Past, learn, x183>(
          {"lent again at the answer",
           {"EC-14"},
           "The number is lent once more when the responder answers: the hour begins there."}),
      edited_fault<"X184", x184>(
          {"lent again at a callback", {"EC-14"}, "Each callback lends its number once more: its hour begins anew."}),
      fault<"X185", x185>({"somebody's number",
                           {"EC-15"},
                           "Where no number of the pool is free, a call shows one that is lent to another agent."}),
      fault<"X186", x186>(
          {"a lent number to a carrier", {"EC-15"}, "A call for direct routing shows a number that is lent to somebody."}),
      fault<"X187", x187>({"reserve kept from emergencies", {"EC-36"}, "An emergency is not given the lines kept for it."}),
      remembering_fault<"X188", Past, learn, x188>(
          {"pre-emption", {"EC-34"}, "The ordinary call that had a line last is ended when an emergency waits for one."}),
      fault<"X189", x189>(
          {"no controls beside it", {"EC-34"}, "Within an episode the controls of the agent's other calls are refused."}),
      fault<"X190", x190>(
          {"nobody takes over", {"EC-34"}, "Within an episode the agent's ordinary call is not given to another, either."}),
      fault<"X191", x191>({"test calls for all", {"EC-34"}, "933 is a test call though no switch says so."}),
      fault<"X192", x192>(
          {"supervisors told everything", {"EC-26"}, "At accept supervisors are told number, subject, duration and customer."}),
      fault<"X193", x193>(
          {"a Do not disturb of one's own", {"EC-09"}, "Within an episode a change to Do not disturb with a text goes through."}),
      fault<"X194", x194>({"no recalculation", {"EC-38"}, "The platform's recalculation at the close of an episode is refused."}),
      remembering_fault<"X195", Past, learn, x195>(
          {"never chooses again", {"EC-38"}, "Who ever had an emergency can choose no status any more."}),
  };
}

}  // namespace tocsin::scenarios
