// A random scenario in the making: its JSON document, what was named in it so far, and the instants at which something happens.
//
// Each program is written in parts, one function each. A part may use what earlier parts named. The instants are the generator's
// own reckoning (a dial, an answer, an end, a callback, the end of a window); other parts put what they do at, just before or
// just after them, because that is where policies go wrong.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenarios/fuzz/dice.hpp"
#include "sim/time.hpp"

namespace tocsin::scenarios {

// What a program may contain. Each program has some kinds switched off, so that rare ones are not drowned by common ones (swarm
// testing).
enum class Feature : std::uint8_t {
  callbacks,
  boundaries,  // callbacks and dials at the ends of windows
  unanswered,  // calls and callbacks that nobody takes
  setup_failures,
  drops,  // ends by the far end or the network, closed by the agent later or never
  long_calls,
  redials,
  other_surfaces,
  spellings,
  other_callers,
  scarce_pool,
  direct_routing,
  number_kinds,
  trunks,
  prerequisites,  // missing from the start
  toggles,        // facts that change in the middle
  prior_statuses,
  presence_acts,
  sessions,
  controls,
  ends,  // End call, X, transfers by the far end
  queues,
  outbound_work,
  holds,
  assigns,
  direct_calls,  // ordinary calls to numbers of the tenant and of the pool
  stores,        // what is written beside the history, and written again
  settings,      // of platform and policy
  many_calls,
  switches,     // what law, standards or later versions of the source add
  restarts,     // of the policy's process, and other nodes that take over
  late_events,  // and events that come twice
  clock_steps,  // of the civil clock
  outages,      // of trunk groups and SBCs
  work_rules,   // classes, hours, overflow, bots, declined items
  resources,    // media ports and licences
  limits,       // of agents, and the configuration told again
  count
};

inline constexpr sim::Duration fuzz_horizon = sim::hours(12);

struct Draft {
  explicit Draft(Dice& chance) : dice(chance) {}

  bool has(Feature feature) const { return features >> static_cast<unsigned>(feature) & 1U; }

  // An instant that matters, moved by nothing or by a little.
  sim::Time near_something();
  // A length that is as likely to be very small as large.
  sim::Duration some_length();
  void note(sim::Time at) { moments.push_back(at); }
  // Whether EX-0`number` is on.
  bool is_on(unsigned number) const { return switches >> number & 1U; }

  Dice& dice;
  nlohmann::ordered_json scenario;
  std::uint64_t features = 0;
  std::uint32_t switches = 0;  // a bit each, by number
  std::vector<std::string> agents;
  std::vector<std::string> queues;
  std::vector<std::string> pool;
  std::vector<std::string> numbers;  // of the tenant
  std::vector<std::string> rules;
  std::vector<std::string> limited_trunk_groups;
  std::vector<std::string> sbcs;
  std::vector<sim::Time> moments;
};

// Words of durations and instants in a scenario.
std::string text_of(sim::Duration length);
std::string text_of(sim::Time at);

// Values that several parts draw.
sim::Duration boundary_offset(Dice& dice);
nlohmann::ordered_json random_status(Dice& dice);
nlohmann::ordered_json random_location(Draft& draft);
nlohmann::ordered_json random_media(Dice& dice);
const char* random_dial(Dice& dice);
const char* random_dial(Draft& draft);
// What a call into the centre says of its caller, where something asks for it.
void draft_caller_check(Draft& draft, nlohmann::ordered_json& call);

void draft_switches(Draft& draft);
void draft_tenant(Draft& draft);       // numbers, pool, trunks, direct routing
void draft_people(Draft& draft);       // profiles, queues, agents
void draft_emergencies(Draft& draft);  // and callbacks
void draft_traffic(Draft& draft);      // ordinary calls and their routing
void draft_work(Draft& draft);
void draft_acts(Draft& draft);
void draft_faults(Draft& draft);

}  // namespace tocsin::scenarios
