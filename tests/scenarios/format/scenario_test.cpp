// Goal: a scenario file becomes exactly the configuration it describes, and every mistake in one gives one line with file, line,
// pointer and what was expected.
// Method: a small scenario decoded and looked at; then edits of it, each with the exact messages it must give.
#include "scenarios/format/scenario.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::scenarios {
namespace {

// One key per line, so that an edit has a line of its own.
constexpr std::string_view plain = R"({
"id": "T01", "title": "t", "purpose": "p", "exercises": ["EC-01"],
"horizon": "2h",
"numbers": [{"number": "+12065550001"}],
"pool": {"first": "+12065550100", "count": 3},
"capacity_profiles": [{"name": "voice", "limit": 2}],
"outbound_profiles": [{"name": "out", "number": "+12065550001", "capacity_profiles": ["voice"]}],
"agents": [{"name": "ada", "capacity_profile": "voice", "outbound_profile": "out"}, {"name": "a", "count": 12}],
"responders": [{"name": "county", "number": "+12065559110"}],
"emergencies": [{"at": "1m", "agents": ["ada"]}]
})";

std::string edited(std::string_view from, std::string_view to) {
  std::string text(plain);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string problems_of(std::string_view text) {
  const auto result = parse_scenario(text, "a.json");
  const Problems* problems = std::get_if<Problems>(&result);
  return problems ? problems->text() : "";
}

Scenario loaded(std::string_view text) {
  auto result = parse_scenario(text, "a.json");
  if (const Problems* problems = std::get_if<Problems>(&result)) {
    ADD_FAILURE() << problems->text();
    return {};
  }
  return std::get<Scenario>(std::move(result));
}

TEST(Scenario, DecodesWhatItSays) {
  const Scenario s = loaded(plain);
  const models::Config& c = s.config;
  EXPECT_EQ(s.id, "T01");
  EXPECT_EQ(s.exercises, std::vector<std::string>{"EC-01"});
  EXPECT_EQ(c.horizon, sim::hours(2));
  ASSERT_EQ(c.pool.size(), 3U);
  EXPECT_EQ(c.pool[2].value, 12065550102U);
  ASSERT_EQ(c.agents.size(), 13U);
  EXPECT_EQ(c.agents[0].name, "ada");
  EXPECT_EQ(c.agents[0].capacity_profile, 0U);
  EXPECT_EQ(c.agents[12].name, "a12");
  EXPECT_EQ(c.agents[12].capacity_profile, models::no_index);
  EXPECT_EQ(c.agents[0].location.country, 0x5553U);
  ASSERT_EQ(c.emergencies.size(), 1U);
  EXPECT_EQ(c.emergencies[0].at->us, 60'000'000);
  EXPECT_EQ(c.emergencies[0].agents, std::vector<std::uint32_t>{0});
  EXPECT_TRUE(s.has_emergencies());
  EXPECT_FALSE(s.has_null_comparison());
}

TEST(Scenario, GroupsRepetitionsAndTextsMultiply) {
  const Scenario s =
      loaded(edited(R"({"at": "1m", "agents": ["ada"]})",
                    R"({"name": "n", "at": "1m", "agents": ["a"], "count": 2, "repeat": {"every": "30s", "times": 3},
                                       "dial": ["911", "9-1-1", "tel:911"]})"));
  ASSERT_EQ(s.config.emergencies.size(), 3U);
  EXPECT_EQ(s.config.emergencies[2].name, "n / 3");
  EXPECT_EQ(s.config.emergencies[2].dial, "tel:911");
  EXPECT_EQ(s.config.emergencies[2].at->us, 120'000'000);
  EXPECT_EQ(s.config.emergencies[2].agents.size(), 12U);
  EXPECT_EQ(s.config.emergencies[2].agents[0], 5U);  // a5: two calls at each of two moments went before
}

TEST(Scenario, DistributionsAndPresence) {
  const Scenario s =
      loaded(edited(R"({"at": "1m", "agents": ["ada"]})",
                    R"({"per_hour": 3, "talk": {"lognormal": {"mean": "3m", "variation": 0.5}}, "agent_closes_after": "never",
          "callbacks": [{"delay": {"uniform": {"from": "1s", "to": "2s"}}, "caller": "withheld", "from": "accepted"}]})"));
  const models::EmergencyPlan& plan = s.config.emergencies[0];
  EXPECT_EQ(plan.agents.size(), 13U);
  EXPECT_EQ(plan.talk.kind, sim::Distribution::Kind::lognormal);
  EXPECT_EQ(plan.talk.shape, 0.5);
  EXPECT_FALSE(plan.agent_closes_after);
  ASSERT_EQ(plan.callbacks.size(), 1U);
  EXPECT_EQ(plan.callbacks[0].delay.second.us, 2'000'000);
  EXPECT_TRUE(plan.callbacks[0].caller.has_value());
  EXPECT_FALSE(*plan.callbacks[0].caller);
}

TEST(Scenario, ActsAndRules) {
  std::string text(plain);
  text.insert(1, R"("direct_routing": true, "sbcs": [{"name": "sbc1"}], "routes": [{"name": "r", "sbcs": ["sbc1"]},
    {"name": "none", "sbcs": [], "empty": true}], "rules": [{"name": "x", "pattern": "911", "route": "r"},
    {"pattern": ".*", "route": "none", "enabled": false}],
    "presence_texts": ["At lunch"],
    "acts": [{"act": "rule", "at": "1m", "rule": "rule 2"}, {"act": "presence", "at": "2m", "agent": "a3",
      "status": {"base": "away", "origin": "manual", "text": "At lunch"}, "by": "supervisor"},
      {"act": "location", "at": "3m", "agent": "ada", "location": {"status": "off", "country": null, "age": "10m"}}],)");
  const Scenario s = loaded(text);
  ASSERT_EQ(s.config.rules.size(), 2U);
  EXPECT_EQ(s.config.rules[0].sbcs.size(), 1U);
  EXPECT_TRUE(s.config.rules[1].sbcs.empty());
  ASSERT_EQ(s.config.acts.size(), 3U);
  EXPECT_EQ(s.config.acts[0].index, 1U);
  EXPECT_EQ(s.config.acts[0].text, ".*");
  EXPECT_TRUE(s.config.acts[0].enabled);
  EXPECT_EQ(s.config.acts[0].by, trace::Actor::admin);
  EXPECT_EQ(s.config.acts[1].agent, 3U);
  EXPECT_EQ(s.config.acts[1].status.text, 1U);
  EXPECT_EQ(s.config.acts[2].location.reported_at.us, -420'000'000);
  EXPECT_EQ(s.config.acts[2].location.country, 0U);
}

// The platform and the policy act for themselves; a scenario that acted for the policy would be judged as its deed.
TEST(Scenario, ActsArePeoples) {
  for (const std::string by : {"agent", "supervisor", "admin", "script", "platform", "policy"}) {
    std::string text(plain);
    text.insert(1, R"("acts": [{"act": "presence", "at": "2m", "agent": "ada", "status": "away", "by": ")" + by + R"("}],)");
    EXPECT_EQ(std::holds_alternative<Scenario>(parse_scenario(text, "a.json")), by != "platform" && by != "policy") << by;
  }
}

TEST(Scenario, Mistakes) {
  struct Case {
    std::string_view from, to, message;
  };
  const Case cases[] = {
      {R"("horizon": "2h",)", R"("horizn": "2h",)",
       "a.json:1: /horizon: missing, expected a string\na.json:3: /horizn: unknown key (did you mean \"horizon\"?)\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "horizon": "3h",)",
       "a.json:3: the key \"horizon\" stands twice in this object, at column 18 (it stands in line 3 already)\n"},
      {R"("horizon": "2h",)", R"("horizon": 2,)",
       "a.json:3: /horizon: expected a length of time such as \"250ms\", \"59:59.999\" or \"1h30m\", found a whole number\n"},
      {R"("horizon": "2h",)", R"("horizon": "401d",)",
       "a.json:3: /horizon: \"401d\" is not a length of time, expected one such as \"250ms\", \"59:59.999\" or \"1h30m\", up to "
       "400d\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "bounds": {"callback": "3s"},)",
       "a.json:3: /bounds/callback: \"3s\" is out of range, expected 0s..2s\n"},
      {R"("limit": 2)", R"("limit": 1.4)", "a.json:6: /capacity_profiles/0/limit: expected a whole number, found 1.4\n"},
      {R"("limit": 2)", R"("limit": 18446744073709551616)",
       "a.json:6: /capacity_profiles/0: 18446744073709551616 does not fit in 64 bits, at column 50 (whole numbers reach from "
       "-9223372036854775808 to 18446744073709551615)\n"},
      {R"("count": 12)", R"("count": 1000000)", "a.json:8: /agents/1/count: 1000000 is out of range, expected 1..999999\n"},
      {R"("capacity_profile": "voice")", R"("capacity_profile": "vocie")",
       "a.json:8: /agents/0/capacity_profile: \"vocie\" is unknown, expected the name of a capacity profile (did you mean "
       "\"voice\"?)\n"},
      {R"("agents": ["ada"])", R"("agents": ["a13"])",
       "a.json:10: /emergencies/0/agents/0: \"a13\" is unknown, expected the name of an agent or of a group of agents (did you "
       "mean "
       "\"a1\"?)\n"},
      {R"("name": "a", "count": 12)", R"("name": "ad", "count": 12}, {"name": "ad3")",
       "a.json:8: /agents/2/name: \"ad3\" is already the name of an agent or group, expected another name\n"},
      {R"("+12065559110")", R"("911")",
       "a.json:9: /responders/0/number: \"911\" is not a telephone number, expected an E.164 number such as \"+12065550100\": + "
       "and 2 "
       "to 15 digits\n"},
      {R"("first": "+12065550100")", R"("first": "+12065550000")",
       "a.json:5: /pool: +12065550001 is listed twice, expected each number once among numbers and pool\n"},
      {R"("at": "1m")", R"("at": "2h0.000001s")",
       "a.json:10: /emergencies/0/at: \"2h0.000001s\" is out of range, expected 0s..2h\n"},
      {R"("at": "1m")", R"("per_hour": 0)", "a.json:10: /emergencies/0/per_hour: 0 is out of range, expected 0.001..1000000\n"},
      {R"("at": "1m")", R"("at": "1m", "per_hour": 2)",
       "a.json:10: /emergencies/0/per_hour: stands beside \"at\" or \"count\", expected one way of saying when\n"},
      {R"("at": "1m")", R"("at": "1m", "callbacks": [{"delay": "1s", "probability": 1.4}])",
       "a.json:10: /emergencies/0/callbacks/0/probability: 1.4 is out of range, expected 0..1\n"},
      {R"("at": "1m")", R"("at": "1m", "talk": {"gamma": {}})",
       "a.json:10: /emergencies/0/talk/gamma: unknown key (known here: uniform, exponential, lognormal, weibull)\n"},
      {R"(["EC-01"])", R"(["EX-00"])",
       "a.json:2: /exercises/0: \"EX-00\" is not a requirement, expected EC-01 to EC-39, or with its switch on EX-01 to EX-09\n"},
      {R"(["EC-01"])", R"(["EC-40"])",
       "a.json:2: /exercises/0: \"EC-40\" is not a requirement, expected EC-01 to EC-39, or with its switch on EX-01 to EX-09\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "routes": [{"name": "r", "sbcs": []}],)",
       "a.json:3: /routes/0/sbcs: a route that names no trunk, expected at least one SBC (if that is meant, say \"empty\": "
       "true)\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "sbcs": [{"name": "sbc1"}], "routes": [{"name": "r", "sbcs": ["sbc2"]}],)",
       "a.json:3: /routes/0/sbcs/0: \"sbc2\" is unknown, expected the name of an SBC (did you mean \"sbc1\"?)\n"},
      {R"("horizon": "2h",)",
       R"("horizon": "2h", "nodes": ["x"], "trunk_groups": [{"name": "g", "from": "platform", "to": "direct_offer", "lines": 1}],
          "sbcs": [{"name": "s", "node": "x"}],)",
       "a.json:4: /sbcs/0/node: no trunk group leads from \"platform\" to \"x\", expected a way over trunk groups\n"},
      {R"("horizon": "2h",)",
       R"("horizon": "2h", "trunk_groups": [{"name": "g", "from": "public", "to": "public", "lines": "unlimited"}],)",
       "a.json:3: /trunk_groups/0/to: a trunk group from a node to itself, expected two different nodes\n"
       "a.json:3: /trunk_groups: no trunk group leads from \"platform\" to \"direct_offer\", expected a way over trunk groups\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "sources": [{"name": "s", "called": "+12065550001",
          "per_hour": [{"from": "1h", "per_hour": 1}, {"from": "1h", "per_hour": 2}]}],)",
       "a.json:4: /sources/0/per_hour/1/from: not after the piece before it, expected later than 1h\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "sources": [{"name": "s", "called": "+12065550001", "recorded": {}}],)",
       "a.json:3: /sources/0/recorded: zero_duration is missing, expected what a duration of zero means: \"abandoned\" or "
       "\"instant\"\n"},
      {R"("horizon": "2h",)",
       R"("horizon": "2h", "sources": [{"name": "s", "called": "+12065550001", "recorded": {"zero_duration": "abandoned"}}],)",
       "a.json:3: /sources/0/recorded: names no call log, expected a file (name the log with --log FILE)\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "expect": [{"figure": "pool_blocking", "why": "w"}],)",
       "a.json:3: /expect/0: expected \"at_least\", \"at_most\" or both\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "acts": [{"act": "jump", "at": "1s", "agent": "ada"}],)",
       "a.json:3: /acts/0/act: \"jump\" is not known, expected one of \"presence\", \"dial\", \"location\", \"profiles\", "
       "\"number\", "
       "\"rule\", \"tenant\", \"use_control\", \"end_call\", \"call_in\", \"connect\", \"disconnect\", \"hold\", \"resume\", "
       "\"pause_recording\", \"close_session\", \"refer\", \"assign\", \"start_recording\", \"replay_rows\", \"activate\", "
       "\"deactivate\", \"limit\", \"synchronise\"\n"},
      {R"("horizon": "2h",)", R"("horizon": "2h", "policy_nodes": [{"name": "west", "agents": ["ada"], "pool": []}],)",
       "a.json:3: /policy_nodes: no node has \"a1\", expected each agent in the \"agents\" of one\n"},
      {R"("horizon": "2h",)",
       R"("horizon": "2h", "policy_nodes": [{"name": "w", "agents": ["ada", "a"], "pool": []}, {"name": "e", "agents": ["a3"], "pool": []}],)",
       "a.json:3: /policy_nodes/1/agents: names \"a3\", which has its node already, expected each agent once\n"},
      {R"("horizon": "2h",)",
       R"("horizon": "2h", "policy_nodes": [{"name": "west", "agents": ["ada", "a"], "pool": ["+12065550107"]}],)",
       "a.json:3: /policy_nodes/0/pool: +12065550107 is not in the tenant's pool, expected a part of that (add it to \"pool\" at "
       "the top)\n"},
      {R"("horizon": "2h",)",
       R"("horizon": "2h", "policy_nodes": [{"name": "w", "agents": ["ada"], "pool": ["+12065550100"]}, {"name": "e", "agents": ["a"], "pool": ["+12065550100"]}],)",
       "a.json:3: /policy_nodes/1/pool: +12065550100 is in the part of an earlier node too, expected each number in one part (if "
       "that is meant, say \"overlapping\": true)\n"},
      {R"("horizon": "2h",)",
       R"("horizon": "2h", "policy_nodes": [{"name": "w", "agents": ["ada"], "pool": []}, {"name": "e", "agents": ["a"], "pool": [], "overlapping": true}],)",
       "a.json:3: /policy_nodes/1/pool: has no number of an earlier node in a part said to be overlapping, expected at least "
       "one\n"},
      {R"("horizon": "2h",)",
       R"("horizon": "2h", "policy_nodes": [{"name": "w", "agents": ["ada"], "pool": []}, {"name": "e", "agents": ["a"], "pool": []}], "faults": [{"component": "policy", "effect": "down", "node": "w", "at": "1s", "down_for": "1s"}],)",
       "a.json:3: /faults/0/down_for: is for a single node: of several, one is back at once (leave it out)\n"},
  };
  for (const Case& wrong : cases) {
    EXPECT_EQ(problems_of(edited(wrong.from, wrong.to)), wrong.message) << wrong.to;
  }
}

TEST(Scenario, BrokenTextAndDepth) {
  EXPECT_NE(problems_of("{\"id\": \"x\",\n]"), "");
  const std::string deep = problems_of("{\"id\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}");
  EXPECT_NE(deep.find("a.json:1:"), std::string::npos) << deep;
  EXPECT_EQ(std::count(deep.begin(), deep.end(), '\n'), 1);
  const auto missing = load_scenario("/nonexistent/x.json");
  ASSERT_TRUE(std::holds_alternative<Problems>(missing));
  EXPECT_EQ(std::get<Problems>(missing).count(), 1U);
  EXPECT_NE(problems_of("[]"), "");
}

TEST(Scenario, KnowsWhetherItHasEmergencies) {
  const std::string none =
      edited(R"([{"at": "1m", "agents": ["ada"]}])", R"([], "acts": [{"act": "dial", "at": "1s", "agent": "ada",
    "dial": "112"}])");
  EXPECT_FALSE(loaded(none).has_emergencies());
  EXPECT_TRUE(loaded(none).has_null_comparison());
  std::string reserved = none;
  reserved.insert(1, R"("trunk_groups": [{"name": "g", "from": "platform", "to": "direct_offer", "lines": 5, "reserve": 1}],)");
  EXPECT_FALSE(loaded(reserved).has_null_comparison());
  const std::string act =
      edited(R"([{"at": "1m", "agents": ["ada"]}])", R"([], "acts": [{"act": "dial", "at": "1s", "agent": "ada",
    "dial": "9-1-1"}])");
  EXPECT_TRUE(loaded(act).has_emergencies());
}

}  // namespace
}  // namespace tocsin::scenarios
