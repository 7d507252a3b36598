// Shows that the harness would have gone red: the work behind `tocsin qualify`.
//
//   faults    each is run over the scenarios until a requirement that it names fails where the right policy passes it
//   variants  run over all of them: harmless ones, which nothing may flag
//   anchors   policies so bad that the world alone would have to keep what they do not: under `null` nothing may pass but the
//             comparison with it, under each crude one at least half of the requirements must fail
//
// One policy is one unit of work in a worker process, so that whatever a policy does is a row of the result; rows come in the
// order of the options and are the same for any number of jobs. Of a generated population the first replications are run.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "scenarios/policies/faults/catalogue.hpp"
#include "scenarios/policies/policies.hpp"

namespace tocsin::scenarios {

inline constexpr std::uint64_t generated_replications = 256;

// Where a fault was caught: the first failed obligation there.
struct Catch {
  std::string requirement;
  std::string scenario;
  std::uint64_t replication = 0;
  std::uint64_t deciding = 0;  // sequence number of the event; 0: the passing of time decided
  std::int64_t at_us = 0;
  std::string note;
};

struct FaultRow {
  std::string id;
  std::string name;
  std::vector<std::string> named;   // requirements of which one must catch it
  std::optional<Catch> caught;      // by one of them
  std::vector<std::string> others;  // not caught: what failed instead, as "EC-08 in S14"
  std::string problem;              // it ended its process, or something like it
};

struct VariantRow {
  std::string id;
  std::string name;
  std::vector<std::string> flagged;  // as "EC-08 in S14: what was noted"
};

struct AnchorRow {
  std::string name;
  std::vector<std::string> passed;  // requirements, over all scenarios together
  std::vector<std::string> failed;
  bool good = false;
};

struct Qualification {
  std::vector<FaultRow> faults;
  std::vector<VariantRow> variants;
  std::vector<AnchorRow> anchors;
  std::vector<std::string> catching_nothing;  // requirements that are the catch of none of these faults
  std::string internal_error;
  int signal = 0;  // that ended it early; rows are then missing
  bool proved() const;
};

struct QualifyOptions {
  std::vector<const FaultyPolicy*> faults;
  std::vector<const FaultyPolicy*> variants;
  std::vector<NamedPolicy> anchors;
  unsigned jobs = 1;
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
  std::function<double()> now_s = [] { return 0.0; };
  // Told of each policy once it is done, in order, with what it took: never part of a result.
  std::function<void(const std::string& id, const std::string& outcome, double seconds)> done = [](auto&&...) {};
  std::function<int()> stop_signal = [] { return 0; };
};

Qualification qualify(const std::vector<Scenario>& scenarios, const QualifyOptions& options);

}  // namespace tocsin::scenarios
