/*
 * Goal: the C contract holds at its edges: unusable configurations, short or senseless events, no room, many instances. Method:
 * the functions of the table called directly.
 */
#include "policy/emergency_policy.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <vector>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

tp_config usable() {
  tp_config config{};
  config.version = TP_VERSION;
  config.size = sizeof(tp_config);
  config.window_us = window_us;
  return config;
}

const tp_agent_facts some_agents[1] = {};

bool creates(const tp_config& config) {
  void* self = tocsin_policy()->create(&config);
  tocsin_policy()->destroy(self);
  return self != nullptr;
}

TEST(EmergencyPolicy, RefusesWhatItCannotUse) {
  EXPECT_TRUE(creates(usable()));
  EXPECT_EQ(tocsin_policy()->create(nullptr), nullptr);
  const auto with = [](auto change) {
    tp_config config = usable();
    change(config);
    return creates(config);
  };
  EXPECT_FALSE(with([](tp_config& c) { c.version = 2; }));
  EXPECT_FALSE(with([](tp_config& c) { c.size = sizeof(tp_config) - 1; }));
  EXPECT_FALSE(with([](tp_config& c) { c.agent_count = 1; }));
  EXPECT_FALSE(with([](tp_config& c) { c.number_count = 1; }));
  EXPECT_FALSE(with([](tp_config& c) { c.pool_count = 1; }));
  EXPECT_FALSE(with([](tp_config& c) { c.rule_count = 1; }));
  EXPECT_FALSE(with([](tp_config& c) { c.window_us = 0; }));
  EXPECT_FALSE(with([](tp_config& c) { c.channel_delay_us_max = -1; }));
  EXPECT_FALSE(with([](tp_config& c) { c.location_age_us_max = -1; }));
  EXPECT_FALSE(with([](tp_config& c) { c.agent_count = TP_NO_AGENT, c.agents = some_agents; }));
  const std::vector<tp_rule_facts> rules((1u << 16) + 1);
  const auto with_rules = [&](uint32_t count) {
    return with([&](tp_config& c) { c.rule_count = count, c.rules = rules.data(); });
  };
  EXPECT_TRUE(with_rules(1u << 16));
  EXPECT_FALSE(with_rules((1u << 16) + 1));
  const auto with_termination_window = [&](int64_t us) {
    return with([&](tp_config& c) { c.switches = TP_SWITCH_TERMINATION_WINDOW, c.termination_window_us = us; });
  };
  EXPECT_FALSE(with_termination_window(-1));
  EXPECT_FALSE(with_termination_window(0));
  EXPECT_TRUE(with_termination_window(1));
  EXPECT_TRUE(with([](tp_config& c) { c.window_us = 1; }));
  const tp_number twice[] = {5, 6, 5};
  EXPECT_FALSE(with([&](tp_config& c) {
    c.pool = twice;
    c.pool_count = 3;
  }));
  EXPECT_TRUE(with([&](tp_config& c) {
    c.pool = twice;
    c.pool_count = 2;
  }));
  const tp_number nothing[] = {0};
  EXPECT_FALSE(with([&](tp_config& c) {
    c.pool = nothing;
    c.pool_count = 1;
  }));
}

TEST(EmergencyPolicy, AShortEventIsReadAsFarAsItGoes) {
  const tp_config config = usable();
  void* self = tocsin_policy()->create(&config);
  tp_event event{};
  event.size = offsetof(tp_event, u);
  event.kind = TP_ASK_DIAL;
  event.sequence = 1;
  event.u.dial.text = "911";
  event.u.dial.length = 3;
  tp_response response{};
  tocsin_policy()->handle(self, &event, &response);
  EXPECT_EQ(response.answer.choice, uint32_t{TP_ORDINARY}) << "the dialled text lies behind its size";
  event.size = sizeof(event);
  event.sequence = 2;
  tocsin_policy()->handle(self, &event, &response);
  EXPECT_EQ(response.answer.choice, uint32_t{TP_REFUSE});
  tocsin_policy()->destroy(self);
}

TEST(EmergencyPolicy, ALongerEventIsReadAsFarAsItIsKnown) {
  struct Later {
    tp_event event;
    uint8_t unknown[1 << 16];
  };
  const tp_config config = usable();
  void* self = tocsin_policy()->create(&config);
  const auto later = std::make_unique<Later>();
  std::memset(later->unknown, 0xAB, sizeof(later->unknown));
  later->event.size = sizeof(Later);
  later->event.kind = TP_ASK_DIAL;
  later->event.sequence = 1;
  later->event.u.dial.text = "911";
  later->event.u.dial.length = 3;
  tp_response response{};
  tocsin_policy()->handle(self, &later->event, &response);
  EXPECT_EQ(response.answer.choice, uint32_t{TP_REFUSE});
  tocsin_policy()->destroy(self);
}

TEST(EmergencyPolicy, WithoutInstanceEventOrResponseNothingHappens) {
  const tp_config config = usable();
  void* self = tocsin_policy()->create(&config);
  const uint64_t before = tocsin_policy()->state_hash(self, 0);
  tp_event event{};
  event.size = sizeof(event);
  event.kind = TP_ASK_DIAL;
  event.sequence = 1;
  tp_response response{};
  response.answer.choice = 77;
  tocsin_policy()->handle(nullptr, &event, &response);
  tocsin_policy()->handle(self, nullptr, &response);
  tocsin_policy()->handle(self, &event, nullptr);
  EXPECT_EQ(response.answer.choice, 77u);
  EXPECT_EQ(tocsin_policy()->state_hash(self, 0), before);
  tocsin_policy()->destroy(self);
}

TEST(EmergencyPolicy, SenselessEventsDoNothing) {
  Platform p;
  p.connect(0, 10);
  for (const uint32_t kind : {0u, 12u, 31u, 46u, 1000u, UINT32_MAX}) {
    p.tell(kind, 0, 10);
    EXPECT_EQ(p.answer.choice, uint32_t{TP_NO_ANSWER});
    EXPECT_TRUE(p.orders.empty());
  }
  for (uint32_t kind = TP_ASK_DIAL; kind <= TP_TELL_REFERRED; ++kind) {
    p.tell(kind, 77, 88);
    EXPECT_TRUE(p.orders.empty() || kind == TP_TELL_TIMER) << kind;
    p.tell(kind, TP_NO_AGENT, 0);
    EXPECT_TRUE(p.orders.empty() || kind == TP_TELL_TIMER) << kind;
  }
  const size_t size = p.snapshot().size();
  for (const uint32_t index : {1u << 16, UINT32_MAX}) {
    tp_event rule = p.event(TP_TELL_RULE_FACTS, TP_NO_AGENT, 0);
    rule.u.rule.index = index;
    p.put(rule);
    EXPECT_TRUE(p.orders.empty());
    EXPECT_EQ(p.snapshot().size(), size) << "there are at most 65,536 rules";
  }
  EXPECT_EQ(p.presence(0, {}), uint32_t{TP_REFUSE}) << "the episode is as it was";
}

TEST(EmergencyPolicy, WithoutAnyRoomItSaysSo) {
  Platform p;
  p.order_capacity = 0;
  EXPECT_EQ(p.dial(0, 10).choice, uint32_t{TP_ACCEPT});
  EXPECT_TRUE(p.overflow);
}

TEST(EmergencyPolicy, InstancesDoNotKnowEachOther) {
  Platform one;
  Platform other;
  one.connect(0, 10);
  EXPECT_EQ(other.presence(0, {}), uint32_t{TP_ORDINARY});
  EXPECT_EQ(other.deliver(20, first_lent).choice, uint32_t{TP_ORDINARY});
  EXPECT_EQ(one.deliver(20, first_lent).choice, uint32_t{TP_TO_AGENT});
}

}  // namespace
}  // namespace tocsin::policy::testing
