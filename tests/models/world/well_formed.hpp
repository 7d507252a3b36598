// A sink that holds a trace to what must be true of every run, whatever the policy did.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "models/config.hpp"
#include "models/trace/event.hpp"
#include "models/trace/sink.hpp"

namespace tocsin::models {

class WellFormed final : public trace::Sink {
 public:
  explicit WellFormed(const Config& config) : config_(config) {}
  void begin(const trace::Header&, const trace::Texts&) override {}
  void on(const trace::Event& event) override {
    if (event.sequence != ++sequence_) fail(event, "sequence numbers are not contiguous");
    if (event.occurred_at < last_) fail(event, "time goes back");
    last_ = event.occurred_at;
    std::visit([&](const auto& kind) { check(event, kind); }, event.payload);
  }
  void end(Time at) override {
    if (at < last_) complain("the end is before the last event");
    for (const auto& [id, leg] : legs_) {
      const std::string name = "leg " + std::to_string(id);
      if (drained_ && !leg.over) complain(name + " is not over, though the run says it has drained");
      if (!leg.over) continue;
      if (!leg.lines.empty()) complain(name + " is over and holds a line");
      if (leg.media) complain(name + " is over and media flow");
      if (leg.capacity && leg.closed && !leg.wrapping) complain(name + " is closed and uses capacity");
      if (leg.wrapping && drained_) complain(name + " is in wrap-up for ever");
    }
    for (const auto& [id, recording] : recordings_)
      for (const std::uint64_t leg : recording.legs)
        if (legs_[leg].over) complain("recording " + std::to_string(id) + " goes on");
  }

  std::string first_fault;
  bool drained() const { return drained_; }

 private:
  using Line = std::pair<trace::Resource, std::uint32_t>;
  struct Leg {
    bool outgoing = false, over = false, closed = false, media = false, connected = false, held = false;
    bool capacity = false, wrapping = false;
    trace::AgentId ringing_at;
    std::multiset<Line> lines;
  };
  struct Recording {
    std::set<std::uint64_t> legs;  // its sources; none: stopped
    bool paused = false;
  };

  // Some agents' capacity does not come back with the end of what used it.
  bool kept_for_the_day() const {
    return std::any_of(config_.capacity_profiles.begin(), config_.capacity_profiles.end(),
                       [](const CapacityProfile& profile) { return profile.reset == CapacityProfile::Reset::end_of_day; });
  }
  // How many there are of a group, counted among those of its resource.
  std::uint32_t total(trace::Resource resource, std::uint32_t group) const {
    if (resource == trace::Resource::trunk_line) return config_.network.groups[group].lines;
    for (const ResourcePool& pool : config_.resource_pools)
      if (pool.kind == resource && group-- == 0) return pool.units;
    return 0;
  }
  void complain(std::string what) {
    if (first_fault.empty()) first_fault = std::move(what);
  }
  void fail(const trace::Event& event, const std::string& what) {
    complain("event " + std::to_string(event.sequence) + " at " + std::to_string(event.occurred_at.us) + " us: " + what);
  }
  // A leg that is there and not over.
  Leg& live(const trace::Event& event, trace::LegId id, const char* what) {
    const auto found = legs_.find(id.value);
    if (found == legs_.end()) {
      fail(event, std::string(what) + " of an unknown leg");
      return nowhere_;
    }
    if (found->second.over) fail(event, std::string(what) + " of leg " + std::to_string(id.value) + ", which is over");
    return found->second;
  }
  Leg& known(const trace::Event& event, trace::LegId id, const char* what) {
    const auto found = legs_.find(id.value);
    if (found != legs_.end()) return found->second;
    fail(event, std::string(what) + " of an unknown leg");
    return nowhere_;
  }
  void agent(const trace::Event& event, trace::AgentId id) {
    if (id && id.value >= config_.agents.size()) fail(event, "an agent that is not in the configuration");
  }
  void stops_ringing(Leg& leg) {
    if (leg.ringing_at) ringing_.erase(leg.ringing_at.value);
    leg.ringing_at = {};
  }
  void over(Leg& leg) {
    leg.over = true;
    stops_ringing(leg);
    leg.connected = false;
  }
  void begins(const trace::Event& event, trace::LegId id, bool outgoing) {
    if (id.value != legs_.size() + 1) fail(event, "legs are not numbered in the order they come up");
    legs_[id.value].outgoing = outgoing;
  }

  template <class Kind>
  void check(const trace::Event& event, const Kind& kind) {
    if constexpr (requires { kind.agent; }) agent(event, kind.agent);
    if (drained_) fail(event, "an event after the run has drained");
  }
  void check(const trace::Event& event, const trace::Dialled& e) { agent(event, e.agent), begins(event, e.leg, true); }
  void check(const trace::Event& event, const trace::Arrived& e) { begins(event, e.leg, false); }
  void check(const trace::Event& event, const trace::Accepted& e) { live(event, e.leg, "accept"); }
  void check(const trace::Event& event, const trace::WentOrdinary& e) { live(event, e.leg, "ordinary dial"); }
  void check(const trace::Event& event, const trace::Refused& e) {
    Leg& leg = live(event, e.leg, "refusal");
    over(leg);
    leg.closed = true;
  }
  void check(const trace::Event& event, const trace::Invited& e) { live(event, e.leg, "INVITE"); }
  void check(const trace::Event& event, const trace::Responded& e) { live(event, e.leg, "response"); }
  void check(const trace::Event& event, const trace::Routed& e) { agent(event, e.agent), live(event, e.leg, "routing"); }
  void check(const trace::Event& event, const trace::Waits& e) { live(event, e.leg, "wait"); }
  void check(const trace::Event& event, const trace::Blocked& e) { live(event, e.leg, "blocking"); }
  void check(const trace::Event& event, const trace::PassedOver& e) { agent(event, e.agent), live(event, e.leg, "passing over"); }
  void check(const trace::Event& event, const trace::Granted& e) {
    Leg& leg = live(event, e.leg, "grant");
    if (e.resource == trace::Resource::agent) return agent(event, e.agent);
    leg.lines.insert({e.resource, e.group.value});
    if (++busy_[{e.resource, e.group.value}] > total(e.resource, e.group.value)) fail(event, "more lines than there are");
  }
  void check(const trace::Event& event, const trace::Freed& e) {
    Leg& leg = known(event, e.leg, "a freed line");
    const auto held = leg.lines.find({e.resource, e.group.value});
    if (held == leg.lines.end()) return fail(event, "a line is freed that was not granted");
    leg.lines.erase(held);
    --busy_[{e.resource, e.group.value}];
  }
  void check(const trace::Event& event, const trace::CapacityUsed& e) {
    const std::int32_t before = used_[e.agent.value];
    used_[e.agent.value] = e.used;
    if (!e.leg) return e.used <= before ? void() : fail(event, "capacity is used by nothing");
    Leg& leg = known(event, e.leg, "capacity");
    if (e.used < 0) fail(event, "used capacity is negative");
    const bool stays = leg.capacity && e.used == before && kept_for_the_day();
    if (!stays && e.used != before + (leg.capacity ? -1 : 1)) fail(event, "capacity is used twice, or released unused");
    leg.capacity = !leg.capacity;
  }
  void check(const trace::Event& event, const trace::Offered& e) {
    agent(event, e.agent);
    Leg& leg = live(event, e.leg, "offer");
    if (leg.connected) fail(event, "an offer of a connected leg");
    if (e.route == trace::Route::emergency_callback) return;
    if (!ringing_.emplace(e.agent.value, e.leg.value).second) fail(event, "a second ordinary item rings at one agent");
    leg.ringing_at = e.agent;
  }
  void check(const trace::Event& event, const trace::Declined& e) { stops_ringing(live(event, e.leg, "decline")); }
  void check(const trace::Event& event, const trace::OfferTimedOut& e) { stops_ringing(live(event, e.leg, "time-out")); }
  void check(const trace::Event& event, const trace::Withdrawn& e) {
    Leg& leg = live(event, e.leg, "withdrawal");
    if (leg.ringing_at != e.agent) fail(event, "a withdrawal from an agent where it does not ring");
    stops_ringing(leg);
  }
  void check(const trace::Event& event, const trace::Answered& e) {
    Leg& leg = live(event, e.leg, "answer");
    if (leg.connected) fail(event, "a leg is answered twice");
    leg.connected = true;
    stops_ringing(leg);
  }
  void check(const trace::Event& event, const trace::Held& e) {
    Leg& leg = live(event, e.leg, "hold");
    if (!leg.connected || leg.held) fail(event, "hold of a leg that cannot be held");
    leg.held = true;
  }
  void check(const trace::Event& event, const trace::Resumed& e) {
    Leg& leg = live(event, e.leg, "resume");
    if (!leg.connected || !leg.held) fail(event, "resume of a leg that is not held");
    leg.held = false;
  }
  void check(const trace::Event& event, const trace::Reassigned& e) {
    Leg& leg = live(event, e.leg, "reassignment");
    if (e.outcome == trace::Outcome::done) leg.connected = leg.held = false;
  }
  void check(const trace::Event& event, const trace::Dropped& e) { over(live(event, e.leg, "drop")); }
  void check(const trace::Event& event, const trace::EndPressed& e) {
    Leg& leg = known(event, e.leg, "end");
    if (e.outcome != trace::Outcome::done) return;
    if (leg.closed) fail(event, "a session is closed twice");
    over(leg);
    leg.closed = true;
  }
  void check(const trace::Event& event, const trace::WrapUp& e) {
    Leg& leg = known(event, e.leg, "wrap-up");
    if (!leg.over || leg.wrapping == e.begins) fail(event, "wrap-up out of order");
    leg.wrapping = e.begins;
    leg.closed = true;
  }
  void check(const trace::Event& event, const trace::Media& e) {
    Leg& leg = known(event, e.leg, "media");
    if (leg.media == e.flows || (e.flows && !leg.connected)) fail(event, "media out of order");
    leg.media = e.flows;
  }
  void check(const trace::Event& event, const trace::Microphone& e) {
    if (e.feeds && !live(event, e.feeds, "a microphone").connected) fail(event, "a microphone feeds a leg that is not connected");
  }
  void check(const trace::Event& event, const trace::RecordingDue& e) { live(event, e.leg, "a due recording"); }
  void check(const trace::Event& event, const trace::RecordingStarted& e) {
    live(event, e.leg, "recording");
    if (!recordings_.emplace(e.recording.value, Recording{{e.leg.value}, false}).second) fail(event, "a recording starts twice");
  }
  void check(const trace::Event& event, const trace::RecordingPaused& e) { turns(event, e.recording, true); }
  void check(const trace::Event& event, const trace::RecordingResumed& e) { turns(event, e.recording, false); }
  void check(const trace::Event& event, const trace::RecordingStopped& e) {
    Recording& recording = recordings_[e.recording.value];
    if (recording.legs != std::set{e.leg.value}) fail(event, "a recording stops that does not run, or has other sources");
    recording.legs.clear();
  }
  void check(const trace::Event& event, const trace::RecordingSource& e) {
    Recording& recording = recordings_[e.recording.value];
    if (recording.legs.empty()) fail(event, "a recording that does not run gets or loses a source");
    if (!(e.added ? recording.legs.insert(e.leg.value).second : recording.legs.erase(e.leg.value) == 1))
      fail(event, "a source is added or taken away twice");
    if (recording.legs.empty()) fail(event, "a recording without a source goes on");
  }
  void turns(const trace::Event& event, trace::RecordingId id, bool paused) {
    Recording& recording = recordings_[id.value];
    if (recording.legs.empty() || recording.paused == paused) fail(event, "a recording is paused or resumed out of order");
    recording.paused = paused;
  }
  void check(const trace::Event& event, const trace::RowWritten& e) {
    known(event, e.leg, "a row");
    if (!e.with_identity && e.store != trace::Store::analytics) fail(event, "a row without identity that is no aggregate");
    // A call that went from one agent to another is a recent call of both.
    const bool again = e.moment == trace::RowMoment::replayed || e.store == trace::Store::recent;
    if (!again && !written_.insert({e.leg.value, static_cast<int>(e.store), e.moment}).second)
      fail(event, "a row is written twice");
    if (e.with_identity) rows_.insert({e.leg.value, static_cast<int>(e.store)});
  }
  void check(const trace::Event& event, const trace::RowDeleted& e) {
    if (rows_.erase({e.leg.value, static_cast<int>(e.store)}) == 0) fail(event, "a row is deleted that was not written");
  }
  void check(const trace::Event& event, const trace::Shown& e) { agent(event, e.agent), known(event, e.leg, "a surface"); }
  void check(const trace::Event& event, const trace::NumberLent& e) {
    agent(event, e.agent);
    if (!e.number || !e.agent) fail(event, "no number is lent, or to nobody");
    if (e.leg) known(event, e.leg, "a lent number");
  }
  void check(const trace::Event&, const trace::Drained&) { drained_ = true; }

  const Config& config_;
  std::uint64_t sequence_ = 0;
  Time last_{};
  bool drained_ = false;
  std::map<std::uint64_t, Leg> legs_;
  std::map<std::uint64_t, Recording> recordings_;
  std::map<Line, std::uint32_t> busy_;
  std::map<std::uint32_t, std::int32_t> used_;
  std::map<std::uint32_t, std::uint64_t> ringing_;  // ordinary item by agent
  std::set<std::pair<std::uint64_t, int>> rows_;
  std::set<std::tuple<std::uint64_t, int, trace::RowMoment>> written_;
  Leg nowhere_;
};

}  // namespace tocsin::models
