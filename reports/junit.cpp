#include "reports/junit.hpp"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "reports/notes.hpp"
#include "reports/text.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;

// XML has no way to carry control characters.
std::string clean(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') c = '?';
  return text;
}

struct Counts {
  std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
};

class Suite {
 public:
  Suite(pugi::xml_node root, const std::string& name) : node_(root.append_child("testsuite")), name_(name) {
    node_.append_attribute("name") = clean(name).c_str();
  }

  // `kind`: "failure", "error", "skipped", or empty for a case that passed.
  void add(const std::string& name, const std::string& kind, const std::string& message, const std::string& text) {
    ++counts.tests;
    pugi::xml_node test = node_.append_child("testcase");
    test.append_attribute("name") = clean(name).c_str();
    test.append_attribute("classname") = clean(name_).c_str();
    if (kind.empty()) return;
    (kind == "failure" ? counts.failures : kind == "error" ? counts.errors : counts.skipped) += 1;
    pugi::xml_node outcome = test.append_child(kind.c_str());
    outcome.append_attribute("message") = clean(message).c_str();
    if (!text.empty()) outcome.text().set(clean(text).c_str());
  }

  void note(std::string_view text) {
    if (!properties_) properties_ = node_.append_child("properties");
    pugi::xml_node property = properties_.append_child("property");
    property.append_attribute("name") = "read with this verdict";
    property.append_attribute("value") = std::string(text).c_str();
  }

  void close() {
    node_.append_attribute("tests") = counts.tests;
    node_.append_attribute("failures") = counts.failures;
    node_.append_attribute("errors") = counts.errors;
    node_.append_attribute("skipped") = std::to_string(counts.skipped).c_str();
  }

  Counts counts;

 private:
  pugi::xml_node node_;
  pugi::xml_node properties_;
  std::string name_;
};

void add_requirement(Suite& suite, const ScenarioResult& scenario, const RequirementInScenario& part) {
  if (!part.exercised && (part.standing == Standing::vacuous || part.standing == Standing::off)) return;
  const std::string counts = fmt::format("{} passed, {} failed, {} may, {} carrier, {} open", part.tally.pass, part.tally.fail,
                                         part.tally.may, part.tally.carrier, part.tally.open);
  if (part.standing == Standing::fail && part.expected_fail)
    suite.add(part.id, "skipped", "failed as the scenario expects: " + counts, {});
  else if (part.standing == Standing::fail)
    suite.add(part.id, "failure", counts, part.first_failure ? failure_text(part.id, scenario.name, *part.first_failure) : "");
  else if (part.standing != Standing::pass)
    suite.add(part.id, part.exercised ? "failure" : "skipped", "not shown: " + std::string(word_of(part.standing)), counts);
  else
    suite.add(part.id, {}, {}, {});
}

}  // namespace

std::string junit_report(const RunResult& run) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("testsuites");
  root.append_attribute("name") = "tocsin";
  Counts sum;
  const auto close = [&](Suite& suite) {
    suite.close();
    sum.tests += suite.counts.tests, sum.failures += suite.counts.failures, sum.errors += suite.counts.errors;
  };
  for (const ScenarioResult& scenario : run.scenarios) {
    Suite suite(root, scenario.name);
    for (const RequirementInScenario& part : scenario.requirements) add_requirement(suite, scenario, part);
    for (const ExpectationResult& expectation : scenario.expectations)
      suite.add("expect " + expectation.text, expectation.met ? "" : "failure", "expected, but did not come", {});
    if (scenario.findings_total > 0)
      suite.add("policy", "error", fmt::format("{} findings about the policy", scenario.findings_total),
                scenario.findings.empty() ? "" : finding_text(scenario.findings.front()));
    close(suite);
  }
  if (!run.contradictions.empty() || !run.internal_errors.empty() || run.partial) {
    Suite suite(root, "run");
    if (run.partial) suite.add("complete", "error", "the run was interrupted before its end", {});
    for (const std::string& text : run.contradictions) suite.add("trust", "error", text, {});
    for (const std::string& text : run.internal_errors) suite.add("internal", "error", text, {});
    close(suite);
  }
  Suite notes(root, "notes");
  for (const std::string_view note : first_page_notes) notes.note(note);
  close(notes);
  root.append_attribute("tests") = std::to_string(sum.tests).c_str();
  root.append_attribute("failures") = std::to_string(sum.failures).c_str();
  root.append_attribute("errors") = std::to_string(sum.errors).c_str();
  std::ostringstream out;
  document.save(out, "  ");
  return out.str() + "\n";
}

}  // namespace tocsin::reports
