// Asks a clone of the policy about a callback again, with rules, limits or presence varied.
//
// A clone can be asked only with what a policy can be told (policy/policy.h), so a variation is told to it first:
//
//   presence  a change that took effect: it was asked about it and let it through; for Offline also that no device is connected
//   limits    ordinary items offered to the agent, and the presence that the platform computes of them; a capacity profile lost
//   rules     no policy is told the rules of ordinary routing; it sees what comes of them: items of another queue, by affinity,
//   to
//             an agent's own number or assigned by hand, a call that went to voicemail, the civil time that opening hours look
//             at, the caller that rules look at, and a direct-routing rule or a number that is configured anew
//
// A variation that the policy itself does not let come about, as another presence in an episode, is no answer. Each alone is one
// answer; of all of them together, every combination, each different answer is told once, with the first combination that gave
// it.
//
// Bounded by how many callbacks of a replication are asked about and by the bytes of state that are put back for it; of large
// states fewer questions are asked, by whole callbacks. Combinations are asked about in the first replications alone.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/config.hpp"
#include "models/run.hpp"
#include "models/trace/event.hpp"
#include "models/world/policy_clone.hpp"

namespace tocsin::models {

class Counterfactuals {
 public:
  // The call as it is about to be put to the policy.
  struct Call {
    tp_event ask{};  // TP_ASK_DELIVER
    tp_agent holder = TP_NO_AGENT;
    tp_agent_facts facts{};  // of the holder, now
    std::uint32_t agents = 0;
    std::uint32_t queues = 0;
    std::uint32_t rules = 0;  // of direct routing
    Duration bound{};         // within which it is to be offered
    // What becomes of an ordinary call to that number.
    trace::Destination by_rules = trace::Destination::rejected;
    trace::AgentId rules_agent;
  };
  struct Answer {
    trace::Variation varied{};
    trace::Destination destination{};
    trace::AgentId agent;
    bool uses_capacity = false;
    bool same_as(const Answer& other) const {
      return destination == other.destination && agent == other.agent && uses_capacity == other.uses_capacity;
    }
  };

  static constexpr std::uint32_t callbacks_max = 16;          // of a replication
  static constexpr std::uint32_t combined_callbacks_max = 2;  // with every combination
  static constexpr std::uint64_t combined_replications_max = 64;
  static constexpr std::uint64_t bytes_max = 32 << 20;  // of state put back in a replication

  explicit Counterfactuals(const WorldOptions& options) : clone_(options), replication_(options.replication) {}

  // Empty: nothing could be asked. `self`: the policy, before it is told of the call.
  std::vector<Answer> ask(const Call& call, const void* self, const std::function<PolicyConfig()>& configuration);

  // It threw; told of once.
  bool threw(tp_event& in);
  void destroy(const tp_event& event) { clone_.destroy(event); }

 private:
  PolicyClone clone_;
  std::uint64_t replication_;
  std::uint64_t bytes_ = 0;
  std::uint32_t callbacks_ = 0;
  bool told_ = false;
};

}  // namespace tocsin::models
