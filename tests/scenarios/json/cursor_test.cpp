// Goal: decoding reports every mistake once, with file, line, pointer and what was expected, and never invents one.
// Method: documents with known mistakes and the exact messages they must give.
#include "scenarios/json/cursor.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "scenarios/json/reader.hpp"

namespace tocsin::scenarios {
namespace {

enum class Order { none, fifo, lifo };
constexpr std::array<std::pair<std::string_view, Order>, 2> orders = {{{"fifo", Order::fifo}, {"lifo", Order::lifo}}};

// Decodes one queue out of the text and returns what was reported.
struct Decoded {
  explicit Decoded(std::string_view text) : document(*parse_json(text, "a.json", problems)) {}
  std::string text() const { return problems.text(); }
  Cursor root() { return {document, problems}; }
  Problems problems;
  Document document;
};

TEST(JsonCursor, DecodesAQueue) {
  Decoded decoded(
      R"({"name": "sales", "limit": 5, "rate": 1, "order": "lifo", "on": true, "skills": ["a", "b"], "lines": {"x": 1}})");
  Object queue = decoded.root().object();
  EXPECT_EQ(queue.required("name").string(), "sales");
  EXPECT_EQ(queue.required("limit").integer(0, 5), 5);
  EXPECT_EQ(queue.required("rate").number(0, 1), 1.0);
  EXPECT_EQ(queue.required("order").one_of<Order>({{"fifo", Order::fifo}, {"lifo", Order::lifo}}), Order::lifo);
  EXPECT_EQ(queue.required("order").one_of_table<Order>(orders), Order::lifo);
  EXPECT_TRUE(queue.required("on").boolean());
  std::string skills;
  for (const Cursor& skill : queue.required("skills").array(1, 2)) skills += skill.string();
  EXPECT_EQ(skills, "ab");
  const auto lines = queue.optional("lines").members();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].first, "x");
  EXPECT_EQ(lines[0].second.pointer(), "/lines/x");
  EXPECT_EQ(queue.optional("absent").integer(0, 9, 7), 7);
  EXPECT_FALSE(queue.optional("absent"));
  queue.finish();
  EXPECT_EQ(decoded.text(), "");
}

TEST(JsonCursor, OutOfRange) {
  Decoded decoded("{\"faults\": [\n{\"rate\": 1.4, \"count\": -1, \"big\": 18446744073709551615}]}");
  Object root = decoded.root().object();
  Object fault = root.required("faults").array()[0].object();
  fault.required("rate").number(0, 1);
  EXPECT_EQ(fault.required("count").integer(0, 10, 3), 3);
  fault.required("count").unsigned_integer(0, 10);
  fault.required("big").integer(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(fault.required("big").unsigned_integer(0, ~std::uint64_t{0}), ~std::uint64_t{0});
  EXPECT_EQ(
      decoded.text(),
      "a.json:2: /faults/0/rate: 1.4 is out of range, expected 0..1\n"
      "a.json:2: /faults/0/count: -1 is out of range, expected 0..10\n"
      "a.json:2: /faults/0/count: -1 is out of range, expected 0..10\n"
      "a.json:2: /faults/0/big: 18446744073709551615 is out of range, expected -9223372036854775808..9223372036854775807\n");
}

TEST(JsonCursor, BoundsAreInclusiveAtTheEndsOf64Bits) {
  Decoded decoded("[-9223372036854775808, 9223372036854775807, 9223372036854775808, -0]");
  const auto cells = decoded.root().array();
  constexpr auto low = std::numeric_limits<std::int64_t>::min();
  constexpr auto high = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(cells[0].integer(low, high), low);
  EXPECT_EQ(cells[1].integer(low, high), high);
  EXPECT_EQ(cells[3].unsigned_integer(0, 1), 0U);
  EXPECT_EQ(decoded.text(), "");
  cells[2].integer(low, high);
  EXPECT_EQ(decoded.problems.count(), 1U);
}

TEST(JsonCursor, WrongKindAndMissing) {
  Decoded decoded("{\n\"a\": 1.0,\n\"b\": \"x\",\n\"c\": null,\n\"d\": {}\n}");
  Object root = decoded.root().object();
  root.required("a").integer(0, 9);
  root.required("b").boolean();
  root.required("c").object().required("below").string();
  root.optional("d").array();
  root.required("e").string();
  root.required("f").object().required("below").object().required("deeper").number(0, 1);
  root.required("g").name();
  root.finish();
  EXPECT_EQ(decoded.text(),
            "a.json:2: /a: expected a whole number, found 1\n"
            "a.json:3: /b: expected true or false, found \"x\"\n"
            "a.json:4: /c: expected an object, found null\n"
            "a.json:5: /d: expected an array, found an object\n"
            "a.json:1: /e: missing, expected a string\n"
            "a.json:1: /f: missing, expected an object\n"
            "a.json:1: /g: missing, expected a string\n");
}

TEST(JsonCursor, UnknownKeysAndNamesGetASuggestion) {
  Decoded decoded("{\"queues\": [],\n\"horizn_us\":\n 1, \"zebra\": 2, \"order\": \"fifi\", \"other\": \"zz\"}");
  Object root = decoded.root().object();
  root.required("queues").array();
  root.optional("horizon_us").integer(0, 9);
  root.required("order").one_of_table<Order>(orders);
  root.required("other").one_of_table<Order>(orders);
  root.finish();
  EXPECT_EQ(decoded.text(),
            "a.json:3: /order: \"fifi\" is not known, expected one of \"fifo\", \"lifo\" (did you mean \"fifo\"?)\n"
            "a.json:3: /other: \"zz\" is not known, expected one of \"fifo\", \"lifo\"\n"
            "a.json:2: /horizn_us: unknown key (did you mean \"horizon_us\"?)\n"
            "a.json:3: /zebra: unknown key (known here: queues, horizon_us, order, other)\n");
}

TEST(JsonCursor, ArraySizes) {
  Decoded decoded("[1,2,3]");
  EXPECT_EQ(decoded.root().array(3, 3).size(), 3U);
  EXPECT_EQ(decoded.root().array(4).size(), 0U);
  EXPECT_EQ(decoded.root().array(0, 2).size(), 0U);
  EXPECT_EQ(decoded.text(), "a.json:1: 3 elements, expected at least 4\na.json:1: 3 elements, expected at most 2\n");
}

TEST(JsonCursor, ProblemsAreBoundedAndCounted) {
  std::string text = "[";
  for (int i = 0; i < 1000; ++i) text += i ? ",\"x\"" : "\"x\"";
  Decoded decoded(text + "]");
  for (const Cursor& cell : decoded.root().array()) cell.boolean();
  EXPECT_EQ(decoded.problems.kept().size(), 20U);
  EXPECT_EQ(decoded.problems.count(), 1000U);
  EXPECT_NE(decoded.text().find("\nand 980 more\n"), std::string::npos);
}

TEST(JsonProblem, NothingFromTheInputIsPrintedRaw) {
  EXPECT_EQ(in_quotes("a\x1b[31m\n\x7f\xc2\x9b"), "\"a\\u001b[31m\\n\\u007f\\u009b\"");
  EXPECT_EQ(printable("\xc3\xa9\xc3\xa9", 3), "\xc3\xa9...");
  EXPECT_EQ(printable("a\xff\xc2\x85\xe2\x82.\xf0\x9f\x9a\x91"), "a\\xff\\u0085\\xe2\\x82.\xf0\x9f\x9a\x91");
  Decoded decoded("{\"\\u001b[2J\": \"" + std::string(5000, 'x') + "\"}");
  Object root = decoded.root().object();
  root.finish();
  for (const auto& [key, value] : decoded.root().members()) value.boolean();
  EXPECT_EQ(decoded.text().find('\x1b'), std::string::npos);
  EXPECT_LT(decoded.text().size(), 400U);
}

TEST(JsonProblem, NearestWord) {
  EXPECT_EQ(nearest("quues", {"agents", "queues"}), "queues");
  EXPECT_EQ(nearest("qeueus", {"queues"}), "queues");
  EXPECT_EQ(nearest("ab", {"xy", "ac"}), "ac");
  EXPECT_EQ(nearest("traffic", {"trunks"}), "");
  EXPECT_EQ(nearest(std::string(10000, 'q'), {"q"}), "");
}

}  // namespace
}  // namespace tocsin::scenarios
