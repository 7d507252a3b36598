#include "scenarios/format/scenario.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/format/decoding.hpp"
#include "scenarios/json/reader.hpp"

namespace tocsin::scenarios {
namespace {

// Whether the digits of a dialled text contain 911: wider than what is an emergency, so that nothing is missed.
bool may_be_emergency(const std::string& dialled) {
  std::string digits;
  for (const char c : dialled)
    if (c >= '0' && c <= '9') digits += c;
  return digits.find("911") != std::string::npos;
}

// A file of ours that is no scenario would be nothing but problems.
bool is_another_kind(const Cursor& schema) {
  const std::string id = schema.string();
  if (!id.starts_with("urn:tocsin:") || id == "urn:tocsin:scenario:1") return false;
  schema.problem(in_quotes(id) + " is not that of a scenario, expected \"urn:tocsin:scenario:1\"",
                 "tocsin explore takes explorations and scopes, tocsin audit logs");
  return true;
}

std::variant<Scenario, Problems> decode(const Document& document, const LoadOptions& options) {
  Problems problems;
  Scenario scenario;
  scenario.file = document.file();
  {
    Decoding d(scenario, problems, options);
    Object top = Cursor(document, problems).object();
    if (is_another_kind(top.optional("$schema"))) return problems;
    decode_head(d, top);
    decode_telephony(d, top);
    decode_resources(d, top);
    decode_classes(d, top);
    decode_people(d, top);
    decode_inbound(d, top);
    decode_sources(d, top);
    decode_emergencies(d, top);
    decode_acts(d, top);
    decode_policy_nodes(d, top);
    decode_faults(d, top);
    decode_replay(d, top);
    top.finish();
  }
  if (!problems.empty()) return problems;
  return scenario;
}

}  // namespace

bool Scenario::has_emergencies() const {
  const auto dials_emergency = [](const models::Act& act) {
    return act.kind == models::Act::Kind::dial && may_be_emergency(act.text);
  };
  return !config.emergencies.empty() || std::any_of(config.acts.begin(), config.acts.end(), dials_emergency);
}

bool Scenario::has_null_comparison() const {
  const auto reserves = [](const auto& group) { return group.reserve > 0; };
  const auto& groups = config.network.groups;
  const auto& pools = config.resource_pools;
  // With these on other numbers than 911 are the policy's business too.
  const bool other_numbers = trace::is_on(config.switches, 3) || trace::is_on(config.switches, 5);
  const auto dials = [](const models::Act& act) { return act.kind == models::Act::Kind::dial; };
  if (other_numbers && std::any_of(config.acts.begin(), config.acts.end(), dials)) return false;
  // What is injected into the policy strikes at its events, and a policy that does nothing has others.
  const auto strikes_policy = [](const models::Fault& fault) {
    return fault.component == trace::Component::policy || fault.component == trace::Component::channel;
  };
  if (std::any_of(config.faults.begin(), config.faults.end(), strikes_policy)) return false;
  return !has_emergencies() && std::none_of(groups.begin(), groups.end(), reserves) &&
         std::none_of(pools.begin(), pools.end(), reserves);
}

std::variant<Scenario, Problems> parse_scenario(std::string_view text, const std::string& file, const LoadOptions& options) {
  Problems problems;
  const auto document = parse_json(text, file, problems);
  if (!document) return problems;
  return decode(*document, options);
}

std::variant<Scenario, Problems> load_scenario(const std::string& path, const LoadOptions& options) {
  Problems problems;
  const auto document = read_json(path, problems);
  if (!document) return problems;
  return decode(*document, options);
}

Problems validate(const std::string& path, const LoadOptions& options) {
  auto loaded = load_scenario(path, options);
  if (const Problems* problems = std::get_if<Problems>(&loaded)) return *problems;
  return {};
}

}  // namespace tocsin::scenarios
