#include "scenarios/json/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::scenarios {

std::string Cursor::pointer() const {
  const std::string pointer = document_->pointer(*node_);
  return key_.empty() ? pointer : pointer + pointer_step(key_);
}

void Cursor::problem(std::string message, std::string remedy) const {
  problems_->add({document_->file(), line(), pointer(), std::move(message), std::move(remedy)});
}

std::string Cursor::value_text() const {
  switch (node_->kind) {
    case Kind::boolean:
      return node_->flag ? "true" : "false";
    case Kind::integer:
      return fmt::format("{}{}", node_->flag ? "-" : "", node_->magnitude);
    case Kind::number:
      return fmt::format("{}", node_->number);
    case Kind::string:
      return in_quotes(document_->string(*node_));
    default:
      return std::string(name_of(node_->kind));
  }
}

void Cursor::expected(std::string_view what) const {
  if (silent_) return;
  if (present_) {
    problem(fmt::format("expected {}, found {}", what, value_text()));
  } else {
    problem(fmt::format("missing, expected {}", what));
  }
}

bool Cursor::expect(Kind kind) const {
  if (is(kind)) return true;
  expected(name_of(kind));
  return false;
}

bool Cursor::expect_bounds(bool inside, const std::string& bounds) const {
  if (!inside) problem(fmt::format("{} is out of range, expected {}", value_text(), bounds));
  return inside;
}

void Cursor::unknown_name(const std::vector<std::string_view>& names) const {
  std::string list;
  for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + in_quotes(name);
  const std::string_view near = nearest(document_->string(*node_), names);
  problem(fmt::format("{} is not known, expected one of {}", value_text(), list),
          near.empty() ? "" : fmt::format("did you mean {}?", in_quotes(near)));
}

std::string Cursor::string(std::string_view otherwise) const {
  return std::string(expect(Kind::string) ? document_->string(*node_) : otherwise);
}

std::string Cursor::name() const {
  if (!expect(Kind::string)) return {};
  const std::string_view text = document_->string(*node_);
  if (text.empty()) problem("expected a name, found an empty string");
  return std::string(text);
}

bool Cursor::boolean(bool otherwise) const { return expect(Kind::boolean) ? node_->flag : otherwise; }

std::int64_t Cursor::integer(std::int64_t min, std::int64_t max, std::int64_t otherwise) const {
  if (!expect(Kind::integer)) return otherwise;
  constexpr auto magnitude_max = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const bool fits = node_->magnitude <= magnitude_max || (node_->flag && node_->magnitude == magnitude_max + 1);
  const auto value = static_cast<std::int64_t>(node_->flag ? 0 - node_->magnitude : node_->magnitude);
  const bool inside = fits && value >= min && value <= max;
  return expect_bounds(inside, fmt::format("{}..{}", min, max)) ? value : otherwise;
}

std::uint64_t Cursor::unsigned_integer(std::uint64_t min, std::uint64_t max, std::uint64_t otherwise) const {
  if (!expect(Kind::integer)) return otherwise;
  const bool negative = node_->flag && node_->magnitude != 0;
  const bool inside = !negative && node_->magnitude >= min && node_->magnitude <= max;
  return expect_bounds(inside, fmt::format("{}..{}", min, max)) ? node_->magnitude : otherwise;
}

double Cursor::number(double min, double max, double otherwise) const {
  if (!is(Kind::integer) && !expect(Kind::number)) return otherwise;
  const bool inside = node_->number >= min && node_->number <= max;
  return expect_bounds(inside, fmt::format("{}..{}", min, max)) ? node_->number : otherwise;
}

std::vector<Cursor> Cursor::array(std::size_t count_min, std::size_t count_max) const {
  std::vector<Cursor> elements;
  if (!expect(Kind::array)) return elements;
  if (node_->count < count_min) {
    problem(fmt::format("{} elements, expected at least {}", node_->count, count_min));
    return elements;
  }
  if (node_->count > count_max) {
    problem(fmt::format("{} elements, expected at most {}", node_->count, count_max));
    return elements;
  }
  elements.reserve(node_->count);
  for (std::uint32_t at = node_->first; at != Node::none; at = document_->node(at).next) {
    elements.push_back(Cursor(*document_, *problems_, &document_->node(at), {}, true));
  }
  return elements;
}

Object Cursor::object() const {
  const bool usable = expect(Kind::object);
  return Object(*this, usable);
}

std::vector<std::pair<std::string_view, Cursor>> Cursor::members() const {
  std::vector<std::pair<std::string_view, Cursor>> members;
  if (!expect(Kind::object)) return members;
  members.reserve(node_->count);
  for (std::uint32_t at = node_->first; at != Node::none; at = document_->node(at).next) {
    const Node& node = document_->node(at);
    members.emplace_back(document_->key(node), Cursor(*document_, *problems_, &node, {}, true));
  }
  return members;
}

const Node* Object::member(std::string_view key) const {
  if (!usable_) return nullptr;
  const Document& document = *self_.document_;
  for (std::uint32_t at = self_.node_->first; at != Node::none; at = document.node(at).next) {
    if (document.key(document.node(at)) == key) return &document.node(at);
  }
  return nullptr;
}

bool Object::has(std::string_view key) const { return member(key) != nullptr; }

Cursor Object::find(std::string_view key, bool optional) {
  asked_.emplace_back(key);
  if (const Node* node = member(key)) return Cursor(*self_.document_, *self_.problems_, node, {}, true);
  return Cursor(*self_.document_, *self_.problems_, self_.node_, key, false, optional || !usable_);
}

void Object::finish() const {
  if (!usable_) return;
  const Document& document = *self_.document_;
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (std::uint32_t at = self_.node_->first; at != Node::none; at = document.node(at).next) {
    const Node& node = document.node(at);
    const std::string_view key = document.key(node);
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    self_.problems_->add({document.file(), node.key_place.line, document.pointer(node), "unknown key", suggestion(key, known)});
  }
}

}  // namespace tocsin::scenarios
