// Goal: exactly the spellings of 911 are emergency calls. Method: spellings and neighbours, one by one.
#include "scenarios/requirements/oracle/dialled_string.hpp"

#include <gtest/gtest.h>

namespace tocsin::requirements {
namespace {

TEST(DialledString, SpellingsOf911) {
  for (const char* dialled :
       {"911",  "9 1 1",  "9.1.1",   "9-1-1",   "(911)",    "[911]",      "{911}",    "(9)1-1", " 911 ",     "\t911",
        "+911", "+ 9-11", "tel:911", "TEL:911", "Tel:+911", "tel: 9-1-1", " tel:911", "(+911)", "tel:(911)", "9--1..1"})
    EXPECT_TRUE(is_emergency_number(dialled)) << dialled;
}

TEST(DialledString, Neighbours) {
  for (const char* dialled : {"",
                              " ",
                              "+",
                              "tel:",
                              "9911",
                              "9110",
                              "1911",
                              "911#",
                              "*911",
                              "+1 911 555 1234",
                              "1-911",
                              "933",
                              "112",
                              "999",
                              "988",
                              "91",
                              "91l",
                              "9115551234",
                              "+1911",
                              "911 911",
                              "++911",
                              "tel:tel:911",
                              "+tel:911",
                              "sip:911",
                              "tel911",
                              "9,11",
                              "9/1/1",
                              "911;ext=1",
                              "O911",
                              "\xef\xbc\x99\xef\xbc\x91\xef\xbc\x91",
                              "9\xc2\xa0"
                              "11",
                              "te:911"})
    EXPECT_FALSE(is_emergency_number(dialled)) << dialled;
}

TEST(DialledString, NormalisesInOrder) {
  EXPECT_EQ(normalised("tel:+1 (206) 555-0100"), "12065550100");
  EXPECT_EQ(normalised("+tel:1"), "tel:1");
  EXPECT_EQ(normalised("t.e.l:1"), "1");
}

}  // namespace
}  // namespace tocsin::requirements
