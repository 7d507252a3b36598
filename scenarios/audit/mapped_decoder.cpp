#include "scenarios/audit/mapped_decoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "models/trace/field_types.hpp"
#include "models/trace/running_hash.hpp"
#include "scenarios/audit/event_rules.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t agents_max = 1'000'000;
constexpr std::size_t lists_max = 65'536;  // of queues, groups
constexpr std::size_t rules_applied_max = 16;

using Value = JsonLine::Value;

std::uint64_t hash_of(std::string_view text) {
  thread_local trace::RunningHash hash;
  hash.reset();
  hash.add(text.data(), text.size());
  return hash.value().low;
}

// Small whole numbers are themselves; anything else is a hash past all of them.
std::uint64_t id_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool plain = error == std::errc{} && end == text.data() + text.size() && value != 0 && value < std::uint64_t{1} << 63;
  if (plain && text.front() != '0') return value;
  return hash_of(text) | std::uint64_t{1} << 63;
}

// A telephone number however it is written: what separates digits for the eye is left out.
std::optional<std::uint64_t> parse_telephone(std::string_view text) {
  if (text.size() > 4 && (text.starts_with("tel:") || text.starts_with("TEL:"))) text.remove_prefix(4);
  std::uint64_t value = 0;
  bool first = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '+' && first && value == 0) continue;
    if (std::string_view(" .-()[]/").find(c) != std::string_view::npos) continue;
    if (c < '0' || c > '9' || (first && c == '0')) return std::nullopt;
    first = false;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (UINT64_MAX - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return first ? std::nullopt : std::optional(value);
}

// A dialled string without what separates its digits for the eye, where nothing but digits is left: then it says the same, and
// needs no place in memory. Else as it is.
std::string_view plain_digits(std::string_view dialled, std::string& scratch) {
  scratch.clear();
  for (const char c : dialled)
    if (std::string_view(" \t.-()[]{}").find(c) == std::string_view::npos) scratch += c;
  const bool digits = !scratch.empty() && scratch.find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::string_view(scratch) : dialled;
}

template <class Enum>
std::optional<std::uint32_t> rank_of(std::string_view word) {
  const auto& words = trace::words_of<Enum>;
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - words.begin());
}

template <class Enum>
std::string one_of() {
  std::string list;
  for (const std::string_view word : trace::words_of<Enum>) list += (list.empty() ? "" : ", ") + in_quotes(word);
  return list;
}

}  // namespace

void NameTable::begin(const std::vector<std::string>& names, std::size_t names_max) {
  names_max_ = std::max(names_max, names.size());
  for (const std::string& name : names) {
    indices_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    names_.push_back(name);
  }
}

std::optional<std::uint32_t> NameTable::index(std::string_view name) {
  key_.assign(name);
  if (const auto found = indices_.find(key_); found != indices_.end()) return found->second;
  if (names_.size() >= names_max_ || name.size() > TextPool::length_max) return std::nullopt;
  const auto index = static_cast<std::uint32_t>(names_.size());
  names_.push_back(key_);
  indices_.emplace(key_, index);
  return index;
}

MappedDecoder::MappedDecoder(const Mapping& mapping, const ForeignHeader& header, TextPool& texts)
    : mapping_(mapping), header_(header), texts_(texts) {
  agents_.begin(header.header.agents, agents_max);
  queues_.begin(header.header.queues, lists_max);
  groups_.begin(header.header.trunk_groups, lists_max);
}

bool MappedDecoder::fail(std::string_view pointer, std::string message, std::string remedy) {
  error_ = {std::string(pointer), std::move(message), std::move(remedy)};
  return false;
}

// The value there as a text; nothing if there is none, or null, or an array or object.
std::optional<std::string_view> MappedDecoder::text_at(std::string_view pointer) {
  const Value* value = line_->at(pointer);
  if (!value || value->kind == Kind::null || value->kind == Kind::array || value->kind == Kind::object) return std::nullopt;
  return value->text;
}

bool MappedDecoder::time_at(std::string_view pointer, std::int64_t& us) {
  const auto text = text_at(pointer);
  if (!text) return fail(pointer, "missing, expected a time");
  const auto time = mapping_.time.parse(*text);
  if (!time) return fail(pointer, fmt::format("{} is not a time of the form the mapping says", in_quotes(*text)));
  if (*time < 0 || *time > log_time_max_us)
    return fail(pointer,
                fmt::format("{} is out of range, expected a time since 1970, or since the log's beginning", in_quotes(*text)));
  us = *time;
  return true;
}

bool MappedDecoder::envelope(LogLine& line) {
  if (!time_at(mapping_.time_from, line.event.occurred_at.us)) return false;
  line.event.delivered_at = line.event.occurred_at;
  if (!mapping_.delivered_from.empty() && text_at(mapping_.delivered_from)) {
    if (!time_at(mapping_.delivered_from, line.event.delivered_at.us)) return false;
    // Two clocks may disagree about which came first; nothing is delivered before it happens.
    line.event.delivered_at = std::max(line.event.delivered_at, line.event.occurred_at);
  }
  if (header_.sequence) {
    const auto text = mapping_.sequence_from.empty() ? std::nullopt : text_at(mapping_.sequence_from);
    std::uint64_t number = 0;
    const auto end = text ? text->data() + text->size() : nullptr;
    const bool good = text && !text->empty() && std::from_chars(text->data(), end, number).ptr == end && number < UINT64_MAX / 2;
    if (!good) return fail(mapping_.sequence_from, "expected the line's number, because the header says that lines are numbered");
    line.sequence = number;
  }
  if (!mapping_.source_from.empty()) {
    const auto text = text_at(mapping_.source_from);
    const auto found = std::find_if(header_.sources.begin(), header_.sources.end(),
                                    [&](const LogSourceName& s) { return text && s.name == *text; });
    if (found == header_.sources.end())
      return fail(mapping_.source_from, text ? fmt::format("{} is no source of the header", in_quotes(*text))
                                             : "missing, expected the name of a source");
    line.source = static_cast<std::uint32_t>(found - header_.sources.begin());
  }
  return true;
}

bool MappedDecoder::applies(const EventRule& rule) const {
  return std::all_of(rule.when.begin(), rule.when.end(), [&](const Condition& condition) {
    const Value* value = line_->at(condition.from);
    if (!value || value->kind == Kind::array || value->kind == Kind::object) return false;
    return std::find(condition.values.begin(), condition.values.end(), value->text) != condition.values.end();
  });
}

// The text that the rule gives for its field, in our words. Absent: neither the line nor the rule says one.
bool MappedDecoder::text_of(const FieldRule& rule, std::string_view& text, bool& present) {
  present = true;
  const auto found = rule.from.empty() ? std::nullopt : text_at(rule.from);
  if (found) {
    text = *found;
    for (const auto& [theirs, ours] : rule.words)
      if (theirs == text) {
        text = ours;
        break;
      }
    return true;
  }
  if (const Value* value = rule.from.empty() ? nullptr : line_->at(rule.from); value && value->kind != Kind::null)
    return fail(rule.from, fmt::format("expected one value for {}, found {}", rule.field, name_of(value->kind)));
  present = rule.otherwise.has_value();
  if (present) text = *rule.otherwise;
  return true;
}

template <class Field>
bool MappedDecoder::field(const FieldRule& rule, Field& out) {
  using namespace trace;
  const std::string_view place = rule.from.empty() ? std::string_view(rule.field) : std::string_view(rule.from);
  const auto misfit = [&](std::string_view text, std::string_view expected) {
    return fail(place, fmt::format("{} is no {}, expected {}", in_quotes(text), rule.field, expected));
  };
  if constexpr (WordSetField<Field>) {
    std::uint32_t bits = 0;
    const auto add = [&](std::string_view word) {
      for (const auto& [theirs, ours] : rule.words)
        if (theirs == word) {
          word = ours;
          break;
        }
      if (word.empty()) return true;
      const auto rank = rank_of<Field>(word);
      if (!rank) return misfit(word, "one of " + one_of<Field>());
      bits |= std::uint32_t{1} << *rank;
      return true;
    };
    const Value* value = rule.from.empty() ? nullptr : line_->at(rule.from);
    if (value && value->kind == Kind::array) {
      for (std::uint32_t i = value->first; i != JsonLine::none; i = line_->value_at(i).next)
        if (!add(line_->value_at(i).text)) return false;
    } else {
      std::string_view text;
      bool present = false;
      if (!text_of(rule, text, present)) return false;
      if (!present) return fail(place, fmt::format("missing, expected {}", rule.field));
      while (!text.empty()) {
        const std::size_t end = rule.separator.empty() ? std::string_view::npos : text.find(rule.separator);
        if (!add(text.substr(0, end))) return false;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + rule.separator.size());
      }
    }
    out = static_cast<Field>(bits);
    return true;
  } else {
    std::string_view text;
    bool present = false;
    if (!text_of(rule, text, present)) return false;
    if constexpr (is_id<Field>) {
      if (!present || text.empty())
        return !id_is_required(kind_, rule.field) ||
               fail(place, fmt::format("missing, an event {} needs {}", kind_words[kind_], rule.field));
      if constexpr (NumberField<Field>) {
        const auto number = parse_telephone(text);
        if (!number) return misfit(text, "a telephone number such as +1 206 555-0100");
        out.value = *number;
      } else if constexpr (std::is_same_v<Field, AgentId> || std::is_same_v<Field, QueueId> || std::is_same_v<Field, GroupId>) {
        NameTable& names = std::is_same_v<Field, AgentId> ? agents_ : std::is_same_v<Field, QueueId> ? queues_ : groups_;
        const auto index = names.index(text);
        if (!index) return fail(place, fmt::format("more than {} names of {}", names.names().size(), id_list<Field>()));
        out.value = *index;
      } else {
        out.value = id_of(text);
      }
      return true;
    } else {
      if (!present) return fail(place, fmt::format("missing, expected {}", rule.field));
      if constexpr (WordField<Field>) {
        const auto rank = rank_of<Field>(text);
        if (!rank) return misfit(text, "one of " + one_of<Field>());
        out = static_cast<Field>(*rank);
      } else if constexpr (DurationField<Field>) {
        const auto us = parse_amount(text, rule.unit.us);
        if (!us) return misfit(text, "a number");
        out.us = *us;
      } else if constexpr (TextField<Field>) {
        if (text.size() > TextPool::length_max)
          return fail(place, fmt::format("a text of {} bytes, expected at most {}", text.size(), TextPool::length_max));
        const auto interned = texts_.intern(rule.field == "raw" ? plain_digits(text, scratch_) : text);
        if (!interned) return fail(place, fmt::format("more than {} different texts in one log", TextPool::texts_max));
        out = *interned;
      } else if constexpr (BoolField<Field>) {
        if (text != "true" && text != "false") return misfit(text, "true or false");
        out = text == "true";
      } else {
        if constexpr (std::is_same_v<Field, std::uint32_t>) {
          const auto letter = [&](std::size_t i) { return text[i] >= 'A' && text[i] <= 'Z'; };
          if (rule.field == "country" && text.size() == 2 && letter(0) && letter(1)) {
            out = static_cast<std::uint32_t>(text[0]) << 8 | static_cast<std::uint32_t>(text[1]);
            return true;
          }
        }
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (error == std::errc{} && end == text.data() + text.size()) return true;
        if constexpr (std::is_same_v<Field, std::uint32_t>)
          if (rule.field == "device" || rule.field == "target_id" || rule.field == "node") {
            // Only whether two are the same matters.
            out = static_cast<std::uint32_t>(hash_of(text) >> 32) | 1U << 31;
            return true;
          }
        return misfit(
            text, fmt::format("a whole number in {}..{}", std::numeric_limits<Field>::min(), std::numeric_limits<Field>::max()));
      }
      return true;
    }
  }
}

template <class EventKind>
bool MappedDecoder::decode_kind(MappedDecoder& decoder, const EventRule& rule, trace::Payload& payload) {
  EventKind event;
  bool good = true;
  std::size_t rank = 0;
  EventKind::fields(event, [&](std::string_view, auto& out) {
    if (good) good = decoder.field(rule.fields[rank++], out);
  });
  if (good) payload.emplace<EventKind>(event);
  return good;
}

// Whether every value of the line is named by the mapping: the envelope, or a rule for that kind of line.
bool MappedDecoder::nothing_unknown(const std::vector<const EventRule*>& rules) {
  std::vector<bool> known(line_->size(), false);
  const auto mark = [&](std::string_view pointer) {
    if (pointer.empty()) return;
    const Value* value = line_->at(pointer);
    while (value && value->parent != JsonLine::none) {
      known[line_->index_of(*value)] = true;
      value = &line_->value_at(value->parent);
    }
  };
  for (const std::string_view place :
       {mapping_.time_from, mapping_.delivered_from, mapping_.event_from, mapping_.sequence_from, mapping_.source_from})
    mark(place);
  for (const EventRule* rule : rules) {
    for (const Condition& condition : rule->when) mark(condition.from);
    for (const FieldRule& field : rule->fields) mark(field.from);
  }
  for (std::uint32_t i = 1; i < line_->size(); ++i) {
    const Value& value = line_->value_at(i);
    if (known[i]) continue;
    // An element of an array that is a field belongs to it.
    if (line_->value_at(value.parent).kind == Kind::array && known[value.parent]) continue;
    return fail(line_->pointer(value), "the mapping does not say what this is",
                "name it in a field, or say \"ignore_other_fields\": true");
  }
  return true;
}

MappedDecoder::Result MappedDecoder::decode(const JsonLine& line, std::vector<LogLine>& events) {
  using Decode = bool (*)(MappedDecoder&, const EventRule&, trace::Payload&);
  static constexpr auto table = []<std::size_t... Index>(std::index_sequence<Index...>) {
    return std::array<Decode, trace::kind_count>{
        &MappedDecoder::decode_kind<std::variant_alternative_t<Index, trace::Payload>>...};
  }
  (std::make_index_sequence<trace::kind_count>{});
  line_ = &line;
  events.clear();
  const auto word = text_at(mapping_.event_from);
  if (!word) return fail(mapping_.event_from, "missing, expected the kind of the line"), Result::bad;
  rules_.clear();
  for (const EventRule& rule : mapping_.events)
    if (rule.theirs == *word) rules_.push_back(&rule);
  LogLine first;
  for (const EventRule* rule : rules_) {
    if (!applies(*rule)) continue;
    if (events.empty() && !envelope(first)) return Result::bad;
    if (events.size() >= rules_applied_max)
      return fail({}, fmt::format("more than {} rules apply to one line", rules_applied_max)), Result::bad;
    events.push_back(first);
    kind_ = rule->kind;
    if (!table[kind_](*this, *rule, events.back().event.payload)) return Result::bad;
  }
  if (events.empty()) {
    const auto& ignored = mapping_.ignored_events;
    if (std::find(ignored.begin(), ignored.end(), *word) != ignored.end()) return Result::ignored;
    fail(mapping_.event_from,
         rules_.empty() ? fmt::format("the mapping has no rule for {}", in_quotes(*word))
                        : fmt::format("no rule for {} applies to this line", in_quotes(*word)),
         "give it one in \"events\", or name it in \"ignore_events\"");
    return Result::bad;
  }
  if (!mapping_.ignore_other_fields && !nothing_unknown(rules_)) return Result::bad;
  return Result::events;
}

}  // namespace tocsin::scenarios
