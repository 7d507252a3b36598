// A part of a trace, held in memory so that it can be changed and judged again.
//
// Its events are numbered from 1 without gaps, so that the event with number n stands at index n - 1; in the trace it has the
// sequence number `before + n`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "models/trace/text.hpp"

namespace tocsin::scenarios {

struct Story {
  // Nothing that came in this period was seen; told before the event at `before`.
  struct Blind {
    std::size_t before = 0;
    sim::Time from{};
    sim::Time to{};
  };

  const trace::Header* header = nullptr;  // outlives the story
  std::uint64_t before = 0;               // events of the trace that stand before it
  std::vector<trace::Event> events;
  std::vector<Blind> blinds;
  sim::Time end{};  // what has not been decided by then is open

  void add(const trace::Event& event) {
    events.push_back(event);
    events.back().sequence = events.size();
  }
};

// The leg an event is about; none if it is about none.
trace::LegId leg_of(const trace::Event& event);
// The agent an event names; none if it names none.
trace::AgentId agent_of(const trace::Event& event);

}  // namespace tocsin::scenarios
