// The recorder and the history store.
//
// A recording of a conversation has two sources: the leg's far end, and the agent's microphone. The recorder takes the microphone
// where the agent's device feeds it, so a recording that is not paused goes on taking it while the agent talks on another leg.

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
  if (!configured) return;
  emit(trace::RecordingDue{leg_now.id, leg_now.agent});
  tp_event event = record_event(event_of(TP_ASK_RECORD, leg_now.agent, leg_now.id), TP_RECORD_START, leg_now.id);
  ask(event, choices_of({TP_PREVENT, TP_PAUSE}), [&](const tp_answer& answer) {
    if (answer.choice == TP_PREVENT) return;
    Leg& recorded = legs_[slot];
    recorded.recording = trace::RecordingId{++last_recording_};
    recorded.recording_paused = recorded.recording_paused_by_policy = answer.choice == TP_PAUSE;
    emit(trace::RecordingStarted{recorded.recording, recorded.id, recorded.agent, true});
    if (answer.choice == TP_PAUSE) emit(trace::RecordingPaused{recorded.recording, recorded.id});
  });
}

void World::stop_recording(LegSlot slot) {
  Leg& recorded = legs_[slot];
  if (!recorded.recording) return;
  emit(trace::RecordingStopped{recorded.recording, recorded.id});
  recorded.recording = {};
  recorded.recording_paused = recorded.recording_paused_by_policy = false;
}

// The agent, or the policy's earlier word, had paused it: asks whether it goes on.
void World::resume_recording(LegSlot slot) {
  if (!legs_[slot].recording || !legs_[slot].recording_paused) return;
  emit(trace::RecordingDue{legs_[slot].id, legs_[slot].agent});
  tp_event event = record_event(event_of(TP_ASK_RECORD, legs_[slot].agent, legs_[slot].id), TP_RECORD_RESUME, legs_[slot].id);
  ask(event, choices_of({TP_PREVENT, TP_PAUSE}), [&](const tp_answer& answer) {
    Leg& recorded = legs_[slot];
    if (answer.choice == TP_PREVENT) return stop_recording(slot);
    if (answer.choice == TP_PAUSE) return;
    recorded.recording_paused = recorded.recording_paused_by_policy = false;
    emit(trace::RecordingResumed{recorded.recording, recorded.id, true});
  });
}

// The agent's own pause button on a recording: pauses it, or lets it go on.
void World::press_pause(LegSlot slot) {
  Leg& recorded = legs_[slot];
  if (!recorded.recording) return;
  if (recorded.recording_paused) return resume_recording(slot);
  recorded.recording_paused = true;
  emit(trace::RecordingPaused{recorded.recording, recorded.id});
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
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next)
    if (slot != feeds && legs_[slot].recording && !legs_[slot].recording_paused) recorded.push_back(legs_[slot].id);
  for (const LegId leg : recorded) ask_about_microphone(leg, fed);
}

void World::ask_about_microphone(LegId recorded, LegId fed) {
  const LegSlot slot = slot_of(recorded);
  if (slot == no_leg || !legs_[slot].recording || legs_[slot].recording_paused) return;
  tp_event event = record_event(event_of(TP_ASK_RECORD, legs_[slot].agent, recorded), TP_RECORD_MICROPHONE, fed);
  ask(event, choices_of({TP_PREVENT, TP_PAUSE}), [&](const tp_answer& answer) {
    Leg& leg_now = legs_[slot];
    if (answer.choice == TP_PREVENT) return stop_recording(slot);
    if (answer.choice != TP_PAUSE) return;
    leg_now.recording_paused = leg_now.recording_paused_by_policy = true;
    emit(trace::RecordingPaused{leg_now.recording, recorded});
  });
}

void World::write_row(LegSlot slot) {
  if (!config_.history) return;
  const trace::RowMoment moment = legs_[slot].answered_once ? trace::RowMoment::ended : trace::RowMoment::missed;
  emit(trace::RowDue{trace::Store::history, legs_[slot].id, moment});
  tp_event event = event_of(TP_ASK_ROW, legs_[slot].agent, legs_[slot].id);
  event.u.row = {TP_STORE_HISTORY, static_cast<std::uint32_t>(moment)};
  ask(event, choices_of({TP_SUPPRESS}), [&](const tp_answer& answer) {
    if (answer.choice != TP_SUPPRESS) emit(trace::RowWritten{trace::Store::history, legs_[slot].id, moment, true});
  });
}

}  // namespace tocsin::models
