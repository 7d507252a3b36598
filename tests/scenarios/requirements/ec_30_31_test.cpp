// Goal: EC-30 and EC-31 fail for a history row at any time, and pass only where one was due and none ever came. Method: rows
// before the accept, at the end, and long after it, for both legs.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

Story outgoing() {
  Story story = Story::begin();
  return story.call(0, 1, pool_a).after(5).answer(0, 1).after(30);
}
Story incoming() {
  Story story = Story::begin();
  return story.call(0, 9, pool_a).drop(0, 9).after(60).callback(0, 1, pool_a).after(10);
}

TEST(Ec30And31, DueAndNeverWrittenPasses) {
  Story out = outgoing(), in = incoming();
  out.drop(0, 1);
  in.give_up(0, 1);
  EXPECT_EQ(counts(out, "EC-30"), nothing);
  EXPECT_EQ(counts(row_due(out, 1), "EC-30"), one_pass);
  EXPECT_EQ(counts(out, "EC-31"), nothing);
  EXPECT_EQ(counts(row_due(in, 1), "EC-31"), one_pass);
  EXPECT_EQ(counts(in, "EC-30"), nothing);
}

TEST(Ec30And31, StillLiveIsOpen) {
  Story out = outgoing(), in = incoming();
  EXPECT_EQ(counts(row_due(out, 1), "EC-30"), one_open);
  EXPECT_EQ(counts(row_due(in, 1), "EC-31"), one_open);
}

TEST(Ec30And31, WrittenAtAnyTimeFails) {
  for (const std::int64_t later : {0, 60, 1'000'000}) {
    Story out = outgoing(), in = incoming();
    row_due(out.drop(0, 1), 1);
    row_due(in.give_up(0, 1), 1);
    row(out.after(later), 1);
    row(in.after(later), 1);
    EXPECT_EQ(counts(out, "EC-30"), one_fail);
    EXPECT_EQ(counts(in, "EC-31"), one_fail);
  }
}

TEST(Ec30And31, WrittenUnaskedOrDeletedAgainFails) {
  Story story = outgoing();
  row(story, 1).add(trace::RowDeleted{trace::Store::history, {1}}).drop(0, 1);
  EXPECT_EQ(counts(story, "EC-30"), one_fail);
}

TEST(Ec30, WrittenBeforeTheAcceptFails) {
  Story story = Story::begin();
  row(row_due(story.dial(0, 1), 1), 1).after(sim::milliseconds(1)).accept(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-30"), one_fail);
}

TEST(Ec30, OtherStoresAndOrdinaryCallsAreNotItsBusiness) {
  Story story = outgoing();
  row(story, 1, trace::Store::transcript).drop(0, 1);
  dial_text(story, 2, "9110");
  row(row_due(ordinary(story, 2), 2), 2).drop(0, 2);
  EXPECT_EQ(counts(story, "EC-30"), nothing);
}

TEST(Ec31, ACallAfterTheWindowIsOrdinary) {
  Story story = Story::begin();
  story.call(0, 9, pool_a).drop(0, 9).after(sim::minutes(60)).arrive(1, pool_a);
  row(row_due(story, 1), 1);
  EXPECT_EQ(counts(story, "EC-31"), nothing);
}

TEST(Ec31, TheCallbackOfACallThatLeftToAnSbcIsTheCarriers) {
  Story story = Story::begin();
  story.dial(0, 9).accept(0, 9, pool_a, trace::Path::direct_routing).lend(0, 9, pool_a).invite(9, {}, trace::InviteTarget::sbc);
  story.drop(0, 9).after(60).callback(0, 1, pool_a).give_up(0, 1);
  EXPECT_EQ(counts(row_due(story, 1), "EC-31"), one_carrier);
  EXPECT_EQ(counts(row(story, 1), "EC-31"), one_carrier);
}

}  // namespace
}  // namespace tocsin::requirements
