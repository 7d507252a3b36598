// Logs to audit in tests: traces written as a run writes them, files in a folder of their own, an audit in one call.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "models/trace/field_types.hpp"
#include "models/trace/json_writer.hpp"
#include "scenarios/audit/audit.hpp"
#include "scenarios/audit/event_rules.hpp"

namespace tocsin::scenarios {

// A folder that is gone with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tocsin-audit-XXXXXX").string();
    if (!mkdtemp(name.data())) std::abort();
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return (std::ostringstream() << file.rdbuf()).str();
}

// A trace as its writer writes it, from events with their times; sequence numbers are given here.
inline std::string trace_of(const trace::Header& header, const trace::Texts& texts, std::vector<trace::Event> events,
                            sim::Time end) {
  char* bytes = nullptr;
  std::size_t size = 0;
  std::FILE* file = open_memstream(&bytes, &size);
  trace::JsonWriter writer(file);
  writer.begin(header, texts);
  std::uint64_t sequence = 0;
  for (trace::Event& event : events) {
    event.sequence = ++sequence;
    writer.on(event);
  }
  writer.end(end);
  std::fclose(file);
  std::string text(bytes, size);
  std::free(bytes);
  return text;
}

struct Audited {
  std::optional<AuditResult> result;
  std::string problems;

  const AuditRow& row(std::string_view id) const {
    for (const AuditRow& row : result->requirements)
      if (row.id == id) return row;
    std::abort();
  }
};

inline Audited audit(const std::vector<std::string>& logs, const Mapping* mapping = nullptr, std::vector<std::string> only = {},
                     const Identities* identities = nullptr) {
  AuditOptions options;
  options.logs = logs;
  options.mapping = mapping;
  options.only = std::move(only);
  options.identities = identities;
  AuditObserver observer;
  Problems problems;
  Audited audited;
  audited.result = audit_logs(options, observer, problems);
  audited.problems = problems.text();
  return audited;
}

// The audit of one log given as text.
inline Audited audit_text_log(const std::string& bytes, const Mapping* mapping = nullptr, std::vector<std::string> only = {}) {
  const Folder folder;
  return audit({folder.write("log.jsonl", bytes)}, mapping, std::move(only));
}

// What is said of a log that is refused, without its folder's name; empty if it is not.
inline std::string refused(const std::string& bytes, const Mapping* mapping = nullptr) {
  const Audited audited = audit_text_log(bytes, mapping);
  if (audited.result) return {};
  const std::size_t name = audited.problems.find("log.jsonl");
  return audited.problems.substr(name == std::string::npos ? 0 : name);
}

// A small stream of numbers for made-up events.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint64_t roll(std::uint64_t sides) {
    state_ ^= state_ << 13, state_ ^= state_ >> 7, state_ ^= state_ << 17;
    return (state_ * 0x2545F4914F6CDD1DULL >> 11) % sides;
  }

 private:
  std::uint64_t state_;
};

// Ids that made-up events draw from; small, so that they meet. Ids that a kind needs are always there.
struct Made {
  std::uint64_t agents = 3, queues = 2, groups = 2, legs = 6, numbers = 3, recordings = 3;
  bool wild = false;  // integers and lengths over their whole range, other texts
};

template <class Field>
void make_field(Field& out, Dice& dice, const Made& made, trace::Texts& texts, bool required) {
  using namespace trace;
  if constexpr (is_id<Field>) {
    const bool none = !required && dice.roll(5) == 0;
    if (none) return;
    if constexpr (NumberField<Field>)
      out.value = made.wild && dice.roll(4) == 0 ? UINT64_MAX - dice.roll(9) : 18005550000 + dice.roll(made.numbers);
    else if constexpr (std::is_same_v<Field, AgentId>)
      out.value = static_cast<std::uint32_t>(dice.roll(made.agents));
    else if constexpr (std::is_same_v<Field, QueueId>)
      out.value = static_cast<std::uint32_t>(dice.roll(made.queues));
    else if constexpr (std::is_same_v<Field, GroupId>)
      out.value = static_cast<std::uint32_t>(dice.roll(made.groups));
    else if constexpr (std::is_same_v<Field, LegId>)
      out.value = 1 + dice.roll(made.legs);
    else
      out.value = made.wild && dice.roll(4) == 0 ? UINT64_MAX : 1 + dice.roll(made.recordings);
  } else if constexpr (WordSetField<Field>) {
    out = static_cast<Field>(dice.roll(std::uint64_t{1} << words_of<Field>.size()));
  } else if constexpr (WordField<Field>) {
    out = static_cast<Field>(dice.roll(words_of<Field>.size()));
  } else if constexpr (DurationField<Field>) {
    out.us = made.wild && dice.roll(3) == 0 ? -1'000'000'000'000'000'000 : static_cast<std::int64_t>(dice.roll(100'000'000'000));
  } else if constexpr (TextField<Field>) {
    constexpr const char* samples[] = {"911",         "+911",    "^911$", "", "9\"1\\1", "lunch \xf0\x9f\x9a\x91",
                                       "12065550100", "\x01\x7f"};
    out = texts.intern(samples[dice.roll(std::size(samples))]);
  } else if constexpr (BoolField<Field>) {
    out = dice.roll(2) == 1;
  } else if constexpr (std::is_signed_v<Field>) {
    out = made.wild && dice.roll(3) == 0 ? std::numeric_limits<Field>::min() : static_cast<Field>(dice.roll(5));
  } else {
    out = made.wild && dice.roll(3) == 0 ? std::numeric_limits<Field>::max() : static_cast<Field>(dice.roll(5));
  }
}

// A made-up event of that kind.
inline trace::Payload made_payload(std::size_t kind, Dice& dice, const Made& made, trace::Texts& texts) {
  trace::Payload payload;
  [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const auto one = [&]<class Kind>(std::type_identity<Kind>) {
      Kind event;
      Kind::fields(event,
                   [&](std::string_view key, auto& field) { make_field(field, dice, made, texts, id_is_required(kind, key)); });
      payload.emplace<Kind>(event);
    };
    ((Index == kind ? one(std::type_identity<std::variant_alternative_t<Index, trace::Payload>>{}) : void()), ...);
  }
  (std::make_index_sequence<trace::kind_count>{});
  return payload;
}

inline trace::Header made_header(const Made& made = {}) {
  trace::Header header;
  header.scenario = "made up";
  for (std::uint64_t i = 0; i < made.agents; ++i) header.agents.push_back("agent " + std::to_string(i));
  for (std::uint64_t i = 0; i < made.queues; ++i) header.queues.push_back("queue " + std::to_string(i));
  for (std::uint64_t i = 0; i < made.groups; ++i) header.trunk_groups.push_back("group " + std::to_string(i));
  return header;
}

}  // namespace tocsin::scenarios
