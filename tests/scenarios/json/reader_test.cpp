// Goal: the reader takes exactly the documents it says, and every value carries the line and column where it stands.
// Method: small documents with places counted by hand; one refused document per rule, with the whole message; generated documents
// printed with random white space whose places are known from the printing; random and mutilated bytes, which must never crash.
#include "scenarios/json/reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "scenarios/json/utf8.hpp"

namespace tocsin::scenarios {
namespace {

std::optional<Document> parsed(std::string_view text, const Limits& limits = {}) {
  Problems problems;
  auto document = parse_json(text, "a.json", problems, limits);
  EXPECT_EQ(problems.text(), "");
  return document;
}

std::string refused(std::string_view text, const Limits& limits = {}) {
  Problems problems;
  EXPECT_FALSE(parse_json(text, "a.json", problems, limits).has_value());
  EXPECT_EQ(problems.count(), 1U);
  return problems.text();
}

TEST(JsonReader, EveryValueKnowsItsPlace) {
  const auto document = parsed(
      "{\n"
      "  \"name\" : \"a\\\"\\\\b\",\n"
      "  \"list\":[1,-22 , 3.5e0\t,true,\n"
      "null, false],\r\n"
      "  \"empty\":\n"
      "     {}, \"x\": {\"y\":7}}\n");
  ASSERT_TRUE(document);
  ASSERT_EQ(document->size(), 12U);
  const std::vector<Place> places = {{1, 1},  {2, 12}, {3, 10}, {3, 11}, {3, 13}, {3, 19},
                                     {3, 26}, {4, 1},  {4, 7},  {6, 6},  {6, 15}, {6, 20}};
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    EXPECT_EQ(document->node(i).place.line, places[i].line) << i;
    EXPECT_EQ(document->node(i).place.column, places[i].column) << i;
  }
  EXPECT_EQ(document->node(9).key_place, (Place{5, 3}));
  EXPECT_EQ(document->string(document->node(1)), "a\"\\b");
  EXPECT_EQ(document->pointer(document->node(4)), "/list/1");
  EXPECT_EQ(document->pointer(document->node(11)), "/x/y");
  EXPECT_TRUE(document->node(4).flag);
  EXPECT_EQ(document->node(4).magnitude, 22U);
  EXPECT_EQ(document->node(5).number, 3.5);
}

TEST(JsonReader, PointersEscapeTheirSteps) {
  const auto document = parsed(R"({"a/b": {"~c": [0]}})");
  EXPECT_EQ(document->pointer(document->node(3)), "/a~1b/~0c/0");
}

TEST(JsonReader, BareValuesAreDocuments) {
  EXPECT_EQ(parsed("12")->root().magnitude, 12U);
  EXPECT_EQ(parsed("\xEF\xBB\xBF  true")->root().place, (Place{1, 3}));
}

TEST(JsonReader, IntegersReachToTheEndsOf64Bits) {
  EXPECT_EQ(parsed("18446744073709551615")->root().magnitude, 18446744073709551615U);
  const auto lowest = parsed("-9223372036854775808");
  EXPECT_EQ(lowest->root().magnitude, 9223372036854775808U);
  EXPECT_TRUE(lowest->root().flag);
  EXPECT_EQ(refused("[1,\n 18446744073709551616]"),
            "a.json:2: 18446744073709551616 does not fit in 64 bits, at column 2 "
            "(whole numbers reach from -9223372036854775808 to 18446744073709551615)\n");
  EXPECT_NE(refused("-9223372036854775809").find("does not fit"), std::string::npos);
}

TEST(JsonReader, RefusesWithOneProblemAtThePlace) {
  EXPECT_EQ(refused("{\"a\": [1,\n 1e999]}"), "a.json:2: /a: not JSON: 1e999 is not a finite number, at column 2\n");
  EXPECT_EQ(refused("{\"a\": 1,\n\n \"b\": {\"a\": 1}, \"a\": 2}"),
            "a.json:3: the key \"a\" stands twice in this object, at column 17 (it stands in line 1 already)\n");
  EXPECT_EQ(refused("[1,\n2] x"), "a.json:2: not JSON: invalid literal, at column 4\n");
  EXPECT_EQ(refused("[1,\n2]\n[3]"), "a.json:3: not JSON: unexpected '['; expected end of input, at column 1\n");
  EXPECT_EQ(refused("[1,,\n2]"), "a.json:1: not JSON: unexpected ','; expected '[', '{', or a literal, at column 4\n");
  EXPECT_EQ(refused("{\"a\"\n 1}"), "a.json:2: not JSON: unexpected number literal; expected ':', at column 2\n");
  EXPECT_EQ(refused("{\"a\": 1,\n}"), "a.json:2: not JSON: unexpected '}'; expected string literal, at column 1\n");
  EXPECT_EQ(refused("{\"q\": [1, 2\n"), "a.json:2: /q: not JSON: unexpected end of input; expected ']', at column 1\n");
  EXPECT_EQ(refused(""), "a.json:1: not JSON: unexpected end of input; expected '[', '{', or a literal, at column 1\n");
  EXPECT_EQ(refused(std::string_view("1\0 2", 4)), "a.json:1: not JSON: a NUL byte, at column 2\n");
  EXPECT_EQ(refused("[\"ab\xff\"]"), "a.json:1: not JSON: invalid string: ill-formed UTF-8 byte, at column 5\n");
  for (const char* text : {"[01]", "[+1]", "[.5]", "[1.]", "[NaN]", "[Infinity]", "['a']", "[\"\\ud800\"]", "[\"\t\"]", "// a\n1",
                           "/* */ 1", "[1 2]", "{1: 2}", "\xED\xA0\x80", "\"\xC0\x80\"", "]", "nul", "\"", "[\"\\x\"]"}) {
    EXPECT_NE(refused(text).find("a.json:"), std::string::npos) << text;
  }
}

TEST(JsonReader, LimitsAreExact) {
  Limits limits{.depth_max = 3, .bytes_max = 12, .values_max = 4};
  EXPECT_TRUE(parsed("[[[]]]", limits));
  EXPECT_EQ(refused("[[[[]]]]", limits), "a.json:1: /0/0: nested deeper than 3 levels, at column 4\n");
  EXPECT_TRUE(parsed("[1,2,3]     ", limits));
  EXPECT_EQ(refused("[1,2,3]      ", limits), "a.json: larger than 12 bytes\n");
  EXPECT_EQ(refused("[1,2,3,4]", limits), "a.json:1: more than 4 values, at column 8\n");
}

TEST(JsonReader, DeepNestingEndsCleanly) {
  constexpr std::size_t levels = 100'000;
  std::string objects;
  for (std::size_t i = 0; i < levels; ++i) objects += "{\"a\":";
  for (const std::string& open : {std::string(levels, '['), objects}) {
    EXPECT_NE(refused(open).find("nested deeper than 64 levels"), std::string::npos);
  }
  // Allowed to, it reads such a document and lets go of it without recursion.
  const Limits deep{.depth_max = levels, .bytes_max = 1U << 20U, .values_max = levels};
  EXPECT_EQ(parsed(std::string(levels, '[') + std::string(levels, ']'), deep)->size(), levels);
}

TEST(JsonReader, UTF8IsWhatRFC3629Says) {
  for (const char* good : {"", "a", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80",
                           "\xf4\x8f\xbf\xbf", "\xc3\xa4\xf0\x9f\x9a\x91."})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5",
                          "a\xff", "\xc2", "\xe2\x82", "\xf0\x9f\x9a", "\xe2\x82x"})
    EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(JsonReader, AFileWhoseNameNoReportCouldSayIsRefused) {
  Problems problems;
  EXPECT_FALSE(read_bytes("/tmp/\xff.json", problems, 10));
  EXPECT_NE(problems.text().find("its name is not UTF-8"), std::string::npos) << problems.text();
}

TEST(JsonReader, ReadsFilesWithinTheLimit) {
  const auto path = std::filesystem::path(testing::TempDir()) / "tocsin_reader_test.json";
  std::ofstream(path) << "[1, 2]";
  Problems problems;
  EXPECT_EQ(read_json(path.string(), problems)->size(), 3U);
  EXPECT_TRUE(problems.empty());
  EXPECT_FALSE(read_json(path.string(), problems, {.bytes_max = 5}));
  EXPECT_FALSE(read_json((path / "no").string(), problems));
  EXPECT_FALSE(read_json("no/such/file.json", problems));
  EXPECT_FALSE(read_json(testing::TempDir(), problems));
  EXPECT_FALSE(read_json("/dev/zero", problems, {.bytes_max = 1'000'000}));
  EXPECT_EQ(problems.count(), 5U);
  EXPECT_EQ(problems.kept()[2].text(), "no/such/file.json: cannot be opened: No such file or directory");
  std::filesystem::remove(path);
}

// RapidCheck scales ranges with its size parameter; here every draw is from the whole range.
template <class T>
T below(T end) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(0, end));
}

// Prints a random document, remembering where each value begins.
struct Printer {
  std::string text;
  std::vector<std::size_t> begins;
  std::size_t values = 0;

  void space() {
    static const std::vector<std::string> gaps = {"", "", " ", "\n", "\t", "\r\n", "  \n "};
    text += gaps[below(gaps.size())];
  }
  void value(int depth) {
    space();
    begins.push_back(text.size());
    const bool nest = depth > 0 && ++values < 200;
    const int kind = begins.size() == 1 ? 5 + below(2) : below(nest ? 7 : 5);
    static const std::vector<std::string> strings = {"\"\"",     "\"a\"",      "\"\\\"\"",
                                                     "\"\\\\\"", "\":,[]{}\"", "\"\\u00e9\\\\\\\"\""};
    static const std::vector<std::string> numbers = {"0", "-7", "1.5", "-2e3", "18446744073709551615", "1E-5"};
    switch (kind) {
      case 0:
        text += "null";
        break;
      case 1:
        text += "true";
        break;
      case 2:
        text += "false";
        break;
      case 3:
        text += strings[below(strings.size())];
        break;
      case 4:
        text += numbers[below(numbers.size())];
        break;
      default:
        container(kind == 5, depth);
    }
    space();
  }
  void container(bool array, int depth) {
    text += array ? "[" : "{";
    const int count = below(8);
    for (int i = 0; i < count; ++i) {
      if (i > 0) text += ",";
      if (!array) {
        space();
        text += "\"k" + std::to_string(i) + "\\\"\"";
        space();
        text += ":";
      }
      value(depth - 1);
    }
    if (count == 0) space();
    text += array ? "]" : "}";
  }
};

Place place_at(const std::string& text, std::size_t offset) {
  Place place{1, 1};
  for (std::size_t i = 0; i < offset; ++i) {
    place = text[i] == '\n' ? Place{place.line + 1, 1} : Place{place.line, place.column + 1};
  }
  return place;
}

RC_GTEST_PROP(JsonReader, PlacesAreRightInAnyDocument, ()) {
  Printer printer;
  printer.value(4);
  Problems problems;
  const auto document = parse_json(printer.text, "a.json", problems);
  RC_ASSERT(document.has_value());
  RC_ASSERT(document->size() == printer.begins.size());
  for (std::uint32_t i = 0; i < document->size(); ++i) {
    RC_ASSERT(document->node(i).place == place_at(printer.text, printer.begins[i]));
  }
}

RC_GTEST_PROP(JsonReader, NoBytesCrashIt, (const std::string& bytes)) {
  Problems problems;
  const bool read = parse_json(bytes, "a.json", problems).has_value();
  RC_ASSERT(problems.count() == (read ? 0U : 1U));
}

RC_GTEST_PROP(JsonReader, MutilatedDocumentsNeverCrashIt, ()) {
  Printer printer;
  printer.value(3);
  std::string text = printer.text;
  const int edits = 1 + below(3);
  for (int i = 0; i < edits && !text.empty(); ++i) {
    const std::size_t at = below(text.size());
    if (below(2) == 0) {
      text.erase(at, 1 + below<std::size_t>(3));
    } else {
      constexpr std::string_view bytes("\"\\{}[],:1e\n\0\xff", 13);
      text[at] = bytes[below(bytes.size())];
    }
  }
  Problems problems;
  const bool read = parse_json(text, "a.json", problems).has_value();
  RC_ASSERT(problems.count() == (read ? 0U : 1U));
  if (!read) {
    const auto lines = static_cast<unsigned>(std::count(text.begin(), text.end(), '\n')) + 1;
    RC_ASSERT(problems.kept()[0].line >= 1U);
    RC_ASSERT(problems.kept()[0].line <= lines);
  }
}

}  // namespace
}  // namespace tocsin::scenarios
