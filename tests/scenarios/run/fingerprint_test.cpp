// Goal: one cause has one fingerprint, over seeds, times, ids and scenarios; what was done differently has another one.
// Method: failures by hand in which only what must not count is changed, then faulty policies in several scenarios.
#include "scenarios/run/fingerprint.hpp"

#include <gtest/gtest.h>

#include <set>

#include "scenarios/policies/policies.hpp"
#include "tests/scenarios/policies/judging.hpp"

namespace tocsin::scenarios::testing {
namespace {

requirements::Failure sent_to(const std::string& destination, std::uint64_t leg, std::int64_t at_us) {
  requirements::Failure failure;
  failure.key = leg;
  failure.trigger = 3;
  failure.deciding = 4 + leg;
  failure.decided_at.us = at_us;
  failure.note = "it was sent elsewhere";
  failure.events = {R"({"seq":3,"at":1,"event":"arrived","leg":)" + std::to_string(leg) + R"(,"called":"+1"})",
                    R"({"seq":)" + std::to_string(4 + leg) + R"(,"at":)" + std::to_string(at_us) + R"(,"event":"routed","leg":)" +
                        std::to_string(leg) + R"(,"destination":")" + destination + R"("})"};
  return failure;
}

TEST(Fingerprint, IsStable) {
  // The very digits: what was noted once, in a ticket or a file, must be found again by a later version.
  EXPECT_EQ(fingerprint_of("EC-23", sent_to("voicemail", 7, 100)), "EC-23-7858f6178bdf");
}

TEST(Fingerprint, KnowsNoIdsTimesSeedsOrReplications) {
  const std::string first = fingerprint_of("EC-23", sent_to("voicemail", 7, 100));
  requirements::Failure other = sent_to("voicemail", 12, 987'654'321);
  other.replication = 99;
  other.triggered_at.us = 5;
  other.slack = sim::Duration{-3};
  other.events.insert(other.events.begin(), R"({"seq":1,"at":0,"event":"media","leg":4,"flows":true})");
  EXPECT_EQ(fingerprint_of("EC-23", other), first);
}

TEST(Fingerprint, TellsApartWhatWasDone) {
  std::set<std::string> seen = {fingerprint_of("EC-23", sent_to("voicemail", 7, 1))};
  EXPECT_TRUE(seen.insert(fingerprint_of("EC-23", sent_to("queue", 7, 1))).second);
  EXPECT_TRUE(seen.insert(fingerprint_of("EC-20", sent_to("voicemail", 7, 1))).second);
  requirements::Failure failure = sent_to("voicemail", 7, 1);
  failure.note = "another note";
  EXPECT_TRUE(seen.insert(fingerprint_of("EC-23", failure)).second);
  failure = sent_to("voicemail", 7, 1);
  failure.key = 8;  // another leg's event decided
  EXPECT_TRUE(seen.insert(fingerprint_of("EC-23", failure)).second);
  failure = sent_to("voicemail", 7, 1);
  failure.deciding = 0;  // nothing came after it
  EXPECT_TRUE(seen.insert(fingerprint_of("EC-23", failure)).second);
}

TEST(Fingerprint, OfAFindingIsItsKindAndWhatThePolicyWasDoing) {
  Finding finding;
  finding.kind = "crashed", finding.event_kind = "ask_dial", finding.detail = "killed by SIGABRT";
  const std::string first = fingerprint_of(finding);
  EXPECT_TRUE(first.starts_with("crashed-"));
  finding.scenario = "S03", finding.replication = 4, finding.at_us = 17, finding.leg = 3, finding.policy_event = 8;
  EXPECT_EQ(fingerprint_of(finding), first);
  finding.event_kind = "tell_timer";
  EXPECT_NE(fingerprint_of(finding), first);
}

TEST(Fingerprint, WhereTimeDecidedTheRulesOfTheScenarioDoNotCount) {
  const auto missed = [](const std::string& destination) {
    requirements::Failure failure = sent_to(destination, 7, 1);
    failure.deciding = 0;
    return fingerprint_of("EC-16", failure);
  };
  EXPECT_EQ(missed("voicemail"), missed("queue"));
  EXPECT_NE(missed("voicemail"), missed("agent"));
}

TEST(Fingerprint, OfAFaultIsTheSameInEveryScenario) {
  // A window of a minute: the callback is sent where the rules say, whoever is called when.
  std::set<std::string> seen;
  for (const char* file : {"s09_window_boundaries.json", "s14_evacuation.json"}) {
    auto loaded = load_scenarios({compliance_set + "/" + file});
    for (Scenario& scenario : std::get<std::vector<Scenario>>(loaded))
      for (const std::uint64_t seed : {1, 2, 3}) {
        scenario.seed = seed;
        const Judged judged = judge(scenario, std::get<LoadedPolicy>(find_policy("F061")).policy);
        ASSERT_FALSE(judged.result.find("EC-16")->failures.empty()) << file;
        seen.insert(fingerprint_of("EC-16", judged.result.find("EC-16")->failures.front()));
      }
  }
  EXPECT_EQ(seen.size(), 1U);
}

}  // namespace
}  // namespace tocsin::scenarios::testing
