// Goal: the table of EC-04 and the prerequisites with their reasons, as written down. Method: all 16 rows and each prerequisite
// against literals; the rule book against a hand-made order of deliveries.
#include "scenarios/requirements/oracle/eligibility.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "scenarios/requirements/oracle/rule_book.hpp"

namespace tocsin::requirements {
namespace {

using trace::LocationStatus;
using trace::NumberKind;
using trace::OutboundProfile;
using trace::RefusalReason;

TEST(TableRow, AllSixteen) {
  using enum TableRow;
  // Index: O is 8, D is 4, R is 2, M is 1.
  const TableRow expected[16] = {refused,      refused,      refused,      direct_routing,  // neither O nor D
                                 refused,      refused,      direct_offer, direct_routing,
                                 refused,      refused,      refused,      refused,  // O without D
                                 direct_offer, direct_offer, direct_offer, either};
  for (int i = 0; i < 16; ++i) EXPECT_EQ(table_row(i & 8, i & 4, i & 2, i & 1), expected[i]) << i;
}

constexpr sim::Duration age_max = sim::hours(24);

trace::Dialled good_dial() {
  trace::Dialled dial;
  dial.origin_kind = NumberKind::calling_plan;
  dial.location = LocationStatus::on;
  dial.country = 'U' << 8 | 'S';
  dial.location_age = age_max;
  dial.holds_capacity_profile = true;
  dial.outbound_profile = OutboundProfile::voice;
  dial.profiles_associated = true;
  dial.direct_offer_numbers = 1;
  return dial;
}

std::vector<RefusalReason> reasons(const Eligibility& result) {
  std::vector<RefusalReason> all;
  for (int i = 0; i <= static_cast<int>(RefusalReason::other); ++i)
    if (result.unmet.has(static_cast<RefusalReason>(i))) all.push_back(static_cast<RefusalReason>(i));
  return all;
}

TEST(Eligibility, AGoodDialMustBeAccepted) {
  trace::Dialled dial = good_dial();
  EXPECT_TRUE(eligibility(dial, false, age_max).must_be_accepted());
  EXPECT_TRUE(eligibility(dial, false, age_max).unmet.empty());
  dial.country = 'P' << 8 | 'R';
  EXPECT_TRUE(eligibility(dial, false, age_max).must_be_accepted());
}

TEST(Eligibility, EachUnmetPrerequisiteHasItsReasons) {
  const auto unmet = [](auto&& change) {
    trace::Dialled dial = good_dial();
    change(dial);
    const Eligibility result = eligibility(dial, false, age_max);
    EXPECT_FALSE(result.must_be_accepted());
    return reasons(result);
  };
  using Reasons = std::vector<RefusalReason>;
  EXPECT_EQ(unmet([](auto& dial) { dial.location = LocationStatus::off; }), (Reasons{RefusalReason::location_off}));
  EXPECT_EQ(unmet([](auto& dial) { dial.location = LocationStatus::off, dial.country = 0; }),
            (Reasons{RefusalReason::location_off}));
  EXPECT_EQ(unmet([](auto& dial) { dial.location = LocationStatus::unknown; }), (Reasons{RefusalReason::location_unknown}));
  EXPECT_EQ(unmet([](auto& dial) { dial.location = LocationStatus::timed_out; }), (Reasons{RefusalReason::location_unknown}));
  EXPECT_EQ(unmet([](auto& dial) { dial.location_age = age_max + sim::microseconds(1); }),
            (Reasons{RefusalReason::location_unknown}));
  EXPECT_EQ(unmet([](auto& dial) { dial.country = 'C' << 8 | 'A'; }), (Reasons{RefusalReason::country}));
  EXPECT_EQ(unmet([](auto& dial) { dial.country = 0; }), (Reasons{RefusalReason::location_unknown, RefusalReason::country}));
  EXPECT_EQ(unmet([](auto& dial) { dial.holds_capacity_profile = false; }), (Reasons{RefusalReason::capacity_profile}));
  EXPECT_EQ(unmet([](auto& dial) { dial.outbound_profile = OutboundProfile::messaging; }),
            (Reasons{RefusalReason::outbound_profile}));
  EXPECT_EQ(unmet([](auto& dial) { dial.outbound_profile = OutboundProfile::none; }), (Reasons{RefusalReason::outbound_profile}));
  EXPECT_EQ(unmet([](auto& dial) { dial.profiles_associated = false; }),
            (Reasons{RefusalReason::capacity_profile, RefusalReason::outbound_profile}));
  EXPECT_EQ(unmet([](auto& dial) { dial.direct_offer_numbers = 0; }), (Reasons{RefusalReason::no_path}));
  EXPECT_EQ(unmet([](auto& dial) { dial.origin_kind = NumberKind::unknown; }), (Reasons{RefusalReason::no_path}));
}

trace::Event rule(trace::Texts& texts, std::int64_t delivered, std::uint32_t index, const char* pattern, bool enabled = true,
                  std::uint32_t sbcs = 1) {
  trace::RuleFact fact;
  fact.index = index;
  fact.pattern = texts.intern(pattern);
  fact.enabled = enabled;
  fact.sbc_count = sbcs;
  return {1, sim::Time{0}, sim::Time{delivered}, fact};
}

TEST(RuleBook, TheLatestFactOfEachIndexFromItsDelivery) {
  trace::Texts texts;
  RuleBook book;
  const auto add = [&](const trace::Event& event) { book.add(event, *event.as<trace::RuleFact>(), texts); };
  EXPECT_FALSE(book.emergency_matches(sim::Time{0}));
  add(rule(texts, 0, 0, "1911"));
  EXPECT_FALSE(book.emergency_matches(sim::Time{0}));
  add(rule(texts, 5, 1, "911"));
  EXPECT_FALSE(book.emergency_matches(sim::Time{4}));
  EXPECT_TRUE(book.emergency_matches(sim::Time{5}));
  add(rule(texts, 6, 1, "911", false));
  EXPECT_FALSE(book.emergency_matches(sim::Time{6}));
  add(rule(texts, 7, 1, "911", true, 0));
  EXPECT_FALSE(book.emergency_matches(sim::Time{7}));
  add(rule(texts, 9, 0, "[broken"));
  add(rule(texts, 8, 0, ".*"));
  EXPECT_TRUE(book.emergency_matches(sim::Time{8}));
  EXPECT_FALSE(book.emergency_matches(sim::Time{9}));
}

}  // namespace
}  // namespace tocsin::requirements
