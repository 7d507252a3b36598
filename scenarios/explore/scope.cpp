#include "scenarios/explore/scope.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/format/values.hpp"
#include "scenarios/json/cursor.hpp"
#include "scenarios/json/reader.hpp"
#include "sim/encoder.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema_id = "urn:tocsin:scope:1";
constexpr std::uint64_t pauses_max = 1000;
constexpr std::uint64_t instants_max = 1000;
constexpr std::uint64_t tree_moves_max = 64;
constexpr std::uint64_t states_limit = std::uint64_t{1} << 30;
constexpr std::size_t agents_max = 8;

// Nothing may happen by itself, what changes must be part of a state's encoding, and nothing may depend on the hour. Lengths that
// are drawn, and the order of a route's SBCs, are those of the scenario's seed.
void check_centre(const models::Config& config, const Cursor& at) {
  using std::any_of;
  const auto& groups = config.network.groups;
  const auto& queues = config.queues;
  const auto needs = [&](bool wrong, const char* message) {
    if (wrong) at.problem(message);
  };
  needs(!config.emergencies.empty(), "a scope plans no emergencies: it says how many there may be");
  needs(!config.acts.empty() || !config.sources.empty(), "a scope has no acts and no sources: nothing else happens in it");
  needs(config.agents.empty() || config.agents.size() > agents_max, "a scope has 1 to 8 agents");
  needs(config.responders.empty(), "a scope needs a responder, who is called and calls back");
  needs(config.pool.empty(), "a scope needs a pool of numbers");
  needs(
      any_of(groups.begin(), groups.end(), [](const auto& group) { return group.lines != 0; }) || !config.resource_pools.empty(),
      "a scope has no trunk group with a limit, and no media ports or licences");
  needs(!config.faults.empty(), "a scope plans no faults: it says how many restarts and duplicates there may be");
  needs(config.policy_nodes.size() > 1, "a scope has one node of the policy");
  needs(config.switches != trace::Switches{}, "a scope has no switches on: their judges cannot be part of a state yet");
  needs(any_of(queues.begin(), queues.end(),
               [](const auto& q) { return !q.hours.empty() || !q.overflow.empty() || q.declines > 0; }),
        "a scope has no queue with hours, overflow or chance");
}

// As the search takes them: one is the other under another name, whatever happens.
void check_alike(const models::Config& config, const Cursor& at) {
  const auto encoded = [](models::Agent agent) {
    agent.name.clear();
    sim::Encoder encoder;
    encoder.one(agent);
    return std::string(encoder.bytes());
  };
  for (const models::Agent& agent : config.agents)
    if (encoded(agent) != encoded(config.agents.front()))
      return at.problem("holds for agents that differ by their names alone, and " + in_quotes(agent.name) + " differs from " +
                        in_quotes(config.agents.front().name) + " in more");
  for (const models::InboundRule& rule : config.inbound_rules)
    if (rule.destination == trace::Destination::agent)
      return at.problem("does not hold where an inbound rule leads to one agent");
  for (const auto& rule : config.rules)
    if (rule.sbcs.size() > 1)
      return at.problem("does not hold where a route has several SBCs, whose order is drawn for each call");
}

}  // namespace

std::variant<Scope, Problems> parse_scope(const std::string& text, const std::string& file) {
  Problems problems;
  const auto document = parse_json(text, file, problems);
  if (!document) return problems;
  Scope scope;
  scope.file = file;
  Object top = Cursor(*document, problems).object();
  if (top.required("$schema").string() != schema_id)
    top.self().problem("\"$schema\" is not that of a scope", "expected " + std::string(schema_id));
  scope.about = top.required("about").name();
  const Cursor centre = top.required("scenario");
  centre.object();
  const auto times = [&](std::string_view key, std::uint64_t least, std::uint32_t otherwise) {
    return static_cast<std::uint32_t>(top.optional(key).unsigned_integer(least, Scope::times_max, otherwise));
  };
  scope.bounds.calls = times("emergency_calls", 1, 1);
  scope.bounds.callbacks = times("callbacks", 0, 1);
  scope.bounds.declines = times("declines", 0, 0);
  scope.bounds.choices_of_presence = times("presence_changes", 0, 0);
  scope.bounds.disconnects = times("disconnects", 0, 0);
  scope.bounds.set_ups_fail = top.optional("set_ups_fail").boolean(true);
  const Cursor alike = top.optional("agents_alike");
  scope.bounds.alike = alike.boolean(false);
  scope.restarts = times("restarts", 0, 0);
  scope.duplicates = times("duplicates", 0, 0);
  scope.instants = static_cast<std::uint32_t>(top.optional("instants").unsigned_integer(1, instants_max, Scope::unbounded));
  scope.hang_ups = static_cast<std::uint32_t>(top.optional("hang_ups").unsigned_integer(0, Scope::times_max, Scope::unbounded));
  scope.pauses = static_cast<std::uint32_t>(top.optional("pauses").unsigned_integer(0, pauses_max, scope.pauses));
  scope.pause = decode_duration(top.optional("pause"), scope.pause, sim::milliseconds(1), sim::minutes(30));
  scope.tree_moves = static_cast<std::uint32_t>(top.optional("tree_moves").unsigned_integer(1, tree_moves_max, scope.tree_moves));
  scope.states_max = top.optional("states_max").unsigned_integer(1, states_limit, scope.states_max);
  top.finish();
  if (!problems.empty()) return problems;
  LoadOptions options;
  options.read_logs = false;
  auto loaded = parse_scenario(Json::parse(text, nullptr, false)["scenario"].dump(), file, options);
  if (auto* wrong = std::get_if<Problems>(&loaded)) {
    for (Problem problem : wrong->kept()) {
      problem.line = 0;  // of a text that nobody sees
      problems.add(std::move(problem));
    }
    return problems;
  }
  scope.scenario = std::move(std::get<Scenario>(loaded));
  check_centre(scope.scenario.config, centre);
  if (scope.bounds.alike) check_alike(scope.scenario.config, alike);
  if (!problems.empty()) return problems;
  scope.scenario.config.emergencies.emplace_back();
  return scope;
}

std::variant<Scope, Problems> load_scope(const std::string& path) {
  Problems problems;
  const auto text = read_bytes(path, problems, Limits{}.bytes_max);
  if (!text) return problems;
  return parse_scope(*text, path);
}

bool is_scope(const std::string& path) { return schema_of(path) == schema_id; }

}  // namespace tocsin::scenarios
