/*
 * Goal: each unmet prerequisite is named, and nothing else is one (EC-02, EC-03, R-15 to R-17). Method: one fact of an eligible
 * agent changed at a time, through the policy; the age of a location report at its exact limit.
 */
#include "policy/rules/eligibility.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

uint32_t reason_with(const std::function<void(tp_agent_facts&)>& change, bool strict = true) {
  Tenant tenant;
  change(tenant.agents[0]);
  tenant.strict = strict;
  Platform p(tenant);
  p.now_us = minute_us;
  const tp_answer& a = p.dial(0, 10);
  EXPECT_EQ(a.choice == TP_REFUSE, a.reason != TP_REASON_NONE);
  EXPECT_EQ(a.choice == TP_REFUSE, p.orders.empty());
  return a.reason;
}

TEST(Eligibility, EachPrerequisiteIsNamed) {
  const auto reason = [](auto change) { return reason_with(change); };
  EXPECT_EQ(reason([](tp_agent_facts&) {}), uint32_t{TP_REASON_NONE});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.location = TP_LOCATION_OFF; }), uint32_t{TP_REASON_LOCATION_OFF});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.location = TP_LOCATION_UNKNOWN; }), uint32_t{TP_REASON_LOCATION_UNKNOWN});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.location = TP_LOCATION_TIMED_OUT; }), uint32_t{TP_REASON_LOCATION_UNKNOWN});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.location = 9; }), uint32_t{TP_REASON_LOCATION_UNKNOWN});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.country = 0; }), uint32_t{TP_REASON_COUNTRY});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.country = TP_COUNTRY('C', 'A'); }), uint32_t{TP_REASON_COUNTRY});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.country = TP_COUNTRY('P', 'R'); }), uint32_t{TP_REASON_NONE});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.holds_capacity_profile = 0; }), uint32_t{TP_REASON_CAPACITY_PROFILE});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.outbound_profile = TP_OUTBOUND_NONE; }), uint32_t{TP_REASON_OUTBOUND_PROFILE});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.outbound_profile = TP_OUTBOUND_MESSAGING; }), uint32_t{TP_REASON_OUTBOUND_PROFILE});
  EXPECT_EQ(reason([](tp_agent_facts& a) { a.profiles_associated = 0; }), uint32_t{TP_REASON_CAPACITY_PROFILE});
}

TEST(Eligibility, PresenceIsNoPrerequisite) {
  for (uint8_t base = TP_AVAILABLE; base <= TP_INACTIVE; ++base) {
    for (const uint8_t origin : {TP_AUTOMATIC, TP_MANUAL}) {
      EXPECT_EQ(reason_with([&](tp_agent_facts& a) { a.presence = {base, origin, 0, 3}; }), uint32_t{TP_REASON_NONE});
    }
  }
}

TEST(Eligibility, NotStrictConnectsAllTheSame) {
  EXPECT_EQ(reason_with([](tp_agent_facts& a) { a.location = TP_LOCATION_OFF; }, false), uint32_t{TP_REASON_NONE});
  EXPECT_EQ(reason_with([](tp_agent_facts& a) { a = {}; }, false), uint32_t{TP_REASON_NONE});
  Tenant tenant;
  tenant.numbers.clear();
  tenant.strict = false;
  Platform p(tenant);
  EXPECT_EQ(p.dial(0, 10).reason, uint32_t{TP_REASON_NO_PATH}) << "without a path there is nothing to connect";
}

TEST(Eligibility, AReportIsUsableUpToItsAge) {
  State state;
  state.settings.location_age_us_max = 1000;
  tp_agent_facts facts = eligible_agent();
  for (const int64_t reported_us : {int64_t{-5000}, int64_t{0}, int64_t{777}}) {
    facts.location_reported_us = reported_us;
    EXPECT_EQ(location_unmet(state, facts, reported_us), TP_REASON_NONE);
    EXPECT_EQ(location_unmet(state, facts, reported_us + 1000), TP_REASON_NONE);
    EXPECT_EQ(location_unmet(state, facts, reported_us + 1001), TP_REASON_LOCATION_UNKNOWN);
  }
  facts.location_reported_us = time_min;
  EXPECT_EQ(location_unmet(state, facts, time_max), TP_REASON_LOCATION_UNKNOWN) << "no overflow";
}

}  // namespace
}  // namespace tocsin::policy::testing
