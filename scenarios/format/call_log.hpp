// A recorded call log, read from CSV as ordinary traffic.
//
// The file has one header line and one row per call, in any order; fields follow RFC 4180 (quotes, doubled quotes, line breaks in
// quotes, CRLF or LF). Columns are found by name. It is read as a stream, so its size is bounded only by the number of calls.
//
// Times are civil times without a zone, taken as they stand: no hour is skipped or doubled. Time 0 of the run is midnight at the
// beginning of the day of the earliest call, so the run keeps the log's hours of the day. The calls come out in order of time,
// ties in the order of the file.
//
// A duration of zero says that nobody talked. `abandoned`: nobody answered, and the caller hangs up after the patience of the
// source. `instant`: somebody answered and it was over at once (a talk of 0). The scenario must say which.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/config.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {

enum class DurationFormat : std::uint8_t { clock, seconds };  // HH:MM:SS, or seconds with up to six decimals
enum class ZeroDuration : std::uint8_t { abandoned, instant };

struct CallLogFormat {
  std::string time_column = "time";
  std::string duration_column = "duration";
  std::string time_format = "%Y-%m-%d %H:%M:%S";  // see parse_civil_time
  DurationFormat duration_format = DurationFormat::clock;
  ZeroDuration zero_duration = ZeroDuration::abandoned;
  char delimiter = ',';
};

// What a command line may say instead of the scenario. Each is checked as the scenario's own would be.
struct LogOverrides {
  std::optional<std::string> file{};
  std::optional<std::string> time_column{};
  std::optional<std::string> duration_column{};
  std::optional<std::string> time_format{};
  std::optional<std::string> duration_format{};  // "HH:MM:SS" or "seconds"
  std::optional<std::string> zero_duration{};    // "abandoned" or "instant"
  std::optional<std::string> delimiter{};
  friend bool operator==(const LogOverrides&, const LogOverrides&) = default;
};

// What was read, for reports.
struct CallLogSummary {
  std::string source;  // of the scenario
  std::string file;
  std::uint64_t calls = 0;
  std::uint64_t zero_durations = 0;
  std::int64_t first_day = 0;  // days since 1970-01-01 of time 0
};

struct CallLog {
  std::shared_ptr<const std::vector<models::RecordedCall>> calls;
  std::uint64_t zero_durations = 0;
  std::int64_t first_day = 0;
};

// Reads a log. Calls at or past `horizon` after time 0 are left out. A log that cannot be used gives one problem: file, line, the
// name of the column, and what was expected there.
std::optional<CallLog> read_call_log(const std::string& path, const CallLogFormat& format, sim::Duration horizon,
                                     Problems& problems);

// Microseconds since 1970-01-01T00:00 of a civil time, or nothing if the text does not fit the format or no such day exists.
// %Y four digits; %m %d %H %I %M one or two; %S one or two and up to six decimals; %p AM or PM; %% a percent sign; anything else
// is itself.
std::optional<std::int64_t> parse_civil_time(std::string_view text, std::string_view format);
// Whether a format names the whole of a time: year, month, day, and hour and minute.
bool is_time_format(std::string_view format);

}  // namespace tocsin::scenarios
