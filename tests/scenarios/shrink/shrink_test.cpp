// Goal: a failing scenario comes out small, plain, still failing in the same way, and the same for any number of jobs; whatever
// goes wrong, something that fails comes out. Method: faulty policies over scenarios of the compliance set and over a day with
// thousands of calls, exact results where the smallest scenario is known.
#include "scenarios/shrink/shrink.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "policy/emergency_policy.h"
#include "scenarios/policies/policies.hpp"
#include "tests/scenarios/policies/judging.hpp"

namespace tocsin::scenarios::testing {
namespace {

std::string text_of(const std::string& name) {
  std::ifstream in(compliance_set + "/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

const tp_policy* policy(const std::string& name) { return std::get<LoadedPolicy>(find_policy(name)).policy; }

ShrinkOptions options_for(const std::string& name, const std::string& requirement) {
  ShrinkOptions options;
  options.policy = policy(name);
  options.reference = tocsin_policy();
  options.requirement = requirement;
  options.jobs = 2;
  return options;
}

Scenario parsed(const std::string& text) {
  auto scenario = parse_scenario(text, "shrunk.json");
  if (auto* problems = std::get_if<Problems>(&scenario)) {
    ADD_FAILURE() << problems->text() << text;
    return {};
  }
  return std::get<Scenario>(std::move(scenario));
}

TEST(Shrink, AWindowOfAMinuteIsShownByOneCallAndOneCallback) {
  const ShrinkResult result = shrink(text_of("s09_window_boundaries.json"), options_for("F061", "EC-16"));
  ASSERT_EQ(result.end, ShrinkResult::End::smallest) << result.problem;
  EXPECT_EQ(result.stimuli_at_first, 16U);
  EXPECT_EQ(result.stimuli, 2U);
  const Scenario smallest = parsed(result.scenario_json);
  EXPECT_EQ(count_stimuli(smallest), 2U);
  EXPECT_EQ(smallest.config.agents.size(), 1U);
  EXPECT_EQ(smallest.config.pool.size(), 1U);
  EXPECT_EQ(smallest.exercises, std::vector<std::string>{"EC-16"});
  // It fails as itself, and the right policy passes it.
  EXPECT_EQ(judge(smallest, policy("F061")).result.find("EC-16")->outcome(), requirements::Outcome::fail);
  EXPECT_EQ(judge(smallest, tocsin_policy()).result.find("EC-16")->outcome(), requirements::Outcome::pass);
}

TEST(Shrink, GivesTheSameForAnyNumberOfJobs) {
  ShrinkOptions options = options_for("F035", "EC-10");
  const std::string text = text_of("s11_many_calls_one_agent.json");
  options.jobs = 1;
  const ShrinkResult one = shrink(text, options);
  EXPECT_EQ(one.end, ShrinkResult::End::smallest) << one.problem;
  for (const unsigned jobs : {2U, 5U}) {
    options.jobs = jobs;
    const ShrinkResult many = shrink(text, options);
    EXPECT_EQ(many.scenario_json, one.scenario_json);
    EXPECT_EQ(many.steps, one.steps);
    EXPECT_EQ(many.trace_digest, one.trace_digest);
  }
}

TEST(Shrink, WhatDoesNotFailIsSaid) {
  const std::string text = text_of("s09_window_boundaries.json");
  const ShrinkResult result = shrink(text, options_for("builtin", "EC-16"));
  EXPECT_EQ(result.end, ShrinkResult::End::not_failing);
  EXPECT_EQ(result.problem, "scenario.json: does not fail EC-16");
  EXPECT_EQ(result.scenario_json, text);
  EXPECT_EQ(shrink("{\"id\": ", options_for("F061", "EC-16")).end, ShrinkResult::End::unusable);
  EXPECT_EQ(shrink("[]", options_for("F061", "EC-16")).end, ShrinkResult::End::unusable);
  EXPECT_EQ(shrink("{\"id\": \"A\"}", options_for("F061", "EC-16")).end, ShrinkResult::End::unusable);
  ShrinkOptions other = options_for("F061", "EC-16");
  other.fingerprint = "EC-16-000000000000";
  EXPECT_EQ(shrink(text, other).problem, "scenario.json: does not fail EC-16 as EC-16-000000000000");
}

TEST(Shrink, EveryLimitLeavesTheBestSoFar) {
  using End = ShrinkResult::End;
  class Interrupt final : public ShrinkObserver {
   public:
    int stop_signal() override { return ++polls > 100 ? SIGINT : 0; }
    int polls = 0;
  };
  const std::string text = text_of("s09_window_boundaries.json");
  const auto still_fails = [&](const ShrinkResult& result, End end) {
    EXPECT_EQ(result.end, end);
    EXPECT_LT(result.scenario_json.size(), text.size());
    EXPECT_EQ(judge(parsed(result.scenario_json), policy("F061")).result.find("EC-16")->outcome(), requirements::Outcome::fail);
  };
  ShrinkOptions options = options_for("F061", "EC-16");
  options.steps_max = 5;
  still_fails(shrink(text, options), End::steps);
  options = options_for("F061", "EC-16");
  double now_s = 0;
  options.now_s = [&] { return now_s += 0.25; };
  still_fails(shrink(text, options), End::time);
  options = options_for("F061", "EC-16");
  Interrupt interrupt;
  options.observer = &interrupt;
  const ShrinkResult stopped = shrink(text, options);
  still_fails(stopped, End::stopped);
  EXPECT_EQ(stopped.signal, SIGINT);
}

}  // namespace
}  // namespace tocsin::scenarios::testing
