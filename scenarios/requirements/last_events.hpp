// The last events of each agent with an emergency: what a first report of a failure is made of.
//
// A ring of `kept` events per agent, begun when an emergency of that agent begins and kept after its episode until the place is
// needed for another agent. The dial of the call that begins it comes before the emergency, which only the accept makes it, so
// the last dial of each agent is held back until then. At most `agents_kept` agents at once; the one that was longest without an
// event gives way. Beside that the `latest_kept` latest events of all are kept, for what happened to nobody's emergency.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "models/trace/event.hpp"
#include "sim/flat_map.hpp"

namespace tocsin::requirements {

class LastEvents {
 public:
  static constexpr std::size_t kept = 32;
  static constexpr std::size_t agents_kept = 512;
  static constexpr std::size_t latest_kept = 64;

  void add(trace::AgentId agent, const trace::Event& event) {
    Ring& ring = ring_of(agent);
    ring.events[ring.count++ % kept] = event;
  }

  // A dial of an agent without an emergency.
  void hold(trace::AgentId agent, const trace::Event& dial) { dials_.at(key(agent)) = dial; }
  void forget_held(trace::AgentId agent) { dials_.erase(key(agent)); }
  // The emergency of the agent begins with that leg: with its dial, if it is the one held.
  void begin(trace::AgentId agent, trace::LegId leg) {
    const trace::Event* held = dials_.find(key(agent));
    const auto* dial = held ? held->as<trace::Dialled>() : nullptr;
    if (dial && dial->leg == leg) add(agent, *held);
    if (held) forget_held(agent);
  }

  void pass(const trace::Event& event) {
    if (latest_.empty()) latest_.resize(latest_kept);
    latest_[passed_++ % latest_kept] = event;
  }

  // The latest events of all, in order.
  std::vector<trace::Event> latest() const {
    std::vector<trace::Event> events;
    for (std::uint64_t i = passed_ < latest_kept ? 0 : passed_ - latest_kept; i < passed_; ++i)
      events.push_back(latest_[i % latest_kept]);
    return events;
  }
  // In order; empty if there are none.
  std::vector<trace::Event> of(trace::AgentId agent) const {
    std::vector<trace::Event> events;
    const std::uint32_t* index = agent ? places_.find(key(agent)) : nullptr;
    if (!index) return events;
    const Ring& ring = rings_[*index];
    for (std::uint64_t i = ring.count < kept ? 0 : ring.count - kept; i < ring.count; ++i)
      events.push_back(ring.events[i % kept]);
    return events;
  }

 private:
  struct Ring {
    trace::AgentId agent;
    std::uint64_t count = 0;
    std::array<trace::Event, kept> events;
    std::uint64_t last() const { return count == 0 ? 0 : events[(count - 1) % kept].sequence; }
  };

  static std::uint64_t key(trace::AgentId agent) { return std::uint64_t{agent.value} + 1; }

  Ring& ring_of(trace::AgentId agent) {
    if (const std::uint32_t* index = places_.find(key(agent))) return rings_[*index];
    auto index = static_cast<std::uint32_t>(rings_.size());
    if (rings_.size() < agents_kept) {
      rings_.emplace_back();
    } else {
      const auto oldest =
          std::min_element(rings_.begin(), rings_.end(), [](const Ring& a, const Ring& b) { return a.last() < b.last(); });
      index = static_cast<std::uint32_t>(oldest - rings_.begin());
      places_.erase(key(oldest->agent));
      oldest->count = 0;
    }
    rings_[index].agent = agent;
    places_.at(key(agent)) = index;
    return rings_[index];
  }

  std::vector<trace::Event> latest_;
  std::uint64_t passed_ = 0;
  std::vector<Ring> rings_;
  sim::FlatMap<std::uint32_t> places_;
  sim::FlatMap<trace::Event> dials_;
};

}  // namespace tocsin::requirements
