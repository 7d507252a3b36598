// Goal: EC-05 passes for exactly one egress in time to the emergency service, and for nothing else. Method: hand-told traces,
// one thing changed in each; the bound to the microsecond; waits that are excused and waits that are not.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

using trace::InviteTarget;
using trace::Path;
using trace::Resource;

Story accepted() {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a);
  return story;
}

TEST(Ec05, LeavesOnceInTime) {
  Story story = accepted();
  story.after(1).invite(1, pool_a).after(60).drop(0, 1);
  const RequirementResult result = story.of("EC-05");
  EXPECT_EQ(result.counts, one_pass);
  EXPECT_EQ(result.smallest_slack->slack, Duration{0});
}

TEST(Ec05, AMicrosecondLateFails) {
  Story story = accepted();
  story.after(sim::seconds(1) + one_us).invite(1, pool_a).after(60).drop(0, 1);
  EXPECT_EQ(counts(story, "EC-05"), one_fail);
  EXPECT_EQ(failure(story, "EC-05"), "it did not leave in time");
}

TEST(Ec05, NeverLeavingFailsAsTimePasses) {
  Story story = accepted();
  EXPECT_EQ(counts(story, "EC-05"), one_open);
  story.after(1);
  EXPECT_EQ(counts(story, "EC-05"), one_open);
  story.after(one_us);
  EXPECT_EQ(counts(story, "EC-05"), one_fail);
}

TEST(Ec05, LeavingTwiceOrElsewhereFails) {
  Story twice = accepted();
  twice.invite(1, pool_a).invite(1, pool_a);
  EXPECT_EQ(counts(twice, "EC-05"), one_fail);
  for (const auto target : {InviteTarget::sbc, InviteTarget::direct_offer}) {
    Story elsewhere = accepted();
    elsewhere.invite(1, pool_a, target);
    EXPECT_EQ(counts(elsewhere, "EC-05"), one_fail);
    Story after = accepted();
    after.invite(1, pool_a).after(5).invite(1, pool_a, target).drop(0, 1);
    EXPECT_EQ(counts(after, "EC-05"), one_fail);
  }
}

TEST(Ec05, LeavingAfterItWasOverFails) {
  Story story = accepted();
  story.press_end(0, 1);
  EXPECT_EQ(counts(story, "EC-05"), one_may);
  story.invite(1, pool_a);
  EXPECT_EQ(counts(story, "EC-05"), (Counts{0, 1, 1, 0, 0}));
}

TEST(Ec05, TheRowAndThePathMakeTheTrigger) {
  Story for_routing = Story::begin();
  for_routing.dial(0, 1).accept(0, 1, {}, Path::direct_routing);
  EXPECT_EQ(counts(for_routing, "EC-05"), one_fail);
  const auto either = [](Path path) {
    Story story = Story::begin();
    rule(story, "911");
    dial_with(story, 1, "911", [](trace::Dialled& dial) { dial.direct_routing_enabled = true; }).accept(0, 1, pool_a, path);
    return story;
  };
  EXPECT_EQ(counts(either(Path::direct_routing), "EC-05"), nothing);
  EXPECT_EQ(counts(either(Path::direct_offer), "EC-05"), one_open);
  Story fell_back = either(Path::direct_routing);
  fell_back.invite(1, {}, InviteTarget::sbc).after(30).accept(0, 1, pool_a).after(1).invite(1, pool_a).drop(0, 1);
  EXPECT_EQ(counts(fell_back, "EC-05"), one_pass);
  Story refused_row = Story::begin();
  dial_with(refused_row, 1, "911", [](trace::Dialled& dial) { dial.direct_offer_numbers = 0; }).accept(0, 1, pool_a);
  EXPECT_EQ(counts(refused_row, "EC-05"), nothing);
}

TEST(Ec05, AcceptedAgainForAnotherPathFails) {
  Story story = accepted();
  story.invite(1, pool_a).accept(0, 1, {}, Path::direct_routing);
  EXPECT_EQ(counts(story, "EC-05"), one_fail);
}

TEST(Ec05, AFailedSetupIsExcusedUnlessThePolicyHindered) {
  Story failed = accepted();
  failed.drop(0, 1, trace::DropCause::setup_failed);
  EXPECT_EQ(counts(failed, "EC-05"), one_may);
  Story late = accepted();
  late.after(sim::seconds(1) + one_us).drop(0, 1, trace::DropCause::setup_failed);
  EXPECT_EQ(counts(late, "EC-05"), one_fail);
  Story blocked = accepted();
  blocked.add(trace::Blocked{{1}, Resource::trunk_line, {0}}).drop(0, 1, trace::DropCause::trunk);
  EXPECT_EQ(counts(blocked, "EC-05"), one_fail);
  Story ended_by_other = accepted();
  ended_by_other.press_end(0, 1, trace::Actor::supervisor);
  EXPECT_EQ(counts(ended_by_other, "EC-05"), one_fail);
  Story after_egress = accepted();
  after_egress.invite(1, pool_a).drop(0, 1, trace::DropCause::setup_failed);
  EXPECT_EQ(counts(after_egress, "EC-05"), one_pass);
}

TEST(Ec05, WaitingForALineThatIsOwedToNobodyIsSubtracted) {
  Story story = accepted();
  story.after(sim::milliseconds(400)).wait(1, Resource::trunk_line).after(30).grant(1, Resource::trunk_line);
  Story in_time = story;
  in_time.after(sim::milliseconds(600)).invite(1, pool_a).drop(0, 1);
  EXPECT_EQ(counts(in_time, "EC-05"), one_pass);
  story.after(sim::milliseconds(600) + one_us).invite(1, pool_a).drop(0, 1);
  EXPECT_EQ(counts(story, "EC-05"), one_fail);
}

TEST(Ec05, AWaitThatAnOrdinaryCallMadeLongerIsNot) {
  Story story = accepted();
  story.dial(1, 2).add(trace::WentOrdinary{{1}, {2}});
  story.wait(1, Resource::trunk_line).after(2).grant(2, Resource::trunk_line, 0, false).after(2).grant(1, Resource::trunk_line);
  story.invite(1, pool_a).drop(0, 1);
  EXPECT_EQ(counts(story, "EC-05"), one_fail);
}

TEST(Ec05, AWaitByThePolicysWordIsNot) {
  Story story = accepted();
  story.add(trace::PassedOver{{1}, Resource::trunk_line, {0}, {}}).wait(1, Resource::trunk_line).after(2);
  EXPECT_EQ(counts(story, "EC-05"), one_fail);
}

}  // namespace
}  // namespace tocsin::requirements
