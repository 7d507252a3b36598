// Edits of a scenario's JSON document, each of which may make it smaller. None knows whether the result loads, let alone fails:
// that is tried afterwards. So they know little of the format, and what is added to it is mostly covered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/shrink/weight.hpp"

namespace tocsin::scenarios {

using Path = Json::json_pointer;

// What becomes of those who refer to a thing that goes: nothing; the reference goes; whatever list entry refers goes.
enum class Repair : std::uint8_t { none, references, entries };

// The document without these values, and without what referred to them by name.
Json without(const Json& document, const std::vector<Path>& gone, Repair repair);

// Entries of the lists of what happens, callbacks of emergencies included.
std::vector<Path> stimuli_in(const Json& document);
// Entries of all lists, the outer ones first.
std::vector<Path> entries_in(const Json& document);
// Members of all objects, the outer ones first.
std::vector<Path> members_in(const Json& document);
// Every value.
std::vector<Path> values_in(const Json& document);
// Every length of time. What names something is none, whatever it spells.
std::vector<Path> lengths_in(const Json& document);

// Of a text that spells one.
std::optional<std::int64_t> length_of(const Json& value);
std::optional<std::int64_t> length_at(const Json& object, const char* key);

// Plainer things that could stand at that place, the plainest first: a whole document for each. `around_us`: when it failed.
std::vector<Json> plainer(const Json& document, const Path& at, std::int64_t around_us);
// The same for a length of time, one of `lengths_in`.
std::vector<Json> rounder(const Json& document, const Path& at);

// With only what happens before that time, and a horizon there.
Json cut_off(const Json& document, std::int64_t us);

// With everything that much earlier that the first of it comes at 0; the document itself if it does already.
Json shifted(const Json& document);

// "delay of callback 1 of emergency 1".
std::string in_words(const Path& at);

// A document as a person would write it: what fits stands on one line.
std::string written(const Json& document);

}  // namespace tocsin::scenarios
