// All requirements, in the order of their ids.
#pragma once

#include <span>
#include <string_view>

#include "scenarios/requirements/requirement.hpp"

namespace tocsin::requirements {

std::span<const Requirement* const> all_requirements();

// A figure of the environment that a clause sets a norm for: counted and printed, not judged.
const Card& ex_10_card();

// Null if there is none of that id.
const Requirement* find_requirement(std::string_view id);

}  // namespace tocsin::requirements
