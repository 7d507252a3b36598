// Goal: where a policy stands says what it is owed, also where its own hash does not; what it is given again alone is compared.
// Method: a policy without any state of its own, which does what each event's leg says.
#include "scenarios/explore/disturbance.hpp"

#include <gtest/gtest.h>

namespace tocsin::scenarios {
namespace {

enum Wanted : tp_leg { nothing, wakes, cancels, wakes_if_redelivered };

tp_policy stateless() {
  tp_policy policy{};
  policy.version = TP_VERSION;
  policy.size = sizeof policy;
  policy.name = "stateless";
  policy.create = [](const tp_config*) -> void* { return new int(0); };
  policy.destroy = [](void* self) { delete static_cast<int*>(self); };
  policy.snapshot = [](const void*, void*, size_t) -> size_t { return 0; };
  policy.restore = [](void* self, const void*, size_t) { return *static_cast<int*>(self) = 1, 0; };
  policy.state_hash = [](const void*, int64_t) -> std::uint64_t { return 0; };
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    int& restored = *static_cast<int*>(self);
    tp_order& order = response->orders[0];
    order = {};
    order.token = 7;
    order.at_us = 5'000'000;
    if (event->leg == wakes) order.kind = TP_ORDER_WAKE;
    if (event->leg == cancels) order.kind = TP_ORDER_CANCEL_WAKE;
    if (event->leg == wakes_if_redelivered && restored == 1) order.kind = TP_ORDER_WAKE;
    response->order_count = order.kind == 0 ? 0 : 1;
    if (event->redelivered == 0) restored = 0;
  };
  return policy;
}

struct Quiet final : models::PolicyWatch {
  void entering(const tp_event&) override {}
  void left() override {}
};

class Disturbed : public testing::Test {
 protected:
  Disturbed() : self_(table_->create(&config_)) {}
  ~Disturbed() override { table_->destroy(self_); }

  void handle(std::uint64_t sequence, Wanted wanted) {
    tp_event event{};
    event.kind = TP_TELL_ANSWERED;
    event.sequence = sequence;
    event.leg = wanted;
    tp_order orders[4];
    tp_response response{};
    response.order_capacity = 4;
    response.orders = orders;
    table_->handle(self_, &event, &response);
  }

  tp_policy real_ = stateless();
  tp_config config_{};
  const tp_policy* table_ = disturbed(real_, {});
  void* self_;
  Quiet quiet_;
};

TEST_F(Disturbed, StandsWhereItIsOwedTheSame) {
  const auto before = standing_of_disturbed(0);
  ASSERT_TRUE(before);
  handle(1, wakes);
  EXPECT_NE(standing_of_disturbed(0), before);
  EXPECT_NE(standing_of_disturbed(0), standing_of_disturbed(1)) << "the time until then is another";
  handle(2, cancels);
  EXPECT_EQ(standing_of_disturbed(0), before);
}

TEST_F(Disturbed, RespondsAlikeIfEveryResponseIsTheSame) {
  const auto alike = [&](std::initializer_list<Wanted> wanted, const Disturbance& disturbance) {
    handle(99, cancels);
    Exchanges exchanges;
    exchanges.begin(0, 0);
    listen_to_exchanges(&exchanges);
    std::uint64_t sequence = 0;
    for (const Wanted each : wanted) handle(++sequence, each);
    listen_to_exchanges(nullptr);
    handle(99, cancels);  // as at the beginning
    return responds_alike(exchanges, disturbance, quiet_);
  };
  const Disturbance second{Disturbance::Kind::restart, 2, 0};
  EXPECT_TRUE(alike({nothing, nothing}, second));
  EXPECT_TRUE(alike({nothing, wakes}, second));
  EXPECT_FALSE(alike({nothing, wakes_if_redelivered}, second));
  EXPECT_FALSE(alike({nothing, wakes_if_redelivered, nothing}, second)) << "not the last one";
  EXPECT_TRUE(alike({wakes, wakes_if_redelivered}, second)) << "it was owed that already";
  EXPECT_TRUE(alike({nothing, wakes_if_redelivered}, {Disturbance::Kind::duplicate, 2, 0})) << "nobody was restored";
}

}  // namespace
}  // namespace tocsin::scenarios
