// Goal: each call finds its room empty, whatever was written before it, and only what was given is read. Method: writing as
// policies do.
#include "models/world/order_room.hpp"

#include <gtest/gtest.h>

namespace tocsin::models {
namespace {

tp_order order(std::uint64_t token) {
  tp_order order{};
  order.kind = TP_ORDER_WAKE;
  order.token = token;
  return order;
}

TEST(OrderRoom, IsEmptyBeforeEachCall) {
  OrderRoom room(8);
  for (const std::uint32_t count : {5u, 8u, 2u, 9u, 0u}) {
    tp_response response = room.response();
    EXPECT_EQ(response.size, sizeof response);
    EXPECT_EQ(response.order_capacity, 8u);
    EXPECT_EQ(response.order_count, 0u);
    for (std::uint32_t i = 0; i < response.order_capacity; ++i) {
      EXPECT_EQ(response.orders[i].token, 0u) << i;
      EXPECT_EQ(response.orders[i].kind, 0u) << i;
    }
    response.order_count = count;
    for (std::uint32_t i = 0; i < std::min(count, 8u); ++i) response.orders[i] = order(7);
    room.close(response);
    EXPECT_EQ(response.order_count, count) << "so that too many are seen";
  }
}

TEST(OrderRoom, WhatTheResponseSaysOfItIsNotBelieved) {
  OrderRoom room(8);
  tp_response response = room.response();
  response.orders[0] = order(7);
  response.orders[1] = order(8);
  response.order_count = 2;
  response.order_capacity = 1;
  response.orders = nullptr;
  room.close(response);
  EXPECT_EQ(response.order_capacity, 8u);
  ASSERT_NE(response.orders, nullptr);
  EXPECT_EQ(response.orders[1].token, 8u);
}

}  // namespace
}  // namespace tocsin::models
