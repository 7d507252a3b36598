// The published JSON Schema (draft 2020-12) of a mapping file: what an editor completes and checks while one is written.
#pragma once

#include <string>

namespace tocsin::scenarios {

inline constexpr const char* mapping_schema_id = "urn:tocsin:mapping:1";

// The schema as JSON text, made from the same lists of events and fields as the loader.
std::string mapping_schema();

}  // namespace tocsin::scenarios
