// The life of a leg once somebody answers: talking, holding, ending, and what the platform does after it.

#include <algorithm>

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
  if (connected.outgoing && connected.emergency_case != no_index) cases_[connected.emergency_case].answered = true;
  emit(trace::Answered{connected.id, id, automatically});
  if (connected.emergency) {
    tp_event event = event_of(TP_TELL_ANSWERED, id, connected.id);
    tell(event);
  }
  emit(trace::Media{legs_[slot].id, id, true});
  set_microphone(id, slot);
  start_recording(slot);
  rows_at_answer(slot);
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
  if (legs_[slot].recording_paused_by_policy) resume_recording(slot, trace::Actor::platform);
}

// The agent may be free for a call that was put on hold: looks again a little later.
void World::resume_later(AgentId id) {
  if (agent(id).active != no_leg) return;
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next)
    if (legs_[slot].stage == Stage::connected && legs_[slot].held) {
      schedule(config_.resume_after, 0, legs_[slot].cause.then("resume"), {StepKind::resume, id.value, 0});
      return;
    }
}

// Whoever is dialling is not free for it.
void World::resume_some(AgentId id) {
  if (agent(id).active != no_leg) return;
  LegSlot held = no_leg;
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next) {
    const Stage stage = legs_[slot].stage;
    if (legs_[slot].outgoing && (stage == Stage::needs_lines || stage == Stage::inviting)) return;
    if (stage == Stage::connected && legs_[slot].held) held = slot;
  }
  if (held != no_leg) resume(held);
}

void World::stop_media(LegSlot slot) {
  const Leg& stopping = legs_[slot];
  emit(trace::Media{stopping.id, stopping.agent, false});
  stop_recording(slot);
  if (agent(stopping.agent).active == slot) set_microphone(stopping.agent, no_leg);
}

void World::cancel_timers(Leg& leg) {
  if (leg.awaited) --faults_.on_its_way;
  leg.awaited = false;
  leg.told_late = 0;
  queue_.cancel(leg.timer);
  queue_.cancel(leg.deadline);
}

// The leg ends for a cause that is not the agent's.
void World::drop(LegSlot slot, trace::DropCause cause) {
  if (legs_[slot].stage == Stage::asked && legs_[slot].awaited && !legs_[slot].outgoing && !faults_.down) {
    // The order of causes is kept for each leg: that it came is told before its end.
    const LegId id = legs_[slot].id;
    queue_.cancel(legs_[slot].timer);
    ask_policy(slot);
    if (slot_of(id) != slot) return;
  }
  if (legs_[slot].emergency && legs_[slot].stage == Stage::ringing && !faults_.down) {
    const LegId id = legs_[slot].id;
    tell_overs_of(legs_[slot].agent, Overs::final);
    if (slot_of(id) != slot) return;
  }
  const Leg& leg_now = legs_[slot];
  if (!leg_now.emergency && !leg_now.outgoing && !leg_now.answered_once && cause == trace::DropCause::caller_gave_up)
    ++summary_.ordinary_abandoned;
  // Of what only rings the policy hears at once: its orders name the leg as long as it does not know better.
  const bool may_be_late = leg_now.emergency && (leg_now.outgoing || leg_now.answered_once) && leg_now.stage != Stage::dropped;
  const Hearing heard = may_be_late ? hearing(leg_now.cause.then("over")) : Hearing{now_, 0};
  emit_heard(heard.at, trace::Dropped{leg_now.id, leg_now.agent, cause});
  Ending ending = take_out(slot);
  ending.cause = static_cast<std::uint32_t>(cause);
  tell_leg_over(slot, ending, heard);
}

// The leg is over from here on: out of wherever it waits, rings or talks. Asks nothing.
Ending World::take_out(LegSlot slot) {
  Leg& over = legs_[slot];
  const Ending ending{0, false, false, over.stage == Stage::dropped, over.stage == Stage::connected, now_};
  cancel_timers(over);
  leave_responder(slot);
  if (over.stage == Stage::queued) leave_queue(slot);
  if (over.agent && agent(over.agent).ringing == slot) agent(over.agent).ringing = no_leg;
  release_lines(slot);
  if (ending.was_connected) stop_media(slot);
  over.stage = Stage::dropped;
  const bool terminates = over.outgoing && over.emergency && trace::is_on(config_.switches, 8);
  if (terminates && !ending.dropped_before) last_window_end_ = std::max(last_window_end_, now_ + config_.termination_window);
  if (!ending.dropped_before) case_goes_on(over);
  return ending;
}

// Tells the policy of a leg that has been taken out, and asks what becomes of its row and its session.
void World::leg_over(LegSlot slot, const Ending& ending) {
  const Leg& over = legs_[slot];
  const AgentId id = over.agent;
  if (over.emergency && over.outgoing && !ending.dropped_before && faults_.any)
    for (const Number number : config_.pool)
      if (Lent* known = lent_.find(number.value); known && known->leg == over.id) known->ended = ending.at;
  if (over.emergency && (ending.by_agent || !ending.dropped_before)) {
    tp_event event = event_of(ending.by_agent ? TP_TELL_END_PRESSED : TP_TELL_DROPPED, id, over.id);
    event.occurred_us = ending.at.us;
    if (ending.by_agent) event.by = TP_BY_AGENT;
    event.u.leg_end = {ending.cause, ending.by_agent};
    tell(event);
    if (ending.by_agent && !legs_[slot].settled) settle(slot);
  }
  if (!ending.dropped_before) rows_at_end(slot);
  if (over.emergency) {
    // A session stays open at the agent after the far end of an emergency call is gone; one that never came about has none.
    const bool stays = !ending.pressed && (over.outgoing ? over.attempt > 0 : over.answered_once);
    tp_event event = event_of(TP_ASK_LEG_END, id, over.id);
    event.u.leg_end = {ending.cause, ending.by_agent};
    ask(event, choices_of({TP_CLOSE, TP_KEEP_PANEL}), [&](const tp_answer& answer) {
      if (stays && answer.choice != TP_CLOSE)
        leave_session_open(slot, answer.choice == TP_KEEP_PANEL);
      else
        close_session(slot, answer.choice == TP_KEEP_PANEL, answer.choice == TP_ORDINARY && ending.was_connected);
    });
  } else {
    close_session(slot, false, ending.was_connected);
  }
  if (id) resume_later(id);
}

// The agent ended this leg, and with it what had dropped before; the policy knows.
void World::settle(LegSlot ended) {
  legs_[ended].settled = true;
  settle_dropped(legs_[ended].agent);
}

void World::settle_dropped(AgentId id) {
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next)
    if (legs_[slot].stage == Stage::dropped && !legs_[slot].untold) legs_[slot].settled = true;
}

void World::leave_session_open(LegSlot slot, bool keeps_panel) {
  if (!keeps_panel) hide(slot);
  Leg& open = legs_[slot];
  if (open.plan.closes_after != not_planned)
    open.timer = schedule(open.plan.closes_after, 0, open.cause.then(draw_closes), {StepKind::leg_closes, slot, 0});
}

// The leg's session closes; an agent who talked on an ordinary call has wrap-up, which holds its capacity. What a panel that is
// kept still shows is the policy's to take away.
void World::close_session(LegSlot slot, bool keeps_panel, bool with_wrap_up) {
  if (!keeps_panel) hide(slot);
  const Leg& closing = legs_[slot];
  if (keeps_panel && faults_.any) faults_.panels.push_back({closing.id, closing.agent, closing.outgoing});
  const AgentId id = closing.agent;
  if (!id) return free_leg(slot);
  const Duration wrap_up = with_wrap_up ? wrap_up_of(closing) : Duration{0};
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

// As the leg's queue says, or for a call of no queue the agent's first.
Duration World::wrap_up_of(const Leg& closing) {
  const std::uint32_t queue = closing.queue != no_index ? closing.queue : free_agents_.first_queue(closing.agent);
  if (queue == no_index) return {};
  return choices_.duration(closing.cause.then(draw_wrap_up), config_.queues[queue].wrap_up);
}

void World::end_wrap_up(LegSlot slot) {
  const AgentId id = legs_[slot].agent;
  --agent(id).wrapping;
  emit(trace::WrapUp{id, legs_[slot].id, false});
  release_capacity(slot);
  free_leg(slot);
  touch(id);
}

}  // namespace tocsin::models
