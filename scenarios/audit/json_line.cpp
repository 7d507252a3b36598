#include "scenarios/audit/json_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "scenarios/json/problem.hpp"
#include "scenarios/json/utf8.hpp"

namespace tocsin::scenarios {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6), put(0x80 | (code & 63));
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
  } else {
    put(0xf0 | code >> 18), put(0x80 | (code >> 12 & 63)), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
  }
}

// One of 64 bits; keys of events differ in length, first, middle or last letter mostly.
std::uint64_t key_bit(std::string_view key) {
  if (key.empty()) return 1;
  const auto letter = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(key[i])); };
  const std::uint64_t mix = key.size() * 131 + letter(0) * 31 + letter(key.size() / 2) * 7 + letter(key.size() - 1);
  return std::uint64_t{1} << (mix * 0x9E3779B97F4A7C15ULL >> 58);
}

}  // namespace

bool JsonLine::parse(std::string_view line) {
  line_ = line;
  at_ = 0;
  values_.clear();
  open_.clear();
  pool_.clear();
  if (pool_.capacity() < line.size()) pool_.reserve(2 * line.size());  // never moves while views into it are made
  return scan();
}

bool JsonLine::fail(std::string message, std::string remedy) {
  error_ = {values_.empty() ? std::string() : pointer(values_[open_.empty() ? 0 : open_.back().node]), std::move(message),
            std::move(remedy)};
  return false;
}

bool JsonLine::fail_here(std::string_view expected) {
  const std::string found = at_ >= line_.size() ? "the end of the line" : in_quotes(line_.substr(at_, 1));
  return fail(fmt::format("not JSON at column {}: expected {}, found {}", at_ + 1, expected, found));
}

void JsonLine::skip_blanks() {
  while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r' || line_[at_] == '\n')) ++at_;
}

bool JsonLine::scan() {
  skip_blanks();
  if (at_ >= line_.size()) return fail("an empty line, expected a JSON object");
  if (line_[at_] != '{') return fail_here("a JSON object");
  key_ = {};
  key_begin_ = at_;
  if (!value()) return false;
  while (!open_.empty()) {
    Open& open = open_.back();
    const bool object = values_[open.node].kind == Kind::object;
    const char end = object ? '}' : ']';
    skip_blanks();
    if (at_ < line_.size() && line_[at_] == end) {
      ++at_;
      open_.pop_back();
      continue;
    }
    if (open.count > 0) {
      if (at_ >= line_.size() || line_[at_] != ',') return fail_here(object ? "\",\" or \"}\"" : "\",\" or \"]\"");
      ++at_;
      skip_blanks();
    }
    if (object && !key()) return false;
    if (!value()) return false;
  }
  skip_blanks();
  if (at_ < line_.size()) return fail_here("nothing after the object");
  return true;
}

bool JsonLine::key() {
  if (at_ >= line_.size() || line_[at_] != '"') return fail_here("a key in quotes");
  key_begin_ = at_;
  if (!string(key_)) return false;
  Open& open = open_.back();
  const std::uint64_t bit = key_bit(key_);
  if (open.keys & bit)
    for (std::uint32_t i = values_[open.node].first; i != none; i = values_[i].next)
      if (values_[i].key == key_) return fail(fmt::format("the key {} stands twice", in_quotes(key_)));
  open.keys |= bit;
  skip_blanks();
  if (at_ >= line_.size() || line_[at_] != ':') return fail_here("\":\"");
  ++at_;
  skip_blanks();
  return true;
}

bool JsonLine::add(Kind kind) {
  if (values_.size() >= values_max) return fail(fmt::format("more than {} values in one line", values_max));
  const auto index = static_cast<std::uint32_t>(values_.size());
  Value& node = values_.emplace_back();
  node.kind = kind;
  node.key = key_;
  node.key_begin = static_cast<std::uint32_t>(key_begin_);
  key_ = {};
  if (open_.empty()) return true;
  Open& open = open_.back();
  node.parent = open.node;
  node.index = open.count++;
  (open.last == none ? values_[open.node].first : values_[open.last].next) = index;
  open.last = index;
  return true;
}

bool JsonLine::value() {
  if (at_ >= line_.size()) return fail_here("a value");
  switch (line_[at_]) {
    case '{':
    case '[':
      if (open_.size() >= depth_max) return fail(fmt::format("nested more than {} deep", depth_max));
      if (!add(line_[at_] == '{' ? Kind::object : Kind::array)) return false;
      ++at_;
      open_.push_back({static_cast<std::uint32_t>(values_.size() - 1), none, 0, 0});
      return true;
    case '"': {
      if (!add(Kind::string)) return false;
      std::string_view text;
      if (!string(text)) return false;
      values_.back().text = text;
      return true;
    }
    case 't':
      return literal("true", Kind::boolean, true);
    case 'f':
      return literal("false", Kind::boolean, false);
    case 'n':
      return literal("null", Kind::null, false);
    default:
      return number();
  }
}

bool JsonLine::literal(std::string_view word, Kind kind, bool flag) {
  if (line_.substr(at_, word.size()) != word) return fail_here("a value");
  if (!add(kind)) return false;
  values_.back().flag = flag;
  values_.back().text = line_.substr(at_, word.size());
  at_ += word.size();
  return true;
}

bool JsonLine::number() {
  const std::size_t begin = at_;
  const auto digit_here = [&] { return at_ < line_.size() && is_digit(line_[at_]); };
  const bool negative = line_[at_] == '-';
  if (negative) ++at_;
  if (!digit_here()) return fail_here("a value");
  const std::size_t digits = at_;
  std::uint64_t magnitude = 0;
  bool fits = true;
  for (; digit_here(); ++at_) {
    const auto digit = static_cast<std::uint64_t>(line_[at_] - '0');
    fits = fits && (magnitude < UINT64_MAX / 10 || (magnitude == UINT64_MAX / 10 && digit <= UINT64_MAX % 10));
    magnitude = magnitude * 10 + digit;
  }
  if (line_[digits] == '0' && at_ - digits > 1) return at_ = digits, fail_here("a number without leading zeros");
  Kind kind = Kind::integer;
  if (at_ < line_.size() && line_[at_] == '.') {
    kind = Kind::number;
    ++at_;
    if (!digit_here()) return fail_here("a digit");
    while (digit_here()) ++at_;
  }
  if (at_ < line_.size() && (line_[at_] == 'e' || line_[at_] == 'E')) {
    kind = Kind::number;
    ++at_;
    if (at_ < line_.size() && (line_[at_] == '+' || line_[at_] == '-')) ++at_;
    if (!digit_here()) return fail_here("a digit");
    while (digit_here()) ++at_;
  }
  if (!add(kind)) return false;
  Value& node = values_.back();
  node.text = line_.substr(begin, at_ - begin);
  if (kind != Kind::integer) return true;
  constexpr std::uint64_t lowest = std::uint64_t{1} << 63;
  if (!fits || (negative && magnitude > lowest)) {
    error_ = {pointer(node), fmt::format("{} is past 64 bits", printable(node.text, 40)), {}};
    return false;
  }
  node.flag = negative && magnitude != 0;
  node.magnitude = magnitude;
  return true;
}

bool JsonLine::string(std::string_view& out) {
  const std::size_t begin = ++at_;
  while (at_ < line_.size()) {
    const auto byte = static_cast<unsigned char>(line_[at_]);
    if (byte == '"') {
      out = line_.substr(begin, at_ - begin);
      ++at_;
      return true;
    }
    if (byte == '\\') return escape(out, begin);
    if (byte < 0x20) return fail_here("no control character in a string");
    if (byte < 0x80) {
      ++at_;
      continue;
    }
    const std::size_t length = utf8_length(line_.substr(at_));
    if (length == 0) return fail(fmt::format("not JSON at column {}: bad UTF-8", at_ + 1));
    at_ += length;
  }
  return fail_here("the end of a string");
}

// The rest of a string with escapes, whose first lies here: decoded into the pool.
bool JsonLine::escape(std::string_view& out, std::size_t begin) {
  const std::size_t start = pool_.size();
  pool_.append(line_.substr(begin, at_ - begin));
  while (at_ < line_.size()) {
    const auto byte = static_cast<unsigned char>(line_[at_]);
    if (byte == '"') {
      ++at_;
      out = std::string_view(pool_).substr(start);
      return true;
    }
    if (byte < 0x20) return fail_here("no control character in a string");
    if (byte != '\\') {
      const std::size_t length = utf8_length(line_.substr(at_));
      if (length == 0) return fail(fmt::format("not JSON at column {}: bad UTF-8", at_ + 1));
      pool_.append(line_.substr(at_, length));
      at_ += length;
      continue;
    }
    if (++at_ >= line_.size()) break;
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (const std::size_t which = letters.find(line_[at_]); which != std::string_view::npos) {
      pool_ += meanings[which];
      ++at_;
      continue;
    }
    if (line_[at_] != 'u') return fail_here("an escape");
    std::uint32_t code = 0;
    if (!unicode(code)) return false;
    if (code >= 0xd800 && code < 0xe000) {
      std::uint32_t low = 0;
      if (code >= 0xdc00 || line_.substr(at_, 2) != "\\u") return fail_here("the second half of a surrogate pair");
      ++at_;
      if (!unicode(low)) return false;
      if (low < 0xdc00 || low >= 0xe000) return fail_here("the second half of a surrogate pair");
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    append_utf8(pool_, code);
  }
  return fail_here("the end of a string");
}

// Four hexadecimal digits after the "u" that stands here.
bool JsonLine::unicode(std::uint32_t& code) {
  ++at_;
  code = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    if (at_ >= line_.size()) return fail_here("four hexadecimal digits");
    const char c = line_[at_];
    const int digit = is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return fail_here("four hexadecimal digits");
    code = code << 4 | static_cast<std::uint32_t>(digit);
  }
  return true;
}

const JsonLine::Value* JsonLine::member(const Value& object, std::string_view key) const {
  if (object.kind != Kind::object) return nullptr;
  for (std::uint32_t i = object.first; i != none; i = values_[i].next)
    if (values_[i].key == key) return &values_[i];
  return nullptr;
}

const JsonLine::Value* JsonLine::at(std::string_view pointer) const {
  const Value* node = &root();
  std::string step;
  while (node && !pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    std::string_view key = pointer.substr(0, end);
    pointer.remove_prefix(end);
    if (key.find('~') != std::string_view::npos) {
      step.clear();
      for (std::size_t i = 0; i < key.size(); ++i) {
        if (key[i] != '~' || i + 1 >= key.size())
          step += key[i];
        else
          step += key[++i] == '1' ? '/' : '~';
      }
      key = step;
    }
    node = member(*node, key);
  }
  return node;
}

std::string JsonLine::pointer(const Value& node) const {
  std::string path;
  for (const Value* at = &node; at->parent != none; at = &values_[at->parent])
    path.insert(0, values_[at->parent].kind == Kind::object ? pointer_step(at->key) : fmt::format("/{}", at->index));
  return path;
}

}  // namespace tocsin::scenarios
