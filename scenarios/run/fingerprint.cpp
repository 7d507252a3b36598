#include "scenarios/run/fingerprint.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "models/trace/running_hash.hpp"
#include "scenarios/requirements/registry.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::json;
using requirements::About;

constexpr std::size_t digits = 12;
// The fields whose words say what was done. What merely describes the circumstances (a base presence, a surface, a kind of
// number) is left out: the same mistake shows under many of them.
constexpr auto telling = std::to_array<std::string_view>({"cause", "destination", "route", "resource", "store", "view", "control",
                                                          "by", "outcome", "path", "target", "notice", "fault"});

std::string named(std::string_view what, const std::string& signature) {
  trace::RunningHash hash;
  hash.add(signature.data(), signature.size());
  return std::string(what) + "-" + hash.value().hex().substr(0, digits);
}

std::string_view field_of(About about) {
  switch (about) {
    case About::leg:
      return "leg";
    case About::agent:
      return "agent";
    case About::number:
      return "number";
    case About::trace:
      break;
  }
  return {};
}

// Whether the event is about that leg, agent or number: "it", "another", or nothing where it names none.
std::string role(const Json& event, About about, std::uint64_t key) {
  const auto at = event.find(std::string(field_of(about)));
  if (about == About::trace || at == event.end()) return {};
  const bool same = at->is_string() ? at->get_ref<const std::string&>() == "+" + std::to_string(key)
                                    : at->is_number_unsigned() && at->get<std::uint64_t>() == key;
  return same ? "it" : "another";
}

std::string signature_of(const Json& event, About about, std::uint64_t key) {
  std::string text = event.value("event", std::string());
  for (const std::string_view field : telling) {
    const auto at = event.find(std::string(field));
    if (at != event.end() && at->is_string()) text += " " + std::string(field) + "=" + at->get<std::string>();
  }
  const std::string whose = role(event, about, key);
  return whose.empty() ? text : text + " about " + whose;
}

// How a leg stands after an event that sends it somewhere or has it wait; empty for any other. Where exactly it went follows from
// the rules of the scenario, not from the cause.
std::string whereabouts(const Json& event) {
  const std::string kind = event.value("event", std::string());
  if (kind == "routed") return event.value("destination", std::string()) == "agent" ? "sent to an agent" : "sent elsewhere";
  if (kind == "went_ordinary") return "sent elsewhere";
  if (kind == "waits") return event.value("resource", std::string()) == "agent" ? "sent elsewhere" : "waiting";
  return kind == "blocked" || kind == "offered" ? kind : std::string();
}

// Of a comparison with the run under no policy: what the policy's run has where they part.
std::string parting(const Json& line) {
  const Json event = line.value("event", Json::object());
  return event.is_object() ? signature_of(event, About::trace, 0) : std::string("end");
}

}  // namespace

std::string fingerprint_of(std::string_view requirement, const requirements::Failure& failure) {
  const requirements::Requirement* const known = requirements::find_requirement(requirement);
  const About about = known ? known->card.about : About::trace;
  std::string decided, before, parts;
  for (const std::string& line : failure.events) {
    const Json event = Json::parse(line, nullptr, false);
    if (!event.is_object()) continue;
    if (event.contains("under"))
      parts += event["under"] == "policy" ? "|" + parting(event) : "";
    else if (failure.deciding > 0 && event.value("seq", std::uint64_t{0}) == failure.deciding)
      decided = signature_of(event, about, failure.key);
    else if (failure.deciding == 0 && role(event, about, failure.key) == "it" && !whereabouts(event).empty())
      before = whereabouts(event);
  }
  std::string signature = "1|" + std::string(requirement) + "|" + failure.note + "|";
  signature += failure.deciding > 0 ? decided : "time after " + before;
  return named(requirement, signature + parts);
}

std::string fingerprint_of(const Finding& finding) {
  return named(finding.kind, "1|" + finding.kind + "|" + finding.event_kind + "|" + finding.detail);
}

}  // namespace tocsin::scenarios
