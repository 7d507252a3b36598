// Runs one world to its end: the entry to the models layer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/config.hpp"
#include "models/trace/header.hpp"
#include "models/trace/sink.hpp"
#include "policy/policy.h"

namespace tocsin::models {

// Told around every call into the policy, so that an outside watcher can say which event ended or hung the process.
class PolicyWatch {
 public:
  virtual ~PolicyWatch() = default;
  virtual void entering(const tp_event& event) = 0;
  virtual void left() = 0;
};

struct WorldOptions {
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;
  const tp_policy* policy = nullptr;  // never null in a run
  PolicyWatch* watch = nullptr;
  std::uint64_t policy_ends_before =
      UINT64_MAX;  // from this policy event on the policy is not called any more: it died there once
};

enum class RunEnd : std::uint8_t { drained, horizon, event_bound };

struct WorldSummary {
  RunEnd end = RunEnd::horizon;
  sim::Time ended_at;
  std::uint64_t simulated_events = 0;
  std::uint64_t trace_events = 0;
  std::uint64_t policy_events = 0;
  std::uint64_t ordinary_calls = 0;  // offered by sources
  std::uint64_t ordinary_answered = 0;
  std::uint64_t ordinary_abandoned = 0;
  std::uint64_t ordinary_blocked = 0;
  std::uint64_t emergency_dials = 0;  // by emergency plans
  std::uint64_t callbacks = 0;        // by callback plans
  std::uint64_t policy_findings = 0;
  std::uint64_t waited_us_sum = 0;  // of ordinary calls answered from queues
  std::uint64_t waited_count = 0;   // of those, how many waited at all
};

// The header of the trace that such a run writes.
trace::Header header_of(const Config& config, std::uint64_t seed, std::uint64_t replication);

// Runs the world; every sink hears the whole trace. The same configuration, seed, replication and policy give the same trace.
WorldSummary run_world(const Config& config, const WorldOptions& options, std::span<trace::Sink* const> sinks);

}  // namespace tocsin::models
