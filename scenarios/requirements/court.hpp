// Judges a trace while it is made: the chronicle and the judges of the selected requirements behind a sink.
//
// An event costs the chronicle's update and a call for each judge that subscribed to its kind; that nothing is due is one
// comparison. One court judges one trace at a time, in the order begin, events, end; `result` holds that trace's outcome, and may
// be merged with others. The court neither knows nor needs the policy.
//
// A requirement whose event kinds the trace's header does not declare complete is unobserved: it is not judged at all.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/trace/sink.hpp"
#include "scenarios/requirements/chronicle.hpp"
#include "scenarios/requirements/court_result.hpp"
#include "scenarios/requirements/last_events.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "scenarios/requirements/tally.hpp"

namespace tocsin::requirements {

class Court final : public trace::Sink {
 public:
  // The requirements outlive the court (those of the registry live for ever). Results stand in this order.
  explicit Court(std::span<const Requirement* const> selected) : selected_(selected.begin(), selected.end()) {}

  void begin(const trace::Header& header, const trace::Texts& texts) override;
  void on(const trace::Event& event) override;
  void end(Time at) override;

  // After the end.
  const CourtResult& result() const { return result_; }
  CourtResult take_result() { return std::move(result_); }

 private:
  // A judge at work; `index` is its requirement's.
  struct Seat {
    std::unique_ptr<Judge> judge;
    std::size_t index = 0;
    Time due = sim::never;
  };
  struct Bench final : ObligationSink {
    Court* court = nullptr;
    std::size_t index = 0;
    void decided(const Obligation& obligation) override { court->decided(index, obligation); }
  };

  void decided(std::size_t index, const Obligation& obligation);
  void advance(Time now);
  AgentId agent_of(About about, std::uint64_t key) const;
  std::vector<std::string> evidence(About about, const Obligation& obligation) const;

  std::vector<const Requirement*> selected_;
  std::uint64_t replication_ = 0;
  const trace::Texts* texts_ = nullptr;
  Chronicle chronicle_{trace::Header{}};
  std::vector<Seat> seats_;
  std::array<std::vector<std::uint32_t>, trace::kind_count> told_;  // seats by event kind
  Time earliest_ = sim::never;                                      // no seat is due before
  Bench bench_;
  LastEvents last_events_;
  const trace::Event* current_ = nullptr;
  Tally tally_;
  CourtResult result_;
};

}  // namespace tocsin::requirements
