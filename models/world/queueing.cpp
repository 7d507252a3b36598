// Queues: who is free for them, who waits, and who gets whom.
//
// An item goes to the agent who has been free longest; an agent who becomes free takes from the queue of highest priority the
// item of highest priority that has waited longest. Whether an item is offered is asked of the policy; what it withholds stays
// where it is.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr int block_of_items = 100;  // looked at in one go, by the platform's own rule
// A shorter notification would let an item go round and round within one instant.
constexpr Duration notification_least = sim::seconds(1);
// Of one agent and one item.
constexpr std::uint32_t declines_max = 3;
// Conversations of one agent at once, of ordinary work.
constexpr std::uint32_t sessions_max = 10;

}  // namespace

bool World::fit(AgentId id, std::uint32_t queue) const {
  const AgentState& state = agents_[id.value];
  if (state.deactivated || state.devices == 0 || state.ringing != no_leg || state.wrapping > 0 ||
      state.capacity_profile == no_index)
    return false;
  if (state.all_sessions) return false;
  const CapacityProfile& profile = config_.capacity_profiles[state.capacity_profile];
  if (state.used >= capacity_limit(state) || (profile.assignment_blocking && state.used > 0)) return false;
  return (config_.queues[queue].allowed_presences >> static_cast<unsigned>(state.status.base)) & 1u;
}

// Something about the agent changed: brings the lists of free agents up to date.
void World::touch(AgentId id) {
  if (agent(id).all_sessions && sessions_of(id) < sessions_max) {
    agent(id).all_sessions = false;
    follow_up(FollowUp::Kind::recalculate, id.value);
  }
  bool serve = false;
  for (std::uint32_t i = free_agents_.begin(id); i < free_agents_.end(id); ++i) {
    const std::uint32_t queue = free_agents_[i].queue;
    const bool free = fit(id, queue);
    free_agents_.set_free(i, free);
    serve = serve || (free && queues_[queue].waiting_count > 0);
  }
  // While the policy is down nothing is offered; it is looked at again when it is back.
  if (serve && !faults_.down) follow_up(FollowUp::Kind::serve_agent, id.value);
}

std::uint32_t World::sessions_of(AgentId id) const {
  std::uint32_t sessions = 0;
  for (LegSlot slot = agents_[id.value].legs; slot != no_leg; slot = legs_[slot].agent_next) sessions += !legs_[slot].emergency;
  return sessions;
}

bool World::has_declined_enough(LegId leg, AgentId id) const {
  for (const Declines& declined : declines_)
    if (declined.leg == leg && declined.agent == id) return declined.count >= declines_max;
  return false;
}

// Asks whether this item goes to this agent, and if so lets it ring there. Who has all the sessions there can be is set to do not
// disturb by the next item instead.
void World::offer(LegSlot slot, AgentId id, trace::Route route) {
  if (route != trace::Route::supervisor) {
    if (!declines_.empty() && has_declined_enough(legs_[slot].id, id)) return;
    if (sessions_of(id) >= sessions_max) {
      agent(id).all_sessions = true;
      recalculate(id, trace::PresenceCause::capacity);
      return touch(id);
    }
  }
  tp_event event = event_of(TP_ASK_OFFER, id, legs_[slot].id);
  event.u.offer = {static_cast<std::uint32_t>(route), legs_[slot].queue};
  ask(event, choices_of({TP_WITHHOLD}), [&](const tp_answer& answer) {
    if (answer.choice == TP_WITHHOLD)
      emit(trace::PassedOver{legs_[slot].id, trace::Resource::agent, trace::GroupId{legs_[slot].queue}, id});
    else
      assign(slot, id, route);
  });
}

// Whether the item is where it was before it was offered: it does not ring, and no order took it elsewhere.
bool World::seeks_agent(LegSlot slot, Stage before) const { return legs_[slot].stage == before && !legs_[slot].emergency; }

void World::enqueue(LegSlot slot) {
  offer_to_free_agent(slot);
  if (!seeks_agent(slot, Stage::on_its_way)) return;
  Leg& waiting = legs_[slot];
  append(queues_[waiting.queue].waiting[waiting.level], slot);
  begin_waiting(slot);
}

void World::begin_waiting(LegSlot slot) {
  Leg& waiting = legs_[slot];
  waiting.stage = Stage::queued;
  waiting.waiting_since = now_;
  ++queues_[waiting.queue].waiting_count;
  emit(trace::Waits{waiting.id, trace::Resource::agent, trace::GroupId{waiting.queue}, waiting.item_priority});
  await_overflow(slot);
}

void World::leave_queue(LegSlot slot) {
  QueueState& queue = queues_[legs_[slot].queue];
  unlink(queue.waiting[legs_[slot].level], slot);
  --queue.waiting_count;
  queue_.cancel(legs_[slot].timer);
  legs_[slot].stage = Stage::on_its_way;
}

// The item, in its queue or on its way there, is offered to those who are free until one may have it. The orders that come with
// an answer can move agents and items, so places are looked up again after each.
void World::offer_to_free_agent(LegSlot slot) {
  const std::uint32_t queue = legs_[slot].queue;
  const Stage stage = legs_[slot].stage;
  if (const AgentId preferred = legs_[slot].preferred) {
    // Affinity: the agent who knows the customer, if free.
    legs_[slot].preferred = {};
    if (free_agents_.is_free(preferred, queue)) offer(slot, preferred, trace::Route::affinity);
    if (!seeks_agent(slot, stage)) return;
  }
  std::uint32_t i = free_agents_.first(queue);
  for (int looked_at = 0; i != no_index && looked_at < block_of_items; ++looked_at) {
    offer(slot, free_agents_[i].agent, trace::Route::queue);
    if (!seeks_agent(slot, stage)) return;
    i = free_agents_[i].free ? free_agents_[i].next : free_agents_.first(queue);
  }
}

// A call to an agent's own number: that agent, if free, or voicemail.
void World::offer_direct(LegSlot slot) {
  const AgentId id = legs_[slot].preferred;
  if (free_agents_.is_free(id, legs_[slot].queue)) offer(slot, id, trace::Route::direct);
  if (seeks_agent(slot, Stage::on_its_way)) divert(slot, trace::Destination::voicemail);
}

void World::serve_agent(AgentId id) {
  int looked_at = 0;
  for (std::uint32_t i = free_agents_.begin(id); i < free_agents_.end(id); ++i) {
    QueueState& queue = queues_[free_agents_[i].queue];
    for (std::size_t level = waiting_levels; level-- > 0 && queue.waiting_count > 0;) {
      LegSlot slot = queue.waiting[level].first;
      while (slot != no_leg) {
        if (!free_agents_[i].free) break;
        if (looked_at++ == block_of_items) return;
        offer(slot, id, trace::Route::queue);
        const bool stays = legs_[slot].stage == Stage::queued;
        slot = stays ? legs_[slot].next : queue.waiting[level].first;
      }
    }
  }
}

// An item is back where it waited: what goes before it in its queue is offered first.
void World::serve_waiting(LegSlot returned) {
  const LegId id = legs_[returned].id;
  QueueState& queue = queues_[legs_[returned].queue];
  int looked_at = 0;
  for (std::size_t level = waiting_levels; level-- > legs_[returned].level + 1UL;) {
    LegSlot slot = queue.waiting[level].first;
    while (slot != no_leg && looked_at++ < block_of_items && free_agents_.first(legs_[slot].queue) != no_index) {
      offer_to_free_agent(slot);
      const bool stays = legs_[slot].stage == Stage::queued;
      slot = stays ? legs_[slot].next : queue.waiting[level].first;
    }
  }
  if (slot_of(id) == returned && legs_[returned].stage == Stage::queued) offer_to_free_agent(returned);
}

void World::assign(LegSlot slot, AgentId id, trace::Route route) {
  Leg& assigned = legs_[slot];
  const bool waited = assigned.stage == Stage::queued;
  if (waited) {
    leave_queue(slot);
    summary_.waited_us_sum += static_cast<std::uint64_t>((now_ - assigned.waiting_since).us);
    ++summary_.waited_count;
  }
  emit(trace::Granted{assigned.id, trace::Resource::agent, trace::GroupId{assigned.queue}, id, waited, 0, 0});
  give_to_agent(slot, id);
  assigned.stage = Stage::ringing;
  assigned.offered_at = now_;
  agent(id).ringing = slot;
  use_capacity(slot);
  emit(trace::Offered{assigned.id, id, route, 0});
  const Queue& queue = config_.queues[assigned.queue];
  const Duration ring = choices_.duration(assigned.cause.then(draw_ring).then(assigned.offers++), queue.ring);
  const Duration timeout = std::max(queue.notification_timeout, notification_least);
  // Who is never answered hangs up before the agent takes the call: no agent missed it.
  const StepKind taken = assigned.plan.never_answered ? StepKind::leg_gives_up : StepKind::leg_answers;
  const bool in_time = ring <= timeout;
  const bool declines = in_time && taken == StepKind::leg_answers && queue.declines > 0 &&
                        choices_.chance(assigned.cause.then(draw_declines).then(assigned.offers), queue.declines);
  expect(slot, in_time ? ring : timeout, declines ? StepKind::offer_declined : in_time ? taken : StepKind::offer_expires);
}

// An ordinary item that rang goes back to the head of where it waited; one to an agent's own number goes to voicemail.
void World::take_back(LegSlot slot) {
  const AgentId id = legs_[slot].agent;
  Leg& taken = legs_[slot];
  queue_.cancel(taken.timer);
  agent(id).ringing = no_leg;
  release_capacity(slot);
  give_to_agent(slot, {});
  touch(id);
  if (taken.direct) return divert(slot, trace::Destination::voicemail);
  prepend(queues_[taken.queue].waiting[taken.level], slot);
  begin_waiting(slot);
  follow_up(FollowUp::Kind::serve_waiting, slot, taken.id);
}

// A supervisor gives the item that is first anywhere to this agent, whatever the agent's presence and load.
void World::assign_by_hand(AgentId id) {
  if (agent(id).devices == 0 || agent(id).ringing != no_leg) return;
  for (std::size_t level = waiting_levels; level-- > 0;)
    for (const QueueState& queue : queues_)
      if (const LegSlot slot = queue.waiting[level].first; slot != no_leg) return offer(slot, id, trace::Route::supervisor);
}

void World::withdraw_items(AgentId id) {
  const LegSlot slot = agent(id).ringing;
  if (slot == no_leg) return;
  emit(trace::Withdrawn{legs_[slot].id, id});
  take_back(slot);
}

// Nobody took the item in the time of its notification.
void World::item_missed(LegSlot slot) {
  const AgentId id = legs_[slot].agent;
  emit(trace::OfferTimedOut{legs_[slot].id, id});
  take_back(slot);
  missed(id);
}

// The agent does not want the item, and is not offered it for ever.
void World::item_declined(LegSlot slot) {
  const LegId id = legs_[slot].id;
  const AgentId holder = legs_[slot].agent;
  emit(trace::Declined{id, holder});
  const auto before = std::find_if(declines_.begin(), declines_.end(),
                                   [&](const Declines& declined) { return declined.leg == id && declined.agent == holder; });
  if (before != declines_.end())
    ++before->count;
  else
    declines_.push_back({id, holder, 1});
  take_back(slot);
  rejected(holder);
}

void World::emit_capacity(AgentId id, LegId leg) {
  const AgentState& state = agent(id);
  const bool blocking =
      state.capacity_profile != no_index && config_.capacity_profiles[state.capacity_profile].assignment_blocking;
  emit(trace::CapacityUsed{id, leg, state.used, capacity_limit(state), blocking && state.used > 0});
}

void World::use_capacity(LegSlot slot) {
  Leg& user = legs_[slot];
  if (user.uses_capacity) return;
  user.uses_capacity = true;
  ++agent(user.agent).used;
  emit_capacity(user.agent, user.id);
  touch(user.agent);
  follow_up(FollowUp::Kind::recalculate, user.agent.value);
}

void World::release_capacity(LegSlot slot) {
  Leg& user = legs_[slot];
  if (!user.uses_capacity) return;
  user.uses_capacity = false;
  AgentState& state = agent(user.agent);
  // Of what was finished, not of what only rang or was taken away.
  const bool finished = user.answered_once && (user.stage == Stage::dropped || user.stage == Stage::wrapping);
  const bool kept_for_the_day = finished && state.capacity_profile != no_index &&
                                config_.capacity_profiles[state.capacity_profile].reset == CapacityProfile::Reset::end_of_day;
  kept_for_the_day ? ++state.spent : --state.used;
  emit_capacity(user.agent, user.id);
  touch(user.agent);
  follow_up(FollowUp::Kind::recalculate, user.agent.value);
}

}  // namespace tocsin::models
