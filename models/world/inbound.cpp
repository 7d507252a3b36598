// Inbound calls: the edge, the policy's word, the routing rules, and callbacks offered to an agent directly.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr Duration notification_time = sim::seconds(30);
constexpr Duration diverted_for = sim::seconds(20);

trace::Destination destination_of(std::uint32_t choice) {
  switch (choice) {
    case TP_TO_BOT:
      return trace::Destination::bot;
    case TP_TO_VOICEMAIL:
      return trace::Destination::voicemail;
    case TP_TO_EXTERNAL:
      return trace::Destination::external;
    default:
      return trace::Destination::rejected;
  }
}

}  // namespace

const InboundRule* World::rule_for(Number called) const {
  const bool in_pool = std::binary_search(pool_sorted_.begin(), pool_sorted_.end(), called);
  for (const InboundRule& rule : config_.inbound_rules)
    if (rule.match == InboundRule::Match::any || (rule.match == InboundRule::Match::number && rule.called == called) ||
        (rule.match == InboundRule::Match::pool && in_pool))
      return &rule;
  return nullptr;
}

LegSlot World::arrive(Number called, Number caller, sim::Address cause, const LegPlan& plan, std::int32_t item_priority,
                      std::uint32_t preferred_agent, std::uint32_t emergency_case, std::uint32_t callback_index) {
  const LegSlot slot = new_leg(cause, false);
  Leg& arriving = legs_[slot];
  const LegId id = arriving.id;
  arriving.called = called;
  arriving.caller = caller;
  arriving.plan = plan;
  arriving.item_priority = item_priority;
  arriving.emergency_case = emergency_case;
  arriving.callback_index = callback_index;
  emit(trace::Arrived{id, called, caller});
  if (std::binary_search(pool_sorted_.begin(), pool_sorted_.end(), called)) {
    const InboundRule* rule = rule_for(called);
    emit(trace::RulesWouldSay{id, rule ? rule->destination : trace::Destination::rejected,
                              trace::QueueId{rule && rule->destination == trace::Destination::queue ? rule->target : no_index}});
  }
  tp_event event = event_of(TP_ASK_DELIVER, {}, id);
  event.u.deliver = {called.value, caller.value};
  const std::uint64_t asked = policy_sequence_ + 1;
  ask(event, choices_of({TP_LATER, TP_TO_AGENT, TP_TO_QUEUE, TP_TO_BOT, TP_TO_VOICEMAIL, TP_TO_EXTERNAL, TP_REFUSE}),
      [&](const tp_answer& answer) {
        if (answer.choice == TP_LATER)
          legs_[slot].ask = asked;
        else
          deliver(slot, answer);
      });
  if (plan.gives_up_after != not_planned && emergency_case != no_index && slot_of(id) == slot &&
      !queue_.pending(legs_[slot].deadline))
    legs_[slot].deadline = schedule(plan.gives_up_after, 0, cause.then(draw_gives_up), {StepKind::leg_gives_up, slot, 0});
  if (legs_[slot].ask == 0) {
    if (preferred_agent != no_index && !legs_[slot].emergency) give_to_agent(slot, AgentId{preferred_agent});
    follow_up(FollowUp::Kind::deliver, slot, id);
  }
  return slot;
}

// Applies the policy's word on where the call goes; the way there is gone afterwards.
void World::deliver(LegSlot slot, const tp_answer& answer) {
  Leg& delivered = legs_[slot];
  delivered.ask = 0;
  switch (answer.choice) {
    case TP_TO_AGENT:
      delivered.emergency = true;
      give_to_agent(slot, AgentId{answer.agent});
      emit(trace::Routed{delivered.id, trace::Destination::agent, delivered.agent, {}});
      if (answer.capacity == TP_CAPACITY_ORDINARY) use_capacity(slot);
      if (answer.auto_answer != 0) delivered.plan.answer_delay = not_planned;
      return;
    case TP_TO_QUEUE:
      delivered.queue = config_.queues.empty() ? no_index : 0;
      if (const InboundRule* rule = rule_for(delivered.called); rule && rule->destination == trace::Destination::queue)
        delivered.queue = rule->target;
      delivered.level = waiting_levels - 1;
      return;
    case TP_TO_BOT:
    case TP_TO_VOICEMAIL:
    case TP_TO_EXTERNAL:
    case TP_REFUSE:
      return divert(slot, destination_of(answer.choice));
    default:
      return;
  }
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

// An ordinary inbound call that has its lines.
void World::route_by_rules(LegSlot slot) {
  Leg& routed = legs_[slot];
  if (routed.queue == no_index) {
    const InboundRule* rule = rule_for(routed.called);
    if (!rule) return divert(slot, trace::Destination::rejected);
    if (rule->destination == trace::Destination::agent) {
      const AgentId direct{rule->target};
      const std::uint32_t queue = agent(direct).memberships_begin == agent(direct).memberships_end
                                      ? no_index
                                      : memberships_[agent(direct).memberships_begin].queue;
      if (queue == no_index) return divert(slot, trace::Destination::voicemail);
      routed.queue = queue;
      give_to_agent(slot, direct);
    } else if (rule->destination != trace::Destination::queue) {
      return divert(slot, rule->destination);
    } else {
      routed.queue = rule->target;
    }
    if (routed.item_priority < 0) routed.item_priority = rule->item_priority;
    routed.level = static_cast<std::uint32_t>(std::clamp(routed.item_priority, 0, item_priority_max));
    if (routed.agent && rule->destination != trace::Destination::agent && !config_.queues[routed.queue].affinity)
      give_to_agent(slot, {});
  }
  emit(trace::Routed{routed.id, trace::Destination::queue, {}, trace::QueueId{routed.queue}});
  enqueue(slot);
}

// A callback rings at its agent, beside whatever else the agent does.
void World::offer_callback(LegSlot slot) {
  Leg& offered = legs_[slot];
  offered.stage = Stage::ringing;
  show_ordinary(slot);
  emit(trace::Offered{offered.id, offered.agent, trace::Route::emergency_callback, 0});
  if (offered.plan.answer_delay == not_planned) return connect(slot, true);
  const bool reachable = agent(offered.agent).devices > 0;
  const Reaction reaction = reachable ? offered.plan.reaction : Reaction::ignores;
  if (reaction == Reaction::ignores)
    offered.timer = schedule(notification_time, 0, offered.cause.then(draw_ring), {StepKind::offer_expires, slot, 0});
  else
    offered.timer = schedule(offered.plan.answer_delay, 0, offered.cause.then(draw_ring),
                             {reaction == Reaction::answers ? StepKind::leg_answers : StepKind::offer_expires, slot, 0});
}

// The agent declined a callback, or its notification ran out. The call rings on at the platform until the far end gives up.
void World::offer_expired(LegSlot slot) {
  const LegId id = legs_[slot].id;
  const AgentId holder = legs_[slot].agent;
  const bool declined = legs_[slot].plan.reaction == Reaction::declines && agent(holder).devices > 0;
  if (declined)
    emit(trace::Declined{id, holder});
  else
    emit(trace::OfferTimedOut{id, holder});
  tp_event event = event_of(TP_TELL_OFFER_OUTCOME, holder, id);
  event.u.offer_outcome.outcome = declined ? TP_OFFER_DECLINED : TP_OFFER_TIMED_OUT;
  tell(event);
  const trace::PresenceCause cause = declined ? trace::PresenceCause::rejected : trace::PresenceCause::missed;
  const trace::Base base = declined ? trace::Base::do_not_disturb : trace::Base::inactive;
  if (agent(holder).devices > 0) change_presence(holder, {base, trace::Origin::automatic, 0}, cause, trace::Actor::platform);
}

}  // namespace tocsin::models
