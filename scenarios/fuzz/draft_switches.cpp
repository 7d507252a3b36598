// Switches of a random program, and the settings that give them something to do.

#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned switches_count = 9;

}  // namespace

void draft_switches(Draft& draft) {
  if (!draft.has(Feature::switches)) return;
  Dice& dice = draft.dice;
  const std::uint32_t count = dice.of({1u, 1u, 2u, 3u, switches_count});
  for (std::uint32_t i = 0; i < count; ++i) draft.switches |= 1U << dice.between(1, switches_count);
  Json& policy = draft.scenario["policy"];
  for (unsigned number = 1; number <= switches_count; ++number)
    if (draft.is_on(number)) policy["switches"].push_back("EX-0" + std::to_string(number));
  Json& platform = draft.scenario["platform"];
  if (draft.is_on(1)) {
    for (std::uint32_t i = dice.below(4); i > 0; --i) {
      Json contact = {{"name", "contact " + std::to_string(i)}};
      if (dice.one_in(4)) contact["reachable"] = false;
      policy["contacts"].push_back(std::move(contact));
    }
    if (dice.one_in(4)) platform["mail"] = false;
  }
  // A form of the tenant's own changes nothing without its switch.
  if (draft.is_on(4) ? !dice.one_in(4) : dice.one_in(8)) platform["customised_form"] = true;
  if (draft.is_on(8) && dice.one_in(2))
    policy["termination_window"] = text_of(dice.of({sim::minutes(1), sim::minutes(30), sim::minutes(59), sim::minutes(90)}));
  if (platform.empty()) draft.scenario.erase("platform");
}

Json random_media(Dice& dice) {
  switch (dice.below(5)) {
    case 0:
      return {"text"};
    case 1:
      return {"audio", "video"};
    case 2:
      return {"audio", "text", "video"};
    case 3:
      return {"audio"};
    default:
      return {"audio", "text"};
  }
}

void draft_caller_check(Draft& draft, Json& call) {
  Dice& dice = draft.dice;
  if (!draft.has(Feature::switches)) return;
  // What the edge says of a caller must not count where nobody asked for it.
  if (!draft.is_on(6) && !dice.one_in(4)) return;
  if (dice.one_in(2)) call["verification"] = dice.of({"passed", "failed", "failed"});
  if (dice.one_in(3)) call["marked"] = true;
}

}  // namespace tocsin::scenarios
