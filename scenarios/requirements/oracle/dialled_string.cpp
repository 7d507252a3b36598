#include "scenarios/requirements/oracle/dialled_string.hpp"

namespace tocsin::requirements {

std::string normalised(std::string_view dialled) {
  std::string left(dialled);
  std::erase_if(left, [](char c) { return std::string_view(" \t.-()[]{}").find(c) != std::string_view::npos; });
  const auto same_letter = [](char c, char lower) { return c == lower || c == lower - 'a' + 'A'; };
  if (left.size() >= 4 && same_letter(left[0], 't') && same_letter(left[1], 'e') && same_letter(left[2], 'l') && left[3] == ':')
    left.erase(0, 4);
  if (left.starts_with('+')) left.erase(0, 1);
  return left;
}

bool is_emergency_number(std::string_view dialled) { return normalised(dialled) == emergency_number; }

}  // namespace tocsin::requirements
