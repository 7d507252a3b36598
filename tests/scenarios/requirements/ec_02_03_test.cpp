// Goal: EC-02 and EC-03 fail for each unmet prerequisite and only then. Method: one accepted dial, one fact changed.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

template <class Change>
Story accepted(Change change, std::string_view text = "911") {
  Story story = Story::begin();
  dial_with(story, 1, text, change).accept(0, 1, pool_a);
  return story;
}

TEST(Ec02, LocationOnAndInTheUnitedStatesOrPuertoRico) {
  EXPECT_EQ(counts(accepted([](auto&) {}), "EC-02"), one_pass);
  EXPECT_EQ(counts(accepted([](auto& dial) { dial.country = 'P' << 8 | 'R'; }), "EC-02"), one_pass);
  EXPECT_EQ(counts(accepted([](auto& dial) { dial.location_age = sim::hours(24); }), "EC-02"), one_pass);
  EXPECT_EQ(counts(accepted([](auto& dial) { dial.location_age = sim::hours(24) + one_us; }), "EC-02"), one_fail);
  EXPECT_EQ(counts(accepted([](auto& dial) { dial.country = 'G' << 8 | 'B'; }), "EC-02"), one_fail);
  EXPECT_EQ(counts(accepted([](auto& dial) { dial.country = 0; }), "EC-02"), one_fail);
  for (const auto status : {trace::LocationStatus::off, trace::LocationStatus::unknown, trace::LocationStatus::timed_out})
    EXPECT_EQ(counts(accepted([&](auto& dial) { dial.location = status; }), "EC-02"), one_fail);
}

TEST(Ec02, AnotherNumberThatIsAcceptedIsJudgedToo) {
  EXPECT_EQ(counts(accepted(location_off, "9110"), "EC-02"), one_fail);
  Story story = Story::begin();
  dial_with(story, 1, "9110", location_off);
  ordinary(story, 1).accept(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-02"), one_fail);
}

TEST(Ec02, OnlyTheFirstAcceptIsATrigger) {
  Story story = accepted(location_off);
  story.accept(0, 1, pool_a);
  EXPECT_EQ(counts(story, "EC-02"), one_fail);
  Story refused = Story::begin();
  dial_with(refused, 1, "911", location_off);
  refuse(refused, 1, trace::RefusalReason::location_off);
  EXPECT_EQ(counts(refused, "EC-02"), nothing);
}

TEST(Ec02, NotStrictAllowsAnAccept) {
  Story story = accepted(location_off);
  story.header.strict_prerequisites = false;
  EXPECT_EQ(counts(story, "EC-02"), one_may);
  EXPECT_EQ(counts(story, "EC-03"), one_pass);
}

TEST(Ec03, EachProfileAndTheirAssociation) {
  EXPECT_EQ(counts(accepted([](auto&) {}), "EC-03"), one_pass);
  EXPECT_EQ(counts(accepted([](auto& dial) { dial.holds_capacity_profile = false; }), "EC-03"), one_fail);
  EXPECT_EQ(counts(accepted([](auto& dial) { dial.profiles_associated = false; }), "EC-03"), one_fail);
  for (const auto profile : {trace::OutboundProfile::none, trace::OutboundProfile::messaging})
    EXPECT_EQ(counts(accepted([&](auto& dial) { dial.outbound_profile = profile; }), "EC-03"), one_fail);
}

}  // namespace
}  // namespace tocsin::requirements
