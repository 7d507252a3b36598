// What a scenario injects: faults of the policy's process, its channel, its clocks, and of parts of the platform.
//
// A fault happens once (`at`, or before one event of the policy), for a while (`at` to `until`), or before each event of the
// policy with a probability. Each is drawn by its place in the list, and a replication may be spared it altogether (`chance`), so
// that in a generated population many mixtures of faults come up.
#pragma once

#include <cstdint>
#include <optional>

#include "models/trace/terms.hpp"
#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace tocsin::models {

struct Fault {
  trace::Component component = trace::Component::policy;
  trace::FaultEffect effect = trace::FaultEffect::down;
  double chance = 1;  // that a replication has it
  sim::Time at{0};
  sim::Time until = sim::never;

  // Policy `down`: its process ends and comes back from a snapshot, whose store lacks the last `lag` events, which are delivered
  // once more. Policy `fails`: another node takes over, whose copy lacks them for good, or which has the configuration alone.
  std::uint64_t before_event = 0;     // instead of `at`: before this event of the policy
  std::optional<double> probability;  // instead of both, before each event. Channel: of each event in its time, none: 1
  std::uint32_t lag = 0;
  bool lag_drawn = false;     // 0 to `lag`, each as likely
  bool blank = false;         // `fails`: nothing but the configuration
  bool timers_lost = false;   // `down`: the wake-ups that were ordered are gone with it
  sim::Duration down_for{0};  // 0: back at once

  // Channel.
  trace::Manner manner = trace::Manner::duplicate;
  sim::Distribution delay = sim::Distribution::fixed({0});  // of the second copy, or of the event

  // Presence service, recorder, store and mail, from `at` to `until`. `down`: what is asked of it comes about at the end of that
  // time, of mail never. `slow`: that much later.
  sim::Duration slower_by{0};

  // Clock `stepped`, and the node's that takes over.
  sim::Duration step{0};
  std::optional<std::int32_t> utc_offset_s;

  std::uint32_t index = 0;  // of the trunk group, the SBC, or the node of the policy
};

}  // namespace tocsin::models
