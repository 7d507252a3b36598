// Goal: a log of another system is taken as its header declares it: lines put right within its bound, gaps found, nothing passed
// that it cannot show.
// Method: a clean emergency call with its callback, told as lines; the same lines shuffled within the bound and beyond, doubled,
// left out, numbered and not.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/scenarios/audit/logs.hpp"

namespace tocsin::scenarios {
namespace {

std::string header(const std::string& more = "", const std::string& kinds = "") {
  std::string all;
  for (const std::string_view word : trace::kind_words) all += (all.empty() ? "\"" : ",\"") + std::string(word) + "\"";
  return R"({"trace":"foreign","version":1,"name":"elsewhere","sources":[{"name":"one","complete_for":[)" +
         (kinds.empty() ? all : kinds) + R"(]}],"clock_resolution":"1us","clock_skew":"0s","delay_max":"2s","agents":["ada"],)" +
         R"("trunk_groups":["out"])" + more + "}\n";
}

struct Line {
  std::int64_t at_us;
  std::string rest;
};

// Ada calls 911, the responder hangs up, calls back and is offered in 1.5 s; she ends it.
const std::vector<Line> story = {
    {0, R"("event":"pool_fact","number":"+18005550001")"},
    {1, R"("event":"session","agent":0,"device":1,"connected":true,"connected_devices":1)"},
    {2, R"("event":"presence","agent":0,"base":"available","origin":"automatic","text":"","cause":"sign_in","by":"platform")"},
    {10'000'000,
     R"("event":"dialled","agent":0,"leg":1,"raw":"911","surface":"dialer","origin":"+12065550001","origin_kind":"calling_plan",)"
     R"("location":"on","country":21843,"location_age_us":0,"holds_capacity_profile":true,"outbound_profile":"voice",)"
     R"("profiles_associated":true,"direct_routing_enabled":false,"direct_offer_numbers":1,"rules_version":0,)"
     R"("dispatchable_location":false,"media":["audio"])"},
    {10'000'000, R"("event":"accepted","agent":0,"leg":1,"path":"direct_offer","cli":"+18005550001")"},
    {10'000'000, R"("event":"number_lent","number":"+18005550001","agent":0,"leg":1,"node":0)"},
    {10'000'000,
     R"("event":"presence","agent":0,"base":"do_not_disturb","origin":"automatic","text":"","cause":"emergency","by":"policy")"},
    {10'500'000,
     R"("event":"invited","leg":1,"attempt":1,"target":"do_emergency","target_id":0,"cli":"+18005550001","location_conveyed":false)"},
    {12'000'000, R"("event":"answered","leg":1,"agent":0,"automatically":false)"},
    {60'000'000, R"("event":"dropped","leg":1,"agent":0,"cause":"far_end")"},
    {120'000'000, R"("event":"arrived","leg":2,"called":"+18005550001","caller":"+19115550000","psap_callback":false,)"
                  R"("verification":"none","media":["audio"])"},
    {121'000'000, R"("event":"routed","leg":2,"destination":"agent","agent":0)"},
    {121'500'000, R"("event":"offered","leg":2,"agent":0,"route":"emergency_callback","device":1,"media":["audio"])"},
    {125'000'000, R"("event":"answered","leg":2,"agent":0,"automatically":false)"},
    {200'000'000, R"("event":"end_pressed","leg":2,"agent":0,"by":"agent","outcome":"done")"},
    {200'000'000,
     R"("event":"presence","agent":0,"base":"available","origin":"automatic","text":"","cause":"restore","by":"policy")"},
};

std::string line(const Line& one, std::size_t number = 0) {
  const std::string numbered = number == 0 ? "" : "\"seq\":" + std::to_string(number) + ",";
  return "{" + numbered + "\"at\":" + std::to_string(one.at_us) + "," + one.rest + "}\n";
}

std::string told(const std::vector<Line>& lines, bool numbered = false) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) text += line(lines[i], numbered ? i + 1 : 0);
  return text;
}

const std::string idle = R"(,"begins":"idle")";
const std::string numbered = R"(,"begins":"idle","sequence":true)";

TEST(ForeignLog, WithoutNumbersItsCompletenessIsUnknownAndItNeverPasses) {
  const Audited audited = audit_text_log(header(idle) + told(story), nullptr, {"EC-16", "EC-18"});
  ASSERT_TRUE(audited.result) << audited.problems;
  EXPECT_EQ(audited.row("EC-18").standing, Standing::pass);
  EXPECT_EQ(audited.row("EC-18").tally.pass, 1U);
  EXPECT_EQ(audited.row("EC-18").least_slack_us, 500'000);
  EXPECT_EQ(audited.result->logs[0].facts.completeness, Completeness::unknown);
  EXPECT_EQ(audited.result->exit_code, ExitCode::inconclusive);
  EXPECT_EQ(audited.result->logs[0].calls, (CallCoverage{2, 0, 0}));
}

TEST(ForeignLog, WithContiguousNumbersItCanPass) {
  const Audited audited = audit_text_log(header(numbered) + told(story, true), nullptr, {"EC-16", "EC-18"});
  ASSERT_TRUE(audited.result) << audited.problems;
  EXPECT_EQ(audited.result->logs[0].facts.completeness, Completeness::numbered);
  EXPECT_EQ(audited.result->exit_code, ExitCode::passed);
}

TEST(ForeignLog, FailsLikeARun) {
  std::vector<Line> late = story;
  late[12].at_us = 122'000'001;
  const Audited audited = audit_text_log(header(idle) + told(late), nullptr, {"EC-18"});
  ASSERT_TRUE(audited.result) << audited.problems;
  EXPECT_EQ(audited.row("EC-18").standing, Standing::fail);
  EXPECT_EQ(audited.result->exit_code, ExitCode::failed);
  ASSERT_EQ(audited.row("EC-18").failures.size(), 1U);
  EXPECT_EQ(audited.row("EC-18").failures[0].about, "leg 2");
  EXPECT_FALSE(audited.row("EC-18").failures[0].events.empty());
}

TEST(ForeignLog, WhatItIsNotCompleteForIsUnobserved) {
  const Audited audited = audit_text_log(header(idle, R"("pool_fact","accepted")") + told(story), nullptr, {"EC-18"});
  ASSERT_TRUE(audited.result) << audited.problems;
  EXPECT_EQ(audited.row("EC-18").standing, Standing::unobserved);
  EXPECT_EQ(audited.result->exit_code, ExitCode::inconclusive);
}

TEST(ForeignLog, ARunningBeginningLeavesItsFirstWindowOpen) {
  const Audited audited = audit_text_log(header() + told(story), nullptr, {"EC-18"});
  ASSERT_TRUE(audited.result) << audited.problems;
  EXPECT_EQ(audited.row("EC-18").tally.open, 1U);
  EXPECT_EQ(audited.row("EC-18").tally.pass, 0U);
  EXPECT_EQ(audited.result->logs[0].doubted, 1U);
  std::vector<Line> later = story;
  later.insert(later.begin(),
               {0, R"("event":"number_fact","number":"+12065550001","kind":"calling_plan","outbound_enabled":true)"});
  for (std::size_t i = 1; i < later.size(); ++i) later[i].at_us += 3'600'000'001;
  const Audited settled = audit_text_log(header() + told(later), nullptr, {"EC-18"});
  EXPECT_EQ(settled.row("EC-18").tally.pass, 1U);
}

// Lines of one instant keep their order; every other may move.
RC_GTEST_PROP(ForeignLog, LinesWithinTheBoundArePutRight, (std::uint64_t seed)) {
  Dice dice(seed);
  std::vector<std::pair<std::int64_t, std::string>> arriving;
  for (const Line& one : story) {
    const std::int64_t delayed = one.at_us + static_cast<std::int64_t>(dice.roll(2'000'001));
    arriving.emplace_back(one.at_us == 10'000'000 || one.at_us == 200'000'000 ? one.at_us : delayed, line(one));
    if (dice.roll(3) == 0) arriving.emplace_back(one.at_us + static_cast<std::int64_t>(dice.roll(2'000'000)), line(one));
  }
  std::stable_sort(arriving.begin(), arriving.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  std::uint64_t doubled = 0;
  for (std::size_t i = 0; i < arriving.size(); ++i) {
    text += arriving[i].second;
    for (std::size_t j = 0; j < i; ++j) doubled += arriving[j].second == arriving[i].second;
  }
  const Audited straight = audit_text_log(header(idle) + told(story));
  const Audited shuffled = audit_text_log(header(idle) + text);
  RC_ASSERT(shuffled.problems == "");
  RC_ASSERT(shuffled.result->logs[0].facts.doubled == doubled);
  RC_ASSERT(shuffled.result->logs[0].facts.events == story.size());
  RC_ASSERT(shuffled.result->logs[0].groups[0].requirements == straight.result->logs[0].groups[0].requirements);
}

TEST(ForeignLog, BeyondTheBoundItIsRefusedAtTheLine) {
  std::vector<Line> lines = story;
  std::rotate(lines.begin() + 9, lines.begin() + 10, lines.begin() + 11);
  EXPECT_EQ(
      refused(header(idle) + told(lines)),
      "log.jsonl:12: stands 60000000 us after a line of a later time, or stands there twice; the log declares a delay of at "
      "most 2000000 us (delay_max in the header says how far lines may be out of order)\n");
  lines = story;
  lines.insert(lines.begin() + 11, story[9]);
  EXPECT_EQ(refused(header(idle) + told(lines)).substr(0, 20), "log.jsonl:13: stands");
}

TEST(ForeignLog, MissingNumbersAreAGap) {
  std::string text = header(numbered);
  for (std::size_t i = 0; i < story.size(); ++i)
    if (i != 10) text += line(story[i], i + 1);
  const Audited audited = audit_text_log(text, nullptr, {"EC-01", "EC-12"});
  ASSERT_TRUE(audited.result) << audited.problems;
  const LogFacts& facts = audited.result->logs[0].facts;
  EXPECT_EQ(facts.completeness, Completeness::gaps);
  ASSERT_EQ(facts.gaps.size(), 1U);
  EXPECT_EQ(facts.gaps[0].missing, 1U);
  EXPECT_EQ(facts.gaps[0].from.us, 60'000'000);
  EXPECT_EQ(facts.gaps[0].to.us, 121'000'000);
  EXPECT_EQ(facts.gaps[0].line, 12U);
  EXPECT_EQ(audited.row("EC-01").tally.pass, 1U) << "decided before the gap";
  EXPECT_EQ(audited.row("EC-12").tally.pass, 0U) << "in progress in the gap";
  EXPECT_EQ(audited.result->exit_code, ExitCode::inconclusive);
}

TEST(ForeignLog, ANumberMeansOneLine) {
  std::string text = header(numbered);
  for (std::size_t i = 0; i < story.size(); ++i) text += line(story[i], i == 6 ? 6 : i + 1);
  EXPECT_EQ(refused(text).substr(0, 61), "log.jsonl:8: line number 6 came before, with other content or");
  text = header(numbered);
  for (std::size_t i = 0; i < story.size(); ++i) text += line(story[i], i + 1) + (i == 6 ? line(story[i], i + 1) : "");
  const Audited audited = audit_text_log(text, nullptr, {"EC-18"});
  ASSERT_TRUE(audited.result) << audited.problems;
  EXPECT_EQ(audited.result->logs[0].facts.doubled, 1U);
  EXPECT_EQ(audited.result->exit_code, ExitCode::passed);
}

TEST(ForeignLog, ALongSilenceIsAGap) {
  const Audited audited = audit_text_log(header(idle + R"(,"silence_max":"1m")") + told(story));
  ASSERT_TRUE(audited.result) << audited.problems;
  const LogFacts& facts = audited.result->logs[0].facts;
  ASSERT_EQ(facts.gap_count, 1U);
  EXPECT_EQ(facts.gaps[0].missing, 0U);
  EXPECT_EQ(facts.gaps[0].from.us, 125'000'000);
  EXPECT_EQ(facts.gaps[0].to.us, 200'000'000);
}

TEST(ForeignLog, ItsHeaderMayTightenBoundsAndNeverLoosenThem) {
  EXPECT_EQ(refused(header(R"(,"bounds":{"callback":"3s"})") + told(story)),
            "log.jsonl:1: /bounds/callback: \"3s\" is out of range, expected 0s..2s\n");
  EXPECT_EQ(refused(header(R"(,"window":"10m")") + told(story)).substr(0, 34), "log.jsonl:1: /window: unknown key ");
  const Audited tight = audit_text_log(header(idle + R"(,"bounds":{"callback":"1s"})") + told(story), nullptr, {"EC-18"});
  EXPECT_EQ(tight.row("EC-18").standing, Standing::fail);
}

TEST(ForeignLog, IsRefusedWhenItIsNoLog) {
  EXPECT_EQ(refused(""), "log.jsonl: an empty file, expected a trace or a log\n");
  EXPECT_EQ(refused(header(idle)), "log.jsonl:1: the log has no events\n");
  EXPECT_EQ(refused(told(story)).substr(0, 44), "log.jsonl:1: /trace: expected a header in th");
  EXPECT_EQ(refused(header(idle) + told(story) + header(idle)), "log.jsonl:18: a second header, expected one log in a file\n");
  EXPECT_EQ(refused(header(idle) + line({1, R"("event":"held","leg":1,"agent":1)"})),
            "log.jsonl:2: /agent: 1 is past the 1 agents of the header\n");
}

}  // namespace
}  // namespace tocsin::scenarios
