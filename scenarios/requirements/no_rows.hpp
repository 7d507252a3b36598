// EC-30, EC-31 and EC-32: no row of a store is about an emergency leg, ever.
//
// A row that is deleted again was written. What a store keeps without identity, an aggregate, may be kept.
#pragma once

#include "scenarios/requirements/chronicle.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/flat_map.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {

class NoRows final : public CloneableJudge<NoRows> {
 public:
  static constexpr std::uint64_t needs = trace::kinds<trace::Accepted, trace::Arrived, trace::NumberLent, trace::Dropped,
                                                      trace::EndPressed, trace::RowDue, trace::RowWritten>();
  static constexpr std::uint64_t kinds = trace::kinds<trace::Dialled, trace::WentOrdinary, trace::Refused, trace::Accepted,
                                                      trace::Dropped, trace::EndPressed, trace::RowDue, trace::RowWritten>();

  // Which legs, and which stores, as bits of trace::Store.
  struct Scope {
    bool outgoing = false;
    bool incoming = false;
    std::uint32_t stores = 0;
    bool carrier = false;  // the callback of a call that left to an SBC is the carrier's
  };
  static constexpr std::uint32_t bit(trace::Store store) { return 1U << static_cast<unsigned>(store); }

  explicit NoRows(const Scope& scope) : scope_(scope) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override;
  // What was not written until the end never was, if the leg is over.
  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override;

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 3;

  struct Call {
    std::uint64_t key;
    Time due;
    Moment trigger;
    bool failed;
    bool aggregate;  // all that is known of it so far was without identity
  };
  struct Early {  // rows about a dial that is not decided yet
    bool due = false;
    const char* written = nullptr;
  };

  void row(LegId leg, const char* written, bool aggregate, Moment now, const Chronicle& chronicle, ObligationSink& sink);
  void judge(const EmergencyLeg& call, const char* written, bool aggregate, Moment now, ObligationSink& sink);
  bool is_carriers(const EmergencyLeg& call) const {
    return scope_.carrier && call.direction == Direction::incoming && call.carrier();
  }
  void forget(LegId leg) { undecided_.erase(leg.value); }

  Scope scope_;
  sim::Pending<Call> calls_;
  sim::FlatMap<Early> undecided_;  // by leg
};

}  // namespace tocsin::requirements
