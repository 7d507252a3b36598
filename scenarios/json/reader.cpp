#include "scenarios/json/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "scenarios/json/cursor.hpp"
#include "scenarios/json/utf8.hpp"
#include "sim/assert.hpp"

namespace tocsin::scenarios {
namespace {

// Walks over the text beside the parser, one token per event. nlohmann/json tells no positions to a SAX handler, and how far its
// lexer has read ahead depends on the token; but between two events only white space, commas and colons can stand, and a token
// that the lexer accepted is easily stepped over. So the walk is exact without knowing anything about the lexer.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = line_begin_ = 3;  // the lexer skips a byte order mark
  }

  // Stops at the next token, or at `end` if that comes first.
  Place to_token(std::size_t end = std::string_view::npos) {
    end = std::min(end, text_.size());
    for (; at_ < end; ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        line_begin_ = at_ + 1;
      } else if (c != ' ' && c != '\t' && c != '\r' && c != ',' && c != ':') {
        break;
      }
    }
    return here();
  }
  void over(std::size_t bytes) { at_ = std::min(at_ + bytes, text_.size()); }
  void over_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    over(1);
  }
  void over_number() { at_ = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size()); }
  std::string_view ahead(std::size_t bytes) const { return text_.substr(at_, bytes); }

 private:
  Place here() const { return {line_, static_cast<std::uint32_t>(at_ - line_begin_ + 1)}; }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::uint32_t line_ = 1;
};

// The SAX handler: builds the flat document and stops at the first problem by answering false.
class Builder {
 public:
  Builder(std::string_view text, const Limits& limits) : text_(text), walk_(text), limits_(limits) {}

  bool null() { return put(Kind::null, 4) != nullptr; }
  bool boolean(bool value) {
    Node* node = put(Kind::boolean, value ? 4 : 5);
    if (node != nullptr) node->flag = value;
    return node != nullptr;
  }
  bool number_integer(std::int64_t value) {
    const bool negative = value < 0;
    const auto bits = static_cast<std::uint64_t>(value);
    return integer(negative ? 0 - bits : bits, negative);
  }
  bool number_unsigned(std::uint64_t value) { return integer(value, false); }
  bool number_float(double value, const std::string& token) {
    // What was written as an integer and arrives here did not fit in 64 bits.
    if (token.find_first_of(".eE") == std::string::npos) {
      return fail(walk_.to_token(), fmt::format("{} does not fit in 64 bits", printable(token, 40)),
                  "whole numbers reach from -9223372036854775808 to 18446744073709551615");
    }
    Node* node = put(Kind::number, 0);
    if (node == nullptr) return false;
    node->number = value;
    walk_.over_number();
    return true;
  }
  bool string(std::string& value) {
    Node* node = put(Kind::string, 0);
    if (node == nullptr) return false;
    node->text_begin = static_cast<std::uint32_t>(pool_.size());
    node->text_length = static_cast<std::uint32_t>(value.size());
    pool_ += value;
    walk_.over_string();
    return true;
  }
  bool binary(std::vector<std::uint8_t>&) { return false; }  // not in JSON text

  bool start_object(std::size_t) { return open(Kind::object); }
  bool start_array(std::size_t) { return open(Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& value) {
    key_place_ = walk_.to_token();
    const auto [known, fresh] = open_.back().keys.try_emplace(value, key_place_.line);
    if (!fresh) {
      return fail(key_place_, fmt::format("the key {} stands twice in this object", in_quotes(value)),
                  fmt::format("it stands in line {} already", known->second));
    }
    key_begin_ = static_cast<std::uint32_t>(pool_.size());
    key_length_ = static_cast<std::uint32_t>(value.size());
    pool_ += value;
    walk_.over_string();
    return true;
  }

  bool parse_error(std::size_t bytes_read, const std::string&, const nlohmann::detail::exception& error) {
    // What reads "[...] parse error at line 3, column 7: syntax error while parsing value - invalid literal; last read: '...'".
    std::string_view what = error.what();
    if (const auto begin = what.find(" - "); begin != std::string_view::npos) what.remove_prefix(begin + 3);
    what = what.substr(0, what.find("; last read: "));
    if (what.starts_with("[json")) what.remove_prefix(std::min(what.size(), what.find("] ") + 2));
    const std::size_t last = std::min(bytes_read == 0 ? 0 : bytes_read - 1, text_.size());
    // An unexpected token is reported where it begins, a malformed one at the byte that spoils it.
    const bool whole_token = what.starts_with("unexpected") || what.starts_with("number overflow");
    const Place place = whole_token ? walk_.to_token(last) : place_of(last);
    std::string message(what.substr(0, 400));
    if (what.starts_with("number overflow")) message = fmt::format("{} is not a finite number", token_ahead());
    return fail(place, fmt::format("not JSON: {}", message), "");
  }

  Place place_of(std::size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    const auto line = static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n'));
    const auto newline = before.rfind('\n');
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    return {line, static_cast<std::uint32_t>(offset - begin + 1)};
  }

  bool fail(Place place, std::string message, std::string remedy) {
    if (failure_) return false;
    message += fmt::format(", at column {}", place.column);
    failure_ = Problem{{}, place.line, pointer(), std::move(message), std::move(remedy)};
    return false;
  }

  const std::optional<Problem>& failure() const { return failure_; }
  std::vector<Node> take_nodes() { return std::move(nodes_); }
  std::string take_pool() { return std::move(pool_); }

 private:
  struct Open {
    std::uint32_t node;
    std::uint32_t last = Node::none;
    std::map<std::string, std::uint32_t> keys;  // and the lines they stand in
  };

  std::string token_ahead() const {
    const std::string_view token = walk_.ahead(40);
    return printable(token.substr(0, token.find_first_not_of("+-.0123456789eE")));
  }

  // Appends a value and steps over `bytes` of text.
  Node* put(Kind kind, std::size_t bytes) {
    const Place place = walk_.to_token();
    if (nodes_.size() >= limits_.values_max) {
      fail(place, fmt::format("more than {} values", limits_.values_max), "");
      return nullptr;
    }
    const auto index = static_cast<std::uint32_t>(nodes_.size());
    Node node;
    node.kind = kind;
    node.place = place;
    if (!open_.empty()) {
      Open& open = open_.back();
      Node& parent = nodes_[open.node];
      node.parent = open.node;
      node.index = parent.count++;
      (open.last == Node::none ? parent.first : nodes_[open.last].next) = index;
      open.last = index;
      if (parent.kind == Kind::object) {
        node.key_place = key_place_;
        node.key_begin = key_begin_;
        node.key_length = key_length_;
      }
    }
    nodes_.push_back(node);
    walk_.over(bytes);
    return &nodes_.back();
  }

  bool integer(std::uint64_t magnitude, bool negative) {
    Node* node = put(Kind::integer, 0);
    if (node == nullptr) return false;
    node->flag = negative;
    node->magnitude = magnitude;
    node->number = negative ? -static_cast<double>(magnitude) : static_cast<double>(magnitude);
    walk_.over_number();
    return true;
  }

  bool open(Kind kind) {
    if (open_.size() >= limits_.depth_max) {
      return fail(walk_.to_token(), fmt::format("nested deeper than {} levels", limits_.depth_max), "");
    }
    if (put(kind, 1) == nullptr) return false;
    open_.push_back({static_cast<std::uint32_t>(nodes_.size() - 1), Node::none, {}});
    return true;
  }
  bool close() {
    walk_.to_token();
    walk_.over(1);
    open_.pop_back();
    return true;
  }

  // The pointer of the innermost open array or object: a syntax error is somewhere in it.
  std::string pointer() const {
    std::string path;
    for (std::size_t i = 1; i < open_.size(); ++i) {
      const Node& node = nodes_[open_[i].node];
      const bool member = nodes_[node.parent].kind == Kind::object;
      path +=
          member ? pointer_step(std::string_view(pool_).substr(node.key_begin, node.key_length)) : fmt::format("/{}", node.index);
    }
    return path;
  }

  std::string_view text_;
  Walk walk_;
  const Limits& limits_;
  std::vector<Node> nodes_;
  std::string pool_;
  std::vector<Open> open_;
  Place key_place_;
  std::uint32_t key_begin_ = 0, key_length_ = 0;
  std::optional<Problem> failure_;
};

}  // namespace

std::optional<Document> parse_json(std::string_view text, std::string file, Problems& problems, const Limits& limits) {
  TOCSIN_ASSERT(limits.bytes_max < Node::none && limits.values_max < Node::none, "offsets are 32 bits wide");
  if (text.size() > limits.bytes_max) {
    problems.add({std::move(file), 0, "", fmt::format("larger than {} bytes", limits.bytes_max), ""});
    return std::nullopt;
  }
  try {
    Builder builder(text, limits);
    // The lexer takes a NUL byte for the end of its input, which would hide whatever follows.
    bool sound = false;
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
      builder.fail(builder.place_of(nul), "not JSON: a NUL byte", "");
    } else {
      sound = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    }
    if (sound && !builder.failure()) return Document(std::move(file), builder.take_nodes(), builder.take_pool());
    Problem problem = builder.failure().value_or(Problem{{}, 0, "", "not JSON", ""});
    problem.file = std::move(file);
    problems.add(std::move(problem));
  } catch (const std::exception& error) {
    problems.add({std::move(file), 0, "", fmt::format("cannot be read: {}", error.what()), ""});
  }
  return std::nullopt;
}

std::optional<std::string> read_bytes(const std::string& path, Problems& problems, std::size_t bytes_max) {
  const auto refuse = [&](std::string message) -> std::optional<std::string> {
    problems.add({path, 0, "", std::move(message), ""});
    return std::nullopt;
  };
  if (!is_utf8(path)) return refuse("its name is not UTF-8, so that no report could name it; rename it");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return refuse(fmt::format("cannot be opened: {}", std::strerror(errno)));
  try {
    std::string bytes;
    std::array<char, 65536> block;
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get())) {
      if (got > bytes_max - bytes.size()) return refuse(fmt::format("larger than {} bytes", bytes_max));
      bytes.append(block.data(), got);
    }
    if (std::ferror(file.get()) != 0) return refuse(fmt::format("cannot be read: {}", std::strerror(errno)));
    return bytes;
  } catch (const std::exception& error) {
    return refuse(fmt::format("cannot be read: {}", error.what()));
  }
}

std::optional<Document> read_json(const std::string& path, Problems& problems, const Limits& limits) {
  const std::optional<std::string> bytes = read_bytes(path, problems, limits.bytes_max);
  if (!bytes) return std::nullopt;
  return parse_json(*bytes, path, problems, limits);
}

std::string schema_of(const std::string& path) {
  Problems problems;
  const auto document = read_json(path, problems);
  if (!document) return {};
  Object top = Cursor(*document, problems).object();
  return top.optional("$schema").string();
}

}  // namespace tocsin::scenarios
