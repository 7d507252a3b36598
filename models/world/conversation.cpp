// The life of a leg once somebody answers: talking, holding, ending, and what the platform does after it.

#include "models/world/world.hpp"

namespace tocsin::models {

void World::connect(LegSlot slot, bool automatically) {
  const AgentId id = legs_[slot].agent;
  const LegSlot before = agent(id).active;
  if (before != no_leg && before != slot && legs_[before].stage == Stage::connected) hold(before);
  Leg& connected = legs_[slot];
  queue_.cancel(connected.timer);
  queue_.cancel(connected.deadline);
  connected.stage = Stage::connected;
  connected.answered_once = true;
  emit(trace::Answered{connected.id, id, automatically});
  if (connected.emergency) {
    tp_event event = event_of(TP_TELL_ANSWERED, id, connected.id);
    tell(event);
  }
  emit(trace::Media{legs_[slot].id, id, true});
  set_microphone(id, slot);
  start_recording(slot);
  legs_[slot].timer = schedule(legs_[slot].plan.talk, 0, legs_[slot].cause.then(draw_talk), {StepKind::leg_ends, slot, 0});
}

void World::hold(LegSlot slot) {
  Leg& held = legs_[slot];
  if (held.stage != Stage::connected || held.held) return;
  held.held = true;
  emit(trace::Held{held.id, held.agent});
  if (agent(held.agent).active == slot) set_microphone(held.agent, no_leg);
}

void World::resume(LegSlot slot) {
  if (legs_[slot].stage != Stage::connected || !legs_[slot].held) return;
  const LegSlot other = agent(legs_[slot].agent).active;
  if (other != no_leg) hold(other);
  legs_[slot].held = false;
  emit(trace::Resumed{legs_[slot].id, legs_[slot].agent});
  set_microphone(legs_[slot].agent, slot);
  if (legs_[slot].recording_paused_by_policy) resume_recording(slot);
}

// The agent is free for a call that was put on hold.
void World::resume_some(AgentId id) {
  if (agent(id).active != no_leg) return;
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next)
    if (legs_[slot].stage == Stage::connected && legs_[slot].held) return resume(slot);
}

void World::stop_media(LegSlot slot) {
  Leg& stopping = legs_[slot];
  if (stopping.stage != Stage::connected) return;
  emit(trace::Media{stopping.id, stopping.agent, false});
  stop_recording(slot);
  const AgentId id = stopping.agent;
  if (agent(id).active != slot) return;
  set_microphone(id, no_leg);
  for (LegSlot other = agent(id).legs; other != no_leg; other = legs_[other].agent_next)
    if (legs_[other].held && legs_[other].stage == Stage::connected) {
      schedule(config_.resume_after, 0, legs_[other].cause.then("resume"), {StepKind::resume, id.value, 0});
      return;
    }
}

void World::cancel_timers(Leg& leg) {
  queue_.cancel(leg.timer);
  queue_.cancel(leg.deadline);
}

// The leg ends for a cause that is not the agent's.
void World::drop(LegSlot slot, trace::DropCause cause) {
  const Leg& leg_now = legs_[slot];
  if (!leg_now.emergency && !leg_now.outgoing && !leg_now.answered_once && cause == trace::DropCause::caller_gave_up)
    ++summary_.ordinary_abandoned;
  emit(trace::Dropped{leg_now.id, leg_now.agent, cause});
  leg_over(slot, static_cast<std::uint32_t>(cause), false);
}

// Somebody uses End call, or the agent closes the session of a leg that has dropped.
void World::press_end(LegSlot slot, trace::Actor by) {
  const LegId id = legs_[slot].id;
  const bool allowed = use_control(slot, trace::View::panel, trace::control_end_call, by);
  if (slot_of(id) != slot) return;
  Leg& ending = legs_[slot];
  const bool over_already = ending.stage == Stage::wrapping;
  emit(trace::EndPressed{id, ending.agent, by,
                         !allowed       ? trace::Outcome::refused
                         : over_already ? trace::Outcome::no_effect
                                        : trace::Outcome::done});
  if (!allowed || over_already) return;
  leg_over(slot, 0, by == trace::Actor::agent);
}

// Takes the leg out of wherever it is, tells the policy, and asks what becomes of its session.
void World::leg_over(LegSlot slot, std::uint32_t cause, bool by_agent) {
  const bool dropped_before = legs_[slot].stage == Stage::dropped;
  const LegId id = legs_[slot].id;
  cancel_timers(legs_[slot]);
  leave_responder(slot);
  if (legs_[slot].stage == Stage::queued) leave_queue(slot);
  if (legs_[slot].agent && agent(legs_[slot].agent).ringing == slot) agent(legs_[slot].agent).ringing = no_leg;
  release_lines(slot);
  stop_media(slot);
  const bool connected = legs_[slot].stage == Stage::connected;
  legs_[slot].stage = Stage::dropped;
  const std::uint32_t emergency_case = legs_[slot].emergency_case;
  const std::uint32_t callback = legs_[slot].callback_index;

  std::uint32_t after = TP_ORDINARY;
  if (legs_[slot].emergency) {
    tp_event event = event_of(by_agent ? TP_TELL_END_PRESSED : TP_TELL_DROPPED, legs_[slot].agent, id);
    if (by_agent) event.by = TP_BY_AGENT;
    event.u.leg_end = {cause, by_agent};
    tell(event);
    tp_event end = event_of(TP_ASK_LEG_END, legs_[slot].agent, id);
    end.u.leg_end = {cause, by_agent};
    after = ask(end, choices_of({TP_CLOSE, TP_KEEP_PANEL}));
  }
  if (!dropped_before) write_row(slot);
  const Duration closes_after = legs_[slot].plan.closes_after;
  // A session stays open at the agent after the far end of an emergency call is gone; one that never came about has none.
  const bool session_stays =
      legs_[slot].emergency && !by_agent && (legs_[slot].outgoing ? legs_[slot].attempt > 0 : legs_[slot].answered_once);
  if (session_stays) {
    if (after != TP_KEEP_PANEL) hide(slot);
    if (closes_after != not_planned)
      legs_[slot].timer = schedule(closes_after, 0, legs_[slot].cause.then(draw_closes), {StepKind::leg_closes, slot, 0});
  } else if (after == TP_KEEP_PANEL) {
    free_leg(slot);  // what its panel still shows is the policy's to take away
  } else {
    close_session(slot, after == TP_ORDINARY && connected);
  }
  if (emergency_case != no_index && !dropped_before) {
    if (callback == no_index)
      milestone(emergency_case, CallbackPlan::From::ended);
    else
      milestone(emergency_case, CallbackPlan::From::previous_ended, callback);
  }
}

// The leg's session closes; an agent who talked on an ordinary call has wrap-up, which holds its capacity.
void World::close_session(LegSlot slot, bool with_wrap_up) {
  hide(slot);
  const Leg& closing = legs_[slot];
  const AgentId id = closing.agent;
  if (!id) return free_leg(slot);
  const Membership* const first =
      agent(id).memberships_begin == agent(id).memberships_end ? nullptr : &memberships_[agent(id).memberships_begin];
  const std::uint32_t queue = closing.queue != no_index ? closing.queue : first ? first->queue : no_index;
  const Duration wrap_up = !with_wrap_up || queue == no_index
                               ? Duration{0}
                               : choices_.duration(closing.cause.then(draw_wrap_up), config_.queues[queue].wrap_up);
  if (wrap_up.us <= 0) {
    release_capacity(slot);
    free_leg(slot);
    return touch(id);
  }
  legs_[slot].stage = Stage::wrapping;
  ++agent(id).wrapping;
  emit(trace::WrapUp{id, legs_[slot].id, true});
  touch(id);
  legs_[slot].timer = schedule(wrap_up, 0, legs_[slot].cause.then(draw_wrap_up), {StepKind::wrap_up_ends, slot, 0});
}

}  // namespace tocsin::models
