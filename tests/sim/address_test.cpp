// Goal: different paths get different addresses, whatever they are made of, and the same path always the same one.
// Method: a million paths of the shapes that models use, in one set; small structural cases by hand.
#include "sim/address.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

TEST(Address, AMillionPathsDoNotCollide) {
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t source = 0; source < 10; ++source) {
    const Address named = Address::of("source " + std::to_string(source));
    for (std::uint64_t arrival = 0; arrival < 25'000; ++arrival) {
      const Address a = named.then(arrival);
      for (const Address b : {a, a.then("patience"), a.then(std::uint64_t{1}), a.then(std::uint64_t{1}).then("patience")})
        hashes.push_back(b.hash());
    }
  }
  ASSERT_EQ(hashes.size(), 1'000'000u);
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end());
}

TEST(Address, OrderAndDepthOfAPathMatter) {
  const Address root = Address::of("root");
  EXPECT_NE(root.then("a").then("b"), root.then("b").then("a"));
  EXPECT_NE(root.then(std::uint64_t{1}).then(std::uint64_t{2}), root.then(std::uint64_t{2}).then(std::uint64_t{1}));
  EXPECT_NE(root.then(std::uint64_t{3}), root.then(std::uint64_t{1}).then(std::uint64_t{2}));
  EXPECT_NE(root.then("ab"), root.then("a").then("b"));
  EXPECT_NE(root.then(""), root);
  EXPECT_NE(root.then(std::uint64_t{0}), root);
  EXPECT_NE(root.then("1"), root.then(std::uint64_t{1}));
  EXPECT_NE(root.then(std::uint64_t{0}), root.then(UINT64_MAX));
}

TEST(Address, IsAValueKnownWhenCompiling) {
  constexpr Address a = Address::of("queue").then("x").then(std::uint64_t{5});
  static_assert(a == Address::of("queue").then("x").then(std::uint64_t{5}));
  static_assert(Address::from_hash(a.hash()) == a);
  static_assert(sizeof(Address) == 8);
  // Addresses decide ties and draws: they may not change from version to version.
  EXPECT_EQ(a.hash(), 0x6f71c650193fe7d5ULL);
}

}  // namespace
}  // namespace tocsin::sim
