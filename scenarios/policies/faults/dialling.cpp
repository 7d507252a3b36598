// Faults in what counts as an emergency call, who may make one, and how fast it is taken.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

Rules f001() {
  Rules rules = standard_rules();
  rules.is_emergency_number = [](std::string_view dialled) { return NormalisedDial(dialled).text().starts_with("911"); };
  return rules;
}

Rules f003() {
  Rules rules = standard_rules();
  rules.is_emergency_number = [](std::string_view dialled) { return NormalisedDial(dialled).text() == "9911"; };
  return rules;
}

Rules f005() {
  Rules rules = standard_rules();
  rules.location_unmet = [](const State& state, const tp_agent_facts& facts, int64_t now_us) {
    return facts.location == TP_LOCATION_OFF ? TP_REASON_NONE : location_unmet(state, facts, now_us);
  };
  return rules;
}

Rules f007() {
  Rules rules = standard_rules();
  rules.location_unmet = [](const State& state, const tp_agent_facts& facts, int64_t now_us) {
    return facts.location == TP_LOCATION_TIMED_OUT ? TP_REASON_NONE : location_unmet(state, facts, now_us);
  };
  return rules;
}

Rules f009() {
  Rules rules = standard_rules();
  rules.profile_unmet = [](const State&, const tp_agent_facts& facts) {
    return facts.outbound_profile == TP_OUTBOUND_VOICE ? TP_REASON_NONE : TP_REASON_OUTBOUND_PROFILE;
  };
  return rules;
}

// The platform shows a full agent as do not disturb, and an agent at work as busy, by its own computation.
bool computed(const State& state, tp_agent agent, uint8_t base) {
  return state.presence(agent).origin == TP_AUTOMATIC && state.presence(agent).base == base && !state.in_episode(agent);
}

Rules f021() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    if (computed(state, dial.agent, TP_DND)) return DialDecision{.choice = TP_REFUSE, .reason = TP_REASON_OTHER};
    return decide_emergency_dial(state, facts, dial);
  };
  return rules;
}

Rules f023() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    if (computed(state, dial.agent, TP_BUSY)) return DialDecision{.choice = TP_LATER};
    return decide_emergency_dial(state, facts, dial);
  };
  return rules;
}

Rules f131() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    const bool exhausted = choose_number(state, dial.agent, dial.delivered_us) == none;
    if (facts.path == TP_PATH_DO && exhausted) return DialDecision{.choice = TP_REFUSE, .reason = TP_REASON_OTHER};
    return decide_emergency_dial(state, facts, dial);
  };
  return rules;
}

// One accept in an instant holds the lock, and nobody who waits for it is woken.
Rules f133() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    for (const Leg& leg : state.legs)
      if (leg.live && !leg.inbound && leg.begun_us == dial.delivered_us) return DialDecision{.choice = TP_LATER};
    return decide_emergency_dial(state, facts, dial);
  };
  return rules;
}

Rules x01() {
  Rules rules = standard_rules();
  rules.is_emergency_number = [](std::string_view dialled) { return dialled == "911"; };
  return rules;
}

Rules x02() {
  Rules rules = standard_rules();
  rules.location_unmet = [](const State& state, const tp_agent_facts& facts, int64_t now_us) {
    const tp_reason unmet = location_unmet(state, facts, now_us);
    const bool aged = since(now_us, facts.location_reported_us) > state.settings.location_age_us_max;
    return aged && facts.location == TP_LOCATION_ON && facts.country == TP_COUNTRY('U', 'S') ? TP_REASON_NONE : unmet;
  };
  return rules;
}

Rules x03() {
  Rules rules = standard_rules();
  rules.location_unmet = [](const State& state, const tp_agent_facts& facts, int64_t now_us) {
    return facts.country == TP_COUNTRY('P', 'R') ? TP_REASON_COUNTRY : location_unmet(state, facts, now_us);
  };
  return rules;
}

Rules x04() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    DialDecision decision = decide_emergency_dial(state, facts, dial);
    if (decision.choice == TP_REFUSE) decision.reason = TP_REASON_NONE;
    return decision;
  };
  return rules;
}

Rules x05() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    const DialDecision decision = decide_emergency_dial(state, facts, dial);
    return decision.choice == TP_REFUSE ? DialDecision{.choice = TP_ORDINARY} : decision;
  };
  return rules;
}

void x06(const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_DIAL && response.answer.choice == TP_REFUSE) order_do_not_disturb(event.agent, response);
}

Rules x07() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    if (dial.u.dial.surface != TP_SURFACE_DIALER) return DialDecision{.choice = TP_ORDINARY};
    return decide_emergency_dial(state, facts, dial);
  };
  return rules;
}

Rules x08() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    if (state.in_episode(dial.agent)) return DialDecision{.choice = TP_REFUSE, .reason = TP_REASON_EPISODE};
    return decide_emergency_dial(state, facts, dial);
  };
  return rules;
}

Rules x09() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    DialDecision decision = decide_emergency_dial(state, facts, dial);
    if (decision.choice == TP_REFUSE) decision.reason = TP_REASON_LOCATION_OFF;
    return decision;
  };
  return rules;
}

Rules x10() {
  Rules rules = standard_rules();
  rules.profile_unmet = [](const State&, const tp_agent_facts& facts) {
    return facts.holds_capacity_profile != 0 ? TP_REASON_NONE : TP_REASON_CAPACITY_PROFILE;
  };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> dialling_faults() {
  return {
      fault<"F001", f001>({"prefix match", {"EC-01"}, "Every dialled string that begins with 911 is an emergency call."}),
      fault<"F003", f003>({"outside-line prefix", {"EC-01"}, "911 is an emergency call only when dialled as 9911."}),
      fault<"F005", f005>({"location off", {"EC-02"}, "Location is not checked while its setting is switched off."}),
      fault<"F007", f007>({"location timed out", {"EC-02"}, "Any country is accepted while the location service times out."}),
      fault<"F009", f009>(
          {"capacity profile unchecked", {"EC-03"}, "The outbound profile is checked, the capacity profile not."}),
      fault<"F021", f021>({"limit used up", {"EC-07"}, "911 is refused to an agent whose work-item limit is used up."}),
      fault<"F023", f023>({"on a call", {"EC-07"}, "911 is held back while an ordinary call is up."}),
      fault<"F131", f131>({"pool exhausted", {"EC-07"}, "911 is refused when no number of the pool is free."}),
      fault<"F133", f133>({"burst", {"EC-07"}, "Of several accepts in one instant all but the first wait for a lock."}),
      fault<"X01", x01>({"no normalising", {"EC-01"}, "Only the bare string 911 is an emergency call."}),
      fault<"X02", x02>({"old location", {"EC-02"}, "A location is taken however long ago it was reported."}),
      fault<"X03", x03>({"one territory missing", {"EC-04", "EC-07"}, "Puerto Rico is no supported country."}),
      fault<"X04", x04>({"refusal without reason", {"EC-39"}, "A refusal names no reason."}),
      fault<"X05", x05>({"failing open", {"EC-04", "EC-39", "EC-01"}, "What is not accepted leaves as an ordinary call."}),
      edited_fault<"X06", x06>({"refusal leaves presence", {"EC-39", "EC-08"}, "A refused 911 leaves do not disturb behind."}),
      fault<"X07", x07>({"dialler only", {"EC-01"}, "911 from consult, transfer, redial, contact card or API is ordinary."}),
      fault<"X08", x08>({"one call at a time", {"EC-07"}, "A second 911 is refused while the first one's episode is open."}),
      fault<"X09", x09>({"constant reason", {"EC-39"}, "Every refusal says that the location is off."}),
      fault<"X10", x10>(
          {"outbound profile unchecked", {"EC-03"}, "A capacity profile is enough, whatever it is associated with."}),
  };
}

}  // namespace tocsin::scenarios
