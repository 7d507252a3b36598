// A scope: one contact centre, and how much may happen in it, in whatever order and at whatever time.
//
// It is one JSON file: `about`, `scenario` (the centre: agents, numbers, pool, responders, bounds, and what it exercises, but
// nothing that happens), and how often each thing may happen in one story: `emergency_calls`, `callbacks`, `declines`,
// `presence_changes`, `disconnects`, `hang_ups`, `set_ups_fail`, `restarts` and `duplicates`; in how many `instants` people act;
// and `pauses` times a `pause`, the one length of time that is no edge of anything.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "models/world/state.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {

struct Scope {
  std::string file;
  std::string about;
  Scenario scenario;  // with one emergency plan: how calls are dialled
  models::StepBounds bounds;
  std::uint32_t restarts = 0;
  std::uint32_t duplicates = 0;
  static constexpr std::uint32_t times_max = 8;  // of anything that is counted
  static constexpr std::uint32_t unbounded = UINT32_MAX;
  std::uint32_t instants = unbounded;      // in how many instants of a story people do something
  std::uint32_t hang_ups = unbounded;      // how often in a story the responder hangs up
  std::uint32_t pauses = 2;                // how often in a story time passes to no edge
  sim::Duration pause = sim::seconds(10);  // and how far: to the next multiple of it
  std::uint32_t tree_moves = 8;            // of a story, where states cannot be merged
  std::uint64_t states_max = 20'000'000;   // distinct ones; if there are more, that is told, and nothing is claimed
};

std::variant<Scope, Problems> load_scope(const std::string& path);
std::variant<Scope, Problems> parse_scope(const std::string& text, const std::string& file);

// Whether the file says that it is one, by its $schema.
bool is_scope(const std::string& path);

}  // namespace tocsin::scenarios
