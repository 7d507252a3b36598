// EC-01's question, answered without the policy: is this dialled string an emergency call?
//
// It is if and only if what remains is exactly 911 after removing, in this order: blanks and tabs, dots, dashes, and round,
// square and curly brackets wherever they stand; one leading `tel:` in any case; one leading `+`.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::requirements {

inline constexpr std::string_view emergency_number = "911";

std::string normalised(std::string_view dialled);
bool is_emergency_number(std::string_view dialled);

}  // namespace tocsin::requirements
