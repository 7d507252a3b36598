// Goal: EC-32 fails for a row with identity in any derived store at any time, and passes only where one was due and none ever
// came. Method: every store, before the accept, during the call, at its end and long after it, for both legs; aggregates.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-32";
constexpr trace::Store derived[] = {trace::Store::recent,      trace::Store::transcript, trace::Store::analytics,
                                    trace::Store::translation, trace::Store::sentiment,  trace::Store::summary,
                                    trace::Store::survey};

Story outgoing() {
  Story story = Story::begin();
  return story.call(0, 1, pool_a).after(5).answer(0, 1).after(30);
}
Story incoming() {
  Story story = Story::begin();
  return story.call(0, 9, pool_a).drop(0, 9).after(60).callback(0, 1, pool_a).after(10);
}

TEST(Ec32, DueAndNeverWrittenPasses) {
  for (const trace::Store store : derived) {
    Story out = outgoing(), in = incoming();
    EXPECT_EQ(counts(row_due(out.drop(0, 1), 1, store), id), one_pass);
    EXPECT_EQ(counts(row_due(in.give_up(0, 1), 1, store), id), one_pass);
  }
}

TEST(Ec32, NothingDueShowsNothing) {
  EXPECT_EQ(counts(outgoing().drop(0, 1), id), nothing);
  Story history = outgoing();
  EXPECT_EQ(counts(row(row_due(history.drop(0, 1), 1), 1), id), nothing);
}

TEST(Ec32, OneObligationForAllStoresOfALeg) {
  Story story = outgoing();
  for (const trace::Store store : derived) row_due(story, 1, store);
  EXPECT_EQ(counts(story.drop(0, 1), id), one_pass);
  for (const trace::Store store : derived) row(story, 1, store);
  EXPECT_EQ(counts(story, id), one_fail);
}

TEST(Ec32, WrittenAtAnyTimeFails) {
  for (const trace::Store store : derived)
    for (const std::int64_t later : {0, 60, 1'000'000}) {
      Story out = outgoing(), in = incoming();
      EXPECT_EQ(counts(row(out.drop(0, 1).after(later), 1, store), id), one_fail);
      EXPECT_EQ(counts(row(in.give_up(0, 1).after(later), 1, store), id), one_fail);
    }
}

TEST(Ec32, DuringTheCallAndDeletedAgainFails) {
  Story story = outgoing();
  row(story, 1, trace::Store::transcript).after(5).add(trace::RowDeleted{trace::Store::transcript, {1}});
  EXPECT_EQ(counts(story.drop(0, 1), id), one_fail);
}

TEST(Ec32, BeforeTheAccept) {
  Story due = Story::begin(), written = Story::begin(), ordinary_one = Story::begin();
  row_due(due.dial(0, 1), 1, trace::Store::recent).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).invite(1, pool_a);
  EXPECT_EQ(counts(due.drop(0, 1), id), one_pass);
  row(written.dial(0, 1), 1, trace::Store::recent).after(sim::milliseconds(1)).accept(0, 1, pool_a);
  EXPECT_EQ(counts(written, id), one_fail);
  row(dial_text(ordinary_one, 1, "9110"), 1, trace::Store::recent);
  EXPECT_EQ(counts(ordinary(ordinary_one, 1).drop(0, 1), id), nothing);
}

TEST(Ec32, AggregatesWithoutIdentityAreMay) {
  Story only = outgoing(), due = outgoing(), both = outgoing(), other = outgoing();
  EXPECT_EQ(counts(row(only.drop(0, 1), 1, trace::Store::analytics, false), id), one_may);
  row_due(due.drop(0, 1), 1, trace::Store::analytics);
  EXPECT_EQ(counts(row(due, 1, trace::Store::analytics, false), id), one_pass);  // the identity was left out
  row(both.drop(0, 1), 1, trace::Store::analytics, false);
  EXPECT_EQ(counts(row(both, 1, trace::Store::analytics), id), one_fail);
  EXPECT_EQ(counts(row(other.drop(0, 1), 1, trace::Store::transcript, false), id), one_fail);  // no aggregate is a transcript
}

TEST(Ec32, StillLiveIsOpen) {
  Story story = outgoing();
  EXPECT_EQ(counts(row_due(story, 1, trace::Store::summary), id), one_open);
}

TEST(Ec32, ACallAfterTheWindowIsOrdinary) {
  Story story = Story::begin();
  story.call(0, 9, pool_a).drop(0, 9).after(sim::minutes(60)).arrive(1, pool_a);
  EXPECT_EQ(counts(row(row_due(story, 1, trace::Store::recent), 1, trace::Store::recent), id), nothing);
}

TEST(Ec32, TheCallbackOfACallThatLeftToAnSbcIsJudgedToo) {
  Story story = Story::begin();
  story.dial(0, 9).accept(0, 9, pool_a, trace::Path::direct_routing).lend(0, 9, pool_a).invite(9, {}, trace::InviteTarget::sbc);
  story.drop(0, 9).after(60).callback(0, 1, pool_a).give_up(0, 1);
  EXPECT_EQ(counts(row_due(story, 1, trace::Store::transcript), id), one_pass);
  EXPECT_EQ(counts(row(story, 1, trace::Store::transcript), id), one_fail);
}

}  // namespace
}  // namespace tocsin::requirements
