// EC-30 and EC-31: no row of the history store is about an emergency leg, ever.
#pragma once

#include "scenarios/requirements/chronicle.hpp"
#include "scenarios/requirements/flat_map.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {

class NoHistory final : public CloneableJudge<NoHistory> {
 public:
  static constexpr std::uint64_t needs = trace::kinds<trace::Accepted, trace::Arrived, trace::NumberLent, trace::Dropped,
                                                      trace::EndPressed, trace::RowDue, trace::RowWritten>();
  static constexpr std::uint64_t kinds = trace::kinds<trace::Dialled, trace::WentOrdinary, trace::Refused, trace::Accepted,
                                                      trace::Dropped, trace::EndPressed, trace::RowDue, trace::RowWritten>();

  explicit NoHistory(Direction direction) : direction_(direction) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override;
  // What was not written until the end never was, if the leg is over.
  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override;

 private:
  struct Call {
    std::uint64_t key;
    Time due;
    Moment trigger;
    bool failed;
  };
  struct Early {  // rows about a dial that is not decided yet
    bool due = false;
    bool written = false;
  };

  void row(LegId leg, bool written, Moment now, const Chronicle& chronicle, ObligationSink& sink);
  void judge(const EmergencyLeg& call, bool written, Moment now, const char* note, ObligationSink& sink);
  void forget(LegId leg) { undecided_.erase(leg.value); }

  Direction direction_;
  sim::Pending<Call> calls_;
  FlatMap<Early> undecided_;  // by leg
};

}  // namespace tocsin::requirements
