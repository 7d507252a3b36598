/*
 * Patterns of direct-routing rules: the digit subset of regular expressions, matched against a whole string.
 *
 *   literals, `\` before any of \ ^ $ . | ? * + ( ) [ ] { } - /, `.`, `\d`, `\D`, classes with ranges and negation, groups
 *   (also `(?:`), `|`, `?` `*` `+` `{m}` `{m,}` `{m,n}` (a lazy `?` after them changes nothing in a whole match), `^`, `$`
 *
 * Anything else does not compile: back references, look-around, other escapes, an empty class, a reversed range, a quantifier
 * that has nothing to repeat. Compiling is bounded by `states_max` and `depth_max`; matching walks a position automaton and takes
 * time proportional to the length of the text times that of the pattern, whatever the pattern.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tocsin::policy {

enum class PatternError { no_error, syntax, too_large, too_deep };

class DigitPattern {
 public:
  static constexpr size_t states_max = 4096;
  static constexpr size_t depth_max = 64;
  static constexpr uint32_t repeat_max = 1000;

  /* Nothing if the pattern is not in the subset or too large; `error` then says which and `place` the offset of the offending
   * byte. */
  static std::optional<DigitPattern> compile(std::string_view pattern, PatternError* error = nullptr, size_t* place = nullptr);

  /* Whether the pattern matches the whole of `text`. */
  bool matches(std::string_view text) const;

 private:
  friend class PatternCompiler;

  struct Set {
    uint64_t bits[4] = {};
    void add(unsigned char c) { bits[c / 64] |= uint64_t{1} << (c % 64); }
    bool has(unsigned char c) const { return (bits[c / 64] >> (c % 64)) & 1; }
    void negate() {
      for (uint64_t& word : bits) word = ~word;
    }
  };
  enum class Step : uint8_t { set, split, begin, end, accept };
  struct StateOf {
    Step step = Step::accept;
    uint32_t set = 0;
    uint32_t next = 0;
    uint32_t other = 0; /* of a split */
  };

  std::vector<Set> sets_;
  std::vector<StateOf> states_;
  uint32_t start_ = 0;
};

/* whether the pattern of an enabled rule matches the whole normalised string 911; false if it does not compile. */
bool pattern_matches_emergency(std::string_view pattern);

/* The same of any other number. */
bool pattern_matches_number(std::string_view pattern, std::string_view number);

}  // namespace tocsin::policy
