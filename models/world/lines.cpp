// Lines of trunk groups: taking them in the order of a call's way, waiting, blocking, giving back.
//
// The platform asks the policy before each line, and keeps waiting legs in order of arrival whatever they are: that an emergency
// goes first is the policy's doing.

#include "models/world/world.hpp"

namespace tocsin::models {

// Takes what the leg still needs. `waiting_already`: the leg stands first-come in the list of the group it lacks.
World::Lines World::take_lines(LegSlot slot, bool waiting_already) {
  while (legs_[slot].lines_held < legs_[slot].lines_needed) {
    const std::uint32_t group = legs_[slot].lines_path[legs_[slot].lines_held];
    if (!trunks_.limited(group)) {
      ++legs_[slot].lines_held;
      continue;
    }
    tp_event event = event_of(TP_ASK_GRANT, legs_[slot].agent, legs_[slot].id);
    const std::uint32_t free = trunks_.free(group);
    event.u.grant = {TP_TRUNK_LINE, group, free, trunks_.total(group), trunks_.reserve(group)};
    const std::uint32_t choice = ask(event, choices_of({TP_RESERVE, TP_REFUSE}));
    Leg& asking = legs_[slot];
    const trace::GroupId id{group};
    if (choice == TP_ORDINARY && free > 0) {
      if (waiting_already) unlink(line_waiting_[group], slot);
      trunks_.take(group);
      ++asking.lines_held;
      emit(trace::Granted{asking.id, trace::Resource::trunk_line, id, {}, waiting_already, free, trunks_.reserve(group)});
      waiting_already = false;
      continue;
    }
    const bool waits = choice != TP_REFUSE && (trunks_.queueing(group) || (asking.emergency && choice == TP_RESERVE));
    if (!waits) {
      if (waiting_already) unlink(line_waiting_[group], slot);
      emit(trace::Blocked{asking.id, trace::Resource::trunk_line, id});
      return Lines::blocked;
    }
    if (free > 0) emit(trace::PassedOver{asking.id, trace::Resource::trunk_line, id, {}});
    if (!waiting_already) {
      asking.stage = Stage::needs_lines;
      append(line_waiting_[group], slot);
      emit(trace::Waits{asking.id, trace::Resource::trunk_line, id, 0});
      if (asking.emergency) {
        tp_event waiting = event_of(TP_TELL_WAITING, asking.agent, asking.id);
        waiting.u.grant = event.u.grant;
        tell(waiting);
      }
    }
    return Lines::waits;
  }
  return Lines::held;
}

// The leg has every line of its way: on with what it was waiting for.
void World::lines_ready(LegSlot slot) {
  Leg& ready = legs_[slot];
  if (ready.outgoing)
    invite(slot);
  else if (ready.emergency)
    offer_callback(slot);
  else
    route_by_rules(slot);
}

void World::lines_blocked(LegSlot slot) {
  if (!legs_[slot].emergency) ++summary_.ordinary_blocked;
  legs_[slot].stage = Stage::inviting;
  drop(slot, trace::DropCause::trunk);
}

void World::release_lines(LegSlot slot) {
  Leg& released = legs_[slot];
  if (released.stage == Stage::needs_lines) unlink(line_waiting_[released.lines_path[released.lines_held]], slot);
  for (std::uint32_t i = 0; i < released.lines_held; ++i) {
    const std::uint32_t group = released.lines_path[i];
    if (!trunks_.limited(group)) continue;
    trunks_.give_back(group);
    emit(trace::Freed{released.id, trace::Resource::trunk_line, trace::GroupId{group}});
    if (line_waiting_[group].first != no_leg) follow_up(FollowUp::Kind::serve_group, group);
  }
  released.lines_held = released.lines_needed = 0;
}

void World::serve_group(std::uint32_t group) {
  LegSlot slot = line_waiting_[group].first;
  while (slot != no_leg && trunks_.free(group) > 0) {
    // The list changes under a grant only at this leg, and a leg that is blocked here leaves it too.
    const LegSlot next = legs_[slot].next;
    switch (take_lines(slot, true)) {
      case Lines::held:
        lines_ready(slot);
        break;
      case Lines::blocked:
        legs_[slot].stage = Stage::inviting;
        lines_blocked(slot);
        break;
      case Lines::waits:
        break;
    }
    slot = next;
  }
}

}  // namespace tocsin::models
