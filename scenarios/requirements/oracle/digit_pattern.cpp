#include "scenarios/requirements/oracle/digit_pattern.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>

#include "sim/assert.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::size_t depth_max = 64;
constexpr unsigned repeat_max = 1000;
constexpr std::string_view escapable = "\\^$.|?*+()[]{}-/";

// Spans [i, j) of the subject as a relation between positions: bit j of row i.
class Spans {
 public:
  void add(std::size_t from, std::size_t to) { rows_[from] |= std::uint32_t{1} << to; }
  bool has(std::size_t from, std::size_t to) const { return rows_[from] >> to & 1; }

  static Spans empty_anywhere(std::size_t size) {
    Spans spans;
    for (std::size_t i = 0; i <= size; ++i) spans.add(i, i);
    return spans;
  }

  friend Spans either(const Spans& a, const Spans& b) {
    Spans spans = a;
    for (std::size_t i = 0; i < spans.rows_.size(); ++i) spans.rows_[i] |= b.rows_[i];
    return spans;
  }

  friend Spans in_sequence(const Spans& a, const Spans& b) {
    Spans spans;
    for (std::size_t i = 0; i < a.rows_.size(); ++i)
      for (std::size_t middle = 0; middle < a.rows_.size(); ++middle)
        if (a.has(i, middle)) spans.rows_[i] |= b.rows_[middle];
    return spans;
  }

  // `times` of them in sequence, by squaring.
  friend Spans repeated(Spans base, unsigned times, std::size_t size) {
    Spans result = empty_anywhere(size);
    for (; times != 0; times >>= 1) {
      if (times & 1) result = in_sequence(result, base);
      base = in_sequence(base, base);
    }
    return result;
  }

 private:
  std::array<std::uint32_t, pattern_subject_max + 1> rows_{};
};

using Characters = std::bitset<256>;

Characters only(char c) { return Characters{}.set(static_cast<unsigned char>(c)); }

class Reader {
 public:
  Reader(std::string_view pattern, std::string_view subject) : pattern_(pattern), subject_(subject) {}

  // Nothing if the pattern does not compile.
  std::optional<Spans> read() {
    const Spans spans = alternatives(0);
    if (at_ != pattern_.size()) broken_ = true;
    if (broken_) return std::nullopt;
    return spans;
  }

 private:
  bool more() const { return !broken_ && at_ < pattern_.size(); }
  bool next_is(char c) const { return more() && pattern_[at_] == c; }
  bool skip(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  Spans broken() {
    broken_ = true;
    return {};
  }

  Spans alternatives(std::size_t depth) {
    if (depth > depth_max) return broken();
    Spans all = sequence(depth);
    while (skip('|')) all = either(all, sequence(depth));
    return all;
  }

  Spans sequence(std::size_t depth) {
    Spans all = Spans::empty_anywhere(subject_.size());
    while (more() && !next_is('|') && !next_is(')')) all = in_sequence(all, item(depth));
    return all;
  }

  Spans item(std::size_t depth) {
    const char first = pattern_[at_];
    const bool anchor = first == '^' || first == '$';
    const Spans one = part(depth);
    const Spans none = Spans::empty_anywhere(subject_.size());
    const Spans at_most_one = either(none, one);
    const auto size = static_cast<unsigned>(subject_.size());
    // More optional repetitions than the subject has characters add no span: beyond that all but empty spans are spent.
    const Spans any_times = repeated(at_most_one, size + 1, size);
    Spans result = one;
    if (skip('?')) {
      result = at_most_one;
    } else if (skip('*')) {
      result = any_times;
    } else if (skip('+')) {
      result = in_sequence(one, any_times);
    } else if (skip('{')) {
      const unsigned least = count();
      const Spans needed = repeated(one, least, size);
      result = needed;
      if (skip(',')) {
        if (next_is('}')) {
          result = in_sequence(needed, any_times);
        } else {
          const unsigned most = count();
          if (broken_ || most < least) return broken();
          result = in_sequence(needed, repeated(at_most_one, most - least, size));
        }
      }
      if (!skip('}')) return broken();
    } else {
      return result;
    }
    if (anchor) return broken();
    skip('?');
    return result;
  }

  unsigned count() {
    unsigned value = 0;
    const std::size_t begin = at_;
    while (more() && pattern_[at_] >= '0' && pattern_[at_] <= '9') {
      value = value * 10 + static_cast<unsigned>(pattern_[at_++] - '0');
      if (value > repeat_max) broken_ = true;
    }
    if (at_ == begin) broken_ = true;
    return value;
  }

  Spans part(std::size_t depth) {
    const char c = pattern_[at_++];
    switch (c) {
      case '^': {
        Spans spans;
        spans.add(0, 0);
        return spans;
      }
      case '$': {
        Spans spans;
        spans.add(subject_.size(), subject_.size());
        return spans;
      }
      case '(': {
        if (skip('?') && !skip(':')) return broken();
        const Spans inner = alternatives(depth + 1);
        return skip(')') ? inner : broken();
      }
      case '?':
      case '*':
      case '+':
      case '{':
      case '}':
      case ']':
        return broken();
      case '.':
        return one_of(Characters{}.set());
      case '[':
        return one_of(bracketed());
      case '\\':
        return one_of(escaped());
      default:
        return one_of(only(c));
    }
  }

  Spans one_of(const Characters& characters) {
    Spans spans;
    for (std::size_t i = 0; i < subject_.size(); ++i)
      if (characters[static_cast<unsigned char>(subject_[i])]) spans.add(i, i + 1);
    return spans;
  }

  // After the backslash.
  Characters escaped() {
    if (!more()) {
      broken_ = true;
      return {};
    }
    const char c = pattern_[at_++];
    Characters digits;
    for (char digit = '0'; digit <= '9'; ++digit) digits |= only(digit);
    if (c == 'd') return digits;
    if (c == 'D') return ~digits;
    if (escapable.find(c) == std::string_view::npos) broken_ = true;
    return only(c);
  }

  // After the opening bracket, up to and with the closing one.
  Characters bracketed() {
    const bool negated = skip('^');
    Characters all;
    if (next_is(']')) broken_ = true;
    while (more() && !next_is(']')) {
      const Characters low = class_member();
      const bool range = low.count() == 1 && next_is('-') && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']';
      if (!range) {
        all |= low;
        continue;
      }
      ++at_;
      const Characters high = class_member();
      if (high.count() != 1 || high._Find_first() < low._Find_first()) {
        broken_ = true;
        break;
      }
      for (std::size_t c = low._Find_first(); c <= high._Find_first(); ++c) all.set(c);
    }
    if (!skip(']')) broken_ = true;
    return negated ? ~all : all;
  }

  Characters class_member() {
    const char c = pattern_[at_++];
    if (c == '[') broken_ = true;
    return c == '\\' ? escaped() : only(c);
  }

  std::string_view pattern_;
  std::string_view subject_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace

bool pattern_matches(std::string_view pattern, std::string_view subject) {
  TOCSIN_ASSERT(subject.size() <= pattern_subject_max, "a subject longer than the matcher's relations");
  const std::optional<Spans> spans = Reader(pattern, subject).read();
  return spans && spans->has(0, subject.size());
}

bool pattern_compiles(std::string_view pattern) { return Reader(pattern, {}).read().has_value(); }

}  // namespace tocsin::requirements
