// Goal: EC-38 finds at the drained end what is held for ever.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-38";

Story ended() {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).after(3600);
  return story;
}

TEST(Ec38, AgentAndNumberGivenBackPass) { EXPECT_EQ(counts(ended().release(0, pool_a).drained(), id), (Counts{2, 0, 0, 0, 0})); }

TEST(Ec38, ANumberNeverReleasedFails) {
  EXPECT_EQ(counts(ended().drained(), id), (Counts{1, 1, 0, 0, 0}));
  EXPECT_EQ(counts(ended().release(0, pool_a).call(1, 2, pool_a).press_end(1, 2).restore(1).drained(), id),
            (Counts{2, 1, 0, 0, 0}))
      << "released once, lent again";
}

TEST(Ec38, LeftInDoNotDisturbFails) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).press_end(0, 1).after(3600).release(0, pool_a).drained();
  EXPECT_EQ(counts(story, id), (Counts{1, 1, 0, 0, 0}));
  EXPECT_EQ(counts(ended().release(0, pool_a).dnd(1).drained(), id), (Counts{2, 1, 0, 0, 0})) << "an agent without any emergency";
}

TEST(Ec38, CapturedInTheEpisodeAndBackAfterItFails) {
  const auto comes_back = [](bool lost_in_episode) {
    Story story = Story::begin();
    story.session(0, true).call(0, 1, pool_a).after(5);
    if (lost_in_episode) story.session(0, false);
    story.press_end(0, 1).restore(0).after(5);
    if (!lost_in_episode) story.session(0, false);
    story.session(0, true).add(trace::Presence{{0}, trace::Base::do_not_disturb, {}, {}, trace::PresenceCause::reconnected, {}});
    return counts(story.after(3600).release(0, pool_a).drained(), id);
  };
  EXPECT_EQ(comes_back(true), (Counts{1, 1, 0, 0, 0}));
  EXPECT_EQ(comes_back(false), (Counts{2, 0, 0, 0, 0}));
}

TEST(Ec38, APriorDoNotDisturbIsTheAgentsOwn) {
  Story story = Story::begin();
  const Status chosen_dnd = status(trace::Base::do_not_disturb, trace::Origin::manual);
  story.chosen(0, chosen_dnd).call(0, 1, pool_a).press_end(0, 1).restore(0, chosen_dnd).after(3600).release(0, pool_a).drained();
  EXPECT_EQ(counts(story, id), (Counts{2, 0, 0, 0, 0}));
}

TEST(Ec38, WhatTheAgentNeverEndedIsAllowed) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).drop(0, 1).after(3600).release(0, pool_a).drained();
  EXPECT_EQ(counts(story, id), (Counts{1, 0, 1, 0, 0}));
}

TEST(Ec38, WithoutADrainedEndItIsOpen) { EXPECT_EQ(counts(ended().release(0, pool_a), id), (Counts{0, 0, 0, 0, 2})); }

TEST(Ec38, NoEmergencyIsVacuous) { EXPECT_EQ(Story::begin().drained().of(id).outcome(), Outcome::vacuous); }

// Once the emergency is over the agent's presence is the agent's again.
TEST(Ec38, AStatusRefusedAfterTheEpisodeFails) {
  const auto refused = [](Story story, trace::PresenceCause cause, std::uint32_t agent = 0) {
    return counts(
        story.add(trace::PresenceRefused{{agent}, trace::Base::busy, trace::Origin::manual, {}, cause, trace::Actor::agent}), id);
  };
  Story during = Story::begin();
  during.call(0, 1, pool_a).after(5);
  EXPECT_EQ(refused(during, trace::PresenceCause::chosen)[1], 0U);
  Story over = during;
  over.press_end(0, 1).restore(0).after(5);
  EXPECT_EQ(refused(over, trace::PresenceCause::chosen)[1], 1U);
  EXPECT_EQ(refused(over, trace::PresenceCause::episode_closed)[1], 1U);
  EXPECT_EQ(refused(over, trace::PresenceCause::reconnected)[1], 0U) << "what was captured at a loss may be the emergency's";
  EXPECT_EQ(refused(over, trace::PresenceCause::chosen, 1)[1], 0U) << "the other agent had no emergency";
  over.add(trace::PolicyNode{0, trace::NodeChange::crashed});
  EXPECT_EQ(refused(over, trace::PresenceCause::chosen)[1], 0U) << "the policy may not have heard of the end";
}

}  // namespace
}  // namespace tocsin::requirements
