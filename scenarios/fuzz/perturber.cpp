#include "scenarios/fuzz/perturber.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "scenarios/format/quantity.hpp"
#include "scenarios/format/schema.hpp"
#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

// What a program keeps: it is one run, judged by everything, of which nothing is expected.
constexpr std::string_view kept_keys[] = {"$schema",      "id",       "title",     "purpose",    "exercises", "expect",
                                          "replications", "seed",     "generated", "events_max", "bounds",    "drain",
                                          "count",        "recorded", "name",      "replay"};
constexpr std::size_t entries_max = 64;
constexpr int depth_max = 6;

bool is_kept(const std::string& key) { return std::find(std::begin(kept_keys), std::end(kept_keys), key) != std::end(kept_keys); }

// Which list of the scenario declares the names that stand under a key.
std::string_view list_of_names(const std::string& key) {
  constexpr std::pair<std::string_view, std::string_view> lists[] = {{"agent", "agents"},
                                                                     {"agents", "agents"},
                                                                     {"preferred_agent", "agents"},
                                                                     {"queue", "queues"},
                                                                     {"queues", "queues"},
                                                                     {"capacity_profile", "capacity_profiles"},
                                                                     {"capacity_profiles", "capacity_profiles"},
                                                                     {"outbound_profile", "outbound_profiles"},
                                                                     {"responder", "responders"},
                                                                     {"overflow_to", "responders"},
                                                                     {"route", "routes"},
                                                                     {"rule", "rules"},
                                                                     {"sbcs", "sbcs"},
                                                                     {"sbc", "sbcs"},
                                                                     {"trunk_group", "trunk_groups"},
                                                                     {"store", "stores"},
                                                                     {"text", "presence_texts"}};
  for (const auto& [word, list] : lists)
    if (word == key) return list;
  return {};
}

// A place in the document with what the schema says of it.
struct Place {
  Json* value;
  const Json* schema;
  std::string key;  // under which it stands, or its list does
};

class Session {
 public:
  Session(const Json& root, Json& scenario, const Json& donor, Dice& dice)
      : root_(root), scenario_(scenario), donor_(donor), dice_(dice) {}

  void change() {
    places_.clear();
    collect(scenario_, root_, "", 0);
    collect_instants(scenario_);
    if (places_.empty()) return;
    const Place place = dice_.of(places_);
    if (place.value->is_array())
      change_list(place);
    else if (place.value->is_object())
      change_object(place);
    else
      *place.value = any_value(resolved(*place.schema), place.key, place.value, 0);
  }

 private:
  const Json& resolved(const Json& schema) const {
    if (!schema.contains("$ref")) return schema;
    const std::string name = schema["$ref"].get<std::string>().substr(std::string("#/$defs/").size());
    return root_["$defs"].contains(name) ? root_["$defs"][name] : schema;
  }

  // The alternative of a schema that fits a value, as far as its kind tells.
  const Json& fitting(const Json& schema, const Json& value) const {
    const Json& plain = resolved(schema);
    for (const char* key : {"anyOf", "oneOf"}) {
      if (!plain.contains(key)) continue;
      for (const Json& option : plain[key])
        if (fits(fitting(option, value), value)) return fitting(option, value);
    }
    return plain;
  }

  static bool fits(const Json& schema, const Json& value) {
    if (schema.contains("const")) return schema["const"] == value;
    if (schema.contains("enum")) return std::find(schema["enum"].begin(), schema["enum"].end(), value) != schema["enum"].end();
    if (!schema.contains("type") || !schema["type"].is_string()) return true;
    const std::string type = schema["type"];
    if (type == "object" && value.is_object()) {
      if (schema.contains("required"))
        for (const Json& key : schema["required"])
          if (!value.contains(key.get<std::string>())) return false;
      if (!schema.contains("properties")) return true;
      const Json& properties = schema["properties"];
      for (const char* key : {"act", "component", "effect", "manner"})  // what tells alternatives apart
        if (value.contains(key) && properties.contains(key) && !fits(properties[key], value[key])) return false;
      return true;
    }
    return (type == "array" && value.is_array()) || (type == "string" && value.is_string()) ||
           (type == "boolean" && value.is_boolean()) || ((type == "integer" || type == "number") && value.is_number()) ||
           (type == "null" && value.is_null());
  }

  void collect(Json& value, const Json& schema, const std::string& key, int depth) {
    const Json& fit = fitting(schema, value);
    if (depth > 0) places_.push_back({&value, &fit, key});
    if (value.is_object() && fit.contains("properties")) {
      for (auto& [name, part] : value.items())
        if (!is_kept(name) && fit["properties"].contains(name)) collect(part, fit["properties"][name], name, depth + 1);
    } else if (value.is_array() && fit.contains("items")) {
      for (Json& part : value) collect(part, fit["items"], key, depth + 1);
    }
  }

  // All lengths and instants of the document, which are instants worth trying.
  void collect_instants(const Json& value) {
    if (value.is_structured()) {
      for (const Json& part : value) collect_instants(part);
    } else if (value.is_string() && instants_.size() < 256) {
      if (const auto length = parse_duration(value.get_ref<const std::string&>())) instants_.push_back(*length);
    }
  }

  void change_list(const Place& place) {
    Json& list = *place.value;
    const bool grows = list.size() < entries_max;
    switch (dice_.below(6)) {
      case 0:
        if (!list.empty()) list.erase(list.begin() + dice_.below(list.size()));
        return;
      case 1:
        if (!list.empty() && grows) add(list, renamed(dice_.of(list)));
        return;
      case 2:
        if (list.size() > 1) std::swap(list[dice_.below(list.size())], list[dice_.below(list.size())]);
        return;
      case 3:
      case 4:
        if (donor_.contains(place.key) && donor_[place.key].is_array() && !donor_[place.key].empty() && grows)
          add(list, renamed(dice_.of(donor_[place.key])));
        return;
      default:
        if (grows && place.schema->contains("items")) add(list, any_value((*place.schema)["items"], place.key, nullptr, 0));
    }
  }

  void add(Json& list, Json entry) {
    if (!entry.is_null()) list.insert(list.begin() + dice_.below(list.size() + 1), std::move(entry));
  }

  // Names are declared once; an emergency without one gets its own.
  static Json renamed(Json entry) {
    if (entry.is_object() && entry.contains("name") && entry.contains("at")) entry.erase("name");
    return entry;
  }

  // Puts something there that may stand there, or takes something away that need not.
  void change_object(const Place& place) {
    Json& object = *place.value;
    const Json& schema = *place.schema;
    if (!schema.contains("properties")) return;
    const auto item = std::next(schema["properties"].begin(), dice_.below(schema["properties"].size()));
    if (is_kept(item.key())) return;
    const bool required = schema.contains("required") &&
                          std::find(schema["required"].begin(), schema["required"].end(), item.key()) != schema["required"].end();
    if (object.contains(item.key()) && !required && dice_.one_in(2))
      object.erase(item.key());
    else if (Json value = any_value(item.value(), item.key(), nullptr, 0); !value.is_null())
      object[item.key()] = std::move(value);
  }

  // A value that the schema allows, or null.
  Json any_value(const Json& given, const std::string& key, const Json* now, int depth) {
    const Json& schema = resolved(given);
    if (depth > depth_max) return nullptr;
    for (const char* choice : {"anyOf", "oneOf"})
      if (schema.contains(choice)) return any_value(dice_.of(schema[choice]), key, now, depth + 1);
    if (schema.contains("const")) return schema["const"];
    if (schema.contains("enum")) return dice_.of(schema["enum"]);
    if (&schema == &root_["$defs"]["duration"]) return any_duration(now);
    if (&schema == &root_["$defs"]["number"]) return any_number();
    if (&schema == &root_["$defs"]["dialled"]) return random_dial(dice_);
    if (!schema.contains("type")) return nullptr;
    const Json& type = schema["type"].is_array() ? dice_.of(schema["type"]) : schema["type"];
    if (type == "boolean") return dice_.one_in(2);
    if (type == "integer") return any_integer(schema);
    if (type == "number") return schema.value("maximum", 2.0) <= 1 ? dice_.of({0.0, 0.5, 1.0}) : dice_.of({0.0, 1.0, 6.0});
    if (type == "string") return any_name(key);
    if (type == "array") return any_list(schema, key, depth);
    if (type == "object") return any_object(schema, depth);
    return nullptr;
  }

  Json any_duration(const Json* now) {
    sim::Duration length = instants_.empty() || dice_.one_in(4)
                               ? dice_.of({sim::Duration{0}, sim::seconds(1), sim::seconds(30), sim::minutes(1), sim::minutes(60),
                                           sim::seconds(90), sim::seconds(150), sim::hours(2)})
                               : dice_.of(instants_);
    if (now && now->is_string() && dice_.one_in(3))
      if (const auto same = parse_duration(now->get_ref<const std::string&>())) length = *same;
    // The end of a window that began then.
    if (dice_.one_in(4)) length = length + sim::minutes(60);
    length = length + (dice_.one_in(6) ? sim::seconds(dice_.below(600)) : boundary_offset(dice_));
    return text_of(std::max(length, sim::Duration{0}));
  }

  Json any_number() {
    std::vector<std::string> known = {"+12065550100", "+12065550101", "+14255550123"};
    for (const char* list : {"numbers", "responders"})
      if (scenario_.contains(list) && scenario_[list].is_array())
        for (const Json& entry : scenario_[list])
          if (entry.contains("number") && entry["number"].is_string()) known.push_back(entry["number"]);
    return dice_.of(known);
  }

  Json any_integer(const Json& schema) {
    const std::int64_t low = schema.value("minimum", std::int64_t{0});
    const std::int64_t high = std::min<std::int64_t>(schema.value("maximum", std::uint64_t{1} << 40), INT32_MAX);
    return dice_.of({low, low + 1, low + 2, std::clamp<std::int64_t>(0, low, high), std::clamp<std::int64_t>(1, low, high),
                     std::clamp<std::int64_t>(20, low, high), std::clamp<std::int64_t>(-1, low, high)});
  }

  // A name of what the key refers to; a new one where things are named; and the few texts that have a form of their own.
  Json any_name(const std::string& key) {
    if (key == "name") return "new " + std::to_string(dice_.below(1000));
    if (key == "pattern") return dice_.of({"911", "9.1", ".*", "[", "91", ""});
    if (key == "country") return dice_.of({"US", "PR", "CA", "GB", "DK"});
    if (key == "start") return dice_.of({"2022-03-13T01:59:59", "2024-02-29T23:59:59.999999", "2022-12-31T12:00:00"});
    if (key == "by" || key == "clock_skew") return dice_.of({"1h", "-1h", "250ms", "-24h"});
    if (key == "utc_offset") return dice_.of({"+00:00", "-08:00", "+05:45"});
    const std::string_view list = list_of_names(key);
    if (list.empty() || !scenario_.contains(std::string(list))) return nullptr;
    const Json& entries = scenario_[std::string(list)];
    if (!entries.is_array() || entries.empty()) return nullptr;
    const Json& entry = dice_.of(entries);
    if (entry.is_string()) return entry;
    if (!entry.is_object() || !entry.contains("name")) return nullptr;
    std::string name = entry["name"];
    if (entry.contains("count")) name += "1";
    return name;
  }

  Json any_list(const Json& schema, const std::string& key, int depth) {
    Json list = Json::array();
    const std::uint32_t least = schema.value("minItems", 0U);
    for (std::uint32_t i = least + dice_.below(3); i > 0 && schema.contains("items"); --i)
      if (Json value = any_value(schema["items"], key, nullptr, depth + 1); !value.is_null()) list.push_back(std::move(value));
    return list;
  }

  Json any_object(const Json& schema, int depth) {
    Json object = Json::object();
    if (!schema.contains("properties")) return nullptr;
    const std::uint32_t most = schema.value("maxProperties", UINT32_MAX);
    for (const auto& [key, part] : schema["properties"].items()) {
      const bool required = schema.contains("required") &&
                            std::find(schema["required"].begin(), schema["required"].end(), key) != schema["required"].end();
      if (object.size() >= most || (!required && (is_kept(key) || !dice_.one_in(3)))) continue;
      Json value = any_value(part, key, nullptr, depth + 1);
      if (!value.is_null())
        object[key] = std::move(value);
      else if (required && !may_be_null(part))
        return nullptr;
      else if (required)
        object[key] = nullptr;
    }
    return object;
  }

  static bool may_be_null(const Json& schema) {
    return schema.contains("type") && schema["type"].is_array() &&
           std::find(schema["type"].begin(), schema["type"].end(), "null") != schema["type"].end();
  }

  const Json& root_;
  Json& scenario_;
  const Json& donor_;
  Dice& dice_;
  std::vector<Place> places_;
  std::vector<sim::Duration> instants_;
};

}  // namespace

Perturber::Perturber() : schema_(Json::parse(scenario_schema())) {}

void Perturber::perturb(Json& scenario, const Json& donor, std::uint32_t changes, Dice& dice) const {
  for (const char* key : {"expect", "replications", "generated", "seed", "replay"}) scenario.erase(key);
  scenario["exercises"] = Json::array();
  for (std::uint32_t i = 0; i < changes; ++i) Session(schema_, scenario, donor, dice).change();
}

}  // namespace tocsin::scenarios
