// How ordinary work of a random program is classified, limited and sent on, and what its calls need beside lines.

#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* classes[] = {"sales", "care"};

Json hours(Draft& draft) {
  Dice& dice = draft.dice;
  // Time 0 is midnight unless the scenario has a calendar.
  switch (dice.below(3)) {
    case 0:
      return {{{"from", "8h"}, {"to", "18h"}}};
    case 1:
      return {{{"from", "22h"}, {"to", text_of(dice.of({sim::minutes(2), sim::hours(1)}))}}};
    default: {
      const sim::Time at = draft.near_something();
      return {{{"from", "0s"}, {"to", text_of(at + sim::seconds(1))}}};
    }
  }
}

Json overflow(Draft& draft, const std::string& of) {
  Dice& dice = draft.dice;
  Json made;
  if (dice.one_in(2))
    made["waiting"] = dice.below(3);
  else
    made["wait"] = text_of(dice.of({sim::seconds(0), sim::seconds(1), sim::seconds(30), sim::minutes(5)}));
  const std::string& other = dice.of(draft.queues);
  made["to"] = dice.one_in(2) && other != of ? Json{{"queue", other}}
                                             : Json(dice.of({"bot", "voicemail", "external", "closed", "rejected"}));
  return made;
}

void draft_rules(Draft& draft) {
  Dice& dice = draft.dice;
  if (dice.one_in(2)) {
    draft.scenario["work_classes"] = classes;
    Json& rules = draft.scenario["classification"] = Json::array();
    rules.push_back({{"class", dice.of(classes)}, {"called", draft.numbers.front()}});
    if (!draft.pool.empty() && dice.one_in(2)) rules.push_back({{"class", dice.of(classes)}, {"called", draft.pool.front()}});
    if (dice.one_in(2)) rules.push_back({{"class", dice.of(classes)}});
  }
  const bool classified = draft.scenario.contains("work_classes");
  if (draft.scenario.contains("queues"))
    for (Json& queue : draft.scenario["queues"]) {
      if (dice.one_in(3)) queue["hours"] = hours(draft);
      for (std::uint32_t i = dice.below(3); i > 0; --i) queue["overflow"].push_back(overflow(draft, queue["name"]));
      if (classified && dice.one_in(2)) queue["prioritisation"] = {{{"class", dice.of(classes)}, {"priority", dice.below(10)}}};
      if (dice.one_in(3)) queue["declines"] = dice.of({0.3, 1.0});
    }
  if (draft.scenario.contains("inbound_rules"))
    for (Json& rule : draft.scenario["inbound_rules"]) {
      if (classified && dice.one_in(3)) rule["class"] = dice.of(classes);
      if (dice.one_in(3)) rule["ivr"] = text_of(draft.some_length());
    }
}

Json resources(Draft& draft) {
  Dice& dice = draft.dice;
  Json list = Json::array();
  for (const char* name : {"east", "west"}) {
    if (!list.empty() && dice.one_in(2)) break;
    const std::uint32_t count = dice.between(1, 4);
    Json made = {{"name", name}, {"count", count}};
    if (dice.one_in(2)) made["reserve"] = dice.between(0, count);
    made["queueing"] = !dice.one_in(3);
    if (dice.one_in(3)) made["directions"] = {dice.of({"inbound", "outbound"})};
    list.push_back(std::move(made));
  }
  return list;
}

void draft_limits(Draft& draft) {
  Dice& dice = draft.dice;
  for (Json& agent : draft.scenario["agents"])
    if (dice.one_in(2)) agent["limit"] = dice.below(4);
  for (Json& profile : draft.scenario["capacity_profiles"])
    if (dice.one_in(4)) profile["reset"] = "end_of_day";
}

}  // namespace

void draft_work(Draft& draft) {
  Dice& dice = draft.dice;
  if (draft.has(Feature::work_rules)) draft_rules(draft);
  if (draft.has(Feature::resources)) {
    if (dice.one_in(2)) draft.scenario["media_ports"] = resources(draft);
    if (dice.one_in(2)) draft.scenario["licences"] = resources(draft);
  }
  if (draft.has(Feature::limits)) draft_limits(draft);
}

}  // namespace tocsin::scenarios
