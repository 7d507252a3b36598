// Where two runs of one replication part: the first event that is not the same in both.
//
//     RecordedRun first;
//     run_world(config, options, {&first});
//     RunComparison second(first);
//     run_world(config, options, {&second});
//     if (const auto difference = second.difference()) ...
//
// The first run is kept as it was, event for event, because a run that cannot be repeated shows its events once. Events are the
// same if they are at the same time, of the same kind and with the same fields, texts spelled out.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/sink.hpp"
#include "models/trace/text.hpp"

namespace tocsin::scenarios {

// Keeps a whole trace, up to a number of events.
class RecordedRun final : public trace::Sink {
 public:
  explicit RecordedRun(std::size_t events_max = SIZE_MAX) : events_max_(events_max) {}
  void begin(const trace::Header&, const trace::Texts& texts) override;
  void on(const trace::Event& event) override;
  void end(trace::Time at) override;

  bool whole() const { return events_ <= events_max_; }
  // Of one that is not whole: those that were kept.
  const std::deque<trace::Event>& events() const { return kept_; }
  const trace::Texts& texts() const { return texts_; }
  trace::Time ended_at() const { return ended_at_; }

 private:
  std::size_t events_max_;
  std::size_t events_ = 0;
  const trace::Texts* source_ = nullptr;
  std::deque<trace::Event> kept_;
  trace::Texts texts_;  // of the run, which keeps its own no longer than itself
  trace::Time ended_at_;
};

struct RunDifference {
  std::vector<std::string> before;  // the last events that both have
  std::string first, second;        // the event of each run; empty: that run had ended
  std::uint64_t sequence = 0;
  trace::Time at;  // of the earlier of the two
};

// "at event 17, 5s: {...}, then {...}"
std::string in_words(const RunDifference& difference);

// Walks along a recorded run, which has to outlive it.
class RunComparison final : public trace::Sink {
 public:
  explicit RunComparison(const RecordedRun& other) : other_(other) {}
  void begin(const trace::Header&, const trace::Texts& texts) override { texts_ = &texts; }
  void on(const trace::Event& event) override;
  void end(trace::Time at) override;

  const std::optional<RunDifference>& difference() const { return difference_; }

 private:
  void differ(trace::Time at, std::string second);

  const RecordedRun& other_;
  const trace::Texts* texts_ = nullptr;
  std::size_t at_ = 0;
  std::string line_, other_line_;
  std::optional<RunDifference> difference_;
};

}  // namespace tocsin::scenarios
