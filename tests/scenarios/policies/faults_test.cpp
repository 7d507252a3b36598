// Goal: the judges can fail. Each faulty policy is caught by one of the requirements it names, while the right policy passes that
// requirement in the same scenario; and what differs from the right policy harmlessly is flagged by nothing.
// Method: the compliance set, one replication of each scenario in process, those that exercise a named requirement first. A fault
// that cannot show yet, or whose requirements are not judged yet, is skipped by name with the reason.
#include "scenarios/policies/faults/catalogue.hpp"

#include <gtest/gtest.h>

#include <set>

#include "policy/emergency_policy.h"
#include "scenarios/policies/policies.hpp"
#include "tests/scenarios/policies/judging.hpp"

namespace tocsin::scenarios::testing {
namespace {

using requirements::Outcome;

std::vector<Scenario> load_compliance_set() {
  auto loaded = load_scenarios({compliance_set});
  if (auto* problems = std::get_if<Problems>(&loaded)) {
    ADD_FAILURE() << problems->text();
    return {};
  }
  return std::get<std::vector<Scenario>>(std::move(loaded));
}

Outcome outcome_of(const Judged& judged, std::string_view requirement) { return judged.result.find(requirement)->outcome(); }

// The scenarios in which the fault may show, the likely ones first.
std::vector<const Scenario*> in_order_of_promise(const std::vector<Scenario>& all, const FaultyPolicy& faulty) {
  std::vector<const Scenario*> ordered;
  for (const Scenario& scenario : all) ordered.push_back(&scenario);
  std::stable_partition(ordered.begin(), ordered.end(), [&](const Scenario* scenario) {
    return std::any_of(faulty.requirements.begin(), faulty.requirements.end(),
                       [&](std::string_view requirement) { return exercises(*scenario, requirement); });
  });
  return ordered;
}

std::string name_of(const ::testing::TestParamInfo<const FaultyPolicy*>& info) { return std::string(info.param->id); }

std::vector<const FaultyPolicy*> pointers(std::span<const FaultyPolicy> list) {
  std::vector<const FaultyPolicy*> made;
  for (const FaultyPolicy& faulty : list) made.push_back(&faulty);
  return made;
}

class Fault : public ::testing::TestWithParam<const FaultyPolicy*> {};

TEST_P(Fault, IsCaught) {
  const FaultyPolicy& faulty = *GetParam();
  if (!faulty.unexercised.empty()) GTEST_SKIP() << faulty.unexercised;
  std::vector<std::string_view> judged_now;
  for (const std::string_view requirement : faulty.requirements)
    if (requirements::find_requirement(requirement)) judged_now.push_back(requirement);
  if (judged_now.empty()) GTEST_SKIP() << "none of its requirements is judged yet";

  const std::vector<Scenario> all = load_compliance_set();
  for (const Scenario* scenario : in_order_of_promise(all, faulty)) {
    const Judged under_fault = judge(*scenario, faulty.policy());
    for (const std::string_view requirement : judged_now) {
      if (expects_failure(*scenario, requirement) || outcome_of(under_fault, requirement) != Outcome::fail) continue;
      const Outcome right = outcome_of(judge(*scenario, tocsin_policy()), requirement);
      ASSERT_NE(right, Outcome::fail) << requirement << " in " << scenario->id << " under the right policy";
      // Where the right policy gives the requirement no occasion, the fault would be caught by accident.
      if (right != Outcome::pass) continue;
      RecordProperty("caught_by", std::string(requirement) + " in " + scenario->id);
      return;
    }
  }
  FAIL() << faulty.id << " is caught in no scenario: " << faulty.what;
}

INSTANTIATE_TEST_SUITE_P(Each, Fault, ::testing::ValuesIn(pointers(faulty_policies())), name_of);

class Variant : public ::testing::TestWithParam<const FaultyPolicy*> {};

TEST_P(Variant, IsFlaggedByNothing) {
  const tp_policy* const variant = GetParam()->policy();
  for (const Scenario& scenario : load_compliance_set()) {
    const Judged judged = judge(scenario, variant);
    for (const requirements::RequirementResult& result : judged.result.requirements) {
      if (expects_failure(scenario, result.id)) continue;
      EXPECT_NE(requirements::word(result.outcome()), "fail")
          << result.id << " in " << scenario.id << ": " << (result.failures.empty() ? "" : result.failures.front().note);
    }
    EXPECT_EQ(judged.summary.policy_findings, 0u) << scenario.id;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Variant, ::testing::ValuesIn(pointers(harmless_variants())), name_of);

// A variant that changes nothing would show nothing.
TEST_P(Variant, IsAnotherPolicy) {
  const tp_policy* const variant = GetParam()->policy();
  bool differs = false;
  for (const Scenario& scenario : load_compliance_set()) {
    // What is injected at a certain event of the policy comes at another time where there are more events.
    if (!scenario.config.faults.empty()) continue;
    differs = differs || whole_trace(scenario, variant).digest != whole_trace(scenario, tocsin_policy()).digest;
  }
  // Wake-ups and their tokens are no events of a trace, and neither is an order to withdraw where nothing rings.
  const bool unseen = GetParam()->id == "V02" || GetParam()->id == "V03" || GetParam()->id == "V11";
  EXPECT_EQ(differs, !unseen);
}

TEST(Catalogue, IsWellFormed) {
  EXPECT_GE(faulty_policies().size(), 20u);
  std::set<std::string_view> ids;
  for (const std::span<const FaultyPolicy> list : {faulty_policies(), harmless_variants()})
    for (const FaultyPolicy& faulty : list) {
      EXPECT_TRUE(ids.insert(faulty.id).second) << faulty.id << " twice";
      EXPECT_EQ(find_faulty_policy(faulty.id), &faulty);
      const auto found = find_policy(std::string(faulty.id));
      const LoadedPolicy* named = std::get_if<LoadedPolicy>(&found);
      EXPECT_EQ(named ? named->policy : nullptr, faulty.policy()) << faulty.id;
      EXPECT_EQ(faulty.policy()->name, faulty.id);
      EXPECT_TRUE(faulty.what.ends_with('.')) << faulty.id;
    }
  for (const FaultyPolicy& faulty : faulty_policies()) EXPECT_FALSE(faulty.requirements.empty()) << faulty.id;
  EXPECT_EQ(find_faulty_policy("F000"), nullptr);
}

}  // namespace
}  // namespace tocsin::scenarios::testing
