// Plain values as bytes and back, between a worker and its parent: one program, one machine, so no versions and no byte order.
//
// Reading past the end is a bug of ours (the workers' pipe already refuses what is cut short) and asserts.
#pragma once

#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/assert.hpp"

namespace tocsin::scenarios {

class BytesOut {
 public:
  explicit BytesOut(std::string& bytes) : bytes_(bytes) {}

  template <class Value>
  requires std::is_trivially_copyable_v<Value>
  void put(const Value& value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void put(const std::string& text) {
    put(static_cast<std::uint64_t>(text.size()));
    bytes_ += text;
  }
  void put(const std::vector<std::string>& texts) {
    put(static_cast<std::uint64_t>(texts.size()));
    for (const std::string& text : texts) put(text);
  }

 private:
  std::string& bytes_;
};

class BytesIn {
 public:
  explicit BytesIn(std::string_view bytes) : rest_(bytes) {}

  template <class Value>
  requires std::is_trivially_copyable_v<Value> Value take() {
    TOCSIN_ASSERT(rest_.size() >= sizeof(Value), "a unit's bytes end early");
    Value value;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  std::string take_text() {
    const auto size = take<std::uint64_t>();
    TOCSIN_ASSERT(rest_.size() >= size, "a unit's bytes end early");
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }
  std::vector<std::string> take_texts() {
    std::vector<std::string> texts(take<std::uint64_t>());
    for (std::string& text : texts) text = take_text();
    return texts;
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace tocsin::scenarios
