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
    sim::InSharedMemory<Told> told;
    ASSERT_TRUE(visited.usable() && told.value);
    for (const std::uint64_t stride : strides) {
      const pid_t child = fork();
      ASSERT_GE(child, 0);
      if (child > 0) continue;
      told.value->ready.fetch_add(1);
      while (told.value->ready.load() < strides.size()) {
      }
      for (std::uint64_t i = 0, n = 0; i < hashes; ++i, n = (n + stride) % hashes)
        if (visited.insert(nth(n)) == Visited::Outcome::fresh) told.value->times[n].fetch_add(1);
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

TEST(Visited, SaysWhenThereIsNoRoom) {
  Visited visited(3);
  for (const std::uint64_t n : {1, 2, 3, 2}) EXPECT_NE(visited.insert(nth(n)), Visited::Outcome::full);
  EXPECT_EQ(visited.insert(nth(4)), Visited::Outcome::full);
  EXPECT_EQ(visited.insert(nth(1)), Visited::Outcome::seen);
}

TEST(Visited, ContainsWhatWasInserted) {
  constexpr std::uint64_t many = 10'000;  // so that it grows
  Visited visited(2 * many);
  for (std::uint64_t n = 0; n < many; ++n) {
    EXPECT_FALSE(visited.contains(nth(n)));
    visited.insert(nth(n));
  }
  for (std::uint64_t n = 0; n < 2 * many; ++n) EXPECT_EQ(visited.contains(nth(n)), n < many);
}

TEST(Visited, HashesWithOneLowHalfAreToldApart) {
  constexpr std::uint64_t many = 40;  // more than lie in a line
  Visited visited(many);
  const auto hash = [](std::uint64_t n) { return trace::Hash128{.high = n, .low = nth(0).low}; };
  for (std::uint64_t n = 1; n <= many; ++n) {
    visited.will_look_for(hash(n).low);
    EXPECT_FALSE(visited.contains(hash(n)));
    EXPECT_EQ(visited.insert(hash(n)), Visited::Outcome::fresh);
    EXPECT_EQ(visited.insert(hash(n)), Visited::Outcome::seen);
  }
  for (std::uint64_t n = 1; n <= 2 * many; ++n) EXPECT_EQ(visited.contains(hash(n)), n <= many);
}

TEST(Visited, ZeroIsAHashLikeAnyOther) {
  Visited visited(10);
  EXPECT_FALSE(visited.contains({}));
  EXPECT_EQ(visited.insert({}), Visited::Outcome::fresh);
  EXPECT_EQ(visited.insert({}), Visited::Outcome::seen);
}

}  // namespace
}  // namespace tocsin::scenarios
