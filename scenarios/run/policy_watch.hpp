// Writes, before each call into the policy, which event it is given into the worker's shared page, so that whoever finds the
// worker dead or hung can say what the policy was doing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/run.hpp"
#include "sim/assert.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {

// The event the policy was given last.
struct PolicyStep {
  std::uint64_t replication = 0;
  std::uint64_t sequence = 0;  // 0: not an event, the policy was being created or destroyed
  std::uint32_t kind = 0;      // tp_event_kind
  std::uint32_t agent = TP_NO_AGENT;
  std::int64_t at_us = 0;
  std::uint64_t leg = 0;
};

class HeartbeatWatch final : public models::PolicyWatch {
 public:
  HeartbeatWatch(sim::Heartbeat& heartbeat, std::uint64_t replication) : heartbeat_(heartbeat) {
    step_.replication = replication;
  }

  void entering(const tp_event& event) override {
    step_.sequence = event.sequence;
    step_.kind = event.kind;
    step_.agent = event.agent;
    // An event that is given once more says when it was delivered first.
    step_.at_us = std::max(event.delivered_us, sim::assert_context().now_us);
    step_.leg = event.leg;
    heartbeat_.guard({reinterpret_cast<const char*>(&step_), sizeof step_});
  }
  void left() override { heartbeat_.unguard(); }

  // The last event the policy was given.
  const PolicyStep& last() const { return step_; }

 private:
  sim::Heartbeat& heartbeat_;
  PolicyStep step_;
};
static_assert(sizeof(PolicyStep) <= sim::Heartbeat::note_bytes);

// What a guard's note says; nothing if it is not one of these.
std::optional<PolicyStep> policy_step(std::string_view note);

// "ask_dial", "tell_timer", ...: a tp_event_kind as findings name it.
std::string policy_event_word(std::uint32_t kind);

}  // namespace tocsin::scenarios
