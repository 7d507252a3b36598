// Goal: the exit code is the one the manual promises, for every combination of reasons.
// Method: all 128 combinations against the order of precedence written down once more, as a list.
#include "scenarios/run/exit_code.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tocsin::scenarios {
namespace {

TEST(ExitCode, NumbersAreThoseOfTheManual) {
  EXPECT_EQ(static_cast<int>(ExitCode::passed), 0);
  EXPECT_EQ(static_cast<int>(ExitCode::failed), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::inconclusive), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::untrusted), 3);
  EXPECT_EQ(static_cast<int>(ExitCode::bad_input), 4);
  EXPECT_EQ(static_cast<int>(ExitCode::nothing_selected), 5);
  EXPECT_EQ(static_cast<int>(ExitCode::internal), 70);
  EXPECT_EQ(static_cast<int>(ExitCode::interrupted), 130);
  EXPECT_EQ(static_cast<int>(ExitCode::unread), 141);
  EXPECT_EQ(static_cast<int>(ExitCode::terminated), 143);
}

TEST(ExitCode, TheGravestReasonDecides) {
  struct Row {
    bool Reasons::*reason;
    int code;
  };
  const std::vector<Row> gravest_first = {
      {&Reasons::internal, 70}, {&Reasons::terminated, 143},     {&Reasons::interrupted, 130}, {&Reasons::untrusted, 3},
      {&Reasons::failed, 1},    {&Reasons::nothing_selected, 5}, {&Reasons::inconclusive, 2},
  };
  for (unsigned combination = 0; combination < 1u << gravest_first.size(); ++combination) {
    Reasons reasons;
    int expected = 0;
    for (std::size_t i = gravest_first.size(); i-- > 0;)
      if (combination >> i & 1) reasons.*gravest_first[i].reason = true, expected = gravest_first[i].code;
    EXPECT_EQ(static_cast<int>(exit_code_of(reasons)), expected) << combination;
  }
}

}  // namespace
}  // namespace tocsin::scenarios
