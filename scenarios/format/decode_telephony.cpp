#include <fmt/format.h>

#include <set>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::int64_t priority_max = 1'000'000;

void decode_tenant_numbers(Decoding& d, Object& top) {
  std::set<trace::Number> seen;
  const auto expect_new = [&](const Cursor& cursor, trace::Number number) {
    if (number && !seen.insert(number).second)
      cursor.problem(fmt::format("{} is listed twice, expected each number once among numbers and pool", spell_number(number)));
  };
  for (const Cursor& element : top.optional("numbers").array(0, 1'000'000)) {
    Object object = element.object();
    models::NumberConfig number;
    const Cursor value = object.required("number");
    number.number = decode_number(value);
    number.kind = decode_word(object.optional("kind"), trace::NumberKind::calling_plan);
    number.outbound_enabled = object.optional("outbound_enabled").boolean(true);
    object.finish();
    expect_new(value, number.number);
    d.config.numbers.push_back(number);
  }
  const Cursor pool = top.optional("pool");
  d.config.pool = decode_numbers(pool);
  for (const trace::Number number : d.config.pool) expect_new(pool, number);
}

void decode_network(Decoding& d, Object& top) {
  models::Network& network = d.config.network;
  for (const std::string& node : network.nodes) d.nodes.declare(node);
  for (const Cursor& element : top.optional("nodes").array(0, 10'000)) network.nodes.push_back(d.nodes.declare(element));
  const Cursor groups = top.optional("trunk_groups");
  for (const Cursor& element : groups.array(0, 10'000)) {
    Object object = element.object();
    models::TrunkGroup group;
    group.name = d.trunk_groups.declare(object.required("name"));
    group.from = d.nodes.find(object.required("from"));
    const Cursor to = object.required("to");
    group.to = d.nodes.find(to, group.from);
    if (to.is(Kind::string) && group.from == group.to && d.nodes.contains(to.string()))
      to.problem("a trunk group from a node to itself, expected two different nodes");
    const Cursor lines = object.required("lines");
    if (lines.is(Kind::string)) {
      enum class Without { limit };
      static_cast<void>(lines.one_of<Without>({{"unlimited", Without::limit}}));
    } else {
      group.lines = static_cast<std::uint32_t>(lines.unsigned_integer(1, 10'000'000, 1));
    }
    const Cursor reserve = object.optional("reserve");
    group.reserve = static_cast<std::uint32_t>(reserve.unsigned_integer(0, group.lines));
    group.queueing = object.optional("queueing").boolean(false);
    object.finish();
    network.groups.push_back(group);
  }
}

// Which nodes a call can reach from the platform. Trunk groups carry calls both ways.
std::vector<bool> reachable(const models::Network& network) {
  std::vector<bool> reached(network.nodes.size(), false);
  reached[0] = true;
  for (bool grows = true; grows;) {
    grows = false;
    for (const models::TrunkGroup& group : network.groups) {
      if (reached[group.from] == reached[group.to]) continue;
      reached[group.from] = reached[group.to] = true;
      grows = true;
    }
  }
  return reached;
}

void decode_sbcs(Decoding& d, Object& top) {
  constexpr std::uint32_t direct_offer_node = 2;
  models::Network& network = d.config.network;
  const std::vector<bool> reached = reachable(network);
  if (!network.groups.empty() && !reached[direct_offer_node])
    top.optional("trunk_groups")
        .problem("no trunk group leads from \"platform\" to \"direct_offer\", expected a way over trunk groups");
  for (const Cursor& element : top.optional("sbcs").array(0, 10'000)) {
    Object object = element.object();
    models::Sbc sbc;
    sbc.name = d.sbcs.declare(object.required("name"));
    const Cursor node = object.optional("node");
    if (network.groups.empty() && !node) {
      // Without trunk groups there are no limits, and the place of an SBC does not matter.
      sbc.node = static_cast<std::uint32_t>(network.nodes.size());
      network.nodes.push_back(sbc.name);
    } else {
      const Cursor place = object.required("node");
      sbc.node = d.nodes.find(place);
      if (place.is(Kind::string) && sbc.node < reached.size() && !network.groups.empty() && !reached[sbc.node])
        place.problem(fmt::format("no trunk group leads from \"platform\" to {}, expected a way over trunk groups",
                                  in_quotes(place.string())));
    }
    for (const Cursor& response : object.optional("responses").array(0, 1'000))
      sbc.responses.push_back(static_cast<std::uint32_t>(response.unsigned_integer(200, 699, 200)));
    sbc.response_delay = decode_distribution(object.optional("response_delay"), sbc.response_delay);
    object.finish();
    d.config.sbcs.push_back(sbc);
  }
}

void decode_rules(Decoding& d, Object& top) {
  for (const Cursor& element : top.optional("routes").array(0, 10'000)) {
    Object object = element.object();
    static_cast<void>(d.routes.declare(object.required("name")));
    const bool empty = object.optional("empty").boolean(false);
    const Cursor sbcs = object.required("sbcs");
    std::vector<std::uint32_t> route;
    for (const Cursor& sbc : sbcs.array(0, 1'000)) route.push_back(d.sbcs.find(sbc));
    if (sbcs.is(Kind::array) && route.empty() && !empty)
      sbcs.problem("a route that names no trunk, expected at least one SBC", "if that is meant, say \"empty\": true");
    if (!route.empty() && empty) sbcs.problem("names an SBC in a route said to be empty, expected none");
    object.finish();
    d.route_sbcs.push_back(std::move(route));
  }
  for (const Cursor& element : top.optional("rules").array(0, 10'000)) {
    Object object = element.object();
    models::DirectRoutingRule rule;
    if (const Cursor name = object.optional("name"))
      static_cast<void>(d.rules.declare(name));
    else
      d.rules.declare(fmt::format("rule {}", d.rules.size() + 1));
    rule.pattern = object.required("pattern").string();
    rule.priority = static_cast<std::int32_t>(object.optional("priority").integer(-priority_max, priority_max));
    rule.enabled = object.optional("enabled").boolean(true);
    const std::uint32_t route = d.routes.find(object.required("route"));
    if (route < d.route_sbcs.size()) rule.sbcs = d.route_sbcs[route];
    object.finish();
    d.config.rules.push_back(rule);
  }
}

}  // namespace

void decode_telephony(Decoding& d, Object& top) {
  d.config.direct_routing_enabled = top.optional("direct_routing").boolean(false);
  decode_tenant_numbers(d, top);
  decode_network(d, top);
  decode_sbcs(d, top);
  decode_rules(d, top);
}

}  // namespace tocsin::scenarios
