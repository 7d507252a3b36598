#include "models/trace/event_schema.hpp"

#include <fmt/format.h>

#include <concepts>
#include <limits>
#include <string_view>
#include <utility>

#include "models/trace/field_types.hpp"

namespace tocsin::trace {
namespace {

template <class E>
std::string quoted_words() {
  std::string out;
  for (const std::string_view word : words_of<E>) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", word);
  return out;
}

template <class Integer>
std::string integer_between() {
  return fmt::format(R"({{"type": "integer", "minimum": {}, "maximum": {}}})", std::numeric_limits<Integer>::min(),
                     std::numeric_limits<Integer>::max());
}

// What a field's value looks like.
template <class Field>
std::string value_schema() {
  if constexpr (NumberField<Field>) {
    return R"({"$ref": "#/$defs/number"})";
  } else if constexpr (IdField<Field>) {
    // The none value is left out of a line, so it is no value.
    using Integer = typename Field::integer;
    constexpr Integer none = Field{}.value;
    return fmt::format(R"({{"type": "integer", "minimum": {}, "maximum": {}}})", none == 0 ? 1 : 0,
                       none == 0 ? std::numeric_limits<Integer>::max() : static_cast<Integer>(none - 1));
  } else if constexpr (WordSetField<Field>) {
    return fmt::format(R"({{"type": "array", "uniqueItems": true, "items": {{"enum": [{}]}}}})", quoted_words<Field>());
  } else if constexpr (WordField<Field>) {
    return fmt::format(R"({{"enum": [{}]}})", quoted_words<Field>());
  } else if constexpr (DurationField<Field>) {
    return R"({"$ref": "#/$defs/us"})";
  } else if constexpr (TextField<Field>) {
    return R"({"type": "string"})";
  } else if constexpr (BoolField<Field>) {
    return R"({"type": "boolean"})";
  } else {
    return integer_between<Field>();
  }
}

// One object: its members one to a line, and which of them are required.
class ObjectSchema {
 public:
  void add(std::string_view key, std::string_view schema, bool required) {
    members_ += fmt::format("{}        \"{}\": {}", members_.empty() ? "" : ",\n", key, schema);
    if (required) required_ += fmt::format("{}\"{}\"", required_.empty() ? "" : ", ", key);
  }
  std::string text() const {
    return fmt::format(
        "{{\n      \"type\": \"object\",\n      \"properties\": {{\n{}\n      }},\n      \"required\": [{}],\n      "
        "\"additionalProperties\": false\n    }}",
        members_, required_);
  }

 private:
  std::string members_;
  std::string required_;
};

template <class Kind>
std::string event_object() {
  ObjectSchema object;
  object.add("seq", fmt::format(R"({{"type": "integer", "minimum": 1, "maximum": {}}})", UINT64_MAX), true);
  object.add("at", R"({"$ref": "#/$defs/us"})", true);
  object.add("delivered", R"({"$ref": "#/$defs/us"})", false);
  object.add("event", fmt::format(R"({{"const": "{}"}})", Kind::word), true);
  const Kind kind{};
  Kind::fields(kind,
               [&]<class Field>(std::string_view key, const Field&) { object.add(key, value_schema<Field>(), !is_id<Field>); });
  return object.text();
}

std::string header_object() {
  ObjectSchema object;
  const std::string names = R"({"type": "array", "items": {"type": "string"}})";
  const std::string us = R"({"$ref": "#/$defs/us"})";
  object.add("trace", R"({"const": "tocsin"})", true);
  object.add("version", R"({"const": 1})", true);
  object.add("scenario", R"({"type": "string"})", true);
  object.add("seed", integer_between<std::uint64_t>(), true);
  object.add("replication", integer_between<std::uint64_t>(), true);
  object.add("complete_for", R"({"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/event_word"}})", true);
  for (const std::string_view key :
       {"clock_resolution_us", "clock_skew_us", "window_us", "location_age_max_us", "channel_delay_max_us"})
    object.add(key, us, true);
  object.add("strict_prerequisites", R"({"type": "boolean"})", true);
  object.add("switches", value_schema<Switches>(), true);
  object.add("termination_window_us", us, true);
  object.add("customised_form", R"({"type": "boolean"})", true);
  object.add("contacts", integer_between<std::uint32_t>(), false);
  object.add("bounds", R"({"$ref": "#/$defs/bounds"})", true);
  for (const std::string_view key : {"agents", "queues", "trunk_groups", "sbcs", "responders"}) object.add(key, names, true);
  return object.text();
}

std::string bounds_object() {
  ObjectSchema object;
  for (const std::string_view key : {"accept_us", "egress_us", "callback_us", "presence_us"})
    object.add(key, R"({"$ref": "#/$defs/us"})", true);
  return object.text();
}

std::string trailer_object() {
  ObjectSchema object;
  object.add("end", R"({"const": true})", true);
  object.add("at", R"({"$ref": "#/$defs/us"})", true);
  object.add("events", integer_between<std::uint64_t>(), true);
  object.add("digest", R"({"type": "string", "pattern": "^xxh3-128:[0-9a-f]{32}$"})", true);
  return object.text();
}

}  // namespace

std::string event_schema() {
  std::string lines = R"(    {"$ref": "#/$defs/header"},
    {"$ref": "#/$defs/trailer"})";
  std::string event_words;
  std::string definitions;
  const auto define = [&](std::string_view name, std::string_view schema) {
    definitions += fmt::format("{}    \"{}\": {}", definitions.empty() ? "" : ",\n", name, schema);
  };
  define("us", fmt::format(R"({{"type": "integer", "minimum": {}, "maximum": {}}})", INT64_MIN, INT64_MAX));
  define("number", R"({"type": "string", "pattern": "^\\+[1-9][0-9]{0,19}$"})");
  define("bounds", bounds_object());
  define("header", header_object());
  define("trailer", trailer_object());
  [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const auto one = [&]<class Kind>(std::type_identity<Kind>) {
      lines += fmt::format(",\n    {{\"$ref\": \"#/$defs/event_{}\"}}", Kind::word);
      event_words += fmt::format("{}\"{}\"", event_words.empty() ? "" : ", ", Kind::word);
      define(fmt::format("event_{}", Kind::word), event_object<Kind>());
    };
    (one(std::type_identity<std::variant_alternative_t<Index, Payload>>{}), ...);
  }
  (std::make_index_sequence<kind_count>{});
  define("event_word", fmt::format(R"({{"enum": [{}]}})", event_words));
  return fmt::format(R"({{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "One line of a tocsin trace",
  "description": "A header, an event or a trailer. Times are integer microseconds; `at` is when it occurred.",
  "oneOf": [
{}
  ],
  "$defs": {{
{}
  }}
}}
)",
                     lines, definitions);
}

}  // namespace tocsin::trace
