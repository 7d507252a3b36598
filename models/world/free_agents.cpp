#include "models/world/free_agents.hpp"

#include <algorithm>

namespace tocsin::models {

FreeAgents::FreeAgents(const Config& config) : lists_(config.queues.size()) {
  begins_.reserve(config.agents.size() + 1);
  for (std::uint32_t i = 0; i < config.agents.size(); ++i) {
    begins_.push_back(static_cast<std::uint32_t>(places_.size()));
    std::vector<std::uint32_t> queues = config.agents[i].queues;
    std::stable_sort(queues.begin(), queues.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return config.queues[a].priority > config.queues[b].priority; });
    for (const std::uint32_t queue : queues) places_.push_back({trace::AgentId{i}, queue, no_index, no_index, false});
  }
  begins_.push_back(static_cast<std::uint32_t>(places_.size()));
}

bool FreeAgents::is_free(trace::AgentId agent, std::uint32_t queue) const {
  for (std::uint32_t i = begin(agent); i < end(agent); ++i)
    if (places_[i].queue == queue && places_[i].free) return true;
  return false;
}

void FreeAgents::set_free(std::uint32_t index, bool free) {
  Place& place = places_[index];
  if (place.free == free) return;
  List& list = lists_[place.queue];
  place.free = free;
  if (free) {
    place.previous = list.last;
    place.next = no_index;
    (list.last == no_index ? list.first : places_[list.last].next) = index;
    list.last = index;
    return;
  }
  (place.previous == no_index ? list.first : places_[place.previous].next) = place.next;
  (place.next == no_index ? list.last : places_[place.next].previous) = place.previous;
}

}  // namespace tocsin::models
