// EC-28 and EC-29: no recording has an emergency leg among its sources, or its agent's microphone while it feeds one.
#pragma once

#include <optional>
#include <vector>

#include "scenarios/requirements/chronicle.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/flat_map.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {

class NoRecording final : public CloneableJudge<NoRecording> {
 public:
  static constexpr std::uint64_t needs =
      trace::kinds<trace::Accepted, trace::Arrived, trace::NumberLent, trace::Dropped, trace::EndPressed, trace::Media,
                   trace::Microphone, trace::RecordingDue, trace::RecordingStarted, trace::RecordingPaused,
                   trace::RecordingResumed, trace::RecordingStopped, trace::RecordingSource>();
  static constexpr std::uint64_t kinds =
      trace::kinds<trace::Dialled, trace::WentOrdinary, trace::Refused, trace::Accepted, trace::Dropped, trace::EndPressed,
                   trace::Media, trace::Microphone, trace::RecordingDue, trace::RecordingStarted, trace::RecordingPaused,
                   trace::RecordingResumed, trace::RecordingStopped, trace::RecordingSource>();

  explicit NoRecording(Direction direction) : direction_(direction) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override;
  Time due() const override { return look_at_.empty() ? sim::never : looked_at_; }
  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override;
  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override;

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 8;

  struct Call {
    std::uint64_t key;
    Time due;
    Moment trigger;
    bool carrier;
    bool failed;
  };
  struct Recording {
    AgentId agent;
    LegId leg;
    bool microphone = false;
    bool paused = false;
  };
  struct Desk {  // of an agent
    LegId feeds;
    std::vector<std::uint64_t> recordings;  // that exist, with the agent as their microphone's
  };

  static std::uint64_t key(AgentId agent) { return std::uint64_t{agent.value} + 1; }
  // The emergency leg of this judge's direction that the id names, or null.
  const EmergencyLeg* emergency(LegId leg, const Chronicle& chronicle) const;
  void trigger(const EmergencyLeg& call, Moment now);
  void fail(const EmergencyLeg& call, Moment now, const char* note, ObligationSink& sink);
  void started(const trace::RecordingStarted& e, Moment now, const Chronicle& chronicle, ObligationSink& sink);
  void stopped(trace::RecordingId recording);
  void microphone_at_risk(AgentId agent, Moment now, const Chronicle& chronicle);
  void over(LegId leg, Moment now, const Chronicle& chronicle, ObligationSink& sink);
  bool taken(const Desk& desk) const;

  Direction direction_;
  sim::Pending<Call> calls_;
  sim::FlatMap<Recording> recordings_;  // that exist
  sim::FlatMap<Desk> desks_;            // by agent
  sim::FlatMap<bool> media_begun_;      // by emergency leg
  sim::FlatMap<char> undecided_;        // by leg: dials, and whether a recording of them has begun
  std::vector<AgentId> look_at_;        // whose microphone is judged when this instant is over
  Time looked_at_{};
};

}  // namespace tocsin::requirements
