// Leaves a run's evidence on disk: all of it or nothing.
//
//   out/<run-id>/report.json      the whole result
//   out/<run-id>/verdicts.txt     the table
//   out/<run-id>/EC-16/           per failed requirement: failure.txt, and events.jsonl with the events around it
//   out/latest                    a link to the newest
//
// Everything is written into a hidden folder beside it first and renamed when it is complete.
#pragma once

#include <string>

#include "reports/identity.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::reports {

struct Written {
  std::string folder;  // where the evidence lies
  std::string error;   // or why nothing does
};

Written write_evidence(const std::string& out, const scenarios::RunResult& run, const Identity& identity);

// Writes one file whole or not at all. Empty: done; else why not.
std::string write_file(const std::string& path, const std::string& bytes);

}  // namespace tocsin::reports
