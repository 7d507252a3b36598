// What stands before the events of a trace: where it came from, what it can show, and the constants it is judged by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/trace/event.hpp"
#include "sim/time.hpp"

namespace tocsin::trace {

// The bounds of the requirements, counted from delivery of the cause to the policy. A scenario may tighten them, never loosen.
struct Bounds {
  Duration accept = sim::seconds(1);    // dial to accept or refuse
  Duration egress = sim::seconds(1);    // accept to the first INVITE out
  Duration callback = sim::seconds(2);  // INVITE in to offer
  Duration presence{0};                 // cause to effective presence
};

struct Header {
  std::uint32_t version = 1;
  std::string scenario;
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;
  std::uint64_t complete_for = ~std::uint64_t{0};  // event kinds the source records completely, as a set
  Duration clock_resolution = sim::microseconds(1);
  Duration clock_skew{0};
  Duration window = sim::minutes(60);
  Duration location_age_max = sim::hours(24);
  Duration channel_delay_max{0};
  bool strict_prerequisites = true;
  Switches switches{};
  Duration termination_window = sim::minutes(30);  // with EX-08: honoured as long after the call's end, at least
  bool customised_form = false;                    // the panel is a customised form, which has save and refresh of its own
  Bounds bounds;
  std::uint32_t contacts = 0;  // with EX-01: how many people are configured to be told of an emergency call
  // Names in the order of their indices.
  std::vector<std::string> agents, queues, trunk_groups, sbcs, responders;
};

}  // namespace tocsin::trace
