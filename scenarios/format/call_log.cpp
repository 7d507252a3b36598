#include "scenarios/format/call_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "scenarios/format/csv.hpp"
#include "scenarios/format/quantity.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
constexpr std::size_t calls_max = 50'000'000;

// Takes between `least` and `most` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9')
    value = value * 10 + (text[count++] - '0');
  if (count < least) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

std::optional<std::int64_t> take_decimals(std::string_view& text) {
  if (text.empty() || text.front() != '.') return 0;
  text.remove_prefix(1);
  const std::size_t before = text.size();
  const auto digits = take_digits(text, 1, 6);
  if (!digits) return std::nullopt;
  std::int64_t us = *digits;
  for (std::size_t count = before - text.size(); count < 6; ++count) us *= 10;
  return us;
}

struct CivilTime {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  std::int64_t us = 0;
  std::optional<bool> afternoon;
  bool twelve_hours = false;
};

bool take_field(char letter, std::string_view& text, CivilTime& time) {
  const auto put = [&](int& field, std::size_t least, std::size_t most) {
    const auto value = take_digits(text, least, most);
    field = value.value_or(0);
    return value.has_value();
  };
  switch (letter) {
    case 'Y':
      return put(time.year, 4, 4);
    case 'm':
      return put(time.month, 1, 2);
    case 'd':
      return put(time.day, 1, 2);
    case 'I':
      time.twelve_hours = true;
      return put(time.hour, 1, 2);
    case 'H':
      return put(time.hour, 1, 2);
    case 'M':
      return put(time.minute, 1, 2);
    case 'S': {
      if (!put(time.second, 1, 2)) return false;
      const auto us = take_decimals(text);
      time.us = us.value_or(0);
      return us.has_value();
    }
    case 'p':
      if (!text.starts_with("AM") && !text.starts_with("PM")) return false;
      time.afternoon = text.front() == 'P';
      text.remove_prefix(2);
      return true;
    default:
      return false;
  }
}

std::optional<std::int64_t> duration_us(std::string_view text, DurationFormat format) {
  if (format == DurationFormat::clock) {
    if (std::count(text.begin(), text.end(), ':') != 2) return std::nullopt;
    const auto length = parse_duration(text);
    return length ? std::optional(length->us) : std::nullopt;
  }
  if (text.empty() || text.back() < '0' || text.back() > '9') return std::nullopt;
  const auto length = parse_duration(std::string(text) + "s");
  return length ? std::optional(length->us) : std::nullopt;
}

// Which column has that name, or a problem.
std::optional<std::size_t> column(const std::vector<std::string>& header, const std::string& name, const CsvReader& rows,
                                  const std::string& path, Problems& problems) {
  const auto at = std::find(header.begin(), header.end(), name);
  if (at != header.end() && std::find(at + 1, header.end(), name) == header.end())
    return static_cast<std::size_t>(at - header.begin());
  const std::string found = at == header.end() ? "no column" : "two columns";
  problems.add({path, rows.line(), name, found + " of that name, expected one in the header line",
                suggestion(name, std::vector<std::string_view>(header.begin(), header.end()))});
  return std::nullopt;
}

struct Row {
  std::int64_t at_us = 0;
  std::int64_t duration_us = 0;
};

std::optional<std::vector<Row>> read_rows(std::istream& stream, const std::string& path, const CallLogFormat& format,
                                          Problems& problems) {
  CsvReader reader(stream, format.delimiter);
  std::vector<std::string> fields;
  std::vector<Row> rows;
  const auto bad = [&](const std::string& name, std::string message) {
    problems.add({path, reader.line(), name, std::move(message), {}});
    return std::nullopt;
  };
  const auto header = reader.next(fields);
  if (header == CsvReader::Result::bad) return bad("", reader.error());
  if (header == CsvReader::Result::end) return bad("", "an empty file, expected a header line and one row per call");
  const std::size_t columns = fields.size();
  const auto time = column(fields, format.time_column, reader, path, problems);
  if (!time) return std::nullopt;
  const auto duration = column(fields, format.duration_column, reader, path, problems);
  if (!duration) return std::nullopt;
  while (true) {
    const auto result = reader.next(fields);
    if (result == CsvReader::Result::bad) return bad("", reader.error());
    if (result == CsvReader::Result::end) break;
    if (fields.size() != columns)
      return bad("", fmt::format("{} fields, expected {} as in the header line", fields.size(), columns));
    const auto at = parse_civil_time(fields[*time], format.time_format);
    if (!at)
      return bad(format.time_column, fmt::format("{} is not a time, expected {}", in_quotes(fields[*time]), format.time_format));
    const auto length = duration_us(fields[*duration], format.duration_format);
    if (!length) {
      return bad(format.duration_column,
                 fmt::format("{} is not a duration, expected {}", in_quotes(fields[*duration]),
                             format.duration_format == DurationFormat::clock ? "HH:MM:SS" : "seconds such as 12 or 12.5"));
    }
    if (rows.size() == calls_max) return bad("", fmt::format("more than {} calls, expected fewer", calls_max));
    rows.push_back({*at, *length});
  }
  if (rows.empty()) return bad("", "a header line alone, expected one row per call");
  return rows;
}

}  // namespace

std::optional<std::int64_t> parse_civil_time(std::string_view text, std::string_view format) {
  CivilTime time;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const bool field = format[i] == '%' && i + 1 < format.size() && format[i + 1] != '%';
    if (field) {
      if (!take_field(format[++i], text, time)) return std::nullopt;
      continue;
    }
    if (format[i] == '%') ++i;
    if (i >= format.size() || text.empty() || text.front() != format[i]) return std::nullopt;
    text.remove_prefix(1);
  }
  if (!text.empty() || time.hour > 23 || time.minute > 59 || time.second > 59) return std::nullopt;
  if (time.twelve_hours) {
    if (time.hour < 1 || time.hour > 12) return std::nullopt;
    time.hour = time.hour % 12 + (time.afternoon.value_or(false) ? 12 : 0);
  }
  const std::chrono::year_month_day date{std::chrono::year{time.year}, std::chrono::month{static_cast<unsigned>(time.month)},
                                         std::chrono::day{static_cast<unsigned>(time.day)}};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  return ((days * 24 + time.hour) * 60 + time.minute) * 60'000'000 + time.second * 1'000'000 + time.us;
}

bool is_time_format(std::string_view format) {
  std::string letters;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (++i == format.size()) return false;
    if (format[i] == '%') continue;
    if (std::string_view("YmdHIMSp").find(format[i]) == std::string_view::npos || letters.find(format[i]) != std::string::npos)
      return false;
    letters += format[i];
  }
  const auto has = [&](char letter) { return letters.find(letter) != std::string::npos; };
  return has('Y') && has('m') && has('d') && has('M') && has('H') != (has('I') && has('p')) && has('I') == has('p');
}

std::optional<CallLog> read_call_log(const std::string& path, const CallLogFormat& format, sim::Duration horizon,
                                     Problems& problems) {
  std::error_code error;
  std::ifstream stream;
  if (!std::filesystem::is_directory(path, error)) stream.open(path, std::ios::binary);
  if (!stream.is_open()) {
    problems.add({path, 0, {}, "cannot be opened, expected a call log in CSV", "name the log with --log FILE"});
    return std::nullopt;
  }
  auto rows = read_rows(stream, path, format, problems);
  if (!rows) return std::nullopt;
  std::stable_sort(rows->begin(), rows->end(), [](const Row& a, const Row& b) { return a.at_us < b.at_us; });

  const std::int64_t first_us = rows->front().at_us;
  const std::int64_t first_day = (first_us - (first_us % day_us + day_us) % day_us) / day_us;
  const std::int64_t span_us = rows->back().at_us - first_day * day_us;
  if (span_us > duration_max.us) {
    problems.add({path, 0, format.time_column, "the calls span more than 400 days, expected a shorter log", {}});
    return std::nullopt;
  }
  auto calls = std::make_shared<std::vector<models::RecordedCall>>();
  CallLog log;
  log.first_day = first_day;
  for (const Row& row : *rows) {
    const sim::Duration at{row.at_us - first_day * day_us};
    if (at >= horizon) break;
    const bool zero = row.duration_us == 0;
    log.zero_durations += zero ? 1 : 0;
    calls->push_back({sim::Time{} + at, {row.duration_us}, zero && format.zero_duration == ZeroDuration::abandoned});
  }
  log.calls = std::move(calls);
  return log;
}

}  // namespace tocsin::scenarios
