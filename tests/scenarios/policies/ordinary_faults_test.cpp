// Goal: EC-34 itself, from the trace, catches what disturbs ordinary work, whatever other requirement may catch it too.
// Method: faulty policies in a scenario of the compliance set in which each shows, beside the right policy in the same one.
#include <gtest/gtest.h>

#include "policy/emergency_policy.h"
#include "scenarios/policies/faults/catalogue.hpp"
#include "tests/scenarios/policies/judging.hpp"

namespace tocsin::scenarios::testing {
namespace {

struct Case {
  const char* fault;
  const char* file;
};

TEST(OrdinaryFaults, AreCaughtByTheRequirementOfOrdinaryCalls) {
  for (const auto& [fault, file] :
       {Case{"F001", "s33_spellings"}, Case{"F123", "s09_window_boundaries"}, Case{"F125", "s01_clean_call"},
        Case{"X66", "s01_clean_call"}, Case{"X94", "s26a_full_trunks"}, Case{"X161", "s06_callback_on_a_full_agent"},
        Case{"X162", "s09_window_boundaries"}, Case{"X163", "s26a_full_trunks"}, Case{"X164", "s06_callback_on_a_full_agent"},
        Case{"X165", "s06_callback_on_a_full_agent"}, Case{"X166", "s09_window_boundaries"}, Case{"X167", "s26a_full_trunks"},
        Case{"X168", "s26a_full_trunks"}, Case{"X169", "s26a_full_trunks"}}) {
    auto loaded = load_scenarios({compliance_set + "/" + file + ".json"});
    ASSERT_TRUE(std::holds_alternative<std::vector<Scenario>>(loaded)) << file;
    const Scenario& scenario = std::get<std::vector<Scenario>>(loaded).front();
    const FaultyPolicy* faulty = find_faulty_policy(fault);
    ASSERT_NE(faulty, nullptr) << fault;
    EXPECT_EQ(judge(scenario, faulty->policy()).result.find("EC-34")->outcome(), requirements::Outcome::fail) << fault;
    EXPECT_NE(judge(scenario, tocsin_policy()).result.find("EC-34")->outcome(), requirements::Outcome::fail) << file;
  }
}

}  // namespace
}  // namespace tocsin::scenarios::testing
