#include "scenarios/audit/event_decoder.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "models/trace/field_types.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {
namespace {

using Value = JsonLine::Value;

constexpr std::uint32_t members_max = 64;

template <class Enum>
std::string one_of() {
  std::string list;
  for (const std::string_view word : trace::words_of<Enum>) list += (list.empty() ? "" : ", ") + in_quotes(word);
  return list;
}

template <class Enum>
std::size_t rank_of(std::string_view word) {
  std::size_t i = 0;
  while (i < trace::words_of<Enum>.size() && trace::words_of<Enum>[i] != word) ++i;
  return i;
}

std::string described(const Value& node) {
  switch (node.kind) {
    case Kind::string:
      return in_quotes(node.text);
    case Kind::array:
    case Kind::object:
      return std::string(name_of(node.kind));
    default:
      return printable(node.text, 40);
  }
}

// "+" and digits that do not begin with 0, as a 64-bit number.
bool parse_number_text(std::string_view text, std::uint64_t& out) {
  if (text.size() < 2 || text.size() > 21 || text[0] != '+' || text[1] == '0') return false;
  out = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') return false;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (out > (UINT64_MAX - digit) / 10) return false;
    out = out * 10 + digit;
  }
  return true;
}

}  // namespace

// The member of that key, marked as read; null if there is none.
const Value* EventDecoder::take(std::string_view key) {
  std::uint32_t at = expected_;
  if (at == JsonLine::none || line_->value_at(at).key != key)
    for (at = line_->root().first; at != JsonLine::none && line_->value_at(at).key != key;) at = line_->value_at(at).next;
  if (at == JsonLine::none) return nullptr;
  const Value& node = line_->value_at(at);
  expected_ = node.next;
  if (node.index < members_max) taken_ |= std::uint64_t{1} << node.index;
  return &node;
}

void EventDecoder::missing(std::string_view key, std::string_view what) {
  if (good_) error_ = {pointer_step(key), fmt::format("missing, expected {}", what), {}};
  good_ = false;
}

void EventDecoder::wrong(const Value& node, std::string message, std::string remedy) {
  if (good_) error_ = {line_->pointer(node), std::move(message), std::move(remedy)};
  good_ = false;
}

void EventDecoder::out_of_range(const Value& node, std::string_view range) {
  wrong(node, fmt::format("{} is out of range, expected {}", described(node), range));
}

const Value* EventDecoder::take_kind(std::string_view key, Kind kind, std::string_view what) {
  const Value* node = take(key);
  if (!node) return missing(key, what), nullptr;
  if (node->kind == kind) return node;
  wrong(*node, fmt::format("expected {}, found {}", what, described(*node)));
  return nullptr;
}

bool EventDecoder::take_unsigned(std::string_view key, std::uint64_t least, std::uint64_t most, std::uint64_t& out) {
  const Value* node = take_kind(key, Kind::integer, "a whole number");
  if (!node) return false;
  if (node->flag || node->magnitude < least || node->magnitude > most)
    return out_of_range(*node, fmt::format("{}..{}", least, most)), false;
  out = node->magnitude;
  return true;
}

bool EventDecoder::take_signed(std::string_view key, std::int64_t least, std::int64_t most, std::int64_t& out) {
  const Value* node = take_kind(key, Kind::integer, "a whole number");
  if (!node) return false;
  const bool fits = node->flag ? node->magnitude <= std::uint64_t{1} << 63 : node->magnitude <= INT64_MAX;
  const auto value = static_cast<std::int64_t>(node->flag ? 0 - node->magnitude : node->magnitude);
  if (!fits || value < least || value > most) return out_of_range(*node, fmt::format("{}..{}", least, most)), false;
  out = value;
  return true;
}

bool EventDecoder::take_us(std::string_view key, std::int64_t least, std::int64_t& out) {
  return take_signed(key, least, log_time_max_us, out);
}

template <class Field>
void EventDecoder::field(std::string_view key, Field& out) {
  using namespace trace;
  if constexpr (is_id<Field>) {
    const Value* node = take(key);
    if (!node) {
      if (id_is_required(kind_, key)) missing(key, NumberField<Field> ? "a telephone number" : "an id");
      return;
    }
    if constexpr (NumberField<Field>) {
      if (node->kind != Kind::string || !parse_number_text(node->text, out.value))
        wrong(*node, fmt::format("expected a number like \"+12065550100\", found {}", described(*node)));
    } else {
      constexpr auto none = Field{}.value;
      const std::uint64_t least = none == 0 ? 1 : 0;
      const std::uint64_t most = none == 0 ? std::uint64_t{std::numeric_limits<typename Field::integer>::max()} : none - 1;
      if (node->kind != Kind::integer) return wrong(*node, fmt::format("expected a whole number, found {}", described(*node)));
      if (node->flag || node->magnitude < least || node->magnitude > most)
        return out_of_range(*node, fmt::format("{}..{}", least, most));
      if constexpr (is_listed<Field>)
        if (node->magnitude >= id_limit<Field>(limits_))
          return wrong(*node, fmt::format("{} is past the {} {} of the header", node->magnitude, id_limit<Field>(limits_),
                                          id_list<Field>()));
      out.value = static_cast<typename Field::integer>(node->magnitude);
    }
  } else if constexpr (WordSetField<Field>) {
    const Value* node = take_kind(key, Kind::array, "an array of words");
    if (!node) return;
    std::uint32_t bits = 0;
    for (std::uint32_t i = node->first; i != JsonLine::none; i = line_->value_at(i).next) {
      const Value& item = line_->value_at(i);
      const std::size_t rank = item.kind == Kind::string ? rank_of<Field>(item.text) : words_of<Field>.size();
      if (rank == words_of<Field>.size())
        return wrong(item, fmt::format("{} is not known, expected one of {}", described(item), one_of<Field>()));
      if (bits >> rank & 1) return wrong(item, fmt::format("{} stands twice", described(item)));
      bits |= std::uint32_t{1} << rank;
    }
    out = static_cast<Field>(bits);
  } else if constexpr (WordField<Field>) {
    const Value* node = take_kind(key, Kind::string, "a word");
    if (!node) return;
    const std::size_t rank = rank_of<Field>(node->text);
    if (rank == words_of<Field>.size())
      return wrong(*node, fmt::format("{} is not known, expected one of {}", described(*node), one_of<Field>()));
    out = static_cast<Field>(rank);
  } else if constexpr (DurationField<Field>) {
    take_us(key, -log_time_max_us, out.us);
  } else if constexpr (TextField<Field>) {
    const Value* node = take_kind(key, Kind::string, "a text");
    if (!node) return;
    if (node->text.size() > TextPool::length_max)
      return wrong(*node, fmt::format("a text of {} bytes, expected at most {}", node->text.size(), TextPool::length_max));
    const auto text = texts_.intern(node->text);
    if (!text) return wrong(*node, fmt::format("more than {} different texts in one trace", TextPool::texts_max));
    out = *text;
  } else if constexpr (BoolField<Field>) {
    if (const Value* node = take_kind(key, Kind::boolean, "true or false")) out = node->flag;
  } else if constexpr (std::is_signed_v<Field>) {
    std::int64_t value = 0;
    if (take_signed(key, std::numeric_limits<Field>::min(), std::numeric_limits<Field>::max(), value))
      out = static_cast<Field>(value);
  } else {
    std::uint64_t value = 0;
    if (take_unsigned(key, 0, std::numeric_limits<Field>::max(), value)) out = static_cast<Field>(value);
  }
}

template <class EventKind>
bool EventDecoder::decode_kind(EventDecoder& decoder, trace::Payload& payload) {
  EventKind event;
  EventKind::fields(event, [&]<class Field>(std::string_view key, Field& out) {
    if (decoder.good_) decoder.field(key, out);
  });
  if (decoder.good_) payload.emplace<EventKind>(event);
  return decoder.good_;
}

bool EventDecoder::envelope(trace::Event& event) {
  if (envelope_.sequence == Envelope::Sequence::required && !take_unsigned("seq", 1, UINT64_MAX, event.sequence)) return false;
  source_ = {};
  if (envelope_.source) {
    const Value* node = take_kind("source", Kind::string, "the name of a source");
    if (!node) return false;
    source_ = node->text;
  }
  if (!take_us("at", 0, event.occurred_at.us)) return false;
  event.delivered_at = event.occurred_at;
  // Written only where it differs.
  if (line_->member(line_->root(), "delivered") && !take_us("delivered", event.occurred_at.us, event.delivered_at.us))
    return false;
  const Value* word = take_kind("event", Kind::string, "the kind of an event");
  if (!word) return false;
  const auto kind = kind_of_word(word->text);
  if (!kind) {
    wrong(*word, fmt::format("there is no event {}", in_quotes(word->text)), expected_kinds(word->text));
    return false;
  }
  kind_ = *kind;
  return true;
}

bool EventDecoder::nothing_left() {
  for (std::uint32_t i = line_->root().first; i != JsonLine::none; i = line_->value_at(i).next) {
    const Value& node = line_->value_at(i);
    if (node.index < members_max && (taken_ >> node.index & 1) != 0) continue;
    wrong(node, fmt::format("an event {} has no such field", trace::kind_words[kind_]));
    return false;
  }
  return true;
}

bool EventDecoder::decode(const JsonLine& line, trace::Event& event) {
  using Decode = bool (*)(EventDecoder&, trace::Payload&);
  static constexpr auto table = []<std::size_t... Index>(std::index_sequence<Index...>) {
    return std::array<Decode, trace::kind_count>{
        &EventDecoder::decode_kind<std::variant_alternative_t<Index, trace::Payload>>...};
  }
  (std::make_index_sequence<trace::kind_count>{});
  line_ = &line;
  expected_ = line.root().first;
  taken_ = 0;
  good_ = true;
  return envelope(event) && table[kind_](*this, event.payload) && nothing_left();
}

}  // namespace tocsin::scenarios
