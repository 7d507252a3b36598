#include "policy/rules/dialled_string.hpp"

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

}  // namespace tocsin::policy
