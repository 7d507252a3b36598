/*
 * A hand-driven platform for tests: builds a configuration, puts events to a policy through its C functions one at a time, and
 * keeps answer and orders.
 *
 * Before each event a second instance is made from a snapshot and given the same event: it must answer and order the same and end
 * in the same bytes and hash (but for arming its timer again). So every scenario is also a test of snapshot and restore at every
 * step.
 */
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/emergency_policy.hpp"

namespace tocsin::policy::testing {

inline constexpr int64_t second_us = 1'000'000;
inline constexpr int64_t minute_us = 60 * second_us;
inline constexpr int64_t window_us = 60 * minute_us;
inline constexpr tp_number own_number = 14255550100;     /* calling plan, outbound */
inline constexpr tp_number carrier_number = 15035550100; /* direct routing */
inline constexpr tp_number first_lent = 12065550000;

inline tp_agent_facts eligible_agent() {
  tp_agent_facts facts{};
  facts.presence = {TP_AVAILABLE, TP_AUTOMATIC, 0, 0};
  facts.holds_capacity_profile = 1;
  facts.outbound_profile = TP_OUTBOUND_VOICE;
  facts.profiles_associated = 1;
  facts.location = TP_LOCATION_ON;
  facts.country = TP_COUNTRY('U', 'S');
  return facts;
}

/* What a test configures; the defaults make every agent eligible and the path DO. */
struct Tenant {
  std::vector<tp_agent_facts> agents = std::vector<tp_agent_facts>(3, eligible_agent());
  std::vector<tp_number_facts> numbers = {{own_number, TP_NUMBER_CALLING_PLAN, 1}, {carrier_number, TP_NUMBER_DIRECT_ROUTING, 1}};
  std::vector<tp_number> pool = {first_lent, first_lent + 1, first_lent + 2};
  std::vector<std::string> patterns;
  bool direct_routing = false;
  bool strict = true;
  int64_t location_age_us_max = 24 * 60 * minute_us;
  int64_t channel_delay_us_max = 0;
  uint32_t switches = 0;
  uint32_t contacts = 0;
};

class Platform {
 public:
  explicit Platform(Tenant tenant = {}, const tp_policy* policy = tocsin_policy()) : tenant_(std::move(tenant)), policy_(policy) {
    self_ = make();
    EXPECT_NE(self_, nullptr);
  }
  ~Platform() { policy_->destroy(self_); }
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  int64_t now_us = 0;
  uint32_t order_capacity = 64;
  /* Of the last event. */
  tp_answer answer{};
  std::vector<tp_order> orders;
  bool overflow = false;
  /* Of every event so far. */
  std::vector<std::pair<tp_answer, std::vector<tp_order>>> history;

  tp_event event(uint32_t kind, tp_agent agent, tp_leg leg) {
    tp_event made{};
    made.size = sizeof(tp_event);
    made.kind = kind;
    made.sequence = ++sequence_;
    made.occurred_us = now_us;
    made.delivered_us = now_us;
    made.wall_us = 1'600'000'000 * second_us + now_us;
    made.agent = agent;
    made.leg = leg;
    return made;
  }

  const tp_answer& put(const tp_event& made) {
    void* twin = make();
    const std::vector<uint8_t> before = snapshot();
    EXPECT_EQ(policy_->restore(twin, before.data(), before.size()), 0);
    Reply reply = handle(self_, made);
    const Reply again = handle(twin, made);
    expect_same(reply, again);
    EXPECT_EQ(snapshot(), snapshot_of(twin));
    EXPECT_EQ(policy_->state_hash(self_, now_us), policy_->state_hash(twin, now_us));
    policy_->destroy(twin);
    answer = reply.answer;
    orders = std::move(reply.orders);
    overflow = reply.overflow;
    last_ = made;
    history.emplace_back(answer, orders);
    return answer;
  }

  /* ---- asks ---- */

  const tp_answer& dial(tp_agent agent, tp_leg leg, std::string_view text = "911", tp_number origin = own_number) {
    tp_event made = event(TP_ASK_DIAL, agent, leg);
    made.u.dial.text = text.data();
    made.u.dial.length = static_cast<uint32_t>(text.size());
    made.u.dial.origin = origin;
    return put(made);
  }
  uint32_t presence(tp_agent agent, tp_presence requested, uint32_t by = TP_BY_AGENT, uint32_t cause = TP_CAUSE_CHOSEN) {
    tp_event made = event(TP_ASK_PRESENCE, agent, 0);
    made.by = by;
    made.u.presence.requested = requested;
    made.u.presence.cause = cause;
    return put(made).choice;
  }
  const tp_answer& deliver(tp_leg leg, tp_number called, int64_t occurred_us) {
    tp_event made = event(TP_ASK_DELIVER, TP_NO_AGENT, leg);
    made.occurred_us = occurred_us;
    made.u.deliver.called = called;
    made.u.deliver.caller = 12065550911;
    return put(made);
  }
  const tp_answer& deliver(tp_leg leg, tp_number called) { return deliver(leg, called, now_us); }
  uint32_t offer(tp_agent agent, tp_leg leg, uint32_t route = TP_ROUTE_QUEUE) {
    tp_event made = event(TP_ASK_OFFER, agent, leg);
    made.u.offer.route = route;
    return put(made).choice;
  }
  uint32_t grant(tp_leg leg, uint32_t free, uint32_t reserve, uint32_t group = 0, uint32_t resource = TP_TRUNK_LINE) {
    tp_event made = event(TP_ASK_GRANT, TP_NO_AGENT, leg);
    made.u.grant.resource = resource;
    made.u.grant.group = group;
    made.u.grant.free = free;
    made.u.grant.total = 10;
    made.u.grant.reserve = reserve;
    return put(made).choice;
  }
  uint32_t record(tp_leg leg, uint32_t moment, tp_leg feeds) {
    tp_event made = event(TP_ASK_RECORD, TP_NO_AGENT, leg);
    made.u.record.moment = moment;
    made.u.record.feeds = feeds;
    return put(made).choice;
  }
  uint32_t row(tp_leg leg, uint32_t store = TP_STORE_HISTORY, uint32_t moment = TP_ROW_ENDED) {
    tp_event made = event(TP_ASK_ROW, TP_NO_AGENT, leg);
    made.u.row.store = store;
    made.u.row.moment = moment;
    return put(made).choice;
  }
  uint32_t control(tp_agent agent, tp_leg leg, uint32_t control, uint32_t by = TP_BY_AGENT) {
    tp_event made = event(TP_ASK_CONTROL, agent, leg);
    made.by = by;
    made.u.control.control = control;
    return put(made).choice;
  }
  uint32_t leg_end(tp_agent agent, tp_leg leg, bool by_agent) {
    tp_event made = event(TP_ASK_LEG_END, agent, leg);
    made.u.leg_end.by_agent = by_agent ? 1 : 0;
    return put(made).choice;
  }

  /* ---- tells ---- */

  void tell(uint32_t kind, tp_agent agent, tp_leg leg) { put(event(kind, agent, leg)); }
  void egress(tp_agent agent, tp_leg leg) { tell(TP_TELL_EGRESS, agent, leg); }
  void answered(tp_agent agent, tp_leg leg) { tell(TP_TELL_ANSWERED, agent, leg); }
  void dropped(tp_agent agent, tp_leg leg) { tell(TP_TELL_DROPPED, agent, leg); }
  void end_pressed(tp_agent agent, tp_leg leg) { tell(TP_TELL_END_PRESSED, agent, leg); }
  void waiting(tp_leg leg, uint32_t group, uint32_t resource = TP_TRUNK_LINE) {
    tp_event made = event(TP_TELL_WAITING, TP_NO_AGENT, leg);
    made.u.grant.resource = resource;
    made.u.grant.group = group;
    put(made);
  }
  void devices(tp_agent agent, uint32_t count) {
    tp_event made = event(TP_TELL_SESSION, agent, 0);
    made.u.session.devices = count;
    put(made);
  }
  void facts(tp_agent agent, const tp_agent_facts& given) {
    tp_event made = event(TP_TELL_AGENT_FACTS, agent, 0);
    made.u.agent_facts = given;
    put(made);
  }
  void timer() {
    tp_event made = event(TP_TELL_TIMER, TP_NO_AGENT, 0);
    made.u.timer.token = wake_token;
    put(made);
  }
  /* Lets time pass, with the wake-up in between if it falls due before or at that time. */
  void advance_to(int64_t at_us) {
    while (wake_us >= 0 && wake_us <= at_us) {
      now_us = std::max(now_us, wake_us);
      wake_us = -1;
      timer();
    }
    now_us = at_us;
  }
  /* A call that was accepted, left and was answered. */
  tp_number connect(tp_agent agent, tp_leg leg) {
    const tp_number lent = dial(agent, leg).number;
    EXPECT_EQ(answer.choice, uint32_t{TP_ACCEPT});
    egress(agent, leg);
    answered(agent, leg);
    return lent;
  }
  void repeat_last() { put(last_); }

  /* ---- what was ordered by the last event ---- */

  std::vector<tp_order> of_kind(uint32_t kind) const {
    std::vector<tp_order> found;
    for (const tp_order& order : orders) {
      if (order.kind == kind) found.push_back(order);
    }
    return found;
  }
  bool sets_do_not_disturb(tp_agent agent) const {
    const auto set = of_kind(TP_ORDER_PRESENCE);
    return set.size() == 1 && set[0].agent == agent && set[0].presence.base == TP_DND && set[0].cause == TP_CAUSE_EMERGENCY;
  }
  bool restores(tp_agent agent, tp_presence wanted) const {
    const auto set = of_kind(TP_ORDER_PRESENCE);
    return set.size() == 1 && set[0].agent == agent && set[0].cause == TP_CAUSE_RESTORE && set[0].presence.base == wanted.base &&
           set[0].presence.origin == wanted.origin && set[0].presence.text == wanted.text;
  }

  std::vector<uint8_t> snapshot() const { return snapshot_of(self_); }
  int restore(const std::vector<uint8_t>& bytes) { return restore(bytes.data(), bytes.size()); }
  int restore(const uint8_t* bytes, size_t count) { return policy_->restore(self_, bytes, count); }
  uint64_t hash() const { return policy_->state_hash(self_, now_us); }
  /* A new instance in place of the old one. */
  void crash_and_restore(const std::vector<uint8_t>& bytes) {
    policy_->destroy(self_);
    self_ = make();
    EXPECT_EQ(restore(bytes), 0);
  }

  int64_t wake_us = -1;
  uint64_t wake_token = 0;

 private:
  struct Reply {
    tp_answer answer{};
    std::vector<tp_order> orders;
    bool overflow = false;
  };

  void* make() const {
    std::vector<tp_rule_facts> rules;
    for (const std::string& pattern : tenant_.patterns) {
      rules.push_back({pattern.data(), static_cast<uint32_t>(pattern.size()), 0, 1, 1});
    }
    tp_config config{};
    config.version = TP_VERSION;
    config.size = sizeof(tp_config);
    config.agents = tenant_.agents.data();
    config.agent_count = static_cast<uint32_t>(tenant_.agents.size());
    config.numbers = tenant_.numbers.data();
    config.number_count = static_cast<uint32_t>(tenant_.numbers.size());
    config.pool = tenant_.pool.data();
    config.pool_count = static_cast<uint32_t>(tenant_.pool.size());
    config.rules = rules.data();
    config.rule_count = static_cast<uint32_t>(rules.size());
    config.direct_routing_enabled = tenant_.direct_routing ? 1 : 0;
    config.strict_prerequisites = tenant_.strict ? 1 : 0;
    config.window_us = window_us;
    config.switches = tenant_.switches;
    config.contact_count = tenant_.contacts;
    config.termination_window_us = 30 * minute_us;
    config.location_age_us_max = tenant_.location_age_us_max;
    config.channel_delay_us_max = tenant_.channel_delay_us_max;
    return policy_->create(&config);
  }

  std::vector<uint8_t> snapshot_of(const void* self) const {
    std::vector<uint8_t> bytes(policy_->snapshot(self, nullptr, 0));
    EXPECT_EQ(policy_->snapshot(self, bytes.data(), bytes.size()), bytes.size());
    return bytes;
  }

  Reply handle(void* self, const tp_event& made) {
    std::vector<tp_order> room(order_capacity);
    tp_response response{};
    response.size = sizeof(response);
    response.order_capacity = order_capacity;
    response.orders = room.data();
    policy_->handle(self, &made, &response);
    EXPECT_LE(response.order_count, order_capacity);
    room.resize(response.order_count);
    if (self == self_) {
      for (const tp_order& order : room) {
        if (order.kind == TP_ORDER_WAKE) wake_us = order.at_us;
        if (order.kind == TP_ORDER_WAKE) wake_token = order.token;
        if (order.kind == TP_ORDER_CANCEL_WAKE) wake_us = -1;
      }
    }
    return {response.answer, std::move(room), response.overflow != 0};
  }

  static void expect_same(const Reply& one, const Reply& other) {
    EXPECT_EQ(std::memcmp(&one.answer, &other.answer, sizeof(tp_answer)), 0);
    ASSERT_LE(one.orders.size(), other.orders.size());
    for (size_t index = 0; index < one.orders.size(); ++index) {
      EXPECT_EQ(std::memcmp(&one.orders[index], &other.orders[index], sizeof(tp_order)), 0) << "order " << index;
    }
    ASSERT_LE(other.orders.size(), one.orders.size() + 1);
    if (other.orders.size() > one.orders.size()) {
      EXPECT_EQ(other.orders.back().kind, uint32_t{TP_ORDER_WAKE});
    }
  }

  Tenant tenant_;
  const tp_policy* policy_;
  void* self_ = nullptr;
  uint64_t sequence_ = 0;
  tp_event last_{};
};

}  // namespace tocsin::policy::testing
