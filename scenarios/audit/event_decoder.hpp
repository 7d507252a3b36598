// Decodes one event line in the trace's own form: exactly what models/trace/json_writer.hpp writes, in any order of the keys.
//
// Made from the same lists of fields as the writer, so that a new kind of event is read as soon as it is written. Strict: a key
// that the kind does not have, a missing one, a wrong type, a word outside its vocabulary, a number outside its range, an index
// that the header does not name, are each one error with its place and what was expected.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/trace/event.hpp"
#include "scenarios/audit/event_rules.hpp"
#include "scenarios/audit/json_line.hpp"
#include "scenarios/audit/text_pool.hpp"

namespace tocsin::scenarios {

// Whether lines carry sequence numbers, and the names of their sources.
struct Envelope {
  enum class Sequence : std::uint8_t { required, absent };
  Sequence sequence = Sequence::required;
  bool source = false;  // "source" is a key of every line
};

class EventDecoder {
 public:
  // Both outlive the decoder; texts go into the pool.
  EventDecoder(const IdLimits& limits, TextPool& texts, Envelope envelope = {})
      : limits_(limits), texts_(texts), envelope_(envelope) {}

  // Whether the line is an event; if not, `error()` says why.
  bool decode(const JsonLine& line, trace::Event& event);
  // Of the event decoded last; empty if lines carry none.
  std::string_view source() const { return source_; }
  const LineError& error() const { return error_; }

 private:
  template <class Kind>
  static bool decode_kind(EventDecoder& decoder, trace::Payload& payload);
  template <class Field>
  void field(std::string_view key, Field& out);

  const JsonLine::Value* take(std::string_view key);
  const JsonLine::Value* take_kind(std::string_view key, Kind kind, std::string_view what);
  bool take_unsigned(std::string_view key, std::uint64_t least, std::uint64_t most, std::uint64_t& out);
  bool take_signed(std::string_view key, std::int64_t least, std::int64_t most, std::int64_t& out);
  bool take_us(std::string_view key, std::int64_t least, std::int64_t& out);
  void missing(std::string_view key, std::string_view what);
  void wrong(const JsonLine::Value& node, std::string message, std::string remedy = {});
  void out_of_range(const JsonLine::Value& node, std::string_view range);
  bool envelope(trace::Event& event);
  bool nothing_left();

  IdLimits limits_;
  TextPool& texts_;
  Envelope envelope_;
  const JsonLine* line_ = nullptr;
  std::uint32_t expected_ = JsonLine::none;  // the member that comes next if the keys stand in their order
  std::uint64_t taken_ = 0;                  // members by rank
  std::size_t kind_ = 0;
  bool good_ = true;
  std::string_view source_;
  LineError error_;
};

}  // namespace tocsin::scenarios
