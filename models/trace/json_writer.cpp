#include "models/trace/json_writer.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <variant>
#include <vector>

#include "models/trace/field_types.hpp"
#include "models/trace/json_text.hpp"
#include "sim/assert.hpp"

namespace tocsin::trace {
namespace {

constexpr std::size_t flush_at = std::size_t{1} << 16;

template <class Integer>
void append_integer(std::string& out, Integer value) {
  const fmt::format_int digits(value);
  out.append(digits.data(), digits.size());
}

void append_key(std::string& out, std::string_view key) {
  out += ",\"";
  out += key;
  out += "\":";
}

template <class Bits>
void append_words(std::string& out, Bits set) {
  const auto bits = static_cast<std::uint64_t>(set);
  TOCSIN_ASSERT(bits >> words_of<Bits>.size() == 0, "a bit without a word");
  const char* separator = "";
  out += '[';
  for (std::size_t i = 0; i < words_of<Bits>.size(); ++i) {
    if ((bits >> i & 1) == 0) continue;
    out += separator;
    out += '"';
    out += words_of<Bits>[i];
    out += '"';
    separator = ",";
  }
  out += ']';
}

// One field, with its key; nothing for a none id.
template <class Field>
void append_field(std::string& out, std::string_view key, const Field& field, const Texts& texts) {
  if constexpr (is_id<Field>)
    if (!field) return;
  append_key(out, key);
  if constexpr (NumberField<Field>) {
    out += "\"+";
    append_integer(out, field.value);
    out += '"';
  } else if constexpr (IdField<Field>) {
    append_integer(out, field.value);
  } else if constexpr (WordSetField<Field>) {
    append_words(out, field);
  } else if constexpr (WordField<Field>) {
    const auto index = static_cast<std::size_t>(field);
    TOCSIN_ASSERT(index < words_of<Field>.size(), "an enumerator without a word");
    out += '"';
    out += words_of<Field>[index];
    out += '"';
  } else if constexpr (DurationField<Field>) {
    append_integer(out, field.us);
  } else if constexpr (TextField<Field>) {
    append_json_text(out, texts.spell(field));
  } else if constexpr (BoolField<Field>) {
    out += field ? "true" : "false";
  } else {
    append_integer(out, field);
  }
}

void append_names(std::string& out, std::string_view key, const std::vector<std::string>& names) {
  append_key(out, key);
  const char* separator = "";
  out += '[';
  for (const std::string& name : names) {
    out += separator;
    append_json_text(out, name);
    separator = ",";
  }
  out += ']';
}

template <class Integer>
void append_member(std::string& out, std::string_view key, Integer value) {
  append_key(out, key);
  append_integer(out, value);
}

void append_header(std::string& out, const Header& header) {
  out += "{\"trace\":\"tocsin\"";
  append_member(out, "version", header.version);
  append_key(out, "scenario");
  append_json_text(out, header.scenario);
  append_member(out, "seed", header.seed);
  append_member(out, "replication", header.replication);
  append_key(out, "complete_for");
  const char* separator = "";
  out += '[';
  for (std::size_t i = 0; i < kind_count; ++i) {
    if ((header.complete_for >> i & 1) == 0) continue;
    out += separator;
    out += '"';
    out += kind_words[i];
    out += '"';
    separator = ",";
  }
  out += ']';
  append_member(out, "clock_resolution_us", header.clock_resolution.us);
  append_member(out, "clock_skew_us", header.clock_skew.us);
  append_member(out, "window_us", header.window.us);
  append_member(out, "location_age_max_us", header.location_age_max.us);
  append_member(out, "channel_delay_max_us", header.channel_delay_max.us);
  append_key(out, "strict_prerequisites");
  out += header.strict_prerequisites ? "true" : "false";
  append_field(out, "switches", header.switches, Texts{});
  append_member(out, "termination_window_us", header.termination_window.us);
  append_key(out, "customised_form");
  out += header.customised_form ? "true" : "false";
  append_member(out, "contacts", header.contacts);
  append_key(out, "bounds");
  out += "{\"accept_us\":";
  append_integer(out, header.bounds.accept.us);
  append_member(out, "egress_us", header.bounds.egress.us);
  append_member(out, "callback_us", header.bounds.callback.us);
  append_member(out, "presence_us", header.bounds.presence.us);
  out += '}';
  append_names(out, "agents", header.agents);
  append_names(out, "queues", header.queues);
  append_names(out, "trunk_groups", header.trunk_groups);
  append_names(out, "sbcs", header.sbcs);
  append_names(out, "responders", header.responders);
  out += "}\n";
}

}  // namespace

void JsonWriter::begin(const Header& header, const Texts& texts) {
  texts_ = &texts;
  hash_.reset();
  events_ = 0;
  append_header(buffer_, header);
  flush();
}

void append_event(std::string& out, const Event& event, const Texts& texts) {
  out += "{\"seq\":";
  append_integer(out, event.sequence);
  append_member(out, "at", event.occurred_at.us);
  if (event.delivered_at != event.occurred_at) append_member(out, "delivered", event.delivered_at.us);
  out += ",\"event\":\"";
  std::visit(
      [&]<class Kind>(const Kind& kind) {
        out += Kind::word;
        out += '"';
        Kind::fields(kind, [&](std::string_view key, const auto& field) { append_field(out, key, field, texts); });
      },
      event.payload);
  out += '}';
}

void JsonWriter::on(const Event& event) {
  append_event(buffer_, event, *texts_);
  buffer_ += '\n';
  ++events_;
  if (buffer_.size() >= flush_at) flush();
}

void JsonWriter::end(Time at) {
  buffer_ += "{\"end\":true";
  append_member(buffer_, "at", at.us);
  append_member(buffer_, "events", events_);
  flush();
  buffer_ += ",\"digest\":\"xxh3-128:" + hash_.value().hex() + "\"}\n";
  flush();
  if (error_.empty() && std::fflush(file_) != 0) error_ = fmt::format("the trace could not be written: {}", std::strerror(errno));
}

void JsonWriter::flush() {
  hash_.add(buffer_.data(), buffer_.size());
  if (error_.empty() && std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size())
    error_ = fmt::format("the trace could not be written: {}", std::strerror(errno));
  buffer_.clear();
}

}  // namespace tocsin::trace
