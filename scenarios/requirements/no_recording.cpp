#include "scenarios/requirements/no_recording.hpp"

#include <algorithm>

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {

const EmergencyLeg* NoRecording::emergency(LegId leg, const Chronicle& chronicle) const {
  const EmergencyLeg* call = chronicle.call(leg);
  return call && call->direction == direction_ && chronicle.is_emergency(leg) ? call : nullptr;
}

void NoRecording::on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
  const Moment now = chronicle.now();
  if (const auto* due = event.as<trace::RecordingDue>()) {
    if (const EmergencyLeg* call = emergency(due->leg, chronicle)) trigger(*call, now);
    const Desk* desk = due->agent ? desks_.find(key(due->agent)) : nullptr;
    if (desk)
      if (const EmergencyLeg* fed = emergency(desk->feeds, chronicle)) trigger(*fed, now);
  } else if (const auto* start = event.as<trace::RecordingStarted>()) {
    started(*start, now, chronicle, sink);
  } else if (const auto* resumed = event.as<trace::RecordingResumed>()) {
    if (Recording* recording = recordings_.find(resumed->recording.value)) {
      recording->paused = false;
      recording->microphone = resumed->microphone;
      microphone_at_risk(recording->agent, now, chronicle);
    }
    if (const EmergencyLeg* call = emergency(resumed->leg, chronicle)) fail(*call, now, "its recording was resumed", sink);
  } else if (const auto* source = event.as<trace::RecordingSource>()) {
    if (!source->added) return;
    if (char* undecided = undecided_.find(source->leg.value)) *undecided = 1;
    if (const EmergencyLeg* call = emergency(source->leg, chronicle))
      fail(*call, now, "a recording of several calls took it up", sink);
  } else if (const auto* paused = event.as<trace::RecordingPaused>()) {
    if (Recording* recording = recordings_.find(paused->recording.value)) recording->paused = true;
  } else if (const auto* stop = event.as<trace::RecordingStopped>()) {
    stopped(stop->recording);
  } else if (const auto* microphone = event.as<trace::Microphone>()) {
    desks_.at(key(microphone->agent)).feeds = microphone->feeds;
    microphone_at_risk(microphone->agent, now, chronicle);
  } else if (const auto* media = event.as<trace::Media>()) {
    if (!media->flows || !emergency(media->leg, chronicle)) return;
    media_begun_.at(media->leg.value) = true;
    if (media->agent) microphone_at_risk(media->agent, now, chronicle);
  } else if (const auto* dialled = event.as<trace::Dialled>()) {
    if (direction_ == Direction::outgoing) undecided_.at(dialled->leg.value) = 0;
  } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
    undecided_.erase(ordinary->leg.value);
  } else if (const auto* refused = event.as<trace::Refused>()) {
    undecided_.erase(refused->leg.value);
  } else if (const auto* accepted = event.as<trace::Accepted>()) {
    const char* recorded = undecided_.find(accepted->leg.value);
    const EmergencyLeg* call = emergency(accepted->leg, chronicle);
    if (recorded && *recorded && call) fail(*call, now, "a recording of it had begun before the accept", sink);
    undecided_.erase(accepted->leg.value);
  } else if (const auto* dropped = event.as<trace::Dropped>()) {
    over(dropped->leg, now, chronicle, sink);
  } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
    over(pressed->leg, now, chronicle, sink);
  }
}

void NoRecording::started(const trace::RecordingStarted& e, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
  recordings_.at(e.recording.value) = {e.agent, e.leg, e.microphone, false};
  if (e.agent) desks_.at(key(e.agent)).recordings.push_back(e.recording.value);
  if (char* undecided = undecided_.find(e.leg.value)) *undecided = 1;
  if (const EmergencyLeg* call = emergency(e.leg, chronicle))
    fail(*call, now, "a recording of it exists", sink);  // paused at once or not: it has a file and its metadata
  if (e.agent) microphone_at_risk(e.agent, now, chronicle);
}

void NoRecording::stopped(trace::RecordingId id) {
  const Recording* recording = recordings_.find(id.value);
  if (!recording) return;
  if (recording->agent) std::erase(desks_.at(key(recording->agent)).recordings, id.value);
  recordings_.erase(id.value);
}

bool NoRecording::taken(const Desk& desk) const {
  return std::any_of(desk.recordings.begin(), desk.recordings.end(), [&](std::uint64_t id) {
    const Recording* recording = recordings_.find(id);
    return recording->microphone && !recording->paused;
  });
}

// A running recording takes the microphone while it feeds an emergency leg: that counts if the instant ends so.
void NoRecording::microphone_at_risk(AgentId agent, Moment now, const Chronicle& chronicle) {
  const Desk* desk = agent ? desks_.find(key(agent)) : nullptr;
  if (!desk || !desk->feeds || !taken(*desk)) return;
  const EmergencyLeg* call = emergency(desk->feeds, chronicle);
  if (!call || !chronicle.live(*call)) return;
  trigger(*call, now);
  looked_at_ = now.at;
  if (std::find(look_at_.begin(), look_at_.end(), agent) == look_at_.end()) look_at_.push_back(agent);
}

void NoRecording::advance(Time, const Chronicle& chronicle, ObligationSink& sink) {
  for (const AgentId agent : look_at_) {
    const Desk& desk = desks_.at(key(agent));
    const EmergencyLeg* call = emergency(desk.feeds, chronicle);
    if (call && chronicle.live(*call) && media_begun_.find(call->id.value) && taken(desk))
      fail(*call, {0, looked_at_}, "a recording took the agent's microphone while it fed the call", sink);
  }
  look_at_.clear();
}

void NoRecording::trigger(const EmergencyLeg& call, Moment now) {
  if (!calls_.find(call.id.value)) calls_.add({call.id.value, sim::never, now, call.carrier(), false});
}

void NoRecording::fail(const EmergencyLeg& call, Moment now, const char* note, ObligationSink& sink) {
  trigger(call, now);
  calls_.update(call.id.value, [&](Call& item) {
    if (item.failed) return true;
    item.failed = true;
    const bool carriers = direction_ == Direction::incoming && item.carrier;
    report(sink, carriers ? Verdict::carrier : Verdict::fail, item.key, item.trigger, now, note);
    return true;
  });
}

void NoRecording::over(LegId leg, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
  undecided_.erase(leg.value);
  if (calls_.empty() && media_begun_.size() == 0) return;
  const EmergencyLeg* call = emergency(leg, chronicle);
  if (!call || chronicle.live(*call)) return;
  media_begun_.erase(leg.value);
  calls_.update(leg.value, [&](const Call& item) {
    if (item.failed) return false;
    const bool carriers = direction_ == Direction::incoming && item.carrier;
    report(sink, carriers ? Verdict::carrier : Verdict::pass, item.key, item.trigger, now, "not recorded");
    return false;
  });
}

void NoRecording::finish(Time at, const Chronicle&, ObligationSink& sink) {
  calls_.clear([&](const Call& item) {
    if (!item.failed) report(sink, Verdict::open, item.key, item.trigger, {0, at}, "the call was not over before the end");
  });
}

}  // namespace tocsin::requirements
