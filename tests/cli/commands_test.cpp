// Goal: the small commands say what there is.
// Method: each is called in process; texts are looked for that only the right answer has.
#include <nlohmann/json.hpp>

#include "scenarios/policies/faults/catalogue.hpp"
#include "scenarios/requirements/registry.hpp"
#include "tests/cli/session.hpp"

namespace tocsin::cli {
namespace {

using Commands = Session;

TEST_F(Commands, ListNamesEveryRequirementPolicyAndScenario) {
  write("a.json", quiet_scenario("Q7"));
  const Said said = tocsin({"list", folder_.string()});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.err, "");
  for (const requirements::Requirement* requirement : requirements::all_requirements())
    EXPECT_NE(said.out.find(std::string(requirement->card.id) + " ["), std::string::npos) << requirement->card.id;
  for (const char* name : {"builtin ", "null ", "crude-do ", "crude-sbc ", "Q7     Nothing happens", "exercises EC-34"})
    EXPECT_NE(said.out.find(name), std::string::npos) << name;
  EXPECT_EQ(tocsin({"list", "--policies", folder_.string()}).out.find("EC-"), std::string::npos);
}

TEST_F(Commands, ExplainGivesTheCardAndWhereItIsExercised) {
  write("a.json", quiet_scenario("Q7"));
  const Said said = tocsin({"explain", "ec-34", folder_.string()});
  EXPECT_EQ(said.code, 0);
  for (const char* piece : {"EC-34 [D]", "guarantee  ", "source     \"", "trigger    ", "judged     ", "exercised  Q7"})
    EXPECT_NE(said.out.find(piece), std::string::npos) << piece << "\n" << said.out;
}

TEST_F(Commands, EveryRequirementIsExplainedInEightyColumns) {
  for (const requirements::Requirement* requirement : requirements::all_requirements()) {
    const Said said = tocsin({"explain", std::string(requirement->card.id), folder_.string()});
    EXPECT_EQ(said.code, 0);
    std::istringstream lines(said.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST_F(Commands, ExplainKnowsFaultsAndScenariosToo) {
  write("a.json", quiet_scenario("Q7"));
  const Said fault = tocsin({"explain", "f059", folder_.string()});
  EXPECT_EQ(fault.code, 0) << fault.err;
  for (const char* piece : {"F059  a faulty policy", "caught by  EC-", "--policy F059"})
    EXPECT_NE(fault.out.find(piece), std::string::npos) << piece << "\n" << fault.out;
  const Said harmless = tocsin({"explain", "V01", folder_.string()});
  EXPECT_NE(harmless.out.find("caught by  nothing"), std::string::npos) << harmless.out;
  const Said scenario = tocsin({"explain", "q7", folder_.string()});
  EXPECT_EQ(scenario.code, 0) << scenario.err;
  for (const char* piece : {"Q7  a scenario", "title      Nothing happens", "exercises  EC-34"})
    EXPECT_NE(scenario.out.find(piece), std::string::npos) << piece << "\n" << scenario.out;
  EXPECT_NE(tocsin({"explain", "EC-16", folder_.string()}).out.find("F059"), std::string::npos);
  EXPECT_EQ(tocsin({"explain", "Q8", folder_.string()}).code, 4);
}

TEST_F(Commands, ExplainKnowsRulingsSwitchesAndFamiliesInEightyColumns) {
  write("a.json", quiet_scenario("S07c"));
  for (const auto& [id, piece] : {std::pair{"R-2", "used by    EC-"},
                                  {"r-28", "question   Trunk full?"},
                                  {"EX-08", "BCP 181"},
                                  {"S07", "scenarios  S07c"},
                                  {"S61", "no scenario in reach"},
                                  {"EC-16", "sentence 14 of the article"},
                                  {"EC-16", "ruling     R-1: When does the window run?"}}) {
    const Said said = tocsin({"explain", id, folder_.string()});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_NE(said.out.find(piece), std::string::npos) << piece << "\n" << said.out;
    std::istringstream lines(said.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  }
  const std::string listed = tocsin({"list", "--scenarios", folder_.string()}).out;
  EXPECT_LT(listed.find("S07    callback with"), listed.find("  S07c"));
  EXPECT_LT(listed.find("  S07c"), listed.find("S61    911 by consult"));
}

TEST_F(Commands, EveryFaultIsListedWithWhatCatchesIt) {
  const Said said = tocsin({"list", "--faults", folder_.string()});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out.find("EC-01 ["), std::string::npos);
  for (const scenarios::FaultyPolicy& fault : scenarios::faulty_policies())
    EXPECT_NE(said.out.find(std::string(fault.id) + " "), std::string::npos) << fault.id;
  std::istringstream lines(said.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST_F(Commands, ValidateTellsGoodFromBad) {
  const std::string good = write("good.json", quiet_scenario("A")), bad = write("bad.json", "{\"id\": 1");
  const Said said = tocsin({"validate", good, bad});
  EXPECT_EQ(said.code, 4);
  EXPECT_EQ(said.out, good + ": ok\n");
  EXPECT_EQ(said.err.rfind(bad + ":1", 0), 0u) << said.err;
  EXPECT_EQ(tocsin({"validate", good}).code, 0);
}

TEST_F(Commands, SchemasAreJson) {
  for (const char* of : {"scenario", "trace", "mapping"}) {
    const Said said = tocsin({"schema", of});
    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(nlohmann::json::parse(said.out)["$schema"], "https://json-schema.org/draft/2020-12/schema");
  }
}

// docs/audit.md: what it says of its example is so.
TEST_F(Commands, TheExampleOfAnotherSystemsLogIsJudgedAsItsPageSays) {
  const std::string log = source("docs/examples/export.jsonl"), mapping = source("docs/examples/mapping.json");
  const Said whole = tocsin({"audit", log, "--mapping", mapping, "--quiet"});
  EXPECT_EQ(whole.code, 2) << whole.err;
  EXPECT_NE(whole.out.find("contiguous numbers"), std::string::npos);
  const std::vector<std::string> shown = {"audit", log, "--mapping", mapping, "--quiet", "--only", "EC-14,EC-16,EC-18"};
  EXPECT_EQ(tocsin(shown).code, 0);

  // The callback rings 1.9 s later than it did.
  std::ifstream in(log);
  std::string late{std::istreambuf_iterator<char>(in), {}};
  late.replace(late.find("09:14:10.600"), 12, "09:14:12.500");
  const Said failed = tocsin({"audit", write("late.jsonl", late), "--mapping", mapping, "--quiet", "--only", "EC-18"});
  EXPECT_EQ(failed.code, 1);
  EXPECT_NE(failed.out.find("not offered to its agent in time"), std::string::npos) << failed.out;
}

TEST_F(Commands, QualifySaysWhichFaultsAreCaughtAndByWhat) {
  const std::string scenario = source("scenarios/compliance/s09_window_boundaries.json");
  const Said good = tocsin({"qualify", scenario, "--only", "F061,V01", "--quiet"});
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_NE(good.out.find("F061   EC-16  S09"), std::string::npos) << good.out;
  EXPECT_NE(good.out.find("verdict: QUALIFIED: 1 of 1 faults caught, 0 of 1 variants flagged (exit 0)"), std::string::npos);
  std::istringstream lines(good.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;

  // Nobody dials anything else in this scenario: the fault cannot show.
  const Said missed = tocsin({"qualify", scenario, "--only", "X93", "--quiet", "--json"});
  EXPECT_EQ(missed.code, 1);
  const auto document = nlohmann::json::parse(missed.out);
  EXPECT_EQ(document["verdict"], "NOT QUALIFIED");
  EXPECT_EQ(document["faults"][0]["caught"], false);

  const Said unknown = tocsin({"qualify", "--only", "F601"});
  EXPECT_EQ(unknown.code, 4);
  EXPECT_NE(unknown.err.find("there is no faulty policy \"F601\""), std::string::npos) << unknown.err;
}

TEST_F(Commands, DoctorLooksAtPoliciesAndPlaces) {
  const Said good = tocsin({"doctor", "--out", path("out")});
  EXPECT_EQ(good.code, 0) << good.out;
  EXPECT_NE(good.out.find("ok   policy         builtin starts"), std::string::npos);
  EXPECT_EQ(files(), std::set<std::string>{});
  write("file", "");
  const Said bad = tocsin({"doctor", "--out", path("file/out")});
  EXPECT_EQ(bad.code, 70);
  EXPECT_NE(bad.out.find("BAD  evidence"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::cli
