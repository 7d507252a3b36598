// Queues: who is free for them, who waits, and who gets whom.
//
// An item goes to the agent who has been free longest; an agent who becomes free takes from the queue of highest priority the
// item of highest priority that has waited longest. Whether an item is offered is asked of the policy; what it withholds stays
// where it is.

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr int block_of_items = 100;  // looked at in one go, by the platform's own rule

}  // namespace

bool World::fit(const Membership& membership) const {
  const AgentState& state = agents_[membership.agent];
  if (state.devices == 0 || state.ringing != no_leg || state.wrapping > 0 || state.capacity_profile == no_index) return false;
  const CapacityProfile& profile = config_.capacity_profiles[state.capacity_profile];
  if (state.used >= profile.limit || (profile.assignment_blocking && state.used > 0)) return false;
  return (config_.queues[membership.queue].allowed_presences >> static_cast<unsigned>(state.status.base)) & 1u;
}

// Something about the agent changed: brings the lists of free agents up to date.
void World::touch(AgentId id) {
  const AgentState& state = agents_[id.value];
  bool serve = false;
  for (std::uint32_t i = state.memberships_begin; i < state.memberships_end; ++i) {
    const bool free = fit(memberships_[i]);
    if (free != memberships_[i].free) set_free(i, free);
    serve = serve || (free && queues_[memberships_[i].queue].waiting_count > 0);
  }
  if (serve) follow_up(FollowUp::Kind::serve_agent, id.value);
}

void World::set_free(std::uint32_t index, bool free) {
  Membership& membership = memberships_[index];
  QueueState& queue = queues_[membership.queue];
  membership.free = free;
  if (free) {
    membership.previous = queue.free_last;
    membership.next = no_index;
    (queue.free_last == no_index ? queue.free_first : memberships_[queue.free_last].next) = index;
    queue.free_last = index;
    return;
  }
  (membership.previous == no_index ? queue.free_first : memberships_[membership.previous].next) = membership.next;
  (membership.next == no_index ? queue.free_last : memberships_[membership.next].previous) = membership.previous;
}

bool World::may_offer(LegSlot slot, AgentId id, trace::Route route) {
  tp_event event = event_of(TP_ASK_OFFER, id, legs_[slot].id);
  event.u.offer = {static_cast<std::uint32_t>(route), legs_[slot].queue};
  if (ask(event, choices_of({TP_WITHHOLD})) != TP_WITHHOLD) return true;
  emit(trace::PassedOver{legs_[slot].id, trace::Resource::agent, trace::GroupId{legs_[slot].queue}, id});
  return false;
}

void World::enqueue(LegSlot slot) {
  if (offer_to_free_agent(slot)) return;
  Leg& waiting = legs_[slot];
  waiting.stage = Stage::queued;
  waiting.waiting_since = now_;
  QueueState& queue = queues_[waiting.queue];
  append(queue.waiting[waiting.level], slot);
  ++queue.waiting_count;
  emit(trace::Waits{waiting.id, trace::Resource::agent, trace::GroupId{waiting.queue}, waiting.item_priority});
  if (waiting.plan.gives_up_after != not_planned && !queue_.pending(waiting.deadline))
    waiting.deadline =
        schedule(waiting.plan.gives_up_after, 0, waiting.cause.then(draw_patience), {StepKind::leg_gives_up, slot, 0});
}

void World::leave_queue(LegSlot slot) {
  QueueState& queue = queues_[legs_[slot].queue];
  unlink(queue.waiting[legs_[slot].level], slot);
  --queue.waiting_count;
}

bool World::offer_to_free_agent(LegSlot slot) {
  const std::uint32_t queue = legs_[slot].queue;
  if (legs_[slot].agent) {
    // Affinity: the agent who knows the customer, if free.
    const AgentId preferred = legs_[slot].agent;
    give_to_agent(slot, {});
    for (std::uint32_t i = agent(preferred).memberships_begin; i < agent(preferred).memberships_end; ++i)
      if (memberships_[i].queue == queue && memberships_[i].free && may_offer(slot, preferred, trace::Route::affinity)) {
        assign(slot, preferred, trace::Route::affinity, false);
        return true;
      }
  }
  int looked_at = 0;
  for (std::uint32_t i = queues_[queue].free_first; i != no_index && looked_at < block_of_items;
       i = memberships_[i].next, ++looked_at) {
    const AgentId candidate{memberships_[i].agent};
    if (!may_offer(slot, candidate, trace::Route::queue)) continue;
    assign(slot, candidate, trace::Route::queue, false);
    return true;
  }
  return false;
}

void World::serve_agent(AgentId id) {
  int looked_at = 0;
  for (std::uint32_t i = agent(id).memberships_begin; i < agent(id).memberships_end; ++i) {
    if (!memberships_[i].free) continue;
    QueueState& queue = queues_[memberships_[i].queue];
    if (queue.waiting_count == 0) continue;
    for (std::size_t level = waiting_levels; level-- > 0;)
      for (LegSlot slot = queue.waiting[level].first; slot != no_leg && looked_at < block_of_items; ++looked_at) {
        const LegSlot next = legs_[slot].next;
        if (may_offer(slot, id, trace::Route::queue)) {
          leave_queue(slot);
          summary_.waited_us_sum += static_cast<std::uint64_t>((now_ - legs_[slot].waiting_since).us);
          ++summary_.waited_count;
          return assign(slot, id, trace::Route::queue, true);
        }
        slot = next;
      }
  }
}

void World::assign(LegSlot slot, AgentId id, trace::Route route, bool waited) {
  Leg& assigned = legs_[slot];
  if (!assigned.plan.never_answered) queue_.cancel(assigned.deadline);
  emit(trace::Granted{assigned.id, trace::Resource::agent, trace::GroupId{assigned.queue}, id, waited, 0, 0});
  give_to_agent(slot, id);
  assigned.stage = Stage::ringing;
  assigned.waited = waited;
  agent(id).ringing = slot;
  use_capacity(slot);
  emit(trace::Offered{assigned.id, id, route, 0});
  if (assigned.plan.never_answered) {
    if (!queue_.pending(assigned.deadline))
      assigned.deadline =
          schedule(assigned.plan.gives_up_after, 0, assigned.cause.then(draw_patience), {StepKind::leg_gives_up, slot, 0});
    return;
  }
  const Duration ring = choices_.duration(assigned.cause.then(draw_ring), config_.queues[assigned.queue].ring);
  assigned.timer = schedule(ring, 0, assigned.cause.then(draw_ring), {StepKind::leg_answers, slot, 0});
}

// Ringing ordinary items go back to the head of where they waited.
void World::withdraw_items(AgentId id) {
  const LegSlot slot = agent(id).ringing;
  if (slot == no_leg) return;
  Leg& withdrawn = legs_[slot];
  queue_.cancel(withdrawn.timer);
  agent(id).ringing = no_leg;
  emit(trace::Withdrawn{withdrawn.id, id});
  release_capacity(slot);
  give_to_agent(slot, {});
  withdrawn.stage = Stage::queued;
  withdrawn.waiting_since = now_;
  QueueState& queue = queues_[withdrawn.queue];
  prepend(queue.waiting[withdrawn.level], slot);
  ++queue.waiting_count;
  emit(trace::Waits{withdrawn.id, trace::Resource::agent, trace::GroupId{withdrawn.queue}, withdrawn.item_priority});
  if (withdrawn.plan.gives_up_after != not_planned && !queue_.pending(withdrawn.deadline))
    withdrawn.deadline =
        schedule(withdrawn.plan.gives_up_after, 0, withdrawn.cause.then(draw_patience), {StepKind::leg_gives_up, slot, 0});
  touch(id);
  follow_up(FollowUp::Kind::serve_waiting, slot, withdrawn.id);
}

void World::use_capacity(LegSlot slot) {
  Leg& user = legs_[slot];
  if (user.uses_capacity) return;
  user.uses_capacity = true;
  AgentState& state = agent(user.agent);
  ++state.used;
  const bool blocking =
      state.capacity_profile != no_index && config_.capacity_profiles[state.capacity_profile].assignment_blocking;
  emit(trace::CapacityUsed{user.agent, user.id, state.used, capacity_limit(state), blocking && state.used > 0});
  touch(user.agent);
  follow_up(FollowUp::Kind::recalculate, user.agent.value);
}

void World::release_capacity(LegSlot slot) {
  Leg& user = legs_[slot];
  if (!user.uses_capacity) return;
  user.uses_capacity = false;
  AgentState& state = agent(user.agent);
  --state.used;
  const bool blocking =
      state.capacity_profile != no_index && config_.capacity_profiles[state.capacity_profile].assignment_blocking;
  emit(trace::CapacityUsed{user.agent, user.id, state.used, capacity_limit(state), blocking && state.used > 0});
  touch(user.agent);
  follow_up(FollowUp::Kind::recalculate, user.agent.value);
}

}  // namespace tocsin::models
