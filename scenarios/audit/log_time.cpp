// How instants and amounts are written in other systems' logs, converted exactly.
#include "scenarios/audit/log_time.hpp"

#include <chrono>

#include "scenarios/format/call_log.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::int64_t amount_max_us = 1'000'000'000'000'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Exactly `count` digits off the front.
bool take_digits(std::string_view& text, std::size_t count, int& value) {
  if (text.size() < count) return false;
  value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> iso8601(std::string_view text, sim::Duration utc_offset) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!take_digits(text, 4, year) || !take(text, "-") || !take_digits(text, 2, month) || !take(text, "-") ||
      !take_digits(text, 2, day) || !take(text, "Tt ") || !take_digits(text, 2, hour) || !take(text, ":") ||
      !take_digits(text, 2, minute) || !take(text, ":") || !take_digits(text, 2, second))
    return std::nullopt;
  std::int64_t us = 0;
  if (take(text, ".,")) {
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    std::int64_t unit = 100'000;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), unit /= 10) us += unit * (text.front() - '0');
  }
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  // A leap second is the second after it.
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  sim::Duration offset = utc_offset;
  if (take(text, "Zz")) {
    offset = {};
  } else if (!text.empty()) {
    const auto said = parse_utc_offset(text);
    if (!said) return std::nullopt;
    offset = *said;
    text = {};
  }
  if (!text.empty()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return ((days * 24 + hour) * 60 + minute) * 60'000'000 + second * 1'000'000LL + us - offset.us;
}

}  // namespace

std::optional<std::int64_t> parse_amount(std::string_view text, std::int64_t unit_us) {
  const bool negative = take(text, "-");
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  std::int64_t whole = 0;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
    whole = whole * 10 + (text.front() - '0');
    if (whole > amount_max_us / unit_us) return std::nullopt;
  }
  std::int64_t us = whole * unit_us;
  if (take(text, ".")) {
    if (text.empty()) return std::nullopt;
    // What is below a microsecond is cut off.
    for (std::int64_t unit = unit_us; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
      unit /= 10;
      us += unit * (text.front() - '0');
    }
  }
  if (!text.empty()) return std::nullopt;
  return negative ? -us : us;
}

std::optional<sim::Duration> parse_utc_offset(std::string_view text) {
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const bool west = text.front() == '-';
  text.remove_prefix(1);
  int hours = 0, minutes = 0;
  if (!take_digits(text, 2, hours)) return std::nullopt;
  take(text, ":");
  if (!take_digits(text, 2, minutes) || !text.empty() || hours > 18 || minutes > 59) return std::nullopt;
  const sim::Duration offset = sim::minutes(hours * 60 + minutes);
  return west ? sim::Duration{-offset.us} : offset;
}

std::optional<std::int64_t> TimeRule::parse(std::string_view text) const {
  switch (form) {
    case TimeForm::us:
      return parse_amount(text, 1);
    case TimeForm::ms:
      return parse_amount(text, 1000);
    case TimeForm::s:
      return parse_amount(text, 1'000'000);
    case TimeForm::iso8601:
      return iso8601(text, utc_offset);
    case TimeForm::pattern:
      break;
  }
  const auto civil = parse_civil_time(text, pattern);
  return civil ? std::optional(*civil - utc_offset.us) : std::nullopt;
}

}  // namespace tocsin::scenarios
