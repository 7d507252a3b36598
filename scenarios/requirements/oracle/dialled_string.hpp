// EC-01's question, answered without the policy: is this dialled string an emergency call?
//
// It is if and only if what remains is exactly 911 after removing, in this order: blanks and tabs, dots, dashes, and round,
// square and curly brackets wherever they stand; one leading `tel:` in any case; one leading `+`.
//
// EX-03 adds countries with numbers of their own. Of a dial there, or where no country was ever reported, those are emergencies
// too; 911 is one everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::requirements {

inline constexpr std::string_view emergency_number = "911";

std::string normalised(std::string_view dialled);
bool is_emergency_number(std::string_view dialled);

// Countries as in a dial. Canada, Great Britain, Denmark.
bool is_added_country(std::uint32_t country);
// 112 and 999, normalised.
bool is_added_number(std::string_view number);
// Whether that number, normalised, is the one of the country.
bool is_number_of(std::uint32_t country, std::string_view number);
// With EX-03.
bool is_emergency_dial(std::uint32_t country, std::string_view dialled);

}  // namespace tocsin::requirements
