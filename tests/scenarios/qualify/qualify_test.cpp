// Goal: a qualification says what is so: a fault that its named requirement does not catch, a variant that is flagged, and a
// policy that should fail and does not, each spoil it; whatever a policy does to its process is a row. Method: two scenarios;
// policies in the places of others.
#include "scenarios/qualify/qualify.hpp"

#include <gtest/gtest.h>

#include <source_dir.hpp>

#include "policy/emergency_policy.h"
#include "scenarios/format/sets.hpp"
#include "tests/scenarios/run/bad_policies.hpp"

namespace tocsin::scenarios {
namespace {

const std::vector<Scenario>& two_scenarios() {
  static const std::vector<Scenario> loaded = [] {
    const std::string folder = std::string(source_dir) + "/scenarios/compliance/";
    auto set = load_scenarios({folder + "s03_drop_then_callback.json", folder + "s09_window_boundaries.json"});
    return std::get<std::vector<Scenario>>(std::move(set));
  }();
  return loaded;
}

FaultyPolicy faulty(const std::vector<std::string_view>& requirements, const tp_policy* (*policy)()) {
  return {"T01", "for a test", requirements, "It is for a test.", "", policy};
}

Qualification qualify_with(const QualifyOptions& options) { return qualify(two_scenarios(), options); }

TEST(Qualify, AFaultIsCaughtByTheRequirementItNames) {
  QualifyOptions options;
  options.faults = {find_faulty_policy("F061")};
  const Qualification result = qualify_with(options);
  ASSERT_EQ(result.faults.size(), 1u);
  ASSERT_TRUE(result.faults[0].caught.has_value());
  EXPECT_EQ(result.faults[0].caught->requirement, "EC-16");
  EXPECT_GT(result.faults[0].caught->at_us, 0);
  EXPECT_TRUE(result.proved());
}

TEST(Qualify, AFaultThatOnlyOtherRequirementsCatchSpoilsIt) {
  const FaultyPolicy wrong = faulty({"EC-28"}, find_faulty_policy("F061")->policy);
  QualifyOptions options;
  options.faults = {&wrong};
  const Qualification result = qualify_with(options);
  EXPECT_FALSE(result.faults.at(0).caught.has_value());
  EXPECT_FALSE(result.faults[0].others.empty());
  EXPECT_FALSE(result.proved());
}

TEST(Qualify, TheRightPolicyInTheGuiseOfAFaultIsNotCaught) {
  const FaultyPolicy right = faulty({"EC-16"}, tocsin_policy);
  QualifyOptions options;
  options.faults = {&right};
  const Qualification result = qualify_with(options);
  EXPECT_FALSE(result.faults.at(0).caught.has_value());
  EXPECT_TRUE(result.faults[0].others.empty());
  EXPECT_FALSE(result.proved());
}

TEST(Qualify, AFaultInTheGuiseOfAVariantIsFlagged) {
  QualifyOptions options;
  options.variants = {find_faulty_policy("F061"), find_faulty_policy("V01")};
  const Qualification result = qualify_with(options);
  ASSERT_EQ(result.variants.size(), 2u);
  EXPECT_FALSE(result.variants[0].flagged.empty());
  EXPECT_TRUE(result.variants[1].flagged.empty());
  EXPECT_FALSE(result.proved());
}

TEST(Qualify, TheRightPolicyInTheGuiseOfABadOneSpoilsIt) {
  QualifyOptions options;
  options.anchors = {{"null", "", null_policy}, {"null", "", tocsin_policy}, {"crude-do", "", tocsin_policy}};
  const Qualification result = qualify_with(options);
  ASSERT_EQ(result.anchors.size(), 3u);
  EXPECT_TRUE(result.anchors[0].good);
  EXPECT_FALSE(result.anchors[1].good);
  EXPECT_FALSE(result.anchors[2].good);
  EXPECT_FALSE(result.proved());
}

TEST(Qualify, APolicyThatEndsItsProcessIsARowAndTheRestGoesOn) {
  const FaultyPolicy deadly = faulty({"EC-16"}, BadPolicy<Misdeed::exit_process, 5>::table);
  QualifyOptions options;
  options.faults = {&deadly, find_faulty_policy("F061")};
  const Qualification result = qualify_with(options);
  ASSERT_EQ(result.faults.size(), 2u);
  EXPECT_FALSE(result.faults[0].caught.has_value());
  EXPECT_NE(result.faults[0].problem.find("at its event 5"), std::string::npos) << result.faults[0].problem;
  EXPECT_TRUE(result.faults[1].caught.has_value());
  EXPECT_EQ(result.internal_error, "");
}

TEST(Qualify, IsTheSameForAnyNumberOfJobs) {
  QualifyOptions options;
  options.faults = {find_faulty_policy("F059"), find_faulty_policy("F061"), find_faulty_policy("F045")};
  std::vector<std::string> seen;
  for (const unsigned jobs : {1u, 3u}) {
    options.jobs = jobs;
    std::string text;
    for (const FaultRow& row : qualify_with(options).faults)
      text += row.id + " " + (row.caught ? row.caught->scenario + " " + std::to_string(row.caught->deciding) : "-") + "\n";
    seen.push_back(text);
  }
  EXPECT_EQ(seen[0], seen[1]);
}

}  // namespace
}  // namespace tocsin::scenarios
