// Faults in what becomes of a callback.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

// A callback that goes elsewhere; it stays an emergency leg of the agent in the policy's books.
Delivery instead(tp_choice choice) { return {.choice = choice, .callback = true, .capacity = TP_CAPACITY_NONE}; }

// Where a callback goes if `applies`.
template <tp_choice choice, bool (*applies)(const State&, const Number&, const tp_event&)>
Delivery diverted(const State& state, const Number* number, bool open, const tp_event& invite) {
  const bool callback = number != nullptr && open;
  return callback && applies(state, *number, invite) ? instead(choice) : deliver_inbound(state, number, open, invite);
}

template <tp_choice choice, bool (*applies)(const State&, const Number&, const tp_event&)>
Rules diverting() {
  Rules rules = standard_rules();
  rules.deliver_inbound = diverted<choice, applies>;
  return rules;
}

bool always(const State&, const Number&, const tp_event&) { return true; }

bool caller_is_not_911(const State&, const Number&, const tp_event& invite) { return invite.u.deliver.caller != 911; }

bool caller_is_withheld(const State&, const Number&, const tp_event& invite) { return invite.u.deliver.caller == 0; }

// From eight to six, in the tenant's civil time.
bool office_is_closed(const State&, const Number&, const tp_event& invite) {
  constexpr int64_t hour_us = 3'600'000'000;
  const int64_t hour = (invite.wall_us / hour_us + invite.utc_offset_s / 3600) % 24;
  return hour < 8 || hour >= 18;
}

// Of an agent outside an episode the presence shows what the platform computed of the work in hand.
template <uint8_t base>
bool shows(const State& state, const Number& number, const tp_event&) {
  return !state.in_episode(number.holder) && state.presence(number.holder).base == base;
}

bool is_away(const State& state, const Number& number, const tp_event&) {
  const uint8_t base = state.presence(number.holder).base;
  return base == TP_OFFLINE || base == TP_INACTIVE || base == TP_AWAY;
}

bool leg_lives(const State&, const Number& number, const tp_event&) { return number.live_legs > 0; }

bool callback_rings(const State& state, const Number& number, const tp_event&) {
  for (const Leg& leg : state.legs)
    if (leg.agent == number.holder && leg.inbound && leg.live) return true;
  return false;
}

// Whoever answers first takes it; the leg goes to the next agent of the list.
Rules f091() {
  Rules rules = standard_rules();
  rules.offer_again = [](const State& state, const Leg& leg, const tp_event&) {
    return static_cast<tp_agent>((leg.agent + 1) % state.agents.size());
  };
  return rules;
}

DialDecision using_capacity(const State& state, const DialFacts& facts, const tp_event& dial) {
  DialDecision decision = decide_emergency_dial(state, facts, dial);
  decision.capacity = TP_CAPACITY_ORDINARY;
  return decision;
}

Rules f125() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = using_capacity;
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    Delivery delivery = deliver_inbound(state, number, open, invite);
    delivery.capacity = TP_CAPACITY_ORDINARY;
    return delivery;
  };
  return rules;
}

Rules x61() {
  Rules rules = standard_rules();
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    Delivery delivery = deliver_inbound(state, number, open, invite);
    delivery.auto_answer = delivery.callback;
    return delivery;
  };
  return rules;
}

Rules x62() {
  Rules rules = standard_rules();
  rules.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
    Delivery delivery = deliver_inbound(state, number, open, invite);
    if (delivery.callback) delivery.agent = static_cast<tp_agent>((delivery.agent + 1) % state.agents.size());
    return delivery;
  };
  return rules;
}

Rules x66() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = using_capacity;
  return rules;
}

void x67(const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_DELIVER && response.answer.choice == TP_TO_AGENT) response.answer.choice = TP_LATER;
}

}  // namespace

std::vector<FaultyPolicy> callback_faults() {
  return {
      fault<"F069", diverting<TP_ORDINARY, caller_is_not_911>>(
          {"caller matched", {"EC-18"}, "A callback counts only when the caller's number is the one that was dialled."}),
      fault<"F071", diverting<TP_REFUSE, caller_is_withheld>>(
          {"blocked callers", {"EC-18"}, "A callback that withholds its number is rejected like any anonymous call."}),
      fault<"F073", diverting<TP_TO_QUEUE, always>>(
          {"head of the queue", {"EC-19"}, "A callback goes to the head of a queue and waits to be assigned."}),
      fault<"F075", diverting<TP_ORDINARY, always>>(
          {"ordinary priorities", {"EC-19"}, "A callback is routed by the configured rules and priorities."}),
      fault<"F081", diverting<TP_REFUSE, office_is_closed>>(
          {"operating hours", {"EC-20"}, "A callback out of hours gets the closed message."}),
      fault<"F083", diverting<TP_TO_BOT, always>>({"bot first", {"EC-20"}, "A bot answers callbacks first."}),
      fault<"F085", diverting<TP_TO_QUEUE, shows<TP_BUSY>>>(
          {"assignment blocking", {"EC-21"}, "A callback waits while the agent has an ordinary item in hand."}),
      fault<"F087", diverting<TP_TO_QUEUE, shows<TP_DND>>>(
          {"session limit", {"EC-21"}, "A callback waits while the agent has all the sessions there can be."}),
      fault<"F089", diverting<TP_TO_QUEUE, is_away>>(
          {"only do not disturb", {"EC-22"}, "A callback waits while the agent is away, offline or inactive."}),
      fault<"F091", f091>({"next agent", {"EC-23", "EC-25"}, "A callback that is not answered goes to the next agent."}),
      fault<"F125", f125>(
          {"uses capacity", {"EC-21", "EC-34"}, "An emergency call, and its callback, use the agent's ordinary capacity."}),
      fault<"X61", x61>({"answered for them", {"EC-18"}, "A callback is answered for the agent."}),
      fault<"X62", x62>({"somebody else", {"EC-18", "EC-23", "EC-15"}, "A callback rings at the agent after the one it means."}),
      fault<"X63", diverting<TP_REFUSE, leg_lives>>(
          {"busy", {"EC-18"}, "A callback is rejected as busy while a leg on its number lives."}),
      fault<"X64", diverting<TP_TO_VOICEMAIL, callback_rings>>(
          {"second to voicemail", {"EC-18", "EC-23"}, "A callback goes to voicemail while another one of the agent lives."}),
      fault<"X65", diverting<TP_TO_EXTERNAL, always>>(
          {"external number", {"EC-18", "EC-23"}, "Callbacks are sent on to an external number."}),
      fault<"X66", x66>(
          {"call uses capacity", {"EC-21", "EC-34"}, "A 911 call uses the agent's ordinary capacity, a callback none."}),
      edited_fault<"X67", x67>({"answer lost", {"EC-18"}, "The answer to a callback is put off and never given."}),
  };
}

}  // namespace tocsin::scenarios
