// Goal: the search finds faults, finds nothing where there is nothing, survives what policies do to their process, and gives the
// same result for any number of workers and from a corpus on disk.
// Method: fixed counts of programs under the built-in policy, faulty ones by their table alone, and policies that abort or
// remember what they must not.
#include "scenarios/fuzz/fuzz.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <set>

#include "policy/emergency_policy.h"
#include "scenarios/fuzz/corpus.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/requirements/registry.hpp"
#include "tests/scenarios/run/bad_policies.hpp"

namespace tocsin::scenarios {
namespace {

class Told final : public FuzzObserver {
 public:
  void found(const FuzzFailure& failure) override { failures.push_back(failure); }
  void progress(const FuzzProgress& progress) override { batches.push_back(progress); }
  void kept(const std::string& scenario) override { corpus.push_back(scenario); }
  std::vector<FuzzFailure> failures;
  std::vector<FuzzProgress> batches;
  std::vector<std::string> corpus;
};

struct Searched {
  FuzzResult result;
  Told told;
};

Searched search(const tp_policy* policy, std::uint64_t count, const std::function<void(FuzzOptions&)>& prepare = {}) {
  FuzzOptions options;
  options.policy = policy;
  options.seed = 1;
  options.count = count;
  options.jobs = 2;
  options.failures_max = 100;
  if (prepare) prepare(options);
  Searched searched;
  searched.result = fuzz(options, searched.told);
  return searched;
}

const tp_policy* named(const std::string& name) { return std::get<LoadedPolicy>(find_policy(name)).policy; }

std::vector<std::string> keys(const FuzzResult& result) {
  std::vector<std::string> all;
  for (const FuzzFailure& failure : result.failures)
    for (const Violation& violation : failure.violations) all.push_back(std::to_string(failure.program) + " " + violation.key());
  return all;
}

TEST(Fuzz, TheBuiltInPolicyIsClean) {
  const Searched searched = search(tocsin_policy(), 1024);
  EXPECT_EQ(keys(searched.result), std::vector<std::string>{});
  EXPECT_EQ(searched.result.internal_error + searched.result.contradiction, "");
  EXPECT_EQ(searched.result.reached.programs, 1024U);
  // What would be vacuous shows nothing. No switch is on in these programs and nothing is injected.
  const auto all = requirements::all_requirements();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i]->card.id.starts_with("EX-") || all[i]->card.id == "EC-35") continue;
    EXPECT_GT(searched.result.obligations[i][0], 0U) << all[i]->card.id;
  }
}

TEST(Fuzz, FaultsAreFoundAndTheirScenarioShowsThem) {
  for (const char* fault : {"F043", "X51", "X87"}) {
    const Searched searched = search(named(fault), 3000, [](FuzzOptions& options) { options.failures_max = 1; });
    ASSERT_EQ(searched.result.failures.size(), 1U) << fault;
    const FuzzFailure& failure = searched.result.failures.front();
    const auto scenario = parse_scenario(failure.scenario, "counterexample");
    ASSERT_TRUE(std::holds_alternative<Scenario>(scenario)) << fault;
    const JudgedProgram again = judge_program(std::get<Scenario>(scenario), named(fault), nullptr, false);
    EXPECT_FALSE(again.violations.empty()) << fault;
    EXPECT_TRUE(judge_program(std::get<Scenario>(scenario), tocsin_policy(), nullptr, false).violations.empty()) << fault;
  }
}

// What the reference fails too is nothing that the policy did.
TEST(Fuzz, WhatTheReferenceFailsTooDoesNotCount) {
  const auto against = [](const char* reference) {
    return search(named("X62"), 700, [&](FuzzOptions& options) { options.reference = named(reference); }).result;
  };
  EXPECT_FALSE(against("builtin").failures.empty());
  EXPECT_TRUE(against("X62").failures.empty());
  EXPECT_EQ(against("X62").reached.failing, 0U);
}

TEST(Fuzz, AnyNumberOfJobsGivesTheSame) {
  const auto of = [](unsigned jobs) { return search(named("X62"), 700, [jobs](FuzzOptions& options) { options.jobs = jobs; }); };
  const Searched one = of(1);
  EXPECT_FALSE(one.result.failures.empty());
  EXPECT_GT(one.told.corpus.size(), 50U);
  for (const unsigned jobs : {2U, 3U}) {
    const Searched more = of(jobs);
    EXPECT_EQ(keys(more.result), keys(one.result));
    EXPECT_EQ(more.told.corpus, one.told.corpus);
    EXPECT_EQ(more.result.obligations, one.result.obligations);
    EXPECT_EQ(more.result.reached.features, one.result.reached.features);
  }
}

TEST(Fuzz, ASearchEndedByTheClockIsRepeatedByItsCount) {
  int looks = 0;
  const Searched timed = search(tocsin_policy(), 0, [&](FuzzOptions& options) {
    options.count.reset();
    options.time_is_up = [&] { return ++looks == 3; };
  });
  const Searched counted = search(tocsin_policy(), timed.result.reached.programs);
  EXPECT_GT(timed.result.reached.programs, 500U);
  EXPECT_EQ(counted.told.corpus, timed.told.corpus);
  EXPECT_EQ(counted.result.obligations, timed.result.obligations);
}

TEST(Fuzz, EachKindOfFailureIsToldOnceAndAtMostSoMany) {
  const Searched all = search(named("null"), 300);
  std::set<std::string> subjects;
  for (const FuzzFailure& failure : all.result.failures) subjects.insert(failure.violations.front().key());
  EXPECT_EQ(subjects.size(), all.result.failures.size());
  EXPECT_EQ(all.told.failures.size(), all.result.failures.size());
  EXPECT_GT(all.result.reached.failing, all.result.failures.size());
  const Searched two = search(named("null"), 300, [](FuzzOptions& options) { options.failures_max = 2; });
  EXPECT_EQ(two.result.failures.size(), 2U);
  EXPECT_LT(two.result.reached.programs, 300U);
}

TEST(Fuzz, APolicyThatEndsItsProcessIsAFailureAndTheSearchGoesOn) {
  const Searched searched = search(BadPolicy<Misdeed::abort, 9>::table(), 64);
  EXPECT_EQ(searched.result.reached.programs, 64U);
  EXPECT_EQ(searched.result.internal_error, "");
  bool told = false;
  for (const FuzzFailure& failure : searched.result.failures) told |= failure.violations.front().subject == "crashed";
  EXPECT_TRUE(told);
}

// Remembers outside its instance how many there were.
int created = 0;
TEST(Fuzz, APolicyThatRemembersOtherRunsIsUntrusted) {
  static const tp_policy forgetful = [] {
    tp_policy made = *tocsin_policy();
    made.create = [](const tp_config* config) {
      ++created;
      return tocsin_policy()->create(config);
    };
    made.handle = [](void* self, const tp_event* event, tp_response* response) {
      tocsin_policy()->handle(self, event, response);
      if (created % 2 == 0 && event->kind == TP_ASK_ROW) response->answer.choice = TP_SUPPRESS;
    };
    return made;
  }();
  EXPECT_NE(search(&forgetful, 256).result.contradiction, "");
}

TEST(Fuzz, TheCorpusComesBackFromDisk) {
  const std::string folder = (std::filesystem::temp_directory_path() / ("tocsin-corpus-" + std::to_string(getpid()))).string();
  std::filesystem::remove_all(folder);
  const Searched first = search(tocsin_policy(), 256);
  std::set<std::string> kept(first.told.corpus.begin(), first.told.corpus.end());
  for (const std::string& program : first.told.corpus) EXPECT_EQ(add_to_corpus(folder + "/nowhere", program).empty(), false);
  auto empty = read_corpus(folder);
  ASSERT_TRUE(std::holds_alternative<StoredCorpus>(empty));
  EXPECT_TRUE(std::get<StoredCorpus>(empty).programs.empty());
  for (const std::string& program : first.told.corpus) EXPECT_EQ(add_to_corpus(folder, program), "");
  auto stored = std::get<StoredCorpus>(read_corpus(folder));
  EXPECT_EQ(std::set<std::string>(stored.programs.begin(), stored.programs.end()), kept);
  EXPECT_EQ(stored.skipped, 0U);
  // All that they show is known before anything is made up.
  const std::size_t count = stored.programs.size();
  const Searched second = search(tocsin_policy(), count, [&](FuzzOptions& options) { options.corpus = stored.programs; });
  EXPECT_EQ(second.result.reached.features, first.result.reached.features);
  EXPECT_TRUE(second.told.corpus.empty());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tocsin::scenarios
