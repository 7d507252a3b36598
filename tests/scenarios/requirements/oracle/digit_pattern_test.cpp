// Goal: a pattern matches a whole string or nothing, in the documented subset. Method: cases worked out by hand, each feature,
// the limits, and patterns on which backtracking matchers take exponential time.
#include "scenarios/requirements/oracle/digit_pattern.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::requirements {
namespace {

TEST(DigitPattern, MatchesTheWholeOf911) {
  for (const char* pattern :
       {"911",         "^911$",   "^911",      "911$",        R"(^(\+?1)?911$)", R"(\d{3})",  R"(\d+)",     "...",
        ".*",          "9(1|2)1", "[0-9]{3}",  "[^a]11",      "9[1-3]1",         "91{2}",     "91+",        "91*",
        "91{1,}",      "91{2,5}", "(?:911)",   "911|112",     "112|911",         "(911|)",    "9??11",      "9111?",
        "(^9)(1)(1$)", "()911",   "(^){2}911", "9[1]{2}",     R"([\d]11)",       R"(\D*911)", "(^|9){2}11", "((9)|(1)){3}",
        "^911$|^112$", "[9-]11",  "[-9]11",    "91{1000}|911"})
    EXPECT_TRUE(pattern_matches(pattern, "911")) << pattern;
  for (const char* pattern :
       {"",          "91",         "9110",   "1911",       R"(\+911)", R"(\+1911)", "^$",       "11",       "9|1",
        R"(\d{4,})", R"(\d{0,2})", "[^9]11", R"(\D11)",    "9^11",     "91$1",      "(911){2}", "(911){0}", "912",
        "9.",        "[0-8]11",    "91{3}",  R"(\+?1911)", "(9|^1)1",  "()",        "|",        "91{1000}", "9(1$){2}"})
    EXPECT_FALSE(pattern_matches(pattern, "911")) << pattern;
}

TEST(DigitPattern, WhatDoesNotCompileMatchesNothing) {
  for (const char* pattern : {"(911",
                              "911)",
                              "[911",
                              "911]",
                              "9{",
                              "9{}",
                              "9{1",
                              "9{2,1}",
                              "9{,2}",
                              "*911",
                              "+911",
                              "?",
                              "911|*",
                              "(*)",
                              "9**",
                              "9{1001}",
                              R"(911\)",
                              R"(\w11)",
                              R"((9)\1)",
                              "(?=9)11",
                              "(?!1)911",
                              "[]911]",
                              "[9-1]11",
                              R"([\d-9]?)"
                              "[",
                              R"([1-\d])",
                              "[[]",
                              "^*",
                              "$+",
                              "^{2}911",
                              "9{1}{1}",
                              "{3}",
                              "}"})
    EXPECT_FALSE(pattern_compiles(pattern)) << pattern;
  EXPECT_FALSE(pattern_matches("911|[", "911"));
  EXPECT_TRUE(pattern_compiles("()*"));
}

TEST(DigitPattern, NestsUpToItsLimit) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "911" + std::string(depth, ')'); };
  EXPECT_TRUE(pattern_matches(nested(64), "911"));
  EXPECT_FALSE(pattern_compiles(nested(65)));
  EXPECT_FALSE(pattern_compiles(nested(1'000'000)));
}

TEST(DigitPattern, NeverBacktracks) {
  EXPECT_FALSE(pattern_matches(R"(^(\+?[0-9]+)*$)", "1111111111111111111111111111!"));
  EXPECT_FALSE(pattern_matches("(((((1*)*)*)*)*)*2", "1111111111111111111111111111111"));
  EXPECT_TRUE(pattern_matches("((1{0,1000}){1000}){1000}", "1111111111111111111111111111111"));
  EXPECT_TRUE(pattern_matches(std::string(100'000, '.') + "|911", "911"));
}

}  // namespace
}  // namespace tocsin::requirements
