// The one JSON reader. Text goes in; a document with places, or exactly one problem at the place of the error, comes out.
//
// It takes RFC 8259 and is stricter where leniency would hide a mistake. Refused besides bad syntax: a key that stands twice in
// one object, an integer past 64 bits (below -2^63 or above 2^64-1), a number that is not finite, bad UTF-8, a NUL byte, anything
// after the document, and whatever passes the limits. Nothing recurses, so the depth of the input cannot exhaust the stack, here
// or when the document is destroyed. No exception leaves these functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/json/document.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {

struct Limits {
  std::size_t depth_max = 64;                             // arrays and objects inside one another
  std::size_t bytes_max = std::size_t{64} * 1024 * 1024;  // at most 2^32-2
  std::size_t values_max = 4'000'000;                     // bounds the memory: about 100 bytes each
};

// Parses a text; `file` is only its name in messages.
std::optional<Document> parse_json(std::string_view text, std::string file, Problems& problems, const Limits& limits = {});

// Reads and parses a file.
std::optional<Document> read_json(const std::string& path, Problems& problems, const Limits& limits = {});

// The bytes of a file, or a problem. Never more than bytes_max of them are read, so that an endless device is refused too.
std::optional<std::string> read_bytes(const std::string& path, Problems& problems, std::size_t bytes_max);

// What the file at that path says it is, by its "$schema"; empty if it does not, or cannot be read.
std::string schema_of(const std::string& path);

}  // namespace tocsin::scenarios
