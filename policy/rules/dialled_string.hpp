/*
 * EC-01: a dialled string is an emergency call if and only if, normalised, it is 911.
 *
 * Normalising strips blanks, dots, dashes and brackets (round, square, curly) wherever they stand, then a leading `tel:` in any
 * case, then one leading `+`. Nothing else is understood: no outside-line prefix, no other country's number, no URI parameter.
 *
 * EX-03, off by default, adds the numbers of other countries: where the browser last reported the agent to be in Great Britain,
 * 999 and 112, in Denmark 112. Where it never reported a country they are taken for emergencies too, since nothing says that they
 * are none; such a call is then refused for want of a location, visibly. 911 stays an emergency everywhere.
 */
#pragma once

#include <array>
#include <string_view>

#include "policy/state.hpp"

namespace tocsin::policy {

/* The first `length_max` significant characters of a dialled string; more than that cannot be an emergency number. */
class NormalisedDial {
 public:
  static constexpr size_t length_max = 32;

  explicit NormalisedDial(std::string_view dialled);

  std::string_view text() const { return {characters_.data() + begin_, length_ - begin_}; }

 private:
  std::array<char, length_max> characters_;
  size_t begin_ = 0;
  size_t length_ = 0;
};

bool is_emergency_number(std::string_view dialled);

/* The place in `national_numbers` of what was dialled; none: another. */
uint32_t national_number(std::string_view dialled);

/* Whether that number is dialled for an emergency where the agent is. */
bool is_national_emergency(const State& state, uint32_t country, std::string_view dialled);

}  // namespace tocsin::policy
