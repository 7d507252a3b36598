// Tries candidates in forked workers, in order, and gives the first that fails in the same way and is less than a given one.
//
// Which one that is depends on the candidates alone, never on the number of workers. Where it is to be less, a text that was
// tried and did not end the process is not run again.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "models/trace/running_hash.hpp"
#include "scenarios/run/unit.hpp"
#include "scenarios/shrink/crashes.hpp"
#include "scenarios/shrink/shrink.hpp"
#include "scenarios/shrink/weight.hpp"

namespace tocsin::scenarios {

struct Candidate {
  Json document;
  std::uint64_t replication = 0;
};

// Something that fails as it should.
struct Failing {
  Candidate candidate;
  Weight weight;
  std::uint64_t seed = 0;
  std::string fingerprint;
  std::string trace_digest;
  std::optional<requirements::Failure> failure;
  std::optional<Finding> finding;
  std::uint64_t simulated_events = 0;

  std::int64_t failed_at_us() const { return failure ? failure->decided_at.us : finding ? finding->at_us : 0; }
};

class Trials {
 public:
  Trials(const ShrinkOptions& options, double started_s)
      : options_(options), started_s_(started_s), fingerprint_(options.fingerprint) {
    allow_all();
  }

  static constexpr const Weight* whatever_it_weighs = nullptr;

  using Make = std::function<Candidate(std::size_t index)>;

  // The first of the candidates that fails in the same way and weighs less than `than`. Candidates are made in the workers:
  // `make` depends on its index alone. `index`: which one it was.
  std::optional<Failing> first_of(std::size_t count, const Make& make, const Weight* than,
                                  std::optional<std::size_t>* index = nullptr);
  // From now on only failures of this fingerprint count, and a candidate of many times its events is passed over.
  void mean(const Failing& failing);
  // From now on what fails under the reference policy too is passed over.
  void compare_with_reference(bool on) { compared_ = on && options_.reference != nullptr && !targets_finding(); }

  // From now on half of what is left of steps and time, or all of it. What had ended for want of them goes on.
  void allow_half();
  void allow_all();
  bool loads(const Candidate& candidate) const { return std::holds_alternative<Scenario>(loaded(candidate)); }
  // Crashes of the policy's process that chance brought until it failed, as far as they can be asked for one by one: one more
  // run, in a worker, since the policy may end it.
  std::vector<Crash> crashes_by_chance_in(const Failing& failing);

  bool ended() const { return end_ != ShrinkResult::End::smallest; }
  ShrinkResult::End end() const { return end_; }
  int signal() const { return signal_; }
  std::uint64_t steps() const { return steps_; }
  // Of the first worker that died in our own code; such a candidate is passed over.
  const std::string& internal_problem() const { return internal_problem_; }
  // Why the last candidate that did not load did not.
  const std::string& load_problem() const { return load_problem_; }

 private:
  bool targets_finding() const;
  void look_at_limits();
  void try_one(const Candidate& candidate, const Weight* than, std::uint64_t policy_ends_before, sim::Heartbeat& heartbeat,
               std::string& bytes) const;
  std::variant<Scenario, Problems> loaded(const Candidate& candidate) const;
  bool is_meant(const UnitReport& report, Failing& failing) const;
  std::optional<Failing> by_death(const Candidate& candidate, const sim::Death& death) const;
  void note(const sim::UnitResult& outcome);

  sim::WorkerLimits limits() const { return {options_.memory_bytes, options_.stall_cpu_us, options_.stall_wall_us}; }

  const ShrinkOptions& options_;
  const double started_s_;
  std::uint64_t steps_max_ = 0;
  double seconds_max_ = 0;
  std::string fingerprint_;
  std::uint64_t events_max_ = UINT64_MAX;
  bool compared_ = false;
  std::set<trace::Hash128> known_;
  std::uint64_t steps_ = 0;
  ShrinkResult::End end_ = ShrinkResult::End::smallest;
  int signal_ = 0;
  std::string internal_problem_;
  std::string load_problem_;
};

}  // namespace tocsin::scenarios
