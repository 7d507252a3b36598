#include "reports/junit.hpp"

#include <fmt/format.h>

#include "reports/junit_document.hpp"
#include "reports/notes.hpp"
#include "reports/text.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;
using Outcome = JunitDocument::Outcome;

void add_requirement(JunitDocument::Suite& suite, const ScenarioResult& scenario, const RequirementInScenario& part) {
  if (!part.exercised && (part.standing == Standing::vacuous || part.standing == Standing::off)) return;
  const std::string counts = in_words(part.tally);
  if (part.standing == Standing::fail && part.expected_fail)
    suite.add(part.id, Outcome::skipped, "failed as the scenario expects: " + counts);
  else if (part.standing == Standing::fail)
    suite.add(part.id, Outcome::failure, counts,
              part.first_failure ? failure_text(part.id, scenario.name, *part.first_failure) : "");
  else if (part.standing != Standing::pass)
    suite.add(part.id, part.exercised ? Outcome::failure : Outcome::skipped, "not shown: " + std::string(word_of(part.standing)),
              counts);
  else
    suite.add(part.id, Outcome::passed);
}

}  // namespace

std::string junit_report(const RunResult& run) {
  JunitDocument document("tocsin");
  for (const ScenarioResult& scenario : run.scenarios) {
    JunitDocument::Suite& suite = document.suite(scenario.name);
    for (const RequirementInScenario& part : scenario.requirements) add_requirement(suite, scenario, part);
    for (const ExpectationResult& expectation : scenario.expectations)
      suite.add("expect " + expectation.text, expectation.met ? Outcome::passed : Outcome::failure, "expected, but did not come");
    if (scenario.findings_total > 0)
      suite.add("policy", Outcome::error, fmt::format("{} findings about the policy", scenario.findings_total),
                scenario.findings.empty() ? "" : finding_text(scenario.findings.front()));
  }
  if (!run.contradictions.empty() || !run.internal_errors.empty() || run.partial) {
    JunitDocument::Suite& suite = document.suite("run");
    if (run.partial) suite.add("complete", Outcome::error, "the run was interrupted before its end");
    for (const std::string& text : run.contradictions) suite.add("trust", Outcome::error, text);
    for (const std::string& text : run.internal_errors) suite.add("internal", Outcome::error, text);
  }
  JunitDocument::Suite& notes = document.suite("notes");
  for (const std::string_view note : first_page_notes) notes.note(note);
  return document.text() + "\n";
}

}  // namespace tocsin::reports
