// Goal: edits leave documents that are whole: what goes takes along who referred to it, and nothing else; and words and order of
// lengths are those a person expects.
// Method: small documents by hand.
#include "scenarios/shrink/edits.hpp"

#include <gtest/gtest.h>

namespace tocsin::scenarios {
namespace {

Json centre() {
  return Json::parse(R"({
    "id": "ada", "title": "t",
    "agents": [{"name": "ada", "queues": ["q"]}, {"name": "group", "count": 3}, {"name": "grouped"}],
    "queues": [{"name": "q"}],
    "inbound_rules": [{"called": "any", "to": {"queue": "q"}}, {"called": "pool", "to": "bot"}],
    "emergencies": [{"at": "1m", "agents": ["ada", "group2"], "callbacks": [{"delay": "1s"}]}, {"at": "2m", "agents": ["ada"]}],
    "acts": [{"act": "dial", "at": "3m", "agent": "ada", "dial": "ada"}, {"act": "dial", "at": "3m", "agent": "grouped", "dial": "1"}]
  })");
}

TEST(Edits, WhatGoesTakesAlongWhoReferredToIt) {
  const Json made = without(centre(), {Path("/agents/0")}, Repair::entries);
  EXPECT_EQ(made["id"], "ada");
  EXPECT_EQ(made["agents"].size(), 2U);
  EXPECT_EQ(made["emergencies"].dump(), R"([{"at":"1m","agents":["group2"],"callbacks":[{"delay":"1s"}]}])");
  EXPECT_EQ(made["acts"].dump(), R"([{"act":"dial","at":"3m","agent":"grouped","dial":"1"}])");
}

TEST(Edits, MembersOfAGroupGoWithIt) {
  const Json made = without(centre(), {Path("/agents/1")}, Repair::entries);
  EXPECT_EQ(made["emergencies"][0]["agents"].dump(), R"(["ada"])");
  EXPECT_EQ(made["acts"].size(), 2U);  // "grouped" is no member
}

TEST(Edits, ReferencesAloneCanGo) {
  const Json made = without(centre(), {Path("/queues/0")}, Repair::references);
  EXPECT_EQ(made["agents"][0].dump(), R"({"name":"ada","queues":[]})");
  EXPECT_EQ(made["inbound_rules"][0].dump(), R"({"called":"any","to":{}})");
  EXPECT_EQ(without(centre(), {Path("/queues/0")}, Repair::entries)["inbound_rules"].size(), 1U);
  EXPECT_EQ(without(centre(), {Path("/queues/0")}, Repair::none)["inbound_rules"].size(), 2U);
}

TEST(Edits, SeveralGoAtOnceWhateverTheOrder) {
  const std::vector<Path> gone = {Path("/emergencies/0/callbacks/0"), Path("/emergencies/0"), Path("/acts/1"),
                                  Path("/nothing/7")};
  for (const std::vector<Path>& paths : {gone, std::vector<Path>(gone.rbegin(), gone.rend())}) {
    const Json made = without(centre(), paths, Repair::none);
    EXPECT_EQ(made["emergencies"].dump(), R"([{"at":"2m","agents":["ada"]}])");
    EXPECT_EQ(made["acts"].size(), 1U);
  }
}

TEST(Edits, StimuliAreWhatHappensCallbacksLast) {
  std::string listed;
  for (const Path& path : stimuli_in(centre())) listed += path.to_string() + " ";
  EXPECT_EQ(listed, "/emergencies/0 /emergencies/1 /acts/0 /acts/1 /emergencies/0/callbacks/0 ");
}

TEST(Edits, TheRoundestLengthComesFirst) {
  const Json document = Json::parse(R"({"at": "59m59.9999s"})");
  std::vector<std::string> tried;
  for (const Json& made : rounder(document, Path("/at"))) tried.push_back(made["at"]);
  EXPECT_EQ(tried.front(), "0s");
  EXPECT_EQ(std::vector<std::string>(tried.begin() + 1, tried.begin() + 4), (std::vector<std::string>{"1s", "1m", "1h"}));
  EXPECT_NE(std::find(tried.begin(), tried.end(), "59m"), tried.end());
  for (const std::string& one : tried) EXPECT_NE(one, "59m59.9999s0");
  EXPECT_TRUE(rounder(document, Path("")).empty());
}

TEST(Edits, OddnessGoesByTextThenByLength) {
  constexpr std::int64_t s = 1'000'000, m = 60 * s, h = 60 * m;
  EXPECT_LT(oddness_of_length(0), oddness_of_length(s));
  EXPECT_LT(oddness_of_length(s), oddness_of_length(m));
  EXPECT_LT(oddness_of_length(m), oddness_of_length(h));
  EXPECT_LT(oddness_of_length(h), oddness_of_length(30 * s));
  EXPECT_LT(oddness_of_length(30 * s), oddness_of_length(90 * m));
}

std::vector<std::string> plainer_at(const Json& document, const std::string& at) {
  std::vector<std::string> made;
  for (const Json& one : plainer(document, Path(at), 65'000'000)) made.push_back(one[Path(at)].dump());
  return made;
}

TEST(Edits, PlainerThingsAreTriedPlainestFirst) {
  const Json document = Json::parse(R"({
    "agents": [{"name": "a", "count": 5}], "emergencies": [{"agents": ["a", "a3"], "count": 7}],
    "talk": {"exponential": {"mean": "40s"}}, "dial": "9-1-1",
    "act": {"at": "1m", "repeat": {"every": "10s", "times": 2}, "dial": ["x", "y"]},
    "source": {"called": "+1", "per_hour": 60},
    "crowd": {"batch": {"count": 3, "at": "0s"}, "talk": "0s"}
  })");
  EXPECT_EQ(plainer_at(document, "/talk"),
            (std::vector<std::string>{"\"0s\"", "\"1s\"", "\"1m\"", "\"40s\"", "\"10s\"", "\"2m40s\""}));
  EXPECT_EQ(plainer_at(document, "/dial"), std::vector<std::string>{"\"911\""});
  EXPECT_EQ(plainer_at(document, "/emergencies/0/count"), (std::vector<std::string>{"0", "1", "2", "3", "4", "6"}));
  EXPECT_EQ(plainer_at(document, "/emergencies/0"),
            (std::vector<std::string>{R"({"agents":["a","a3"],"at":"0s"})", R"({"agents":["a","a3"],"at":"1m5s"})"}));
  EXPECT_EQ(plainer_at(document, "/act"),
            (std::vector<std::string>{R"({"at":"1m","dial":"x"})", R"({"at":"1m10s","dial":"y"})"}));
  EXPECT_EQ(plainer_at(document, "/source").front(), R"({"called":"+1","batch":{"count":1,"at":"0s"}})");
  // Fewer calls than there are, that last.
  const std::vector<std::string> few = plainer_at(document, "/crowd");
  ASSERT_EQ(few.size(), 10U);
  EXPECT_EQ(few.front(), R"({"batch":{"count":1,"at":"0s"},"talk":"1s"})");
  EXPECT_EQ(few.back(), R"({"batch":{"count":2,"at":"0s"},"talk":"1h"})");
  const std::vector<Json> alone = plainer(document, Path("/agents/0"), 0);
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_EQ(alone[0]["emergencies"][0]["agents"].dump(), R"(["a","a"])");
}

TEST(Edits, PlacesInWords) {
  EXPECT_EQ(in_words(Path("/emergencies/0/callbacks/1/delay")), "delay of callback 2 of emergency 1");
  EXPECT_EQ(in_words(Path("/acts/3/at")), "instant of act 4");
  EXPECT_EQ(in_words(Path("/platform/returns_after")), "returns after of platform");
}

TEST(Edits, TheBeginningIsShiftedToZero) {
  const Json made = shifted(centre());
  EXPECT_EQ(made["emergencies"][0]["at"], "0s");
  EXPECT_EQ(made["emergencies"][1]["at"], "1m");
  EXPECT_EQ(made["acts"][1]["at"], "2m");
  EXPECT_EQ(shifted(made), made);
  EXPECT_EQ(shifted(Json::parse("{}")), Json::parse("{}"));
}

TEST(Edits, TheHorizonIsCutAfterTheFailure) {
  const Json made = cut_off(centre(), 61'500'000);
  EXPECT_EQ(made["horizon"], "1m2s");
  EXPECT_EQ(made["emergencies"].size(), 1U);
  EXPECT_EQ(made["acts"].size(), 0U);
}

TEST(Edits, WhatComesLaterThanTheCutIsLeftOut) {
  const Json made = cut_off(Json::parse(R"({"horizon": "24h",
    "sources": [
      {"name": "day", "per_hour": [{"from": "0h", "per_hour": 9}, {"from": "1m", "per_hour": 7}, {"from": "2m", "per_hour": 5}]},
      {"name": "late", "batch": {"count": 9, "at": "2m"}}, {"name": "soon", "batch": {"count": 9, "at": "1m"}}],
    "acts": [{"act": "dial", "at": "10s", "repeat": {"every": "20s", "times": 100}}],
    "faults": [{"at": "2m"}, {"at": "1m", "until": "5m"}, {"at": "1s", "until": "3s"}]})"),
                            61'500'000);
  EXPECT_EQ(made, Json::parse(R"({"horizon": "1m2s",
    "sources": [
      {"name": "day", "per_hour": [{"from": "0h", "per_hour": 9}, {"from": "1m", "per_hour": 7}]},
      {"name": "soon", "batch": {"count": 9, "at": "1m"}}],
    "acts": [{"act": "dial", "at": "10s", "repeat": {"every": "20s", "times": 3}}],
    "faults": [{"at": "1m", "until": "1m2s"}, {"at": "1s", "until": "3s"}]})"));
}

TEST(Edits, IsWrittenAsAPersonWould) {
  const Json document = Json::parse(R"({"a": [1, 2], "b": {"c": "d"}, "e": [], "list": [
    {"name": "a rather long name that fills its line", "text": "and more text that makes it too long for one line"}, {"x": 1}]})");
  EXPECT_EQ(written(document), R"({
  "a": [1, 2],
  "b": {"c": "d"},
  "e": [],
  "list": [
    {
      "name": "a rather long name that fills its line",
      "text": "and more text that makes it too long for one line"
    },
    {"x": 1}
  ]
}
)");
  EXPECT_EQ(Json::parse(written(document)), document);
}

}  // namespace
}  // namespace tocsin::scenarios
