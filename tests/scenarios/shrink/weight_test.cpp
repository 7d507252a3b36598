// Goal: of two scenarios shrinking goes to the one that a reader would rather have. Method: pairs that differ in one thing.
#include "scenarios/shrink/weight.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::scenarios::testing {
namespace {

// Of a scenario with these sources and faults.
Weight weight(const std::string& sources, const std::string& faults, std::uint64_t replication = 0) {
  const std::string text = R"({
    "$schema": "urn:tocsin:scenario:1", "id": "WEIGHT", "title": "weight", "purpose": "weight", "exercises": ["EC-09"],
    "horizon": "30m", "numbers": [{"number": "+12065550001"}], "queues": [{"name": "desk"}], "agents": [{"name": "bo"}],
    "inbound_rules": [{"called": "+12065550001", "to": {"queue": "desk"}}], "sources": [)" +
                           sources + R"(], "faults": [)" + faults + "]}";
  const auto scenario = parse_scenario(text, "weight.json");
  if (const auto* problems = std::get_if<Problems>(&scenario)) {
    ADD_FAILURE() << problems->text();
    return {};
  }
  return weight_of(Json::parse(text), std::get<Scenario>(scenario), replication);
}

const std::string restart = R"("component": "policy", "effect": "down")";
const std::string morning = R"("name": "morning", "called": "+12065550001")";

TEST(Weight, WhatHappensCountsFirst) {
  const std::string one = "{" + restart + R"(, "probability": 0.5})";
  const std::string two = "{" + restart + R"(, "at": "1m"}, {)" + restart + R"(, "at": "2m"})";
  EXPECT_EQ(weight("", two).stimuli, 2U);
  EXPECT_LT(weight("", one), weight("", two));
  EXPECT_LT(weight("", two), weight("", "", 1));
}

TEST(Weight, ThenWhatComesByChanceHoweverLittleItSays) {
  EXPECT_LT(weight("", "{" + restart + R"(, "at": "12m34.567891s"})"), weight("", "{" + restart + R"(, "probability": 0.5})"));
  EXPECT_LT(weight("", "{" + restart + R"(, "before_event": 1234567890123, "lag": 4})"),
            weight("", "{" + restart + R"(, "chance": 0.5, "at": "1m"})"));
  const Weight batch = weight("{" + morning + R"(, "batch": {"count": 3, "at": "1m"}})", "");
  const Weight rate = weight("{" + morning + R"(, "per_hour": 6})", "");
  EXPECT_EQ(batch.stimuli, 3U);
  EXPECT_EQ(rate.stimuli, 3U);
  EXPECT_LT(batch, rate);
}

TEST(Weight, WhatIsCertainIsNoChance) {
  const std::string every = "{" + restart + R"(, "probability": 1})";
  const std::string never = "{" + restart + R"(, "probability": 0.0})";
  EXPECT_EQ(weight("", every).chances, 0U);
  EXPECT_EQ(weight("", never).chances, 0U);
  EXPECT_EQ(weight("{" + morning + R"(, "per_hour": 0})", "").chances, 0U);
  EXPECT_EQ(weight("", "{" + restart + R"(, "at": "1m", "lag": 3})").chances, 0U);
}

TEST(Weight, EverythingThatIsDrawnIsChance) {
  EXPECT_EQ(weight("", "{" + restart + R"(, "probability": 0.5, "chance": 0.5})").chances, 2U);
  EXPECT_EQ(weight("", "{" + restart + R"(, "at": "1m", "lag": {"up_to": 3}})").chances, 1U);
  EXPECT_EQ(
      weight("{" + morning + R"(, "per_hour": [{"from": "0s", "per_hour": 6}, {"from": "1m", "per_hour": 3}]})", "").chances, 2U);
  EXPECT_EQ(
      weight("{" + morning + R"(, "batch": {"count": 1, "at": "1m"}, "talk": {"exponential": {"mean": "1m"}}})", "").chances, 1U);
}

TEST(Weight, ThenHowMuchIsSaidAndHowOddly) {
  const auto at = [](const char* more) { return weight("", "{" + restart + more + "}"); };
  EXPECT_LT(at(R"(, "at": "12m34.567891s")"), at(R"(, "at": "1m", "lag": 1)"));
  EXPECT_LT(at(R"(, "at": "1m")"), at(R"(, "at": "30s")"));
  EXPECT_LT(at(R"(, "at": "30s")"), at(R"(, "at": "90s")"));
}

}  // namespace
}  // namespace tocsin::scenarios::testing
