/*
 * Goal: nothing of an emergency leg is recorded or written, ever, and ordinary legs are left alone (EC-28 to EC-32). Method:
 * every store and moment, before, during and long after the call; recordings of a parallel ordinary call whose microphone changes
 * legs.
 */
#include "policy/rules/confidentiality.hpp"

#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

void expect_all_rows(Platform& p, tp_leg leg, uint32_t choice) {
  for (uint32_t store = TP_STORE_HISTORY; store <= TP_STORE_SURVEY; ++store) {
    for (uint32_t moment = TP_ROW_DIALLED; moment <= TP_ROW_REPLAYED; ++moment) {
      EXPECT_EQ(p.row(leg, store, moment), choice) << leg << " " << store << " " << moment;
    }
  }
}

TEST(Confidentiality, RowsAreSuppressedForEver) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.deliver(20, lent);
  for (const tp_leg leg : {10, 20}) expect_all_rows(p, leg, TP_SUPPRESS);
  expect_all_rows(p, 30, TP_ORDINARY);
  p.dropped(0, 20);
  p.end_pressed(0, 10);
  p.advance_to(1000 * window_us);
  for (const tp_leg leg : {10, 20}) expect_all_rows(p, leg, TP_SUPPRESS);
  expect_all_rows(p, 30, TP_ORDINARY);
}

TEST(Confidentiality, NoRecordingOfAnEmergencyLegBegins) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.deliver(20, lent);
  for (uint32_t moment = TP_RECORD_START; moment <= TP_RECORD_MICROPHONE; ++moment) {
    for (const tp_leg leg : {10, 20}) EXPECT_EQ(p.record(leg, moment, leg), uint32_t{TP_PREVENT});
    EXPECT_EQ(p.record(30, moment, 30), uint32_t{TP_ORDINARY});
    EXPECT_EQ(p.record(30, moment, 0), uint32_t{TP_ORDINARY});
  }
}

TEST(Confidentiality, AnOrdinaryRecordingLeavesOutWhatTheMicrophoneFeedsToAnEmergency) {
  Platform p;
  EXPECT_EQ(p.record(30, TP_RECORD_START, 30), uint32_t{TP_ORDINARY});
  const tp_number lent = p.connect(0, 10);
  EXPECT_EQ(p.record(30, TP_RECORD_MICROPHONE, 10), uint32_t{TP_PAUSE});
  EXPECT_EQ(p.record(30, TP_RECORD_RESUME, 10), uint32_t{TP_PAUSE});
  EXPECT_EQ(p.record(30, TP_RECORD_RESUME, 30), uint32_t{TP_ORDINARY});
  p.deliver(20, lent);
  EXPECT_EQ(p.record(30, TP_RECORD_MICROPHONE, 20), uint32_t{TP_PAUSE});
  EXPECT_EQ(p.record(31, TP_RECORD_START, 20), uint32_t{TP_PAUSE});
}

}  // namespace
}  // namespace tocsin::policy::testing
