// Reads the lines of another system's log as events, by a mapping.
//
// As strict as the decoder of our own lines: what the mapping does not name is an error, unless it says to ignore it; a value
// that does not fit its field is one. Values are compared as texts: a string's, or a number, true or false as it is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/trace/event.hpp"
#include "scenarios/audit/json_line.hpp"
#include "scenarios/audit/mapping.hpp"
#include "scenarios/audit/reorder_buffer.hpp"
#include "scenarios/audit/text_pool.hpp"

namespace tocsin::scenarios {

// Names in the order of their indices, and the indices by name.
class NameTable {
 public:
  void begin(const std::vector<std::string>& names, std::size_t names_max);
  // The index of the name, a new one if it is new; nothing: one name too many.
  std::optional<std::uint32_t> index(std::string_view name);
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> indices_;
  std::size_t names_max_ = 0;
  std::string key_;
};

class MappedDecoder {
 public:
  // All outlive the decoder.
  MappedDecoder(const Mapping& mapping, const ForeignHeader& header, TextPool& texts);

  enum class Result : std::uint8_t { events, ignored, bad };
  // The events of a line, with their times, numbers and sources.
  Result decode(const JsonLine& line, std::vector<LogLine>& events);
  const LineError& error() const { return error_; }
  const std::vector<std::string>& agents() const { return agents_.names(); }

 private:
  template <class Kind>
  static bool decode_kind(MappedDecoder& decoder, const EventRule& rule, trace::Payload& payload);
  template <class Field>
  bool field(const FieldRule& rule, Field& out);

  bool fail(std::string_view pointer, std::string message, std::string remedy = {});
  std::optional<std::string_view> text_at(std::string_view pointer);
  bool text_of(const FieldRule& rule, std::string_view& text, bool& present);
  bool time_at(std::string_view pointer, std::int64_t& us);
  bool envelope(LogLine& line);
  bool applies(const EventRule& rule) const;
  bool nothing_unknown(const std::vector<const EventRule*>& rules);

  const Mapping& mapping_;
  const ForeignHeader& header_;
  TextPool& texts_;
  NameTable agents_, queues_, groups_, others_;
  const JsonLine* line_ = nullptr;
  std::size_t kind_ = 0;
  std::vector<const EventRule*> rules_;
  std::string scratch_;
  LineError error_;
};

}  // namespace tocsin::scenarios
