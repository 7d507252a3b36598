// Judges a trace while it is made: the chronicle and the judges of the selected requirements behind a sink.
//
// An event costs the chronicle's update and a call for each judge that subscribed to its kind; that nothing is due is one
// comparison. One court judges one trace at a time, in the order begin, events, end; `result` holds that trace's outcome, and may
// be merged with others. The court neither knows nor needs the policy.
//
// A requirement whose event kinds the trace's header does not declare complete is unobserved: it is not judged at all. What the
// header's clocks leave in doubt is open (doubt.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "models/trace/sink.hpp"
#include "scenarios/requirements/chronicle.hpp"
#include "scenarios/requirements/court_result.hpp"
#include "scenarios/requirements/doubt.hpp"
#include "scenarios/requirements/last_events.hpp"
#include "scenarios/requirements/presence_trouble.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "scenarios/requirements/tally.hpp"
#include "sim/encoder.hpp"

namespace tocsin::requirements {

// Is told of every obligation, in the order in which they are recorded.
class ObligationWatch {
 public:
  // `index`: of the requirement, as selected.
  virtual void recorded(std::size_t index, const Obligation& obligation) = 0;

 protected:
  ~ObligationWatch() = default;
};

class Court final : public trace::Sink {
 public:
  // The requirements outlive the court (those of the registry live for ever). Results stand in this order.
  explicit Court(std::span<const Requirement* const> selected) : selected_(selected.begin(), selected.end()) {}

  // Outlives the court.
  void watch(ObligationWatch* watch) { watch_ = watch; }

  void begin(const trace::Header& header, const trace::Texts& texts) override;
  void on(const trace::Event& event) override;
  void end(Time at) override;

  // A court that goes on from here by itself, of all requirements or of this one alone, with nobody watching. Between events;
  // results keep the order of all.
  std::unique_ptr<Court> fork(std::optional<std::size_t> only = std::nullopt) const;

  // Nothing is kept but what the judges need: no results, figures or evidence. Whoever watches is told all the same.
  void keep_no_results() { keeps_results_ = false; }
  // Between events, with every time known exactly: everything that later verdicts depend on (sim/encoder.hpp).
  void encode(sim::Encoder& encoder) const;
  // No event comes before `now` any more: decides what was due before.
  void reach(Time now) {
    if (earliest_ < now) advance(now);
  }

  // Of this period, inclusive at both ends, the trace does not show enough: what was in progress in it is open. Between begin and
  // end, in the order of the ends, before anything is decided that it may touch.
  void blind(Time from, Time to) { doubt_.blind(from, to); }
  // What the trace says so far.
  const Chronicle& chronicle() const { return chronicle_; }

  const Requirement& requirement(std::size_t index) const { return *selected_[index]; }

  // Obligations of this trace that are open only because they are in doubt.
  std::uint64_t doubted() const { return doubted_; }

  // So far, and whole after the end.
  const CourtResult& result() const { return result_; }
  CourtResult take_result() { return std::move(result_); }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 19;  // `encode` writes those that later verdicts depend on

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

  // Decided as things stand, and waiting whether an event within the margin of doubt comes that could have stood before.
  struct Held {
    std::size_t index = 0;
    Obligation obligation;
    AgentId agent;
    std::vector<std::string> events;
  };

  void note(const trace::Event& event);
  void add_seat(std::unique_ptr<Judge> judge, std::size_t index, Time due);
  void decided(std::size_t index, const Obligation& decision);
  bool is_excused(const Requirement& requirement, const Obligation& obligation) const;
  void record(std::size_t index, const Obligation& obligation, std::vector<std::string> events);
  void record_open(std::size_t index, Obligation obligation);
  void settle_held(const trace::Event& event);
  void advance(Time now);
  AgentId agent_of(About about, std::uint64_t key) const;
  std::vector<std::string> evidence(About about, const Obligation& obligation) const;

  std::vector<const Requirement*> selected_;
  std::uint64_t replication_ = 0;
  const trace::Texts* texts_ = nullptr;
  Chronicle chronicle_{trace::Header{}};
  std::vector<Seat> seats_;
  std::array<std::uint64_t, trace::kind_count> told_{};  // by event kind: seats, as bits
  Time earliest_ = sim::never;                           // no seat is due before
  Bench bench_;
  LastEvents last_events_;
  const trace::Event* current_ = nullptr;
  Doubt doubt_;
  bool by_time_ = false;  // what is decided now is decided by time that passed
  std::vector<Held> held_;
  std::uint64_t doubted_ = 0;
  Tally tally_;
  PresenceTrouble presence_trouble_;
  ObligationWatch* watch_ = nullptr;
  bool keeps_results_ = true;
  CourtResult result_;
};

}  // namespace tocsin::requirements
