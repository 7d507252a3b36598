// Goal: numbers are written so that nobody reads them wrongly; a probability never looks certain.
// Method: exact texts at the edges of each form.
#include "reports/format.hpp"

#include <gtest/gtest.h>

namespace tocsin::reports {
namespace {

TEST(Format, GroupsOfThree) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(18'446'744'073'709'551'615u), "18,446,744,073,709,551,615");
}

TEST(Format, FitsOrIsShortened) {
  EXPECT_EQ(fitting(999'999, 7), "999,999");
  EXPECT_EQ(fitting(1'000'000, 7), "1M");
  EXPECT_EQ(fitting(999'950, 6), "1M");
  EXPECT_EQ(fitting(12'345'678'901, 9), "12.3G");
  EXPECT_LE(fitting(UINT64_MAX, 6).size(), 6u);
}

TEST(Format, SimulatedTime) {
  EXPECT_EQ(clock(0), "0:00:00.000000");
  EXPECT_EQ(clock(3'599'999'999), "0:59:59.999999");
  EXPECT_EQ(clock(3'600'000'000), "1:00:00.000000");
  EXPECT_EQ(clock(-1), "-0:00:00.000001");
  EXPECT_EQ(clock(INT64_MIN), "-2562047788:00:54.775808");
}

TEST(Format, LengthsTakeTenCharactersAtMost) {
  EXPECT_EQ(length(0), "0 us");
  EXPECT_EQ(length(-1), "-1 us");
  EXPECT_EQ(length(999), "999 us");
  EXPECT_EQ(length(250'000), "250.0 ms");
  EXPECT_EQ(length(1'800'000), "1.800 s");
  EXPECT_EQ(length(3'599'999'999), "60.0 min");
  for (const std::int64_t us :
       {std::int64_t{-999'949}, std::int64_t{-599'999'999}, std::int64_t{-5'999'999'999}, 86'400'000'000 * std::int64_t{400}})
    EXPECT_LE(length(us).size(), 10u) << length(us);
}

TEST(Format, AProbabilityIsNeverCertain) {
  EXPECT_EQ(bound(0.05), "0.0500");
  EXPECT_EQ(bound(0.0002995), "3.0e-04");
  EXPECT_EQ(bound(0.999999), "1-1.0e-06");
  for (const double p : {0.0, 1e-320, 1.0, 0.99999999999999999, 0.99949, 0.9995, 0.99951}) {
    EXPECT_NE(std::stod(bound(p)), 0) << p;
    EXPECT_NE(bound(p), "1.0000");
    EXPECT_NE(bound(p), "1");
  }
}

TEST(Format, WrapsAtSpaces) {
  EXPECT_EQ(wrapped("", 10, 2), "");
  EXPECT_EQ(wrapped("one two three", 7, 2), "one two\n  three");
  EXPECT_EQ(wrapped("one two three four", 7, 2), "one two\n  three\n  four");
  EXPECT_EQ(wrapped("averyveryverylongword x", 10, 2), "averyveryverylongword\n  x");
}

}  // namespace
}  // namespace tocsin::reports
