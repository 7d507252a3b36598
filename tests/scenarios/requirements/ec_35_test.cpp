// Goal: EC-35 judges what lives through an injected fault, and nothing else: episodes and callbacks.
// Method: stories told by hand: one that keeps the guarantee after each kind of fault, each kind of violation, the ties of fault
// and close, and none; the same violations without a fault are nothing to this requirement.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-35";
constexpr Counts nothing{0, 0, 0, 0, 0}, one_pass{1, 0, 0, 0, 0}, one_fail{0, 1, 0, 0, 0}, one_open{0, 0, 0, 0, 1};

Story& restart(Story& story) {
  story.add(trace::PolicyNode{0, trace::NodeChange::crashed});
  return story.add(trace::PolicyNode{0, trace::NodeChange::restored});
}
Story& twice(Story& story, std::uint64_t leg, std::uint32_t agent = UINT32_MAX) {
  return story.add(trace::Delivery{7, trace::Manner::duplicate, {leg}, {agent}});
}

Story called() {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).answer(0, 1).after(5);
  return story;
}
Story restarted() {
  Story story = called();
  return restart(story);
}
Story& ended(Story& story) { return story.after(5).press_end(0, 1).restore(0).after(1); }

TEST(Ec35, AnEpisodeThatLivesThroughARestartAndIsRestoredOncePasses) {
  Story story = restarted();
  EXPECT_EQ(counts(ended(story), id), one_pass);
  EXPECT_EQ(counts(restarted(), id), one_open);
  Story often = restarted();
  restart(restart(often).after(1));
  EXPECT_EQ(counts(ended(often), id), one_pass);
}

TEST(Ec35, EachKindOfFaultIsATriggerForWhomItConcerns) {
  for (const std::uint32_t agent : {0U, 1U}) {
    Story story = called();
    twice(story, 0, agent);
    EXPECT_EQ(counts(ended(story), id), agent == 0 ? one_pass : nothing);
  }
  Story by_leg = called();
  twice(by_leg, 1);
  EXPECT_EQ(counts(ended(by_leg), id), one_pass);
  Story clock = called();
  clock.add(trace::FaultInjected{trace::Component::clock, 0, trace::FaultEffect::stepped, true, sim::hours(1)});
  EXPECT_EQ(counts(ended(clock), id), one_pass);
  Story trunk = called();
  trunk.add(trace::FaultInjected{trace::Component::trunk_group, 0, trace::FaultEffect::down, true, {}});
  EXPECT_EQ(counts(ended(trunk), id), nothing);
  Story takeover = called();
  takeover.add(trace::PolicyNode{1, trace::NodeChange::failed_over}).add(trace::PolicyNode{1, trace::NodeChange::reconciled});
  EXPECT_EQ(counts(ended(takeover), id), one_pass);
}

TEST(Ec35, WhatIsOverBeforeTheFaultOrBeginsAfterItIsNoTrigger) {
  Story before = called();
  ended(before);
  EXPECT_EQ(counts(restart(before).after(1), id), nothing);
  Story after = Story::begin();
  restart(after).call(0, 1, pool_a).after(5);
  EXPECT_EQ(counts(ended(after), id), nothing);
  // In one instant the order of the trace decides.
  Story tied = called();
  tied.press_end(0, 1).restore(0);
  EXPECT_EQ(counts(restart(tied).after(1), id), nothing);
  Story tied_before = called();
  restart(tied_before).press_end(0, 1).restore(0).after(1);
  EXPECT_EQ(counts(tied_before, id), one_pass);
}

TEST(Ec35, TheSnapshotMustSurvive) {
  Story other = restarted();
  EXPECT_EQ(counts(other.press_end(0, 1).restore(0, busy).after(1), id), one_fail);
  Story never = restarted();
  EXPECT_EQ(counts(never.press_end(0, 1).after(1), id), one_fail);
  Story again = restarted();
  EXPECT_EQ(counts(again.press_end(0, 1).restore(0).restore(0).after(1), id), one_fail);
  Story early = restarted();
  EXPECT_EQ(counts(early.restore(0).after(1), id), one_fail);
  Story left = restarted();
  EXPECT_EQ(counts(left.platform_presence(0, busy).after(1), id), one_fail);
}

TEST(Ec35, TheRestoreIsDueWhenTheEndIsDelivered) {
  const Duration late = sim::seconds(2);
  for (const bool in_time : {true, false}) {
    Story story = restarted();
    story.add(trace::EndPressed{{1}, {0}, trace::Actor::agent, trace::Outcome::done}, late);
    story.after(in_time ? late : late + one_us).restore(0).after(1);
    EXPECT_EQ(counts(story, id), in_time ? one_pass : one_fail);
  }
}

TEST(Ec35, OneEgressAndOneNumber) {
  Story twice_out = restarted();
  EXPECT_EQ(counts(twice_out.invite(1, pool_a).after(1), id), one_fail);
  Story second = restarted();
  EXPECT_EQ(counts(second.lend(0, 1, pool_b).after(1), id), one_fail);
  Story other_agent = restarted();
  EXPECT_EQ(counts(other_agent.lend(1, 9, pool_a).after(1), id), one_fail);
  Story taken = restarted();
  EXPECT_EQ(counts(taken.release(0, pool_a).after(1), id), one_fail);
  Story next_call = restarted();
  next_call.call(0, 2, pool_b).press_end(0, 2).press_end(0, 1).restore(0).after(1);
  EXPECT_EQ(counts(next_call, id), one_pass);
}

TEST(Ec35, NoRowAndNoRecording) {
  Story row = restarted();
  row.add(trace::RowWritten{trace::Store::history, {1}, trace::RowMoment::ended, true});
  EXPECT_EQ(counts(row.after(1), id), one_fail);
  Story aggregate = restarted();
  aggregate.add(trace::RowWritten{trace::Store::analytics, {1}, trace::RowMoment::ended, false});
  EXPECT_EQ(counts(ended(aggregate), id), one_pass);
  Story recording = restarted();
  recording.add(trace::RecordingStarted{{1}, {1}, {0}, true});
  EXPECT_EQ(counts(recording.after(1), id), one_fail);
}

TEST(Ec35, TheMappingMustSurvive) {
  const auto closed_then_restarted = [] {
    Story story = called();
    ended(story);
    return restart(story).after(60);
  };
  Story found = closed_then_restarted();
  EXPECT_EQ(counts(found.callback(0, 2, pool_a).after(1), id), one_pass);
  Story lost = closed_then_restarted();
  lost.arrive(2, pool_a).route(2, trace::Destination::voicemail).after(20).drop(0, 2);
  EXPECT_EQ(counts(lost, id), one_fail);
  Story not_disturbed = called();
  ended(not_disturbed).arrive(2, pool_a).route(2, trace::Destination::voicemail).after(20).drop(0, 2);
  EXPECT_EQ(counts(not_disturbed, id), nothing);
  Story late = closed_then_restarted();
  late.after(3600).arrive(2, pool_a).route(2, trace::Destination::voicemail).after(20).drop(0, 2);
  EXPECT_EQ(counts(late, id), nothing);
}

TEST(Ec35, ACallbackIsDueFromItsDelivery) {
  for (const Duration after : {sim::seconds(7), sim::seconds(7) + one_us}) {
    Story story = called();
    ended(story);
    restart(story).after(60);
    story.add(trace::Arrived{{2}, pool_a, psap}, sim::seconds(5));
    story.after(after).route(2, trace::Destination::agent, 0).dnd(0).offer(0, 2).after(1);
    EXPECT_EQ(counts(story, id), after == sim::seconds(7) ? one_pass : one_fail);
  }
}

TEST(Ec35, AnEpisodeThatLapsesIsMay) {
  Story story = called();
  story.drop(0, 1);
  restart(story).after(3600).restore(0).after(1);
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 1, 0, 0}));
}

}  // namespace
}  // namespace tocsin::requirements
