#include "models/trace/text.hpp"

#include <algorithm>

#include "sim/assert.hpp"

namespace tocsin::trace {
namespace {

// Packed: bits 0..55 the digits as a number, 56..60 how many (leading zeros count), 61 a leading '+'. Tabled: bit 63 and the
// index.
constexpr std::uint64_t tabled = 1ULL << 63;
constexpr std::uint64_t plus = 1ULL << 61;
constexpr unsigned count_shift = 56;
constexpr std::size_t packed_digits_max = 16;

bool packable(std::string_view digits) {
  return !digits.empty() && digits.size() <= packed_digits_max &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Text Texts::intern(std::string_view text) {
  if (text.empty()) return {};
  const bool leading_plus = text.front() == '+';
  const std::string_view digits = leading_plus ? text.substr(1) : text;
  if (packable(digits)) {
    std::uint64_t number = 0;
    for (const char c : digits) number = number * 10 + static_cast<std::uint64_t>(c - '0');
    return {number | (static_cast<std::uint64_t>(digits.size()) << count_shift) | (leading_plus ? plus : 0)};
  }
  const auto found = std::find(table_.begin(), table_.end(), text);
  const auto index = static_cast<std::uint64_t>(found - table_.begin());
  if (found == table_.end()) table_.emplace_back(text);
  return {tabled | index};
}

std::string Texts::spell(Text text) const {
  if (text.value == 0) return {};
  if (text.value & tabled) {
    const std::uint64_t index = text.value & ~tabled;
    TOCSIN_ASSERT(index < table_.size(), "a text that was never interned");
    return table_[index];
  }
  const auto count = static_cast<std::size_t>((text.value >> count_shift) & 31);
  std::uint64_t number = text.value & ((1ULL << count_shift) - 1);
  std::string digits(count, '0');
  for (std::size_t i = count; i-- > 0; number /= 10) digits[i] = static_cast<char>('0' + number % 10);
  return (text.value & plus) ? "+" + digits : digits;
}

}  // namespace tocsin::trace
