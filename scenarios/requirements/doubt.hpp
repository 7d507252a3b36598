// What a log's clocks and gaps leave in doubt: obligations that would pass or fail, and of which the log cannot show it.
//
// Two times of one log that are compared may be wrong against each other by the margin: its skew, and its resolution less a
// microsecond. Where that could turn a verdict, the obligation is open:
//
//  - its slack is no greater than the margin, on either side;
//  - it has no bound, and its deciding event is no further from its trigger than the margin, so that their order is not known (an
//    accept or refusal answers its dial whatever the clocks say);
//  - a call to a number came, or a number was lent, no further than the margin from a boundary of a window: then whatever is
//    triggered or decided by that event, or is about that leg or the episode it opened;
//  - an event that bounds intervals (a leg begins or ends, a number is lent or released, a device connects, a presence changes)
//  of
//    the same agent or leg follows its deciding event within the margin, and its judge listens to such events.
//
// A deadline that passes by more than the margin without anything is a failure: the court lets time pass later by the margin.
// What lies before the trigger is not looked at.
//
// A blind period is a time of which the log shows nothing, or not enough: an obligation that was in progress then is open.
//
// Without margin and blind periods nothing is in doubt, and none of this costs anything.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "scenarios/requirements/chronicle.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/flat_map.hpp"

namespace tocsin::requirements {

class Doubt {
 public:
  Doubt() = default;
  explicit Doubt(const trace::Header& header) : margin_(header.clock_skew + header.clock_resolution - Duration{1}) {}

  bool active() const { return margin_.us > 0 || !blind_.empty(); }
  Duration margin() const { return margin_; }

  // Periods are told in the order of their ends, inclusive at both.
  void blind(Time from, Time to);

  // Each event, after the chronicle was updated with it.
  void on(const trace::Event& event, const Chronicle& chronicle);

  // Whether an obligation that would pass or fail is in doubt as soon as it is decided. `by_time`: its deadline was given the
  // margin already. `deciding`: the event that is being judged; null if there is none.
  bool unsure(const Obligation& obligation, About about, AgentId agent, bool by_time, const trace::Event* deciding) const;

  // Whether an event that follows could make an obligation of this requirement unsure.
  bool may_be_disturbed(const Requirement& requirement) const;
  // Whether this later event makes one unsure that was decided no more than the margin ago.
  bool disturbs(const trace::Event& event, const Chronicle& chronicle, const Obligation& decided, const Requirement& requirement,
                AgentId agent) const;

 private:
  struct Period {
    Time from, to;
  };
  struct Arrival {
    Time at;
    LegId leg;
    Number number;
    std::uint64_t sequence;
  };

  bool near(Time a, Time b) const { return a - b <= margin_ && b - a <= margin_; }
  void arrived(const trace::Event& event, const trace::Arrived& in, const Chronicle& chronicle);
  void lent(const trace::Event& event, const trace::NumberLent& lent, const Chronicle& chronicle);
  void accepted(const trace::Event& event, const Chronicle& chronicle);
  void mark(LegId leg, std::uint64_t sequence);

  Duration margin_{};
  std::vector<Period> blind_;
  std::deque<Arrival> arrivals_;  // of the last margin, at numbers that are known
  sim::FlatMap<bool> events_;     // sequence numbers of events near a boundary of a window
  sim::FlatMap<bool> legs_;       // whose standing is in doubt
  sim::FlatMap<Time> agents_;     // agent + 1 → since when the open episode is in doubt
};

}  // namespace tocsin::requirements
