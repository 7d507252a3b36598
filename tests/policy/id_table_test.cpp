/*
 * Goal: the table finds what was put and nothing else, whatever the ids. Method: ids that collide, follow each other and lie far
 * apart, through several growths, against std::map.
 */
#include "policy/id_table.hpp"

#include <gtest/gtest.h>

#include <map>

namespace tocsin::policy {
namespace {

TEST(IdTable, FindsWhatWasPut) {
  IdTable table;
  std::map<uint64_t, uint32_t> expected;
  EXPECT_EQ(table.find(1), 0u);
  uint64_t id = 1;
  for (uint32_t step = 1; step <= 3000; ++step) {
    id = step % 3 == 0 ? id * 6364136223846793005ull + 1 : id + (step % 2 == 0 ? 1 : uint64_t{1} << 32);
    table.put(id, step);
    expected[id] = step;
    if (step % 7 == 0) {
      table.put(expected.begin()->first, step);
      expected.begin()->second = step;
    }
  }
  EXPECT_EQ(table.size(), expected.size());
  for (const auto& [key, value] : expected) {
    EXPECT_EQ(table.find(key), value);
    EXPECT_EQ(table.find(key + 1), expected.contains(key + 1) ? expected[key + 1] : 0u);
  }
  const std::vector<uint64_t> ids = table.sorted_ids();
  ASSERT_EQ(ids.size(), expected.size());
  EXPECT_TRUE(
      std::equal(ids.begin(), ids.end(), expected.begin(), [](uint64_t one, const auto& entry) { return one == entry.first; }));
}

}  // namespace
}  // namespace tocsin::policy
