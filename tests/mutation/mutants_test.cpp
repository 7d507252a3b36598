// Goal: each kind of slip is made once, where it can be, and nothing is changed that is no code.
// Method: small texts, and the list of what stands in place of their lines.
#include "tests/mutation/mutants.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::mutation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> lines_of(const std::string& source) {
  std::vector<std::string> lines;
  for (const Mutant& mutant : mutants_of(source)) lines.push_back(mutant.mutated);
  return lines;
}

TEST(Mutants, OperatorsTakeEachOthersPlace) {
  EXPECT_THAT(lines_of("return a < b && !c;\n"),
              UnorderedElementsAre("return a <= b && !c;", "return a < b || !c;", "return a < b && c;"));
  EXPECT_THAT(lines_of("return a != b;\n"), ElementsAre("return a == b;"));
}

TEST(Mutants, ConstantsChange) {
  EXPECT_THAT(lines_of("const int64_t most = 3'600;\n"), ElementsAre("const int64_t most = (3'600 + 1);"));
  EXPECT_THAT(lines_of("return false;\n"), ElementsAre("return true;"));
  EXPECT_THAT(lines_of("return uint32_t{b9};\n"), IsEmpty());
}

TEST(Mutants, ConditionsTurnRoundAndStatementsAreLeftOut) {
  EXPECT_THAT(lines_of("if (ready(x)) return;\n"), UnorderedElementsAre("if (!(ready(x))) return;", ""));
  EXPECT_THAT(lines_of("if (const int* p = find(); p) {\n"), ElementsAre("if (const int* p = find(); !(p)) {"));
  EXPECT_THAT(lines_of("{\nstate.put(x);\n"), ElementsAre(""));
  EXPECT_THAT(lines_of("total(a,\nb);\n"), IsEmpty()) << "the second line is no statement of its own";
}

TEST(Mutants, WhatIsNoCodeIsLeftAlone) {
  EXPECT_THAT(lines_of("// a == b\n#define X 1\n/* 1 < 2\n && */\nconst char* text = \"1 == 2\";\n"), IsEmpty());
}

TEST(Mutants, TheWholeTextDiffersInThatLineAlone) {
  const std::string before = "int f() {\n  return 1;  // one\n}\n";
  const std::vector<Mutant> mutants = mutants_of(before);
  ASSERT_EQ(mutants.size(), 1u);
  EXPECT_EQ(mutants[0].line, 2u);
  EXPECT_EQ(mutants[0].original, "return 1;  // one");
  EXPECT_EQ(mutants[0].source, "int f() {\n  return (1 + 1);  // one\n}\n");
}

}  // namespace
}  // namespace tocsin::mutation
