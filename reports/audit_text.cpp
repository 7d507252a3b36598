#include <fmt/format.h>

#include <chrono>

#include "reports/audit.hpp"
#include "reports/audit_notes.hpp"
#include "reports/call_flow.hpp"
#include "reports/format.hpp"
#include "reports/ladder.hpp"
#include "scenarios/format/quantity.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;

constexpr std::size_t width = 80;
constexpr std::size_t lines_max = 10;
constexpr std::int64_t epoch_from_us = 100'000'000'000'000;  // March 1973: what is earlier counts from another beginning

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return grouped(count) + " " + std::string(count == 1 ? one : many);
}

std::string line(std::string_view name, const std::string& text) {
  return wrapped(fmt::format("  {:<13} {}", name, text), width, 16) + "\n";
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  // Cut, so that 100 % means all.
  const std::uint64_t permille = whole == 0 ? 0 : part / whole * 1000 + part % whole * 1000 / whole;
  return fmt::format("{}.{} %", permille / 10, permille % 10);
}

std::string completeness(const AuditedLog& log) {
  switch (log.facts.completeness) {
    case Completeness::whole:
      return "whole: numbers, counts and digests of its traces fit";
    case Completeness::numbered:
      return "contiguous numbers from its first to its last line";
    case Completeness::gaps:
      return "gaps: numbers are missing";
    case Completeness::unknown:
      break;
  }
  return "unknown: its lines carry no numbers";
}

std::string gap(const LogGap& gap) {
  const std::string what = gap.missing > 0 ? counted(gap.missing, "line is missing", "lines are missing") : "silence";
  return fmt::format("{} from {} to {}, line {}", what, instant(gap.from.us), instant(gap.to.us), gap.line);
}

std::string describe(const AuditedLog& log) {
  const LogFacts& facts = log.facts;
  std::string text = wrapped("log " + printable(log.path, 400), width, 4) + "\n";
  if (!log.digest.empty()) text += "  SHA-256       " + log.digest + "\n";
  text += line("kind", facts.foreign ? "of another system" : counted(facts.traces, "trace of a run", "traces of runs"));
  text += line("size", fmt::format("{}, {}, {}", counted(facts.bytes, "byte", "bytes"), counted(facts.lines, "line", "lines"),
                                   counted(facts.events, "event", "events")));
  text += line("completeness", completeness(log));
  text += line("period", fmt::format("{} to {}, {} judged", instant(log.first_us), instant(log.last_us), length(log.judged_us)));
  text += line("gaps", facts.gap_count == 0 ? facts.completeness == Completeness::unknown ? "none known" : "none"
                                            : counted(facts.gap_count, "gap", "gaps"));
  for (const LogGap& one : facts.gaps) text += line("", gap(one));
  text +=
      line("calls", log.calls.total() == 0 ? "none"
                                           : fmt::format("{}, {} covered from beginning to end; {} without an end, {} without "
                                                         "a beginning",
                                                         grouped(log.calls.total()), percent(log.calls.whole, log.calls.total()),
                                                         grouped(log.calls.without_end), grouped(log.calls.without_beginning)));
  if (facts.reordered + facts.doubled + facts.ignored > 0)
    text += line("put right", fmt::format("{} out of order, {} doubled; {} ignored by the mapping", grouped(facts.reordered),
                                          grouped(facts.doubled), grouped(facts.ignored)));
  if (log.skew_us > 0 || log.resolution_us > 1)
    text += line("clocks", fmt::format("within {} of each other, {} fine", length(log.skew_us), length(log.resolution_us)));
  if (log.doubted > 0)
    text += line("in doubt", counted(log.doubted, "obligation is open because a boundary lies inside the skew or in a gap",
                                     "obligations are open because a boundary lies inside the skew or in a gap"));
  if (log.findings > 0) text += line("findings", counted(log.findings, "breach by the policy", "breaches by the policy"));
  return text;
}

std::string listed(const std::string& heading, const std::vector<std::string>& entries) {
  if (entries.empty()) return {};
  std::string text = "\n" + heading + "\n";
  for (std::size_t i = 0; i < std::min(entries.size(), lines_max); ++i) text += "  " + wrapped(entries[i], width - 2, 4) + "\n";
  if (entries.size() > lines_max) text += fmt::format("  and {} more\n", entries.size() - lines_max);
  return text;
}

std::string failure_line(const AuditFailure& failure) {
  const std::string where = failure.deciding > 0 ? fmt::format("event {}", failure.deciding) : "the passing of time";
  const std::string timing = timing_words(flow_source(failure));
  return fmt::format("{} failed in {} ({}, replication {}) at {} by {}, {}: {}{}; fingerprint {}", failure.id,
                     printable(failure.log, 200), printable(failure.scenario, 80), failure.replication,
                     instant(failure.decided_at_us), where, failure.about, failure.note, timing.empty() ? "" : "; " + timing,
                     failure.fingerprint);
}

// The first failure, drawn.
std::string first_ladder(const AuditResult& audit, bool color) {
  for (const AuditRow& row : audit.requirements)
    if (!row.failures.empty())
      return fmt::format("\n{} in {}, up to what decided\n\n", row.id, printable(row.failures.front().log, 60)) +
             ladder(call_flow(flow_source(row.failures.front())), color);
  return {};
}

std::string remarks(const AuditResult& audit) {
  std::vector<std::string> failed, missing;
  for (const AuditRow& row : audit.requirements) {
    if (!row.failures.empty()) failed.push_back(failure_line(row.failures.front()));
    if (row.standing != Standing::pass && row.standing != Standing::fail && row.standing != Standing::off)
      missing.push_back(fmt::format("{}: {}", row.id, word_of(row.standing)));
    if (!row.not_shown.empty()) missing.push_back(fmt::format("{}: {}", row.id, row.not_shown));
  }
  for (const AuditedLog& log : audit.logs)
    if (log.facts.completeness == Completeness::unknown)
      missing.push_back(fmt::format("{}: completeness: unknown", printable(log.path, 200)));
  return listed("not to be trusted", audit.contradictions) + listed("failed", failed) + listed("not shown", missing);
}

std::vector<RequirementResult> rows_of(const AuditResult& audit) {
  std::vector<RequirementResult> rows;
  for (const AuditRow& row : audit.requirements) {
    RequirementResult& made = rows.emplace_back();
    made.id = row.id;
    made.tally = row.tally;
    made.standing = row.standing;
    made.least_slack_us = row.least_slack_us;
    made.spoil_caught = row.spoil_caught;
  }
  return rows;
}

}  // namespace

std::string instant(std::int64_t us) {
  if (us < epoch_from_us) return clock(us);
  using namespace std::chrono;
  const std::int64_t day_us = 86'400'000'000;
  const year_month_day date{sys_days{days{us / day_us}}};
  const std::int64_t rest = us % day_us;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3'600'000'000,
                     rest / 60'000'000 % 60, rest / 1'000'000 % 60, rest % 1'000'000);
}

std::string audit_text(const AuditResult& audit, const TextStyle& style) {
  std::string text;
  if (audit.partial) text += "PARTIAL: the audit was interrupted before its end\n";
  for (const AuditedLog& log : audit.logs) text += describe(log) + "\n";
  if (!audit.only.empty()) {
    std::string ids = "only";
    for (const std::string& id : audit.only) ids += " " + id;
    text += wrapped(ids, width, 5) + "\n\n";
  }
  const std::vector<RequirementResult> rows = rows_of(audit);
  text += verdict_table(rows, style.color) + responders_line(audit.figures) + spoils_line(rows) + remarks(audit) +
          first_ladder(audit, style.color);
  if (style.notes) {
    text += "\nread with this verdict\n";
    for (const std::string_view note : audit_notes) text += wrapped("- " + std::string(note), width, 2) + "\n";
  }
  VerdictCounts counts{audit.exit_code, audit.partial, 0, 0, 0};
  for (const AuditRow& row : audit.requirements) {
    counts.total += row.standing != Standing::off;
    counts.passed += row.standing == Standing::pass;
    counts.failed += row.standing == Standing::fail;
  }
  return text + "\n" + verdict_line(counts, style.color);
}

}  // namespace tocsin::reports
