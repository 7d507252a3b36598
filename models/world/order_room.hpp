// What a policy writes its response into, again and again: zero before each call, so that an order of which it writes only what
// counts is the same each time, and nothing of an earlier call, or of a story that was given up, is left in it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "policy/policy.h"
#include "sim/arena.hpp"

namespace tocsin::models {

class OrderRoom {
 public:
  explicit OrderRoom(std::uint32_t orders) : room_(outside_of_images(orders)) {}

  // For the next call.
  tp_response response() {
    std::fill_n(room_->orders.begin(), room_->written, tp_order{});
    room_->written = 0;
    tp_response empty{};
    empty.size = sizeof empty;
    empty.order_capacity = capacity();
    empty.orders = room_->orders.data();
    return empty;
  }
  // After each call, whatever became of it. What the policy wrote where the response says what room there is is undone.
  void close(tp_response& given) {
    given.order_capacity = capacity();
    given.orders = room_->orders.data();
    room_->written = std::min(given.order_count, capacity());
  }

 private:
  // Of what is written here nothing counts from one call to the next, but that it has to be wiped off.
  struct Room {
    std::vector<tp_order> orders;
    std::uint32_t written = 0;
  };
  static std::unique_ptr<Room> outside_of_images(std::uint32_t orders) {
    const sim::OutsideArena outside;
    return std::make_unique<Room>(Room{std::vector<tp_order>(orders), 0});
  }
  std::uint32_t capacity() const { return static_cast<std::uint32_t>(room_->orders.size()); }

  std::unique_ptr<Room> room_;
};

}  // namespace tocsin::models
