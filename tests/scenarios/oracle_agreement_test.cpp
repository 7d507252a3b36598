// Goal: the judges' oracle and the shipped policy, written apart and by other methods, say the same of any pattern and any
// dialled string. Method: random patterns, well formed and not, over random subjects; random strings near 911.
#include <gtest/gtest.h>
// RapidCheck's macros need GoogleTest's.
#include <rapidcheck/gtest.h>

#include <string>

#include "policy/rules/dialled_string.hpp"
#include "policy/rules/digit_pattern.hpp"
#include "scenarios/requirements/oracle/dialled_string.hpp"
#include "scenarios/requirements/oracle/digit_pattern.hpp"

namespace tocsin::requirements {
namespace {

rc::Gen<std::string> text_of(const std::string& alphabet, std::size_t length_max) {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, length_max + 1), [alphabet](std::size_t length) {
    return rc::gen::container<std::string>(length, rc::gen::elementOf(alphabet));
  });
}

// A pattern that compiles, mostly: nested from its parts.
std::string well_formed(int depth) {
  const auto one_of = [](int options) { return *rc::gen::inRange(0, options); };
  switch (depth <= 0 ? one_of(7) : one_of(14)) {
    case 0:
      return "9";
    case 1:
      return "1";
    case 2:
      return ".";
    case 3:
      return "\\d";
    case 4:
      return "[1-9]";
    case 5:
      return "[^1]";
    case 6:
      return std::string(1, "^$"[one_of(2)]);
    case 7:
      return "(" + well_formed(depth - 1) + ")";
    case 8:
      return "(" + well_formed(depth - 1) + "|" + well_formed(depth - 1) + ")";
    case 9:
      return "(" + well_formed(depth - 1) + ")" + std::string(1, "?*+"[one_of(3)]);
    case 10: {
      const int least = one_of(4);
      return "(?:" + well_formed(depth - 1) + "){" + std::to_string(least) + "," + std::to_string(least + one_of(3)) + "}";
    }
    case 11:
      return "(" + well_formed(depth - 1) + "){" + std::to_string(one_of(4)) + ",}";
    case 12:
      return well_formed(depth - 1) + "|" + well_formed(depth - 1);
    default:
      return well_formed(depth - 1) + well_formed(depth - 1);
  }
}

void agree(const std::string& pattern, const std::string& subject) {
  policy::PatternError error{};
  const auto compiled = policy::DigitPattern::compile(pattern, &error);
  // How large an automaton may get is the policy's own affair; the oracle builds none.
  RC_PRE(error != policy::PatternError::too_large);
  RC_ASSERT(compiled.has_value() == pattern_compiles(pattern));
  RC_ASSERT((compiled && compiled->matches(subject)) == pattern_matches(pattern, subject));
}

RC_GTEST_PROP(Agreement, OnWellFormedPatterns, ()) {
  const std::string pattern = well_formed(5);
  for (const char* subject : {"911", "", "9", "91", "119", "1", "9111"}) agree(pattern, subject);
  agree(pattern, *text_of("91", 8));
}

RC_GTEST_PROP(Agreement, OnAnyCharacters, ()) {
  const std::string pattern = *text_of("911.\\d\\D[]^-$|?*+(){},:02w", 10);
  agree(pattern, "911");
  agree(pattern, *text_of("91\\-0,", 5));
}

RC_GTEST_PROP(Agreement, OnDialledStrings, ()) {
  const std::string dialled = *text_of("911 \t.-()[]{}+telTEL:#", 9);
  RC_ASSERT(policy::is_emergency_number(dialled) == is_emergency_number(dialled));
  const std::string prefixed = *rc::gen::element<std::string>("", "tel:", "+", " TEL:+") + "9" + *text_of(" .-()[]1", 4) + "1";
  RC_ASSERT(policy::is_emergency_number(prefixed) == is_emergency_number(prefixed));
}

}  // namespace
}  // namespace tocsin::requirements
