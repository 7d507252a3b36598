// Ordinary calls of a random program and the rules that route calls.

#include <fmt/format.h>

#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

Json destination(Draft& draft) {
  Dice& dice = draft.dice;
  if (!draft.queues.empty() && dice.one_in(2)) return {{"queue", dice.of(draft.queues)}};
  if (dice.one_in(4)) return {{"agent", dice.of(draft.agents)}};
  return dice.of({"bot", "voicemail", "external", "rejected", "closed"});
}

void draft_inbound_rules(Draft& draft) {
  Dice& dice = draft.dice;
  Json rules = Json::array();
  const auto add = [&](const std::string& called, Json to) {
    Json rule = {{"called", called}, {"to", std::move(to)}};
    if (dice.one_in(3)) rule["priority"] = dice.below(10);
    rules.push_back(std::move(rule));
  };
  if (!draft.queues.empty())
    add(draft.numbers.front(), {{"queue", draft.queues.front()}});
  else if (draft.has(Feature::direct_calls))
    add(draft.numbers.front(), {{"agent", dice.of(draft.agents)}});
  if (draft.queues.size() > 1 && dice.one_in(2)) add("+12065550009", {{"queue", draft.queues.back()}});
  if (dice.one_in(2)) add("pool", destination(draft));
  if (dice.one_in(4)) add("any", destination(draft));
  if (!rules.empty()) draft.scenario["inbound_rules"] = std::move(rules);
}

Json source(Draft& draft, bool inbound) {
  Dice& dice = draft.dice;
  Json& sources = draft.scenario["sources"];
  Json made = {{"name", fmt::format("source {}", sources.size() + 1)}};
  if (inbound) {
    made["called"] = dice.one_in(5) && !draft.pool.empty() ? dice.of(draft.pool)
                     : dice.one_in(4)                      ? "+12065550009"
                                                           : draft.numbers.front();
  } else {
    made["direction"] = "outbound";
    made["queue"] = dice.of(draft.queues);
  }
  const sim::Time at = draft.near_something();
  made["batch"] = {{"count", dice.of({1u, 1u, 2u, 4u, 8u})}, {"at", text_of(at)}};
  if (dice.one_in(4)) made["per_hour"] = dice.between(1, 4);
  made["talk"] = text_of(dice.of({sim::seconds(1), sim::seconds(20), sim::minutes(2), sim::minutes(10), sim::hours(2)}));
  // Nobody waits for ever in an empty centre.
  made["patience"] = text_of(dice.of({sim::seconds(1), sim::seconds(30), sim::minutes(5), sim::hours(1)}));
  if (dice.one_in(3)) made["priority"] = dice.below(10);
  if (dice.one_in(4)) made["preferred_agent"] = dice.of(draft.agents);
  return made;
}

}  // namespace

void draft_traffic(Draft& draft) {
  Dice& dice = draft.dice;
  draft_inbound_rules(draft);
  Json& sources = draft.scenario["sources"] = Json::array();
  if (draft.has(Feature::queues) || draft.has(Feature::direct_calls))
    for (std::uint32_t i = dice.between(1, 3); i > 0; --i) sources.push_back(source(draft, true));
  if (draft.has(Feature::outbound_work))
    for (std::uint32_t i = dice.between(1, 2); i > 0; --i) sources.push_back(source(draft, false));
  if (sources.empty()) draft.scenario.erase("sources");
}

}  // namespace tocsin::scenarios
