// Emergencies of a random program and the calls back.

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;
using sim::Duration;
using sim::Time;

constexpr Duration window = sim::minutes(60);

constexpr const char* spellings[] = {"911",      "9-1-1",    "(911)", "tel:911", "+911",        " 911 ",       "9.1.1",
                                     "9 1 1",    "tel:+911", "9911",  "9110",    "1911",        "911#",        "+1911",
                                     "933",      "112",      "999",   "988",     "+1 911 5550", "91",          "+19115551234",
                                     "11911",    "00911",    "*911",  "911*",    "9111",        "0911",        "-911-",
                                     "tel:9911", "911911",   "[911]", "sip:911", "911;ext=1",   "+12065559999"};

// What comes of one emergency call, as the generator reckons it.
struct Reckoned {
  Time dialled, ended;
};

std::string answer_delay(Draft& draft) {
  return text_of(
      draft.dice.of({Duration{0}, sim::milliseconds(400), sim::seconds(1), sim::seconds(3), sim::seconds(10), sim::seconds(40)}));
}

Duration talk(Draft& draft) {
  Dice& dice = draft.dice;
  if (draft.is_on(8) ? dice.one_in(2) : draft.has(Feature::long_calls) && dice.one_in(3))
    return dice.of({sim::seconds(59 * 60 + 30), sim::minutes(60), sim::minutes(61), sim::hours(3), window - sim::Duration{1}});
  return draft.some_length();
}

void draft_ending(Draft& draft, Json& leg) {
  Dice& dice = draft.dice;
  if (!draft.has(Feature::drops)) return;
  leg["ended_by"] = dice.of({"agent", "responder", "responder", "network"});
  leg["agent_closes_after"] = dice.one_in(3) ? "never" : text_of(draft.some_length());
}

// From the reference point `from`, `after_dial` after the dial: at the window's end more or less, or whenever.
std::string callback_delay(Draft& draft, Duration after_dial) {
  Dice& dice = draft.dice;
  if (!draft.has(Feature::boundaries) || dice.one_in(2)) {
    return text_of(dice.one_in(3) ? dice.of({sim::minutes(30), sim::minutes(50), sim::minutes(58), sim::minutes(65),
                                             sim::minutes(75), sim::minutes(110), sim::hours(3)})
                                  : draft.some_length());
  }
  const Duration delay = window - after_dial + boundary_offset(dice);
  return text_of(std::max(delay, Duration{0}));
}

Json callback(Draft& draft, const Reckoned& call) {
  Dice& dice = draft.dice;
  Json made;
  const std::string from = dice.of({"dialled", "accepted", "accepted", "ended", "ended", "previous_ended"});
  made["from"] = from;
  const bool from_end = from == "ended" || from == "previous_ended";
  const Duration after_dial = from_end ? call.ended - call.dialled : Duration{0};
  std::string delay = callback_delay(draft, after_dial);
  // The end of what EX-08 adds.
  if (draft.is_on(8) && from_end && dice.one_in(2)) delay = text_of(sim::minutes(30) + boundary_offset(dice));
  made["delay"] = delay;
  if (draft.has(Feature::boundaries) && dice.one_in(2)) made["order"] = dice.one_in(2) ? -1 : 20;
  if (draft.has(Feature::unanswered) && dice.one_in(2)) made["reaction"] = dice.of({"declines", "ignores"});
  if (draft.has(Feature::unanswered) && dice.one_in(3)) made["gives_up_after"] = text_of(draft.some_length());
  if (draft.has(Feature::unanswered) && dice.one_in(3)) {
    if (made.value("reaction", "") == "declines" && dice.one_in(2)) made["declines"] = dice.between(1, 3);
    made["retries"] = dice.between(1, 3);
    if (dice.one_in(2)) made["retry_after"] = text_of(dice.of({sim::milliseconds(1), sim::seconds(5), sim::minutes(20)}));
  }
  if (draft.has(Feature::unanswered) && dice.one_in(6)) made["only_if"] = dice.of({"answered", "unanswered"});
  made["answer_delay"] = answer_delay(draft);
  made["talk"] = text_of(talk(draft));
  draft_ending(draft, made);
  if (draft.has(Feature::other_callers) && dice.one_in(2))
    made["caller"] = dice.of({"withheld", "+14255550123", "+12065550001", "+12065550100"});
  if (draft.has(Feature::other_callers) && !draft.pool.empty() && dice.one_in(6)) made["called"] = dice.of(draft.pool);
  draft_caller_check(draft, made);
  if (draft.is_on(7) && dice.one_in(2)) made["media"] = random_media(dice);
  return made;
}

Time dial_time(Draft& draft, bool first) {
  Dice& dice = draft.dice;
  if (first) return Time{} + dice.of({sim::seconds(60), sim::seconds(60), sim::minutes(10), sim::hours(2)});
  return draft.near_something();
}

Json emergency(Draft& draft, bool first) {
  Dice& dice = draft.dice;
  const Time at = dial_time(draft, first);
  Json made = {{"name", fmt::format("call {}", draft.scenario["emergencies"].size() + 1)}, {"at", text_of(at)}};
  if (dice.one_in(4)) made["order"] = dice.one_in(2) ? -1 : 20;
  // Mostly the same agent, so that calls of one agent meet.
  made["agents"] = {dice.one_in(3) ? dice.of(draft.agents) : draft.agents.front()};
  if (draft.agents.size() > 1 && dice.one_in(12)) {
    made["agents"] = draft.agents;
    made["count"] = dice.between(1, static_cast<std::uint32_t>(draft.agents.size()));
  }
  if (draft.has(Feature::spellings) ? !dice.one_in(3) : draft.is_on(3) || draft.is_on(5)) made["dial"] = random_dial(draft);
  if (draft.is_on(7) && dice.one_in(2)) made["media"] = random_media(dice);
  if (draft.has(Feature::other_surfaces) && dice.one_in(2))
    made["surface"] = dice.of({"consult", "transfer", "redial", "contact_card", "api"});
  if (draft.has(Feature::number_kinds) && dice.one_in(4)) made["origin"] = dice.of(draft.numbers);
  made["responder"] = dice.one_in(4) ? "city" : "county";
  const std::string answer = answer_delay(draft);
  made["answer_delay"] = answer;
  if (draft.has(Feature::setup_failures) && dice.one_in(3)) made["setup_response"] = dice.of({404, 408, 480, 486, 503, 603});
  const Duration talked = talk(draft);
  made["talk"] = text_of(talked);
  draft_ending(draft, made);
  if (draft.has(Feature::unanswered) && dice.one_in(4)) made["agent_abandons_after"] = text_of(draft.some_length());
  const Reckoned call{at, at + talked + sim::seconds(3)};
  draft.note(at);
  draft.note(call.ended);
  draft.note(at + window);
  if (!draft.has(Feature::callbacks)) return made;
  for (std::uint32_t i = dice.below(4); i > 0; --i) made["callbacks"].push_back(callback(draft, call));
  return made;
}

}  // namespace

const char* random_dial(Dice& dice) { return dice.of(spellings); }

const char* random_dial(Draft& draft) {
  Dice& dice = draft.dice;
  if (draft.is_on(3) && dice.one_in(2)) return dice.of({"911", "112", "999", "tel:112", "9-9-9"});
  if (draft.is_on(5) && dice.one_in(2)) return dice.of({"911", "933", "9-3-3"});
  return random_dial(dice);
}

void draft_emergencies(Draft& draft) {
  Dice& dice = draft.dice;
  draft.scenario["responders"] = {{{"name", "county"}, {"number", "+12065559110"}},
                                  {{"name", "city"}, {"number", "+12065559111"}, {"call_takers", 1}, {"overflow_to", "county"}}};
  if (dice.one_in(12)) return;  // a day without: what is ordinary must stay ordinary
  Json& list = draft.scenario["emergencies"] = Json::array();
  const std::uint32_t count = draft.has(Feature::redials) ? dice.between(1, 5) : 1;
  for (std::uint32_t i = 0; i < count; ++i) list.push_back(emergency(draft, i == 0));
  if (!draft.has(Feature::many_calls)) return;
  list.back()["at"] = "1m";
  list.back().erase("count");
  while (list.back().contains("callbacks") && list.back()["callbacks"].size() > 2) list.back()["callbacks"].erase(2);
  list.back()["repeat"] = {{"every", text_of(dice.of({sim::minutes(1), sim::minutes(2), sim::minutes(5)}))},
                           {"times", dice.between(20, 70)}};
}

}  // namespace tocsin::scenarios
