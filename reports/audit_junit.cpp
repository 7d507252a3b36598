#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "reports/audit.hpp"
#include "reports/audit_notes.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;

// XML has no way to carry control characters.
std::string clean(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') c = '?';
  return text;
}

class Suite {
 public:
  Suite(pugi::xml_node root, const std::string& name) : node_(root.append_child("testsuite")), name_(name) {
    node_.append_attribute("name") = name.c_str();
  }
  ~Suite() {
    node_.append_attribute("tests") = tests_;
    node_.append_attribute("failures") = failures_;
    node_.append_attribute("errors") = 0;
  }
  Suite(const Suite&) = delete;
  Suite& operator=(const Suite&) = delete;

  void note(std::string_view text) {
    if (!properties_) properties_ = node_.append_child("properties");
    pugi::xml_node property = properties_.append_child("property");
    property.append_attribute("name") = "read with this verdict";
    property.append_attribute("value") = std::string(text).c_str();
  }

  // `failure`: empty for a case that passed.
  void add(const std::string& name, const std::string& failure, const std::string& text = {}) {
    ++tests_;
    pugi::xml_node test = node_.append_child("testcase");
    test.append_attribute("name") = clean(name).c_str();
    test.append_attribute("classname") = name_.c_str();
    if (failure.empty()) return;
    ++failures_;
    pugi::xml_node outcome = test.append_child("failure");
    outcome.append_attribute("message") = clean(failure).c_str();
    if (!text.empty()) outcome.text().set(clean(text).c_str());
  }

 private:
  pugi::xml_node node_;
  pugi::xml_node properties_;
  std::string name_;
  unsigned tests_ = 0, failures_ = 0;
};

std::string trouble_with(const AuditedLog& log) {
  if (log.findings > 0) return fmt::format("{} breaches by the policy", log.findings);
  if (log.facts.completeness == Completeness::unknown) return "completeness: unknown";
  if (log.facts.gap_count > 0) return fmt::format("{} gaps", log.facts.gap_count);
  return {};
}

}  // namespace

std::string audit_junit(const AuditResult& audit) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("testsuites");
  root.append_attribute("name") = "tocsin audit";
  {
    Suite suite(root, "requirements");
    for (const AuditRow& row : audit.requirements) {
      if (row.standing == Standing::off) continue;
      const std::string counts = fmt::format("{} passed, {} failed, {} may, {} carrier, {} open", row.tally.pass, row.tally.fail,
                                             row.tally.may, row.tally.carrier, row.tally.open);
      if (row.standing == Standing::fail)
        suite.add(row.id, counts, row.failures.empty() ? "" : row.failures.front().about + ": " + row.failures.front().note);
      else if (row.standing != Standing::pass)
        suite.add(row.id, "not shown: " + std::string(word_of(row.standing)), counts);
      else
        suite.add(row.id, row.not_shown.empty() ? "" : "not shown: " + row.not_shown, counts);
    }
  }
  {
    Suite suite(root, "logs");
    for (const AuditedLog& log : audit.logs) suite.add(log.path, trouble_with(log), "SHA-256 " + log.digest);
    for (const std::string& text : audit.contradictions) suite.add("trust", text);
    if (audit.partial) suite.add("complete", "the audit was interrupted before its end");
  }
  {
    Suite notes(root, "notes");
    for (const std::string_view note : audit_notes) notes.note(note);
  }
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace tocsin::reports
