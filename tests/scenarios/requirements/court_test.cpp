// Goal: the court counts, bounds and explains what the judges say, and results survive merging and a trip between processes.
// Method: one mixed story; verdict order; unobserved; evidence; merges in different groupings; bytes there and back, and broken.
#include "scenarios/requirements/court.hpp"

#include <gtest/gtest.h>

#include "scenarios/requirements/ec_34.hpp"
#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

// Passes some, fails some, leaves some open; `replication` goes into what is kept of failures.
CourtResult mixed(std::uint64_t replication, int failures) {
  Story story = Story::begin();
  story.header.replication = replication;
  std::uint64_t leg = 1;
  story.call(0, leg, pool_a).after(1).drop(0, 1);
  for (int i = 0; i < failures; ++i) {
    ++leg;
    story.after(5).callback(0, leg, pool_a).answer(0, leg, true).after(1).drop(0, leg);
  }
  story.after(1).press_end(0, 1).restore(0).after(static_cast<std::int64_t>(replication));
  return story.judge_all();
}

TEST(Court, AFailureComesWithItsEvents) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).chosen(0, available);
  const RequirementResult result = story.of("EC-09");
  ASSERT_EQ(result.failures.size(), 1U);
  const Failure& failure = result.failures.front();
  EXPECT_EQ(failure.note, "the base was another than Do not disturb during the episode");
  EXPECT_EQ(failure.deciding, story.events.size());
  ASSERT_GE(failure.events.size(), 4U);
  EXPECT_NE(failure.events.front().find("dialled"), std::string::npos);
  EXPECT_NE(failure.events[1].find("accepted"), std::string::npos);
  EXPECT_NE(failure.events.back().find("\"cause\":\"chosen\""), std::string::npos);
}

TEST(Court, EvidenceBeginsWithTheDialOfTheLegThatIsAccepted) {
  Story story = Story::begin();
  // The dial of another leg is not part of it, nor is that of another agent.
  story.dial(0, 1).dial(0, 2).after(1).dial(1, 3).accept(0, 2, pool_a).lend(0, 2, pool_a).dnd(0).invite(2, pool_a);
  const auto events = story.after(5).chosen(0, available).of("EC-09").failures.front().events;
  ASSERT_GE(events.size(), 3U);
  EXPECT_NE(events[0].find("\"leg\":2,"), std::string::npos) << events[0];
  EXPECT_NE(events[0].find("dialled"), std::string::npos) << events[0];
  EXPECT_NE(events[1].find("accepted"), std::string::npos) << events[1];

  Story other = Story::begin();
  other.dial(0, 1).dial(0, 2).after(1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).invite(1, pool_a);
  const auto without = other.after(5).chosen(0, available).of("EC-09").failures.front().events;
  EXPECT_NE(without.front().find("accepted"), std::string::npos) << without.front();
}

TEST(Court, EvidenceIsTheLastEventsOfThatAgentAlone) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).call(1, 2, pool_b);
  for (int i = 0; i < 100; ++i) story.after(1).dnd(0).dnd(1);
  const auto events = story.chosen(1, available).of("EC-09").failures.front().events;
  ASSERT_EQ(events.size(), LastEvents::kept);
  for (const std::string& line : events) EXPECT_NE(line.find("\"agent\":1"), std::string::npos) << line;
}

TEST(Court, WhatRestsOnAPresenceServiceInTroubleIsMay) {
  const auto trouble = [](bool begins, std::int64_t delay_s) {
    return trace::FaultInjected{trace::Component::presence, 0, trace::FaultEffect::slow, begins, sim::seconds(delay_s)};
  };
  const auto count = [](const Story& story, Verdict verdict) { return story.judge_all().find("EC-09")->count(verdict); };
  // The second call falls into the time in which what was asked for in the trouble may still come about, the third does not.
  Story story = Story::begin();
  story.add(trouble(true, 30)).call(0, 1, pool_a).after(5).chosen(0, available).dnd(0).after(1).press_end(0, 1).restore(0);
  story.add(trouble(false, 30)).after(29).call(0, 2, pool_b).after(5).chosen(0, available).dnd(0).press_end(0, 2).restore(0);
  EXPECT_EQ(count(story, Verdict::may), 2U);
  EXPECT_EQ(count(story, Verdict::fail), 0U);
  story.after(1).call(0, 3, pool_a).after(5).chosen(0, available).dnd(0).press_end(0, 3).restore(0);
  EXPECT_EQ(count(story, Verdict::fail), 1U);
  // What needs no presence is judged as ever.
  story.add(trace::RowWritten{trace::Store::history, {1}, trace::RowMoment::ended, true});
  EXPECT_EQ(story.judge_all().find("EC-30")->count(Verdict::fail), 1U);
}

TEST(Court, OnlyTheFirstFailuresAreKept) {
  const CourtResult result = mixed(0, 10);
  EXPECT_EQ(result.find("EC-18")->count(Verdict::fail), 10U);
  EXPECT_EQ(result.find("EC-18")->failures.size(), failures_kept);
  EXPECT_EQ(result.find("EC-18")->traces_failed, 1U);
  EXPECT_EQ(result.find("EC-16")->traces_passed, 1U);
}

TEST(Court, WhatALogDoesNotCarryIsUnobserved) {
  Story story = Story::begin();
  story.header.complete_for &= ~trace::kinds<trace::Presence>();
  story.call(0, 1, pool_a).after(5).chosen(0, available);
  EXPECT_EQ(story.of("EC-09").outcome(), Outcome::unobserved);
  EXPECT_EQ(story.of("EC-14").outcome(), Outcome::pass);
}

TEST(Court, VerdictsHaveAnOrder) {
  RequirementResult result;
  EXPECT_EQ(result.outcome(), Outcome::vacuous);
  const auto with = [&](Verdict verdict) {
    ++result.counts[static_cast<std::size_t>(verdict)];
    return result.outcome();
  };
  EXPECT_EQ(with(Verdict::open), Outcome::open);
  EXPECT_EQ(with(Verdict::carrier), Outcome::carrier);
  EXPECT_EQ(with(Verdict::may), Outcome::may);
  EXPECT_EQ(with(Verdict::pass), Outcome::pass);
  ++result.traces_unobserved;
  EXPECT_EQ(result.outcome(), Outcome::unobserved);
  EXPECT_EQ(with(Verdict::fail), Outcome::fail);
}

TEST(Court, OneCourtJudgesTraceAfterTrace) {
  const Story story = Story::begin().call(0, 1, pool_a).after(5);
  Court court(all_requirements());
  CourtResult first;
  for (int i = 0; i < 2; ++i) {
    court.begin(story.header, story.texts);
    for (const trace::Event& event : story.events) court.on(event);
    court.end(story.now);
    if (i == 0) first = court.result();
  }
  EXPECT_EQ(court.result(), first);
}

TEST(Court, AnEmptyTraceIsVacuousThroughout) {
  for (const RequirementResult& result : Story().judge_all().requirements)
    EXPECT_EQ(result.outcome(), Outcome::vacuous) << result.id;
}

TEST(CourtResult, MergingIsAssociativeAndKeepsOrder) {
  const CourtResult a = mixed(1, 1), b = mixed(2, 2), c = mixed(3, 3);
  CourtResult left = a;
  left.merge(b);
  left.merge(c);
  CourtResult tail = b;
  tail.merge(c);
  CourtResult right;
  right.merge(a);
  right.merge(tail);
  right.merge(CourtResult{});
  EXPECT_EQ(left, right);
  EXPECT_EQ(left.to_bytes(), right.to_bytes());
  EXPECT_EQ(left.traces, 3U);
  EXPECT_EQ(left.find("EC-18")->count(Verdict::fail), 6U);
  EXPECT_EQ(left.find("EC-18")->traces_failed, 3U);
  ASSERT_EQ(left.find("EC-18")->failures.size(), 3U);
  EXPECT_EQ(left.find("EC-18")->failures[0].replication, 1U);
  EXPECT_EQ(left.find("EC-18")->failures[1].replication, 2U);
  EXPECT_EQ(left.figures.callbacks_after_drop, 6U);
  EXPECT_EQ(left.events, a.events + b.events + c.events);
}

TEST(CourtResult, BytesThereAndBack) {
  const CourtResult result = mixed(7, 2);
  EXPECT_EQ(CourtResult::from_bytes(result.to_bytes()), result);
}

TEST(CourtResult, BrokenBytesAreRefused) {
  const std::string bytes = mixed(7, 1).to_bytes();
  for (std::size_t size = 0; size < bytes.size(); size += 7) EXPECT_FALSE(CourtResult::from_bytes(bytes.substr(0, size)));
  EXPECT_FALSE(CourtResult::from_bytes(bytes + "x"));
  EXPECT_FALSE(CourtResult::from_bytes(std::string(bytes.size(), '\xff')));
}

TEST(Registry, IdsStandInOrderAndCardsAreFull) {
  std::string_view last;
  for (const Requirement* requirement : all_requirements()) {
    const Card& card = requirement->card;
    EXPECT_LT(last, card.id);
    last = card.id;
    EXPECT_FALSE(card.guarantee.empty() || card.source.empty() || card.trigger.empty() || card.judged.empty()) << card.id;
    EXPECT_EQ(find_requirement(card.id), requirement);
  }
  EXPECT_EQ(find_requirement("EC-99"), nullptr);
}

TEST(Ec34, EqualTracesPassAndAnyDifferenceFails) {
  const WholeTrace one{{1, 2}, 10, {5}};
  EXPECT_EQ(judge_against_null(one, one, 0).verdict, Verdict::pass);
  EXPECT_EQ(judge_against_null(one, {{1, 3}, 10, {5}}, 0).verdict, Verdict::fail);
  EXPECT_EQ(judge_against_null(one, {{1, 2}, 11, {5}}, 0).verdict, Verdict::fail);
  EXPECT_EQ(judge_against_null(one, {{1, 2}, 10, {6}}, 0).verdict, Verdict::fail);
  EXPECT_EQ(judge_against_null(one, one, 1).verdict, Verdict::open) << "with emergencies it shows nothing";
  EXPECT_EQ(judge_against_null({}, {}, 0).verdict, Verdict::open) << "nor do empty traces";
  CourtResult result = Story().judge({"EC-34"});
  result.add("EC-34", judge_against_null(one, one, 0), 3);
  EXPECT_EQ(result.find("EC-34")->outcome(), Outcome::pass);
  EXPECT_EQ(result.find("EC-34")->traces_passed, 1U);
}

// What a policy that never answers leaves behind: nothing passes but what ordinary calls are owed. What one does that only takes
// calls and lends one number for ever: each of these requirements fails.
TEST(Registry, UnderNoPolicyNothingPassesAndUnderACrudeOneAllFail) {
  Story null = Story::begin();
  null.dial(0, 1)
      .add(trace::WentOrdinary{{0}, {1}})
      .invite(1, {14255550000}, trace::InviteTarget::direct_offer)
      .after(5)
      .drop(0, 1);
  null.arrive(2, pool_a)
      .rules_say(2, trace::Destination::queue)
      .route(2, trace::Destination::queue)
      .wait(2, trace::Resource::agent);
  null.grant(2, trace::Resource::agent, 0, true, 1)
      .offer(1, 2, trace::Route::queue)
      .answer(1, 2)
      .after(3600)
      .drop(1, 2)
      .drained();
  for (const RequirementResult& result : null.judge_all().requirements)
    EXPECT_EQ(result.outcome(), result.id == "EC-01" || result.id == "EC-04" || result.id == "EC-07" ? Outcome::fail
                                : result.id == "EC-34"                                               ? Outcome::pass
                                                                                                     : Outcome::vacuous)
        << result.id;

  Story crude = Story::begin();
  crude.platform_presence(0, busy).capacity(0, 50, 1, 1);
  const auto taken = [&](std::uint32_t agent, std::uint64_t leg) {
    crude.dial(agent, leg)
        .accept(agent, leg, pool_a)
        .lend(agent, leg, pool_a)
        .invite(leg, pool_a)
        .after(5)
        .answer(agent, leg)
        .after(5);
  };
  taken(0, 1);
  crude.drop(0, 1).platform_presence(0, available).platform_presence(0, busy).arrive(60, {15550000000});
  crude.wait(60, trace::Resource::agent).after(5);
  taken(0, 2);
  taken(1, 3);
  crude.arrive(4, pool_a).rules_say(4, trace::Destination::queue).route(4, trace::Destination::agent, 1).offer(1, 4).after(3);
  crude.capacity(1, 4, 1, 1).answer(1, 4).after(5).press_end(1, 4).press_end(1, 3).press_end(0, 2).after(3700);
  crude.arrive(5, pool_a).rules_say(5, trace::Destination::queue).route(5, trace::Destination::agent, 1).offer(1, 5).after(5);
  crude.drop(1, 5).drained();
  for (const char* id : {"EC-08", "EC-10", "EC-11", "EC-12", "EC-14", "EC-15", "EC-16", "EC-18", "EC-19", "EC-20", "EC-21",
                         "EC-22", "EC-37", "EC-38"})
    EXPECT_EQ(crude.of(id).outcome(), Outcome::fail) << id;
}

}  // namespace
}  // namespace tocsin::requirements
