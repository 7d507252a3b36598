// How a run ends for the shell: one enumeration, and the order in which reasons outrank each other.
//
// 0 is given only when all that was selected ran to its end, every requirement listed under `exercises` passed and none failed.
#pragma once

#include <string_view>

namespace tocsin::scenarios {

enum class ExitCode : int {
  passed = 0,
  failed = 1,            // a failure that no `expect` names, an `expect` missed, or a finding about the policy
  inconclusive = 2,      // something exercised stayed vacuous, open, unobserved, or only `may` or `carrier`
  untrusted = 3,         // the same work gave two results, or a judge did not fail a spoiled episode
  bad_input = 4,         // usage or input
  nothing_selected = 5,  // nothing to judge
  internal = 70,
  interrupted = 130,  // SIGINT
  unread = 141,       // else 0, but whoever read standard output went away: head, a pager
  terminated = 143,   // SIGTERM
};

// What was true of a run.
struct Reasons {
  bool internal = false;
  bool interrupted = false;  // it did not run to its end
  bool terminated = false;   // the same, by SIGTERM
  bool nothing_selected = false;
  bool untrusted = false;
  bool failed = false;
  bool inconclusive = false;
};

// internal > interrupted > untrusted > failed > nothing selected > inconclusive > passed. An interrupted run has no verdict on
// what it did not reach, so its code says first that it was interrupted; what it found until then stands in its partial report.
constexpr ExitCode exit_code_of(const Reasons& reasons) {
  if (reasons.internal) return ExitCode::internal;
  if (reasons.terminated) return ExitCode::terminated;
  if (reasons.interrupted) return ExitCode::interrupted;
  if (reasons.untrusted) return ExitCode::untrusted;
  if (reasons.failed) return ExitCode::failed;
  if (reasons.nothing_selected) return ExitCode::nothing_selected;
  if (reasons.inconclusive) return ExitCode::inconclusive;
  return ExitCode::passed;
}

// The word a report uses for it: "PASS", "FAIL", "INCONCLUSIVE", ...
constexpr std::string_view word_of(ExitCode code) {
  switch (code) {
    case ExitCode::passed:
      return "PASS";
    case ExitCode::failed:
      return "FAIL";
    case ExitCode::inconclusive:
      return "INCONCLUSIVE";
    case ExitCode::untrusted:
      return "UNTRUSTED";
    case ExitCode::bad_input:
      return "BAD INPUT";
    case ExitCode::nothing_selected:
      return "NOTHING SELECTED";
    case ExitCode::internal:
      return "INTERNAL ERROR";
    case ExitCode::interrupted:
      return "INTERRUPTED";
    case ExitCode::unread:
      return "UNREAD";
    case ExitCode::terminated:
      return "TERMINATED";
  }
  return "?";
}

}  // namespace tocsin::scenarios
