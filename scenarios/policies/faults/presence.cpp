// Faults in the presence that an emergency imposes.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

Rules f027() {
  Rules rules = standard_rules();
  rules.needs_do_not_disturb = [](const State& state, tp_agent agent, Moment moment) {
    return state.in_episode(agent) && moment != Moment::accept && moment != Moment::egress;
  };
  return rules;
}

// Lets through, in an episode too, what `cause` would change.
template <tp_presence_cause cause>
tp_choice lets_through(const State& state, const tp_event& change) {
  return change.u.presence.cause == cause ? TP_ORDINARY : decide_presence_change(state, change);
}

Rules f029() {
  Rules rules = standard_rules();
  rules.decide_presence_change = lets_through<TP_CAUSE_CAPACITY>;
  return rules;
}

Rules f031() {
  Rules rules = standard_rules();
  rules.decide_presence_change = [](const State& state, const tp_event& change) {
    return change.by == TP_BY_AGENT ? TP_ORDINARY : decide_presence_change(state, change);
  };
  return rules;
}

Rules f033() {
  Rules rules = standard_rules();
  rules.decide_presence_change = [](const State& state, const tp_event& change) {
    const uint32_t cause = change.u.presence.cause;
    const bool signs_in = cause == TP_CAUSE_SIGN_IN || cause == TP_CAUSE_RECONNECTED;
    return signs_in ? TP_ORDINARY : decide_presence_change(state, change);
  };
  return rules;
}

Rules f035() {
  Rules rules = standard_rules();
  rules.captures_prior = [](const State& state, tp_agent agent, Moment moment) {
    return moment == Moment::accept || captures_prior(state, agent, moment);
  };
  return rules;
}

Rules f037() {
  Rules rules = standard_rules();
  rules.captures_prior = [](const State& state, tp_agent agent, Moment moment) {
    if (!state.in_episode(agent) || moment != Moment::accept) return captures_prior(state, agent, moment);
    for (const Leg& leg : state.legs)
      if (leg.agent == agent && leg.live && !leg.dropped) return false;
    return true;
  };
  return rules;
}

Rules f039() {
  Rules rules = standard_rules();
  rules.restored_presence = [](const State&, const Episode&) {
    return tp_presence{.base = TP_AVAILABLE, .origin = TP_AUTOMATIC, .unused = 0, .text = 0};
  };
  return rules;
}

Rules f041() {
  Rules rules = standard_rules();
  rules.restored_presence = [](const State&, const Episode& episode) {
    tp_presence prior = episode.prior;
    prior.text = 0;
    return prior;
  };
  return rules;
}

// The rule of reconnecting is let through once the episode is over.
Rules x136() {
  Rules rules = standard_rules();
  rules.decide_presence_change = [](const State& state, const tp_event& change) {
    return state.in_episode(change.agent) && change.by != TP_BY_POLICY ? TP_REFUSE : TP_ORDINARY;
  };
  return rules;
}

// What was captured at a loss during the episode is what returns.
template <uint8_t base>
Rules captured_at_loss() {
  Rules rules = standard_rules();
  rules.restored_presence = [](const State& state, const Episode& episode) {
    if (!state.agents[episode.agent].lost_in_episode) return episode.prior;
    return tp_presence{.base = base, .origin = TP_AUTOMATIC, .unused = 0, .text = 0};
  };
  return rules;
}

Rules f095() {
  Rules rules = standard_rules();
  rules.needs_do_not_disturb = [](const State& state, tp_agent agent, Moment moment) {
    if (!state.in_episode(agent)) return false;
    for (const Leg& leg : state.legs)
      if (leg.agent == agent && leg.live && !leg.inbound) return true;
    return moment != Moment::callback && moment != Moment::answered;
  };
  return rules;
}

// Whatever became of the episode in the same event.
void f127(const tp_event& event, tp_response& response) {
  if (event.kind == TP_TELL_DROPPED) order_do_not_disturb(event.agent, response);
}

Rules x21() {
  Rules rules = standard_rules();
  rules.captures_prior = [](const State& state, tp_agent agent, Moment moment) {
    return moment == Moment::callback || captures_prior(state, agent, moment);
  };
  return rules;
}

Rules x22() {
  Rules rules = standard_rules();
  rules.restored_presence = [](const State&, const Episode& episode) {
    tp_presence prior = episode.prior;
    prior.origin = TP_AUTOMATIC;
    return prior;
  };
  return rules;
}

Rules x23() {
  Rules rules = standard_rules();
  rules.restored_presence = [](const State&, const Episode& episode) {
    tp_presence prior = episode.prior;
    if (prior.base == TP_DND || prior.base == TP_INACTIVE) prior.base = TP_AVAILABLE;
    return prior;
  };
  return rules;
}

void x24(const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_DIAL && response.answer.choice == TP_ORDINARY) order_do_not_disturb(event.agent, response);
}

void x25(const tp_event&, tp_response& response) {
  const uint32_t given = response.order_count;
  for (uint32_t index = 0; index < given; ++index) {
    const tp_order& order = response.orders[index];
    if (order.kind == TP_ORDER_PRESENCE && order.cause == TP_CAUSE_RESTORE) add_order(response, order);
  }
}

Rules x26() {
  Rules rules = standard_rules();
  rules.restores_presence = [](const State&, const EpisodeView&) { return false; };
  return rules;
}

Rules x27() {
  Rules rules = standard_rules();
  rules.decide_presence_change = [](const State& state, const tp_event& change) {
    return change.by == TP_BY_SUPERVISOR || change.by == TP_BY_ADMIN ? TP_ORDINARY : decide_presence_change(state, change);
  };
  return rules;
}

Rules x28() {
  Rules rules = standard_rules();
  rules.decide_presence_change = [](const State& state, const tp_event& change) {
    return change.u.presence.cause == TP_CAUSE_CAPACITY ? TP_REFUSE : decide_presence_change(state, change);
  };
  return rules;
}

Rules x29() {
  Rules rules = standard_rules();
  rules.decide_presence_change = [](const State& state, const tp_event& change) {
    const uint32_t cause = change.u.presence.cause;
    const bool missed = cause == TP_CAUSE_MISSED || cause == TP_CAUSE_REJECTED;
    return missed ? TP_ORDINARY : decide_presence_change(state, change);
  };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> presence_faults() {
  return {
      fault<"F027", f027>({"on answer", {"EC-08"}, "Do not disturb is set when the responder answers, not at accept."}),
      fault<"F029", f029>({"recalculation", {"EC-09"}, "The recalculation at the close of another conversation is let through."}),
      fault<"F031", f031>({"by hand", {"EC-09"}, "The agent can pick another presence during the episode."}),
      fault<"F033", f033>(
          {"sign-in default", {"EC-09"}, "The presence set at sign-in or reconnecting overwrites do not disturb."}),
      fault<"F035", f035>({"second call samples", {"EC-10"}, "A second 911 call takes do not disturb for the prior presence."}),
      fault<"F037", f037>({"redial samples", {"EC-10"}, "A redial after a drop takes do not disturb for the prior presence."}),
      fault<"F039", f039>({"always Available", {"EC-11"}, "Available is restored whatever the prior presence was."}),
      fault<"F041", f041>({"text lost", {"EC-11"}, "The base is restored, the custom text over it is lost."}),
      fault<"F095", f095>({"callback undisturbed", {"EC-24", "EC-12"}, "A callback sets no do not disturb."}),
      edited_fault<"F127", f127>({"late drop", {"EC-38", "EC-08"}, "A drop sets do not disturb though the episode is over."}),
      fault<"X21", x21>(
          {"callback samples", {"EC-10"}, "A callback during the episode takes do not disturb for the prior presence."}),
      fault<"X22", x22>({"origin lost", {"EC-11"}, "A presence set by hand comes back as an automatic one."}),
      fault<"X23", x23>({"prior corrected", {"EC-11"}, "A prior do not disturb or Inactive comes back as Available."}),
      edited_fault<"X24", x24>({"any dial", {"EC-08"}, "An ordinary dial sets do not disturb too."}),
      edited_fault<"X25", x25>({"restored twice", {"EC-11"}, "The prior presence is restored twice."}),
      fault<"X26", x26>({"never restored", {"EC-11", "EC-38"}, "The episode closes and leaves do not disturb."}),
      fault<"X27", x27>(
          {"by a supervisor", {"EC-09"}, "A supervisor or administrator can change the presence during the episode."}),
      fault<"X28", x28>({"recalculation refused always",
                         {"EC-34"},
                         "The platform's recalculation of presence is refused outside episodes too."}),
      fault<"X29", x29>({"missed notification", {"EC-09"}, "A callback declined or missed changes the presence."}),
      fault<"X136", x136>({"captured status returns",
                           {"EC-38"},
                           "Do not disturb, captured when the connection was lost in the episode, comes back after its close."}),
      fault<"X137", captured_at_loss<TP_OFFLINE>>(
          {"back to Offline", {"EC-11"}, "Who lost the connection during the episode is Offline after it."}),
      fault<"X138", captured_at_loss<TP_DND>>(
          {"snapshot overwritten", {"EC-11"}, "The status captured at the loss of the connection overwrites the prior one."}),
  };
}

}  // namespace tocsin::scenarios
