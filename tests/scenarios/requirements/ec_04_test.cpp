// Goal: EC-04 judges all sixteen rows both ways. Method: each row with each answer of a policy, against the table written out.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

using trace::InviteTarget;
using trace::Path;

// O is 8, D is 4, R is 2, M is 1.
Story dialled(int row) {
  Story story = Story::begin();
  rule(story, row & 1 ? "^911$" : "^1911$");
  dial_with(story, 1, "911", [&](trace::Dialled& dial) {
    dial.origin_kind = row & 8 ? trace::NumberKind::calling_plan : trace::NumberKind::direct_routing;
    dial.direct_offer_numbers = row & 4 ? 2 : 0;
    dial.direct_routing_enabled = row & 2;
  });
  return story;
}

TEST(Ec04, AllRowsBothWays) {
  // What the table says: d direct offer, r direct routing, e either, x refused.
  const std::string_view table = "xxxrxxdrxxxxddde";
  for (int row = 0; row < 16; ++row) {
    Story by_offer = dialled(row), by_routing = dialled(row), refused = dialled(row), went_on = dialled(row);
    by_offer.accept(0, 1, pool_a).invite(1, pool_a, InviteTarget::do_emergency);
    by_routing.accept(0, 1, {}, Path::direct_routing).invite(1, {}, InviteTarget::sbc);
    refuse(refused, 1, trace::RefusalReason::other);
    ordinary(went_on, 1);
    const char says = table[static_cast<std::size_t>(row)];
    EXPECT_EQ(counts(by_offer, "EC-04"), says == 'd' ? one_pass : says == 'e' ? one_may : one_fail) << row;
    EXPECT_EQ(counts(by_routing, "EC-04"), says == 'r' ? one_pass : says == 'e' ? one_may : one_fail) << row;
    EXPECT_EQ(counts(refused, "EC-04"), says == 'x' ? one_pass : one_fail) << row;
    EXPECT_EQ(counts(went_on, "EC-04"), one_fail) << row;
  }
}

TEST(Ec04, OnlyADialThatMeetsThePrerequisitesIsATrigger) {
  Story story = Story::begin();
  dial_with(story, 1, "911", location_off);
  refuse(story, 1, trace::RefusalReason::location_off);
  dial_text(story, 2, "9110");
  ordinary(story, 2);
  EXPECT_EQ(counts(story, "EC-04"), nothing);
}

TEST(Ec04, TheWayItLeftDecides) {
  Story story = dialled(12);
  story.accept(0, 1, pool_a).invite(1, pool_a, InviteTarget::sbc);
  EXPECT_EQ(counts(story, "EC-04"), one_fail);
  Story ordinary_gateway = dialled(12);
  ordinary_gateway.accept(0, 1, pool_a).invite(1, pool_a, InviteTarget::direct_offer);
  EXPECT_EQ(counts(ordinary_gateway, "EC-04"), one_fail);
  Story not_left = dialled(12);
  not_left.accept(0, 1, pool_a);
  EXPECT_EQ(counts(not_left, "EC-04"), one_open);
  not_left.press_end(0, 1);
  EXPECT_EQ(counts(not_left, "EC-04"), one_may);
}

TEST(Ec04, ARuleCountsFromItsDeliveryAndOnlyEnabledWithAnSbc) {
  const auto with = [](bool enabled, std::uint32_t sbcs, Duration rule_delay, Duration dial_delay) {
    Story story = Story::begin();
    rule(story, "911", enabled, sbcs);
    story.events.back().delivered_at = story.now + rule_delay;
    dial_with(
        story, 1, "911",
        [](trace::Dialled& dial) {
          dial.origin_kind = trace::NumberKind::unknown;
          dial.direct_routing_enabled = true;
        },
        dial_delay);
    story.accept(0, 1, {}, Path::direct_routing).invite(1, {}, InviteTarget::sbc);
    return counts(story, "EC-04");
  };
  EXPECT_EQ(with(true, 1, {}, {}), one_pass);
  EXPECT_EQ(with(false, 1, {}, {}), one_fail);
  EXPECT_EQ(with(true, 0, {}, {}), one_fail);
  EXPECT_EQ(with(true, 1, one_us, {}), one_fail);
  EXPECT_EQ(with(true, 1, one_us, one_us), one_pass);
}

TEST(Ec04, FallingBackBeforeLeavingIsAllowedForDirectRoutingOnly) {
  Story routing = dialled(3);
  routing.accept(0, 1, {}, Path::direct_routing).accept(0, 1, pool_a);
  EXPECT_EQ(counts(routing, "EC-04"), one_may);
  Story offer = dialled(12);
  offer.accept(0, 1, pool_a).accept(0, 1, {}, Path::direct_routing);
  EXPECT_EQ(counts(offer, "EC-04"), one_fail);
}

}  // namespace
}  // namespace tocsin::requirements
