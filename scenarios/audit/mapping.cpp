#include "scenarios/audit/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/trace/field_types.hpp"
#include "scenarios/audit/event_rules.hpp"
#include "scenarios/audit/mapping_schema.hpp"
#include "scenarios/format/call_log.hpp"
#include "scenarios/format/values.hpp"
#include "scenarios/json/reader.hpp"

namespace tocsin::scenarios {
namespace {

// A key of the line, or a pointer into it, as a pointer.
std::string decode_place(const Cursor& cursor) {
  const std::string place = cursor.name();
  if (place.empty() || place.front() == '/') return place;
  return pointer_step(place);
}

// A string, a number, true or false as text.
std::string decode_text(const Cursor& cursor) {
  switch (cursor.kind()) {
    case Kind::boolean:
      return cursor.boolean() ? "true" : "false";
    case Kind::integer:
      return std::to_string(cursor.integer(INT64_MIN, INT64_MAX));
    default:
      return cursor.string();
  }
}

FieldRule decode_field(std::string_view field, const Cursor& cursor) {
  FieldRule rule;
  rule.field = field;
  if (!cursor.is(Kind::object)) {
    if (expect_text(cursor, R"(a place such as "agent" or "/call/agent", or an object with "from" or "value")"))
      rule.from = decode_place(cursor);
    return rule;
  }
  Object object = cursor.object();
  if (const Cursor value = object.optional("value")) {
    rule.otherwise = decode_text(value);
    if (object.has("from")) cursor.problem("both \"from\" and \"value\", expected one of them");
    static_cast<void>(object.optional("from"));
  } else {
    rule.from = decode_place(object.required("from"));
  }
  if (const Cursor words = object.optional("words"))
    for (const auto& [theirs, ours] : words.members()) rule.words.emplace_back(theirs, decode_text(ours));
  if (const Cursor otherwise = object.optional("otherwise")) rule.otherwise = decode_text(otherwise);
  rule.unit = decode_duration(object.optional("unit"), sim::microseconds(1), sim::microseconds(1), sim::hours(24));
  rule.separator = object.optional("separator").string();
  object.finish();
  return rule;
}

using Fields = std::vector<FieldRule>;

Fields decode_fields(const Cursor& cursor, const std::vector<std::string_view>& known) {
  Fields rules;
  if (!cursor) return rules;
  for (const auto& [field, value] : cursor.members()) {
    if (std::find(known.begin(), known.end(), field) == known.end())
      value.problem(fmt::format("there is no field {}", in_quotes(field)), suggestion(field, known));
    else
      rules.push_back(decode_field(field, value));
  }
  return rules;
}

// The fields of a kind, by its index.
std::vector<std::string_view> fields_of(std::size_t kind) {
  std::vector<std::string_view> fields;
  [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const auto one = [&]<class EventKind>(std::type_identity<EventKind>) {
      const EventKind event{};
      EventKind::fields(event, [&](std::string_view key, const auto&) { fields.push_back(key); });
    };
    ((Index == kind ? one(std::type_identity<std::variant_alternative_t<Index, trace::Payload>>{}) : void()), ...);
  }
  (std::make_index_sequence<trace::kind_count>{});
  return fields;
}

std::vector<std::string_view> all_fields() {
  std::vector<std::string_view> fields;
  for (std::size_t kind = 0; kind < trace::kind_count; ++kind)
    for (const std::string_view field : fields_of(kind))
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
  return fields;
}

std::vector<Condition> decode_conditions(const Cursor& cursor) {
  std::vector<Condition> conditions;
  if (!cursor) return conditions;
  for (const auto& [place, value] : cursor.members()) {
    Condition& condition = conditions.emplace_back();
    condition.from = place.starts_with('/') ? std::string(place) : pointer_step(place);
    if (value.is(Kind::array))
      for (const Cursor& item : value.array(1)) condition.values.push_back(decode_text(item));
    else
      condition.values.push_back(decode_text(value));
  }
  return conditions;
}

// A kind's own rules come first, then those for all kinds; a field that neither names is found under its own name.
EventRule decode_event(const Cursor& cursor, const Fields& common) {
  EventRule rule;
  Object object = cursor.object();
  rule.theirs = object.required("theirs").name();
  const Cursor is = object.required("is");
  const std::string word = is.name();
  const auto kind = kind_of_word(word);
  if (!kind && !word.empty()) is.problem(fmt::format("there is no event {}", in_quotes(word)), expected_kinds(word));
  rule.kind = kind.value_or(0);
  rule.when = decode_conditions(object.optional("when"));
  const std::vector<std::string_view> fields = kind ? fields_of(*kind) : all_fields();
  const Fields own = decode_fields(object.optional("fields"), fields);
  object.finish();
  for (const std::string_view field : fields) {
    const auto named = [&](const FieldRule& r) { return r.field == field; };
    if (const auto found = std::find_if(own.begin(), own.end(), named); found != own.end()) {
      rule.fields.push_back(*found);
    } else if (const auto shared = std::find_if(common.begin(), common.end(), named); shared != common.end()) {
      rule.fields.push_back(*shared);
    } else {
      FieldRule& plain = rule.fields.emplace_back();
      plain.field = field;
      plain.from = pointer_step(field);
    }
  }
  return rule;
}

void decode_time(Object& object, Mapping& mapping) {
  Object time = object.required("time").object();
  mapping.time_from = decode_place(time.required("from"));
  mapping.time.form = time.required("form").one_of<TimeForm>({{"us", TimeForm::us},
                                                              {"ms", TimeForm::ms},
                                                              {"s", TimeForm::s},
                                                              {"iso8601", TimeForm::iso8601},
                                                              {"pattern", TimeForm::pattern}});
  if (const Cursor pattern = mapping.time.form == TimeForm::pattern ? time.required("pattern") : time.optional("pattern")) {
    mapping.time.pattern = pattern.string();
    if (mapping.time.form != TimeForm::pattern)
      pattern.problem("a pattern needs \"form\": \"pattern\"");
    else if (!is_time_format(mapping.time.pattern))
      pattern.problem(
          fmt::format("{} does not name a whole time, expected one like \"%Y-%m-%d %H:%M:%S\"", in_quotes(mapping.time.pattern)));
  }
  if (const Cursor offset = time.optional("utc_offset")) {
    const auto length = parse_utc_offset(offset.string());
    if (!length && offset.is(Kind::string)) offset.problem("expected an offset such as \"+01:00\"");
    mapping.time.utc_offset = length.value_or(sim::Duration{});
  }
  time.finish();
}

}  // namespace

std::optional<Mapping> load_mapping(const std::string& path, Problems& problems) {
  Problems found;
  const auto document = read_json(path, found, {.bytes_max = std::size_t{16} << 20, .values_max = 1'000'000});
  Mapping mapping;
  mapping.file = path;
  if (document) {
    Object top = Cursor(*document, found).object();
    top.optional("$schema").one_of<int>({{mapping_schema_id, 0}});
    static_cast<void>(top.optional("description").string());
    if (const Cursor header = top.optional("header")) {
      Object object = header.object();
      mapping.header = decode_foreign_header(object);
      object.finish();
    }
    decode_time(top, mapping);
    if (const Cursor place = top.optional("delivered")) mapping.delivered_from = decode_place(place);
    mapping.event_from = decode_place(top.required("event"));
    if (const Cursor place = top.optional("sequence")) mapping.sequence_from = decode_place(place);
    if (const Cursor place = top.optional("source")) mapping.source_from = decode_place(place);
    const Fields common = decode_fields(top.optional("fields"), all_fields());
    for (const Cursor& item : top.required("events").array(1, 10'000)) mapping.events.push_back(decode_event(item, common));
    if (const Cursor ignored = top.optional("ignore_events"))
      for (const Cursor& item : ignored.array()) mapping.ignored_events.push_back(item.name());
    mapping.ignore_other_fields = top.optional("ignore_other_fields").boolean(false);
    if (mapping.header && mapping.header->sequence != !mapping.sequence_from.empty())
      top.self().problem(mapping.header->sequence ? "the header says that lines are numbered, expected \"sequence\""
                                                  : "\"sequence\" needs \"sequence\": true in the header");
    if (mapping.header && mapping.header->sequence && mapping.header->sources.size() > 1 && mapping.source_from.empty())
      top.self().problem("several sources number their lines, expected \"source\"");
    top.finish();
  }
  problems.add(found);
  if (!found.empty()) return std::nullopt;
  return mapping;
}

}  // namespace tocsin::scenarios
