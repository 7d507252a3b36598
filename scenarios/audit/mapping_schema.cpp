#include "scenarios/audit/mapping_schema.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "models/trace/field_types.hpp"

namespace tocsin::scenarios {
namespace {

// "@events" stands for the list of event kinds, "@fields" for the rules of all fields, "@switches" for the switches' ids.
constexpr std::string_view text = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:tocsin:mapping:1",
  "title": "tocsin mapping",
  "description": "How another system's log, one JSON object to a line, is read as a trace.",
  "type": "object",
  "required": ["time", "event", "events"],
  "additionalProperties": false,
  "properties": {
    "$schema": {"const": "urn:tocsin:mapping:1"},
    "description": {"type": "string"},
    "header": {"$ref": "#/$defs/header"},
    "time": {
      "type": "object", "required": ["from", "form"], "additionalProperties": false, "description": "When it occurred.",
      "properties": {
        "from": {"$ref": "#/$defs/place"},
        "form": {"enum": ["us", "ms", "s", "iso8601", "pattern"]},
        "pattern": {"type": "string", "description": "%Y %m %d %H %I %M %S %p."},
        "utc_offset": {"type": "string", "pattern": "^[+-][0-9]{2}:?[0-9]{2}$", "description": "Of times that do not say their own."}
      }
    },
    "delivered": {"$ref": "#/$defs/place", "description": "When the policy was told, in the same form."},
    "event": {"$ref": "#/$defs/place", "description": "The kind of a line."},
    "sequence": {"$ref": "#/$defs/place", "description": "The number of a line, contiguous for each source."},
    "source": {"$ref": "#/$defs/place"},
    "fields": {"$ref": "#/$defs/fields", "description": "Where fields of every kind of event are found, unless the event says otherwise."},
    "events": {
      "type": "array", "minItems": 1, "maxItems": 10000,
      "description": "Every rule that applies to a line gives one event, in this order.",
      "items": {
        "type": "object", "required": ["theirs", "is"], "additionalProperties": false,
        "properties": {
          "theirs": {"$ref": "#/$defs/name", "description": "The kind as their log says it."},
          "is": {"$ref": "#/$defs/event"},
          "when": {
            "type": "object", "description": "Only lines in which each of these places has one of these values.",
            "additionalProperties": {"anyOf": [{"$ref": "#/$defs/scalar"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/scalar"}}]}
          },
          "fields": {"$ref": "#/$defs/fields"}
        }
      }
    },
    "ignore_events": {"type": "array", "items": {"$ref": "#/$defs/name"}, "description": "Lines of these kinds are left out where no rule applies."},
    "ignore_other_fields": {"type": "boolean", "description": "What no rule names is left out; otherwise it is an error."}
  },
  "$defs": {
    "name": {"type": "string", "minLength": 1},
    "place": {"type": "string", "minLength": 1, "description": "A key of the line, or a pointer such as /call/agent/id."},
    "scalar": {"type": ["string", "integer", "boolean"]},
    "duration": {"type": "string", "description": "250ms, 59:59.999, 1h30m."},
    "names": {"type": "array", "items": {"type": "string"}, "maxItems": 1000000},
    "event": {"enum": [@events]},
    "rule": {
      "anyOf": [
        {"$ref": "#/$defs/place"},
        {
          "type": "object", "required": ["from"], "additionalProperties": false,
          "properties": {
            "from": {"$ref": "#/$defs/place"},
            "words": {"type": "object", "additionalProperties": {"$ref": "#/$defs/scalar"}, "description": "Their words and ours."},
            "otherwise": {"$ref": "#/$defs/scalar", "description": "Where the line does not say it."},
            "unit": {"$ref": "#/$defs/duration", "description": "Of a length of time written as a number; microseconds by default."},
            "separator": {"type": "string", "description": "Between the words of a set written as one text."}
          }
        },
        {
          "type": "object", "required": ["value"], "additionalProperties": false,
          "properties": {"value": {"$ref": "#/$defs/scalar"}, "unit": {"$ref": "#/$defs/duration"}, "separator": {"type": "string"}}
        }
      ]
    },
    "fields": {
      "type": "object", "additionalProperties": false,
      "properties": {
@fields
      }
    },
    "header": {
      "type": "object", "required": ["name", "sources", "clock_resolution", "clock_skew", "delay_max"], "additionalProperties": false,
      "description": "What the log is, where its lines do not begin with a header.",
      "properties": {
        "name": {"$ref": "#/$defs/name"},
        "sources": {
          "type": "array", "minItems": 1, "maxItems": 1000,
          "items": {
            "type": "object", "required": ["name", "complete_for"], "additionalProperties": false,
            "properties": {"name": {"$ref": "#/$defs/name"}, "complete_for": {"type": "array", "items": {"$ref": "#/$defs/event"}}}
          }
        },
        "clock_resolution": {"$ref": "#/$defs/duration"},
        "clock_skew": {"$ref": "#/$defs/duration", "description": "The most by which two clocks of the log differ."},
        "delay_max": {"$ref": "#/$defs/duration", "description": "The most by which a line stands after one of a later time."},
        "sequence": {"type": "boolean", "description": "Lines carry contiguous numbers."},
        "begins": {"enum": ["running", "idle"], "description": "Whether calls or windows may have been in progress at the beginning; running by default."},
        "silence_max": {"$ref": "#/$defs/duration", "description": "A longer time without a line is a gap."},
        "strict_prerequisites": {"type": "boolean"},
        "switches": {"type": "array", "uniqueItems": true, "items": {"enum": [@switches]}},
        "termination_window": {"$ref": "#/$defs/duration"},
        "customised_form": {"type": "boolean"},
        "contacts": {"type": "integer", "minimum": 0, "maximum": 1000000, "description": "With EX-01: how many people are configured to be told of an emergency call."},
        "location_age_max": {"$ref": "#/$defs/duration"},
        "channel_delay_max": {"$ref": "#/$defs/duration"},
        "bounds": {
          "type": "object", "additionalProperties": false, "description": "May only be tightened.",
          "properties": {
            "accept": {"$ref": "#/$defs/duration"}, "egress": {"$ref": "#/$defs/duration"},
            "callback": {"$ref": "#/$defs/duration"}, "presence": {"$ref": "#/$defs/duration"}
          }
        },
        "agents": {"$ref": "#/$defs/names"}, "queues": {"$ref": "#/$defs/names"}, "trunk_groups": {"$ref": "#/$defs/names"},
        "sbcs": {"$ref": "#/$defs/names"}, "responders": {"$ref": "#/$defs/names"}
      }
    }
  }
}
)json";

std::string events() {
  std::string list;
  for (const std::string_view word : trace::kind_words) list += (list.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return list;
}

std::string switches() {
  std::string list;
  for (const std::string_view word : trace::words_of<trace::Switches>)
    list += (list.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return list;
}

std::string fields() {
  std::vector<std::string_view> known;
  [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const auto one = [&]<class EventKind>(std::type_identity<EventKind>) {
      const EventKind event{};
      EventKind::fields(event, [&](std::string_view key, const auto&) {
        if (std::find(known.begin(), known.end(), key) == known.end()) known.push_back(key);
      });
    };
    (one(std::type_identity<std::variant_alternative_t<Index, trace::Payload>>{}), ...);
  }
  (std::make_index_sequence<trace::kind_count>{});
  std::string list;
  for (const std::string_view key : known)
    list += (list.empty() ? "        \"" : ",\n        \"") + std::string(key) + "\": {\"$ref\": \"#/$defs/rule\"}";
  return list;
}

}  // namespace

std::string mapping_schema() {
  std::string schema(text);
  for (const auto& [mark, list] :
       {std::pair("@events", events()), std::pair("@fields", fields()), std::pair("@switches", switches())})
    schema.replace(schema.find(mark), std::string_view(mark).size(), list);
  return schema;
}

}  // namespace tocsin::scenarios
