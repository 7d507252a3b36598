// Goal: EC-14 passes a free pool number lent at accept and shown in the INVITE, and nothing else.
// Method: stories told by hand: one that keeps the guarantee, each kind of violation, the ties at its boundary, and none.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-14";

const Number own{14255550000};

TEST(Ec14, LentAtAcceptAndShownPasses) {
  EXPECT_EQ(counts(Story::begin().call(0, 1, pool_a).after(5), id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec14, NoneLentFails) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, {}).dnd(0).invite(1, own).after(5);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
  Story not_left = Story::begin();
  not_left.dial(0, 1).accept(0, 1, {}).after(5);
  EXPECT_EQ(counts(not_left, id), (Counts{0, 1, 0, 0, 0}));
  Story gone = Story::begin();
  gone.dial(0, 1).accept(0, 1, {}).after(5).drop(0, 1);
  EXPECT_EQ(counts(gone, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec14, LentLaterFails) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).after(one_us).lend(0, 1, pool_a).invite(1, pool_a);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
}

TEST(Ec14, AnotherNumberShownFails) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, own).lend(0, 1, pool_a).dnd(0).invite(1, own);
  EXPECT_EQ(counts(story, id), (Counts{0, 1, 0, 0, 0}));
  Story second = Story::begin();
  second.call(0, 1, pool_a).after(1).invite(1, own);
  EXPECT_EQ(counts(second, id), (Counts{1, 1, 0, 0, 0})) << "every INVITE shows it";
}

TEST(Ec14, ANumberOutsideThePoolOrAnothersFails) {
  Story outside = Story::begin();
  outside.call(0, 1, own);
  EXPECT_EQ(counts(outside, id), (Counts{0, 1, 0, 0, 0}));
  Story stolen = Story::begin();
  stolen.call(0, 1, pool_a).after(5).call(1, 2, pool_a);
  EXPECT_EQ(counts(stolen, id), (Counts{1, 1, 0, 0, 0}));
  Story to_another = Story::begin();
  to_another.dial(0, 1).accept(0, 1, pool_a).lend(1, 1, pool_a).invite(1, pool_a);
  EXPECT_EQ(counts(to_another, id), (Counts{0, 1, 0, 0, 0}));
  Story own_again = Story::begin();
  own_again.call(0, 1, pool_a).after(5).call(0, 2, pool_a);
  EXPECT_EQ(counts(own_again, id), (Counts{2, 0, 0, 0, 0})) << "one number may serve the same agent twice";
}

TEST(Ec14, OnlyWhereANumberIsFree) {
  Story story;
  story.pool({pool_a}).agents(2).at(10).call(0, 1, pool_a).after(5);
  Story blocked = story;
  blocked.dial(1, 2).accept(1, 2, {}).dnd(1).invite(2, own);
  EXPECT_EQ(counts(blocked, id), (Counts{1, 0, 0, 0, 0}));
  EXPECT_EQ(blocked.judge({id}).figures.accepted_pool_empty, 1U);
  // The instant the window ends it is free again.
  story.press_end(0, 1).restore(0).at(sim::seconds(10) + sim::minutes(60));
  Story at_expiry = story;
  EXPECT_EQ(counts(at_expiry.dial(1, 2).accept(1, 2, {}).invite(2, own), id), (Counts{1, 1, 0, 0, 0}));
  // ... unless the channels may be late.
  story.header.channel_delay_max = one_us;
  EXPECT_EQ(counts(story.dial(1, 2).accept(1, 2, {}).invite(2, own), id), (Counts{1, 0, 0, 0, 0}));
}

TEST(Ec14, ANumberThatHasNotRestedIsNoFreeOne) {
  Story story;
  story.header.channel_delay_max = sim::seconds(5);
  story.pool({pool_a, pool_b}).agents(2).at(10).call(0, 1, pool_a).press_end(0, 1).restore(0).after(3600);
  EXPECT_EQ(counts(story.call(1, 2, pool_a), id), (Counts{1, 1, 0, 0, 0}));
}

TEST(Ec14, ACallThatLeftToAnSbcIsTheCarriers) {
  Story routed = Story::begin();
  routed.dial(0, 1).accept(0, 1, {}, trace::Path::direct_routing).invite(1, own, trace::InviteTarget::sbc);
  EXPECT_EQ(counts(routed, id), (Counts{0, 0, 0, 1, 0}));
  // Falling back to direct offer makes it ours, from the second accept on.
  routed.after(1).accept(0, 1, pool_a).lend(0, 1, pool_a).invite(1, pool_a);
  EXPECT_EQ(counts(routed, id), (Counts{1, 0, 0, 1, 0}));
  Story by_mistake = Story::begin();
  by_mistake.dial(0, 1).accept(0, 1, {}).invite(1, own, trace::InviteTarget::sbc);
  EXPECT_EQ(counts(by_mistake, id), (Counts{0, 0, 0, 1, 0}));
}

TEST(Ec14, WhatHasNotLeftIsNotPassed) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).after(5);
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 0, 0, 1}));
  EXPECT_EQ(counts(story.drop(0, 1), id), (Counts{0, 0, 1, 0, 0}));
}

// Each accepted call has one window, and nothing else has one.
TEST(Ec14, WhatNoAcceptCallsForIsLentToo) {
  Story again = Story::begin();
  again.call(0, 1, pool_a).after(5).answer(0, 1).lend(0, 1, pool_a);
  EXPECT_EQ(counts(again, id), (Counts{1, 1, 0, 0, 0})) << "its hour would begin at the answer";
  Story another = Story::begin();
  another.pool({pool_a, pool_b}).dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).lend(0, 1, pool_b).dnd(0).invite(1, pool_a);
  EXPECT_EQ(counts(another, id), (Counts{1, 1, 0, 0, 0}));
  Story twice = Story::begin();
  twice.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).invite(1, pool_a);
  EXPECT_EQ(counts(twice, id), (Counts{1, 0, 0, 0, 0})) << "the same once more in the instant of accept changes nothing";
  Story dropped = Story::begin();
  dropped.call(0, 1, pool_a).after(5).drop(0, 1).lend(0, 1, pool_a);
  EXPECT_EQ(counts(dropped, id), (Counts{1, 1, 0, 0, 0})) << "its hour would begin at the drop";
  Story callback = Story::begin();
  callback.call(0, 1, pool_a).press_end(0, 1).restore(0).after(60).callback(0, 2, pool_a).lend(0, 2, pool_a);
  EXPECT_EQ(counts(callback, id), (Counts{1, 1, 0, 0, 0})) << "a callback extends no window";
  Story nobody = Story::begin();
  EXPECT_EQ(counts(nobody.after(5).lend(0, 7, pool_a), id), (Counts{0, 1, 0, 0, 0}));
}

}  // namespace
}  // namespace tocsin::requirements
