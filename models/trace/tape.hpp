// What a world emits its events into: it numbers them, holds them to the trace's order, and hands them to whoever listens.
//
// Contract: times of occurrence never decrease along a tape, and nothing is delivered before it occurred. Every sink is told of
// every event, in the order in which the sinks were added. With no sink an event costs its count and the check of its time, so a
// run that nobody watches pays nothing for being watchable. A sink that is added later hears what comes from then on.
#pragma once

#include <cstdint>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "models/trace/sink.hpp"
#include "models/trace/text.hpp"
#include "sim/assert.hpp"

namespace tocsin::trace {

class Tape {
 public:
  // Keeps references: header and texts outlive the tape.
  Tape(const Header& header, const Texts& texts) : header_(header), texts_(texts) {}

  // The sink is told at once that the trace begins; it outlives the tape.
  void add(Sink* sink);

  template <class Kind>
  void emit(Time occurred, Time delivered, const Kind& kind) {
    TOCSIN_ASSERT(occurred >= last_, "an event before the one that stands before it");
    TOCSIN_ASSERT(delivered >= occurred, "an event delivered before it occurred");
    TOCSIN_ASSERT(!ended_, "an event after the end");
    last_ = occurred;
    ++count_;
    if (sinks_.empty()) return;
    event_.sequence = count_;
    event_.occurred_at = occurred;
    event_.delivered_at = delivered;
    event_.payload.emplace<Kind>(kind);
    for (Sink* sink : sinks_) sink->on(event_);
  }

  // Closes the trace at the time the run reached. Nothing is emitted afterwards.
  void end(Time at);

  // How many events were emitted: also the sequence number of the last one.
  std::uint64_t count() const { return count_; }
  // When the last event occurred; the start of the run if there was none.
  Time last() const { return last_; }

 private:
  const Header& header_;
  const Texts& texts_;
  std::vector<Sink*> sinks_;
  std::uint64_t count_ = 0;
  Time last_{};
  bool ended_ = false;
  Event event_;
};

}  // namespace tocsin::trace
