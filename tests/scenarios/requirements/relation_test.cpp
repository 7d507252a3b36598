// Goal: EC-20, EC-21 and EC-22 compare what a clone answers with something varied to what it answers with nothing varied.
// Method: one callback of an agent who is available and free, so that the rest of the three is vacuous, and answers told by hand.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

using trace::Destination;
using trace::Variation;

struct Told {
  Story story;
  Told& answer(Variation varied, Destination to = Destination::agent, std::uint32_t agent = 0, bool capacity = false) {
    trace::Counterfactual e;
    e.leg = {2};
    e.varied = varied;
    e.destination = to;
    if (to == Destination::agent) e.agent = {agent};
    e.uses_capacity = capacity;
    story.add(e);
    return *this;
  }
  Counts of(std::string_view id) {
    Story whole = story;
    whole.offer(0, 2).after(5).give_up(0, 2).after(1);
    return counts(whole, id);
  }
};

Told callback() {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).after(5).arrive(2, pool_a);
  return {story};
}

constexpr Counts nothing{}, passed{1, 0, 0, 0, 0}, failed{0, 1, 0, 0, 0}, allowed{0, 0, 1, 0, 0};

TEST(Relation, EachVariationIsAboutItsOwnRequirement) {
  for (const auto& [varied, id] :
       {std::pair{Variation::rules, "EC-20"}, {Variation::limits, "EC-21"}, {Variation::presence, "EC-22"}})
    for (const char* other : {"EC-20", "EC-21", "EC-22"}) {
      const bool own = std::string_view(other) == id;
      EXPECT_EQ(callback().answer(Variation::nothing).answer(varied).of(other), own ? passed : nothing) << id << other;
      EXPECT_EQ(callback().answer(Variation::nothing).answer(varied, Destination::queue).of(other), own ? failed : nothing);
    }
}

TEST(Relation, EveryPartOfTheDecisionCounts) {
  const auto with = [](auto... what) {
    return callback().answer(Variation::nothing).answer(Variation::presence, Destination::agent, what...).of("EC-22");
  };
  EXPECT_EQ(with(0U, false), passed);
  EXPECT_EQ(with(1U, false), failed);
  EXPECT_EQ(with(0U, true), failed);
}

TEST(Relation, OneCallbackIsOneObligationWhateverFailsOfIt) {
  Told told = callback();
  told.answer(Variation::nothing).answer(Variation::presence).answer(Variation::presence, Destination::queue);
  told.answer(Variation::presence, Destination::voicemail).answer(Variation::presence);
  EXPECT_EQ(told.of("EC-22"), failed);
  EXPECT_EQ(told.story.of("EC-22").failures.front().deciding, told.story.events.size() - 2);
}

TEST(Relation, WithoutTheOtherSideNothingIsCompared) {
  EXPECT_EQ(callback().answer(Variation::presence, Destination::queue).of("EC-22"), nothing);
  EXPECT_EQ(callback().answer(Variation::nothing).of("EC-22"), nothing);
}

// That it does not go to its agent at all is for EC-18 to say; equal answers prove nothing then.
TEST(Relation, EqualAnswersElsewhereAreMay) {
  EXPECT_EQ(callback().answer(Variation::nothing, Destination::queue).answer(Variation::limits, Destination::queue).of("EC-21"),
            allowed);
  EXPECT_EQ(
      callback().answer(Variation::nothing, Destination::agent, 1).answer(Variation::limits, Destination::agent, 1).of("EC-21"),
      allowed);
  EXPECT_EQ(callback().answer(Variation::nothing, Destination::queue).answer(Variation::limits).of("EC-21"), failed);
}

TEST(Relation, ALateCallIsNoCallback) {
  Story story = Story::begin();
  story.call(0, 1, pool_a).after(5).press_end(0, 1).restore(0).at(sim::seconds(10) + sim::minutes(60)).arrive(2, pool_a);
  Told told{story};
  told.answer(Variation::nothing).answer(Variation::presence, Destination::queue);
  EXPECT_EQ(told.story.of("EC-22").counts, nothing);
}

TEST(Relation, TheCarriersCallbackIsTheCarriers) {
  Story story = Story::begin();
  story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).invite(1, pool_a, trace::InviteTarget::sbc);
  story.after(5).press_end(0, 1).restore(0).after(5).arrive(2, pool_a);
  Told told{story};
  told.answer(Variation::nothing).answer(Variation::presence, Destination::queue);
  EXPECT_EQ(told.story.of("EC-22").count(Verdict::carrier), 1U + 0U);
  EXPECT_EQ(told.story.of("EC-22").count(Verdict::fail), 0U);
}

}  // namespace
}  // namespace tocsin::requirements
