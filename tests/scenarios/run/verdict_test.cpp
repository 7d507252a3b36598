// Goal: what follows from the scenarios' results follows as the requirements define it: standings, sums, reasons, exit code.
// Method: runs put together by hand, each with one thing that decides; the table of standings in full.
#include <gtest/gtest.h>

#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {
namespace {

Tally tally(std::uint64_t pass, std::uint64_t fail = 0, std::uint64_t may = 0, std::uint64_t carrier = 0,
            std::uint64_t open = 0) {
  return {pass, fail, may, carrier, open};
}

RequirementInScenario part(const std::string& id, const Tally& tally, bool exercised) {
  RequirementInScenario r;
  r.id = id;
  r.tally = tally;
  r.standing = standing_of(tally);
  r.exercised = exercised;
  return r;
}

ScenarioResult scenario(const std::string& name, std::vector<RequirementInScenario> parts) {
  ScenarioResult s;
  s.name = name;
  s.replications_planned = s.replications_done = 1;
  s.requirements = std::move(parts);
  return s;
}

RunResult run(std::vector<ScenarioResult> scenarios) {
  RunResult r;
  r.scenarios = std::move(scenarios);
  for (const char* id : {"EC-01", "EC-02"}) r.requirements.emplace_back().id = id;
  return r;
}

ExitCode code_of(RunResult r) {
  conclude(r);
  return r.exit_code;
}

TEST(Verdict, AStandingIsTheFirstThatApplies) {
  EXPECT_EQ(standing_of(tally(9, 1, 1, 1, 1)), Standing::fail);
  EXPECT_EQ(standing_of(tally(9, 1, 1, 1, 1), false), Standing::fail);
  EXPECT_EQ(standing_of(tally(1, 0, 1, 1, 1)), Standing::pass);
  EXPECT_EQ(standing_of(tally(1), false), Standing::unobserved);
  EXPECT_EQ(standing_of(tally(0, 0, 1, 1, 1)), Standing::may);
  EXPECT_EQ(standing_of(tally(0, 0, 0, 1, 1)), Standing::carrier);
  EXPECT_EQ(standing_of(tally(0, 0, 0, 0, 1)), Standing::open);
  EXPECT_EQ(standing_of(tally(0)), Standing::vacuous);
}

TEST(Verdict, AllThatIsExercisedPassed) {
  EXPECT_EQ(code_of(run({scenario("a", {part("EC-01", tally(2), true), part("EC-02", tally(0), false)})})), ExitCode::passed);
}

TEST(Verdict, AnExercisedRequirementMustPassInEachOfItsScenarios) {
  for (const Tally& weak : {tally(0), tally(0, 0, 1), tally(0, 0, 0, 1), tally(0, 0, 0, 0, 1)}) {
    RunResult r = run({scenario("a", {part("EC-01", tally(2), true)}), scenario("b", {part("EC-01", weak, true)})});
    conclude(r);
    EXPECT_EQ(r.exit_code, ExitCode::inconclusive);
    EXPECT_EQ(r.requirements[0].standing, Standing::pass);
    EXPECT_EQ(r.requirements[0].scenarios_exercising, 2u);
    EXPECT_EQ(r.requirements[0].scenarios_passing, 1u);
    EXPECT_EQ(r.requirements[0].gaps, std::vector<std::string>{"b: " + std::string(word_of(standing_of(weak)))});
  }
}

TEST(Verdict, ASwitchThatIsOffNeitherPassesNorCounts) {
  RequirementInScenario off = part("EC-02", tally(0), false);
  off.standing = Standing::off;
  RunResult r = run({scenario("a", {part("EC-01", tally(2), true), off})});
  conclude(r);
  EXPECT_EQ(r.exit_code, ExitCode::passed);
  EXPECT_EQ(r.requirements[1].standing, Standing::off);
  EXPECT_EQ(word_of(Standing::off), "off");
  r = run({scenario("a", {part("EC-01", tally(2), true), off}), scenario("b", {part("EC-02", tally(0, 0, 1), true)})});
  conclude(r);
  EXPECT_EQ(r.exit_code, ExitCode::inconclusive) << "where it is on it is judged as any other";
  EXPECT_EQ(r.requirements[1].standing, Standing::may);
}

TEST(Verdict, AFailureCountsWhereverItComes) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2), true), part("EC-02", tally(5, 1), false)})});
  conclude(r);
  EXPECT_EQ(r.exit_code, ExitCode::failed);
  EXPECT_EQ(r.requirements[1].standing, Standing::fail);
  EXPECT_EQ(r.requirements[1].scenarios_failing, 1u);
}

TEST(Verdict, AnExpectedFailureIsShownAndDoesNotCount) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2), true), part("EC-02", tally(5, 1), false)})});
  r.scenarios[0].requirements[1].expected_fail = true;
  r.scenarios[0].expectations = {{"EC-02 fails", true}};
  conclude(r);
  EXPECT_EQ(r.exit_code, ExitCode::passed);
  EXPECT_EQ(r.requirements[1].tally.fail, 1u);
  EXPECT_EQ(r.requirements[1].standing, Standing::pass);
  EXPECT_EQ(r.requirements[1].scenarios_expected, 1u);
}

TEST(Verdict, ARequirementThatOnlyFailedIsNotCalledVacuous) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2), true), part("EC-02", tally(0, 1), false)})});
  r.scenarios[0].requirements[1].expected_fail = true;
  conclude(r);
  EXPECT_EQ(r.exit_code, ExitCode::passed);
  EXPECT_EQ(r.requirements[1].standing, Standing::fail);
}

TEST(Verdict, AnExpectThatDoesNotComeIsAFailure) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2), true)})});
  r.scenarios[0].expectations = {{"EC-02 fails", false}};
  EXPECT_EQ(code_of(r), ExitCode::failed);
}

TEST(Verdict, AFindingAboutThePolicyIsAFailure) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2), true)})});
  r.scenarios[0].findings_total = 1;
  EXPECT_EQ(code_of(r), ExitCode::failed);
}

TEST(Verdict, OnlyNarrowsFailuresAndWhatMustPass) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2), true)})});
  r.only = {"EC-01"};
  conclude(r);
  EXPECT_EQ(r.exit_code, ExitCode::passed);
  ASSERT_EQ(r.requirements.size(), 1u);
  EXPECT_EQ(r.requirements[0].id, "EC-01");
}

TEST(Verdict, WhatExercisesNothingIsNoSuccess) {
  EXPECT_EQ(code_of(run({scenario("a", {part("EC-01", tally(2), false)})})), ExitCode::nothing_selected);
  EXPECT_EQ(code_of(run({})), ExitCode::nothing_selected);
}

TEST(Verdict, AnInterruptedRunSaysSoFirst) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2, 1), true)})});
  r.partial = true;
  r.reasons.interrupted = true;
  r.scenarios[0].replications_planned = 10;
  r.scenarios[0].expectations = {{"EC-02 fails", false}};
  EXPECT_EQ(code_of(r), ExitCode::interrupted);
}

TEST(Verdict, AReplicationThatNeverRanIsOurError) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2), true)})});
  r.scenarios[0].replications_planned = 2;
  EXPECT_EQ(code_of(r), ExitCode::internal);
}

TEST(Verdict, AContradictionOutranksAFailure) {
  RunResult r = run({scenario("a", {part("EC-01", tally(2, 1), true)})});
  r.contradictions = {"the same work gave two results"};
  EXPECT_EQ(code_of(r), ExitCode::untrusted);
}

TEST(Verdict, TheLeastSlackIsTheLeastOfAllScenarios) {
  RunResult r = run({scenario("a", {part("EC-01", tally(1), true)}), scenario("b", {part("EC-01", tally(1), true)})});
  r.scenarios[0].requirements[0].least_slack_us = 7;
  r.scenarios[1].requirements[0].least_slack_us = -3;
  conclude(r);
  EXPECT_EQ(r.requirements[0].least_slack_us, -3);
}

}  // namespace
}  // namespace tocsin::scenarios
