#include "scenarios/format/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

namespace tocsin::scenarios {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Unit {
  std::string_view word;
  std::int64_t us;
};
// In falling order; "ms" stands before "m" and "s" so that the longest word is tried first at each place.
constexpr std::array<Unit, 6> units = {
    {{"d", 86'400'000'000}, {"h", 3'600'000'000}, {"m", 60'000'000}, {"s", 1'000'000}, {"ms", 1'000}, {"us", 1}}};

// Takes digits off the front: their value, unless there are none or more than a length can have.
std::optional<std::int64_t> take_integer(std::string_view& text) {
  constexpr std::size_t digits_max = 15;
  std::size_t count = 0;
  std::int64_t value = 0;
  while (count < text.size() && is_digit(text[count])) {
    if (count == digits_max) return std::nullopt;
    value = value * 10 + (text[count++] - '0');
  }
  if (count == 0) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

// Takes ".digits" off the front, as whole microseconds of a unit; nothing if a part of a microsecond would be left. Eight digits
// are enough for every whole microsecond of a unit that anybody writes, and keep the product below 2^63 (a day has 8.64e10).
std::optional<std::int64_t> take_fraction(std::string_view& text, std::int64_t unit_us) {
  constexpr std::size_t digits_max = 8;
  if (text.empty() || text.front() != '.') return 0;
  std::size_t end = 1;
  while (end < text.size() && is_digit(text[end])) ++end;
  std::string_view digits = text.substr(1, end - 1);
  if (digits.empty()) return std::nullopt;
  text.remove_prefix(end);
  while (!digits.empty() && digits.back() == '0') digits.remove_suffix(1);
  if (digits.size() > digits_max) return std::nullopt;
  std::int64_t value = 0, whole = 1;
  for (const char c : digits) value = value * 10 + (c - '0'), whole *= 10;
  if (value * unit_us % whole != 0) return std::nullopt;
  return value * unit_us / whole;
}

// value * us within the greatest length, else nothing.
std::optional<std::int64_t> scaled(std::int64_t value, std::int64_t us) {
  if (value > duration_max.us / us) return std::nullopt;
  return value * us;
}

std::optional<std::int64_t> parse_clock(std::string_view text) {
  std::array<std::int64_t, 3> fields{};
  std::size_t count = 0;
  while (true) {
    const std::size_t before = text.size();
    const auto field = take_integer(text);
    if (!field) return std::nullopt;
    if (count > 0 && (before - text.size() != 2 || *field > 59)) return std::nullopt;
    fields[count++] = *field;
    if (text.empty() || text.front() != ':') break;
    if (count == fields.size()) return std::nullopt;
    text.remove_prefix(1);
  }
  if (count < 2) return std::nullopt;
  const std::int64_t seconds_below = count == 3 ? fields[1] * 60 + fields[2] : fields[1];
  const auto first = scaled(fields[0], count == 3 ? 3'600'000'000 : 60'000'000);
  const auto fraction = take_fraction(text, 1'000'000);
  if (!first || !fraction || !text.empty()) return std::nullopt;
  return *first + seconds_below * 1'000'000 + *fraction;
}

std::optional<std::int64_t> parse_units(std::string_view text) {
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  bool fraction_seen = false;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const auto amount = take_integer(text);
    if (!amount || fraction_seen) return std::nullopt;
    const std::string_view fraction_text = text;
    std::string_view after = text;
    while (!after.empty() && (after.front() == '.' || is_digit(after.front()))) after.remove_prefix(1);
    std::size_t letters = 0;
    while (letters < after.size() && after[letters] >= 'a' && after[letters] <= 'z') ++letters;
    const std::string_view word = after.substr(0, letters);
    std::size_t unit = next_unit;
    while (unit < units.size() && units[unit].word != word) ++unit;
    if (unit == units.size()) return std::nullopt;
    const auto whole = scaled(*amount, units[unit].us);
    std::string_view rest = fraction_text;
    const auto fraction = take_fraction(rest, units[unit].us);
    if (!whole || !fraction || rest != after) return std::nullopt;
    fraction_seen = rest.size() != fraction_text.size();
    total += *whole + *fraction;
    next_unit = unit + 1;
    text = after.substr(letters);
  }
  return total;
}

}  // namespace

std::optional<sim::Duration> parse_duration(std::string_view text) {
  const auto us = text.find(':') != std::string_view::npos ? parse_clock(text) : parse_units(text);
  if (!us || *us > duration_max.us) return std::nullopt;
  return sim::Duration{*us};
}

std::string spell_duration(sim::Duration length) {
  if (length.us < 0) return "-" + spell_duration({-length.us});
  if (length.us == 0) return "0s";
  std::string text;
  std::int64_t rest = length.us;
  for (const auto& [word, us] : {Unit{"d", 86'400'000'000}, Unit{"h", 3'600'000'000}, Unit{"m", 60'000'000}}) {
    if (rest >= us) text += fmt::format("{}{}", rest / us, word);
    rest %= us;
  }
  if (rest == 0) return text;
  if (text.empty() && rest < 1'000) return fmt::format("{}us", rest);
  if (text.empty() && rest < 1'000'000 && rest % 1'000 == 0) return fmt::format("{}ms", rest / 1'000);
  std::string fraction = fmt::format("{:06}", rest % 1'000'000);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return text + fmt::format("{}{}{}s", rest / 1'000'000, fraction.empty() ? "" : ".", fraction);
}

std::optional<trace::Number> parse_number(std::string_view text) {
  constexpr std::size_t digits_max = 15;
  if (text.size() < 3 || text.size() > digits_max + 1 || text[0] != '+' || text[1] == '0') return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text.substr(1)) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return trace::Number{value};
}

std::string spell_number(trace::Number number) { return fmt::format("+{}", number.value); }

}  // namespace tocsin::scenarios
