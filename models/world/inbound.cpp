// Inbound calls: the edge, the policy's word, the routing rules, and callbacks offered to an agent directly.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr Duration notification_time = sim::seconds(30);
constexpr Duration diverted_for = sim::seconds(20);
// Nobody declines the same call faster than that again and again.
constexpr Duration declines_again_after = sim::seconds(1);
// Who declined so often lets it ring.
constexpr std::uint32_t declines_max = 100;

trace::Destination destination_of(std::uint32_t choice) {
  switch (choice) {
    case TP_TO_VOICEMAIL:
      return trace::Destination::voicemail;
    case TP_TO_EXTERNAL:
      return trace::Destination::external;
    default:
      return trace::Destination::rejected;
  }
}

}  // namespace

void World::arrive(Number called, Number caller, sim::Address cause, const LegPlan& plan, std::int32_t item_priority,
                   std::uint32_t preferred_agent, std::uint32_t emergency_case, std::uint32_t callback_index,
                   std::uint32_t retry) {
  const LegSlot slot = new_leg(cause, false);
  Leg& arriving = legs_[slot];
  const LegId id = arriving.id;
  arriving.called = called;
  arriving.caller = caller;
  arriving.plan = plan;
  arriving.item_priority = item_priority;
  arriving.own_priority = item_priority >= 0;
  arriving.preferred = AgentId{preferred_agent};
  arriving.emergency_case = emergency_case;
  arriving.callback_index = callback_index;
  arriving.retry = retry;
  const Hearing heard = hearing(cause);
  emit_heard(heard.at, trace::Arrived{id, called, caller, plan.marked, plan.verification, plan.media});
  arriving.work_class = class_of(called, caller);
  if (routing_has_more_ || tenant_.in_pool(called)) emit(rules_say(arriving));
  if (plan.gives_up_after != not_planned)
    arriving.deadline = schedule(plan.gives_up_after, 0, cause.then(draw_gives_up), {StepKind::leg_gives_up, slot, 0});
  ask_when_heard(slot, heard);
}

void World::ask_about_arrival(LegSlot slot) {
  if (const Lent* known = lent(legs_[slot].called)) tell_overs_of(known->agent, Overs::final);
  const Leg& arrived = legs_[slot];
  tp_event event = event_of(TP_ASK_DELIVER, {}, arrived.id);
  event.occurred_us = arrived.begun.us;
  event.u.deliver = {arrived.called.value, arrived.caller.value, arrived.plan.marked,
                     static_cast<std::uint32_t>(arrived.plan.verification), static_cast<std::uint32_t>(arrived.plan.media)};
  if (const Lent* known = steps_.on ? nullptr : lent(arrived.called); known && arrived.begun < known->until) ask_counterfactuals(event);
  ask(event, deliver_choices, [&](const tp_answer& answer) {
    if (answer.choice == TP_LATER)
      legs_[slot].ask = event.sequence;
    else
      deliver(slot, answer);
  });
}

// The policy is about to be asked about a call within a window: asks a clone of it first, with this and that varied.
void World::ask_counterfactuals(tp_event event) {
  const Number called{event.u.deliver.called};
  const LegId id{event.leg};
  turn_to_node_of(event);
  event.sequence = node_->port.sequence() + 1;
  Counterfactuals::Call call;
  call.ask = event;
  call.holder = lent_.find(called.value)->agent.value;
  call.facts = agent_facts(agents_[call.holder]);
  call.agents = static_cast<std::uint32_t>(agents_.size());
  call.queues = static_cast<std::uint32_t>(config_.queues.size());
  call.rules = static_cast<std::uint32_t>(config_.rules.size());
  call.bound = config_.bounds.callback;
  const std::uint32_t work_class = class_of(called, Number{event.u.deliver.caller});
  if (const InboundRule* rule = tenant_.inbound_rule(called, work_class)) {
    call.by_rules = rule->destination;
    if (rule->destination == trace::Destination::agent) call.rules_agent = AgentId{rule->target};
  }
  for (const Counterfactuals::Answer& answer :
       node_->counterfactuals.ask(call, node_->port.self(), [this] { return policy_config(ConfigOf::start); }))
    emit(trace::Counterfactual{id, answer.varied, answer.destination, answer.agent, answer.uses_capacity});
  if (tp_event in{}; node_->counterfactuals.threw(in)) finding(trace::PolicyFault::threw, in.sequence, AgentId{in.agent}, id);
}

// Applies the policy's word on where the call goes; the way there is gone afterwards.
void World::deliver(LegSlot slot, const tp_answer& answer) {
  Leg& delivered = legs_[slot];
  delivered.ask = 0;
  follow_up(FollowUp::Kind::deliver, slot, delivered.id);
  switch (answer.choice) {
    case TP_TO_AGENT:
      take_as_callback(slot, AgentId{answer.agent});
      if (answer.capacity == TP_CAPACITY_ORDINARY) use_capacity(slot);
      if (answer.media != 0) delivered.plan.media = trace::MediaTypes{answer.media};
      if (answer.auto_answer != 0) delivered.plan.answer_delay = not_planned;
      return;
    case TP_TO_QUEUE:
      delivered.queue = config_.queues.empty() ? no_index : 0;
      if (const InboundRule* rule = inbound_rule_of(slot); rule && rule->destination == trace::Destination::queue)
        delivered.queue = rule->target;
      delivered.level = waiting_levels - 1;
      return;
    case TP_TO_BOT:
      if (const InboundRule* rule = inbound_rule_of(slot); rule && rule->ivr) return through_bot(slot, *rule->ivr);
      return divert(slot, trace::Destination::bot);
    case TP_TO_VOICEMAIL:
    case TP_TO_EXTERNAL:
    case TP_REFUSE:
      return divert(slot, destination_of(answer.choice));
    default:
      return;
  }
}

// The leg is this agent's from now on, as a callback; what it was to another agent before is over.
void World::take_as_callback(LegSlot slot, AgentId id) {
  Leg& taken = legs_[slot];
  if (taken.emergency && taken.agent == id) return;
  if (taken.agent) {
    hide(slot);
    release_capacity(slot);
  }
  taken.emergency = true;
  taken.preferred = {};
  taken.answers_at.reset();
  taken.shown[0] = taken.shown[1] = taken.ordered[0] = taken.ordered[1] = false;
  give_to_agent(slot, id);
  emit(trace::Routed{taken.id, trace::Destination::agent, id, {}});
}

// The call, if it has not been sent elsewhere, takes the lines of its way in: a number of a third-party carrier comes by an SBC.
void World::take_in(LegSlot slot) {
  const Leg& coming = legs_[slot];
  if (coming.stage != Stage::asked || coming.ending) return;
  const NumberConfig* number = tenant_.number(coming.called);
  if (number && number->kind == trace::NumberKind::direct_routing && !config_.sbcs.empty())
    set_way(slot, trunks_.sbc_path(choices_.index(coming.cause.then(draw_route), static_cast<std::uint32_t>(config_.sbcs.size())),
                                   false));
  else
    set_way(slot, trunks_.direct_offer_path(false));
  take_lines(slot);
}

void World::divert(LegSlot slot, trace::Destination destination) {
  Leg& diverted = legs_[slot];
  emit(trace::Routed{diverted.id, destination, {}, {}});
  diverted.stage = Stage::diverted;
  const Duration stays =
      destination == trace::Destination::rejected || destination == trace::Destination::closed ? Duration{0} : diverted_for;
  queue_.cancel(diverted.deadline);
  diverted.deadline = schedule(stays, 0, diverted.cause.then("diverted"), {StepKind::leg_gives_up, slot, 0});
}

// To an agent's own number. Ringing, wrap-up and allowed presences are those of the agent's first queue.
void World::route_to_agent(LegSlot slot, AgentId id) {
  Leg& routed = legs_[slot];
  routed.queue = free_agents_.first_queue(id);
  if (routed.queue == no_index) return divert(slot, trace::Destination::voicemail);
  routed.preferred = id;
  routed.direct = true;
  emit(trace::Routed{routed.id, trace::Destination::agent, id, {}});
  offer_direct(slot);
}

// A callback rings at its agent, beside whatever else the agent does. Offered again, its notification begins anew.
void World::offer_callback(LegSlot slot) {
  Leg& offered = legs_[slot];
  queue_.cancel(offered.timer);
  offered.stage = Stage::ringing;
  offered.offered_at = now_;
  show_ordinary(slot);
  emit(trace::Offered{offered.id, offered.agent, trace::Route::emergency_callback, 0, offered.plan.media});
  if (agent(offered.agent).devices == 0) {
    offered.answers_at.reset();
    return expect(slot, notification_time, StepKind::offer_expires);
  }
  if (offered.plan.answer_delay == not_planned) return connect(slot, true);
  // Who has declined as often as planned takes it in the end.
  const bool gives_in = offered.plan.declines > 0 && offered.offers >= offered.plan.declines;
  const Reaction reaction = offered.plan.reaction == Reaction::declines && gives_in ? Reaction::answers : offered.plan.reaction;
  // Who means to answer does so that long after the first notification, if it still rings then.
  const bool means_to_answer = reaction == Reaction::answers && offered.answers_at && *offered.answers_at >= now_;
  if (!means_to_answer) offered.answers_at = now_ + offered.plan.answer_delay;
  Duration delay = *offered.answers_at - now_;
  if (offered.offers > 0 && reaction == Reaction::declines) delay = std::max(delay, declines_again_after);
  const bool tired = reaction == Reaction::declines && offered.offers > declines_max;
  if (reaction == Reaction::ignores || tired || delay > notification_time)
    return expect(slot, notification_time, StepKind::offer_expires);
  if (reaction == Reaction::declines) return expect(slot, delay, StepKind::offer_declined);
  expect(slot, delay, StepKind::leg_answers);
}

// What ends the ringing if nobody interferes.
void World::expect(LegSlot slot, Duration after, StepKind kind) {
  legs_[slot].timer = schedule(after, 0, legs_[slot].cause.then(draw_ring), {kind, slot, 0});
}

// The agent takes what rings; who has no device connected any more cannot, and the notification runs out.
void World::agent_answers(LegSlot slot) {
  Leg& answered = legs_[slot];
  if (agent(answered.agent).devices == 0) {
    answered.answers_at.reset();
    const Duration whole = answered.emergency ? notification_time : config_.queues[answered.queue].notification_timeout;
    return expect(slot, std::max(answered.offered_at + whole - now_, Duration{0}), StepKind::offer_expires);
  }
  if (answered.emergency) return connect(slot, false);
  const AgentId id = answered.agent;
  if (!answered.answered_once) ++summary_.ordinary_answered;
  agent(id).ringing = no_leg;
  show_ordinary(slot);
  connect(slot, false);
  touch(id);
}

// The agent declined a callback, or its notification ran out. The call rings on at the platform until the far end gives up.
void World::callback_not_taken(LegSlot slot, bool declined) {
  const LegId id = legs_[slot].id;
  const AgentId holder = legs_[slot].agent;
  if (declined) {
    legs_[slot].answers_at.reset();  // whoever takes it in the end makes up their mind anew
    emit(trace::Declined{id, holder});
  } else {
    emit(trace::OfferTimedOut{id, holder});
  }
  tp_event event = event_of(TP_TELL_OFFER_OUTCOME, holder, id);
  event.u.offer_outcome.outcome = declined ? TP_OFFER_DECLINED : TP_OFFER_TIMED_OUT;
  tell(event);
  if (!declined) return missed(holder);
  rejected(holder);
}

}  // namespace tocsin::models
