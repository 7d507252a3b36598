#include "policy/rules/digit_pattern.hpp"

#include <utility>

namespace tocsin::policy {

namespace {

constexpr uint32_t endless = UINT32_MAX;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_escapable(char c) { return std::string_view("\\^$.|?*+()[]{}-/").find(c) != std::string_view::npos; }

}  // namespace

/* Parses into a tree, then builds the automaton from its end to its beginning, so that a repeated part is simply built again. */
class PatternCompiler {
 public:
  explicit PatternCompiler(std::string_view text) : text_(text) {}

  std::optional<DigitPattern> run(PatternError* error, size_t* place) {
    const uint32_t root = alternatives(0);
    if (ok() && at_ < text_.size()) fail(PatternError::syntax);
    if (ok()) {
      result_.states_.push_back({});
      result_.start_ = build(root, 0);
    }
    if (error != nullptr) *error = error_;
    if (place != nullptr) *place = at_;
    if (!ok()) return std::nullopt;
    return std::move(result_);
  }

 private:
  enum class Kind : uint8_t { empty, set, begin, end, sequence, alternatives, repeat };
  struct Node {
    Kind kind = Kind::empty;
    uint32_t set = 0;
    uint32_t least = 1;
    uint32_t most = 1;
    std::vector<uint32_t> parts;
  };

  bool ok() const { return error_ == PatternError::no_error; }
  uint32_t fail(PatternError error) {
    if (ok()) error_ = error;
    return 0;
  }
  bool more() const { return ok() && at_ < text_.size(); }
  bool take(char c) {
    if (!more() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  uint32_t add(Node node) {
    if (nodes_.size() >= DigitPattern::states_max) return fail(PatternError::too_large);
    nodes_.push_back(std::move(node));
    return static_cast<uint32_t>(nodes_.size() - 1);
  }
  uint32_t add_set(const DigitPattern::Set& set) {
    result_.sets_.push_back(set);
    return add({.kind = Kind::set, .set = static_cast<uint32_t>(result_.sets_.size() - 1), .parts = {}});
  }

  uint32_t alternatives(size_t depth) {
    if (depth > DigitPattern::depth_max) return fail(PatternError::too_deep);
    Node node{.kind = Kind::alternatives, .parts = {}};
    do {
      node.parts.push_back(sequence(depth));
    } while (take('|'));
    return node.parts.size() == 1 ? node.parts.front() : add(std::move(node));
  }

  uint32_t sequence(size_t depth) {
    Node node{.kind = Kind::sequence, .parts = {}};
    while (more() && text_[at_] != '|' && text_[at_] != ')') node.parts.push_back(repeated(depth));
    return add(std::move(node));
  }

  uint32_t repeated(size_t depth) {
    const uint32_t part = atom(depth);
    if (!more()) return part;
    Node node{.kind = Kind::repeat, .parts = {part}};
    if (take('?')) {
      node.least = 0;
    } else if (take('*')) {
      node.least = 0;
      node.most = endless;
    } else if (take('+')) {
      node.most = endless;
    } else if (take('{')) {
      node.least = count();
      node.most = node.least;
      if (take(',')) node.most = more() && text_[at_] == '}' ? endless : count();
      if (!take('}') || node.most < node.least) return fail(PatternError::syntax);
    } else {
      return part;
    }
    if (nodes_[part].kind == Kind::begin || nodes_[part].kind == Kind::end) return fail(PatternError::syntax);
    take('?');
    return add(std::move(node));
  }

  uint32_t count() {
    if (!more() || !is_digit(text_[at_])) return fail(PatternError::syntax);
    uint32_t value = 0;
    while (more() && is_digit(text_[at_])) {
      value = value * 10 + static_cast<uint32_t>(text_[at_++] - '0');
      if (value > DigitPattern::repeat_max) return fail(PatternError::too_large);
    }
    return value;
  }

  uint32_t atom(size_t depth) {
    const char c = text_[at_];
    if (std::string_view("?*+{}]").find(c) != std::string_view::npos) return fail(PatternError::syntax);
    ++at_;
    if (c == '^') return add({.kind = Kind::begin, .parts = {}});
    if (c == '$') return add({.kind = Kind::end, .parts = {}});
    if (c == '(') {
      if (take('?') && !take(':')) return fail(PatternError::syntax);
      const uint32_t inner = alternatives(depth + 1);
      if (!take(')')) return fail(PatternError::syntax);
      /* A group of one anchor may be repeated, an anchor may not. */
      return add({.kind = Kind::sequence, .parts = {inner}});
    }
    DigitPattern::Set set;
    if (c == '.') {
      set.negate();
    } else if (c == '[') {
      set = char_class();
    } else if (c == '\\') {
      set = escape();
    } else {
      set.add(static_cast<unsigned char>(c));
    }
    return add_set(set);
  }

  DigitPattern::Set escape() {
    DigitPattern::Set set;
    if (!more()) {
      fail(PatternError::syntax);
    } else if (const char c = text_[at_++]; c == 'd' || c == 'D') {
      for (char digit = '0'; digit <= '9'; ++digit) set.add(static_cast<unsigned char>(digit));
      if (c == 'D') set.negate();
    } else if (is_escapable(c)) {
      set.add(static_cast<unsigned char>(c));
    } else {
      fail(PatternError::syntax);
    }
    return set;
  }

  DigitPattern::Set char_class() {
    DigitPattern::Set set;
    const bool negated = take('^');
    const size_t begin = at_;
    while (more() && text_[at_] != ']') class_item(set);
    if (at_ == begin || !take(']')) fail(PatternError::syntax);
    if (negated) set.negate();
    return set;
  }

  void class_item(DigitPattern::Set& set) {
    bool single = true;
    const unsigned char low = class_char(set, single);
    if (!single) return;
    const bool range = more() && text_[at_] == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (!range) {
      set.add(low);
      return;
    }
    ++at_;
    const unsigned char high = class_char(set, single);
    if (!single || high < low) fail(PatternError::syntax);
    for (unsigned c = low; c <= high; ++c) set.add(static_cast<unsigned char>(c));
  }

  /* One character of a class; `\d` adds itself and is no end of a range. */
  unsigned char class_char(DigitPattern::Set& set, bool& single) {
    const char c = text_[at_++];
    if (c == '[') fail(PatternError::syntax);
    if (c != '\\') return static_cast<unsigned char>(c);
    if (more() && text_[at_] != 'd' && text_[at_] != 'D' && is_escapable(text_[at_]))
      return static_cast<unsigned char>(text_[at_++]);
    const DigitPattern::Set escaped = escape();
    for (unsigned word = 0; word < 4; ++word) set.bits[word] |= escaped.bits[word];
    single = false;
    return 0;
  }

  uint32_t state(DigitPattern::StateOf made) {
    if (result_.states_.size() >= DigitPattern::states_max) return fail(PatternError::too_large);
    result_.states_.push_back(made);
    return static_cast<uint32_t>(result_.states_.size() - 1);
  }
  uint32_t split(uint32_t next, uint32_t other) {
    return state({.step = DigitPattern::Step::split, .next = next, .other = other});
  }

  /* The state from which `node`, and then whatever begins at `next`, is matched. */
  uint32_t build(uint32_t index, uint32_t next) {
    /* An empty part makes no state, so visits are bounded by themselves. */
    if (!ok() || ++visits_ > 16 * DigitPattern::states_max) return fail(PatternError::too_large);
    const Node& node = nodes_[index];
    switch (node.kind) {
      case Kind::empty:
        return next;
      case Kind::set:
        return state({.step = DigitPattern::Step::set, .set = node.set, .next = next});
      case Kind::begin:
        return state({.step = DigitPattern::Step::begin, .next = next});
      case Kind::end:
        return state({.step = DigitPattern::Step::end, .next = next});
      case Kind::sequence: {
        uint32_t entry = next;
        for (size_t part = node.parts.size(); part > 0; --part) entry = build(node.parts[part - 1], entry);
        return entry;
      }
      case Kind::alternatives: {
        uint32_t entry = build(node.parts.back(), next);
        for (size_t part = node.parts.size() - 1; part > 0; --part) entry = split(build(node.parts[part - 1], next), entry);
        return entry;
      }
      case Kind::repeat:
        return build_repeat(node, next);
    }
    return next;
  }

  uint32_t build_repeat(const Node& node, uint32_t next) {
    const uint32_t part = node.parts.front();
    uint32_t entry = next;
    if (node.most == endless) {
      entry = split(next, next);
      const uint32_t body = build(part, entry);
      if (ok()) result_.states_[entry].next = body;
    } else {
      for (uint32_t copy = node.least; ok() && copy < node.most; ++copy) entry = split(build(part, entry), next);
    }
    for (uint32_t copy = 0; ok() && copy < node.least; ++copy) entry = build(part, entry);
    return entry;
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t visits_ = 0;
  PatternError error_ = PatternError::no_error;
  std::vector<Node> nodes_;
  DigitPattern result_;
};

std::optional<DigitPattern> DigitPattern::compile(std::string_view pattern, PatternError* error, size_t* place) {
  return PatternCompiler(pattern).run(error, place);
}

bool DigitPattern::matches(std::string_view text) const {
  std::vector<uint32_t> now;
  std::vector<uint32_t> then;
  std::vector<uint32_t> open;
  std::vector<size_t> reached(states_.size(), SIZE_MAX);
  bool accepted = false;
  const auto reach = [&](uint32_t from, size_t place) {
    open.push_back(from);
    while (!open.empty()) {
      const uint32_t index = open.back();
      open.pop_back();
      if (reached[index] == place) continue;
      reached[index] = place;
      const StateOf& state = states_[index];
      switch (state.step) {
        case Step::accept:
          accepted = place == text.size();
          break;
        case Step::set:
          then.push_back(index);
          break;
        case Step::split:
          open.push_back(state.other);
          open.push_back(state.next);
          break;
        case Step::begin:
          if (place == 0) open.push_back(state.next);
          break;
        case Step::end:
          if (place == text.size()) open.push_back(state.next);
          break;
      }
    }
  };
  reach(start_, 0);
  for (size_t place = 0; place < text.size() && !then.empty(); ++place) {
    now.swap(then);
    then.clear();
    for (const uint32_t index : now) {
      if (sets_[states_[index].set].has(static_cast<unsigned char>(text[place]))) reach(states_[index].next, place + 1);
    }
  }
  return accepted;
}

bool pattern_matches_emergency(std::string_view pattern) { return pattern_matches_number(pattern, "911"); }

bool pattern_matches_number(std::string_view pattern, std::string_view number) {
  const std::optional<DigitPattern> compiled = DigitPattern::compile(pattern);
  return compiled.has_value() && compiled->matches(number);
}

}  // namespace tocsin::policy
