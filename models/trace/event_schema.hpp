// The published JSON Schema (draft 2020-12) of one line of a trace, made from the same lists of fields as the lines themselves.
//
// A line is a header, an event or a trailer. What the schema cannot say: sequence numbers are contiguous from 1 within a trace,
// times of occurrence never decrease, `delivered` is never before `at`, and the trailer's count and digest are right.
#pragma once

#include <string>

namespace tocsin::trace {

// Two spaces a level, ends with a line end.
std::string event_schema();

}  // namespace tocsin::trace
