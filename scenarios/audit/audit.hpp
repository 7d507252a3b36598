// Judges logs by the same requirements as a run: the work behind `tocsin audit`.
//
// Each log is read once, as a stream, through the court that judges runs. A trace that a run wrote gives the verdicts and counts
// of that run. What a log cannot show is said and never passes: event kinds that it is not complete for (unobserved), times
// inside its clocks' skew and in its gaps (open), and parts of requirements that need two runs compared (not shown). Bad input
// refuses the whole audit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/audit/coverage.hpp"
#include "scenarios/audit/identities.hpp"
#include "scenarios/audit/log_source.hpp"
#include "scenarios/run/exit_code.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {

struct AuditOptions {
  std::vector<std::string> logs;
  const Mapping* mapping = nullptr;        // null: none
  std::vector<std::string> only;           // ids of requirements; empty: all
  const Identities* identities = nullptr;  // null: as they are
  // Sees all bytes of one log after the other, and is asked for their digest (hexadecimal) after each.
  LineReader::Tap tap;
  std::function<std::string()> digest;
};

class AuditObserver {
 public:
  virtual ~AuditObserver() = default;
  virtual void progress(const std::string& /*log*/, std::uint64_t /*bytes*/) {}
  // Polled; a number other than 0 is the signal that ends the audit early.
  virtual int stop_signal() { return 0; }
};

struct AuditFailure {
  std::string id;
  std::string log;
  std::string scenario;
  std::uint64_t replication = 0;
  std::string note;
  std::string about;  // "agent Ann", "leg 17", "number +18005550001"
  std::uint64_t trigger = 0;
  std::uint64_t deciding = 0;  // 0: the passing of time decided
  std::int64_t triggered_at_us = 0;
  std::int64_t decided_at_us = 0;
  std::optional<std::int64_t> slack_us;
  std::vector<std::string> events;
  std::string fingerprint;                      // of its cause, the same as in a run
  std::map<std::uint32_t, std::string> agents;  // names of those in the events; with pseudonyms the events have them
};

struct AuditedRequirement {
  std::string id;
  Tally tally;
  Standing standing = Standing::vacuous;
  std::optional<std::int64_t> least_slack_us;
  friend bool operator==(const AuditedRequirement&, const AuditedRequirement&) = default;
};

// Consecutive traces of one scenario and seed; a foreign log is one trace.
struct TraceGroup {
  std::string scenario;
  std::uint64_t seed = 0;
  std::uint64_t first_replication = 0;
  std::uint64_t last_replication = 0;
  std::uint64_t traces = 0;
  std::uint64_t events = 0;
  std::vector<AuditedRequirement> requirements;
};

struct AuditedLog {
  std::string path;
  std::string digest;  // SHA-256 of its bytes
  LogFacts facts;
  CallCoverage calls;
  std::int64_t first_us = 0;   // of the earliest event, over all traces
  std::int64_t last_us = 0;    // of the latest end
  std::int64_t judged_us = 0;  // from first event to end, summed over the traces
  std::uint64_t findings = 0;  // breaches by the policy that the log tells of
  std::uint64_t doubted = 0;   // obligations open because a boundary lies inside the skew, or in a gap
  std::int64_t skew_us = 0;
  std::int64_t resolution_us = 0;
  std::uint64_t group_count = 0;
  std::vector<TraceGroup> groups;  // the first ones
};

inline constexpr std::size_t groups_kept = 1000;
inline constexpr std::size_t audit_failures_kept = 3;  // of each requirement

struct AuditRow {
  std::string id;
  std::string guarantee;
  std::string mark;  // "S", "D" or "L"
  Tally tally;
  Standing standing = Standing::vacuous;
  std::optional<std::int64_t> least_slack_us;
  std::string not_shown;      // a part of it that one log cannot show; empty: none
  bool spoil_caught = false;  // one of its kept promises was spoiled, and its judge failed that
  std::vector<AuditFailure> failures;
};

struct AuditResult {
  std::vector<std::string> only;
  std::vector<AuditedLog> logs;
  std::vector<AuditRow> requirements;
  requirements::Figures figures;
  std::vector<std::string> contradictions;  // why the audit is not to be trusted
  bool partial = false;
  Reasons reasons;
  ExitCode exit_code = ExitCode::passed;
};

// Nothing but problems if any log is bad.
std::optional<AuditResult> audit_logs(const AuditOptions& options, AuditObserver& observer, Problems& problems);

}  // namespace tocsin::scenarios
