/*
 * Goal: patterns mean what regular expressions mean, over the whole string, in bounded time (R-18). Method: examples by hand,
 * small random patterns against the definition of what they match, and texts and patterns that are exponential for a backtracking
 * matcher.
 */
#include "policy/rules/digit_pattern.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <set>
#include <string>
#include <vector>

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

TEST(DigitPattern, AQuestionMarkIsForOneAtMost) {
  EXPECT_TRUE(matches("9?11", "11"));
  EXPECT_TRUE(matches("9?11", "911"));
  EXPECT_FALSE(matches("9?11", "9911"));
}

TEST(DigitPattern, EscapesAndRangesInAndOutOfClasses) {
  EXPECT_TRUE(matches("\\+1", "+1"));
  EXPECT_TRUE(matches("9\\.1", "9.1"));
  EXPECT_TRUE(matches("[\\]]", "]"));
  EXPECT_TRUE(matches("[\\+-\\-]", ",")) << "an escaped character is an end of a range";
  EXPECT_TRUE(matches("[9-9]11", "911"));
  EXPECT_TRUE(matches("[\\d-9]", "-")) << "a class of digits is none";
  EXPECT_FALSE(matches("[\\d-9]", "+"));
  EXPECT_FALSE(matches("[\\d]", std::string_view("\0", 1)));
  EXPECT_FALSE(DigitPattern::compile("[9[]11").has_value());
  EXPECT_FALSE(DigitPattern::compile("[\\w]11").has_value());
  EXPECT_TRUE(DigitPattern::compile("9{1000}").has_value());
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

/* A pattern as a tree: how it is written, and by the definition where its matches that begin at a place may end. */
struct Tree {
  enum Kind { characters, begin, end, both, either, repeat } kind = characters;
  std::string written; /* of characters: as in the pattern; of repeat: the quantifier */
  std::string members; /* of characters */
  size_t least = 0;
  size_t most = 0;
  std::vector<Tree> parts;

  std::string text() const {
    switch (kind) {
      case characters:
        return written;
      case begin:
        return "^";
      case end:
        return "$";
      case both:
        return parts[0].text() + parts[1].text();
      case either:
        return "(" + parts[0].text() + "|" + parts[1].text() + ")";
      case repeat:
        return "(" + parts[0].text() + ")" + written;
    }
    return "";
  }

  std::set<size_t> ends(const std::string& given, size_t from) const {
    switch (kind) {
      case characters:
        if (from < given.size() && members.find(given[from]) != std::string::npos) return {from + 1};
        return {};
      case begin:
        return from == 0 ? std::set<size_t>{from} : std::set<size_t>{};
      case end:
        return from == given.size() ? std::set<size_t>{from} : std::set<size_t>{};
      case both:
        return after(parts[1], given, parts[0].ends(given, from));
      case either: {
        std::set<size_t> found = parts[0].ends(given, from);
        found.merge(parts[1].ends(given, from));
        return found;
      }
      case repeat: {
        std::set<size_t> reached{from};
        std::set<size_t> found;
        for (size_t round = 0; round <= most; ++round) {
          if (round >= least) found.insert(reached.begin(), reached.end());
          reached = after(parts[0], given, reached);
        }
        return found;
      }
    }
    return {};
  }

  static std::set<size_t> after(const Tree& part, const std::string& given, const std::set<size_t>& places) {
    std::set<size_t> found;
    for (const size_t place : places) found.merge(part.ends(given, place));
    return found;
  }
};

Tree random_tree(int depth) {
  const auto leaf = [](const char* written, const char* members) {
    return Tree{.kind = Tree::characters, .written = written, .members = members, .parts = {}};
  };
  switch (*rc::gen::inRange(0, depth > 0 ? 12 : 7)) {
    case 0:
      return leaf("9", "9");
    case 1:
      return leaf("1", "1");
    case 2:
      return leaf("[19]", "19");
    case 3:
      return leaf("[^9]", "1");
    case 4:
      return leaf("\\d", "19");
    case 5:
      return {.kind = Tree::begin, .written = "", .members = "", .parts = {}};
    case 6:
      return {.kind = Tree::end, .written = "", .members = "", .parts = {}};
    case 7:
    case 8:
      return {.kind = Tree::both, .written = "", .members = "", .parts = {random_tree(depth - 1), random_tree(depth - 1)}};
    case 9:
      return {.kind = Tree::either, .written = "", .members = "", .parts = {random_tree(depth - 1), random_tree(depth - 1)}};
    default:
      break;
  }
  struct Quantifier {
    const char* written;
    size_t least, most;
  };
  /* Six rounds are as good as endless on the texts below. */
  constexpr Quantifier quantifiers[] = {{"?", 0, 1},     {"*", 0, 6},    {"+", 1, 6},  {"{2}", 2, 2},
                                        {"{0,2}", 0, 2}, {"{1,}", 1, 6}, {"{0}", 0, 0}};
  const Quantifier& chosen = quantifiers[*rc::gen::inRange<size_t>(0, std::size(quantifiers))];
  return {.kind = Tree::repeat,
          .written = chosen.written,
          .members = "",
          .least = chosen.least,
          .most = chosen.most,
          .parts = {random_tree(depth - 1)}};
}

RC_GTEST_PROP(DigitPattern, AgreesWithTheDefinition, ()) {
  const Tree tree = random_tree(4);
  RC_LOG() << tree.text();
  const auto compiled = DigitPattern::compile(tree.text());
  RC_ASSERT(compiled.has_value());
  for (const std::string text : {"", "9", "1", "91", "11", "911", "119", "191", "999", "9111", "19119"}) {
    RC_ASSERT(compiled->matches(text) == tree.ends(text, 0).contains(text.size()));
  }
}

}  // namespace
}  // namespace tocsin::policy
