// What the command line asks for, one struct per command: filled by app.cpp, or by a test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"

namespace tocsin::cli {

struct RunOptions {
  std::vector<std::string> paths;
  std::string policy = "builtin";
  std::optional<std::uint64_t> seed;
  unsigned jobs = 0;  // 0: one per core
  std::optional<std::uint64_t> replications;
  std::optional<std::uint64_t> replication;
  std::vector<std::string> only;
  bool json = false;
  std::vector<std::string> reports;  // "kind=path"
  std::string trace;
  std::string out = "out";
  bool no_out = false;
  std::string memory = "2G";
  scenarios::LogOverrides log;
  bool quiet = false;
  std::uint64_t shrink = 8;           // so many failed requirements are made small, at most; 0: none
  std::uint64_t shrink_seconds = 60;  // in all
};

struct AuditOptions {
  std::vector<std::string> logs;
  std::string mapping;
  std::vector<std::string> only;
  bool json = false;
  std::vector<std::string> reports;  // "kind=path"
  std::string pseudonymise;          // a file with the key; empty: names stay as they are
  bool quiet = false;
};

struct ListOptions {
  bool requirements = false;
  bool scenarios = false;
  bool policies = false;
  bool faults = false;
  std::vector<std::string> paths = {"scenarios"};
};

struct ExplainOptions {
  std::string id;
  std::vector<std::string> paths = {"scenarios"};
};

struct ValidateOptions {
  std::vector<std::string> paths;
};

struct ExploreOptions {
  std::string file;
  std::string policy = "builtin";
  unsigned jobs = 0;           // 0: one per core
  std::string counterexample;  // where the failing schedule goes, as a scenario; empty: nowhere
};

struct QualifyOptions {
  std::vector<std::string> paths = {"scenarios/compliance"};
  std::vector<std::string> only;  // ids of faulty policies and variants; empty: all, and the anchors
  unsigned jobs = 0;              // 0: one per core
  std::string memory = "2G";
  bool json = false;
  bool quiet = false;
};

struct ShrinkOptions {
  std::string file;
  std::string policy = "builtin";
  std::string requirement;
  std::string fingerprint;
  std::string output = "minimal.json";
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> replication;
  unsigned jobs = 0;  // 0: one per core
  std::uint64_t seconds = 60;
  std::uint64_t steps = 20'000;
  std::string memory = "2G";
  scenarios::LogOverrides log;
  bool quiet = false;
};

struct FuzzOptions {
  std::vector<std::string> paths;  // scenarios to perturb
  std::string policy = "builtin";
  std::uint64_t seed = scenarios::Scenario::default_seed;
  std::string time;  // empty: a minute, unless there is a count
  std::optional<std::uint64_t> count;
  unsigned jobs = 0;         // 0: one per core
  std::size_t failures = 5;  // different ones, after which it ends
  std::string corpus;        // a folder; empty: none is read or left
  std::string out = "out/fuzz";
  bool unlike_builtin = false;
  bool no_shrink = false;
  bool quiet = false;
};

struct ReplayOptions {
  std::string file;
  std::string policy;  // empty: the one that the file names
  std::string memory = "2G";
  scenarios::LogOverrides log;
};

struct SchemaOptions {
  std::string of;  // "scenario" or "trace"
};

struct DoctorOptions {
  std::string out = "out";
};

}  // namespace tocsin::cli
