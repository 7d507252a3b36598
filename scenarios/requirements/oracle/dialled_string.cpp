#include "scenarios/requirements/oracle/dialled_string.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::uint32_t canada = 'C' << 8 | 'A', britain = 'G' << 8 | 'B', denmark = 'D' << 8 | 'K';

}  // namespace

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

bool is_added_country(std::uint32_t country) { return country == canada || country == britain || country == denmark; }

bool is_added_number(std::string_view number) { return number == "112" || number == "999"; }

bool is_number_of(std::uint32_t country, std::string_view number) {
  if (country == britain) return is_added_number(number);
  return number == (country == denmark ? "112" : emergency_number);
}

bool is_emergency_dial(std::uint32_t country, std::string_view dialled) {
  const std::string number = normalised(dialled);
  if (number == emergency_number) return true;
  return is_added_number(number) && (country == 0 || is_number_of(country, number));
}

}  // namespace tocsin::requirements
