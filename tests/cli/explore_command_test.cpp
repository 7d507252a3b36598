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
  for (const char* piece :
       {"shortest counterexample, ", "in the story in which\n    ", "dials 911", "platform      policy", "a violation (exit 1)"})
    EXPECT_NE(said.out.find(piece), std::string::npos) << piece << "\n" << said.out;
  EXPECT_EQ(said.out.find("no violation"), std::string::npos);
}

TEST_F(Explore, WhatCannotBeDoneIsSaidFirst) {
  const std::string scope = source("scenarios/explore/scope_call.json");
  const std::string schedules = source("scenarios/explore/one_agent.json");
  Said said = tocsin({"explore", scope, "--policy", "F045", "--counterexample", path("x.json")});
  EXPECT_EQ(said.code, 4) << said.out;
  EXPECT_NE(said.err.find("is a scope, whose counterexample is a story"), std::string::npos) << said.err;
  said = tocsin({"explore", schedules, "--policy", "F059", "--counterexample", path("no/folder.json")});
  EXPECT_EQ(said.code, 4) << said.out;
  EXPECT_NE(said.err.find("--counterexample "), std::string::npos) << said.err;
  EXPECT_EQ(said.out, "");
  said = tocsin({"explore", source("scenarios/compliance/s01_clean_call.json")});
  EXPECT_EQ(said.code, 4);
  EXPECT_NE(said.err.find("/$schema: \"urn:tocsin:scenario:1\" is neither"), std::string::npos) << said.err;
  for (const std::string& file : {scope, schedules}) {
    said = tocsin({"run", file});
    EXPECT_EQ(said.code, 4);
    EXPECT_NE(said.err.find("tocsin explore takes"), std::string::npos) << said.err;
    EXPECT_EQ(said.err.find("missing"), std::string::npos) << said.err;
  }
}

TEST_F(Explore, AnInterruptionHasNoCounts) {
  const Said said = tocsin({"explore", source("scenarios/explore/two_agents.json")},
                           [](Console& console) { console.stop_signal = [] { return 2; }; });
  EXPECT_EQ(said.code, 130);
  EXPECT_NE(said.out.find("distinct until it was interrupted\n"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("\ninterrupted: no claim (exit 130)\n"), std::string::npos) << said.out;
  EXPECT_EQ(said.out.find("transitions"), std::string::npos) << said.out;
}

TEST_F(Explore, APolicyWithoutAStateHashIsATree) {
  const Said said = tocsin({"explore", source("scenarios/explore/scope_call.json"), "--policy", "crude-do"});
  EXPECT_EQ(said.code, 1) << said.out;
  EXPECT_EQ(said.out.find("states    "), std::string::npos);
}

}  // namespace
}  // namespace tocsin::cli
