/*
 * Goal: patterns mean what regular expressions mean, over the whole string, in bounded time (R-18). Method: examples by hand, an
 * independent backtracking evaluation of small random patterns over all short digit strings, and texts and patterns that are
 * exponential for a backtracking matcher.
 */
#include "policy/rules/digit_pattern.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <regex>
#include <string>

namespace tocsin::policy {
namespace {

bool matches(std::string_view pattern, std::string_view text) {
  const auto compiled = DigitPattern::compile(pattern);
  EXPECT_TRUE(compiled.has_value()) << pattern;
  return compiled.has_value() && compiled->matches(text);
}

TEST(DigitPattern, MatchesTheEmergencyNumber) {
  for (const char* pattern :
       {"911",        "^911$",           "^911",      "911$",       "^9(1){2}$", "9\\d\\d", "\\d{3}", "\\d{2,}",   "\\d{1,3}",
        "[0-9]+",     "[19]+",           "[^2-8]{3}", "9.1",        "...",       ".*",      "^.*$",   "(911|112)", "112|911",
        "(?:9)11",    "^(\\+?[0-9]+)*$", "\\+?911",   "(\\+1)?911", "9+1+",      "9*1*",    "91{2}",  "(9|1)*",    "((((911))))",
        "9{1}1{2,2}", "[9][1][1]",       "[\\d]{3}",  "[0-35-9]+",  "9\\d+?",    "()911",   "(|911)", "911|",      "[-9]11",
        "[9-]11",     "\\D*911",         "(^)911($)", "^^911$$",    "[\\]9]11"}) {
    EXPECT_TRUE(pattern_matches_emergency(pattern)) << pattern;
  }
}

TEST(DigitPattern, CompilesButDoesNotMatchTheWholeEmergencyNumber) {
  for (const char* pattern :
       {"",       "9",      "91",    "11",  "9110", "1911",   "\\+911", "^\\+911$", "\\+1911",  "^9$",    "9911",     "\\d{4}",
        "\\d{2}", "[0-8]+", "[^9]*", "112", "911#", "9\\.11", "9$11",   "9^11",     "(9|1){2}", "\\D{3}", "9{2,3}11", "$911^"}) {
    EXPECT_TRUE(DigitPattern::compile(pattern).has_value()) << pattern;
    EXPECT_FALSE(pattern_matches_emergency(pattern)) << pattern;
  }
}

TEST(DigitPattern, WhatDoesNotCompileMatchesNothing) {
  for (const char* pattern :
       {"(911",     "911)",         "[911",         "[]911",  "[9-1]11",    "911{",   "911{2",     "911{,2}",
        "911{3,2}", "*911",         "+911",         "?911",   "9**",        "9+*11",  "^*911",     "$+",
        "\\",       "911\\",        "\\w+",         "(9)\\1", "(?=911)911", "(?!9)",  "(?<a>9)11", "}911",
        "]911",     "[[:digit:]]+", "[\\d-9]11\\b", "{3}",    "911|*",      "[0-\\d]"}) {
    PatternError error = PatternError::no_error;
    EXPECT_FALSE(DigitPattern::compile(pattern, &error).has_value()) << pattern;
    EXPECT_EQ(error, PatternError::syntax) << pattern;
    EXPECT_FALSE(pattern_matches_emergency(pattern)) << pattern;
  }
}

TEST(DigitPattern, SaysWhereItFailed) {
  size_t place = 0;
  EXPECT_FALSE(DigitPattern::compile("911(22", nullptr, &place).has_value());
  EXPECT_EQ(place, 6u);
  EXPECT_FALSE(DigitPattern::compile("9[3-1]", nullptr, &place).has_value());
  EXPECT_EQ(place, 5u);
}

TEST(DigitPattern, SizeAndDepthAreBounded) {
  PatternError error = PatternError::no_error;
  EXPECT_FALSE(DigitPattern::compile(std::string(40'000, '9'), &error).has_value());
  EXPECT_EQ(error, PatternError::too_large);
  EXPECT_FALSE(DigitPattern::compile("((((9{100}){100}){100}){100}){100}", &error).has_value());
  EXPECT_EQ(error, PatternError::too_large);
  EXPECT_FALSE(DigitPattern::compile("(((((){1000}){1000}){1000}){1000}){1000}", &error).has_value());
  EXPECT_EQ(error, PatternError::too_large);
  EXPECT_FALSE(DigitPattern::compile("9{1001}", &error).has_value());
  EXPECT_EQ(error, PatternError::too_large);
  EXPECT_FALSE(DigitPattern::compile("9{99999999999999999999}", &error).has_value());
  EXPECT_EQ(error, PatternError::too_large);
  EXPECT_FALSE(DigitPattern::compile(std::string(100'000, '('), &error).has_value());
  EXPECT_EQ(error, PatternError::too_deep);
  EXPECT_TRUE(DigitPattern::compile(std::string(64, '(') + "911" + std::string(64, ')')).has_value());
  EXPECT_FALSE(DigitPattern::compile(std::string(65, '(') + "911" + std::string(65, ')')).has_value());
}

TEST(DigitPattern, LongTextsTakeLinearTime) {
  const std::string digits(40'000, '1');
  EXPECT_TRUE(matches("^(\\+?[0-9]+)*$", digits));
  EXPECT_FALSE(matches("^(\\+?[0-9]+)*$", digits + "x"));
  EXPECT_FALSE(matches("(1*)*(1*)*(1*)*2", digits));
  EXPECT_FALSE(matches("((1|1)|(1|1))*2", digits));
  EXPECT_TRUE(matches("(1?){500}1{500}", std::string(500, '1')));
}

TEST(DigitPattern, NulAndHighBytesAreCharactersLikeOthers) {
  EXPECT_TRUE(matches(std::string_view("9\0", 2), std::string_view("9\0", 2)));
  EXPECT_TRUE(matches("9.", std::string_view("9\xff", 2)));
  EXPECT_TRUE(matches("[^0-9]", std::string_view("\x80", 1)));
}

/* A random pattern of the subset whose language a backtracking matcher can still decide on four digits. */
std::string random_pattern(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 9 : 4)) {
    case 0:
      return "9";
    case 1:
      return "1";
    case 2:
      return *rc::gen::element<std::string>("[19]", "[^9]", ".", "\\d");
    case 3:
      return *rc::gen::element<std::string>("^", "$", "()");
    case 4:
    case 5:
      return random_pattern(depth - 1) + random_pattern(depth - 1);
    case 6:
      return "(" + random_pattern(depth - 1) + "|" + random_pattern(depth - 1) + ")";
    default:
      return "(" + random_pattern(depth - 1) + ")" + *rc::gen::element<std::string>("?", "*", "+", "{2}", "{0,2}", "{1,}");
  }
}

RC_GTEST_PROP(DigitPattern, AgreesWithABacktrackingMatcher, ()) {
  const std::string pattern = random_pattern(3);
  const auto compiled = DigitPattern::compile(pattern);
  RC_ASSERT(compiled.has_value());
  const std::regex other(pattern, std::regex::ECMAScript);
  for (const char* text : {"", "9", "1", "91", "11", "911", "119", "191", "999", "9111", "19119"}) {
    RC_ASSERT(compiled->matches(text) == std::regex_match(text, other));
  }
}

}  // namespace
}  // namespace tocsin::policy
