#include "scenarios/format/values.hpp"

#include <fmt/format.h>

namespace tocsin::scenarios {
namespace {

constexpr std::string_view duration_form = R"(a length of time such as "250ms", "59:59.999" or "1h30m")";
constexpr std::string_view number_form = R"(an E.164 number such as "+12065550100")";
constexpr double shape_min = 0.01, shape_max = 100;

}  // namespace

bool expect_text(const Cursor& cursor, std::string_view what) {
  if (cursor.is(Kind::string)) return true;
  if (!cursor)
    static_cast<void>(cursor.string());  // says that it is missing, if it is
  else
    cursor.problem(fmt::format("expected {}, found {}", what, name_of(cursor.kind())));
  return false;
}

sim::Duration decode_duration(const Cursor& cursor, sim::Duration otherwise, sim::Duration least, sim::Duration greatest) {
  if (!expect_text(cursor, duration_form)) return otherwise;
  const std::string text = cursor.string();
  const auto length = parse_duration(text);
  if (!length) {
    cursor.problem(fmt::format(
        "{} is not a length of time, expected one such as \"250ms\", \"59:59.999\" or \"1h30m\", up to 400d", in_quotes(text)));
    return otherwise;
  }
  if (*length < least || *length > greatest) {
    cursor.problem(
        fmt::format("{} is out of range, expected {}..{}", in_quotes(text), spell_duration(least), spell_duration(greatest)));
    return otherwise;
  }
  return *length;
}

sim::Time decode_time(const Cursor& cursor, sim::Duration horizon, sim::Time otherwise) {
  return sim::Time{} + decode_duration(cursor, otherwise - sim::Time{}, {}, horizon);
}

sim::Distribution decode_distribution(const Cursor& cursor, const sim::Distribution& otherwise) {
  if (!cursor.is(Kind::object)) {
    if (!expect_text(cursor, R"(a length of time, or a distribution such as {"exponential": {"mean": "3m"}})")) return otherwise;
    return sim::Distribution::fixed(decode_duration(cursor));
  }
  const auto members = cursor.members();
  if (members.size() != 1) {
    cursor.problem("expected exactly one of \"uniform\", \"exponential\", \"lognormal\", \"weibull\"");
    return otherwise;
  }
  Object object = cursor.object();
  const Cursor uniform = object.optional("uniform"), exponential = object.optional("exponential"),
               lognormal = object.optional("lognormal"), weibull = object.optional("weibull");
  object.finish();
  sim::Distribution distribution = otherwise;
  if (uniform) {
    Object of = uniform.object();
    const sim::Duration from = decode_duration(of.required("from"));
    distribution = sim::Distribution::uniform(from, decode_duration(of.required("to"), from, from));
    of.finish();
  } else if (exponential) {
    Object of = exponential.object();
    distribution = sim::Distribution::exponential(decode_duration(of.required("mean")));
    of.finish();
  } else if (lognormal) {
    Object of = lognormal.object();
    const sim::Duration mean = decode_duration(of.required("mean"));
    distribution = sim::Distribution::lognormal(mean, of.required("variation").number(shape_min, shape_max, 1));
    of.finish();
  } else if (weibull) {
    Object of = weibull.object();
    const sim::Duration scale = decode_duration(of.required("scale"));
    distribution = sim::Distribution::weibull(scale, of.required("shape").number(shape_min, shape_max, 1));
    of.finish();
  }
  return distribution;
}

std::optional<sim::Distribution> decode_distribution_or_never(const Cursor& cursor,
                                                              const std::optional<sim::Distribution>& otherwise) {
  if (!cursor) return otherwise;
  if (cursor.is(Kind::string) && cursor.string() == "never") return std::nullopt;
  return decode_distribution(cursor, sim::Distribution{});
}

trace::Number decode_number(const Cursor& cursor, trace::Number otherwise) {
  if (!expect_text(cursor, number_form)) return otherwise;
  const std::string text = cursor.string();
  if (const auto number = parse_number(text)) return *number;
  cursor.problem(fmt::format("{} is not a telephone number, expected {}: + and 2 to 15 digits", in_quotes(text), number_form));
  return otherwise;
}

std::vector<trace::Number> decode_numbers(const Cursor& cursor) {
  constexpr std::uint64_t count_max = 1'000'000;
  constexpr std::uint64_t number_max = 999'999'999'999'999;
  std::vector<trace::Number> numbers;
  if (!cursor.is(Kind::object)) {
    for (const Cursor& element : cursor.array(0, count_max)) numbers.push_back(decode_number(element));
    return numbers;
  }
  Object range = cursor.object();
  const trace::Number first = decode_number(range.required("first"), {10});
  const std::uint64_t count = range.required("count").unsigned_integer(0, count_max);
  range.finish();
  if (count > 0 && first.value + count - 1 > number_max) {
    cursor.problem("runs past 15 digits, expected E.164 numbers");
    return numbers;
  }
  for (std::uint64_t i = 0; i < count; ++i) numbers.push_back({first.value + i});
  return numbers;
}

models::Location decode_location(const Cursor& cursor, sim::Time now) {
  models::Location location;
  location.reported_at = now;
  if (!cursor) return location;
  Object object = cursor.object();
  location.status = decode_word(object.optional("status"), trace::LocationStatus::on);
  const Cursor country = object.optional("country");
  if (country.is(Kind::null)) {
    location.country = 0;
  } else if (expect_text(country, "a country code of two capitals such as \"US\", or null")) {
    const std::string code = country.string();
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (code.size() == 2 && capital(code[0]) && capital(code[1]))
      location.country = static_cast<std::uint32_t>(code[0]) << 8 | static_cast<std::uint32_t>(code[1]);
    else
      country.problem(fmt::format("{} is not a country, expected two capitals (ISO 3166-1) such as \"US\"", in_quotes(code)));
  }
  location.reported_at = now - decode_duration(object.optional("age"));
  location.dispatchable = object.optional("dispatchable").boolean(false);
  object.finish();
  return location;
}

}  // namespace tocsin::scenarios
