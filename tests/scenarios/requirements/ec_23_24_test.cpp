// Goal: EC-23 sees a callback go anywhere but to its agent; EC-24 sees one that is no emergency conversation.
// Method: one callback that keeps both, and one change each.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

using trace::Destination;
using trace::View;

// The responder hung up, and the callback arrives.
Story calling_back() {
  Story story = Story::begin();
  story.call(0, 1, pool_a);
  show_emergency(story, 1);
  return story.after(5).drop(0, 1).after(20).arrive(2, pool_a).rules_say(2, Destination::queue);
}
Story& to_agent(Story& story) { return story.route(2, Destination::agent, 0).dnd(0).offer(0, 2); }
Story answered() {
  Story story = calling_back();
  show_emergency(to_agent(story), 2);
  return story.after(5).answer(0, 2).after(5);
}
Story& close(Story& story) {
  story.press_end(0, 2).restore(0);
  return hide(story, 2).after(1);
}

TEST(Ec23, ItsAgentAndNobodyElsePasses) {
  Story story = answered();
  EXPECT_EQ(counts(story, "EC-23"), one_open);
  EXPECT_EQ(counts(close(story), "EC-23"), one_pass);
  Story unanswered = calling_back();
  to_agent(unanswered).after(20).give_up(0, 2);
  EXPECT_EQ(counts(unanswered, "EC-23"), one_pass);
}

TEST(Ec23, EveryOtherDestinationFailsOnce) {
  for (const auto destination : {Destination::queue, Destination::bot, Destination::voicemail, Destination::external,
                                 Destination::rejected, Destination::closed}) {
    Story story = calling_back();
    story.route(2, destination).route(2, destination);
    EXPECT_EQ(counts(story, "EC-23"), one_fail) << static_cast<int>(destination);
    Story later = calling_back();
    to_agent(later).after(5).route(2, destination).give_up(0, 2);
    EXPECT_EQ(counts(later, "EC-23"), one_fail) << static_cast<int>(destination);
  }
}

TEST(Ec23, AnotherAgentFails) {
  Story routed = calling_back();
  EXPECT_EQ(counts(routed.route(2, Destination::agent, 1), "EC-23"), one_fail);
  Story offered = calling_back();
  EXPECT_EQ(counts(to_agent(offered).after(30).offer(1, 2), "EC-23"), one_fail);
  Story taken = answered();
  EXPECT_EQ(counts(taken.answer(1, 2), "EC-23"), one_fail) << "answered, and then handed on";
  Story granted = calling_back();
  EXPECT_EQ(counts(granted.grant(2, trace::Resource::agent, 0, false, 1), "EC-23"), one_fail);
  Story queued = calling_back();
  EXPECT_EQ(counts(queued.wait(2, trace::Resource::agent), "EC-23"), one_fail);
}

TEST(Ec23, GivenUpBeforeItCameToAnybodyIsMay) {
  EXPECT_EQ(counts(calling_back().give_up(0, 2), "EC-23"), one_may);
  EXPECT_EQ(counts(calling_back().drop(0, 2, trace::DropCause::system), "EC-23"), one_fail);
}

TEST(Ec23, WaitingForALineIsNoQueue) {
  Story story = calling_back();
  story.wait(2, trace::Resource::trunk_line, 3).after(1).grant(2, trace::Resource::trunk_line, 3);
  EXPECT_EQ(counts(close(to_agent(story).answer(0, 2)), "EC-23"), one_pass);
}

TEST(Ec23, CarrierAndLateCallsAreOutside) {
  Story carrier = Story::begin();
  carrier.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).invite(1, pool_a, trace::InviteTarget::sbc).after(5);
  carrier.drop(0, 1).after(5).arrive(2, pool_a).route(2, Destination::voicemail);
  EXPECT_EQ(counts(carrier, "EC-23"), one_carrier);
  Story late = Story::begin();
  late.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).at(3610).arrive(2, pool_a).route(2, Destination::voicemail);
  EXPECT_EQ(counts(late, "EC-23"), nothing) << "at the end of the window it is over";
  Story last = Story::begin();
  last.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).at(sim::seconds(3610) - one_us);
  last.arrive(2, pool_a).route(2, Destination::voicemail);
  EXPECT_EQ(counts(last, "EC-23"), one_fail);
}

TEST(Ec24, AnEmergencyConversationFromTheOfferPasses) {
  Story story = answered();
  EXPECT_EQ(counts(story, "EC-24"), one_open);
  EXPECT_EQ(counts(close(story), "EC-24"), one_pass);
}

TEST(Ec24, AnInstantIsJudgedByItsEnd) {
  Story story = calling_back();
  show_emergency(story.offer(0, 2), 2);
  story.platform_presence(0, busy).dnd(0).after(5).give_up(0, 2);
  EXPECT_EQ(counts(story, "EC-24"), one_pass);
  Story gone = calling_back();
  gone.offer(0, 2).give_up(0, 2).after(1);
  EXPECT_EQ(counts(gone, "EC-24"), one_may);
}

TEST(Ec24, AnotherBaseFails) {
  Story never = Story::begin();
  never.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).after(60).arrive(2, pool_a).offer(0, 2);
  show_emergency(never, 2).after(1);
  EXPECT_EQ(counts(never, "EC-24"), one_fail);
  Story later = answered();
  later.platform_presence(0, busy).after(1);
  EXPECT_EQ(counts(later, "EC-24"), one_fail);
  Story away = answered();
  away.platform_presence(0, status(trace::Base::offline), trace::PresenceCause::connection_lost).session(0, false).after(5);
  away.session(0, true).dnd(0).after(1);
  EXPECT_EQ(counts(close(away), "EC-24"), one_pass);
}

TEST(Ec24, AnotherPanelFails) {
  Story none = calling_back();
  EXPECT_EQ(counts(to_agent(none).after(1), "EC-24"), one_fail);
  Story ordinary_one = calling_back();
  show(to_agent(ordinary_one), 2, View::panel, 511, 63).after(1);
  EXPECT_EQ(counts(ordinary_one, "EC-24"), one_fail);
  Story later = answered();
  show(later, 2, View::panel, 1, 3).after(1);
  EXPECT_EQ(counts(later, "EC-24"), one_fail);
  Story of_another = calling_back();
  show(to_agent(of_another), 2, View::panel, 3, 3, 1).after(1);
  EXPECT_EQ(counts(of_another, "EC-24"), one_fail);
}

TEST(Ec24, RecordingAndRowsFail) {
  Story recorded = answered();
  EXPECT_EQ(counts(close(record(recorded, 7, 2)), "EC-24"), one_fail);
  Story written = answered();
  row(close(written).after(60), 2);
  EXPECT_EQ(counts(written, "EC-24"), one_fail);
  Story other_leg = answered();
  EXPECT_EQ(counts(close(row(record(other_leg, 7, 60), 60)), "EC-24"), one_pass);
}

TEST(Ec24, NothingIsAskedOfCallsThatAreNoCallbacks) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).at(3610).arrive(2, pool_a).offer(0, 2, trace::Route::queue);
  EXPECT_EQ(counts(story, "EC-24"), nothing);
  EXPECT_EQ(counts(calling_back(), "EC-24"), nothing) << "never offered";
}

}  // namespace
}  // namespace tocsin::requirements
