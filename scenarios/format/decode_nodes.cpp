#include <fmt/format.h>

#include <set>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {

// Every agent has one node. A number of the pool is in one part, but where an overlap is meant.
void decode_policy_nodes(Decoding& d, Object& top) {
  constexpr std::uint64_t nodes_max = 1000;
  const Cursor nodes = top.optional("policy_nodes");
  if (!nodes) return;
  const std::set<trace::Number> tenant(d.config.pool.begin(), d.config.pool.end());
  std::set<trace::Number> taken;
  std::vector<bool> placed(d.config.agents.size(), false);
  for (const Cursor& element : nodes.array(1, nodes_max)) {
    Object object = element.object();
    models::PolicyNode node;
    node.name = d.policy_nodes.declare(object.required("name"));
    const Cursor agents = object.required("agents");
    node.agents = d.agents.find_all(agents);
    for (const std::uint32_t agent : node.agents) {
      if (agent >= placed.size()) continue;
      if (placed[agent])
        agents.problem(fmt::format("names {}, which has its node already, expected each agent once",
                                   in_quotes(d.config.agents[agent].name)));
      placed[agent] = true;
    }
    const Cursor pool = object.required("pool");
    node.pool = decode_numbers(pool);
    const bool overlapping = object.optional("overlapping").boolean(false);
    bool overlaps = false;
    std::set<trace::Number> own;
    for (const trace::Number number : node.pool) {
      if (!number) continue;
      if (!tenant.contains(number)) {
        pool.problem(fmt::format("{} is not in the tenant's pool, expected a part of that", spell_number(number)),
                     "add it to \"pool\" at the top");
        break;
      }
      if (!own.insert(number).second) {
        pool.problem(fmt::format("{} is listed twice, expected each number once", spell_number(number)));
        break;
      }
      if (taken.contains(number) && !overlapping && !overlaps)
        pool.problem(
            fmt::format("{} is in the part of an earlier node too, expected each number in one part", spell_number(number)),
            "if that is meant, say \"overlapping\": true");
      overlaps = overlaps || taken.contains(number);
    }
    if (overlapping && !overlaps)
      pool.problem("has no number of an earlier node in a part said to be overlapping, expected at least one");
    taken.insert(node.pool.begin(), node.pool.end());
    object.finish();
    d.config.policy_nodes.push_back(std::move(node));
  }
  for (std::size_t i = 0; i < placed.size() && d.problems.empty(); ++i)
    if (!placed[i])
      nodes.problem(
          fmt::format("no node has {}, expected each agent in the \"agents\" of one", in_quotes(d.config.agents[i].name)));
}

}  // namespace tocsin::scenarios
