// The published JSON Schema (draft 2020-12) of a scenario file: what an editor completes and checks while one is written.
//
// It says the shape: keys, types, words, ranges, forms of texts. What needs more than one place to judge (names, order, ways over
// trunk groups, the horizon) only the loader checks, so every file that loads is valid and not the other way round.
#pragma once

#include <string>

namespace tocsin::scenarios {

inline constexpr const char* scenario_schema_id = "urn:tocsin:scenario:1";

// The schema as JSON text.
std::string scenario_schema();

}  // namespace tocsin::scenarios
