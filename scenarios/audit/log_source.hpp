// Reads a log of any size from a file and tells a listener of its traces, events and gaps, in order.
//
// Two kinds of logs are known by their first line. A file of traces that runs wrote: headers are complete, sequence numbers
// contiguous, times never decrease, each trailer's count and digest fit, and replications of a scenario follow each other; a file
// that was cut, doubled, shuffled or edited is refused at the line where that shows. (Traces that are missing at the end of a
// file cannot be found missing.) A foreign log: what its header or the mapping file declares. Its lines are put right within the
// declared bound and refused beyond it; missing sequence numbers and silences beyond the declared are gaps; without sequence
// numbers nobody knows what is missing, and its completeness is unknown.
//
// Memory does not grow with the log. Bad input gives exactly one problem, with the line, and nothing after it is read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "models/trace/text.hpp"
#include "scenarios/audit/line_reader.hpp"
#include "scenarios/audit/log_header.hpp"
#include "scenarios/audit/mapping.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {

// `whole`: numbers, counts and digests fit. `numbered`: a foreign log whose numbers are contiguous from its first to its last
// line. `gaps`: some are missing. `unknown`: there are no numbers.
enum class Completeness : std::uint8_t { whole, numbered, gaps, unknown };
std::string_view word_of(Completeness completeness);

// A time of which the log has no events, though it should, or may have had some.
struct LogGap {
  sim::Time from, to;
  std::uint64_t missing = 0;  // lines, by their numbers; 0: it was silent for too long
  std::uint64_t line = 0;     // the first one after it
};

inline constexpr std::size_t gaps_kept = 20;

// What a log is, found out while it was read.
struct LogFacts {
  bool foreign = false;
  Completeness completeness = Completeness::whole;
  std::vector<LogSourceName> sources;  // of a foreign log
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t traces = 0;
  std::uint64_t events = 0;
  std::uint64_t reordered = 0;  // lines that stood after one of a later time
  std::uint64_t doubled = 0;    // lines that were dropped because they stood there before
  std::uint64_t ignored = 0;    // lines that the mapping says to leave out
  std::uint64_t gap_count = 0;
  std::vector<LogGap> gaps;  // the first ones
};

class LogListener {
 public:
  virtual ~LogListener() = default;
  // Header and texts live until the end of the trace.
  virtual void begin(const trace::Header& header, const trace::Texts& texts) = 0;
  // Nothing, or what the event contradicts: then the log is refused.
  virtual std::string on(const trace::Event& event) = 0;
  // Of this period the log does not show enough to judge what was in progress.
  virtual void blind(sim::Time from, sim::Time to) = 0;
  // `agents`: names in the order of their indices, as far as they are known.
  virtual void end(sim::Time at, const std::vector<std::string>& agents) = 0;
  // Asked now and then; false ends the reading, and the trace with it, at the time reached.
  virtual bool go_on(std::uint64_t bytes_read) = 0;
  // Asked now and then; a text refuses the log.
  virtual std::string refusal() const { return {}; }
};

enum class LogEnd : std::uint8_t { complete, stopped, bad };

// `mapping` may be null. `tap` sees all bytes that are read.
LogEnd read_log(const std::string& path, const Mapping* mapping, LineReader::Tap tap, LogListener& listener, LogFacts& facts,
                Problems& problems);

}  // namespace tocsin::scenarios
