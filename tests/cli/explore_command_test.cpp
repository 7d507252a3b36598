// Goal: an exploration of a scope says what it claims and what not, the same for any number of jobs. Method: shipped scopes under
// policies with and without a violation, without a state hash, and with too few states allowed; texts and exit codes.
#include "tests/cli/session.hpp"

namespace tocsin::cli {
namespace {

using Explore = Session;

TEST_F(Explore, AClaimSaysScopeGridStatesAndHashes) {
  const Said said = tocsin({"explore", source("scenarios/explore/scope_call.json"), "--jobs", "1"});
  EXPECT_EQ(said.code, 0) << said.err;
  for (const char* piece : {"scope     1 agent, 1 emergency call, 0 callbacks", "grid      at each timer; 1 us before",
                            "states    358 distinct, 639 transitions, 71 ends of stories", "hashes    two states taken for one",
                            "no violation within these bounds (exit 0)"})
    EXPECT_NE(said.out.find(piece), std::string::npos) << piece << "\n" << said.out;
  EXPECT_EQ(tocsin({"explore", source("scenarios/explore/scope_call.json"), "--jobs", "3"}).out, said.out);
}

TEST_F(Explore, AViolationIsTheShortestStoryInWords) {
  const Said said = tocsin({"explore", source("scenarios/explore/scope_call.json"), "--policy", "F045"});
  EXPECT_EQ(said.code, 1) << said.out;
  for (const char* piece : {"shortest counterexample, ", "in the story in which\n    ", "dials 911", "a violation (exit 1)"})
    EXPECT_NE(said.out.find(piece), std::string::npos) << piece << "\n" << said.out;
  EXPECT_EQ(said.out.find("no violation"), std::string::npos);
}

TEST_F(Explore, APolicyWithoutAStateHashIsATree) {
  const Said said = tocsin({"explore", source("scenarios/explore/scope_call.json"), "--policy", "crude-do"});
  EXPECT_EQ(said.code, 1) << said.out;
  EXPECT_EQ(said.out.find("states    "), std::string::npos);
}

}  // namespace
}  // namespace tocsin::cli
