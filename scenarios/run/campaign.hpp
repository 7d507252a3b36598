// Runs scenarios under a policy in worker processes and judges every replication: the work behind `tocsin run`.
//
// Work is cut into units that depend on the scenarios alone and reduced in their order, so that the result is the same for any
// number of jobs. When the policy kills its worker (aborts, exits, loops, eats memory) that is a finding which names the event;
// the replication is run again with the policy silent from that event on, and everything else goes on. A worker that dies in our
// own code is an internal error.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "scenarios/format/scenario.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {

struct CampaignOptions {
  std::string policy_name;
  const tp_policy* policy = nullptr;
  unsigned jobs = 1;
  std::optional<std::uint64_t> seed;          // instead of the scenarios' own
  std::optional<std::uint64_t> replications;  // instead of the scenarios' own
  std::optional<std::uint64_t> replication;   // this one alone; figures that scenarios expect over all are not judged then
  std::vector<std::string> only;              // ids of requirements; empty: all
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
  // One call into the policy may take this much processor time. A dial must be answered in one second of elapsed time, so
  // whatever takes longer than two of them has failed already.
  std::uint64_t stall_cpu_us = 2'000'000;
  std::uint64_t stall_wall_us = 60'000'000;
  std::string trace_file;                    // the traces of all replications, one after another; empty: none
  std::vector<std::string> reproduce_extra;  // arguments that belong into every command that reproduces a failure
};

struct Progress {
  std::uint64_t replications_done = 0;
  std::uint64_t replications_total = 0;
  std::uint64_t simulated_events = 0;
  std::uint64_t violations = 0;  // failed obligations that no `expect` names
  std::uint64_t findings = 0;
};

// Told while it runs, in the order of units.
class CampaignObserver {
 public:
  virtual ~CampaignObserver() = default;
  virtual void progress(const Progress&) {}
  // The first failure of a requirement in a scenario that does not expect it.
  virtual void failed(const Scenario&, const std::string& /*id*/, const Failure&) {}
  virtual void found(const Finding&) {}
  // Polled many times a second; a number other than 0 is the signal that ends the run early.
  virtual int stop_signal() { return 0; }
};

struct CampaignEnd {
  RunResult result;
  std::string trace_error;  // why the trace could not be written; then there is no file
};

CampaignEnd run_campaign(const std::vector<Scenario>& scenarios, const CampaignOptions& options, CampaignObserver& observer);

}  // namespace tocsin::scenarios
