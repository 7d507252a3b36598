/*
 * Goal: the emergency reserve and waiting emergencies are respected, and nothing else is held back. Method: the rule's
 * table.
 */
#include "policy/rules/priority.hpp"

#include <gtest/gtest.h>

namespace tocsin::policy {
namespace {

tp_choice asked(bool emergency, uint32_t free, uint32_t reserve, uint32_t waiting) {
  return decide_grant({},
                      {.emergency = emergency, .free = free, .total = 10, .reserve = reserve, .emergencies_waiting = waiting});
}

TEST(Priority, OrdinaryLegsStayOutOfTheReserve) {
  EXPECT_EQ(asked(false, 3, 2, 0), TP_ORDINARY);
  EXPECT_EQ(asked(false, 2, 2, 0), TP_RESERVE);
  EXPECT_EQ(asked(false, 1, 2, 0), TP_RESERVE);
  EXPECT_EQ(asked(true, 1, 2, 0), TP_ORDINARY);
}

TEST(Priority, AnEmergencyWaitsWhereNothingIsFreeInsteadOfBeingBlocked) {
  EXPECT_EQ(asked(true, 0, 0, 0), TP_RESERVE);
  EXPECT_EQ(asked(true, 0, 2, 1), TP_RESERVE);
}

TEST(Priority, WithoutReserveAndEmergenciesTheAnswerIsAlwaysOrdinary) {
  for (uint32_t free = 0; free < 4; ++free) EXPECT_EQ(asked(false, free, 0, 0), TP_ORDINARY);
}

TEST(Priority, NothingIsTakenWhileAnEmergencyWaits) {
  EXPECT_EQ(asked(false, 9, 0, 1), TP_RESERVE);
  EXPECT_EQ(asked(true, 9, 0, 1), TP_ORDINARY);
}

}  // namespace
}  // namespace tocsin::policy
