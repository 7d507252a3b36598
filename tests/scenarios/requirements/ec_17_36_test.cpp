// Goal: EC-17 sees one window disturb another; EC-36 sees emergencies blocked and ordinary calls on lines that are not theirs.
// Method: stories told by hand: two windows, one or two agents, one change each; trunk groups with and without a reserve.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

using trace::Destination;
constexpr auto line = trace::Resource::trunk_line;
const Number customer{15550000000};

// Agents 0 and `second` call at 10 s and at 70 s; both calls have dropped.
Story two_windows(std::uint32_t second = 1) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).drop(0, 1).at(70).call(second, 2, pool_b).after(5);
  return story.drop(second, 2).after(5);
}
Story& found(Story& story, std::uint32_t agent, std::uint64_t leg, Number n) {
  return story.callback(agent, leg, n).after(5).give_up(agent, leg).after(5);
}

TEST(Ec17, EachCallbackFindsItsAgent) {
  for (const std::uint32_t second : {0U, 1U}) {
    Story story = two_windows(second);
    found(story, 0, 3, pool_a);
    found(story, second, 4, pool_b);
    EXPECT_EQ(counts(story, "EC-17"), (Counts{0, 0, 0, 0, 2}));
    EXPECT_EQ(counts(story.at(4000), "EC-17"), (Counts{2, 0, 0, 0, 0}));
  }
}

TEST(Ec17, AWindowWithoutACallbackIsNoEvidence) {
  Story story = two_windows();
  EXPECT_EQ(counts(found(story, 0, 3, pool_a).at(4000), "EC-17"), one_pass);
  EXPECT_EQ(counts(two_windows().at(4000), "EC-17"), nothing);
}

TEST(Ec17, TheWindowOutlivesTheOther) {
  Story story = two_windows(0);
  story.at(3620).release(0, pool_a);
  EXPECT_EQ(counts(found(story, 0, 4, pool_b).at(4000), "EC-17"), one_pass);
  Story lost = two_windows(0);
  lost.at(3620).arrive(4, pool_b).route(4, Destination::queue).give_up(0, 4);
  EXPECT_EQ(counts(lost.at(4000), "EC-17"), one_fail);
}

TEST(Ec17, GoingElsewhereFails) {
  Story another = two_windows();
  EXPECT_EQ(counts(another.callback(1, 3, pool_a).at(4000), "EC-17"), one_fail);
  Story offered = two_windows();
  EXPECT_EQ(counts(offered.arrive(3, pool_a).offer(1, 3).at(4000), "EC-17"), one_fail);
  Story nobody = two_windows();
  EXPECT_EQ(counts(nobody.arrive(3, pool_a).after(3).give_up(0, 3).at(4000), "EC-17"), one_fail);
  Story soon = two_windows();
  EXPECT_EQ(counts(soon.arrive(3, pool_a).after(2).give_up(0, 3).at(4000), "EC-17"), nothing);
}

TEST(Ec17, ReleasedOrLentBeforeItsEndFails) {
  Story released = two_windows();
  EXPECT_EQ(counts(released.release(0, pool_a).after(1), "EC-17"), one_fail);
  Story at_the_end = two_windows();
  found(at_the_end, 0, 3, pool_a).at(3610).release(0, pool_a).after(1);
  EXPECT_EQ(counts(at_the_end, "EC-17"), one_pass);
  Story too_early = two_windows();
  found(too_early, 0, 3, pool_a).at(sim::seconds(3610) - one_us).release(0, pool_a).after(1);
  EXPECT_EQ(counts(too_early, "EC-17"), one_fail);
  Story stolen = Story::begin();
  stolen.call(0, 1, pool_a).after(5).call(1, 2, pool_a);
  EXPECT_EQ(counts(stolen, "EC-17"), one_fail);
  Story taken_back = two_windows();
  taken_back.dial(1, 5).accept(1, 5, pool_a).lend(1, 5, Number{18005550003}).drop(1, 5, trace::DropCause::setup_failed);
  taken_back.release(1, Number{18005550003}).after(1);
  EXPECT_EQ(counts(taken_back, "EC-17"), nothing) << "a call that never left had no window";
}

TEST(Ec17, OneWindowOrOneAfterTheOtherIsVacuous) {
  Story one = Story::begin();
  one.call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(3, pool_a).route(3, Destination::queue).release(0, pool_a);
  EXPECT_EQ(counts(one.at(4000), "EC-17"), nothing);
  Story in_turn = Story::begin();
  in_turn.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).at(3610).release(0, pool_a).call(1, 2, pool_b);
  found(in_turn.after(5), 1, 3, pool_b);
  EXPECT_EQ(counts(in_turn.at(8000), "EC-17"), nothing) << "the end of one is the beginning of the other";
  Story tie = Story::begin();
  tie.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).at(sim::seconds(3610) - one_us).call(1, 2, pool_b).after(5);
  EXPECT_EQ(counts(found(tie, 1, 3, pool_b).at(8000), "EC-17"), one_pass) << "one microsecond of overlap";
}

TEST(Ec17, TheCarriersWindowIsTheCarriers) {
  Story story = two_windows();
  story.dial(1, 5).accept(1, 5, pool_a).lend(1, 5, Number{18005550003}).dnd(1);
  story.invite(5, pool_a, trace::InviteTarget::sbc).after(1).release(1, Number{18005550003}).after(1);
  EXPECT_EQ(counts(story, "EC-17"), one_carrier);
}

// Leg 60 is an ordinary call on its way; agent 0 is about to dial 911.
Story centre() { return Story::begin().arrive(60, customer); }
Story& accepted(Story& story) { return story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0); }

TEST(Ec36, AnEmergencyThatHasItsLinePasses) {
  Story story = centre();
  EXPECT_EQ(counts(accepted(story).grant(1, line, 3, false), "EC-36"), one_pass);
  Story waited = centre();
  accepted(waited).wait(1, line, 3).after(5);
  EXPECT_EQ(counts(waited, "EC-36"), one_open);
  EXPECT_EQ(counts(waited.grant(1, line, 3), "EC-36"), one_pass);
  Story gone = centre();
  EXPECT_EQ(counts(accepted(gone).wait(1, line, 3).after(5).press_end(0, 1), "EC-36"), one_may);
}

TEST(Ec36, BlockedFails) {
  Story story = centre();
  EXPECT_EQ(counts(accepted(story).add(trace::Blocked{{1}, line, {3}}).drop(0, 1), "EC-36"), one_fail);
  Story waited = centre();
  accepted(waited).wait(1, line, 3).after(5).add(trace::Blocked{{1}, line, {3}});
  EXPECT_EQ(counts(waited.drop(0, 1, trace::DropCause::trunk), "EC-36"), one_fail);
  Story callback = Story::begin();
  callback.call(0, 1, pool_a).after(5).drop(0, 1).after(5).arrive(2, pool_a).add(trace::Blocked{{2}, line, {3}});
  EXPECT_EQ(counts(callback, "EC-36"), one_fail);
  EXPECT_EQ(counts(centre().add(trace::Blocked{{60}, line, {3}}), "EC-36"), nothing);
}

TEST(Ec36, ALineInsideTheReserveFails) {
  constexpr std::uint32_t nobody = UINT32_MAX;
  for (const std::uint32_t free : {1U, 2U})
    EXPECT_EQ(counts(centre().grant(60, line, 3, false, nobody, free, 2), "EC-36"), one_fail) << free;
  EXPECT_EQ(counts(centre().grant(60, line, 3, false, nobody, 3, 2), "EC-36"), nothing);
  EXPECT_EQ(counts(centre().grant(60, line, 3, false, nobody, 1, 0), "EC-36"), nothing);
  Story emergency = centre();
  EXPECT_EQ(counts(accepted(emergency).grant(1, line, 3, false, nobody, 1, 2), "EC-36"), one_pass);
}

TEST(Ec36, ALineWhileAnEmergencyWaitsFails) {
  Story story = centre();
  accepted(story).wait(1, line, 3).after(1).grant(60, line, 3);
  EXPECT_EQ(counts(story, "EC-36"), (Counts{0, 1, 0, 0, 1}));
  Story other_group = centre();
  accepted(other_group).wait(1, line, 3).after(1).grant(60, line, 4);
  EXPECT_EQ(counts(other_group, "EC-36"), one_open);
  Story after = centre();
  accepted(after).wait(1, line, 3).after(1).grant(1, line, 3).grant(60, line, 3);
  EXPECT_EQ(counts(after, "EC-36"), one_pass) << "in one instant, but after it";
}

TEST(Ec36, ACallThatMayBeTreatedEitherWayIsNoEmergencyThatWaits) {
  const auto failed_after = [](Duration since_assign) {
    Story story = centre();
    accepted(story).grant(1, line, 3, false).after(since_assign).arrive(2, pool_a).wait(2, line, 3).grant(60, line, 3);
    return counts(story, "EC-36")[1];
  };
  EXPECT_EQ(failed_after(sim::minutes(60) - one_us), 1U) << "a callback";
  EXPECT_EQ(failed_after(sim::minutes(60)), 0U) << "late, while a leg on the number lives";
}

TEST(Ec36, AnOrdinaryCallThatGivesWayPasses) {
  Story story = centre();
  accepted(story).wait(1, line, 3).add(trace::PassedOver{{60}, line, {3}, {}});
  EXPECT_EQ(counts(story, "EC-36"), (Counts{1, 0, 0, 0, 1}));
  EXPECT_EQ(counts(centre().add(trace::PassedOver{{60}, line, {3}, {}}), "EC-36"), nothing);
}

// Whatever is granted for a leg's life is judged alike, each group of each resource for itself.
TEST(Ec36, PortsAndLicencesAreJudgedAsLinesAre) {
  constexpr std::uint32_t nobody = UINT32_MAX;
  constexpr auto port = trace::Resource::media_port, licence = trace::Resource::licence;
  for (const auto resource : {port, licence}) {
    const auto other = resource == port ? licence : port;
    EXPECT_EQ(counts(centre().grant(60, resource, 0, false, nobody, 2, 2), "EC-36"), one_fail);
    EXPECT_EQ(counts(centre().grant(60, resource, 0, false, nobody, 3, 2), "EC-36"), nothing);
    Story passed = centre();
    EXPECT_EQ(counts(accepted(passed).grant(1, line, 0, false).wait(1, resource, 0).after(5), "EC-36"), (Counts{1, 0, 0, 0, 1}));
    Story taken = passed;
    EXPECT_EQ(counts(taken.grant(60, resource, 0), "EC-36"), (Counts{1, 1, 0, 0, 1}));
    Story elsewhere = passed;
    elsewhere.grant(60, other, 0).grant(60, line, 0).grant(60, resource, 1);
    EXPECT_EQ(counts(elsewhere, "EC-36"), (Counts{1, 0, 0, 0, 1}));
    Story gave_way = passed;
    EXPECT_EQ(counts(gave_way.add(trace::PassedOver{{60}, resource, {0}, {}}), "EC-36"), (Counts{2, 0, 0, 0, 1}));
    EXPECT_EQ(counts(passed.add(trace::Blocked{{1}, resource, {0}}), "EC-36"), (Counts{1, 1, 0, 0, 0}));
  }
}

TEST(Ec36, AnEmergencyIsKeptFromNothingThatIsFree) {
  for (const auto resource : {line, trace::Resource::media_port, trace::Resource::licence}) {
    Story story = centre();
    accepted(story).add(trace::PassedOver{{1}, resource, {0}, {}});
    EXPECT_EQ(counts(story, "EC-36"), one_fail);
  }
}

}  // namespace
}  // namespace tocsin::requirements
