// Goal: one who inserts is told that a state is new, and only one, however many insert and however often the table grows
// meanwhile. Method: processes that insert the same hashes in different orders, counted.
#include "scenarios/explore/visited.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>

namespace tocsin::scenarios {
namespace {

constexpr std::uint64_t hashes = 20'000;
constexpr int rounds = 200;

trace::Hash128 nth(std::uint64_t n) { return trace::hash_of(std::to_string(n)); }

struct Told {
  std::atomic<std::uint32_t> ready{0};
  std::array<std::atomic<std::uint8_t>, hashes> times{};
};

TEST(Visited, OfAllProcessesOneIsTold) {
  constexpr std::array<std::uint64_t, 2> strides{1, 7};  // coprime to the number of hashes: two orders of all of them
  for (int round = 0; round < rounds; ++round) {
    Visited visited(hashes);
    InSharedMemory<Told> told;
    ASSERT_TRUE(visited.usable() && told.value);
    for (const std::uint64_t stride : strides) {
      const pid_t child = fork();
      ASSERT_GE(child, 0);
      if (child > 0) continue;
      told.value->ready.fetch_add(1);
      while (told.value->ready.load() < strides.size()) {
      }
      for (std::uint64_t i = 0, n = 0; i < hashes; ++i, n = (n + stride) % hashes)
        if (visited.insert(nth(n), 1).covered == 0) told.value->times[n].fetch_add(1);
      _exit(0);
    }
    for (std::size_t i = 0; i < strides.size(); ++i) {
      int status = 0;
      ASSERT_GT(wait(&status), 0);
      EXPECT_EQ(status, 0);
    }
    std::uint64_t once = 0;
    for (const auto& times : told.value->times) once += times.load() == 1 ? 1 : 0;
    ASSERT_EQ(once, hashes);
    ASSERT_EQ(visited.states(), hashes);
  }
}

TEST(Visited, OfAllProcessesOneIsToldThatABitIsNew) {
  constexpr std::uint32_t bits = 32;
  struct Times {
    std::atomic<std::uint32_t> ready{0};
    std::array<std::atomic<std::uint8_t>, hashes> of_state{};
    std::array<std::atomic<std::uint32_t>, bits> of_bit{};
  };
  Visited visited(hashes);
  InSharedMemory<Times> times;
  ASSERT_TRUE(visited.usable() && times.value);
  for (const bool rising : {true, false}) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child > 0) continue;
    times.value->ready.fetch_add(1);
    while (times.value->ready.load() < 2) {
    }
    for (std::uint64_t n = 0; n < hashes; ++n)
      for (std::uint32_t i = 0; i < bits; ++i) {
        const std::uint32_t bit = rising ? i : bits - 1 - i;
        const std::uint32_t covered = visited.insert(nth(n), 1u << bit).covered;
        if (covered == 0) times.value->of_state[n].fetch_add(1);
        if ((covered >> bit & 1) == 0) times.value->of_bit[bit].fetch_add(1);
      }
    _exit(0);
  }
  for (int i = 0; i < 2; ++i) {
    int status = 0;
    ASSERT_GT(wait(&status), 0);
    EXPECT_EQ(status, 0);
  }
  for (const auto& one : times.value->of_state) ASSERT_EQ(one.load(), 1);
  for (const auto& one : times.value->of_bit) EXPECT_EQ(one.load(), hashes);
  EXPECT_EQ(visited.states(), hashes);
}

TEST(Visited, SaysWhenThereIsNoRoom) {
  Visited visited(3);
  for (const std::uint64_t n : {1, 2, 3, 2}) EXPECT_TRUE(visited.insert(nth(n), 1).room);
  EXPECT_FALSE(visited.insert(nth(4), 1).room);
  EXPECT_EQ(visited.insert(nth(1), 2).covered, 1u);
}

TEST(Visited, ZeroIsAHashLikeAnyOther) {
  Visited visited(10);
  EXPECT_EQ(visited.insert({}, 1).covered, 0u);
  EXPECT_EQ(visited.insert({}, 1).covered, 1u);
}

// Of the second half of a hash half the bits are kept.
TEST(Visited, WhatIsCoveredIsNoPartOfTheHash) {
  Visited visited(10);
  constexpr std::uint64_t next = std::uint64_t{1} << 32;
  EXPECT_EQ(visited.insert({.high = 7, .low = next}, 1).covered, 0u);
  EXPECT_EQ(visited.insert({.high = 7, .low = next}, 2).covered, 1u);
  EXPECT_EQ(visited.insert({.high = 7, .low = 2 * next}, 1).covered, 0u);
  EXPECT_EQ(visited.insert({.high = 7, .low = next}, 4).covered, 3u);
  EXPECT_EQ(visited.states(), 2u);
}

}  // namespace
}  // namespace tocsin::scenarios
