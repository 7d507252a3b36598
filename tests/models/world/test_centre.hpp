// Small contact centres and sinks for tests of the world.
#pragma once

#include <vector>

#include "models/run.hpp"

namespace tocsin::models {

// A policy that never answers and never orders.
inline const tp_policy* silent_policy() {
  static int state = 0;
  static const tp_policy policy{TP_VERSION,   sizeof(tp_policy),
                                "silent",     [](const tp_config*) -> void* { return &state; },
                                [](void*) {}, [](void*, const tp_event*, tp_response*) {},
                                nullptr,      nullptr,
                                nullptr};
  return &policy;
}

inline constexpr Number main_number{12065550000};

// `count` agents in one queue that answer at once and have no wrap-up; one item each.
inline Config one_queue(std::uint32_t count) {
  Config config;
  config.name = "one queue";
  config.capacity_profiles.push_back({"one call", 1, false});
  config.outbound_profiles.push_back({"voice", trace::OutboundProfile::voice, main_number, {0}, true});
  Queue queue;
  queue.name = "calls";
  queue.ring = Distribution::fixed({0});
  queue.wrap_up = Distribution::fixed({0});
  config.queues.push_back(queue);
  config.numbers.push_back({main_number, trace::NumberKind::calling_plan, true});
  config.inbound_rules.push_back({InboundRule::Match::number, main_number, trace::Destination::queue, 0, 0});
  for (std::uint32_t i = 0; i < count; ++i) {
    Agent agent;
    agent.name = "a" + std::to_string(i + 1);
    agent.capacity_profile = 0;
    agent.outbound_profile = 0;
    agent.queues = {0};
    config.agents.push_back(agent);
  }
  return config;
}

// Keeps every event.
class Recorder final : public trace::Sink {
 public:
  void begin(const trace::Header&, const trace::Texts& texts) override { texts_ = &texts; }
  void on(const trace::Event& event) override { events.push_back(event); }
  void end(sim::Time at) override { ended_at = at; }
  template <class Kind>
  std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const trace::Event& event : events)
      if (const Kind* kind = event.as<Kind>()) found.push_back(*kind);
    return found;
  }
  std::vector<trace::Event> events;
  sim::Time ended_at;

 private:
  const trace::Texts* texts_ = nullptr;
};

inline std::vector<trace::Event> trace_of(const Config& config, std::uint64_t seed, std::uint64_t replication,
                                          const tp_policy* policy) {
  Recorder recorder;
  trace::Sink* sinks[] = {&recorder};
  run_world(config, {seed, replication, policy, nullptr, UINT64_MAX}, sinks);
  return recorder.events;
}

}  // namespace tocsin::models
