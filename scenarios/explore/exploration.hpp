// An exploration: one scenario and the places in it that are left open, each with every value it may take.
//
// It is one JSON file: `about`, `scenario` (a whole scenario, given there), `choices`, and
// `restarts` and `duplicates`. A choice names a place of the scenario by
// its JSON pointer and gives the values (`of`, the plainest first), or says that what stands there is `optional` (absent is the
// plainest). A null value means absent. A choice below a place that is absent has nothing to choose. One value for every choice
// makes a schedule, which is a scenario like any other.
//
// Schedules are ordered by how many choices take another value than their plainest, then by the choices in order; so the first
// one that fails is the shortest story within the exploration.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {

struct Choice {
  std::string name;
  std::string at;               // JSON pointer into the scenario
  std::vector<std::string> of;  // JSON texts; "null": absent
};

struct Exploration {
  std::string file;
  std::string about;
  std::string base;  // the scenario, as JSON text
  std::vector<Choice> choices;
  // Beside the undisturbed run, each schedule is run with one of these at every event of the policy (disturbance.hpp).
  bool restarts = false;
  bool duplicates = false;
};

using Picks = std::vector<std::uint32_t>;  // per choice, the index of its value

inline constexpr std::uint64_t schedules_max = 2'000'000;

// Checked: every value by itself gives a scenario that can be run, and there are at most `schedules_max` schedules.
std::variant<Exploration, Problems> load_exploration(const std::string& path);
std::variant<Exploration, Problems> parse_exploration(const std::string& text, const std::string& file);

// Whether the file says that it is one, by its $schema.
bool is_exploration(const std::string& path);

// Every schedule once, in their order.
std::vector<Picks> schedules_of(const Exploration& exploration);
// The scenario of one of them, as JSON text and as itself.
std::string schedule_text(const Exploration& exploration, const Picks& picks);
std::variant<Scenario, Problems> schedule_of(const Exploration& exploration, const Picks& picks);

}  // namespace tocsin::scenarios
