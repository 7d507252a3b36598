// How another system's log is read as a trace: a mapping file, checked.
//
// The file (its schema: mapping_schema.hpp) says where a line keeps its time, its kind and its number, which of its kinds mean
// which events of a trace, where each field is found, and which of its words mean which of ours. A place is a key of the line,
// or a pointer like "/call/agent/id" into it. Names of agents, queues and the like become indices in the order of the header's
// lists and then of their appearance; names of calls and recordings become ids by a hash, so that nothing need be remembered of
// a call that is over (two of a billion calls share an id with a probability below one in thirty).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/trace/event.hpp"
#include "scenarios/audit/log_header.hpp"
#include "scenarios/audit/log_time.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {

// Pairs of their word and ours, in the order of the file.
using WordTable = std::vector<std::pair<std::string, std::string>>;

// Where the value of a field comes from.
struct FieldRule {
  std::string field;  // ours
  std::string from;   // a pointer; empty: `otherwise` always
  WordTable words;
  std::optional<std::string> otherwise;  // where the line does not say it
  sim::Duration unit{1};                 // of lengths that are written as numbers
  std::string separator;                 // of sets that are written as one text; empty: they are arrays
};

struct Condition {
  std::string from;
  std::vector<std::string> values;  // one of them
};

// One kind of their lines and what it means; several may apply to one line, each giving one event, in the order of the file.
struct EventRule {
  std::string theirs;
  std::vector<Condition> when;
  std::size_t kind = 0;
  std::vector<FieldRule> fields;  // complete: one for every field of the kind
};

struct Mapping {
  std::string file;
  std::optional<ForeignHeader> header;
  TimeRule time;
  std::string time_from;
  std::string delivered_from;  // empty: as it occurred
  std::string event_from;
  std::string sequence_from;
  std::string source_from;
  std::vector<EventRule> events;
  std::vector<std::string> ignored_events;  // of these, what no rule applies to
  bool ignore_other_fields = false;
};

std::optional<Mapping> load_mapping(const std::string& path, Problems& problems);

}  // namespace tocsin::scenarios
