// Goal: the scanner of lines takes exactly what the reader of documents takes (one object on a line), and says where it stops.
// Method: pointers and messages of chosen lines; random lines, made by changing bytes of valid ones, are given to both.
#include "scenarios/audit/json_line.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "scenarios/json/reader.hpp"
#include "tests/scenarios/audit/logs.hpp"

namespace tocsin::scenarios {
namespace {

using namespace std::string_literals;

std::string error_of(const std::string& line) {
  JsonLine json;
  if (json.parse(line)) return {};
  return json.error().pointer + ": " + json.error().message;
}

TEST(JsonLine, GivesValuesByPointer) {
  const std::string line =
      R"( {"a":1,"b":{"c/d":[true,"x\u00e9\ud83d\ude91",null],"e~f":-5},"n":-9223372036854775808,"u":18446744073709551615,"f":1.50e3} )";
  JsonLine json;
  ASSERT_TRUE(json.parse(line)) << json.error().message;
  EXPECT_EQ(json.at("/a")->magnitude, 1U);
  const JsonLine::Value* list = json.at("/b/c~1d");
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->kind, Kind::array);
  EXPECT_EQ(json.value_at(list->first + 1).text, "x\xc3\xa9\xf0\x9f\x9a\x91");
  EXPECT_EQ(json.pointer(json.value_at(list->first + 2)), "/b/c~1d/2");
  EXPECT_TRUE(json.at("/b/e~0f")->flag);
  EXPECT_EQ(json.at("/n")->magnitude, std::uint64_t{1} << 63);
  EXPECT_EQ(json.at("/u")->magnitude, UINT64_MAX);
  EXPECT_EQ(json.at("/f")->text, "1.50e3");
  EXPECT_EQ(json.at("/b/none"), nullptr);
  EXPECT_EQ(json.at("/a/b"), nullptr);
}

TEST(JsonLine, SaysWhereALineIsWrong) {
  EXPECT_EQ(error_of(""), ": an empty line, expected a JSON object");
  EXPECT_EQ(error_of("[1]"), R"(: not JSON at column 1: expected a JSON object, found "[")");
  EXPECT_EQ(error_of(R"({"a":{"b":1,}})"), R"(/a: not JSON at column 13: expected a key in quotes, found "}")");
  EXPECT_EQ(error_of(R"({"a":1} x)"), R"(: not JSON at column 9: expected nothing after the object, found "x")");
  EXPECT_EQ(error_of(R"({"a":1,"bb":2,"a":3})"), R"(: the key "a" stands twice)");
  EXPECT_EQ(error_of(R"({"a":{"seq":1,"seq":1}})"), R"(/a: the key "seq" stands twice)");
  EXPECT_EQ(error_of(R"({"a":18446744073709551616})"), "/a: 18446744073709551616 is past 64 bits");
  EXPECT_EQ(error_of(R"({"a":-9223372036854775809})"), "/a: -9223372036854775809 is past 64 bits");
  EXPECT_EQ(error_of("{\"a\":" + std::string(4000, '9') + "}"), "/a: " + std::string(40, '9') + "... is past 64 bits");
  EXPECT_EQ(error_of(R"({"a":01})"), R"(: not JSON at column 6: expected a number without leading zeros, found "0")");
  EXPECT_EQ(error_of("{\"a\":\"\xff\"}"), "/a: not JSON at column 7: bad UTF-8"s.substr(2));
  EXPECT_EQ(error_of("{\"a\":\"x\0\"}"s), R"(: not JSON at column 8: expected no control character in a string, found "\u0000")");
  EXPECT_EQ(error_of(R"({"a":"\ud800"})"), R"(: not JSON at column 13: expected the second half of a surrogate pair, found """)");
  std::string deep = "{\"a\":";
  for (int i = 0; i < 100'000; ++i) deep += "[";
  EXPECT_NE(error_of(deep).find("nested more than 16 deep"), std::string::npos);
  std::string wide = "{\"a\":[0";
  for (int i = 0; i < 5000; ++i) wide += ",0";
  EXPECT_EQ(error_of(wide + "]}"), "/a: more than 4096 values in one line");
}

RC_GTEST_PROP(JsonLine, AgreesWithTheReaderOfDocuments, ()) {
  Dice dice(*rc::gen::arbitrary<std::uint64_t>());
  constexpr const char* samples[] = {
      R"({"seq":1,"at":5,"event":"dialled","agent":0,"raw":"9\"1\\1","list":["a","b"],"x":{"y":null,"z":-1.5e+3}})",
      R"({"a":"\u00e9\ud83d\ude91\n","b":[[],{},[1,2]],"c":true,"d":false})",
      "{\"text\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\x91\",\"n\":18446744073709551615,\"m\":-9223372036854775808}",
  };
  std::string line = samples[dice.roll(std::size(samples))];
  constexpr std::string_view alphabet = "{}[]\",:\\u0123456789eE+-. truefalsn\xff\xc3\xa9\x80\x01";
  for (std::uint64_t changes = dice.roll(4); changes > 0; --changes) {
    const std::size_t at = dice.roll(line.size());
    switch (dice.roll(4)) {
      case 0:
        line.erase(at, 1 + dice.roll(3));
        break;
      case 1:
        line.insert(at, 1, alphabet[dice.roll(alphabet.size())]);
        break;
      case 2:
        line[at] = alphabet[dice.roll(alphabet.size())];
        break;
      default:
        line.insert(at, line.substr(dice.roll(line.size()), dice.roll(12)));
    }
    if (line.empty()) line = "{}";
  }
  JsonLine json;
  const bool taken = json.parse(line);
  Problems problems;
  const auto document = parse_json(line, "line", problems, {.depth_max = JsonLine::depth_max});
  const bool is_object = document && document->root().kind == Kind::object;
  // The document's reader gives up on numbers that are not finite; a line keeps them as they are written.
  RC_PRE(problems.text().find("finite") == std::string::npos && problems.text().find("number overflow") == std::string::npos);
  if (taken != is_object) RC_LOG() << line << "\n" << problems.text() << json.error().message;
  RC_ASSERT(taken == is_object);
  if (!taken) return;
  RC_ASSERT(json.size() == document->size());
  for (std::uint32_t i = 0; i < json.size(); ++i) {
    const JsonLine::Value& value = json.value_at(i);
    const Node& node = document->node(i);
    RC_ASSERT(value.kind == node.kind);
    RC_ASSERT(value.key == document->key(node));
    RC_ASSERT(json.pointer(value) == document->pointer(node));
    if (value.kind == Kind::string) RC_ASSERT(value.text == document->string(node));
    if (value.kind == Kind::integer) RC_ASSERT(value.magnitude == node.magnitude);
  }
}

}  // namespace
}  // namespace tocsin::scenarios
