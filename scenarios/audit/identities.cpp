#include "scenarios/audit/identities.hpp"

#include <fmt/format.h>

#include <variant>

#include "models/trace/field_types.hpp"
#include "models/trace/json_text.hpp"
#include "models/trace/json_writer.hpp"
#include "scenarios/audit/event_decoder.hpp"
#include "sim/assert.hpp"

namespace tocsin::scenarios {
namespace {

// `,"key":` and the value of the member in a line that the trace's writer made.
std::string member_of(const std::string& line, const JsonLine& json, const JsonLine::Value& value) {
  const std::size_t end = value.next != JsonLine::none ? json.value_at(value.next).key_begin - 1 : line.size() - 1;
  return "," + line.substr(value.key_begin, end - value.key_begin);
}

}  // namespace

std::string agent_name(trace::AgentId agent, const std::vector<std::string>& agents) {
  return agent.value < agents.size() ? agents[agent.value] : std::to_string(agent.value);
}

std::string rewritten(const std::string& line, const std::vector<std::string>& agents, const Identities& identities) {
  constexpr std::uint64_t any = std::uint64_t{1} << 32;
  TextPool texts;
  EventDecoder decoder({any, any, any}, texts);
  JsonLine json;
  trace::Event event;
  TOCSIN_ASSERT(json.parse(line) && decoder.decode(json, event), "an event line that cannot be read: " + line);
  std::string out;
  const auto put = [&](std::string_view key, std::string_view name) {
    out += fmt::format(",\"{}\":", key);
    trace::append_json_text(out, name);
  };
  std::visit(
      [&]<class EventKind>(const EventKind& kind) {
        EventKind::fields(kind, [&]<class Field>(std::string_view key, const Field& field) {
          const JsonLine::Value* value = json.member(json.root(), key);
          if (!value) return;
          if constexpr (std::is_same_v<Field, trace::AgentId>)
            put(key, identities.agent(agent_name(field, agents)));
          else if constexpr (trace::NumberField<Field>)
            put(key, identities.number(field));
          else if constexpr (trace::TextField<Field>)
            put(key, value->text.empty() ? std::string() : identities.text(value->text));
          else
            out += member_of(line, json, *value);
        });
      },
      event.payload);
  // Sequence, times and kind stand in front of the fields.
  const JsonLine::Value* word = json.member(json.root(), "event");
  const std::size_t head = word->next != JsonLine::none ? json.value_at(word->next).key_begin - 1 : line.size() - 1;
  return line.substr(0, head) + out + "}";
}

}  // namespace tocsin::scenarios
