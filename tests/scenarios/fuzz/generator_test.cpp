// Goal: what the generator writes always loads and is small, and between them its programs contain everything it knows; what the
// perturber makes of scenarios mostly loads, keeps what is not its business, and reaches what the generator does not write.
// Method: some thousands of programs by seed, their sections and words counted; the compliance set perturbed.
#include "scenarios/fuzz/generator.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "scenarios/fuzz/perturber.hpp"
#include "scenarios/fuzz/programs.hpp"
#include "tests/scenarios/policies/judging.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

TEST(Generator, EveryProgramLoadsAndIsSmall) {
  for (std::uint64_t number = 0; number < 4000; ++number) {
    Dice dice(1, number);
    const std::string text = random_program(dice).dump(1);
    const auto scenario = parse_scenario(text, "program");
    if (const auto* problems = std::get_if<Problems>(&scenario)) FAIL() << problems->text() << text;
    EXPECT_TRUE(is_small(std::get<Scenario>(scenario))) << text;
  }
}

TEST(Generator, AProgramFollowsFromSeedAndNumberAlone) {
  const auto program = [](std::uint64_t seed, std::uint64_t number) {
    Dice dice(seed, number);
    return random_program(dice).dump();
  };
  EXPECT_EQ(program(7, 3), program(7, 3));
  EXPECT_NE(program(7, 3), program(7, 4));
  EXPECT_NE(program(7, 3), program(8, 3));
}

TEST(Generator, ProgramsContainEverythingBetweenThem) {
  std::map<std::string, unsigned> seen;
  std::set<std::string> acts, switches, faults;
  for (std::uint64_t number = 0; number < 2000; ++number) {
    Dice dice(1, number);
    const Json program = random_program(dice);
    for (const auto& [key, part] : program.items()) ++seen[key];
    for (const Json& act : program.value("acts", Json::array())) acts.insert(act["act"]);
    for (const Json& fault : program.value("faults", Json::array())) {
      const std::string component = fault["component"];
      faults.insert(component + fault.value("effect", "") + fault.value("manner", ""));
    }
    if (program.contains("policy") && program["policy"].contains("switches"))
      for (const Json& on : program["policy"]["switches"]) switches.insert(on);
  }
  for (const char* section :
       {"platform", "policy", "direct_routing", "trunk_groups", "sbcs", "routes", "rules", "queues", "inbound_rules", "sources",
        "emergencies", "acts", "faults", "work_classes", "media_ports", "licences"}) {
    EXPECT_GT(seen[section], 100U) << section;
    EXPECT_LT(seen[section], 2000U) << section << ": each kind is off in some programs";
  }
  for (const char* act :
       {"presence", "dial",        "location",    "profiles",        "number",          "rule",          "tenant",  "use_control",
        "end_call", "call_in",     "replay_rows", "start_recording", "activate",        "deactivate",    "connect", "disconnect",
        "limit",    "synchronise", "hold",        "resume",          "pause_recording", "close_session", "refer",   "assign"})
    EXPECT_TRUE(acts.contains(act)) << act;
  for (const char* fault : {"policydown", "policyfails", "channelduplicate", "channellate", "channelreordered", "channelretried",
                            "clock", "trunk_group", "sbc"})
    EXPECT_TRUE(faults.contains(fault)) << fault;
  EXPECT_EQ(switches.size(), 9U);
}

class Perturbed : public ::testing::Test {
 protected:
  static std::vector<Json> stock() {
    const auto texts = stock_of({testing::compliance_set});
    std::vector<Json> made;
    for (const std::string& text : std::get<std::vector<std::string>>(texts)) made.push_back(Json::parse(text));
    return made;
  }
};

TEST_F(Perturbed, ScenariosMostlyLoadAndKeepWhatTheyAre) {
  const std::vector<Json> from = stock();
  ASSERT_GT(from.size(), 40U);
  const Perturber perturber;
  unsigned loads = 0, changed = 0, all = 0;
  for (std::uint64_t number = 0; number < 2000; ++number, ++all) {
    Dice dice(1, number);
    const Json& before = dice.of(from);
    Json after = before;
    perturber.perturb(after, dice.of(from), 1, dice);
    EXPECT_EQ(after["id"], before["id"]);
    EXPECT_TRUE(after["exercises"].empty());
    for (const char* key : {"expect", "replications", "seed", "bounds"}) EXPECT_FALSE(after.contains(key)) << key;
    Json plain = before;
    for (const char* key : {"expect", "replications", "generated", "seed"}) plain.erase(key);
    plain["exercises"] = Json::array();
    changed += after != plain;
    loads += std::holds_alternative<Scenario>(parse_scenario(after.dump(), "perturbed", {.log = {}, .read_logs = false}));
  }
  EXPECT_GT(loads, all * 6 / 10);
  EXPECT_GT(changed, all * 6 / 10);
}

// Values come from the schema, so what nobody wrote into the generator is reached too.
TEST_F(Perturbed, EverySectionOfTheSchemaComesUp) {
  Json bare =
      Json::parse(R"({"id": "bare", "title": "t", "purpose": "p", "exercises": [], "horizon": "1h", "agents": [{"name": "a"}],
    "nodes": [], "numbers": [], "trunk_groups": [], "sbcs": [], "routes": [], "rules": [], "capacity_profiles": [],
    "outbound_profiles": [], "queues": [], "inbound_rules": [], "sources": [], "responders": [], "emergencies": [], "acts": [],
    "faults": [], "calendar": {}, "policy": {}, "platform": {}})");
  const Perturber perturber;
  std::map<std::string, unsigned> grown;
  for (std::uint64_t number = 0; number < 3000; ++number) {
    Dice dice(1, number);
    Json scenario = bare;
    perturber.perturb(scenario, bare, 3, dice);
    for (const auto& [key, part] : scenario.items()) grown[key] += part != bare[key];
  }
  for (const char* key : {"acts", "emergencies", "policy", "platform", "calendar", "sources", "numbers", "faults"})
    EXPECT_GT(grown[key], 10U) << key;
}

}  // namespace
}  // namespace tocsin::scenarios
