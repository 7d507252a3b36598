// Goal: of a run whose outages came by chance, a scenario that asks for just these. Method: the crashes of a run against those of
// the run with them at fixed times; what the edit makes of crashes made up here.
#include "scenarios/shrink/crashes.hpp"

#include <gtest/gtest.h>

#include "policy/emergency_policy.h"
#include "scenarios/format/scenario.hpp"

namespace tocsin::scenarios::testing {
namespace {

constexpr std::int64_t minute_us = 60'000'000;

Json document_with(const char* faults) {
  Json document = Json::parse(R"({
    "$schema": "urn:tocsin:scenario:1", "id": "CRASHES", "title": "crashes", "purpose": "crashes", "exercises": ["EC-35"],
    "horizon": "2h", "numbers": [{"number": "+12065550001"}],
    "capacity_profiles": [{"name": "voice"}],
    "outbound_profiles": [{"name": "out", "number": "+12065550001", "capacity_profiles": ["voice"]}],
    "queues": [{"name": "desk"}],
    "agents": [{"name": "bo", "capacity_profile": "voice", "outbound_profile": "out", "queues": ["desk"]}],
    "inbound_rules": [{"called": "+12065550001", "to": {"queue": "desk"}}],
    "sources": [{"name": "morning", "called": "+12065550001", "per_hour": 60, "talk": "30s"}]})");
  document["faults"] = Json::parse(faults);
  return document;
}

Scenario parsed(const Json& document) {
  auto scenario = parse_scenario(document.dump(), "crashes.json");
  if (auto* problems = std::get_if<Problems>(&scenario)) {
    ADD_FAILURE() << problems->text();
    return {};
  }
  return std::get<Scenario>(std::move(scenario));
}

std::vector<Crash> crashes_of(const Json& document) {
  sim::Heartbeat heartbeat;
  return crashes_in(parsed(document), 0, tocsin_policy(), UINT64_MAX, heartbeat);
}

std::vector<Json> with_fixed(const char* faults, const std::vector<Crash>& crashes) {
  std::vector<Json> lists;
  for (const Json& document : with_fixed_crashes(document_with(faults), crashes)) lists.push_back(document["faults"]);
  return lists;
}

class SameRun : public ::testing::TestWithParam<const char*> {};

TEST_P(SameRun, ComesOfTheSameCrashesAskedForByEvent) {
  const Json document = document_with(GetParam());
  const std::vector<Crash> crashes = crashes_of(document);
  ASSERT_GT(crashes.size(), 2U);
  ASSERT_LT(crashes.size(), 65U);
  const std::vector<Json> made = with_fixed_crashes(document, crashes);
  ASSERT_EQ(made.size(), 3 + 3 * crashes.size());
  const std::vector<Crash> again = crashes_of(made[2]);
  ASSERT_EQ(again.size(), crashes.size());
  for (std::size_t i = 0; i < crashes.size(); ++i) {
    EXPECT_EQ(again[i].at_us, crashes[i].at_us);
    EXPECT_EQ(again[i].before_event, crashes[i].before_event);
    EXPECT_EQ(again[i].down_us, crashes[i].down_us);
    EXPECT_EQ(again[i].fails, crashes[i].fails);
  }
  // By time they begin when asked for; one fault's each alone, too.
  for (std::size_t way = 0; way < 2; ++way) {
    EXPECT_EQ(crashes_of(made[way]).front().at_us, crashes.front().at_us + (way == 0 ? 1 : 0));
    if (document["faults"].size() > 1) continue;
    const std::vector<Crash> last = crashes_of(made[3 + 3 * (crashes.size() - 1) + way]);
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last.front().at_us, crashes.back().at_us + (way == 0 ? 1 : 0));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Crashes, SameRun,
    ::testing::Values(R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05, "down_for": "10m"}])",
                      R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05}])",
                      R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05, "lag": 3}])",
                      R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05},
                          {"component": "channel", "manner": "duplicate", "at": "0s", "delay": "1m"}])",
                      R"([{"component": "policy", "effect": "fails", "until": "1h30m", "probability": 0.05}])",
                      R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05, "down_for": "10m"},
                          {"component": "policy", "effect": "fails", "until": "1h30m", "probability": 0.03}])"));

TEST(Crashes, OfSeveralNodesOrAskedForByEventAreNotByChance) {
  const char* const by_chance = R"([{"component": "policy", "effect": "down", "probability": 0.1}])";
  EXPECT_TRUE(crashes_by_chance(parsed(document_with(by_chance))));
  EXPECT_FALSE(crashes_by_chance(parsed(document_with(R"([{"component": "policy", "effect": "down", "before_event": 3},
    {"component": "channel", "manner": "duplicate", "at": "1m", "until": "2m", "probability": 0.5}])"))));
  Json nodes = document_with(R"([{"component": "policy", "effect": "down", "probability": 0.1, "node": "east"}])");
  nodes["pool"] = {{"first", "+12065550100"}, {"count", 1}};
  nodes["policy_nodes"] = Json::parse(R"([{"name": "east", "agents": ["bo"], "pool": {"first": "+12065550100", "count": 1}}])");
  EXPECT_FALSE(crashes_by_chance(parsed(nodes)));
}

TEST(Crashes, TakeThePlaceOfTheFaultsThatMayHaveBroughtThem) {
  const std::vector<Crash> crashes = {{minute_us, 5, 600'000'000, false},
                                      {20 * minute_us, 9, 0, true},
                                      {30 * minute_us, 12, 600'000'000, false},  // asked for
                                      {50 * minute_us, 14, 30'000'000, false},   // of neither
                                      {60 * minute_us, 17, -1, false}};          // the run ended first
  const std::vector<Json> made = with_fixed(R"([
    {"component": "policy", "effect": "down", "probability": 0.1, "chance": 0.5, "at": "1s", "until": "2h", "down_for": "10m"},
    {"component": "clock", "at": "1m", "by": "1h"},
    {"component": "policy", "effect": "fails", "probability": 0.2, "lag": 2},
    {"component": "policy", "effect": "down", "at": "30m", "down_for": "10m"}])",
                                            crashes);
  ASSERT_EQ(made.size(), 3U + 3 * 3);
  EXPECT_EQ(made[1], Json::parse(R"([
    {"component": "policy", "effect": "down", "down_for": "10m", "at": "1m"},
    {"component": "clock", "at": "1m", "by": "1h"},
    {"component": "policy", "effect": "fails", "lag": 2, "at": "20m"},
    {"component": "policy", "effect": "down", "at": "30m", "down_for": "10m"},
    {"component": "policy", "effect": "down", "down_for": "10m", "at": "1h"}])"));
  EXPECT_EQ(made[0][2]["at"], "20m0.000001s");
  EXPECT_EQ(made[2][4]["before_event"], 17);
  // The second of them alone: the other fault stays one of chance.
  EXPECT_EQ(made[3 + 3 + 2][0]["before_event"], 17);
  EXPECT_EQ(made[3 + 3 + 2][2]["probability"], 0.2);
}

TEST(Crashes, OneIsNotTriedTwiceAndTooManyNotAtAll) {
  const char* const fault = R"([{"component": "policy", "effect": "down", "probability": 0.1}])";
  EXPECT_EQ(with_fixed(fault, {{minute_us, 5, 0, false}}).size(), 3U);
  EXPECT_TRUE(with_fixed(fault, {}).empty());
  EXPECT_TRUE(with_fixed(fault, {{minute_us, 5, 0, true}}).empty());
  EXPECT_EQ(with_fixed(fault, std::vector<Crash>(64, {minute_us, 5, 0, false})).size(), 3U + 3 * 64);
  EXPECT_TRUE(with_fixed(fault, std::vector<Crash>(65, {minute_us, 5, 0, false})).empty());
}

}  // namespace
}  // namespace tocsin::scenarios::testing
