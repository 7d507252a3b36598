// Sessions of conversations: closed with X instead of End call, or in a browser that is away too long. The platform's ordinary
// act is to reopen the conversation and to give it to whoever is free for it. And calls whose far end passes them on.

#include "models/world/world.hpp"

namespace tocsin::models {

// The agent closes the session with X. What has dropped is closed by it; what only rings has no session yet.
void World::close_with_x(LegSlot slot) {
  const Leg& closing = legs_[slot];
  switch (closing.stage) {
    case Stage::dropped:
      return press_end(slot, trace::View::panel, trace::Actor::agent);
    case Stage::connected:
      return reassign(slot, trace::ReassignCause::session_closed);
    case Stage::on_its_way:
    case Stage::needs_lines:
    case Stage::inviting:
      if (closing.outgoing) reassign(slot, trace::ReassignCause::session_closed);
      return;
    default:
      return;
  }
}

// No device of the agent has been connected for too long: each of the agent's running calls goes to somebody else.
void World::browser_away(AgentId id) {
  std::vector<LegId> running;
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next)
    if (legs_[slot].stage == Stage::connected) running.push_back(legs_[slot].id);
  for (const LegId leg : running)
    if (const LegSlot slot = slot_of(leg); slot != no_leg && legs_[slot].stage == Stage::connected)
      reassign(slot, trace::ReassignCause::browser_away);
}

// The far end transfers its side of the call to somebody else and talks no more; the leg goes on.
void World::refer(LegSlot slot) {
  if (legs_[slot].stage != Stage::connected) return;
  emit(trace::Referred{legs_[slot].id, legs_[slot].agent});
  if (!legs_[slot].emergency) return;
  tp_event event = event_of(TP_TELL_REFERRED, legs_[slot].agent, legs_[slot].id);
  tell(event);
}

void World::reassign(LegSlot slot, trace::ReassignCause cause) {
  const LegId id = legs_[slot].id;
  const AgentId holder = legs_[slot].agent;
  tp_event event = event_of(TP_ASK_REASSIGN, holder, id);
  event.u.reassign.cause = static_cast<std::uint32_t>(cause);
  const std::uint32_t choice = ask(event, choices_of({TP_REFUSE}), [&](const tp_answer& answer) {
    const trace::Outcome outcome = answer.choice == TP_REFUSE ? trace::Outcome::refused : trace::Outcome::done;
    if (cause == trace::ReassignCause::session_closed) emit(trace::SessionClosed{id, holder, outcome});
    emit(trace::Reassigned{id, holder, cause, outcome});
  });
  if (choice == TP_REFUSE) return;
  const Leg& taken = legs_[slot];
  const bool of_a_queue = !taken.outgoing && !taken.emergency && !taken.direct && taken.queue != no_index;
  if (of_a_queue && taken.stage == Stage::connected) return back_to_queue(slot);
  // Nobody else is there for a call of no queue.
  drop(slot, trace::DropCause::system);
}

// The conversation is open again and waits for an agent, with the patience of one who has just come.
void World::back_to_queue(LegSlot slot) {
  const AgentId holder = legs_[slot].agent;
  cancel_timers(legs_[slot]);
  stop_media(slot);
  hide(slot);
  release_capacity(slot);
  give_to_agent(slot, {});
  touch(holder);
  Leg& open = legs_[slot];
  open.stage = Stage::on_its_way;
  open.held = open.recording_paused = open.recording_paused_by_policy = false;
  open.ordered[0] = open.ordered[1] = false;
  if (open.plan.gives_up_after != not_planned)
    open.deadline = schedule(open.plan.gives_up_after, 0, open.cause.then("open again"), {StepKind::leg_gives_up, slot, 0});
  enqueue(slot);
  resume_later(holder);
}

}  // namespace tocsin::models
