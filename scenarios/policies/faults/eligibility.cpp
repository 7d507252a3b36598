// Faults in what becomes of an accepted call, its window and its agent's presence when a prerequisite is lost afterwards.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

// The window of a number is over while `lost` holds of its holder.
template <bool (*lost)(const State&, const tp_agent_facts&)>
Rules window_needs() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    return window_is_open(state, number, invite) &&
           !(state.is_agent(number.holder) && lost(state, state.agents[number.holder].facts));
  };
  return rules;
}

bool without_profile(const State&, const tp_agent_facts& facts) { return facts.holds_capacity_profile == 0; }
bool abroad(const State&, const tp_agent_facts& facts) { return facts.country != TP_COUNTRY('U', 'S'); }
bool deactivated(const State&, const tp_agent_facts& facts) { return facts.deactivated != 0; }
bool without_direct_offer(const State& state, const tp_agent_facts&) { return state.direct_offers == 0; }

void x201(const tp_event& event, tp_response& response) {
  if (event.kind != TP_TELL_AGENT_FACTS || event.u.agent_facts.location != TP_LOCATION_OFF) return;
  tp_order order{};
  order.kind = TP_ORDER_PRESENCE;
  order.agent = event.agent;
  order.presence = {.base = TP_AVAILABLE, .origin = TP_AUTOMATIC, .unused = 0, .text = 0};
  order.cause = TP_CAUSE_RESTORE;
  add_order(response, order);
}

Rules x203() {
  Rules rules = standard_rules();
  rules.effect_of_facts = [](const State&, tp_agent, const tp_agent_facts& before, const tp_agent_facts& after) {
    return before.deactivated == 0 && after.deactivated != 0 ? FactsEffect::release_numbers : FactsEffect::nothing;
  };
  return rules;
}

// Shows only in a session that stays open after a drop, where the agent's profile goes.
Rules x206() {
  Rules rules = standard_rules();
  rules.effect_of_facts = [](const State& state, tp_agent agent, const tp_agent_facts& before, const tp_agent_facts& after) {
    if (before.outbound_profile == after.outbound_profile || !state.in_episode(agent)) return FactsEffect::nothing;
    return FactsEffect::end_calls;
  };
  return rules;
}

Rules x207() {
  Rules rules = standard_rules();
  rules.needs_do_not_disturb = [](const State& state, tp_agent agent, Moment moment) {
    const tp_agent_facts& facts = state.agents[agent].facts;
    const bool eligible = facts.location == TP_LOCATION_ON && facts.holds_capacity_profile != 0;
    return (moment != Moment::callback || eligible) && needs_do_not_disturb(state, agent, moment);
  };
  return rules;
}

Rules x208() {
  Rules rules = standard_rules();
  rules.effect_of_facts = [](const State&, tp_agent, const tp_agent_facts& before, const tp_agent_facts& after) {
    return before.deactivated == 0 && after.deactivated != 0 ? FactsEffect::end_calls : FactsEffect::nothing;
  };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> eligibility_faults() {
  return {
      edited_fault<"X201", x201>(
          {"available without location", {"EC-33"}, "Losing the location makes the agent available during the call."}),
      fault<"X202", window_needs<without_profile>>(
          {"window needs a profile", {"EC-33"}, "A callback counts only while the agent holds a capacity profile."}),
      fault<"X203", x203>(
          {"number back at deactivation", {"EC-33"}, "Deactivating an agent gives the lent number back to the pool."}),
      fault<"X204", window_needs<abroad>>(
          {"window needs the country", {"EC-33"}, "A callback counts only while the agent's browser reports the United States."}),
      fault<"X205", window_needs<deactivated>>(
          {"window of the deactivated", {"EC-33"}, "A callback to a deactivated agent goes where the routing rules send it."}),
      fault<"X206", x206>({"outbound profile gone", {"EC-33"}, "Another outbound profile ends the running emergency call."}),
      fault<"X207", x207>({"callback without prerequisites",
                           {"EC-33"},
                           "A callback to an agent who lost a prerequisite sets no do not disturb."}),
      fault<"X208", x208>({"deactivation hangs up", {"EC-33"}, "Deactivating an agent ends the running emergency call."}),
      fault<"X209", window_needs<without_direct_offer>>(
          {"window needs direct offer", {"EC-33"}, "No callback counts once the tenant's last direct-offer number is off."}),
  };
}

}  // namespace tocsin::scenarios
