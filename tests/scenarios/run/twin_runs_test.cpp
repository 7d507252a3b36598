// Goal: of a policy that cannot be cloned, EC-20 to EC-22 are shown by twin runs of small scenarios.
// Method: the right policy and faulty ones, all without a snapshot, in a scenario in which no fault shows by itself.
#include "scenarios/run/twin_runs.hpp"

#include <gtest/gtest.h>

#include <map>

#include "policy/emergency_policy.h"
#include "scenarios/policies/faults/catalogue.hpp"
#include "tests/scenarios/policies/judging.hpp"

namespace tocsin::scenarios::testing {
namespace {

bool away = false;

tp_policy without_snapshot(const tp_policy* policy) {
  tp_policy made = *policy;
  made.snapshot = nullptr;
  return made;
}

Scenario drop_then_callback() {
  auto loaded = load_scenarios({compliance_set + "/s03_drop_then_callback.json"});
  if (const auto* problems = std::get_if<Problems>(&loaded)) ADD_FAILURE() << problems->text();
  return std::get<std::vector<Scenario>>(loaded).front();
}

std::map<std::string, std::map<sim::Verdict, int>> compared(const Scenario& scenario, const tp_policy& policy) {
  const Judged judged = judge(scenario, &policy);
  std::map<std::string, std::map<sim::Verdict, int>> counts;
  for (const TwinObligation& twin :
       compare_twins(scenario, {.seed = scenario.seed, .policy = &policy}, judged.summary, judged.result))
    ++counts[twin.requirement][twin.obligation.verdict];
  return counts;
}

TEST(TwinRuns, TheRightPolicyDecidesTheSameInAllOfThem) {
  const Scenario scenario = drop_then_callback();
  const auto counts = compared(scenario, without_snapshot(tocsin_policy()));
  for (const auto& [requirement, verdicts] : counts) EXPECT_EQ(verdicts.count(sim::Verdict::fail), 0U) << requirement;
  EXPECT_EQ(counts.at("EC-22").at(sim::Verdict::pass), 6);
  EXPECT_GE(counts.at("EC-20").at(sim::Verdict::pass), 5);
}

TEST(TwinRuns, AFaultThatDependsOnPresenceShowsInOneOfThem) {
  const Scenario scenario = drop_then_callback();
  const tp_policy only_available = [] {
    tp_policy made = without_snapshot(tocsin_policy());
    made.create = [](const tp_config* config) -> void* {
      away = config->agents[0].presence.base == TP_AWAY;
      return tocsin_policy()->create(config);
    };
    made.handle = [](void* self, const tp_event* event, tp_response* response) {
      tocsin_policy()->handle(self, event, response);
      if (away && event->kind == TP_ASK_DELIVER && response->answer.choice == TP_TO_AGENT)
        response->answer.choice = TP_TO_VOICEMAIL;
    };
    return made;
  }();
  const auto counts = compared(scenario, only_available);
  EXPECT_EQ(counts.at("EC-22").at(sim::Verdict::fail), 1);
  EXPECT_EQ(counts.at("EC-20").count(sim::Verdict::fail), 0U);
}

std::optional<sim::Verdict> without_its_faults(const char* file, const tp_policy& policy) {
  auto loaded = load_scenarios({compliance_set + file});
  if (const auto* problems = std::get_if<Problems>(&loaded)) ADD_FAILURE() << problems->text();
  const Scenario scenario = std::get<std::vector<Scenario>>(loaded).front();
  const Judged judged = judge(scenario, &policy);
  const auto obligation =
      compare_without_faults(scenario, {.seed = scenario.seed, .policy = &policy}, judged.summary, judged.result);
  return obligation ? std::optional(obligation->verdict) : std::nullopt;
}

// Of a policy that fails with and without them, nothing is the faults' doing.
TEST(TwinRuns, InjectedFaultsChangeNoVerdict) {
  const char* restarts = "/s21_restart_at_every_step.json";
  EXPECT_EQ(without_its_faults(restarts, *tocsin_policy()), sim::Verdict::pass);
  EXPECT_EQ(without_its_faults(restarts, *find_faulty_policy("X701")->policy()), sim::Verdict::fail);
  EXPECT_EQ(without_its_faults("/s22_failover_to_a_stale_replica.json", *find_faulty_policy("F129")->policy()),
            sim::Verdict::fail);
  EXPECT_EQ(without_its_faults(restarts, *find_faulty_policy("F053")->policy()), sim::Verdict::pass);
  EXPECT_EQ(without_its_faults("/s03_drop_then_callback.json", *tocsin_policy()), std::nullopt);
}

TEST(TwinRuns, APolicyThatCanBeClonedHasNone) { EXPECT_TRUE(compared(drop_then_callback(), *tocsin_policy()).empty()); }

}  // namespace
}  // namespace tocsin::scenarios::testing
