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
  std::string subject;  // "EC-16", or "policy"
  std::string what;     // the judge's note, or the breach
  std::string key() const { return subject + ": " + what; }
  friend bool operator==(const Violation&, const Violation&) = default;
};

// Obligations by requirement, in the order of the registry, and by sim::Verdict.
using ObligationCounts = std::vector<std::array<std::uint64_t, 5>>;

struct JudgedProgram {
  ObligationCounts obligations;
  trace::Hash128 digest;
  std::vector<Violation> violations;    // each once
  std::vector<std::string> events;      // of the first one: those that led to it, as lines of the trace
  std::vector<std::uint32_t> features;  // novelty.hpp; empty unless asked for
};

JudgedProgram judge_program(const Scenario& scenario, const tp_policy* policy, models::PolicyWatch* watch, bool with_features);

}  // namespace tocsin::scenarios
