// Goal: the command says what it found, leaves it as a scenario that fails again, and ends with the right code.
// Method: small counts of programs under the built-in policy and a faulty one, in process; mistakes on the command line.
#include <gmock/gmock.h>

#include "tests/cli/session.hpp"

namespace tocsin::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

class FuzzCommand : public Session {
 protected:
  Said fuzz(std::vector<std::string> more) {
    more.insert(more.begin(), {"fuzz", "--seed", "1", "--out", path("found"), "--quiet"});
    return tocsin(more);
  }
};

TEST_F(FuzzCommand, NothingFoundIsZeroAndSaysWhatWasShown) {
  const Said said = fuzz({"--count", "300"});
  EXPECT_EQ(said.code, 0) << said.out;
  EXPECT_THAT(said.out, HasSubstr("nothing found (exit 0)\n"));
  EXPECT_THAT(said.out, HasSubstr("300 programs, of which 0 failed"));
  EXPECT_THAT(said.out, ContainsRegex("EC-16 +[0-9]+ +0 "));
  EXPECT_TRUE(files().empty());
}

TEST_F(FuzzCommand, WhatIsNeverTriggeredIsListed) {
  EXPECT_THAT(fuzz({"--count", "1"}).out, ContainsRegex("never triggered: EC-[0-9]+ EC-"));
}

TEST_F(FuzzCommand, AFaultIsOneAndItsScenarioFailsAgain) {
  const Said said = fuzz({"--count", "2000", "--policy", "F045", "--failures", "1"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, HasSubstr("failure: EC-"));
  EXPECT_THAT(said.out, HasSubstr("1 different failure (exit 1)\n"));
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(path("found"))) found.push_back(entry.path().string());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(tocsin({"run", found.front(), "--policy", "F045", "--no-out", "--quiet"}).code, 1);
  // It exercises what failed, so a policy without the fault passes it.
  EXPECT_EQ(tocsin({"run", found.front(), "--no-out", "--quiet"}).code, 0);
  EXPECT_THAT(said.out, HasSubstr("again with  tocsin fuzz --policy F045 --seed 1 --count "));
}

TEST_F(FuzzCommand, ACorpusIsLeftAndTakenUp) {
  EXPECT_EQ(fuzz({"--count", "256", "--corpus", path("corpus")}).code, 0);
  std::size_t programs = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path("corpus"))) ++programs;
  EXPECT_GT(programs, 20U);
  write("corpus/broken.json", "{");
  const Said again = fuzz({"--count", std::to_string(programs), "--corpus", path("corpus")});
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.err, HasSubstr("1 file is no scenario and was skipped"));
  EXPECT_THAT(again.out, HasSubstr("--corpus " + path("corpus") + "  (and the corpus as it was before)\n"));
}

// A search that leaves out what the built-in policy fails too makes nothing small that it fails.
TEST_F(FuzzCommand, UnlikeTheBuiltInPolicyHoldsForWhatIsMadeSmall) {
  const Said said = fuzz({"--count", "2000", "--policy", "F045", "--failures", "1", "--unlike-builtin"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, HasSubstr(" --unlike-builtin\n"));
  for (const auto& entry : std::filesystem::directory_iterator(path("found")))
    EXPECT_EQ(tocsin({"replay", entry.path().string(), "--policy", "builtin"}).code, 0);
}

TEST_F(FuzzCommand, AFolderThatCannotBeWrittenToIsFoundBeforehand) {
  const Said said = tocsin({"fuzz", "--count", "1", "--policy", "F045", "--out", write("file", "")});
  EXPECT_EQ(said.code, 4);
  EXPECT_THAT(said.err, HasSubstr("--out "));
  EXPECT_EQ(said.out, "");
}

TEST_F(FuzzCommand, MistakesAreFour) {
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"--count", "0"},
                                                {"--time", "soon"},
                                                {"--time", "1s", "--count", "5"},
                                                {"--policy", "none"},
                                                {"nowhere.json"}}) {
    const Said said = fuzz(wrong);
    EXPECT_EQ(said.code, 4) << wrong.back();
    EXPECT_FALSE(said.err.empty());
  }
}

}  // namespace
}  // namespace tocsin::cli
