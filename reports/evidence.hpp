// Leaves a run's evidence on disk: all of it or nothing.
//
//   out/<run-id>/report.json      the whole result
//   out/<run-id>/verdicts.txt     the table
//   out/<run-id>/EC-16/           per failed requirement: failure.txt, events.jsonl with the events around it, and the call flow
//                                 up to what decided as ladder.txt and flow.mmd (Mermaid). Where it was made small: minimal.json,
//                                 which `tocsin replay` takes, with its minimal.txt and minimal.mmd
//   out/latest                    a link to the newest
//
// Everything is written into a hidden folder beside it first and renamed when it is complete.
#pragma once

#include <string>
#include <vector>

#include "reports/identity.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::reports {

struct Written {
  std::string folder;  // where the evidence lies
  std::string error;   // or why nothing does
};

// A failure that was made small.
struct Minimal {
  std::string id;        // the requirement, or the kind of a finding
  std::string scenario;  // the file
  std::string text;      // about it, for people
  std::string diagram;   // its call flow in Mermaid
};

Written write_evidence(const std::string& out, const scenarios::RunResult& run, const Identity& identity,
                       const std::vector<Minimal>& minimal = {});

// Writes one file whole or not at all. Empty: done; else why not.
std::string write_file(const std::string& path, const std::string& bytes);

}  // namespace tocsin::reports
