// Puts the lines of a log right that stand out of order, or twice, within a declared bound.
//
// Lines are released in order of (time, number, arrival) as soon as a line was read whose time is more than the bound later: then
// nothing that belongs before them can come any more without breaking the bound. A line whose bytes equal those of one that is
// still held is dropped. A line that comes too late for the bound is refused. Memory is that of the lines within the bound, of
// which there are at most `held_max`.
#pragma once

#include <algorithm>
#include <cstdint>
#include <unordered_set>
#include <utility>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/running_hash.hpp"

namespace tocsin::scenarios {

struct LogLine {
  trace::Event event;          // its sequence is not used here
  std::uint64_t sequence = 0;  // as the log numbers it; 0 where it does not
  std::uint64_t line = 0;      // in the file
  std::uint32_t part = 0;      // a line may mean several events
  std::uint32_t source = 0;    // of the header's sources
  trace::Hash128 print;        // of the line's bytes
  std::uint32_t parts = 1;     // how many events the line means
};

class ReorderBuffer {
 public:
  static constexpr std::size_t held_max = 1'000'000;
  enum class Put : std::uint8_t { held, too_late, full };

  explicit ReorderBuffer(sim::Duration bound) : bound_(bound) {}

  // Whether a line with these bytes is held.
  bool holds(const trace::Hash128& print) const { return prints_.contains(print); }

  Put put(const LogLine& line) {
    if (any_ && line.event.occurred_at < newest_ - bound_) return Put::too_late;
    if (heap_.size() >= held_max) return Put::full;
    newest_ = any_ ? std::max(newest_, line.event.occurred_at) : line.event.occurred_at;
    any_ = true;
    if (line.part == 0) prints_.insert(line.print);
    heap_.push_back(line);
    std::push_heap(heap_.begin(), heap_.end(), later);
    return Put::held;
  }

  // Whether a line can be released; `all`: the log is over.
  bool ready(bool all) const { return !heap_.empty() && (all || heap_.front().event.occurred_at < newest_ - bound_); }
  LogLine release() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    LogLine line = heap_.back();
    heap_.pop_back();
    if (line.part + 1 == line.parts) prints_.erase(line.print);
    return line;
  }

  // The greatest time of all lines so far.
  sim::Time newest() const { return newest_; }

 private:
  struct HashOf {
    std::size_t operator()(const trace::Hash128& hash) const { return static_cast<std::size_t>(hash.low); }
  };
  static bool later(const LogLine& a, const LogLine& b) {
    return std::tuple(a.event.occurred_at, a.sequence, a.line, a.part) >
           std::tuple(b.event.occurred_at, b.sequence, b.line, b.part);
  }

  sim::Duration bound_;
  sim::Time newest_{};
  bool any_ = false;
  std::vector<LogLine> heap_;  // the earliest on top
  std::unordered_set<trace::Hash128, HashOf> prints_;
};

}  // namespace tocsin::scenarios
