// Goal: EC-06 passes for a call by direct routing without a pool number whose SBCs were tried in turn. Method: one change each.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

using trace::InviteTarget;
using trace::Path;

Story accepted() {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, {}, Path::direct_routing);
  return story;
}

TEST(Ec06, NextSbcOn408And503And504Only) {
  for (const std::uint32_t response : {408, 503, 504, 403, 480, 486, 500, 603, 200}) {
    Story story = accepted();
    invite(story, 1, 1, InviteTarget::sbc);
    respond(story, 1, 1, 183);
    respond(story, 1, 1, response);
    EXPECT_EQ(counts(story, "EC-06"), one_open);
    invite(story, 1, 2, InviteTarget::sbc).drop(0, 1);
    const bool right = response == 408 || response == 503 || response == 504;
    EXPECT_EQ(counts(story, "EC-06"), right ? one_pass : one_fail) << response;
  }
}

TEST(Ec06, TwoSbcsAtOnceFail) {
  Story story = accepted();
  invite(story, 1, 1, InviteTarget::sbc);
  respond(story, 1, 1, 180);
  invite(story, 1, 2, InviteTarget::sbc);
  EXPECT_EQ(counts(story, "EC-06"), one_fail);
  EXPECT_EQ(failure(story, "EC-06"), "the next SBC was tried before the last one had answered");
}

TEST(Ec06, ALentNumberFails) {
  Story story = accepted();
  story.lend(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-06"), one_fail);
  Story before = Story::begin();
  before.dial(0, 1).lend(0, 1, pool_a).accept(0, 1, {}, Path::direct_routing);
  EXPECT_EQ(counts(before, "EC-06"), one_fail);
  Story by_offer = Story::begin();
  by_offer.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a);
  EXPECT_EQ(counts(by_offer, "EC-06"), nothing);
}

TEST(Ec06, AfterAFallbackANumberIsRight) {
  Story story = accepted();
  invite(story, 1, 1, InviteTarget::sbc);
  respond(story, 1, 1, 503);
  story.accept(0, 1, pool_a).lend(0, 1, pool_a);
  invite(story, 1, 2, InviteTarget::do_emergency);
  Story back = story;
  story.drop(0, 1);
  EXPECT_EQ(counts(story, "EC-06"), one_pass);
  invite(back, 1, 3, InviteTarget::sbc);
  EXPECT_EQ(counts(back, "EC-06"), one_fail);
}

TEST(Ec06, LeavingByDirectOfferUnasked) {
  for (const auto target : {InviteTarget::do_emergency, InviteTarget::direct_offer}) {
    Story story = accepted();
    invite(story, 1, 1, target);
    EXPECT_EQ(counts(story, "EC-06"), one_fail);
  }
}

TEST(Ec06, OverBeforeItLeftShowsNothing) {
  Story story = accepted();
  story.press_end(0, 1);
  EXPECT_EQ(counts(story, "EC-06"), one_may);
}

}  // namespace
}  // namespace tocsin::requirements
