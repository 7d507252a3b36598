// Goal: what lives in an arena is put back whole, whatever it is made of, and what lives elsewhere is left alone.
// Method: containers that allocate, grow and shrink in an arena, between an image and its being put back, again and again,
// against copies outside; blocks that are deleted where they were not made.
#include "sim/arena.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

namespace tocsin::sim {
namespace {

constexpr std::size_t size = 1 << 20;

struct Things {
  std::vector<int> list;
  std::map<int, std::string> table;
  std::unique_ptr<std::string> text;
  friend bool operator==(const Things& a, const Things& b) {
    return a.list == b.list && a.table == b.table && (a.text ? *a.text : "") == (b.text ? *b.text : "");
  }
};

void change(Things& things, unsigned seed) {
  for (unsigned i = 0; i < 50; ++i) {
    seed = seed * 1664525u + 1013904223u;
    const int n = static_cast<int>(seed >> 20);
    things.list.push_back(n);
    things.table[n % 40] = std::string(static_cast<std::size_t>(n % 700), 'x');
    if (n % 3 == 0) things.table.erase(things.table.begin());
    if (n % 7 == 0) things.list = {};
    if (n % 5 == 0) things.text = std::make_unique<std::string>(std::to_string(n));
  }
}

TEST(Arena, AnImageIsPutBackWhole) {
  Arena arena(size);
  Things* inside = nullptr;
  {
    const InArena in(&arena);
    inside = new Things;
    change(*inside, 1);
  }
  ASSERT_TRUE(arena.holds(inside));
  ASSERT_TRUE(arena.holds(inside->list.data()));
  Things outside;
  change(outside, 1);
  ASSERT_EQ(*inside, outside);
  Arena::Image image, later;
  arena.save(image);
  for (unsigned seed = 2; seed < 30; ++seed) {
    {
      const InArena in(&arena);
      change(*inside, seed);
    }
    EXPECT_FALSE(*inside == outside);
    const std::size_t used = arena.used();
    arena.save(later);
    EXPECT_EQ(later.size(), used);
    arena.put_back(image);
    EXPECT_TRUE(*inside == outside) << seed;
    EXPECT_EQ(arena.used(), image.size());
    arena.put_back(later);
    EXPECT_FALSE(*inside == outside);
    arena.put_back(image);
  }
  delete inside;
}

TEST(Arena, BlocksAreUsedAgain) {
  Arena arena(size);
  const auto grow = [&] {
    const InArena in(&arena);
    for (std::size_t bytes = 1; bytes < 5000; bytes += 37) delete[] new char[bytes];
  };
  grow();
  const std::size_t used = arena.used();
  for (int i = 0; i < 100; ++i) grow();
  EXPECT_EQ(arena.used(), used);
}

TEST(Arena, ABlockGoesBackToWhereItCameFrom) {
  const auto from_outside = std::make_unique<std::vector<int>>(100);
  Arena arena(size);
  std::vector<int> grown_inside;
  {
    const InArena in(&arena);
    from_outside->clear(), from_outside->shrink_to_fit();
    grown_inside.resize(100);
    const OutsideArena outside;
    const std::vector<int> scratch(100);
    EXPECT_FALSE(arena.holds(scratch.data()));
  }
  EXPECT_TRUE(arena.holds(grown_inside.data()));
  const std::vector<int> after(100);
  EXPECT_FALSE(arena.holds(after.data()));
}

TEST(Arena, TwoArePutBackEachOnItsOwn) {
  Arena one(size), other(size);
  Things *in_one = nullptr, *in_other = nullptr;
  const auto change_both = [&](unsigned seed) {
    const InArena in(&one);
    if (!in_one) in_one = new Things;
    change(*in_one, seed);
    const InArena then(&other);
    if (!in_other) in_other = new Things;
    change(*in_other, seed);
  };
  change_both(1);
  ASSERT_TRUE(one.holds(in_one->list.data()));
  ASSERT_TRUE(other.holds(in_other->list.data()));
  Things before, after;
  change(before, 1), change(after, 1), change(after, 2);
  Arena::Image image_of_one, image_of_other;
  one.save(image_of_one), other.save(image_of_other);
  change_both(2);
  one.put_back(image_of_one);
  EXPECT_EQ(*in_one, before);
  EXPECT_EQ(*in_other, after);
  other.put_back(image_of_other);
  EXPECT_EQ(*in_other, before);
  delete in_one;
  delete in_other;
}

TEST(Arena, ThoseThatAreGoneAreAskedForNothing) {
  auto first = std::make_unique<Arena>(size), second = std::make_unique<Arena>(size), third = std::make_unique<Arena>(size);
  second.reset();
  const InArena in(first.get());
  const std::vector<int> list(100);
  EXPECT_TRUE(first->holds(list.data()));
}

TEST(Arena, EveryBlockIsAlignedAndItsOwn) {
  Arena arena(size);
  std::vector<std::pair<char*, std::size_t>> blocks;
  for (std::size_t bytes : {0ul, 1ul, 16ul, 17ul, 511ul, 512ul, 513ul, 1024ul, 1025ul, 70000ul}) {
    char* const block = static_cast<char*>(arena.allocate(bytes));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 16, 0u);
    for (const auto& [other, count] : blocks) EXPECT_TRUE(block >= other + count || block + bytes <= other);
    blocks.emplace_back(block, bytes);
  }
}

TEST(ArenaDeathTest, AFullArenaEndsTheProcess) {
  EXPECT_DEATH(
      {
        Arena arena(4096);
        static_cast<void>(arena.allocate(8192));
      },
      "an arena is full");
}

}  // namespace
}  // namespace tocsin::sim
