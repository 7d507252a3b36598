// The texts of a log, interned with a bound.
//
// A simulated run has few texts; a log from outside can have as many as its author likes. So what does not fit into the value
// itself is looked up by hash, and there is an end: beyond it the log is refused rather than all of it kept in memory.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "models/trace/text.hpp"

namespace tocsin::scenarios {

class TextPool {
 public:
  static constexpr std::size_t texts_max = 16'384;
  static constexpr std::size_t length_max = 1024;

  // Nothing: one text too many.
  std::optional<trace::Text> intern(std::string_view text) {
    const trace::Text packed = text.size() <= 17 ? pack(text) : trace::Text{};
    if (text.empty() || packed.value != 0) return packed;
    key_.assign(text);
    if (const auto found = known_.find(key_); found != known_.end()) return found->second;
    if (known_.size() >= texts_max) return std::nullopt;
    return known_[key_] = texts_.intern(text);
  }

  const trace::Texts& texts() const { return texts_; }

 private:
  // The text as a value that needs no table, or the empty text.
  static trace::Text pack(std::string_view text) {
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    if (digits.empty() || digits.size() > 16 || digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
    trace::Texts scratch;
    return scratch.intern(text);
  }

  trace::Texts texts_;
  std::unordered_map<std::string, trace::Text> known_;
  std::string key_;
};

}  // namespace tocsin::scenarios
