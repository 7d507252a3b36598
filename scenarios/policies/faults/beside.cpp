// Faults that disturb ordinary calls beside an emergency, or after one.
#include <algorithm>
#include <array>

#include "scenarios/policies/faults/remembering.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

constexpr std::size_t kept = 64;

// The last things that were seen, as far as they are needed here.
struct Past {
  std::array<bool, kept> had_emergency{};     // by agent, modulo the size
  std::array<tp_leg, kept> recorded{};        // by agent: the ordinary call that was recorded last
  std::array<tp_number, kept> lent{};         // numbers, the last ones
  std::array<tp_leg, kept> to_lent_number{};  // ordinary calls to such a number
  uint32_t lent_count = 0;
  uint32_t to_lent_count = 0;
};

void learn(Past& past, const tp_event& event, const tp_response& response) {
  const std::size_t agent = event.agent % kept;
  const tp_answer& answer = response.answer;
  if (event.kind == TP_ASK_DIAL && answer.choice == TP_ACCEPT) {
    past.had_emergency[agent] = true;
    if (answer.number != 0) past.lent[past.lent_count++ % kept] = answer.number;
  }
  if (event.kind == TP_ASK_DELIVER && answer.choice <= TP_ORDINARY &&
      std::find(past.lent.begin(), past.lent.end(), event.u.deliver.called) != past.lent.end())
    past.to_lent_number[past.to_lent_count++ % kept] = event.leg;
  if (event.kind == TP_ASK_RECORD && answer.choice <= TP_ORDINARY && event.u.record.moment == TP_RECORD_START)
    past.recorded[agent] = event.leg;
}

// The recording of the call on hold is stopped for good, where a pause would do.
Rules x161() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State& state, LegMark recorded, LegMark fed, const tp_event& record) {
    const tp_choice right = decide_record(state, recorded, fed, record);
    return right == TP_PAUSE ? TP_PREVENT : right;
  };
  return rules;
}

void x162(const Past& past, const tp_event& event, tp_response& response) {
  if (event.kind != TP_ASK_ROW || event.leg == 0) return;
  if (std::find(past.to_lent_number.begin(), past.to_lent_number.end(), event.leg) != past.to_lent_number.end())
    response.answer.choice = TP_SUPPRESS;
}

bool any_emergency_lives(const State& state) {
  return std::any_of(state.legs.begin(), state.legs.end(), [](const Leg& leg) { return leg.id != 0 && leg.live; });
}

Rules x163() {
  Rules rules = standard_rules();
  rules.decide_offer = [](const State& state, const tp_event& offer) {
    const bool out_of_turn = any_emergency_lives(state) && offer.leg % 2 == 1;
    return out_of_turn ? TP_WITHHOLD : decide_offer(state, offer);
  };
  return rules;
}

void x164(const Past& past, const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_OFFER && past.had_emergency[event.agent % kept]) response.answer.choice = TP_WITHHOLD;
}

void x165(const Past& past, const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_RECORD && response.answer.choice <= TP_ORDINARY && past.had_emergency[event.agent % kept])
    response.answer.choice = TP_PAUSE;
}

Rules x166() {
  Rules rules = standard_rules();
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    if (number != nullptr && !open && number->holder != TP_NO_AGENT) return Delivery{.choice = TP_TO_BOT};
    return deliver_inbound(state, number, open, invite);
  };
  return rules;
}

void x167(const Past& past, const tp_event& event, tp_response& response) {
  if (event.kind != TP_ASK_DIAL || response.answer.choice > TP_ORDINARY || !past.had_emergency[event.agent % kept]) return;
  response.answer.choice = TP_REFUSE;
  response.answer.reason = TP_REASON_OTHER;
}

void x168(const tp_event& event, tp_response& response) {
  if (event.kind != TP_ASK_DIAL || response.answer.choice != TP_ACCEPT) return;
  for (tp_agent agent = 0; agent < 8; ++agent) {
    tp_order order{};
    order.kind = TP_ORDER_WITHDRAW;
    order.agent = agent;
    add_order(response, order);
  }
}

void x169(const Past& past, const tp_event& event, tp_response& response) {
  const tp_leg leg = past.recorded[event.agent % kept];
  if (event.kind != TP_ASK_DIAL || response.answer.choice != TP_ACCEPT || leg == 0) return;
  tp_order order{};
  order.kind = TP_ORDER_END_LEG;
  order.leg = leg;
  add_order(response, order);
}

}  // namespace

std::vector<FaultyPolicy> beside_faults() {
  return {
      fault<"X161", x161>({"recording stopped for good",
                           {"EC-34"},
                           "The recording of the customer's call is stopped, not paused, when the agent speaks to a responder."}),
      remembering_fault<"X162", Past, learn, x162>(
          {"rows of lent numbers", {"EC-34"}, "No call to a number that was ever lent is written to history."}),
      fault<"X163", x163>({"every second item",
                           {"EC-34"},
                           "While any emergency call lives, every second ordinary item is withheld from everybody."}),
      remembering_fault<"X164", Past, learn, x164>(
          {"no work afterwards", {"EC-34"}, "An agent who had an emergency is offered no ordinary item ever after."}),
      remembering_fault<"X165", Past, learn, x165>(
          {"no recording afterwards",
           {"EC-34"},
           "Ordinary calls of an agent who had an emergency are recorded with a pause that never ends."}),
      fault<"X166", x166>({"late to a bot", {"EC-34"}, "A call to a number whose window is over is answered by a bot."}),
      remembering_fault<"X167", Past, learn, x167>(
          {"no dialling afterwards", {"EC-34"}, "An agent who had an emergency cannot make ordinary calls any more."}),
      edited_fault<"X168", x168>(
          {"everybody's items", {"EC-34"}, "What rings at any of the first agents is taken back when one of them dials 911."}),
      remembering_fault<"X169", Past, learn, x169>(
          {"hangs up for it", {"EC-34"}, "The recorded call that the agent is on is ended when the agent dials 911."}),
  };
}

}  // namespace tocsin::scenarios
