// The table of legs and the lists they stand in.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {

LegSlot World::new_leg(sim::Address cause, bool outgoing) {
  LegSlot slot = steps_.next_slot;
  if (slot != no_leg) {
    steps_.next_slot = no_leg;
  } else if (free_legs_.empty()) {
    slot = static_cast<LegSlot>(legs_.size());
    legs_.emplace_back();
  } else {
    slot = free_legs_.back();
    free_legs_.pop_back();
  }
  Leg& fresh = legs_[slot];
  fresh = Leg{};
  fresh.id = LegId{steps_.on ? slot + 1 : last_leg_ + 1};
  last_leg_ = std::max(last_leg_, fresh.id.value);
  fresh.cause = cause;
  fresh.outgoing = outgoing;
  fresh.stage = Stage::asked;
  fresh.begun = now_;
  slots_.at(fresh.id.value) = slot;
  ++legs_live_;
  return slot;
}

void World::give_to_agent(LegSlot slot, AgentId id) {
  Leg& given = legs_[slot];
  if (given.agent) {
    if (given.agent_previous != no_leg)
      legs_[given.agent_previous].agent_next = given.agent_next;
    else
      agents_[given.agent.value].legs = given.agent_next;
    if (given.agent_next != no_leg) legs_[given.agent_next].agent_previous = given.agent_previous;
    given.agent_previous = given.agent_next = no_leg;
  }
  given.agent = id;
  if (!id) return;
  AgentState& state = agents_[id.value];
  given.agent_next = state.legs;
  if (state.legs != no_leg) legs_[state.legs].agent_previous = slot;
  state.legs = slot;
}

void World::free_leg(LegSlot slot) {
  Leg& gone = legs_[slot];
  TOCSIN_ASSERT(gone.stage != Stage::unused, "a leg ended twice");
  cancel_timers(gone);
  TOCSIN_ASSERT(!gone.untold, "a leg was forgotten before the policy was told of its end");
  if (gone.emergency && faults_.any) faults_.past.push_back({gone.id, gone.agent, gone.outgoing, false, gone.path});
  give_to_agent(slot, {});
  slots_.erase(gone.id.value);
  if (!declines_.empty()) std::erase_if(declines_, [&](const Declines& d) { return d.leg == gone.id; });
  gone.stage = Stage::unused;
  if (!steps_.on) free_legs_.push_back(slot);
  --legs_live_;
}

LegSlot World::slot_of(LegId id) {
  if (!id) return no_leg;
  const LegSlot* slot = slots_.find(id.value);
  return slot ? *slot : no_leg;
}

void World::append(WaitingList& list, LegSlot slot) {
  legs_[slot].previous = list.last;
  legs_[slot].next = no_leg;
  if (list.last != no_leg)
    legs_[list.last].next = slot;
  else
    list.first = slot;
  list.last = slot;
}

void World::prepend(WaitingList& list, LegSlot slot) {
  legs_[slot].previous = no_leg;
  legs_[slot].next = list.first;
  if (list.first != no_leg)
    legs_[list.first].previous = slot;
  else
    list.last = slot;
  list.first = slot;
}

void World::unlink(WaitingList& list, LegSlot slot) {
  Leg& out = legs_[slot];
  if (out.previous != no_leg)
    legs_[out.previous].next = out.next;
  else
    list.first = out.next;
  if (out.next != no_leg)
    legs_[out.next].previous = out.previous;
  else
    list.last = out.previous;
  out.previous = out.next = no_leg;
}

}  // namespace tocsin::models
