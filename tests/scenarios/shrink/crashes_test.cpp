// Goal: of a run whose outages came by chance, a scenario that asks for just these. Method: the crashes of a run against those of
// the run with them at fixed times; what the edit makes of crashes made up here.
#include "scenarios/shrink/crashes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

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

CrashList recorded(const Json& document) {
  const Scenario scenario = parsed(document);
  sim::Heartbeat heartbeat;
  CrashList list;
  CrashRecorder recorder(list, heartbeat, 0);
  const models::WorldOptions world{scenario.seed, 0, tocsin_policy(), &recorder};
  const std::array<trace::Sink*, 1> sinks = {&recorder};
  models::run_world(scenario.config, world, sinks);
  return list;
}

std::vector<Crash> crashes_of(const Json& document) {
  const CrashList list = recorded(document);
  EXPECT_LE(list.count, CrashList::most);
  return {list.crashes.begin(), list.crashes.begin() + static_cast<std::ptrdiff_t>(std::min(list.count, CrashList::most))};
}

// The lists of faults of all documents.
std::vector<Json> with_fixed(const char* faults, const std::vector<Crash>& crashes) {
  const Json document = document_with(faults);
  const FixedCrashes fixed(document, crashes);
  std::vector<Json> lists;
  for (std::size_t i = 0; i < fixed.count(); ++i) lists.push_back(fixed.make(i)["faults"]);
  return lists;
}

Crash crash(std::int64_t at_us, std::uint64_t before_event, std::int64_t down_us, bool fails = false) {
  Crash made;
  made.at_us = at_us, made.before_event = before_event, made.down_us = down_us, made.fails = fails;
  return made;
}

class SameRun : public ::testing::TestWithParam<const char*> {};

TEST_P(SameRun, ComesOfTheSameCrashesAskedForByEvent) {
  const Json document = document_with(GetParam());
  const std::vector<Crash> crashes = crashes_of(document);
  ASSERT_GT(crashes.size(), 2U);
  ASSERT_LT(crashes.size(), 65U);
  const FixedCrashes fixed(document, crashes);
  ASSERT_EQ(fixed.all_count(), 3U);
  ASSERT_EQ(fixed.count(), 3 + 3 * crashes.size());
  const std::vector<Crash> again = crashes_of(fixed.make(2));
  ASSERT_EQ(again.size(), crashes.size());
  for (std::size_t i = 0; i < crashes.size(); ++i) {
    EXPECT_EQ(again[i].at_us, crashes[i].at_us);
    EXPECT_EQ(again[i].before_event, crashes[i].before_event);
    EXPECT_EQ(again[i].down_us, crashes[i].down_us);
    EXPECT_EQ(again[i].fails, crashes[i].fails);
    EXPECT_EQ(again[i].redelivered, crashes[i].redelivered);
  }
  // By time they begin when asked for; one fault's each alone, too.
  for (std::size_t way = 0; way < 2; ++way) {
    EXPECT_EQ(crashes_of(fixed.make(way)).front().at_us, crashes.front().at_us + (way == 0 ? 1 : 0));
    if (document["faults"].size() > 1) continue;
    const std::vector<Crash> last = crashes_of(fixed.make(3 * crashes.size() + way));
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last.front().at_us, crashes.back().at_us + (way == 0 ? 1 : 0));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Crashes, SameRun,
    ::testing::Values(
        R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05, "down_for": "10m"}])",
        R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05}])",
        R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05, "lag": 3}])",
        R"([{"component": "policy", "effect": "down", "until": "1h30m", "probability": 0.05, "lag": {"up_to": 9}}])",
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
  const std::int64_t ten_minutes = 10 * minute_us;
  const std::vector<Crash> crashes = {crash(minute_us, 5, ten_minutes), crash(20 * minute_us, 9, 0, true),
                                      crash(30 * minute_us, 12, ten_minutes),         // asked for
                                      crash(50 * minute_us, 14, minute_us / 2),       // of neither
                                      crash(60 * minute_us, 17, Crash::never_back)};  // the run ended first
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
  // The second of the first fault alone: the other one stays one of chance.
  EXPECT_EQ(made[3 + 3 + 2][0]["before_event"], 17);
  EXPECT_EQ(made[3 + 3 + 2][2]["probability"], 0.2);
}

TEST(Crashes, AreAskedForOnlyByAFaultThatIsLikeThemAndThatEveryRunHas) {
  const std::string by_chance = R"([{"component": "policy", "effect": "down", "probability": 0.1}, )";
  const auto left = [&](const char* other) {
    return with_fixed((by_chance + other + "]").c_str(), {crash(minute_us, 5, 0)}).size();
  };
  EXPECT_EQ(left(R"({"component": "policy", "effect": "down", "at": "1m"})"), 0U);
  EXPECT_EQ(left(R"({"component": "policy", "effect": "down", "before_event": 5})"), 0U);
  EXPECT_EQ(left(R"({"component": "policy", "effect": "down", "before_event": 6})"), 3U);
  EXPECT_EQ(left(R"({"component": "policy", "effect": "fails", "at": "1m"})"), 3U);
  EXPECT_EQ(left(R"({"component": "policy", "effect": "down", "at": "1m", "down_for": "1s"})"), 3U);
  EXPECT_EQ(left(R"({"component": "policy", "effect": "down", "at": "1m", "chance": 0.5})"), 3U);
  EXPECT_EQ(left(R"({"component": "clock", "at": "1m", "by": "1h"})"), 3U);
}

TEST(Crashes, ADrawnLagIsWhatWasGivenOnceMore) {
  const char* const drawn = R"([{"component": "policy", "effect": "down", "probability": 0.1, "lag": {"up_to": 9}}])";
  Crash one = crash(minute_us, 5, 0);
  one.redelivered = 7;
  EXPECT_EQ(with_fixed(drawn, {one})[1][0]["lag"], 7);
  // What a node that takes over lacks for good cannot be seen.
  const char* const for_good = R"([{"component": "policy", "effect": "fails", "probability": 0.1, "lag": {"up_to": 9}}])";
  one.fails = true;
  EXPECT_EQ(with_fixed(for_good, {one})[1][0]["lag"]["up_to"], 9);
}

TEST(Crashes, OneIsNotTriedTwiceAndNoneNotAtAll) {
  const char* const fault = R"([{"component": "policy", "effect": "down", "probability": 0.1}])";
  EXPECT_EQ(with_fixed(fault, {crash(minute_us, 5, 0)}).size(), 3U);
  EXPECT_EQ(with_fixed(fault, {crash(minute_us, 5, 0), crash(minute_us, 6, 0)}).size(), 3U + 3 * 2);
  EXPECT_TRUE(with_fixed(fault, {}).empty());
  EXPECT_TRUE(with_fixed(fault, {crash(minute_us, 5, 0, true)}).empty());
}

// More than can be asked for one by one are counted, and the first are kept.
TEST(Crashes, OfARunThatHasNoEndOfThemAreTheFirst) {
  const CrashList list = recorded(document_with(R"([{"component": "policy", "effect": "down", "probability": 1}])"));
  EXPECT_GT(list.count, CrashList::most);
  EXPECT_EQ(list.crashes.front().before_event, 1U);
  EXPECT_EQ(list.crashes.back().before_event, CrashList::most);
}

}  // namespace
}  // namespace tocsin::scenarios::testing
