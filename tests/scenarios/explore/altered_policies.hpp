// Policies for tests of the search: the built-in one, and something beside it that only some order or disturbance shows.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <variant>

#include "policy/policy.h"
#include "scenarios/policies/policies.hpp"

namespace tocsin::scenarios {

// The built-in policy with one number that it knows beside, which is part of its snapshot.
struct Beside {
  void* real;
  std::int64_t number = -1;
};
inline const tp_policy* const real_policy = std::get<LoadedPolicy>(find_policy("builtin")).policy;

inline tp_policy beside_the_builtin() {
  tp_policy policy = *real_policy;
  policy.create = [](const tp_config* config) -> void* { return new Beside{real_policy->create(config)}; };
  policy.destroy = [](void* self) {
    real_policy->destroy(static_cast<Beside*>(self)->real);
    delete static_cast<Beside*>(self);
  };
  policy.snapshot = [](const void* self, void* bytes, size_t capacity) {
    const Beside& beside = *static_cast<const Beside*>(self);
    const size_t rest = real_policy->snapshot(beside.real, nullptr, 0);
    if (capacity < rest + sizeof beside.number) return rest + sizeof beside.number;
    std::memcpy(bytes, &beside.number, sizeof beside.number);
    return sizeof beside.number + real_policy->snapshot(beside.real, static_cast<char*>(bytes) + sizeof beside.number, rest);
  };
  policy.restore = [](void* self, const void* bytes, size_t count) {
    Beside& beside = *static_cast<Beside*>(self);
    std::memcpy(&beside.number, bytes, sizeof beside.number);
    return real_policy->restore(beside.real, static_cast<const char*>(bytes) + sizeof beside.number,
                                count - sizeof beside.number);
  };
  return policy;
}

// It has 1 for its number once it was restored, which its hash leaves out.
inline tp_policy that_knows_of_a_restart() {
  tp_policy policy = beside_the_builtin();
  policy.restore = [](void* self, const void* bytes, size_t count) {
    static const auto restore = beside_the_builtin().restore;
    const int refused = restore(self, bytes, count);
    static_cast<Beside*>(self)->number = 1;
    return refused;
  };
  policy.state_hash = [](const void* self, int64_t now_us) {
    return real_policy->state_hash(static_cast<const Beside*>(self)->real, now_us);
  };
  return policy;
}

// But a callback that comes in the instant of the last event of kind `blind_after` is not seen as one.
inline std::uint32_t blind_after = 0;

inline const tp_policy* blind_in_one_instant(std::uint32_t kind) {
  static tp_policy policy = beside_the_builtin();
  blind_after = kind;
  policy.state_hash = [](const void* self, int64_t now_us) {
    const Beside& blind = *static_cast<const Beside*>(self);
    return real_policy->state_hash(blind.real, now_us) * 2 + (blind.number == now_us ? 1 : 0);
  };
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    Beside& blind = *static_cast<Beside*>(self);
    real_policy->handle(blind.real, event, response);
    if (event->kind == blind_after) blind.number = event->occurred_us;
    if (event->kind != TP_ASK_DELIVER || event->occurred_us != blind.number) return;
    response->answer = {};
    response->answer.choice = TP_ORDINARY;
    response->order_count = 0;
  };
  return &policy;
}

// Knows of each restart, and of each second delivery of an event of kind `noticed`, until an agent ends; it does nothing about
// them.
inline std::uint32_t noticed = 0;

inline const tp_policy* that_notices(std::uint32_t kind) {
  static tp_policy policy = that_knows_of_a_restart();
  noticed = kind;
  policy.state_hash = [](const void* self, int64_t now_us) {
    const Beside& beside = *static_cast<const Beside*>(self);
    return real_policy->state_hash(beside.real, now_us) * 4 + static_cast<std::uint64_t>(beside.number + 1);
  };
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    Beside& beside = *static_cast<Beside*>(self);
    real_policy->handle(beside.real, event, response);
    if (event->kind == TP_TELL_END_PRESSED && event->redelivered == 0) beside.number = -1;
    if (event->kind == noticed && event->redelivered != 0) beside.number = 2;
  };
  return &policy;
}

// Gives one order more with the first event that it is given after a restart, and else stands as the built-in does.
inline tp_order (*ordered_after_a_restart)(const tp_event& event) = nullptr;

inline const tp_policy* that_orders_after_a_restart(tp_order (*order)(const tp_event& event)) {
  static tp_policy policy = that_knows_of_a_restart();
  ordered_after_a_restart = order;
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    Beside& beside = *static_cast<Beside*>(self);
    real_policy->handle(beside.real, event, response);
    if (beside.number != 1 || event->redelivered != 0) return;
    response->orders[response->order_count++] = ordered_after_a_restart(*event);
    beside.number = -1;
  };
  return &policy;
}

inline tp_order wake_in_a_second(const tp_event& event) {
  tp_order order{};
  order.kind = TP_ORDER_WAKE;
  order.token = 99;
  order.at_us = event.delivered_us + 1'000'000;
  return order;
}

inline tp_order end_of_leg(const tp_event& event) {
  tp_order order{};
  order.kind = TP_ORDER_END_LEG;
  order.leg = event.leg;
  return order;
}

// Gives one order more with each end that is pressed after a restart, of which its hash knows nothing.
inline const tp_policy* that_orders_at_an_end_after_a_restart(tp_order (*order)(const tp_event& event)) {
  static tp_policy policy = that_knows_of_a_restart();
  ordered_after_a_restart = order;
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    Beside& beside = *static_cast<Beside*>(self);
    real_policy->handle(beside.real, event, response);
    if (event->kind != TP_TELL_END_PRESSED || event->redelivered != 0 || beside.number != 1) return;
    response->orders[response->order_count++] = ordered_after_a_restart(*event);
  };
  return &policy;
}

// A machine of a few states beside the built-in policy, of which its hash tells: what events, second deliveries and restarts lead
// to, and when it sets and cancels two wake-ups of its own, is as the seed says. If it `breaks`, some orders are of no known
// kind.
struct Machine {
  std::uint64_t seed = 0;
  bool breaks = false;
  static constexpr std::uint64_t states = 3;
  static constexpr std::int64_t orders = 4;  // that it gives in all

  std::uint64_t drawn(std::uint64_t of) const {
    std::uint64_t x = seed * 0x9E3779B97F4A7C15 ^ (of + 0x7F4A7C15) * 0xBF58476D1CE4E5B9;
    x = (x ^ x >> 29) * 0x94D049BB133111EB;
    return x ^ x >> 32;
  }
};
inline Machine machine;

inline const tp_policy* with_a_machine(const Machine& of) {
  static tp_policy policy = beside_the_builtin();
  machine = of;
  // Its number is the state, and 16 times the orders that are left.
  policy.create = [](const tp_config* config) -> void* { return new Beside{real_policy->create(config), 16 * Machine::orders}; };
  policy.state_hash = [](const void* self, int64_t now_us) {
    const Beside& beside = *static_cast<const Beside*>(self);
    return real_policy->state_hash(beside.real, now_us) * 1024 + static_cast<std::uint64_t>(beside.number);
  };
  policy.restore = [](void* self, const void* bytes, size_t count) {
    static const auto restore = beside_the_builtin().restore;
    const int refused = restore(self, bytes, count);
    std::int64_t& number = static_cast<Beside*>(self)->number;
    const std::uint64_t drawn = machine.drawn(1'000'000 + static_cast<std::uint64_t>(number % 16));
    if (drawn % 3 == 0) number = number / 16 * 16 + static_cast<std::int64_t>((drawn >> 8) % Machine::states);
    return refused;
  };
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    Beside& beside = *static_cast<Beside*>(self);
    real_policy->handle(beside.real, event, response);
    std::int64_t state = beside.number % 16, left = beside.number / 16;
    const std::uint64_t drawn =
        machine.drawn(static_cast<std::uint64_t>(state) * 4096 + event->kind * 8 + (event->redelivered != 0 ? 1 : 0));
    if ((drawn >> 4) % 4 == 0) state = static_cast<std::int64_t>((drawn >> 8) % Machine::states);
    if (left > 0 && (drawn >> 12) % 3 == 0) {
      --left;
      tp_order order{};
      order.kind = (drawn >> 16) % 5 == 0 ? TP_ORDER_CANCEL_WAKE : TP_ORDER_WAKE;
      order.token = 90 + (drawn >> 20) % 2;
      if (order.kind == TP_ORDER_WAKE)
        order.at_us = event->delivered_us + static_cast<std::int64_t>((drawn >> 24) % 3) * 1'000'000;
      if (machine.breaks && left < 2 && (drawn >> 40) % 6 == 0) order.kind = 999;
      response->orders[response->order_count++] = order;
      order.token = 90 + 91 - order.token;
      if ((drawn >> 28) % 4 == 0) response->orders[response->order_count++] = order;
    }
    beside.number = state + 16 * left;
  };
  return &policy;
}

// Of each order only what its kind says is written.
inline const tp_policy* that_writes_what_counts() {
  static tp_policy policy = *real_policy;
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    std::array<tp_order, 64> own{};
    tp_response whole = *response;
    whole.orders = own.data();
    whole.order_capacity = own.size();
    real_policy->handle(self, event, &whole);
    response->answer = whole.answer;
    response->order_count = whole.order_count;
    for (std::uint32_t i = 0; i < whole.order_count; ++i) {
      tp_order& order = response->orders[i];
      order.kind = own[i].kind;
      if (order.kind == TP_ORDER_WAKE) order.at_us = own[i].at_us;
      if (order.kind == TP_ORDER_WAKE || order.kind == TP_ORDER_CANCEL_WAKE) order.token = own[i].token;
      if (order.kind == TP_ORDER_RELEASE) order.number = own[i].number;
      if (order.kind < TP_ORDER_WAKE && order.kind != TP_ORDER_RELEASE) order = own[i];
      if (order.kind > TP_ORDER_CANCEL_WAKE) order = own[i];
    }
  };
  return &policy;
}

// Says of each response that there is less room than it takes; one event of that kind, the first after a restart, ends its leg.
inline std::uint32_t ends_at = 0;

inline const tp_policy* that_takes_its_room_away(std::uint32_t kind) {
  static tp_policy policy = that_knows_of_a_restart();
  ends_at = kind;
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    Beside& beside = *static_cast<Beside*>(self);
    real_policy->handle(beside.real, event, response);
    tp_order more{};
    more.kind = TP_ORDER_CANCEL_WAKE;
    more.token = 77;
    if (beside.number == 1 && event->redelivered == 0) {
      if (event->kind == ends_at) more = end_of_leg(*event);
      beside.number = -1;
    }
    response->order_capacity = response->order_count;
    response->orders[response->order_count++] = more;
  };
  return &policy;
}

// What a restart spoils, and neither snapshot nor hash knows of: no orders at an end once a call was answered after it.
inline const tp_policy* that_is_spoilt_by_a_restart() {
  static tp_policy policy = that_knows_of_a_restart();
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    Beside& beside = *static_cast<Beside*>(self);
    real_policy->handle(beside.real, event, response);
    if (event->kind == TP_TELL_ANSWERED && beside.number == 1) beside.number = 2;
    if (event->kind == TP_TELL_END_PRESSED && beside.number == 2) response->order_count = 0;
  };
  return &policy;
}

}  // namespace tocsin::scenarios
