// Goal: an assertion stays on in every build and says where it stands in the run.
// Method: death tests on the whole message.
#include "sim/assert.hpp"

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

void fail_late() {
  assert_context() = {.seed = 11, .replication = 22, .now_us = -33};
  TOCSIN_ASSERT(1 + 1 == 3, "arithmetic");
}

TEST(AssertDeathTest, SaysConditionMessageAndRun) {
  EXPECT_DEATH(fail_late(),
               "assert_test.cpp:[0-9]+: assertion failed: 1 \\+ 1 == 3: arithmetic \\(seed 11, replication 22, time -33 us\\)");
}

TEST(Assert, AHeldConditionIsSilentAndEvaluatedOnce) {
  int evaluated = 0;
  TOCSIN_ASSERT(++evaluated == 1, "once");
  EXPECT_EQ(evaluated, 1);
}

}  // namespace
}  // namespace tocsin::sim
