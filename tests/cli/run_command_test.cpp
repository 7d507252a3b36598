// Goal: `run` leaves what was asked for and nothing else, says first which seed it uses, keeps data and talk apart, and gives the
// same bytes for any number of jobs.
// Method: small scenarios and the compliance set, run in process into folders of their own.
#include <csignal>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "tests/cli/session.hpp"

namespace tocsin::cli {
namespace {

using RunCommand = Session;

std::string without_identity(const std::string& json) {
  auto parsed = nlohmann::ordered_json::parse(json);
  EXPECT_TRUE(parsed.erase("identity"));
  return parsed.dump();
}

TEST_F(RunCommand, PassesAndLeavesEvidence) {
  const std::string scenario = write("a.json", quiet_scenario("A"));
  const Said said = tocsin({"run", scenario, "--out", path("out")});
  EXPECT_EQ(said.code, 0) << said.out << said.err;
  EXPECT_EQ(said.err.rfind("seed 20221003; reproduce with --seed 20221003\n", 0), 0u) << said.err;
  EXPECT_NE(said.out.find("\nverdict: PASS: 1 passed"), std::string::npos);
  EXPECT_EQ(read("out/latest/verdicts.txt"), said.out);
  EXPECT_EQ(nlohmann::json::parse(read("out/latest/report.json"))["verdict"], "PASS");
}

TEST_F(RunCommand, JsonIsAllThereIsOnStandardOutput) {
  const std::string scenario = write("a.json", quiet_scenario("A"));
  const Said said = tocsin({"run", scenario, "--json", "--no-out", "--seed", "5", "--jobs", "2"});
  EXPECT_EQ(said.code, 0);
  const auto json = nlohmann::json::parse(said.out);
  EXPECT_EQ(json["exit_code"], 0);
  EXPECT_EQ(json["scenarios"][0]["seed"], 5);
  EXPECT_EQ(json["identity"]["jobs"], 2);
  EXPECT_EQ(json["identity"]["policy_sha256"].get<std::string>().size(), 64u);
  EXPECT_EQ(files(), std::set<std::string>{"a.json"});
}

TEST_F(RunCommand, QuietSaysNothingOnTheSide) {
  const std::string scenario = write("a.json", quiet_scenario("A"));
  EXPECT_EQ(tocsin({"run", scenario, "--quiet", "--no-out"}).err, "");
}

TEST_F(RunCommand, WritesSeveralReportsAtOnce) {
  const std::string scenario = write("a.json", quiet_scenario("A"));
  const Said said = tocsin({"run", scenario, "--no-out", "--report", "junit=" + path("j.xml"), "--report",
                            "json=" + path("r.json"), "--report", "text=" + path("t.txt"), "--trace", path("trace.jsonl")});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(files(), (std::set<std::string>{"a.json", "j.xml", "r.json", "t.txt", "trace.jsonl"}));
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(read("j.xml").c_str()));
  EXPECT_EQ(nlohmann::json::parse(read("r.json"))["verdict"], "PASS");
  EXPECT_EQ(read("t.txt"), said.out);
  EXPECT_EQ(read("trace.jsonl").rfind("{\"trace\":\"tocsin\"", 0), 0u);
}

TEST_F(RunCommand, ALogThatNothingReplaysIsAMistake) {
  const std::string scenario = source("scenarios/compliance/s01_clean_call.json");
  for (const char* flag : {"--log", "--log-time"}) {
    Said said = tocsin({"run", scenario, "--no-out", flag, "nope.csv"});
    EXPECT_EQ(said.code, 4) << said.out;
    EXPECT_NE(said.err.find("nothing here replays a recorded call log"), std::string::npos) << said.err;
    said = tocsin({"shrink", scenario, "--requirement", "EC-16", flag, "nope.csv"});
    EXPECT_EQ(said.code, 4) << said.out;
    EXPECT_NE(said.err.find("nothing here replays a recorded call log"), std::string::npos) << said.err;
  }
}

TEST_F(RunCommand, AListEndsWithItsWord) {
  const std::string scenario = write("quiet.json", quiet_scenario("S00"));
  EXPECT_EQ(tocsin({"run", "--only", "EC-34", scenario, "--no-out"}).code, 0);
  EXPECT_EQ(tocsin({"run", "--no-out", "--report", "text=" + path("r.txt"), scenario}).code, 0);
}

TEST_F(RunCommand, OnlyNarrowsWhatCounts) {
  const std::string scenario = write("a.json", quiet_scenario("A"));
  const Said other = tocsin({"run", scenario, "--no-out", "--only", "EC-08"});
  EXPECT_EQ(other.code, 5);
  EXPECT_NE(other.out.find("verdict: NOTHING SELECTED"), std::string::npos);
  EXPECT_EQ(tocsin({"run", scenario, "--no-out", "--only", "EC-34,EC-08"}).code, 0);
}

TEST_F(RunCommand, AFailureIsShownAtOnceWithALineThatReproducesIt) {
  const std::string scenario = source("scenarios/compliance/s01_clean_call.json");
  const Said said = tocsin({"run", scenario, "--policy", "crude-do", "--out", path("out")});
  EXPECT_EQ(said.code, 1);
  const std::string line = "tocsin run " + scenario + " --only EC-08 --seed 20221003 --policy crude-do --trace fail.jsonl\n";
  EXPECT_NE(said.err.find(line), std::string::npos) << said.err;
  EXPECT_NE(said.out.find(line), std::string::npos) << said.out;
  EXPECT_NE(read("out/latest/EC-08/failure.txt").find(line), std::string::npos);
  EXPECT_NE(read("out/latest/EC-08/events.jsonl").find("\"event\":\"accepted\""), std::string::npos);
  const Said again = tocsin({"run", scenario, "--only", "EC-08", "--seed", "20221003", "--policy", "crude-do", "--trace",
                             path("fail.jsonl"), "--no-out"});
  EXPECT_EQ(again.code, 1);
  EXPECT_NE(read("fail.jsonl").find("\"event\":\"accepted\""), std::string::npos);
}

TEST_F(RunCommand, SameSeedSameBytesForAnyNumberOfJobs) {
  const std::string set = source("scenarios/compliance");
  std::string json, trace;
  for (const char* jobs : {"1", "2", "1", "2"}) {
    const Said said = tocsin({"run", set, "--json", "--no-out", "--quiet", "--jobs", jobs, "--trace", path("trace.jsonl")});
    EXPECT_NE(said.code, 70) << said.err;
    const std::string this_json = without_identity(said.out), this_trace = read("trace.jsonl");
    EXPECT_FALSE(this_trace.empty());
    if (json.empty()) json = this_json, trace = this_trace;
    EXPECT_EQ(this_json, json) << jobs;
    EXPECT_TRUE(this_trace == trace) << jobs;
  }
}

TEST_F(RunCommand, AnInterruptLeavesAPartialReportAndNoTrace) {
  const std::string scenario = write("a.json", quiet_scenario("A"));
  for (const auto& [signal, code] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    int polls = 0;
    const Said said = tocsin(
        {"run", scenario, "--replications", "1000000", "--json", "--out", path("out"), "--trace", path("t")},
        [&, number = signal](Console& console) { console.stop_signal = [&polls, number] { return ++polls > 50 ? number : 0; }; });
    EXPECT_EQ(said.code, code);
    const auto json = nlohmann::json::parse(said.out);
    EXPECT_EQ(json["partial"], true);
    EXPECT_LT(json["scenarios"][0]["replications"].get<std::uint64_t>(), 1'000'000u);
    EXPECT_EQ(json["scenarios"][0]["replications_planned"], 1'000'000u);
    EXPECT_EQ(read("out/latest/verdicts.txt").rfind("PARTIAL", 0), 0u);
    EXPECT_EQ(files(), (std::set<std::string>{"a.json", "out"}));
  }
}

struct Bad {
  const char* what;
  std::string text;
  const char* message;
};

class ABadScenario : public Session, public testing::WithParamInterface<Bad> {};

TEST_P(ABadScenario, StopsEverythingBeforeItBegins) {
  const std::string good = write("good.json", quiet_scenario("G")), bad = write("bad.json", GetParam().text);
  const Said said = tocsin(
      {"run", good, bad, "--out", path("out"), "--trace", path("t.jsonl"), "--report", "junit=" + path("j.xml"), "--json"});
  EXPECT_EQ(said.code, 4);
  EXPECT_EQ(said.out, "");
  EXPECT_NE(said.err.find(bad + ":"), std::string::npos) << said.err;
  EXPECT_NE(said.err.find(GetParam().message), std::string::npos) << said.err;
  EXPECT_EQ(files(), (std::set<std::string>{"bad.json", "good.json"}));
}

INSTANTIATE_TEST_SUITE_P(Run, ABadScenario,
                         testing::Values(Bad{"broken", "{\"id\": ", ""}, Bad{"nested", std::string(100'000, '['), ""},
                                         Bad{"doubled key", quiet_scenario("B", ", \"id\": \"C\""), "id"},
                                         Bad{"unknown key", quiet_scenario("B", ", \"sede\": 1"), "/sede"},
                                         Bad{"wrong type", quiet_scenario("B", ", \"replications\": \"many\""), "/replications"},
                                         Bad{"past 64 bits", quiet_scenario("B", ", \"seed\": 18446744073709551616"), ""},
                                         Bad{"same id", quiet_scenario("G"), "G"}),
                         [](const auto& row) {
                           std::string name = row.param.what;
                           for (char& c : name)
                             if (c == ' ') c = '_';
                           return name;
                         });

TEST_F(RunCommand, PlacesThatCannotBeWrittenToAreFoundBeforeTheRun) {
  const std::string scenario = write("a.json", quiet_scenario("A"));
  write("file", "");
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--trace", path("missing/t.jsonl"), "--no-out"},
                                               {"--report", "junit=" + path("missing/j.xml"), "--no-out"},
                                               {"--trace", folder_.string(), "--no-out"},
                                               {"--out", path("file/out")},
                                               {"--out", path("file")}}) {
    std::vector<std::string> arguments = {"run", scenario};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Said said = tocsin(arguments);
    EXPECT_EQ(said.code, 4) << more[0] << more[1];
    EXPECT_EQ(said.out, "");
    EXPECT_EQ(files(), (std::set<std::string>{"a.json", "file"}));
  }
}

TEST_F(RunCommand, ALibraryThatDiesWhileItIsLoadedIsBadInput) {
  const std::string scenario = write("a.json", quiet_scenario("A"));
  const Said said = tocsin({"run", scenario, "--no-out", "--policy", abort_on_load_file});
  EXPECT_EQ(said.code, 4);
  EXPECT_NE(said.err.find("not a usable policy: loading it takes the process down"), std::string::npos) << said.err;
}

TEST_F(RunCommand, APolicyComesFromASharedLibraryToo) {
  const std::string scenario = source("scenarios/compliance/s01_clean_call.json");
  const Said said = tocsin({"run", scenario, "--json", "--no-out", "--policy", abort_on_dial_file});
  EXPECT_EQ(said.code, 1);
  const auto json = nlohmann::json::parse(said.out);
  EXPECT_EQ(json["scenarios"][0]["findings_total"], 1);
  EXPECT_EQ(json["scenarios"][0]["findings"][0]["kind"], "crashed");
  EXPECT_EQ(json["scenarios"][0]["findings"][0]["event"], "ask_dial");
  EXPECT_EQ(json["identity"]["policy_file"], abort_on_dial_file);
  const auto builtin = nlohmann::json::parse(tocsin({"run", scenario, "--json", "--no-out"}).out);
  EXPECT_NE(json["identity"]["policy_sha256"], builtin["identity"]["policy_sha256"]);
}

}  // namespace
}  // namespace tocsin::cli
