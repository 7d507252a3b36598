// Faults in the way an emergency call leaves the platform.
#include <string>

#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

Rules f011() {
  Rules rules = standard_rules();
  rules.emergency_path = [](const PathFacts& facts) {
    const auto [origin, offer, routing, matches] = facts;
    if (routing && matches && !origin) return TP_PATH_DR;
    return origin && offer && !(routing && matches) ? TP_PATH_DO : TP_PATH_NONE;
  };
  return rules;
}

Rules f011b() {
  Rules rules = standard_rules();
  rules.emergency_path = [](const PathFacts& facts) {
    const auto [origin, offer, routing, matches] = facts;
    const bool condition_b = !routing || !matches;
    if (offer && origin && condition_b) return TP_PATH_DO;
    return routing && matches ? TP_PATH_DR : TP_PATH_NONE;
  };
  return rules;
}

Rules f013() {
  Rules rules = standard_rules();
  rules.path_facts = [](const State& state, const tp_event& dial) {
    PathFacts facts = path_facts(state, dial);
    const OriginNumber* shown = state.find_origin(dial.u.dial.display);
    facts.origin_is_calling_plan = shown != nullptr && shown->kind == TP_NUMBER_CALLING_PLAN;
    return facts;
  };
  return rules;
}

Rules f015() {
  Rules rules = standard_rules();
  rules.emergency_path = [](const PathFacts& facts) { return facts.direct_routing_enabled ? TP_PATH_DR : emergency_path(facts); };
  return rules;
}

Rules f017() {
  Rules rules = standard_rules();
  rules.pattern_matches_emergency = [](std::string_view pattern) {
    const auto compiled = DigitPattern::compile(".*(?:" + std::string(pattern) + ").*");
    return compiled.has_value() && compiled->matches("911");
  };
  return rules;
}

Rules f017b() {
  Rules rules = standard_rules();
  rules.pattern_matches_emergency = [](std::string_view pattern) {
    const auto compiled = DigitPattern::compile(pattern);
    return compiled.has_value() && compiled->matches("+1911");
  };
  return rules;
}

Rules f019() {
  Rules rules = standard_rules();
  rules.lends_number = [](const State&, const Leg&, Moment moment) { return moment == Moment::accept; };
  return rules;
}

Rules x11() {
  Rules rules = standard_rules();
  rules.path_facts = [](const State& state, const tp_event& dial) {
    PathFacts facts = path_facts(state, dial);
    for (const RoutingRule& rule : state.routing_rules) facts.rule_matches |= rule.matches;
    return facts;
  };
  return rules;
}

Rules x12() {
  Rules rules = standard_rules();
  rules.pattern_matches_emergency = [](std::string_view pattern) {
    return !DigitPattern::compile(pattern).has_value() || pattern_matches_emergency(pattern);
  };
  return rules;
}

Rules x13() {
  Rules rules = standard_rules();
  rules.decide_invite_failed = [](const State&, const Leg* leg, const tp_event&) {
    return leg != nullptr && leg->path == TP_PATH_DO ? InviteDecision{.choice = TP_ACCEPT, .path = TP_PATH_DO} : InviteDecision{};
  };
  return rules;
}

Rules x14() {
  Rules rules = standard_rules();
  rules.decide_invite_failed = [](const State&, const Leg*, const tp_event&) { return InviteDecision{.choice = TP_NEXT}; };
  return rules;
}

Rules x15() {
  Rules rules = standard_rules();
  rules.decide_grant = [](const State& state, const GrantFacts& facts) {
    return facts.emergency ? TP_RESERVE : decide_grant(state, facts);
  };
  return rules;
}

Rules x16() {
  Rules rules = standard_rules();
  rules.path_facts = [](const State& state, const tp_event& dial) {
    PathFacts facts = path_facts(state, dial);
    facts.has_direct_offer = std::any_of(state.origins.begin(), state.origins.end(),
                                         [](const OriginNumber& origin) { return origin.kind == TP_NUMBER_CALLING_PLAN; });
    return facts;
  };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> path_faults() {
  return {
      fault<"F011", f011>(
          {"A and B", {"EC-04", "EC-07"}, "Direct offer needs condition A and condition B together; else refused."}),
      fault<"F011b", f011b>({"A and B, else carrier",
                             {"EC-04", "EC-07"},
                             "Direct offer needs both conditions; else direct routing where a rule matches."}),
      fault<"F013", f013>(
          {"shown number tested", {"EC-04"}, "Condition A tests the number shown to the called party, not the originating one."}),
      fault<"F015", f015>(
          {"direct routing first", {"EC-05"}, "Direct routing is tried whenever it is enabled, though no pattern matches."}),
      fault<"F017", f017>({"search, not match", {"EC-05"}, "A pattern matches when it is found anywhere in 911."}),
      fault<"F017b", f017b>({"country code", {"EC-05"}, "Patterns are tested against +1911."}),
      fault<"F019", f019>({"number for a carrier's call", {"EC-06"}, "A call that leaves over an SBC takes a pool number."}),
      fault<"X11", x11>({"disabled rules", {"EC-04", "EC-05"}, "A rule that is disabled, or whose route is empty, counts too."}),
      fault<"X12", x12>({"broken pattern", {"EC-04", "EC-05"}, "A pattern that does not compile matches everything."}),
      fault<"X13", x13>({"leaves twice", {"EC-05"}, "A call whose set-up failed after it left is sent out once more."}),
      fault<"X14", x14>({"next SBC always", {"EC-06"}, "The next SBC is tried whatever the last one said."}),
      fault<"X15", x15>({"never leaves", {"EC-05"}, "An accepted call waits for a line for ever while lines are free."}),
      fault<"X16", x16>({"inbound-only numbers",
                         {"EC-04"},
                         "Calling-plan numbers count as direct offers though not enabled for outbound calls."}),
  };
}

}  // namespace tocsin::scenarios
