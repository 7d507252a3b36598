// Makes a failing scenario as small and as plain as it gets while it still fails in the same way.
//
//     ShrinkOptions options;
//     options.policy = policy;
//     options.requirement = "EC-16";
//     const ShrinkResult smallest = shrink(scenario_json, options);
//
// Everything it does is an edit of the scenario's JSON text: list entries go, by halves first, with whatever refers to them; then
// repetitions and counts, optional keys, chance (a fixed value for a distribution), odd times for round ones. So each candidate
// is a scenario that loads, and the result is a file that a person can read and `tocsin run` takes. A candidate is taken if it is
// less than the one before, in the order of `Weight`, and fails in the same way: the same requirement (or the same kind of
// finding about the policy) with the same fingerprint, and not under the reference policy, if one is given. One step may go up:
// at the beginning crashes of the policy that chance brought are given fixed times (crashes.hpp); if nothing less than what was
// given comes of that, it is taken back. Of the candidates of one step the first in their order is taken, whatever finishes
// first: the result is the same for any number of jobs, unless the time runs out.
//
// Candidates run in forked workers, because the policy may crash. Steps and time are bounded, and what is best so far is the
// result, also when it is interrupted. Nothing is thrown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "scenarios/format/scenario.hpp"
#include "scenarios/requirements/court_result.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {

// What happens to a centre in a scenario: emergencies, callbacks, acts, faults, ordinary calls, each as often as it happens. What
// comes at a rate counts as many as are expected up to the horizon, and at least once.
std::uint64_t count_stimuli(const Scenario& scenario);

struct ShrinkProgress {
  std::uint64_t steps = 0;  // candidates that were run
  std::uint64_t stimuli = 0;
  std::uint64_t stimuli_at_first = 0;
  std::uint64_t bytes = 0;  // of the best text so far
  std::string doing;        // "removing entries"
};

class ShrinkObserver {
 public:
  virtual ~ShrinkObserver() = default;
  virtual void progress(const ShrinkProgress&) {}
  // Polled many times a second; a number other than 0 ends the shrinking with the best so far.
  virtual int stop_signal() { return 0; }
};

struct ShrinkOptions {
  const tp_policy* policy = nullptr;
  // Must not fail that requirement in what is taken: so no candidate is one that leaves no policy a way. Null: not asked.
  const tp_policy* reference = nullptr;
  // "EC-16", or the kind of a finding about the policy: "crashed", "stalled", "two_answers", ...
  std::string requirement;
  std::string fingerprint;             // of the failure that is meant; empty: the first one of that requirement
  std::string file = "scenario.json";  // its name in messages, and what files named in it are relative to
  LogOverrides log;
  std::optional<std::uint64_t> seed;         // instead of the scenario's own
  std::optional<std::uint64_t> replication;  // the one that fails; absent: the first of the scenario's that does
  unsigned jobs = 1;
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
  std::uint64_t stall_cpu_us = 2'000'000;  // as in a run
  std::uint64_t stall_wall_us = 60'000'000;
  std::uint64_t steps_max = 20'000;
  double seconds_max = 60;
  std::function<double()> now_s;  // elapsed; empty: time is not looked at
  ShrinkObserver* observer = nullptr;
};

// The smallest length of time at one place with which it still fails, everything else being as in the result.
struct Boundary {
  std::string at;    // JSON pointer
  std::string what;  // "delay of callback 1 of emergency 1"
  std::int64_t fails_us = 0;
  std::int64_t holds_us = 0;  // one microsecond less: it does not fail so
};

struct ShrinkResult {
  // not_failing: the scenario as given does not fail that way. unusable: it does not load. internal: no worker, or one died in
  // our own code.
  enum class End : std::uint8_t { smallest, steps, time, stopped, not_failing, unusable, internal };
  End end = End::smallest;
  std::string problem;  // of the last three, in words
  int signal = 0;       // that stopped it

  // The best so far; what was given, if nothing smaller failed.
  std::string scenario_json;
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;
  std::string fingerprint;
  std::string trace_digest;                      // of that replication
  std::optional<requirements::Failure> failure;  // for a requirement
  std::optional<Finding> finding;                // for a finding about the policy
  std::vector<Boundary> boundaries;

  std::uint64_t steps = 0;  // candidates that were run
  std::uint64_t stimuli_at_first = 0;
  std::uint64_t stimuli = 0;
  std::uint64_t simulated_events_at_first = 0;
  std::uint64_t simulated_events = 0;
};

ShrinkResult shrink(const std::string& scenario_json, const ShrinkOptions& options);

// Whether it fails in that way, without making it smaller: one step.
ShrinkResult reproduce(const std::string& scenario_json, ShrinkOptions options);

// The failure of a result as a run tells it. Bug of the caller if it has none.
Failure failure_of(const ShrinkResult& result);

// "smallest failing delay of callback 1 of emergency 1: 1m (at 59.999999s it does not fail)"
std::string in_words(const Boundary& boundary);

}  // namespace tocsin::scenarios
