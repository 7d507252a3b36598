// Faults in when an episode ends, and in what a change of facts does to it.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

Rules f025() {
  Rules rules = standard_rules();
  rules.effect_of_facts = [](const State&, tp_agent, const tp_agent_facts& before, const tp_agent_facts& after) {
    return before.location == TP_LOCATION_ON && after.location != TP_LOCATION_ON ? FactsEffect::end_calls : FactsEffect::nothing;
  };
  return rules;
}

Rules f043() {
  Rules rules = standard_rules();
  rules.closes_episode = [](const State& state, const EpisodeView& view) {
    return view.moment == Moment::ended || closes_episode(state, view);
  };
  rules.restores_presence = [](const State& state, const EpisodeView& view) {
    return view.moment == Moment::ended || restores_presence(state, view);
  };
  return rules;
}

Rules f045() {
  Rules rules = standard_rules();
  rules.restores_presence = [](const State& state, const EpisodeView& view) {
    return (view.moment == Moment::dropped && view.live == 0 && !view.episode->restored) || restores_presence(state, view);
  };
  return rules;
}

Rules f079() {
  Rules rules = standard_rules();
  rules.effect_of_facts = [](const State&, tp_agent, const tp_agent_facts&, const tp_agent_facts&) {
    return FactsEffect::close_episode;
  };
  return rules;
}

// Only what is told again without a change does it.
Rules x176() {
  Rules rules = standard_rules();
  rules.effect_of_facts = [](const State&, tp_agent, const tp_agent_facts& before, const tp_agent_facts& after) {
    const bool same = before.holds_capacity_profile == after.holds_capacity_profile &&
                      before.outbound_profile == after.outbound_profile && before.location == after.location &&
                      before.location_reported_us == after.location_reported_us;
    return same ? FactsEffect::close_episode : FactsEffect::nothing;
  };
  return rules;
}

Rules x31() {
  Rules rules = standard_rules();
  rules.settles_other = [](const State&, const Leg&, const Leg&) { return false; };
  return rules;
}

Rules x32() {
  Rules rules = standard_rules();
  rules.owes_agent_end = [](const State&, const Leg& leg) { return !leg.settled && (leg.inbound || leg.egressed); };
  return rules;
}

Rules x33() {
  Rules rules = standard_rules();
  rules.closes_episode = [](const State& state, const EpisodeView& view) {
    return (view.moment == Moment::dropped && view.live == 0) || closes_episode(state, view);
  };
  rules.restores_presence = [](const State& state, const EpisodeView& view) {
    return (view.moment == Moment::dropped && view.live == 0) || restores_presence(state, view);
  };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> episode_faults() {
  return {
      fault<"F025", f025>({"location revoked", {"EC-33"}, "Losing the location ends the running emergency call."}),
      fault<"F043", f043>({"other leg live",
                           {"EC-09", "EC-11"},
                           "The end of one emergency call restores although another one of the agent lives."}),
      fault<"F045", f045>({"restore on drop", {"EC-12", "EC-11"}, "The prior presence returns when the far end hangs up."}),
      fault<"F079", f079>(
          {"configuration synchronised", {"EC-09", "EC-33"}, "A change of the agent's facts closes the episode."}),
      fault<"X176", x176>({"synchronised again",
                           {"EC-09", "EC-11"},
                           "A synchronisation of the configuration that changes nothing closes the open episodes."}),
      fault<"X31", x31>(
          {"dropped legs stay owed",
           {"EC-11", "EC-38"},
           "An agent end settles its own leg alone, so a call that dropped and was redialled keeps the episode open."}),
      fault<"X32", x32>(
          {"missed callback owed", {"EC-11", "EC-38"}, "A callback that was never answered must be ended by the agent too."}),
      fault<"X33", x33>({"close on drop", {"EC-12", "EC-11"}, "The episode is over when the far end hangs up."}),
  };
}

}  // namespace tocsin::scenarios
