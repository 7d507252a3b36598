// What a run found out, as plain values: what the reports are made of.
//
// Nothing in here depends on the number of workers, the machine or the time of day. Scenarios stand in the order in which they
// were given, requirements in the order of the registry, findings in the order of (scenario, replication).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/requirements/court_result.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::scenarios {

// Obligations by verdict.
struct Tally {
  std::uint64_t pass = 0;
  std::uint64_t fail = 0;
  std::uint64_t may = 0;
  std::uint64_t carrier = 0;
  std::uint64_t open = 0;

  std::uint64_t total() const { return pass + fail + may + carrier + open; }
  Tally& operator+=(const Tally& other) {
    pass += other.pass, fail += other.fail, may += other.may, carrier += other.carrier, open += other.open;
    return *this;
  }
  friend bool operator==(const Tally&, const Tally&) = default;
};

// `off`: the requirement is a switch that was on in no trace.
enum class Standing : std::uint8_t { pass, fail, may, carrier, open, vacuous, unobserved, off };
std::string_view word_of(Standing standing);

// A requirement is fail with any failed obligation, else pass with at least one passed, else may, carrier, open; with no trigger
// it is vacuous, and unobserved where the trace does not carry what it needs.
Standing standing_of(const Tally& tally, bool observed = true);

// The first failed obligation of a requirement in a scenario, and how to see it again.
struct Failure {
  std::uint64_t replication = 0;
  std::uint64_t seed = 0;
  std::string note;           // why it failed
  std::uint64_t about = 0;    // leg, number or agent it is about, as the requirement keys it
  std::uint64_t trigger = 0;  // sequence numbers in the trace; 0: none
  std::uint64_t deciding = 0;
  std::int64_t triggered_at_us = 0;
  std::int64_t decided_at_us = 0;
  std::optional<std::int64_t> slack_us;
  std::vector<std::string> events;              // JSON lines of the trace around it
  std::string fingerprint;                      // of its cause (fingerprint.hpp)
  std::map<std::uint32_t, std::string> agents;  // names of those in the events
  std::vector<std::string> arguments;           // of the command that reproduces it
  // Of the command that replays it made small; empty: it was not. Filled in by whoever shrinks it.
  std::vector<std::string> replay;
};

struct RequirementInScenario {
  std::string id;
  Tally tally;
  Standing standing = Standing::vacuous;
  bool exercised = false;      // listed under `exercises`
  bool expected_fail = false;  // an `expect` says that the environment leaves no way to avoid a failure
  std::uint64_t replications_failed = 0;
  std::uint64_t replications_passed = 0;  // with a pass and no failure
  std::optional<std::int64_t> least_slack_us;
  std::optional<double> violation_bound;  // generated populations: one-sided 95 % Clopper-Pearson upper bound
  std::optional<Failure> first_failure;
};

// Something the policy did that no policy may do.
struct Finding {
  std::string kind;  // "crashed", "stalled", "out_of_memory", "exited", "event_bound", or a breach of the contract
  std::string scenario;
  std::uint64_t replication = 0;
  std::uint64_t policy_event = 0;  // sequence number; 0: while it was created
  std::string event_kind;
  std::int64_t at_us = 0;
  std::optional<std::uint32_t> agent;
  std::uint64_t leg = 0;
  std::string detail;
};

// What the world counted, summed over the replications of a scenario.
struct Figures {
  std::uint64_t simulated_events = 0;
  std::uint64_t trace_events = 0;
  std::uint64_t policy_events = 0;
  std::uint64_t ordinary_calls = 0;
  std::uint64_t ordinary_answered = 0;
  std::uint64_t ordinary_abandoned = 0;
  std::uint64_t ordinary_blocked = 0;
  std::uint64_t emergency_dials = 0;
  std::uint64_t callbacks = 0;
  std::uint64_t breaches = 0;  // of the policy's contract
  std::uint64_t waited_us_sum = 0;
  std::uint64_t waited_count = 0;

  Figures& operator+=(const Figures& other);
};

// An `expect` of a scenario and whether it came.
struct ExpectationResult {
  std::string text;
  bool met = false;
};

// A recorded call log that was replayed as ordinary traffic.
struct ReplayedLog {
  std::string source;
  std::string file;
  std::uint64_t calls = 0;
  std::uint64_t zero_durations = 0;
};

struct ScenarioResult {
  std::string name;
  std::string path;
  std::string title;
  std::uint64_t seed = 0;
  std::uint64_t replications_planned = 0;
  std::uint64_t replications_done = 0;
  bool generated = false;  // replications are independent draws from one population
  std::vector<ReplayedLog> logs;
  std::string digest;  // over the digests of its traces, in the order of replications
  std::vector<RequirementInScenario> requirements;
  std::vector<ExpectationResult> expectations;
  std::vector<Finding> findings;  // the first hundred
  std::uint64_t findings_total = 0;
  Figures figures;
  requirements::Figures judged;  // what the judges counted beside their verdicts
};

// One requirement over all scenarios.
struct RequirementResult {
  std::string id;
  std::string guarantee;
  std::string mark;  // "S", "D" or "L"
  Tally tally;
  Standing standing = Standing::vacuous;
  std::optional<std::int64_t> least_slack_us;
  std::uint32_t scenarios_exercising = 0;
  std::uint32_t scenarios_passing = 0;   // of those
  std::uint32_t scenarios_failing = 0;   // of all, without those that expect it
  std::uint32_t scenarios_expected = 0;  // failed as an `expect` said
  std::vector<std::string> gaps;         // "name of a scenario: vacuous", exercised there and not passed
  bool spoil_caught = false;             // one of its kept promises was spoiled, and its judge failed that
};

struct RunResult {
  std::string policy;             // as it was named
  std::vector<std::string> only;  // ids that were selected; empty: all
  std::vector<ScenarioResult> scenarios;
  std::vector<RequirementResult> requirements;
  std::vector<std::string> contradictions;  // why the run is not to be trusted
  std::vector<std::string> internal_errors;
  bool partial = false;
  Reasons reasons;
  ExitCode exit_code = ExitCode::passed;
};

// Fills in what follows from the scenarios: the requirements' sums, the reasons and the exit code. `requirements` comes in with
// ids, guarantees and marks alone.
void conclude(RunResult& run);

}  // namespace tocsin::scenarios
