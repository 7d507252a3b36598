#include "reports/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>

#include "reports/call_flow.hpp"
#include "reports/format.hpp"
#include "reports/ladder.hpp"
#include "reports/notes.hpp"
#include "scenarios/requirements/registry.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;

constexpr std::size_t width = 80;
constexpr std::string_view legend =
    "slack: the least time left to a bound. shown: in how many of the scenarios that\n  exercise it it held.\n";
constexpr std::size_t lines_max = 10;  // of one kind of detail; the rest is counted

class Painter {
 public:
  explicit Painter(bool color) : color_(color) {}
  std::string paint(std::string_view code, const std::string& text) const {
    return color_ ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
  }
  std::string standing(Standing standing) const {
    const std::string text = fmt::format("{:<10}", word_of(standing));
    return paint(standing == Standing::pass ? "32" : standing == Standing::fail ? "1;31" : "33", text);
  }

 private:
  bool color_;
};

std::string plural(std::uint64_t count, std::string_view one, std::string_view many) {
  return grouped(count) + " " + std::string(count == 1 ? one : many);
}

std::string head(const RunResult& run) {
  std::uint64_t replications = 0;
  Figures figures;
  for (const ScenarioResult& scenario : run.scenarios) replications += scenario.replications_done, figures += scenario.figures;
  std::string text = fmt::format("policy {}, {}, {}\n", run.policy, plural(run.scenarios.size(), "scenario", "scenarios"),
                                 plural(replications, "replication", "replications"));
  text += fmt::format("{}, {}, {}\n", plural(figures.emergency_dials, "emergency dialled", "emergencies dialled"),
                      plural(figures.callbacks, "callback", "callbacks"),
                      plural(figures.ordinary_calls, "ordinary call", "ordinary calls"));
  if (figures.waited_count > 0)
    text += fmt::format("ordinary calls: {} answered, {} abandoned, {} blocked; mean wait of the\n  {} that waited: {:.1f} s\n",
                        grouped(figures.ordinary_answered), grouped(figures.ordinary_abandoned),
                        grouped(figures.ordinary_blocked), grouped(figures.waited_count),
                        static_cast<double>(figures.waited_us_sum) / 1e6 / static_cast<double>(figures.waited_count));
  requirements::Figures judged;
  for (const ScenarioResult& scenario : run.scenarios) {
    judged.responder_calls += scenario.judged.responder_calls;
    judged.responder_answered_in_15_s += scenario.judged.responder_answered_in_15_s;
    judged.responder_answered_in_20_s += scenario.judged.responder_answered_in_20_s;
  }
  text += responders_line(judged);
  for (const ScenarioResult& scenario : run.scenarios)
    for (const ReplayedLog& log : scenario.logs)
      text += wrapped(fmt::format("{}: {} recorded calls of {}, {} of them without a duration", scenario.name, grouped(log.calls),
                                  log.file, grouped(log.zero_durations)),
                      width, 2) +
              "\n";
  if (!run.only.empty()) {
    std::string ids;
    for (const std::string& id : run.only) ids += (ids.empty() ? "" : " ") + id;
    text += wrapped("only " + ids, width, 5) + "\n";
  }
  return text;
}

// A heading and at most lines_max entries.
std::string listed(const std::string& heading, const std::vector<std::string>& entries) {
  if (entries.empty()) return {};
  std::string text = "\n" + heading + "\n";
  for (std::size_t i = 0; i < std::min(entries.size(), lines_max); ++i) text += "  " + entries[i] + "\n";
  if (entries.size() > lines_max) text += fmt::format("  and {} more\n", entries.size() - lines_max);
  return text;
}

std::string entry(const std::string& text) { return wrapped(text, width - 2, 4); }

// The first failure that counts, drawn; those of the others lie with the evidence.
std::string first_ladder(const RunResult& run, bool color) {
  for (const RequirementResult& row : run.requirements)
    for (const ScenarioResult& scenario : run.scenarios)
      for (const RequirementInScenario& part : scenario.requirements)
        if (part.id == row.id && part.standing == Standing::fail && !part.expected_fail && part.first_failure)
          return fmt::format("\n{} in {}, up to what decided\n\n", part.id, scenario.name) +
                 ladder(call_flow(flow_source(*part.first_failure)), color);
  return {};
}

std::string failures(const RunResult& run, const std::string& program) {
  std::vector<std::string> unexpected, expected;
  for (const RequirementResult& row : run.requirements)
    for (const ScenarioResult& scenario : run.scenarios)
      for (const RequirementInScenario& part : scenario.requirements) {
        if (part.id != row.id || part.standing != Standing::fail) continue;
        if (part.expected_fail)
          expected.push_back(entry(fmt::format("{} in {}: {} failed", part.id, scenario.name, grouped(part.tally.fail))));
        else if (part.first_failure)
          unexpected.push_back(failure_text(part.id, scenario.name, *part.first_failure, program));
        else
          unexpected.push_back(entry(fmt::format("{} in {}: {} failed", part.id, scenario.name, grouped(part.tally.fail))));
      }
  return listed("failed", unexpected) + listed("failed as the scenario expects", expected);
}

std::string remarks(const RunResult& run) {
  std::vector<std::string> gaps, missed, findings, wrong;
  std::uint64_t findings_total = 0;
  for (const RequirementResult& row : run.requirements)
    for (const std::string& gap : row.gaps) gaps.push_back(entry(row.id + " in " + gap));
  for (const ScenarioResult& scenario : run.scenarios) {
    for (const ExpectationResult& expectation : scenario.expectations)
      if (!expectation.met && !run.partial) missed.push_back(entry(scenario.name + ": " + expectation.text));
    for (const Finding& finding : scenario.findings) findings.push_back(entry(finding_text(finding)));
    findings_total += scenario.findings_total;
  }
  for (const std::string& text : run.contradictions) wrong.push_back(entry(text));
  std::string text = listed("exercised, but not shown to hold", gaps) + listed("expected, but did not come", missed) +
                     listed(fmt::format("findings about the policy ({})", grouped(findings_total)), findings) +
                     listed("the run contradicts itself", wrong);
  wrong.clear();
  for (const std::string& error : run.internal_errors) wrong.push_back(entry(error));
  return text + listed("internal errors", wrong);
}

// Generated populations: what their replications say about the probability of a violation.
std::string populations(const RunResult& run) {
  std::string text;
  std::size_t fixed = 0;
  std::uint64_t fixed_replications = 0;
  for (const ScenarioResult& scenario : run.scenarios) {
    if (!scenario.generated) {
      ++fixed;
      fixed_replications += scenario.replications_done;
      continue;
    }
    double clean = 0;
    std::size_t clean_count = 0;
    std::string violated;
    for (const RequirementInScenario& part : scenario.requirements) {
      if (!part.violation_bound) continue;
      if (part.replications_failed == 0)
        clean = *part.violation_bound, ++clean_count;
      else
        violated += fmt::format("  {}: {} of {} violate; probability at most {}\n", part.id, grouped(part.replications_failed),
                                grouped(scenario.replications_done), bound(*part.violation_bound));
    }
    text += fmt::format("{}: {} generated lifecycles\n", scenario.name, grouped(scenario.replications_done)) + violated;
    if (clean_count > 0)
      text += fmt::format("  {} without a violation: probability at most {} each\n",
                          plural(clean_count, "requirement", "requirements"), bound(clean));
  }
  if (!text.empty()) text = "\nprobability that a lifecycle violates (one-sided 95 %, Clopper-Pearson)\n" + text;
  if (fixed > 0) text += fmt::format("\n{}: {}\n", plural(fixed, "fixed scenario", "fixed scenarios"), cases(fixed_replications));
  return text;
}

// As a shell takes it back: plain words as they are, anything else in single quotes.
std::string quoted(const std::string& word) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::strchr("-_./=:,+@%", c) != nullptr;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), [&](char c) { return c != 0 && plain(c); })) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

std::vector<std::string> sentences_of(const std::string& id) {
  const requirements::Requirement* requirement = requirements::find_requirement(id);
  if (!requirement) return {};
  const requirements::Card& card = requirement->card;
  std::vector<std::string> lines;
  const bool law = card.mark == requirements::Mark::law;
  for (std::string_view sentence : card.source)
    lines.push_back(law ? fmt::format("clause: {}", sentence) : fmt::format("source: \"{}\"", sentence));
  if (card.mark != requirements::Mark::source) lines.push_back(fmt::format("{}: {}", law ? "switch" : "derived", card.guarantee));
  return lines;
}

std::string verdict_table(const std::vector<RequirementResult>& rows, bool color) {
  const Painter painter(color);
  std::string text = fmt::format("{:<6} {:<10} {:>9} {:>6} {:>6} {:>7} {:>6} {:>10} {:>7}\n", "", "verdict", "pass", "fail",
                                 "may", "carrier", "open", "slack", "shown");
  std::string off;
  for (const RequirementResult& row : rows) {
    if (row.standing == Standing::off) {
      off += (off.empty() ? "" : " ") + row.id;
      continue;
    }
    // In how many of the scenarios that exercise it it was shown to hold.
    const std::string shown =
        row.scenarios_exercising == 0 ? "-" : fmt::format("{}/{}", row.scenarios_passing, row.scenarios_exercising);
    text += fmt::format("{:<6} {} {:>9} {:>6} {:>6} {:>7} {:>6} {:>10} {:>7}\n", row.id, painter.standing(row.standing),
                        fitting(row.tally.pass, 9), fitting(row.tally.fail, 6), fitting(row.tally.may, 6),
                        fitting(row.tally.carrier, 7), fitting(row.tally.open, 6),
                        row.least_slack_us ? length(*row.least_slack_us) : "-", shown);
  }
  if (!off.empty()) text += wrapped("switches that are off: " + off, width, 2) + "\n";
  return text;
}

std::string responders_line(const requirements::Figures& figures) {
  if (figures.responder_calls == 0) return {};
  return wrapped(
             fmt::format("responders: {} of {} answered within 15 s, {} within 20 s (EX-10, a figure of the environment: 90 %, "
                         "95 %)",
                         grouped(figures.responder_answered_in_15_s),
                         plural(figures.responder_calls, "emergency call", "emergency calls"),
                         grouped(figures.responder_answered_in_20_s)),
             width, 2) +
         "\n";
}

std::string verdict_line(const VerdictCounts& counts, bool color) {
  const std::string word = Painter(color).paint(counts.code == ExitCode::passed         ? "1;32"
                                                : counts.code == ExitCode::inconclusive ? "1;33"
                                                                                        : "1;31",
                                                std::string(word_of(counts.code)));
  return fmt::format("verdict: {}{}: {} passed, {} failed, {} neither (exit {})\n", word, counts.partial ? " (partial)" : "",
                     counts.passed, counts.failed, counts.total - counts.passed - counts.failed, static_cast<int>(counts.code));
}

std::string command_line(const std::string& program, const std::vector<std::string>& arguments) {
  std::string line = quoted(program);
  for (const std::string& argument : arguments) line += " " + quoted(argument);
  return line;
}

std::string failure_text(const std::string& id, const std::string& scenario, const Failure& failure, const std::string& program) {
  std::string text = wrapped(fmt::format("{} failed in {} (seed {}, replication {}) at {}: {}", id, scenario, failure.seed,
                                         failure.replication, clock(failure.decided_at_us), failure.note),
                             width - 2, 4);
  for (const std::string& line : sentences_of(id)) text += "\n    " + wrapped(line, width - 6, 6);
  if (const std::string timing = timing_words(flow_source(failure)); !timing.empty())
    text += "\n    " + wrapped("timing: " + timing, width - 6, 6);
  if (!failure.fingerprint.empty()) text += "\n    fingerprint: " + failure.fingerprint;
  if (!failure.arguments.empty()) text += "\n    " + command_line(program, failure.arguments);
  if (!failure.replay.empty()) text += "\n    " + command_line(program, failure.replay);
  return text;
}

std::string finding_text(const Finding& finding) {
  std::string text = fmt::format("{} in {}, replication {}", finding.kind, finding.scenario, finding.replication);
  if (finding.policy_event > 0)
    text += fmt::format(", at {} in event {} ({})", clock(finding.at_us), finding.policy_event, finding.event_kind);
  if (finding.agent) text += fmt::format(", agent {}", *finding.agent);
  if (finding.leg) text += fmt::format(", leg {}", finding.leg);
  if (!finding.detail.empty()) text += ": " + finding.detail;
  return text;
}

std::string spoils_line(const std::vector<RequirementResult>& rows) {
  std::size_t passed = 0, caught = 0;
  for (const RequirementResult& row : rows) {
    passed += row.standing == Standing::pass;
    caught += row.standing == Standing::pass && row.spoil_caught;
  }
  if (passed == 0) return {};
  return fmt::format("\njudges tried on a spoiled episode of what they passed: {} of {} failed it\n", caught, passed);
}

std::string text_report(const RunResult& run, const TextStyle& style) {
  std::string text;
  if (run.partial) text += "PARTIAL: the run was interrupted before its end\n";
  text += head(run) + "\n" + verdict_table(run.requirements, style.color) + std::string(legend) + populations(run) +
          spoils_line(run.requirements) + failures(run, style.program) + first_ladder(run, style.color) + remarks(run);
  if (style.notes) {
    text += "\nread with this verdict\n";
    for (std::string_view note : first_page_notes) text += wrapped("- " + std::string(note), width, 2) + "\n";
  }
  VerdictCounts counts{run.exit_code, run.partial, 0, 0, 0};
  for (const RequirementResult& row : run.requirements) {
    counts.total += row.standing != Standing::off;
    counts.passed += row.standing == Standing::pass;
    counts.failed += row.scenarios_failing > 0;
  }
  return text + "\n" + verdict_line(counts, style.color);
}

}  // namespace tocsin::reports
