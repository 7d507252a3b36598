// Numbers, pool, trunks and direct routing of a random program.

#include <fmt/format.h>

#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

void draft_numbers(Draft& draft) {
  Dice& dice = draft.dice;
  Json& numbers = draft.scenario["numbers"] = Json::array();
  const auto add = [&](const char* number, const char* kind, bool enabled) {
    Json entry = {{"number", number}, {"kind", kind}};
    if (!enabled) entry["outbound_enabled"] = false;
    numbers.push_back(std::move(entry));
    draft.numbers.emplace_back(number);
  };
  const bool odd = draft.has(Feature::number_kinds);
  add("+12065550001", odd && dice.one_in(3) ? dice.of({"direct_routing", "unknown"}) : "calling_plan", !odd || !dice.one_in(3));
  if (odd && dice.one_in(2)) add("+12065550002", "direct_routing", dice.one_in(2));
  if (odd && dice.one_in(2)) add("+12065550003", "calling_plan", dice.one_in(2));
  if (odd && dice.one_in(4)) add("+12065550004", "unknown", true);

  const std::uint32_t count = draft.has(Feature::many_calls)    ? dice.between(40, 64)
                              : draft.has(Feature::scarce_pool) ? dice.below(3)
                                                                : dice.between(3, 8);
  draft.scenario["pool"] = {{"first", "+12065550100"}, {"count", count}};
  for (std::uint32_t i = 0; i < count; ++i) draft.pool.push_back(fmt::format("+12065550{}", 100 + i));
}

void draft_trunks(Draft& draft, bool with_sbcs) {
  if (!draft.has(Feature::trunks)) return;
  Dice& dice = draft.dice;
  Json& groups = draft.scenario["trunk_groups"] = Json::array();
  const auto add = [&](const char* name, const char* to, bool unlimited) {
    Json group = {{"name", name}, {"from", "platform"}, {"to", to}};
    const std::uint32_t lines = dice.between(1, 4);
    if (unlimited)
      group["lines"] = "unlimited";
    else
      group["lines"] = lines;
    if (!unlimited && dice.one_in(2)) group["reserve"] = dice.between(0, lines);
    group["queueing"] = !dice.one_in(4);
    groups.push_back(std::move(group));
    if (!unlimited) draft.limited_trunk_groups.emplace_back(name);
  };
  add("offer", "direct_offer", dice.one_in(4));
  if (dice.one_in(3)) add("public", "public", dice.one_in(2));
  if (!with_sbcs) return;
  draft.scenario["nodes"] = {"edge"};
  add("carrier", "edge", dice.one_in(2));
}

Json responses(Dice& dice) {
  Json list = Json::array();
  for (std::uint32_t i = dice.between(1, 3); i > 0; --i)
    list.push_back(dice.of({200, 200, 200, 403, 404, 408, 480, 486, 500, 503, 504, 603}));
  return list;
}

void draft_direct_routing(Draft& draft) {
  Dice& dice = draft.dice;
  draft.scenario["direct_routing"] = !dice.one_in(4);
  Json& sbcs = draft.scenario["sbcs"] = Json::array();
  Json& routes = draft.scenario["routes"] = Json::array();
  Json names = Json::array();
  for (const char* name : {"west", "east", "south"}) {
    if (!names.empty() && dice.one_in(2)) break;
    Json sbc = {{"name", name}};
    if (draft.has(Feature::trunks)) sbc["node"] = "edge";
    if (dice.one_in(2)) sbc["responses"] = responses(dice);
    if (dice.one_in(6)) sbc["response_delay"] = text_of(draft.some_length());
    sbcs.push_back(std::move(sbc));
    names.push_back(name);
    draft.sbcs.emplace_back(name);
  }
  routes.push_back({{"name", "all"}, {"sbcs", names}});
  routes.push_back({{"name", "none"}, {"sbcs", Json::array()}, {"empty", true}});
  Json& rules = draft.scenario["rules"] = Json::array();
  for (std::uint32_t i = dice.below(4); i > 0; --i) {
    const std::string name = fmt::format("rule {}", rules.size() + 1);
    Json rule = {{"name", name},
                 {"pattern", dice.of({"911",        "911",     "911",     ".*",      "\\d{3}",   "\\d+", "9.1",  "9(11|88)",
                                      "[0-9]{2,4}", "\\+911",  "\\+?911", "\\+1911", "\\+1\\d+", "91",   "11",   "9",
                                      "9110",       "911.+",   "9911",    "1911",    "^911$",    "[",    "(911", "911)",
                                      "*911",       "112|911", "",        "933",     "9?11",     "0911"})},
                 {"route", dice.one_in(5) ? "none" : "all"}};
    if (dice.one_in(3)) rule["priority"] = dice.between(1, 5);
    if (dice.one_in(5)) rule["enabled"] = false;
    rules.push_back(std::move(rule));
    draft.rules.push_back(name);
  }
}

}  // namespace

void draft_tenant(Draft& draft) {
  draft_numbers(draft);
  const bool routes = draft.has(Feature::direct_routing);
  draft_trunks(draft, routes);
  if (routes) draft_direct_routing(draft);
}

}  // namespace tocsin::scenarios
