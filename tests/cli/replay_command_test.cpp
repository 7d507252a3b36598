// Goal: a failure that a run found is made small, kept, and shown again by one command, whose exit code says whether it is still
// there.
// Method: faulty policies in process; then the kept file under the right policy, with another fingerprint, and broken.
#include <nlohmann/json.hpp>

#include "tests/cli/session.hpp"

namespace tocsin::cli {
namespace {

class ReplayCommand : public Session {
 protected:
  // What a run with evidence leaves of EC-16 under a window of a minute.
  std::string kept() {
    const Said said = tocsin({"run", source("scenarios/compliance/s09_window_boundaries.json"), "--policy", "F061", "--only",
                              "EC-16", "--out", path("out")});
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.err.find("EC-16 shrunk from 16 stimuli to 2 in "), std::string::npos) << said.err;
    // By the run's own folder: "latest" is another one after the next run.
    const auto run_id = std::filesystem::read_symlink(path("out/latest")).string();
    const std::string line = "tocsin replay " + path("out/" + run_id + "/EC-16/minimal.json") + "\n";
    EXPECT_NE(said.err.find(line), std::string::npos) << said.err;
    EXPECT_NE(said.out.find(line), std::string::npos) << said.out;
    return path("out/latest/EC-16/minimal.json");
  }
};

TEST_F(ReplayCommand, ShowsTheFailureAgain) {
  const std::string file = kept();
  const auto json = nlohmann::json::parse(read("out/latest/EC-16/minimal.json"));
  EXPECT_EQ(json["replay"]["policy"], "F061");
  EXPECT_EQ(json["emergencies"].size(), 1U);
  const Said said = tocsin({"replay", file});
  EXPECT_EQ(said.code, 1) << said.err;
  for (const char* piece :
       {"source: \"A temporary callback number", "lends +12065550100", "time is up: not offered", "T triggers",
        "the same failure again; its trace is the recorded one\n", "\nverdict: FAIL (exit 1)\n"})
    EXPECT_NE(said.out.find(piece), std::string::npos) << piece << "\n" << said.out;
  EXPECT_NE(read("out/latest/EC-16/minimal.txt").find("shrunk from 16 stimuli to 2"), std::string::npos);
  EXPECT_EQ(read("out/latest/EC-16/minimal.mmd").rfind("sequenceDiagram\n", 0), 0U);
  // It is a scenario like any other.
  EXPECT_EQ(tocsin({"validate", file}).code, 0);
  EXPECT_EQ(tocsin({"run", file, "--policy", "F061", "--no-out"}).code, 1);
}

TEST_F(ReplayCommand, WhatNothingCanFailIsNoPass) {
  auto json = nlohmann::ordered_json::parse(read(std::filesystem::path(kept()).lexically_relative(folder_).string()));
  json["replay"]["requirement"] = "EC-77";
  const std::string file = write("other.json", json.dump());
  for (const auto& command : {std::vector<std::string>{"replay", file, "--policy", "builtin"}, {"validate", file}}) {
    const Said said = tocsin(command);
    EXPECT_EQ(said.code, 4) << said.out;
    EXPECT_NE(said.err.find("\"EC-77\" is not a requirement"), std::string::npos) << said.err;
  }
  const Said said = tocsin({"shrink", source("scenarios/compliance/s01_clean_call.json"), "--requirement", "EC-99"});
  EXPECT_EQ(said.code, 4);
  EXPECT_NE(said.err.find("--requirement: there is no requirement \"EC-99\""), std::string::npos) << said.err;
  const Said kind = tocsin({"shrink", source("scenarios/compliance/s01_clean_call.json"), "--requirement", "crashd"});
  EXPECT_EQ(kind.code, 4);
  EXPECT_NE(kind.err.find("there is no kind of finding \"crashd\" (did you mean \"crashed\"?)"), std::string::npos) << kind.err;
}

// That a limit came first is no answer.
TEST_F(ReplayCommand, AShrinkingThatEndsBeforeItSawAFailureIsTwo) {
  const std::string many = write("many.json", [&] {
    auto json = nlohmann::ordered_json::parse(std::ifstream(source("scenarios/compliance/s01_clean_call.json")));
    json["replications"] = 9;
    return json.dump();
  }());
  const Said said = tocsin({"shrink", many, "--requirement", "EC-16", "--steps", "2", "-o", path("small.json")});
  EXPECT_EQ(said.code, 2) << said.out << said.err;
  EXPECT_NE(said.err.find("ended before it was seen to fail EC-16, after 2 of 9 replications"), std::string::npos) << said.err;
  EXPECT_FALSE(std::filesystem::exists(path("small.json")));
}

TEST_F(ReplayCommand, SaysThatItIsGone) {
  const Said said = tocsin({"replay", kept(), "--policy", "builtin"});
  EXPECT_EQ(said.code, 0) << said.out << said.err;
  EXPECT_NE(said.out.find("EC-16 does not fail any more (EC-16-"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("\nverdict: PASS (exit 0)\n"), std::string::npos) << said.out;
}

TEST_F(ReplayCommand, SaysThatItIsAnotherOne) {
  kept();
  auto json = nlohmann::ordered_json::parse(read("out/latest/EC-16/minimal.json"));
  json["replay"]["fingerprint"] = "EC-16-000000000000";
  const Said said = tocsin({"replay", write("other.json", json.dump())});
  EXPECT_EQ(said.code, 1);
  EXPECT_NE(said.out.find("a different failure of EC-16: EC-16-"), std::string::npos) << said.out;
}

TEST_F(ReplayCommand, SaysThatTheTraceIsAnotherOneAndWhoWroteIt) {
  kept();
  auto json = nlohmann::ordered_json::parse(read("out/latest/EC-16/minimal.json"));
  json["replay"]["trace"] = "xxh3-128:00000000000000000000000000000000";
  EXPECT_NE(tocsin({"replay", write("a.json", json.dump())}).out.find("this program, was changed"), std::string::npos);
  json["replay"]["harness"] = "0.0.1";
  const Said said = tocsin({"replay", write("b.json", json.dump())});
  EXPECT_EQ(said.code, 1);
  EXPECT_NE(said.out.find("0.0.1 wrote (this is "), std::string::npos) << said.out;
  json["replay"]["format"] = 2;
  const Said newer = tocsin({"replay", write("c.json", json.dump())});
  EXPECT_EQ(newer.code, 4);
  EXPECT_NE(newer.err.find("/replay/format"), std::string::npos) << newer.err;
}

TEST_F(ReplayCommand, NeedsAReplayBlock) {
  const Said said = tocsin({"replay", write("a.json", quiet_scenario("A"))});
  EXPECT_EQ(said.code, 4);
  EXPECT_EQ(said.out, "");
  EXPECT_NE(said.err.find("has no \"replay\" block"), std::string::npos) << said.err;
}

TEST_F(ReplayCommand, ACrashOfThePolicyIsKeptToo) {
  const Said said = tocsin({"run", source("scenarios/compliance/s02_responder_hangs_up.json"), "--policy", abort_on_dial_file,
                            "--out", path("out"), "--only", "EC-08"});
  EXPECT_EQ(said.code, 1);
  const std::string file = path("out/latest/crashed/minimal.json");
  const Said again = tocsin({"replay", file});
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_NE(again.out.find("killed by SIGABRT"), std::string::npos) << again.out;
  EXPECT_NE(again.out.find("the same failure again"), std::string::npos) << again.out;
  const auto json = nlohmann::json::parse(read("out/latest/crashed/minimal.json"));
  EXPECT_EQ(json["emergencies"].size(), 1U);
  EXPECT_EQ(tocsin({"replay", file, "--policy", "builtin"}).code, 0);
}

TEST_F(ReplayCommand, ShrinkingIsACommandToo) {
  const std::string scenario = source("scenarios/compliance/s09_window_boundaries.json");
  const Said said = tocsin({"shrink", scenario, "--policy", "F061", "--requirement", "EC-16", "-o", path("minimal.json")});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_NE(said.out.find("shrunk from 16 stimuli to 2 in "), std::string::npos) << said.out;
  EXPECT_EQ(tocsin({"replay", path("minimal.json")}).code, 1);
  EXPECT_EQ(tocsin({"shrink", scenario, "--requirement", "EC-16", "-o", path("none.json")}).code, 4);
  EXPECT_EQ(files(), std::set<std::string>{"minimal.json"});
}

TEST_F(ReplayCommand, ShrinkingCanBeLeftOut) {
  const std::string scenario = source("scenarios/compliance/s09_window_boundaries.json");
  const Said said = tocsin({"run", scenario, "--policy", "F061", "--out", path("out"), "--shrink", "0"});
  EXPECT_EQ(said.code, 1);
  EXPECT_EQ(said.err.find("shrunk"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(path("out/latest/EC-16/minimal.json")));
  EXPECT_TRUE(std::filesystem::exists(path("out/latest/EC-16/ladder.txt")));
}

}  // namespace
}  // namespace tocsin::cli
