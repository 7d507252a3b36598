// Runs one program in this process, judged by the whole court.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/run.hpp"
#include "models/trace/running_hash.hpp"
#include "policy/policy.h"
#include "scenarios/format/scenario.hpp"

namespace tocsin::scenarios {

struct Violation {
  std::string subject;  // "EC-16", or the kind of a finding about the policy: "bad_order"
  std::string what;     // the judge's note, or how the policy broke its contract
  // As shrinking and replaying know it; empty: the first failure of the subject is meant.
  std::string fingerprint;
  std::string key() const { return subject + ": " + what; }
  bool same(const Violation& other) const { return subject == other.subject && what == other.what; }
};

// Obligations by requirement, in the order of the registry, and by sim::Verdict.
using ObligationCounts = std::vector<std::array<std::uint64_t, 5>>;

struct JudgedProgram {
  ObligationCounts obligations;
  trace::Hash128 digest;
  std::vector<Violation> violations;    // each once
  std::vector<std::uint32_t> features;  // novelty.hpp; empty unless asked for
};

JudgedProgram judge_program(const Scenario& scenario, const tp_policy* policy, models::PolicyWatch* watch, bool with_features);

}  // namespace tocsin::scenarios
