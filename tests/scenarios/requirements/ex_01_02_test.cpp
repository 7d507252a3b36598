// Goal: EX-01 passes the configured contacts told in the instant of accept and EX-02 an alert in the instant in which an
// emergency begins; earlier, later, to others or with more words fails. Method: stories told by hand, both orders of each tie,
// one microsecond on either side.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/switches.hpp"

namespace tocsin::requirements {
namespace {

constexpr auto contacts = trace::Notice::contacts, alert = trace::Notice::alert;

Story contacts_story(std::uint32_t count = 2) {
  Story story = with_switches({1});
  story.header.contacts = count;
  return story;
}

TEST(Ex01, ToldInTheInstantOfAcceptPasses) {
  Story story = contacts_story();
  story.dial(0, 1).accept(0, 1, pool_a).dnd(0);
  notify(story, 1, contacts, 2, 7).after(5);
  EXPECT_EQ(counts(story, "EX-01"), one_pass);
  Story before = contacts_story();
  before.dial(0, 1);
  notify(before, 1, contacts, 2, 3).accept(0, 1, pool_a).after(5);
  EXPECT_EQ(counts(before, "EX-01"), one_pass) << "in the other order of the same instant";
}

TEST(Ex01, EarlierMeansThatTheCallWaitedAndLaterIsTooLate) {
  Story early = contacts_story();
  early.dial(0, 1);
  notify(early, 1, contacts, 2, 3).after(one_us).accept(0, 1, pool_a).after(5);
  EXPECT_EQ(failure(early, "EX-01"), "the call waited for the message");
  Story late = contacts_story();
  late.dial(0, 1).accept(0, 1, pool_a).after(one_us);
  notify(late, 1, contacts, 2, 3).after(5);
  EXPECT_EQ(failure(late, "EX-01"), "nobody was told in the instant of accept");
  EXPECT_EQ(counts(late, "EX-01"), one_fail);
}

TEST(Ex01, NobodyToldFailsAndNobodyConfiguredMay) {
  Story none = contacts_story();
  none.dial(0, 1).accept(0, 1, pool_a).after(5);
  EXPECT_EQ(counts(none, "EX-01"), one_fail);
  Story nobody = contacts_story(0);
  nobody.dial(0, 1).accept(0, 1, pool_a).after(5);
  EXPECT_EQ(counts(nobody, "EX-01"), one_may);
  Story cut = contacts_story();
  cut.dial(0, 1).accept(0, 1, pool_a);
  EXPECT_EQ(counts(cut, "EX-01"), one_open);
}

TEST(Ex01, OthersOrOtherWordsFail) {
  for (const std::uint32_t details : {1U, 8U, 10U, 18U, 35U}) {
    Story story = contacts_story();
    story.dial(0, 1).accept(0, 1, pool_a);
    notify(story, 1, contacts, 2, details).after(5);
    EXPECT_EQ(counts(story, "EX-01"), one_fail) << details;
  }
  Story fewer = contacts_story();
  fewer.dial(0, 1).accept(0, 1, pool_a);
  notify(fewer, 1, contacts, 1, 3).after(5);
  EXPECT_EQ(failure(fewer, "EX-01"), "others were told than the configured contacts");
  Story of_another = contacts_story();
  of_another.dial(0, 1).accept(0, 1, pool_a);
  notify(of_another, 2, contacts, 2, 3).after(5);
  EXPECT_EQ(counts(of_another, "EX-01"), one_fail);
  Story an_alert = contacts_story();
  an_alert.dial(0, 1).accept(0, 1, pool_a);
  notify(an_alert, 1, alert, 2, 3).after(5);
  EXPECT_EQ(counts(an_alert, "EX-01"), one_fail) << "an alert is another thing";
}

TEST(Ex01, WhatIsToldLaterKeepsToTheSameWords) {
  Story story = contacts_story();
  story.call(0, 1, pool_a);
  notify(story, 1, contacts, 2, 3).after(5);
  notify(story, 1, contacts, 2, 3).after(1);
  notify(story, 1, contacts, 2, 8).after(1);
  EXPECT_EQ(counts(story, "EX-01"), (Counts{1, 1, 0, 0, 0}));
}

TEST(Ex01, MailThatIsDownIsTheEnvironments) {
  Story story = contacts_story();
  story.dial(0, 1).accept(0, 1, pool_a);
  notify(story, 1, contacts, 2, 3, trace::Outcome::refused).after(5);
  EXPECT_EQ(counts(story, "EX-01"), one_may);
  Story nobody = contacts_story();
  nobody.dial(0, 1).accept(0, 1, pool_a);
  notify(nobody, 1, contacts, 2, 3, trace::Outcome::no_effect).after(5);
  EXPECT_EQ(counts(nobody, "EX-01"), one_fail);
}

TEST(Ex01, ASecondAcceptOfACallOwesNothing) {
  Story story = contacts_story();
  story.dial(0, 1).accept(0, 1, {}, trace::Path::direct_routing);
  notify(story, 1, contacts, 2, 3).after(1).accept(0, 1, pool_a).after(5);
  EXPECT_EQ(counts(story, "EX-01"), one_pass);
}

TEST(Ex02, AnAlertInTheInstantOfAcceptAndOfTheOfferPasses) {
  Story story = with_switches({2});
  story.call(0, 1, pool_a);
  notify(story, 1, alert, 1, 3).after(60);
  story.arrive(2, pool_a).route(2, trace::Destination::agent, 0);
  notify(story, 2, alert, 1, 3).dnd(0).offer(0, 2).after(5);
  EXPECT_EQ(counts(story, "EX-02"), (Counts{2, 0, 0, 0, 0}));
  Story waits = with_switches({2});
  waits.call(0, 1, pool_a);
  notify(waits, 1, alert, 1, 3).after(60);
  waits.arrive(2, pool_a).route(2, trace::Destination::agent, 0);
  notify(waits, 2, alert, 1, 2).after(1).offer(0, 2).after(5);
  EXPECT_EQ(counts(waits, "EX-02"), (Counts{2, 0, 0, 0, 0})) << "known of before it rings";
  Story after = with_switches({2});
  after.call(0, 1, pool_a);
  notify(after, 1, alert, 1, 3).after(60);
  after.callback(0, 2, pool_a);
  notify(after, 2, alert, 1, 3).after(5);
  EXPECT_EQ(counts(after, "EX-02"), (Counts{2, 0, 0, 0, 0})) << "in the other order of the same instant";
}

TEST(Ex02, NoneOrALateOneFails) {
  Story none = with_switches({2});
  none.call(0, 1, pool_a).after(60).callback(0, 2, pool_a).after(5);
  EXPECT_EQ(counts(none, "EX-02"), (Counts{0, 2, 0, 0, 0}));
  Story late = with_switches({2});
  late.call(0, 1, pool_a).after(one_us);
  notify(late, 1, alert, 1, 3).after(5);
  EXPECT_EQ(counts(late, "EX-02"), one_fail);
  Story cut = with_switches({2});
  cut.call(0, 1, pool_a);
  EXPECT_EQ(counts(cut, "EX-02"), one_open);
}

TEST(Ex02, MoreWordsOrNobodyFail) {
  for (const std::uint32_t details : {1U, 6U, 7U, 10U, 18U, 34U}) {
    Story story = with_switches({2});
    story.call(0, 1, pool_a);
    notify(story, 1, alert, 1, details).after(5);
    EXPECT_EQ(counts(story, "EX-02"), one_fail) << details;
  }
  Story nobody = with_switches({2});
  nobody.call(0, 1, pool_a);
  notify(nobody, 1, alert, 0, 3).after(5);
  EXPECT_EQ(counts(nobody, "EX-02"), one_fail);
  Story refused = with_switches({2});
  refused.call(0, 1, pool_a);
  notify(refused, 1, alert, 1, 3, trace::Outcome::refused).after(5);
  EXPECT_EQ(counts(refused, "EX-02"), one_may);
}

TEST(Switch, OffNothingIsJudged) {
  Story story = Story::begin();
  story.header.contacts = 2;
  story.call(0, 1, pool_a).after(60).callback(0, 2, pool_a).after(5);
  for (const char* id : {"EX-01", "EX-02", "EX-03", "EX-04", "EX-05", "EX-06", "EX-07", "EX-08", "EX-09"}) {
    const RequirementResult result = story.of(id);
    EXPECT_EQ(result.counts, Counts{}) << id;
    EXPECT_EQ(result.traces_off, 1U) << id;
    EXPECT_EQ(result.outcome(), Outcome::vacuous) << id;
  }
  EXPECT_EQ(story.of("EC-01").traces_off, 0U);
}

}  // namespace
}  // namespace tocsin::requirements
