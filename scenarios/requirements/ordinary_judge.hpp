// Ordinary calls go on as configured, beside emergencies and without: the streamed part of EC-34.
//
// One obligation is one ordinary leg: an inbound call that is no callback within a window, or an outgoing one that was dialled as
// an ordinary call. It passes when the leg is over and kept all of these, and fails with the first that it did not:
//
//   routing    it goes first where the rules say, and is offered by no route of emergencies
//   order      nothing that waits in the same queue by priority, then age, or for the same line by age, is passed by it
//   offers     it is not passed over, withdrawn or blocked but for an emergency, or for the reserve of the line
//   recording  what is due is recorded from that instant on; paused or stopped only while the agent's voice goes to an emergency
//              call, and going on when the call does
//   history    a row that is due is written in that instant, with identity
//   limits     it is offered within its agent's limit, and gives its capacity back when it is over
//   dialling   it is refused only in an episode, and never taken as an emergency call
//   life       the platform does not end it while its agent has an emergency
//
// An emergency leg that uses ordinary capacity is a failure by itself. While something is injected into recorder, store or
// policy, what would have to stand in one instant shows nothing: such a leg is may.
//
// Memory is that of the legs that live: one is forgotten when it is over and, where it has wrap-up, when that is. A leg that is
// not over when the log ends makes no obligation, and neither does a call that may be treated either way.
#pragma once

#include <array>
#include <vector>

#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/waiting_order.hpp"

namespace tocsin::requirements {

class OrdinaryJudge final : public CloneableJudge<OrdinaryJudge> {
 public:
  OrdinaryJudge(const trace::Header& header, const trace::Texts& texts);

  static constexpr std::uint64_t kinds =
      trace::kinds<trace::RoutingFact, trace::Arrived, trace::RulesWouldSay, trace::Routed, trace::Dialled, trace::WentOrdinary,
                   trace::Accepted, trace::Refused, trace::ReadBack, trace::Waits, trace::Granted, trace::Freed, trace::Blocked,
                   trace::PassedOver, trace::Offered, trace::Declined, trace::Withdrawn, trace::CapacityUsed, trace::Answered,
                   trace::Resumed, trace::Dropped, trace::EndPressed, trace::Reassigned, trace::WrapUp, trace::Microphone,
                   trace::RecordingDue, trace::RecordingStarted, trace::RecordingSource, trace::RecordingPaused,
                   trace::RecordingResumed, trace::RecordingStopped, trace::ControlUsed, trace::RowDue, trace::RowWritten,
                   trace::PolicyNode, trace::FaultInjected, trace::Drained>();

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override;
  Time due() const override { return instant_.empty() ? sim::never : now_; }
  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override;
  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override;

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 16;

  enum class Recording : std::uint8_t { none, runs, paused_by_agent, yielded /* to an emergency call */, lost };
  struct Ordinary {
    Moment began;
    AgentId agent;  // of the last offer, or who dialled
    std::uint64_t waits_in = 0;
    bool waits = false;
    bool returned = false;  // it rang before and came back
    std::uint32_t declined = 0;
    WaitingOrder::Place place{};
    bool dialled = false;
    bool routed = false;
    bool rules_known = false;
    trace::Destination rules_say{};
    trace::QueueId rules_queue;
    AgentId rules_agent;
    bool uses_capacity = false;
    bool answered = false;
    bool over = false;
    bool wraps_up = false;
    bool excused = false;
    bool blocked = false;
    Recording recording = Recording::none;
    trace::RecordingId recording_id;
    bool recording_due = false;    // in this instant
    std::uint32_t rows_due = 0;    // bits of stores, in this instant
    const char* broken = nullptr;  // what failed already, to be said at the end of this instant
    bool in_instant = false;       // it is on the list of what the end of this instant decides
  };
  struct Rule {
    bool known = false;
    trace::RoutingFact fact;
  };
  struct Line {
    bool known = false;
    std::uint32_t free = 0;
    std::uint32_t reserve = 0;
  };

  void tell(const auto&, const Chronicle&, ObligationSink&) {}
  void tell(const trace::RoutingFact& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Arrived& e, const Chronicle& chronicle, ObligationSink&);
  void tell(const trace::RulesWouldSay& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Routed& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::Dialled& e, const Chronicle&, ObligationSink&);
  void tell(const trace::WentOrdinary& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Accepted& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::Refused& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::ReadBack& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::Waits& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Granted& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::Freed& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Blocked& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::PassedOver& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::Offered& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::Declined& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Withdrawn& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::CapacityUsed& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::Answered& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Resumed& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Dropped& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::EndPressed& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Reassigned& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::WrapUp& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Microphone& e, const Chronicle& chronicle, ObligationSink&);
  void tell(const trace::RecordingDue& e, const Chronicle&, ObligationSink&);
  void tell(const trace::RecordingStarted& e, const Chronicle&, ObligationSink&);
  void tell(const trace::RecordingSource& e, const Chronicle&, ObligationSink&);
  void tell(const trace::RecordingPaused& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::RecordingResumed& e, const Chronicle&, ObligationSink&);
  void tell(const trace::RecordingStopped& e, const Chronicle&, ObligationSink&);
  void tell(const trace::ControlUsed& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::RowDue& e, const Chronicle& chronicle, ObligationSink& sink);
  void tell(const trace::RowWritten& e, const Chronicle&, ObligationSink&);
  void tell(const trace::PolicyNode& e, const Chronicle&, ObligationSink&);
  void tell(const trace::FaultInjected& e, const Chronicle&, ObligationSink&);
  void tell(const trace::Drained& e, const Chronicle& chronicle, ObligationSink& sink);

  Ordinary* find(LegId leg) { return legs_.find(leg.value); }
  Ordinary& begin(LegId leg);
  void fail(LegId leg, const char* note, const Chronicle& chronicle, ObligationSink& sink);
  void forget(LegId leg);
  void stop_waiting(Ordinary& leg);
  void end(LegId leg);
  void at_end_of_instant(LegId leg, Ordinary& ordinary);
  void settle_instant(const Chronicle& chronicle, ObligationSink& sink);
  const char* broken_in_instant(const Ordinary& leg) const;
  bool disturbed() const { return injected_ > 0; }
  // A call to a number that turns out to be lent in its very instant is one no more.
  static bool is_ordinary_still(LegId leg, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(leg);
    return !call || is_ordinary(call->standing);
  }
  // The agent's voice goes to an emergency call.
  bool speaks_to_emergency(AgentId agent) const { return agent && voice_.find(agent.value + 1ULL) != nullptr; }
  static bool any_emergency(const Chronicle& chronicle);
  bool reserved(trace::Resource resource, GroupId group, const Chronicle& chronicle) const;
  Line* line(trace::Resource resource, GroupId group);
  const trace::RoutingFact* rule_for(Number called, const Chronicle& chronicle) const;

  EmergencyStrings emergency_strings_;
  bool more_emergency_numbers_;
  bool test_calls_;
  Moment moment_;
  Time now_{};
  sim::FlatMap<Ordinary> legs_;
  WaitingOrder order_;
  std::vector<Rule> rules_;
  std::array<std::vector<Line>, 4> lines_;  // by resource and group
  sim::FlatMap<bool> mixed_;  // recordings of several legs, which pause and go on as a whole: only that they begin is looked at
  sim::FlatMap<bool> voice_;  // agent + 1
  // Both matter to the very next event alone.
  struct LastVoice {
    AgentId agent;
    Moment at;
    void encode(sim::Encoder& encoder) const { encoder.all(agent, at, encoder.is_last(at.sequence)); }
  } last_voice_;
  struct LastButton {
    LegId leg;
    std::uint64_t sequence = 0;
    void encode(sim::Encoder& encoder) const { encoder.all(leg, encoder.is_last(sequence)); }
  } last_button_;                     // of its recording
  std::vector<LegId> instant_;        // decided by the end of this instant
  std::vector<LegId> used_capacity_;  // emergency legs that were reported
  std::uint32_t injected_ = 0;
};

}  // namespace tocsin::requirements
