// Lines of trunk groups, media ports and licences: taking them in the order of a call's way, waiting, blocking, giving back.
//
// The platform asks the policy before each, and keeps waiting legs in order of arrival whatever they are: that an emergency
// goes first is the policy's doing. An ordinary leg that comes to a group where ordinary ones wait goes behind them, though
// something of it came free in this very instant.

#include "models/world/world.hpp"

namespace tocsin::models {

// The way of the call's lines, as the network says. It starts to take them with `take_lines`.
void World::set_way(LegSlot slot, std::span<const std::uint32_t> groups) {
  Leg& routed = legs_[slot];
  routed.stage = Stage::on_its_way;
  routed.lines_path = groups;
  routed.lines_held = 0;
}

// Takes what the leg still needs, and goes on with it as far as that leads.
void World::take_lines(LegSlot slot) {
  while (legs_[slot].lines_held < legs_[slot].lines_path.size()) {
    const std::uint32_t group = legs_[slot].lines_path[legs_[slot].lines_held];
    if (!trunks_.limited(group)) {
      ++legs_[slot].lines_held;
      continue;
    }
    switch (ask_for_line(slot, group)) {
      case Line::granted:
        break;
      case Line::waits:
        return;
      case Line::blocked:
        if (!legs_[slot].emergency) ++summary_.ordinary_blocked;
        return drop(slot,
                    trunks_.resource(group) == trace::Resource::trunk_line ? trace::DropCause::trunk : trace::DropCause::system);
    }
  }
  legs_[slot].stage = Stage::on_its_way;
  if (legs_[slot].outgoing)
    invite(slot);
  else if (legs_[slot].emergency)
    offer_callback(slot);
  else
    route_by_rules(slot);
}

World::GrantAsked World::grant_of(std::uint32_t group, std::uint32_t free) const {
  const trace::Resource resource = trunks_.resource(group);
  // The words of the contract and of the trace differ by the agent, which the trace has first.
  const std::uint32_t asked = resource == trace::Resource::trunk_line   ? TP_TRUNK_LINE
                              : resource == trace::Resource::media_port ? TP_MEDIA_PORT
                                                                        : TP_LICENCE;
  return {asked, trunks_.id(group).value, free, trunks_.total(group), trunks_.reserve(group)};
}

World::Line World::ask_for_line(LegSlot slot, std::uint32_t group) {
  const trace::GroupId id = trunks_.id(group);
  const trace::Resource resource = trunks_.resource(group);
  const bool waited = legs_[slot].stage == Stage::needs_lines;
  LegSlot ahead = waited || legs_[slot].emergency ? no_leg : line_waiting_[group].first;
  while (ahead != no_leg && legs_[ahead].emergency) ahead = legs_[ahead].next;
  const std::uint32_t free = ahead == no_leg ? trunks_.free(group) : 0;
  tp_event event = event_of(TP_ASK_GRANT, legs_[slot].agent, legs_[slot].id);
  event.u.grant = grant_of(group, free);
  Line line = Line::waits;
  ask(event, choices_of({TP_RESERVE, TP_REFUSE}), [&](const tp_answer& answer) {
    Leg& asking = legs_[slot];
    const auto leave_list = [&] {
      if (waited) unlink(line_waiting_[group], slot);
      asking.stage = Stage::on_its_way;
    };
    if (answer.choice == TP_ORDINARY && free > 0) {
      line = Line::granted;
      leave_list();
      trunks_.take(group);
      ++asking.lines_held;
      emit(trace::Granted{asking.id, resource, id, {}, waited, free, trunks_.reserve(group)});
      return;
    }
    if (answer.choice == TP_REFUSE || (!trunks_.queueing(group) && !(asking.emergency && answer.choice == TP_RESERVE))) {
      line = Line::blocked;
      leave_list();
      emit(trace::Blocked{asking.id, resource, id});
      return;
    }
    if (free > 0) emit(trace::PassedOver{asking.id, resource, id, {}});
    if (waited) return;
    asking.stage = Stage::needs_lines;
    append(line_waiting_[group], slot);
    emit(trace::Waits{asking.id, resource, id, 0});
  });
  if (line == Line::waits && !waited && legs_[slot].emergency) {
    tp_event waiting = event_of(TP_TELL_WAITING, legs_[slot].agent, legs_[slot].id);
    waiting.u.grant = event.u.grant;
    tell(waiting);
  }
  return line;
}

void World::release_lines(LegSlot slot) {
  Leg& released = legs_[slot];
  if (released.stage == Stage::needs_lines) {
    const std::uint32_t group = released.lines_path[released.lines_held];
    unlink(line_waiting_[group], slot);
    released.stage = Stage::on_its_way;
    // Others may have been passed over for its sake.
    if (trunks_.free(group) > 0 && line_waiting_[group].first != no_leg) follow_up(FollowUp::Kind::serve_group, group);
  }
  for (std::uint32_t i = 0; i < released.lines_held; ++i) {
    const std::uint32_t group = released.lines_path[i];
    if (!trunks_.limited(group)) continue;
    trunks_.give_back(group);
    emit(trace::Freed{released.id, trunks_.resource(group), trunks_.id(group)});
    if (line_waiting_[group].first != no_leg) follow_up(FollowUp::Kind::serve_group, group);
  }
  released.lines_held = 0;
  released.lines_path = released.lines_path.first(0);
}

void World::serve_group(std::uint32_t group) {
  LegSlot slot = line_waiting_[group].first;
  bool passed_over = false;
  while (slot != no_leg && trunks_.free(group) > 0) {
    // Only this leg leaves the list meanwhile: legs end between steps and follow-ups, not inside them.
    const LegSlot next = legs_[slot].next;
    const LegId id = legs_[slot].id;
    const bool emergency = legs_[slot].emergency;
    take_lines(slot);
    const bool stays = slot_of(id) == slot && legs_[slot].stage == Stage::needs_lines;
    passed_over = passed_over || (stays && !emergency);
    slot = next;
    // Whoever was passed over for an emergency that has its own now comes before those behind.
    if (!stays && emergency && passed_over) {
      slot = line_waiting_[group].first;
      passed_over = false;
    }
  }
}

}  // namespace tocsin::models
