// Goal: what people write as a length of time or a number becomes exactly that many microseconds or those digits, or is refused.
// Method: a table of texts with their exact values, a table of refused texts, and the round trip of random lengths.
#include "scenarios/format/quantity.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace tocsin::scenarios {
namespace {

TEST(Quantity, LengthsAreExact) {
  const std::pair<std::string_view, std::int64_t> table[] = {
      {"250ms", 250'000},
      {"1.5s", 1'500'000},
      {"90s", 90'000'000},
      {"59:59.999", 3'599'999'000},
      {"59:59.999999", 3'599'999'999},
      {"60:00.000", 3'600'000'000},
      {"60:00.001", 3'600'001'000},
      {"01:02:03.000004", 3'723'000'004},
      {"2h", 7'200'000'000},
      {"1h30m", 5'400'000'000},
      {"0s", 0},
      {"7us", 7},
      {"0.1s", 100'000},
      {"0.000001s", 1},
      {"0.0010ms", 1},
      {"1.1s", 1'100'000},
      {"4.35s", 4'350'000},
      {"0.25m", 15'000'000},
      {"1d2h3m4s5ms6us", 93'784'005'006},
      {"400d", 34'560'000'000'000},
      {"9600:00:00", 34'560'000'000'000},
      {"149.999s", 149'999'000},
  };
  for (const auto& [text, us] : table) {
    const auto length = parse_duration(text);
    ASSERT_TRUE(length) << text;
    EXPECT_EQ(length->us, us) << text;
  }
}

TEST(Quantity, RefusedLengths) {
  for (const std::string_view text : {"",
                                      "5",
                                      "5.s",
                                      ".5s",
                                      "s",
                                      "-1s",
                                      "+1s",
                                      " 1s",
                                      "1s ",
                                      "1 s",
                                      "1S",
                                      "1m2h",
                                      "1s1s",
                                      "0.5us",
                                      "0.0000001s",
                                      "1.5h30m",
                                      "1e3s",
                                      "60:60",
                                      "1:2",
                                      "01:2:03",
                                      "1:60:00",
                                      "1:2:3:4",
                                      ":30",
                                      "1:",
                                      "59:59.",
                                      "59:59.9999999",
                                      "401d",
                                      "9600:00:01",
                                      "400d1us",
                                      "99999999999999999999s",
                                      "9223372036854775807us",
                                      "1min",
                                      "1,5s",
                                      "0x1s",
                                      "1s\n"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

RC_GTEST_PROP(Quantity, SpelledLengthsParseToThemselves, ()) {
  const std::int64_t us = *rc::gen::inRange<std::int64_t>(0, duration_max.us + 1);
  const std::int64_t unit = *rc::gen::element<std::int64_t>(1, 1'000, 1'000'000, 60'000'000, 3'600'000'000);
  const sim::Duration length{us / unit * unit};
  const auto parsed = parse_duration(spell_duration(length));
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(parsed->us == length.us);
}

TEST(Quantity, SpelledLengths) {
  EXPECT_EQ(spell_duration({3'599'999'999}), "59m59.999999s");
  EXPECT_EQ(spell_duration({3'600'000'000}), "1h");
  EXPECT_EQ(spell_duration({250'000}), "250ms");
  EXPECT_EQ(spell_duration({6}), "6us");
  EXPECT_EQ(spell_duration({0}), "0s");
}

TEST(Quantity, Numbers) {
  EXPECT_EQ(parse_number("+12065550100")->value, 12065550100U);
  EXPECT_EQ(parse_number("+999999999999999")->value, 999999999999999U);
  EXPECT_EQ(spell_number({12065550100}), "+12065550100");
  for (const std::string_view text :
       {"", "+", "12065550100", "+0123", "+1", "+1000000000000000", "+1 206", "+1206555010O", "++1206"})
    EXPECT_FALSE(parse_number(text)) << text;
}

}  // namespace
}  // namespace tocsin::scenarios
