// Approved outputs. A test compares bytes with a file of tests/reports/golden; where the output was changed on purpose, run the
// test once with TOCSIN_APPROVE=1 in the environment and look at the difference before it is committed.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <source_dir.hpp>

namespace tocsin::reports {

inline void expect_golden(const std::string& name, const std::string& bytes) {
  const std::string path = std::string(source_dir) + "/tests/reports/golden/" + name;
  if (std::getenv("TOCSIN_APPROVE")) std::ofstream(path, std::ios::binary) << bytes;
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(in) << path;
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), bytes) << path;
}

}  // namespace tocsin::reports
