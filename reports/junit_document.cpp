#include "reports/junit_document.hpp"

#include <fmt/format.h>

#include <sstream>

namespace tocsin::reports {
namespace {

// XML has no way to carry control characters.
std::string clean(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') c = '?';
  return text;
}

void put(pugi::xml_node node, const char* name, const std::string& value) { node.append_attribute(name) = clean(value).c_str(); }

}  // namespace

JunitDocument::Suite::Suite(pugi::xml_node root, const std::string& name) : node_(root.append_child("testsuite")), name_(name) {
  put(node_, "name", name);
}

void JunitDocument::Suite::add(const std::string& name, Outcome outcome, const std::string& message, const std::string& text) {
  ++tests_;
  pugi::xml_node test = node_.append_child("testcase");
  put(test, "name", name);
  put(test, "classname", name_);
  const char* kind = "";
  switch (outcome) {
    case Outcome::passed:
      return;
    case Outcome::failure:
      kind = "failure", ++failures_;
      break;
    case Outcome::error:
      kind = "error", ++errors_;
      break;
    case Outcome::skipped:
      kind = "skipped", ++skipped_;
      break;
  }
  pugi::xml_node node = test.append_child(kind);
  put(node, "message", message);
  if (!text.empty()) node.text().set(clean(text).c_str());
}

void JunitDocument::Suite::note(std::string_view text) {
  if (!properties_) properties_ = node_.append_child("properties");
  pugi::xml_node property = properties_.append_child("property");
  put(property, "name", "read with this verdict");
  put(property, "value", std::string(text));
}

JunitDocument::JunitDocument(const char* name) {
  pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
  put(declaration, "version", "1.0");
  put(declaration, "encoding", "UTF-8");
  root_ = document_.append_child("testsuites");
  put(root_, "name", name);
}

std::string JunitDocument::text() {
  std::uint64_t tests = 0, failures = 0, errors = 0;
  for (Suite& suite : suites_) {
    put(suite.node_, "tests", std::to_string(suite.tests_));
    put(suite.node_, "failures", std::to_string(suite.failures_));
    put(suite.node_, "errors", std::to_string(suite.errors_));
    put(suite.node_, "skipped", std::to_string(suite.skipped_));
    tests += suite.tests_, failures += suite.failures_, errors += suite.errors_;
  }
  put(root_, "tests", std::to_string(tests));
  put(root_, "failures", std::to_string(failures));
  put(root_, "errors", std::to_string(errors));
  std::ostringstream out;
  document_.save(out, "  ");
  return out.str();
}

std::string in_words(const scenarios::Tally& t) {
  return fmt::format("{} passed, {} failed, {} may, {} carrier, {} open", t.pass, t.fail, t.may, t.carrier, t.open);
}

}  // namespace tocsin::reports
