// Profiles, queues and agents of a random program.

#include <fmt/format.h>

#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

void draft_profiles(Draft& draft) {
  Dice& dice = draft.dice;
  draft.scenario["presence_texts"] = {"In training", "At lunch"};
  Json voice = {{"name", "voice"}, {"limit", dice.between(1, 3)}};
  if (dice.one_in(3)) voice["assignment_blocking"] = true;
  draft.scenario["capacity_profiles"] = {voice, {{"name", "other"}, {"limit", 1}, {"assignment_blocking", true}}};
  const auto number = [&] { return draft.has(Feature::number_kinds) ? dice.of(draft.numbers) : draft.numbers.front(); };
  Json out = {{"name", "out"}, {"channel", "voice"}, {"number", number()}, {"capacity_profiles", {"voice"}}};
  if (dice.one_in(4)) out["record"] = false;
  draft.scenario["outbound_profiles"] = {
      out,
      {{"name", "second"}, {"channel", "voice"}, {"number", number()}, {"capacity_profiles", {"other", "voice"}}},
      {{"name", "text"}, {"channel", "messaging"}, {"number", number()}, {"capacity_profiles", {"voice"}}}};
}

void draft_queues(Draft& draft) {
  if (!draft.has(Feature::queues) && !draft.has(Feature::outbound_work)) return;
  Dice& dice = draft.dice;
  Json& queues = draft.scenario["queues"] = Json::array();
  for (const char* name : {"desk", "vip"}) {
    if (!queues.empty() && dice.one_in(2)) break;
    Json queue = {{"name", name}, {"ring", text_of(dice.of({sim::seconds(1), sim::seconds(4), sim::seconds(40)}))}};
    queue["wrap_up"] = text_of(dice.of({sim::seconds(0), sim::seconds(5), sim::minutes(1), sim::minutes(10)}));
    if (dice.one_in(3)) queue["priority"] = dice.between(1, 9);
    if (dice.one_in(2)) {
      Json& allowed = queue["allowed_presences"] = Json::array();
      for (const char* base : {"available", "busy", "do_not_disturb", "away", "offline", "inactive"})
        if (dice.one_in(2)) allowed.push_back(base);
    }
    if (dice.one_in(3)) queue["notification_timeout"] = text_of(dice.of({sim::seconds(2), sim::seconds(10)}));
    if (dice.one_in(3)) queue["affinity"] = true;
    queues.push_back(std::move(queue));
    draft.queues.emplace_back(name);
  }
}

const char* random_country_of_a_switch(Dice& dice) { return dice.of({"US", "CA", "GB", "GB", "DK", "FR"}); }

Json location(Draft& draft) {
  Dice& dice = draft.dice;
  Json made = {{"status", dice.of({"off", "unknown", "timed_out", "on", "on"})}};
  made["country"] = draft.is_on(3) ? random_country_of_a_switch(dice) : dice.of({"US", "US", "PR", "CA", "GB", "MX", "GU"});
  if (dice.one_in(6)) made["country"] = nullptr;
  if (dice.one_in(3)) made["age"] = text_of(dice.of({sim::hours(1), sim::hours(23), sim::hours(24), sim::hours(25)}));
  if (draft.is_on(9)) made["dispatchable"] = !dice.one_in(4);
  return made;
}

Json agent(Draft& draft, const std::string& name) {
  Dice& dice = draft.dice;
  Json made = {{"name", name}, {"capacity_profile", "voice"}, {"outbound_profile", dice.one_in(6) ? "second" : "out"}};
  if (draft.has(Feature::prerequisites) && dice.one_in(2)) {
    switch (dice.below(5)) {
      case 0:
        made.erase("capacity_profile");
        break;
      case 1:
        made["capacity_profile"] = "other";
        break;
      case 2:
        made.erase("outbound_profile");
        break;
      case 3:
        made["outbound_profile"] = "text";
        break;
      default:
        made["location"] = location(draft);
    }
  } else if (dice.one_in(8)) {
    made["location"] = {{"status", "on"}, {"country", "PR"}};
  }
  if (draft.is_on(3) && !made.contains("location"))
    made["location"] = {{"status", "on"}, {"country", random_country_of_a_switch(dice)}};
  if (draft.is_on(9) && !made["location"].contains("dispatchable")) made["location"]["dispatchable"] = !dice.one_in(5);
  if (draft.has(Feature::prior_statuses)) made["status"] = random_status(dice);
  if (draft.has(Feature::sessions) && dice.one_in(2)) made["devices"] = dice.below(3);
  for (const std::string& queue : draft.queues)
    if (!dice.one_in(4)) made["queues"].push_back(queue);
  return made;
}

}  // namespace

Json random_status(Dice& dice) {
  const std::string base = dice.of({"available", "busy", "do_not_disturb", "away", "offline", "inactive"});
  if (dice.one_in(3)) return base;
  Json status = {{"base", base}, {"origin", dice.of({"automatic", "manual", "manual"})}};
  if (dice.one_in(2)) status["text"] = dice.of({"In training", "At lunch"});
  return status;
}

Json random_location(Draft& draft) { return location(draft); }

void draft_people(Draft& draft) {
  draft_profiles(draft);
  draft_queues(draft);
  const std::uint32_t count = draft.dice.of({1u, 1u, 2u, 2u, 3u, 4u});
  Json& agents = draft.scenario["agents"] = Json::array();
  for (const char* name : {"ada", "bo", "cy", "di"}) {
    if (agents.size() == count) break;
    agents.push_back(agent(draft, name));
    draft.agents.emplace_back(name);
  }
}

}  // namespace tocsin::scenarios
