#include "policy/rules/dialled_string.hpp"

#include <algorithm>

namespace tocsin::policy {

namespace {

bool is_stripped(char c) {
  switch (c) {
    case ' ':
    case '\t':
    case '.':
    case '-':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
      return true;
    default:
      return false;
  }
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

NormalisedDial::NormalisedDial(std::string_view dialled) {
  constexpr std::string_view scheme = "tel:";
  for (const char c : dialled) {
    if (is_stripped(c)) continue;
    if (length_ == length_max) break;
    characters_[length_++] = c;
  }
  if (length_ >= scheme.size()) {
    size_t same = 0;
    while (same < scheme.size() && lower(characters_[same]) == scheme[same]) ++same;
    if (same == scheme.size()) begin_ = scheme.size();
  }
  if (begin_ < length_ && characters_[begin_] == '+') ++begin_;
}

bool is_emergency_number(std::string_view dialled) { return NormalisedDial(dialled).text() == "911"; }

uint32_t national_number(std::string_view dialled) {
  const NormalisedDial normalised(dialled);
  const auto* const found = std::find(national_numbers.begin(), national_numbers.end(), normalised.text());
  return found == national_numbers.end() ? none : static_cast<uint32_t>(found - national_numbers.begin());
}

bool is_national_emergency(const State& state, uint32_t country, std::string_view dialled) {
  if (!state.settings.is_on(TP_SWITCH_COUNTRIES)) return false;
  const uint32_t number = national_number(dialled);
  if (number == none) return false;
  if (country == 0 || country == TP_COUNTRY('G', 'B')) return true;
  return country == TP_COUNTRY('D', 'K') && national_numbers[number] == "112";
}

}  // namespace tocsin::policy
