// Traces to try writers on, and the bytes they wrote.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "models/trace/json_writer.hpp"
#include "models/trace/tape.hpp"

namespace tocsin::trace {

// What `write` put into a file in memory.
template <class Write>
std::string written_by(Write&& write) {
  char* bytes = nullptr;
  std::size_t size = 0;
  std::FILE* file = open_memstream(&bytes, &size);
  write(file);
  std::fclose(file);
  std::string text(bytes, size);
  std::free(bytes);
  return text;
}

// One event of every kind, all fields at their initial values, in the order of the kinds, a microsecond apart.
inline void emit_every_kind(Tape& tape) {
  [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    (tape.emit(Time{Index}, Time{Index}, std::variant_alternative_t<Index, Payload>{}), ...);
  }
  (std::make_index_sequence<kind_count>{});
}

}  // namespace tocsin::trace
