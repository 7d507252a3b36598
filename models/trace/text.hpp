// Texts of a trace (dialled strings, routing patterns, names of custom presence) in eight bytes.
//
// Up to 16 digits, with or without a leading '+', are packed into the value itself, so that ordinary dialling costs no memory.
// Anything else is kept once in a `Texts` table and named by its index there. The table is bounded by the scenario's own texts.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::trace {

struct Text {
  std::uint64_t value = 0;  // 0: the empty text
  // Empty, or up to 16 digits with or without a leading '+': kept in the value itself.
  constexpr bool is_packed() const { return value >> 63 == 0; }
  friend constexpr auto operator<=>(Text, Text) = default;
};

class Texts {
 public:
  // The value that stands for `text`; equal texts give equal values.
  Text intern(std::string_view text);
  std::string spell(Text text) const;

  // Texts are named by their places (sim/encoder.hpp).
  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(table_);
  }

 private:
  std::vector<std::string> table_;
};

// The texts that spell what somebody keeps. They stay the same for all its life, so they are no part of its state (sim/encoder.hpp).
class Speller {
 public:
  explicit Speller(const Texts& texts) : texts_(&texts) {}
  const Texts* operator->() const { return texts_; }
  const Texts& operator*() const { return *texts_; }

  template <class Encoder>
  void encode(Encoder&) const {}

 private:
  const Texts* texts_;
};

}  // namespace tocsin::trace
