#include <fmt/format.h>

#include <filesystem>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

constexpr double per_hour_max = 1e9;
constexpr std::uint64_t batch_max = 100'000'000;

void decode_rate(Decoding& d, const Cursor& cursor, std::vector<models::RatePiece>& rate) {
  if (!cursor) return;
  if (!cursor.is(Kind::array)) {
    rate.push_back({sim::Time{}, cursor.number(0, per_hour_max)});
    return;
  }
  for (const Cursor& element : cursor.array(1, 1'000'000)) {
    Object object = element.object();
    const Cursor from_at = object.required("from");
    const sim::Time from = decode_time(from_at, d.config.horizon);
    const double per_hour = object.required("per_hour").number(0, per_hour_max);
    object.finish();
    if (!rate.empty() && from <= rate.back().from)
      from_at.problem(
          fmt::format("not after the piece before it, expected later than {}", spell_duration(rate.back().from - sim::Time{})));
    rate.push_back({from, per_hour});
  }
}

// A setting of a recorded log: what the command line says, else what the scenario says. The command line's mistakes are reported
// at the scenario's place all the same, naming the option.
struct LogSettings {
  Decoding& d;
  Object& object;

  std::optional<std::string> text(std::string_view key, const std::optional<std::string>& overriding) {
    const Cursor cursor = object.optional(key);
    std::optional<std::string> value;
    if (cursor) value = cursor.name();
    return overriding ? overriding : value;
  }
};

void decode_log_format(Decoding& d, Object& recorded, CallLogFormat& format) {
  const LogOverrides& overrides = d.options.log;
  LogSettings settings{d, recorded};
  if (const Cursor cursor = recorded.optional("columns")) {
    Object columns = cursor.object();
    if (const Cursor time = columns.optional("time")) format.time_column = time.name();
    if (const Cursor duration = columns.optional("duration")) format.duration_column = duration.name();
    columns.finish();
  }
  format.time_column = overrides.time_column.value_or(format.time_column);
  format.duration_column = overrides.duration_column.value_or(format.duration_column);

  const Cursor& self = recorded.self();
  format.time_format = settings.text("time_format", overrides.time_format).value_or(format.time_format);
  if (!is_time_format(format.time_format)) {
    self.problem(
        fmt::format("time_format {} does not name a time, expected %Y %m %d, %H or %I and %p, %M and perhaps %S, each once",
                    in_quotes(format.time_format)));
  }
  const auto one_of = [&](std::string_view key, const std::optional<std::string>& text, std::string_view first,
                          std::string_view second) {
    if (!text || *text == first) return false;
    if (*text == second) return true;
    self.problem(fmt::format("{} {} is not known, expected \"{}\" or \"{}\"", key, in_quotes(*text), first, second));
    return false;
  };
  format.duration_format =
      one_of("duration_format", settings.text("duration_format", overrides.duration_format), "HH:MM:SS", "seconds")
          ? DurationFormat::seconds
          : DurationFormat::clock;
  const auto zero = settings.text("zero_duration", overrides.zero_duration);
  if (!zero) self.problem("zero_duration is missing, expected what a duration of zero means: \"abandoned\" or \"instant\"");
  format.zero_duration = one_of("zero_duration", zero, "abandoned", "instant") ? ZeroDuration::instant : ZeroDuration::abandoned;
  const std::string delimiter = settings.text("delimiter", overrides.delimiter).value_or(",");
  format.delimiter = delimiter.size() == 1 ? delimiter.front() : ',';
  if (delimiter.size() != 1 || std::string_view("\"\r\n").find(delimiter.front()) != std::string_view::npos ||
      delimiter.front() == 0)
    self.problem(fmt::format("delimiter {} is not usable, expected one character such as \",\" or \";\"", in_quotes(delimiter)));
}

void decode_recorded(Decoding& d, const Cursor& cursor, models::Source& source) {
  if (!cursor) return;
  Object recorded = cursor.object();
  const Cursor file = recorded.optional("file");
  std::string path;
  if (file) {
    path = file.name();
    const std::filesystem::path relative = path;
    if (relative.is_relative())
      path = (std::filesystem::path(d.scenario.file).parent_path() / relative).lexically_normal().string();
  }
  path = d.options.log.file.value_or(path);
  CallLogFormat format;
  decode_log_format(d, recorded, format);
  recorded.finish();
  if (!d.options.read_logs || !d.problems.empty()) return;
  if (path.empty()) {
    cursor.problem("names no call log, expected a file", "name the log with --log FILE");
    return;
  }
  const auto log = read_call_log(path, format, d.config.horizon, d.problems);
  if (!log) return;
  source.recorded = log->calls;
  // The run keeps the log's calendar unless the scenario has its own.
  if (!d.start_given) d.config.wall_start_us = log->first_day * 86'400'000'000 - std::int64_t{d.config.utc_offset_s} * 1'000'000;
  d.scenario.logs.push_back({source.name, path, log->calls->size(), log->zero_durations, log->first_day});
}

void decode_batch(Decoding& d, const Cursor& cursor, models::Source& source) {
  if (!cursor) return;
  Object batch = cursor.object();
  source.batch = batch.required("count").unsigned_integer(1, batch_max, 1);
  source.batch_at = decode_time(batch.required("at"), d.config.horizon);
  batch.finish();
}

}  // namespace

void decode_sources(Decoding& d, Object& top) {
  for (const Cursor& element : top.optional("sources").array(0, 100'000)) {
    Object object = element.object();
    models::Source source;
    source.name = d.sources.declare(object.required("name"));
    enum class Direction { inbound, outbound };
    source.inbound = object.optional("direction")
                         .one_of<Direction>({{"inbound", Direction::inbound}, {"outbound", Direction::outbound}},
                                            Direction::inbound) == Direction::inbound;
    if (source.inbound)
      source.called = decode_number(object.required("called"));
    else
      source.queue = d.queues.find(object.required("queue"), models::no_index);
    decode_rate(d, object.optional("per_hour"), source.rate);
    decode_batch(d, object.optional("batch"), source);
    const Cursor recorded = object.optional("recorded");
    decode_recorded(d, recorded, source);
    if (recorded && !source.rate.empty()) recorded.problem("both a recorded log and a rate, expected one of them");
    if (!recorded && source.rate.empty() && source.batch == 0)
      element.problem("has no calls, expected \"per_hour\", \"batch\" or \"recorded\"");
    source.talk = decode_distribution(object.optional("talk"), source.talk);
    source.patience = decode_distribution_or_never(object.optional("patience"), std::nullopt);
    source.item_priority = static_cast<std::int32_t>(object.optional("priority").integer(0, 9, -1));
    source.preferred_agent = d.agents.find(object.optional("preferred_agent"), models::no_index);
    object.finish();
    d.config.sources.push_back(std::move(source));
  }
}

}  // namespace tocsin::scenarios
