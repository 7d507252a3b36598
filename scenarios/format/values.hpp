// Decoding of the small values that occur all over a scenario.
//
// Each takes a Cursor and follows its manners (scenarios/json/cursor.hpp): absent and optional gives `otherwise` silently,
// anything wrong gives one problem and `otherwise`.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/config.hpp"
#include "scenarios/format/quantity.hpp"
#include "scenarios/json/cursor.hpp"

namespace tocsin::scenarios {

// A length of time inside inclusive bounds.
sim::Duration decode_duration(const Cursor& cursor, sim::Duration otherwise = {}, sim::Duration least = {},
                              sim::Duration greatest = duration_max);
// An instant from the start of the run, up to the horizon.
sim::Time decode_time(const Cursor& cursor, sim::Duration horizon, sim::Time otherwise = {});
// A length, or {"exponential": {"mean": "180s"}} and the like.
sim::Distribution decode_distribution(const Cursor& cursor, const sim::Distribution& otherwise);
// The same, or "never".
std::optional<sim::Distribution> decode_distribution_or_never(const Cursor& cursor,
                                                              const std::optional<sim::Distribution>& otherwise);
trace::Number decode_number(const Cursor& cursor, trace::Number otherwise = {});
// A list of numbers, or {"first": "+12065550100", "count": 20}.
std::vector<trace::Number> decode_numbers(const Cursor& cursor);
models::Location decode_location(const Cursor& cursor, sim::Time now);

// A word of one of the trace's vocabularies.
template <class Enum>
Enum decode_word(const Cursor& cursor, Enum otherwise) {
  const auto texts = words(Enum{});
  std::vector<std::pair<std::string_view, Enum>> table;
  for (std::size_t i = 0; i < texts.size(); ++i) table.emplace_back(texts[i], static_cast<Enum>(i));
  return cursor.one_of_table<Enum>(table, otherwise);
}

// A list of words that a set of the trace is written with.
template <class Set>
Set decode_words(const Cursor& cursor) {
  const auto texts = words(Set{});
  std::vector<std::pair<std::string_view, std::uint32_t>> table;
  for (std::size_t bit = 0; bit < texts.size(); ++bit) table.emplace_back(texts[bit], 1U << bit);
  std::uint32_t set = 0;
  for (const Cursor& item : cursor.array(0, texts.size())) set |= item.one_of_table<std::uint32_t>(table);
  return Set{set};
}

// Reports a value of the wrong kind in terms of what it should be; whether it is a string.
bool expect_text(const Cursor& cursor, std::string_view what);

}  // namespace tocsin::scenarios
