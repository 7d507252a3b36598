// A scenario: what is run, what must be exercised there, and what its environment leaves no way to avoid.
//
// A scenario is one JSON file (schema.hpp publishes its schema). Things are named, never numbered; lengths of time are texts such
// as "250ms", "59:59.999" or "1h30m" and become whole microseconds exactly. Loading checks everything that can be known without
// running: types, ranges, names, E.164, order of rates, trunks and routes. What passes is a complete models::Config; what does
// not gives every mistake of the file, each with file, line, pointer and what was expected, and no scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/config.hpp"
#include "scenarios/format/call_log.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {

// What the environment of a scenario leaves no way to avoid: a requirement that fails there, or a figure inside bounds.
struct Expectation {
  std::string requirement;                // "EC-07": its verdict is `fail`. Empty: this is about a figure
  std::string figure;                     // one of figure_names
  std::optional<std::uint64_t> at_least;  // of the figure, summed over the replications; inclusive
  std::optional<std::uint64_t> at_most;
  std::string why;
};

// pool_blocking: emergency calls that left by direct offer when no free number existed.
inline constexpr std::string_view figure_names[] = {"pool_blocking"};

// Which failure a scenario was kept for, and what it ran like then (the block `replay`).
struct Replay {
  std::uint64_t format = 0;  // of this block
  std::string policy;        // as it was named
  std::string requirement;   // "EC-16", or the kind of a finding about the policy
  std::string fingerprint;   // of that failure
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;
  std::string harness;  // version of the program that wrote it
  std::string trace;    // digest of its trace; empty: the policy ended the run
};
inline constexpr std::uint64_t replay_format = 1;

struct Scenario {
  std::string file;
  std::string id;  // "S03"; unique within a set
  std::string title;
  std::string purpose;
  std::vector<std::string> exercises;  // requirements that must not be vacuous here, as "EC-14"
  std::vector<Expectation> expect;
  std::uint32_t replications = 1;
  std::uint64_t seed = default_seed;
  // The replications are independent draws of one generated population, so a bound on the rate of failure makes sense.
  bool generated = false;
  std::optional<Replay> replay;
  std::vector<CallLogSummary> logs;  // the recorded call logs that were read
  models::Config config;

  static constexpr std::uint64_t default_seed = 20'221'003;

  // Whether anything in it may be an emergency call: a plan, or an act that dials a text with the digits 911 in it.
  bool has_emergencies() const;
  // Whether a run must equal the one under a policy that never answers: no emergencies, and no line kept for them.
  bool has_null_comparison() const;
};

struct LoadOptions {
  LogOverrides log;       // take the place of what the scenario says of its recorded call logs
  bool read_logs = true;  // off: recorded logs are neither needed nor read, and such a source has no calls
};

std::variant<Scenario, Problems> load_scenario(const std::string& path, const LoadOptions& options = {});
// The same from a text; `file` is its name in messages, and what files named in it are relative to.
std::variant<Scenario, Problems> parse_scenario(std::string_view text, const std::string& file, const LoadOptions& options = {});

// What is wrong with a scenario file; empty: nothing.
Problems validate(const std::string& path, const LoadOptions& options = {});

}  // namespace tocsin::scenarios
