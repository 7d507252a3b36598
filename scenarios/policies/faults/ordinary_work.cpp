// Faults in what ordinary work may do beside an emergency: offers, lines, dials.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

Rules f047() {
  Rules rules = standard_rules();
  rules.decide_offer = [](const State&, const tp_event&) { return TP_ORDINARY; };
  return rules;
}

Rules f049() {
  Rules rules = standard_rules();
  rules.decide_offer = [](const State& state, const tp_event& offer) {
    return offer.u.offer.route == TP_ROUTE_SUPERVISOR ? TP_ORDINARY : decide_offer(state, offer);
  };
  return rules;
}

Rules f077() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State&, const GrantFacts& facts) {
    return !facts.emergency && facts.emergencies_waiting > 0 ? TP_RESERVE : TP_ORDINARY;
  };
  return rules;
}

Rules x91() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State&, const GrantFacts& facts) {
    return !facts.emergency && facts.reserve > 0 && facts.free <= facts.reserve ? TP_RESERVE : TP_ORDINARY;
  };
  return rules;
}

Rules x92() {
  Rules rules = standard_rules();
  rules.withdraws_items = [](const State&, tp_agent, Moment) { return false; };
  return rules;
}

Rules x93() {
  Rules rules = standard_rules();
  rules.decide_ordinary_dial = [](const State&, const tp_event&) { return OrdinaryDial{}; };
  return rules;
}

Rules x94() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State&, const GrantFacts& facts) {
    return !facts.emergency && facts.free < 2 ? TP_RESERVE : TP_ORDINARY;
  };
  return rules;
}

// The emergency stands behind the ordinary calls that wait for the same line.
Rules x95() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State&, const GrantFacts&) { return TP_ORDINARY; };
  return rules;
}

// Only lines are thought of: whoever asks first has a media port, or a licence.
template <uint32_t resource>
Rules first_come() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State& state, const GrantFacts& facts) {
    return facts.resource == resource ? TP_ORDINARY : decide_grant(state, facts);
  };
  return rules;
}

// What waits for a line is remembered, what waits for anything else is not.
Rules x173() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State& state, const GrantFacts& facts) {
    GrantFacts seen = facts;
    if (facts.resource != TP_TRUNK_LINE) seen.emergencies_waiting = 0;
    return decide_grant(state, seen);
  };
  return rules;
}

// The classes of a resource are taken for one: what an emergency waits for in the first is all that counts.
Rules x174() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State& state, const GrantFacts& facts) {
    GrantFacts seen = facts;
    seen.emergencies_waiting = state.emergencies_waiting(facts.resource, 0);
    return decide_grant(state, seen);
  };
  return rules;
}

// An emergency call that finds no port or licence is given up instead of waiting.
Rules x175() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State& state, const GrantFacts& facts) {
    const bool none_free = facts.emergency && facts.resource != TP_TRUNK_LINE && facts.free == 0;
    return none_free ? TP_REFUSE : decide_grant(state, facts);
  };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> ordinary_work_faults() {
  return {
      fault<"F047", f047>(
          {"queue assigns", {"EC-13"}, "A queue that allows do not disturb goes on assigning during the episode."}),
      fault<"F049", f049>({"supervisor assigns", {"EC-13"}, "A supervisor can assign an item to the agent during the episode."}),
      fault<"F077", f077>(
          {"reserve ignored", {"EC-36", "EC-19"}, "Ordinary calls take the lines that are kept for emergencies."}),
      fault<"X91", x91>(
          {"waits its turn", {"EC-19", "EC-36"}, "An ordinary call takes a line while an emergency call waits for one."}),
      fault<"X92", x92>({"keeps ringing", {"EC-13"}, "What rings at the agent at accept goes on ringing."}),
      fault<"X93", x93>({"ordinary dial", {"EC-13"}, "The agent can make an ordinary call during the episode."}),
      fault<"X94", x94>({"reserve of its own", {"EC-34"}, "One line is kept free though no reserve is configured."}),
      fault<"X95", x95>({"no priority at all", {"EC-19", "EC-36"}, "Lines are granted to whoever asks first."}),
      fault<"X171", first_come<TP_MEDIA_PORT>>(
          {"ports for whoever asks", {"EC-36"}, "Media ports are granted to whoever asks first, reserve or not."}),
      fault<"X172", first_come<TP_LICENCE>>(
          {"licences for whoever asks", {"EC-36"}, "Licences are granted to whoever asks first, reserve or not."}),
      fault<"X173", x173>({"only lines have a queue",
                           {"EC-36", "EC-19"},
                           "Ordinary calls take media ports and licences while an emergency call waits for one."}),
      fault<"X174", x174>(
          {"classes mixed up", {"EC-36"}, "An ordinary call gives way only to what waits for the first class of a resource."}),
      fault<"X175", x175>({"no port, no call",
                           {"EC-36"},
                           "An emergency call that finds no media port or licence free is given up instead of waiting."}),
  };
}

}  // namespace tocsin::scenarios
