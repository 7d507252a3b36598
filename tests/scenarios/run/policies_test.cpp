// Goal: the world enforces nothing by itself and the compliance set can fail: what holds under the shipped policy holds because
// of it. Method: the whole set under the shipped, the null and the crude policies; standings of every requirement.
#include "scenarios/policies/policies.hpp"

#include <gtest/gtest.h>

#include <map>
#include <source_dir.hpp>

#include "policy/emergency_policy.h"
#include "scenarios/format/sets.hpp"
#include "scenarios/run/campaign.hpp"

namespace tocsin::scenarios {
namespace {

RunResult run_set(const tp_policy* policy) {
  const auto loaded = load_scenarios({std::string(source_dir) + "/scenarios/compliance"});
  const auto* set = std::get_if<std::vector<Scenario>>(&loaded);
  if (!set) {
    ADD_FAILURE() << std::get<Problems>(loaded).text();
    return {};
  }
  CampaignOptions options;
  options.policy_name = policy->name;
  options.policy = policy;
  options.jobs = 2;
  CampaignObserver silent;
  return run_campaign(*set, options, silent).result;
}

std::map<std::string, Standing> standings(const RunResult& run) {
  std::map<std::string, Standing> standings;
  for (const RequirementResult& row : run.requirements) standings[row.id] = row.standing;
  return standings;
}

TEST(Policies, UnderTheShippedOneEverythingExercisedPasses) {
  const RunResult run = run_set(tocsin_policy());
  EXPECT_EQ(run.exit_code, ExitCode::passed);
  EXPECT_GE(run.requirements.size(), 36u);
  for (const RequirementResult& row : run.requirements) {
    EXPECT_EQ(row.standing, Standing::pass) << row.id;
    EXPECT_GE(row.scenarios_exercising, 1u) << row.id;
    // What a scenario's environment leaves no way to avoid is exercised there, and fails.
    EXPECT_TRUE(row.gaps.empty()) << row.id;
    EXPECT_GE(row.scenarios_passing + row.scenarios_expected, row.scenarios_exercising) << row.id;
  }
}

TEST(Policies, UnderTheNullOneNothingPassesButTheComparisonWithIt) {
  const auto of = standings(run_set(null_policy()));
  for (const auto& [id, standing] : of) EXPECT_EQ(standing == Standing::pass, id == "EC-34") << id;
  for (const char* id : {"EC-01", "EC-04", "EC-07", "EC-39"}) EXPECT_EQ(of.at(id), Standing::fail) << id;
}

TEST(Policies, EveryOtherRequirementFailsUnderACrudeOne) {
  const auto direct = standings(run_set(crude_do_policy())), by_sbc = standings(run_set(crude_sbc_policy()));
  const auto null = standings(run_set(null_policy()));
  for (const auto& [id, standing] : null)
    EXPECT_TRUE(standing == Standing::fail || direct.at(id) == Standing::fail || by_sbc.at(id) == Standing::fail) << id;
}

TEST(Policies, AreFoundByNameAlone) {
  for (const NamedPolicy& named : named_policies()) {
    const auto found = find_policy(std::string(named.name));
    ASSERT_TRUE(std::holds_alternative<LoadedPolicy>(found)) << named.name;
    EXPECT_EQ(std::get<LoadedPolicy>(found).policy, named.entry());
    EXPECT_EQ(std::get<LoadedPolicy>(found).file, "");
  }
  EXPECT_EQ(std::get<std::string>(find_policy("biultin")),
            "there is no policy \"biultin\" (did you mean \"builtin\"?; or one of tocsin list --faults, or the path of a shared library)");
}

}  // namespace
}  // namespace tocsin::scenarios
