#include "tests/reports/sample.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tocsin::reports {
namespace {

using namespace scenarios;

RequirementInScenario part(const std::string& id, const Tally& tally, bool exercised) {
  RequirementInScenario r;
  r.id = id;
  r.tally = tally;
  r.standing = standing_of(tally);
  r.exercised = exercised;
  r.replications_passed = tally.fail == 0 && tally.pass > 0;
  r.replications_failed = tally.fail > 0;
  return r;
}

ScenarioResult scenario(const std::string& name, const std::string& path, std::vector<RequirementInScenario> parts) {
  ScenarioResult s;
  s.name = name;
  s.title = "A scenario <of> \"tests\" & such";
  s.path = path;
  s.seed = 7;
  s.replications_planned = s.replications_done = 1;
  s.digest = "xxh3-128:0123456789abcdef0123456789abcdef";
  s.figures.simulated_events = 1234;
  s.figures.trace_events = 2345;
  s.figures.policy_events = 345;
  s.figures.emergency_dials = 1;
  s.requirements = std::move(parts);
  return s;
}

RunResult with_requirements(const std::vector<std::string>& ids) {
  RunResult run;
  run.policy = "builtin";
  for (const std::string& id : ids) {
    RequirementResult& row = run.requirements.emplace_back();
    row.id = id;
    row.guarantee = "What " + id + " guarantees.";
    row.mark = "S";
  }
  return run;
}

Failure some_failure() {
  Failure failure;
  failure.replication = 3;
  failure.seed = 7;
  failure.note = "the callback was not offered within its bound, although the agent was there and nothing stood in its way";
  failure.about = 12;
  failure.trigger = 17;
  failure.triggered_at_us = 3'600'000'000 - 1;
  failure.decided_at_us = 3'602'000'000;
  failure.slack_us = -1;
  failure.events = {R"({"seq":16,"at":3599000000,"event":"arrived","leg":12})",
                    R"({"seq":17,"at":3599999999,"event":"routed","leg":12})"};
  failure.arguments = {"run", "scenarios/a b's.json", "--only", "EC-16",   "--seed",
                       "7",   "--replication",        "3",      "--trace", "fail.jsonl"};
  failure.fingerprint = "EC-16-0123456789ab";
  failure.replay = {"replay", "out/latest/EC-16/minimal.json"};
  return failure;
}

Finding some_finding() {
  Finding finding;
  finding.kind = "stalled";
  finding.scenario = "S03";
  finding.replication = 4;
  finding.policy_event = 99;
  finding.event_kind = "ask_dial";
  finding.at_us = 61'000'001;
  finding.agent = 2;
  finding.leg = 5;
  finding.detail = "one call took longer than its limit";
  return finding;
}

}  // namespace

RunResult passed_run() {
  RunResult run = with_requirements({"EC-01", "EC-16"});
  run.scenarios = {
      scenario("S01", "scenarios/s01.json", {part("EC-01", {1, 0, 0, 0, 0}, true), part("EC-16", {0, 0, 2, 0, 0}, false)}),
      scenario("S03", "scenarios/s03.json",
               {part("EC-01", {1, 0, 0, 0, 0}, false), part("EC-16", {12'345'678'901, 0, 0, 1, 0}, true)})};
  run.scenarios[1].requirements[1].least_slack_us = 1'999'750'000;
  conclude(run);
  return run;
}

RunResult failed_run() {
  RunResult run = with_requirements({"EC-01", "EC-16", "EC-19", "EC-37"});
  ScenarioResult fixed = scenario("S03", "scenarios/a b's.json",
                                  {part("EC-01", {1, 0, 0, 0, 0}, true), part("EC-16", {4, 2, 0, 0, 1}, true),
                                   part("EC-19", {0, 0, 0, 0, 0}, true), part("EC-37", {0, 1, 0, 0, 0}, false)});
  fixed.requirements[1].first_failure = some_failure();
  fixed.requirements[1].least_slack_us = -1;
  fixed.requirements[3].expected_fail = true;
  fixed.expectations = {{"EC-37 fails: the environment leaves no way", true},
                        {"pool_blocking at least 1 (it is 0): the pool is empty", false}};
  fixed.findings = {some_finding()};
  fixed.findings_total = 3;
  fixed.figures.ordinary_calls = 1000;
  fixed.figures.ordinary_answered = 900;
  fixed.figures.ordinary_abandoned = 60;
  fixed.figures.ordinary_blocked = 40;
  fixed.figures.waited_count = 500;
  fixed.figures.waited_us_sum = 4'250'000'000;
  fixed.judged.accepted = 1;
  fixed.logs = {{"log", "calls.csv", 41'217, 4'070}};
  ScenarioResult population =
      scenario("L01", "scenarios/lives.json", {part("EC-01", {1000, 0, 0, 0, 0}, true), part("EC-16", {998, 3, 0, 0, 0}, true)});
  population.generated = true;
  population.replications_planned = population.replications_done = 1000;
  population.requirements[0].violation_bound = 0.002991249;
  population.requirements[0].replications_passed = 1000;
  population.requirements[1].violation_bound = 0.007734;
  population.requirements[1].replications_passed = 998;
  population.requirements[1].replications_failed = 2;
  run.scenarios = {fixed, population};
  run.contradictions = {"S03, replication 5: the policy died again, before the event it had died in"};
  conclude(run);
  return run;
}

RunResult partial_run() {
  RunResult run = passed_run();
  for (RequirementResult& row : run.requirements)
    row = RequirementResult{row.id, row.guarantee, row.mark, {}, Standing::vacuous, {}, 0, 0, 0, 0, {}, false};
  run.scenarios[1].replications_planned = 10;
  run.partial = true;
  run.reasons = {};
  run.reasons.interrupted = true;
  conclude(run);
  return run;
}

Identity some_identity() {
  Identity identity;
  identity.run_id = "20221003T000000Z-1";
  identity.tool_version = "0.0.0";
  identity.policy_digest = std::string(64, 'a');
  identity.machine = "Linux 6.1 x86_64";
  identity.cores = 2;
  identity.compiler = "12.2.0";
  identity.started = "2022-10-03T00:00:00Z";
  identity.elapsed_s = 1.5;
  identity.jobs = 2;
  identity.replications_per_s = 700;
  identity.events_per_s = 1e6;
  return identity;
}

}  // namespace tocsin::reports
