// The header of a log: of a trace that a run wrote, or what another system says of its own log.
//
// A run's header must be complete: every key, none other. A foreign one,
//
//     {"trace":"foreign","version":1,"name":"...",
//      "sources":[{"name":"call control","complete_for":["dialled","accepted",...]},...],
//      "clock_resolution":"1ms","clock_skew":"20ms","delay_max":"2s"}
//
// says which sources wrote the log and which kinds of events each records completely; how fine and how far apart their clocks
// are; and by how much a line may stand after one of a later time (`delay_max`), which is also how long a line may come a second
// time. Optional: `sequence` (lines carry contiguous numbers), `begins` ("idle": nothing was in progress when the log began;
// otherwise it may have been), `silence_max` (a longer time without any line is a gap), `strict_prerequisites`,
// `channel_delay_max`, `location_age_max` and `bounds`, which may only be tightened, and lists of names. The window is always the
// requirements' own. The same object stands in a mapping file for a log that has no header.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/trace/header.hpp"
#include "scenarios/json/cursor.hpp"

namespace tocsin::scenarios {

struct LogSourceName {
  std::string name;
  std::uint64_t complete_for = 0;
};

// A foreign log's own words about itself.
struct ForeignHeader {
  trace::Header header;  // as far as it is said: bounds, clocks, complete_for (of all sources together), names
  std::vector<LogSourceName> sources;
  sim::Duration delay_max{};
  std::optional<sim::Duration> silence_max;
  bool sequence = false;
  bool begins_idle = false;
};

// The header line of a trace that a run wrote; problems name the line.
std::optional<trace::Header> decode_trace_header(std::string_view line, const std::string& file, std::uint64_t number,
                                                 Problems& problems);

// The header line of a foreign log.
std::optional<ForeignHeader> decode_foreign_header_line(std::string_view line, const std::string& file, std::uint64_t number,
                                                        Problems& problems);
// The same object inside a mapping file, where "trace" and "version" are not said.
ForeignHeader decode_foreign_header(Object& object);

}  // namespace tocsin::scenarios
