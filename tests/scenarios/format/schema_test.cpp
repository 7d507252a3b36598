// Goal: the published schema and the loader cannot drift apart.
// Method: a small validator of the keywords that the schema uses. (1) Every shipped scenario, and a file with every key of the
// format, passes both. (2) That file uses every property the schema has, so the loader knows them all; and every key that the
// loader's sources ask for is a property of the schema. (3) An unknown key put into any object of any file is refused by both,
// and so is a value of a wrong kind in place of any value of the file with every key.
#include "scenarios/format/schema.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include <source_dir.hpp>
#include "scenarios/format/scenario.hpp"
#include "scenarios/format/sets.hpp"

namespace tocsin::scenarios {
namespace {

using nlohmann::json;

const std::string source_directory = source_dir;

std::string read(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream.is_open()) << path;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// Validates, and notes which property schemas were used. An unknown keyword fails the test: it would be ignored silently.
class Validator {
 public:
  Validator() : root_(json::parse(scenario_schema())) {}

  bool valid(const json& value) { return valid(root_, value); }
  const std::set<const json*>& used() const { return used_; }
  const json& root() const { return root_; }

 private:
  static bool has_type(const json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    ADD_FAILURE() << "unknown type " << type;
    return false;
  }

  bool keyword(const json& schema, const std::string& word, const json& argument, const json& value) {
    static const std::set<std::string> notes = {"$schema", "$id", "title", "description", "$defs", "additionalProperties"};
    if (notes.contains(word)) return true;
    if (word == "$ref") return valid(root_.at(json::json_pointer(argument.get<std::string>().substr(1))), value);
    if (word == "type") {
      if (argument.is_string()) return has_type(value, argument);
      return std::any_of(argument.begin(), argument.end(), [&](const json& type) { return has_type(value, type); });
    }
    if (word == "const") return value == argument;
    if (word == "enum") return std::find(argument.begin(), argument.end(), value) != argument.end();
    if (word == "anyOf" || word == "oneOf") {
      const auto count = std::count_if(argument.begin(), argument.end(), [&](const json& one) { return valid(one, value); });
      return word == "anyOf" ? count >= 1 : count == 1;
    }
    if (word == "pattern") return !value.is_string() || std::regex_search(value.get<std::string>(), compiled(argument));
    if (word == "minLength") return !value.is_string() || value.get<std::string>().size() >= argument;
    if (word == "maxLength") return !value.is_string() || value.get<std::string>().size() <= argument;
    if (word == "minimum") return !value.is_number() || value >= argument;
    if (word == "maximum") return !value.is_number() || value <= argument;
    if (word == "minItems") return !value.is_array() || value.size() >= argument;
    if (word == "maxItems") return !value.is_array() || value.size() <= argument;
    if (word == "minProperties") return !value.is_object() || value.size() >= argument;
    if (word == "maxProperties") return !value.is_object() || value.size() <= argument;
    if (word == "uniqueItems") return !value.is_array() || std::set<json>(value.begin(), value.end()).size() == value.size();
    if (word == "items")
      return !value.is_array() ||
             std::all_of(value.begin(), value.end(), [&](const json& item) { return valid(argument, item); });
    if (word == "required")
      return !value.is_object() ||
             std::all_of(argument.begin(), argument.end(), [&](const json& key) { return value.contains(key); });
    if (word == "properties") {
      if (!value.is_object()) return true;
      bool all = true;
      for (const auto& [key, item] : value.items()) {
        if (argument.contains(key)) {
          if (valid(argument.at(key), item))
            used_.insert(&argument.at(key));
          else
            all = false;
        } else {
          EXPECT_TRUE(schema.contains("additionalProperties"));
          all = false;
        }
      }
      return all;
    }
    ADD_FAILURE() << "the validator does not know the keyword " << word;
    return false;
  }

  const std::regex& compiled(const std::string& pattern) {
    const auto at = patterns_.find(pattern);
    return at != patterns_.end() ? at->second : patterns_.emplace(pattern, std::regex(pattern)).first->second;
  }

  bool valid(const json& schema, const json& value) {
    for (const auto& [word, argument] : schema.items())
      if (!keyword(schema, word, argument, value)) return false;
    return true;
  }

  json root_;
  std::set<const json*> used_;
  std::map<std::string, std::regex> patterns_;
};

std::vector<std::string> all_files() {
  std::vector<std::string> files{source_directory + "/tests/scenarios/format/data/everything.json"};
  for (const char* directory : {"compliance", "load", "replay"}) {
    const std::string path = source_directory + "/scenarios/" + directory;
    if (!std::filesystem::exists(path)) continue;
    const auto found = scenario_files({path});
    for (const std::string& file : std::get<std::vector<std::string>>(found)) files.push_back(file);
  }
  return files;
}

bool loads(const std::string& text, std::string* message = nullptr) {
  LoadOptions options;
  options.read_logs = false;
  const auto result = parse_scenario(text, "a.json", options);
  const Problems* problems = std::get_if<Problems>(&result);
  if (problems && message) *message = problems->text();
  return !problems;
}

// Every property schema below a schema, with its key.
void collect(const json& schema, std::vector<std::pair<std::string, const json*>>& properties) {
  if (schema.is_array())
    for (const json& element : schema) collect(element, properties);
  if (!schema.is_object()) return;
  for (const auto& [word, argument] : schema.items()) {
    if (word == "properties" || word == "$defs") {
      for (const auto& [key, property] : argument.items()) {
        if (word == "properties") properties.emplace_back(key, &property);
        collect(property, properties);
      }
    } else if (word != "const" && word != "enum") {
      collect(argument, properties);
    }
  }
}

// Pointers of every value of a document.
void pointers(const json& value, const json::json_pointer& at, std::vector<json::json_pointer>& out) {
  out.push_back(at);
  if (value.is_object())
    for (const auto& [key, item] : value.items()) pointers(item, at / key, out);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) pointers(value[i], at / i, out);
}

std::vector<json::json_pointer> pointers_of(const json& document) {
  std::vector<json::json_pointer> all;
  pointers(document, json::json_pointer(), all);
  return all;
}

TEST(ScenarioSchema, EveryFilePassesBoth) {
  Validator validator;
  for (const std::string& file : all_files()) {
    const std::string text = read(file);
    std::string message;
    EXPECT_TRUE(loads(text, &message)) << file << "\n" << message;
    EXPECT_TRUE(validator.valid(json::parse(text))) << file;
  }
}

TEST(ScenarioSchema, EveryPropertyIsKnownToTheLoader) {
  Validator validator;
  ASSERT_TRUE(validator.valid(json::parse(read(all_files().front()))));
  std::vector<std::pair<std::string, const json*>> properties;
  collect(validator.root(), properties);
  EXPECT_GT(properties.size(), 150U);
  for (const auto& [key, property] : properties)
    EXPECT_TRUE(validator.used().contains(property)) << key << " is in the schema and not in everything.json: " << *property;
}

TEST(ScenarioSchema, EveryKeyOfTheLoaderIsAProperty) {
  Validator validator;
  std::vector<std::pair<std::string, const json*>> properties;
  collect(validator.root(), properties);
  std::set<std::string> known;
  for (const auto& [key, property] : properties) known.insert(key);
  const std::regex asked(R"((?:required|optional|tightened|text)\("([^"]+)\")");
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_directory + "/scenarios/format")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = read(entry.path().string());
    for (std::sregex_iterator at(text.begin(), text.end(), asked), end; at != end; ++at, ++count)
      EXPECT_TRUE(known.contains((*at)[1].str())) << (*at)[1].str() << " in " << entry.path();
  }
  EXPECT_GT(count, 150U);
}

TEST(ScenarioSchema, UnknownKeysAreRefusedByBoth) {
  Validator validator;
  for (const std::string& file : all_files()) {
    const json original = json::parse(read(file));
    if (original.dump().size() > 8'000) continue;  // long lists of like objects: the rest covers their kinds
    for (const json::json_pointer& place : pointers_of(original)) {
      if (!original.at(place).is_object()) continue;
      json changed = original;
      changed.at(place)["surprise"] = 1;
      EXPECT_FALSE(validator.valid(changed)) << file << " at " << place.to_string();
      EXPECT_FALSE(loads(changed.dump())) << file << " at " << place.to_string();
    }
  }
}

TEST(ScenarioSchema, MissingKeysAreRefusedByBoth) {
  Validator validator;
  const json original = json::parse(read(all_files().front()));
  int refused = 0;
  for (const json::json_pointer& place : pointers_of(original)) {
    if (place.empty() || !original.at(place.parent_pointer()).is_object()) continue;
    json changed = original;
    changed.at(place.parent_pointer()).erase(place.back());
    if (validator.valid(changed)) continue;  // what is missing may still be a name that something else refers to
    ++refused;
    EXPECT_FALSE(loads(changed.dump())) << "without " << place.to_string();
  }
  EXPECT_GT(refused, 50);
}

TEST(ScenarioSchema, EmptyListsAndObjectsAreReadOrRefused) {
  Validator validator;
  const json original = json::parse(read(all_files().front()));
  int refused = 0;
  for (const json::json_pointer& place : pointers_of(original)) {
    if (!original.at(place).is_structured()) continue;
    json changed = original;
    changed.at(place).clear();
    const bool loaded = loads(changed.dump());
    refused += loaded ? 0 : 1;
    EXPECT_TRUE(validator.valid(changed) || !loaded) << "empty " << place.to_string();
  }
  EXPECT_GT(refused, 50);
}

TEST(ScenarioSchema, WrongKindsAreRefusedByBoth) {
  Validator validator;
  const json original = json::parse(read(all_files().front()));
  for (const json::json_pointer& place : pointers_of(original)) {
    if (place.empty()) continue;
    for (const json& wrong : {json(true), json(-1e300), json::array({json::array()}), json("\x01"), json(nullptr)}) {
      if (original.at(place).type() == wrong.type()) continue;
      json changed = original;
      changed.at(place) = wrong;
      const bool valid = validator.valid(changed);
      const bool loaded = loads(changed.dump());
      // The schema is the wider of the two only for what it cannot say: whether a name is known.
      EXPECT_TRUE(valid || !loaded) << place.to_string() << " = " << wrong;
      const bool may_be_name = wrong.is_string() || wrong.is_null();
      EXPECT_TRUE(valid == loaded || may_be_name) << place.to_string() << " = " << wrong;
    }
  }
}

}  // namespace
}  // namespace tocsin::scenarios
