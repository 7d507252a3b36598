/*
 * Goal: exactly the spellings of 911 are an emergency, and none of their neighbours (EC-01). Method: fifty strings, written out,
 * on each side or near it.
 */
#include "policy/rules/dialled_string.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::policy {
namespace {

TEST(DialledString, SpellingsOfTheEmergencyNumber) {
  for (const char* dialled :
       {"911",    "+911",  "9-1-1",     "9.1.1",   "9 1 1",         " 911",      "911 ",       "(911)", "[911]",
        "{911}",  "9(1)1", "tel:911",   "TEL:911", "Tel:+911",      "tel: 911",  " tel:9-1-1", "+9 11", "+ 911",
        "(+911)", "9--11", "...911...", "\t911",   "tel:(9)(1)(1)", "9 - 1 - 1", "- 911 -"}) {
    EXPECT_TRUE(is_emergency_number(dialled)) << dialled;
  }
}

TEST(DialledString, NeighboursOfTheEmergencyNumber) {
  for (const char* dialled : {"",
                              "9",
                              "91",
                              "11",
                              "9911",
                              "9110",
                              "1911",
                              "0911",
                              "911#",
                              "*911",
                              "911*",
                              "+1911",
                              "1-911",
                              "+1 911 555 0100",
                              "9115551234",
                              "911911",
                              "933",
                              "112",
                              "999",
                              "988",
                              "000",
                              "119",
                              "912",
                              "tel:",
                              "tel:9110",
                              "tel:tel:911",
                              "xel:911",
                              "el:911",
                              "txl:911",
                              "tel;911",
                              "sip:911",
                              "911;ext=1",
                              "tel:911;phone-context=+1",
                              "++911",
                              "911a",
                              "nine",
                              "9l1",
                              "\u0669\u0661\u0661",
                              "9,911",
                              "+"}) {
    EXPECT_FALSE(is_emergency_number(dialled)) << dialled;
  }
  EXPECT_FALSE(is_emergency_number(std::string_view("911\0", 4)));
}

TEST(DialledString, LengthDoesNotMatterOnlySignificantCharactersDo) {
  EXPECT_TRUE(is_emergency_number(std::string(100'000, ' ') + "911" + std::string(100'000, '-')));
  EXPECT_FALSE(is_emergency_number("911" + std::string(100'000, '1')));
  EXPECT_EQ(NormalisedDial("+1 (206) 555-0100").text(), "12065550100");
}

}  // namespace
}  // namespace tocsin::policy
