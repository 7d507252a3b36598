// Who belongs to which queue, and who of them is free for it, in the order in which they became free.
//
// An agent's place in a queue has an index of its own; an agent's places stand together, the queue of highest priority first.
// Becoming free or not costs O(1). Whether somebody is free is decided elsewhere.
#pragma once

#include <cstdint>
#include <vector>

#include "models/config.hpp"
#include "models/trace/ids.hpp"
#include "sim/encoder.hpp"

namespace tocsin::models {

class FreeAgents {
 public:
  struct Place {
    trace::AgentId agent;
    std::uint32_t queue = 0;
    std::uint32_t previous = no_index, next = no_index;  // among the free ones of the queue
    bool free = false;
  };

  explicit FreeAgents(const Config& config);

  const Place& operator[](std::uint32_t place) const { return places_[place]; }
  // The agent's places are [begin, end).
  std::uint32_t begin(trace::AgentId agent) const { return begins_[agent.value]; }
  std::uint32_t end(trace::AgentId agent) const { return begins_[agent.value + 1]; }
  // The agent's queue of highest priority; no_index: in none.
  std::uint32_t first_queue(trace::AgentId agent) const {
    return begin(agent) == end(agent) ? no_index : places_[begin(agent)].queue;
  }

  // The place of whoever is free longest; no_index: nobody is.
  std::uint32_t first(std::uint32_t queue) const { return lists_[queue].first; }
  bool is_free(trace::AgentId agent, std::uint32_t queue) const;
  void set_free(std::uint32_t place, bool free);

  // What changes (sim/encoder.hpp).
  void encode(sim::Encoder& encoder) const {
    sim::for_each_member(*this, [](const auto&) {});  // counts them: see `member_count`
    encoder.all(places_, lists_);
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 3;

  struct List {
    std::uint32_t first = no_index, last = no_index;
  };
  std::vector<Place> places_;
  std::vector<std::uint32_t> begins_;
  std::vector<List> lists_;
};

}  // namespace tocsin::models
