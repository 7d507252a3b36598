#include <fmt/format.h>

#include "reports/audit.hpp"
#include "reports/audit_notes.hpp"
#include "reports/junit_document.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;
using Outcome = JunitDocument::Outcome;

std::string trouble_with(const AuditedLog& log) {
  if (log.findings > 0) return fmt::format("{} breaches by the policy", log.findings);
  if (log.facts.completeness == Completeness::unknown) return "completeness: unknown";
  if (log.facts.gap_count > 0) return fmt::format("{} gaps", log.facts.gap_count);
  return {};
}

}  // namespace

std::string audit_junit(const AuditResult& audit) {
  JunitDocument document("tocsin audit");
  const auto add = [](JunitDocument::Suite& suite, const std::string& name, const std::string& trouble,
                      const std::string& text = {}) {
    suite.add(name, trouble.empty() ? Outcome::passed : Outcome::failure, trouble, text);
  };
  JunitDocument::Suite& requirements = document.suite("requirements");
  for (const AuditRow& row : audit.requirements) {
    if (row.standing == Standing::off) continue;
    const std::string counts = in_words(row.tally);
    if (row.standing == Standing::fail)
      add(requirements, row.id, counts,
          row.failures.empty() ? "" : row.failures.front().about + ": " + row.failures.front().note);
    else if (row.standing != Standing::pass)
      add(requirements, row.id, "not shown: " + std::string(word_of(row.standing)), counts);
    else
      add(requirements, row.id, row.not_shown.empty() ? "" : "not shown: " + row.not_shown, counts);
  }
  JunitDocument::Suite& logs = document.suite("logs");
  for (const AuditedLog& log : audit.logs) add(logs, log.path, trouble_with(log), "SHA-256 " + log.digest);
  for (const std::string& text : audit.contradictions) add(logs, "trust", text);
  if (audit.partial) add(logs, "complete", "the audit was interrupted before its end");
  JunitDocument::Suite& notes = document.suite("notes");
  for (const std::string_view note : audit_notes) notes.note(note);
  return document.text();
}

}  // namespace tocsin::reports
