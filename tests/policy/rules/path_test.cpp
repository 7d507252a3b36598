/*
 * Goal: path and refusal are those of the table of EC-04, all sixteen rows. Method: the table written out, asked of the rule and,
 * with a tenant built for the row, of the whole policy.
 */
#include "policy/rules/path.hpp"

#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

struct Row {
  bool origin, offer, routing, matches;
  tp_path path;
};
constexpr Row table[] = {
    {false, false, false, false, TP_PATH_NONE}, {false, false, false, true, TP_PATH_NONE},
    {false, false, true, false, TP_PATH_NONE},  {false, false, true, true, TP_PATH_DR},
    {false, true, false, false, TP_PATH_NONE},  {false, true, false, true, TP_PATH_NONE},
    {false, true, true, false, TP_PATH_DO},     {false, true, true, true, TP_PATH_DR},
    {true, false, false, false, TP_PATH_NONE},  {true, false, false, true, TP_PATH_NONE},
    {true, false, true, false, TP_PATH_NONE},   {true, false, true, true, TP_PATH_NONE},
    {true, true, false, false, TP_PATH_DO},     {true, true, false, true, TP_PATH_DO},
    {true, true, true, false, TP_PATH_DO},      {true, true, true, true, TP_PATH_DO},
};

TEST(Path, TheTable) {
  for (const auto& [origin, offer, routing, matches, path] : table) {
    EXPECT_EQ(emergency_path({origin, offer, routing, matches}), path) << origin << offer << routing << matches;
  }
}

TEST(Path, TheTableThroughThePolicy) {
  for (const auto& [origin, offer, routing, matches, path] : table) {
    Tenant tenant;
    tenant.numbers = {{carrier_number, TP_NUMBER_DIRECT_ROUTING, 1}};
    if (origin) tenant.numbers.push_back({own_number, TP_NUMBER_CALLING_PLAN, 0});
    if (offer) tenant.numbers.push_back({own_number + 1, TP_NUMBER_CALLING_PLAN, 1});
    tenant.direct_routing = routing;
    tenant.patterns = {"[", "\\+911", matches ? "^9.1$" : "^9.2$"};
    Platform p(tenant);
    const tp_answer& a = p.dial(0, 10, "911", origin ? own_number : carrier_number);
    EXPECT_EQ(a.choice, path == TP_PATH_NONE ? uint32_t{TP_REFUSE} : uint32_t{TP_ACCEPT})
        << origin << offer << routing << matches;
    EXPECT_EQ(a.path, uint32_t{path});
    EXPECT_EQ(a.reason, path == TP_PATH_NONE ? uint32_t{TP_REASON_NO_PATH} : uint32_t{TP_REASON_NONE});
    EXPECT_EQ(a.number != 0, path == TP_PATH_DO);
  }
}

TEST(Path, FactsThatChangeAreInForceFromTheirDelivery) {
  Tenant tenant;
  tenant.numbers = {{carrier_number, TP_NUMBER_DIRECT_ROUTING, 1}};
  Platform p(tenant);
  tp_leg leg = 10;
  const auto path = [&](tp_number origin) { return p.dial(0, ++leg, "911", origin).path; };
  EXPECT_EQ(path(own_number), uint32_t{TP_PATH_NONE}) << "a number that nobody owns";

  tp_event number = p.event(TP_TELL_NUMBER_FACTS, TP_NO_AGENT, 0);
  number.u.number_facts = {own_number, TP_NUMBER_CALLING_PLAN, 1};
  p.put(number);
  EXPECT_EQ(path(own_number), uint32_t{TP_PATH_DO});
  EXPECT_EQ(path(carrier_number), uint32_t{TP_PATH_NONE});

  tp_event enabled = p.event(TP_TELL_TENANT_FACTS, TP_NO_AGENT, 0);
  enabled.u.tenant.direct_routing_enabled = 1;
  p.put(enabled);
  EXPECT_EQ(path(carrier_number), uint32_t{TP_PATH_DO});

  const auto rule = [&](const char* pattern, uint8_t on, uint32_t sbcs) {
    tp_event made = p.event(TP_TELL_RULE_FACTS, TP_NO_AGENT, 0);
    made.u.rule.index = 3;
    made.u.rule.facts = {pattern, static_cast<uint32_t>(std::strlen(pattern)), 0, on, sbcs};
    p.put(made);
  };
  rule(".*", 1, 1);
  EXPECT_EQ(path(carrier_number), uint32_t{TP_PATH_DR});
  rule(".*", 0, 1);
  EXPECT_EQ(path(carrier_number), uint32_t{TP_PATH_DO}) << "disabled";
  rule(".*", 1, 0);
  EXPECT_EQ(path(carrier_number), uint32_t{TP_PATH_DO}) << "a route without an SBC";
  rule("(911", 1, 1);
  EXPECT_EQ(path(carrier_number), uint32_t{TP_PATH_DO}) << "broken";

  number.sequence = p.event(0, 0, 0).sequence;
  number.u.number_facts.outbound_enabled = 0;
  p.put(number);
  EXPECT_EQ(path(own_number), uint32_t{TP_PATH_NONE});
}

}  // namespace
}  // namespace tocsin::policy::testing
