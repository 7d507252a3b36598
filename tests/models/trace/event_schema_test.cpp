// Goal: the schema is a JSON document, stays as approved, accepts every line the writer writes and refuses changed ones.
// Method: a golden file (set TOCSIN_APPROVE=1 to approve a change), and a small validator of the part of JSON Schema it uses.
#include "models/trace/event_schema.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include <source_dir.hpp>
#include "models/trace/field_types.hpp"
#include "tests/models/trace/sample_trace.hpp"

namespace tocsin::trace {
namespace {

using nlohmann::json;

bool in_range(const json& schema, const json& value) {
  // Compared as wide floats would be too coarse at 64 bits; minimum is signed or small, maximum possibly unsigned.
  const auto below = [](const json& a, const json& b) {
    const bool a_negative = !a.is_number_unsigned() && a.get<std::int64_t>() < 0;
    const bool b_negative = !b.is_number_unsigned() && b.get<std::int64_t>() < 0;
    if (a_negative != b_negative) return a_negative;
    return a_negative ? a.get<std::int64_t>() < b.get<std::int64_t>() : a.get<std::uint64_t>() < b.get<std::uint64_t>();
  };
  return !(schema.contains("minimum") && below(value, schema["minimum"])) &&
         !(schema.contains("maximum") && below(schema["maximum"], value));
}

// Refuses keywords it does not know, so that nothing of the schema goes unchecked.
bool valid(const json& root, const json& schema, const json& value) {
  static const std::set<std::string> known{
      "$ref",    "$schema",    "title",    "description",          "$defs", "type",        "const", "enum", "pattern", "minimum",
      "maximum", "properties", "required", "additionalProperties", "items", "uniqueItems", "oneOf"};
  for (const auto& [keyword, unused] : schema.items())
    if (!known.contains(keyword)) throw std::runtime_error("unknown keyword " + keyword);
  if (schema.contains("$ref") && !valid(root, root.at(json::json_pointer(schema["$ref"].get<std::string>().substr(1))), value))
    return false;
  if (schema.contains("oneOf")) {
    int matches = 0;
    for (const json& one : schema["oneOf"]) matches += valid(root, one, value);
    if (matches != 1) return false;
  }
  if (schema.contains("const") && value != schema["const"]) return false;
  if (schema.contains("enum") && std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
    return false;
  if (schema.contains("pattern") && value.is_string() &&
      !std::regex_search(value.get<std::string>(), std::regex(schema["pattern"].get<std::string>())))
    return false;
  if (!schema.contains("type")) return true;
  const std::string type = schema["type"];
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer() && in_range(schema, value);
  if (type == "array") {
    if (!value.is_array()) return false;
    std::set<json> seen;
    for (const json& item : value)
      if (!valid(root, schema["items"], item) || (!seen.insert(item).second && schema.value("uniqueItems", false))) return false;
    return true;
  }
  if (type != "object") throw std::runtime_error("unknown type " + type);
  if (!value.is_object()) return false;
  for (const json& key : schema["required"])
    if (!value.contains(key.get<std::string>())) return false;
  for (const auto& [key, member] : value.items())
    if (!schema["properties"].contains(key) || !valid(root, schema["properties"][key], member)) return false;
  return true;
}

std::string every_kind(const Header& header) {
  const Texts texts;
  return written_by([&](std::FILE* file) {
    JsonWriter writer(file);
    Tape tape(header, texts);
    tape.add(&writer);
    emit_every_kind(tape);
    tape.emit(Time{90}, Time{91}, NumberLent{Number{18005550100}, AgentId{4294967294}, LegId{18446744073709551615ULL}, 0});
    tape.emit(Time{90}, Time{90}, Shown{View::dashboard, LegId{1}, AgentId{0}, Controls{0x1fff}, Details{0x3f}});
    tape.end(Time{95});
  });
}

TEST(EventSchema, IsAsApproved) {
  const std::string path = std::string(source_dir) + "/tests/models/trace/golden/trace.schema.json";
  if (std::getenv("TOCSIN_APPROVE") != nullptr) std::ofstream(path, std::ios::binary) << event_schema();
  std::ifstream file(path, std::ios::binary);
  std::ostringstream approved;
  approved << file.rdbuf();
  EXPECT_EQ(event_schema(), approved.str());
}

TEST(EventSchema, AcceptsEveryLineOfAWrittenTrace) {
  const json schema = json::parse(event_schema());
  Header header;
  header.agents = {"Ann"};
  std::istringstream lines(every_kind(header));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_TRUE(valid(schema, schema, json::parse(line))) << line;
  EXPECT_EQ(count, 1 + kind_count + 2 + 1);
}

TEST(EventSchema, RefusesALineWithAMemberMissingUnknownOrWrong) {
  const json schema = json::parse(event_schema());
  std::istringstream lines(every_kind(Header{}));
  for (std::string line; std::getline(lines, line);) {
    const json original = json::parse(line);
    for (const auto& [key, unused] : original.items()) {
      json changed = original;
      changed[key] = json::object({{"no", "such"}});
      EXPECT_FALSE(valid(schema, schema, changed)) << changed;
      // Leaving `delivered`, `contacts` or an id out means something else, which is allowed.
      changed = original;
      changed.erase(key);
      const bool may_be_absent =
          key == "delivered" || key == "contacts" || ((key == "number" || key == "agent" || key == "leg") && original.contains("event"));
      EXPECT_EQ(valid(schema, schema, changed), may_be_absent) << changed;
    }
    json changed = original;
    changed["unheard_of"] = 1;
    EXPECT_FALSE(valid(schema, schema, changed)) << changed;
  }
  const auto refused = [&](const char* text) { return !valid(schema, schema, json::parse(text)); };
  EXPECT_TRUE(refused(R"({"seq":0,"at":1,"event":"drained"})"));
  EXPECT_TRUE(refused(R"({"seq":1,"at":1,"event":"drowned"})"));
  EXPECT_TRUE(refused(R"({"seq":1,"at":1,"event":"held","leg":0})"));
  EXPECT_TRUE(refused(R"({"seq":1,"at":1,"event":"pool_fact","number":"0123"})"));
  EXPECT_FALSE(refused(R"({"seq":1,"at":1,"event":"pool_fact","number":"+123"})"));
}

// A field of an event and a member that every line has would be one key twice.
TEST(EventSchema, NoFieldIsNamedLikeAMemberOfTheLine) {
  [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const auto one = [&]<class Kind>(std::type_identity<Kind>) {
      std::set<std::string_view> keys{"seq", "at", "delivered", "event"};
      const Kind kind{};
      Kind::fields(kind, [&](std::string_view key, const auto&) { EXPECT_TRUE(keys.insert(key).second) << Kind::word << key; });
    };
    (one(std::type_identity<std::variant_alternative_t<Index, Payload>>{}), ...);
  }
  (std::make_index_sequence<kind_count>{});
}

}  // namespace
}  // namespace tocsin::trace
