// The recorder.
//
// A recording of a conversation has two sources: the leg's far end, and the agent's microphone. The recorder takes the microphone
// where the agent's device feeds it, so a recording that is not paused goes on taking it while the agent talks on another leg.
// Where recordings are mixed, an agent has one recording at a time, which takes up each further recorded leg as a source; it is
// paused and resumed as a whole, and stops with its last leg.

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

tp_event record_event(tp_event event, std::uint32_t moment, LegId feeds) {
  event.u.record = {moment, 0, feeds.value};
  return event;
}

}  // namespace

void World::start_recording(LegSlot slot) {
  const Leg& leg_now = legs_[slot];
  const std::uint32_t profile = agent(leg_now.agent).outbound_profile;
  const bool configured = leg_now.outgoing
                              ? config_.record_outbound && (profile == no_index || config_.outbound_profiles[profile].record)
                              : config_.record_inbound;
  if (configured) ask_to_record(slot, trace::Actor::platform);
}

// Another leg of the agent whose recording a mixed one of this leg joins.
LegSlot World::mixed_with(LegSlot slot) const {
  const Leg& joining = legs_[slot];
  if (!config_.mixed_recording || !joining.agent) return no_leg;
  for (LegSlot other = agents_[joining.agent.value].legs; other != no_leg; other = legs_[other].agent_next)
    if (other != slot && legs_[other].recording) return other;
  return no_leg;
}

void World::ask_to_record(LegSlot slot, trace::Actor by) {
  if (postpone({trace::Component::recorder, legs_[slot].id, {}, {}, {}, {}, by})) return;
  emit(trace::RecordingDue{legs_[slot].id, legs_[slot].agent});
  const LegSlot fed = agent(legs_[slot].agent).active;
  tp_event event = record_event(event_of(TP_ASK_RECORD, legs_[slot].agent, legs_[slot].id), TP_RECORD_START,
                                fed == no_leg ? LegId{} : legs_[fed].id);
  event.by = static_cast<std::uint32_t>(by);
  ask(event, choices_of({TP_PREVENT, TP_PAUSE}), [&](const tp_answer& answer) {
    if (answer.choice == TP_PREVENT) return;
    Leg& recorded = legs_[slot];
    if (const LegSlot mix = mixed_with(slot); mix != no_leg) {
      recorded.recording = legs_[mix].recording;
      recorded.recording_paused = legs_[mix].recording_paused;
      recorded.recording_paused_by_policy = legs_[mix].recording_paused_by_policy;
      emit(trace::RecordingSource{recorded.recording, recorded.id, true});
    } else {
      recorded.recording = trace::RecordingId{++last_recording_};
      recorded.recording_paused = recorded.recording_paused_by_policy = false;
      emit(trace::RecordingStarted{recorded.recording, recorded.id, recorded.agent, true});
    }
    if (answer.choice == TP_PAUSE && !recorded.recording_paused) pause_recording(slot, true);
  });
}

void World::stop_recording(LegSlot slot) {
  Leg& recorded = legs_[slot];
  if (!recorded.recording) return;
  const LegSlot mix = mixed_with(slot);
  if (mix != no_leg && legs_[mix].recording == recorded.recording)
    emit(trace::RecordingSource{recorded.recording, recorded.id, false});
  else
    emit(trace::RecordingStopped{recorded.recording, recorded.id});
  recorded.recording = {};
  recorded.recording_paused = recorded.recording_paused_by_policy = false;
}

// With every leg of it.
void World::stop_whole_recording(LegSlot slot) {
  const trace::RecordingId recording = legs_[slot].recording;
  for (LegSlot each = agent(legs_[slot].agent).legs; each != no_leg; each = legs_[each].agent_next)
    if (legs_[each].recording == recording) stop_recording(each);
}

// Of every leg of the recording.
void World::set_paused(LegSlot slot, bool paused, bool by_policy) {
  const trace::RecordingId recording = legs_[slot].recording;
  for (LegSlot each = agent(legs_[slot].agent).legs; each != no_leg; each = legs_[each].agent_next)
    if (legs_[each].recording == recording) {
      legs_[each].recording_paused = paused;
      legs_[each].recording_paused_by_policy = by_policy;
    }
}

void World::pause_recording(LegSlot slot, bool by_policy) {
  set_paused(slot, true, by_policy);
  emit(trace::RecordingPaused{legs_[slot].recording, legs_[slot].id});
}

// The agent, or the policy's earlier word, had paused it: asks whether it goes on.
void World::resume_recording(LegSlot slot, trace::Actor by) {
  if (!legs_[slot].recording || !legs_[slot].recording_paused) return;
  emit(trace::RecordingDue{legs_[slot].id, legs_[slot].agent});
  const LegSlot fed = agent(legs_[slot].agent).active;
  tp_event event = record_event(event_of(TP_ASK_RECORD, legs_[slot].agent, legs_[slot].id), TP_RECORD_RESUME,
                                fed == no_leg ? LegId{} : legs_[fed].id);
  event.by = static_cast<std::uint32_t>(by);
  ask(event, choices_of({TP_PREVENT, TP_PAUSE}), [&](const tp_answer& answer) {
    if (answer.choice == TP_PREVENT) return stop_whole_recording(slot);
    // Somebody wants it to go on, and it does once the policy has no objection any more.
    if (answer.choice == TP_PAUSE) return set_paused(slot, true, true);
    set_paused(slot, false, false);
    emit(trace::RecordingResumed{legs_[slot].recording, legs_[slot].id, true});
  });
}

// The agent's own pause button on a recording: pauses it, or lets it go on.
void World::press_pause(LegSlot slot) {
  if (!legs_[slot].recording) return;
  emit(trace::ControlUsed{trace::View::panel, legs_[slot].id, legs_[slot].agent, trace::control_record, trace::Actor::agent,
                          trace::Outcome::done});
  if (legs_[slot].recording_paused) return resume_recording(slot, trace::Actor::agent);
  pause_recording(slot, false);
}

// Somebody starts the recording of all that the agent has on the line, whatever is configured; what is paused goes on.
void World::record_by_hand(AgentId id, trace::Actor by) {
  std::vector<LegId> running;
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next)
    if (legs_[slot].stage == Stage::connected) running.push_back(legs_[slot].id);
  for (const LegId leg : running) {
    const LegSlot slot = slot_of(leg);
    if (slot == no_leg || legs_[slot].stage != Stage::connected) continue;
    if (!legs_[slot].recording)
      ask_to_record(slot, by);
    else
      resume_recording(slot, by);
  }
}

// The agent's microphone feeds another leg. Recordings of the agent's other legs still take it: the policy is asked about each.
void World::set_microphone(AgentId id, LegSlot feeds) {
  if (agent(id).active == feeds) return;
  agent(id).active = feeds;
  const LegId fed = feeds == no_leg ? LegId{} : legs_[feeds].id;
  emit(trace::Microphone{id, fed});
  if (feeds == no_leg) return;
  // Collected first: the orders that come with an answer can change the agent's list of legs.
  std::vector<LegId> recorded;
  trace::RecordingId last = legs_[feeds].recording;  // one question for each recording, and none where the leg is part of it
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next) {
    const Leg& other = legs_[slot];
    if (slot == feeds || !other.recording || other.recording_paused || other.recording == last) continue;
    recorded.push_back(other.id);
    last = other.recording;
  }
  for (const LegId leg : recorded) ask_about_microphone(leg, fed);
}

void World::ask_about_microphone(LegId recorded, LegId fed) {
  const LegSlot slot = slot_of(recorded);
  if (slot == no_leg || !legs_[slot].recording || legs_[slot].recording_paused) return;
  tp_event event = record_event(event_of(TP_ASK_RECORD, legs_[slot].agent, recorded), TP_RECORD_MICROPHONE, fed);
  ask(event, choices_of({TP_PREVENT, TP_PAUSE}), [&](const tp_answer& answer) {
    if (answer.choice == TP_PREVENT) return stop_whole_recording(slot);
    if (answer.choice == TP_PAUSE) pause_recording(slot, true);
  });
}

}  // namespace tocsin::models
