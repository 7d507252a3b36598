// What a world knows of the faults that are injected into it, as plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/config.hpp"
#include "models/trace/ids.hpp"
#include "models/world/event_log.hpp"
#include "models/world/policy_config.hpp"

namespace tocsin::models {

// A number that is or was lent, as the platform knows it.
struct Lent {
  trace::AgentId agent;
  trace::LegId leg;
  Time assigned{};
  Time until{};
  bool lent = false;        // and not given back
  std::uint32_t media = 0;  // of the call it was lent for
  Time ended{};             // of that call
};

// A leg that is over and forgotten, while its panel stays until the policy takes it away.
struct KeptPanel {
  trace::LegId leg;
  trace::AgentId agent;
  bool outgoing = false;
};

// A leg that the policy took or refused, and that is over and forgotten.
struct PastLeg {
  trace::LegId leg;
  trace::AgentId agent;
  bool outgoing = false;
  bool refused = false;
  trace::Path path{};
};

// When the policy hears of what happens now, and in which manner.
struct Hearing {
  Time at{};
  std::uint64_t told_late = 0;  // 1 + trace::Manner, 0: at once, or once it is back
};

struct FaultState {
  bool any = false;                       // the policy's events are looked at
  bool copies = false;                    // some come twice
  std::vector<std::uint32_t> of_policy;   // its process and its node: those that are looked at before each event
  std::vector<std::uint32_t> of_channel;  // in force now
  std::vector<std::uint32_t> due;         // the policy ends once nothing is on its way to it

  bool down = false;
  std::int32_t held = 0;         // how many asks and events wait for its return: their order
  std::uint32_t held_facts = 0;  // of these, facts that it has not been told yet
  std::optional<PolicyConfig> config_at_crash;
  Time back_at{};  // while it is down
  std::uint32_t outage = 0;
  bool replacing = false;

  std::int32_t overs = 0;        // ends that were told late so far: those of one instant keep their order
  std::uint32_t on_its_way = 0;  // asks, ends of legs and events that the policy hears of late, or once it is back
  struct Kept {
    OwnedEvent event;
    std::uint32_t orders = 0;
    std::uint32_t node = 0;
  };
  std::vector<Kept> kept;  // events that are held, or come once more
  std::vector<std::uint32_t> kept_free;

  std::vector<KeptPanel> panels;  // while a node may be replaced
  std::vector<PastLeg> past;      // likewise

  Duration wall_step{0};
  std::int32_t utc_offset_s = 0;
  std::vector<bool> sbc_down;
};

}  // namespace tocsin::models
