#include "scenarios/fuzz/generator.hpp"

#include "scenarios/format/quantity.hpp"
#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

void draft_stores(Draft& draft) {
  if (!draft.has(Feature::stores)) return;
  Dice& dice = draft.dice;
  auto& platform = draft.scenario["platform"];
  for (const char* store : {"recent", "transcript", "translation", "sentiment", "summary", "survey", "history_from_dial"})
    if (dice.one_in(2)) platform[store] = true;
  platform["analytics"] = dice.of({"off", "aggregate", "identity", "identity"});
  if (dice.one_in(2)) platform["outbox"] = text_of(dice.of({sim::seconds(10), sim::minutes(5), sim::hours(2)}));
  if (dice.one_in(3)) platform["mixed_recording"] = true;
}

void draft_settings(Draft& draft) {
  if (!draft.has(Feature::settings)) return;
  Dice& dice = draft.dice;
  auto& platform = draft.scenario["platform"];
  for (const char* switched : {"record_inbound", "record_outbound", "history"})
    if (dice.one_in(3)) platform[switched] = dice.one_in(2);
  if (dice.one_in(3)) platform["resume_after"] = text_of(dice.of({sim::seconds(0), sim::seconds(1), sim::seconds(10)}));
  if (dice.one_in(3)) platform["returns_after"] = text_of(dice.of({sim::seconds(1), sim::minutes(1)}));
  if (platform.empty()) draft.scenario.erase("platform");
  auto& policy = draft.scenario["policy"];
  if (dice.one_in(4)) policy["strict_prerequisites"] = false;
  if (dice.one_in(6)) policy["window"] = text_of(dice.of({sim::minutes(1), sim::minutes(10), sim::hours(2)}));
  if (dice.one_in(6)) policy["location_age_max"] = text_of(dice.of({sim::minutes(1), sim::hours(1)}));
  if (dice.one_in(8)) policy["channel_delay_max"] = text_of(dice.of({sim::milliseconds(1), sim::seconds(30)}));
  if (policy.empty()) draft.scenario.erase("policy");
}

}  // namespace

std::string text_of(sim::Duration length) { return spell_duration(length); }
std::string text_of(sim::Time at) { return spell_duration(at - sim::Time{}); }

sim::Duration boundary_offset(Dice& dice) {
  return dice.of({sim::Duration{0}, sim::Duration{0}, sim::Duration{-1}, sim::Duration{1}, sim::milliseconds(-1),
                  sim::milliseconds(1), sim::seconds(-1), sim::seconds(1)});
}

sim::Time Draft::near_something() {
  const sim::Time moment =
      moments.empty() || dice.one_in(20) ? sim::Time{} + sim::seconds(dice.below(4 * 3600)) : dice.of(moments);
  const sim::Duration by = dice.one_in(2) ? boundary_offset(dice)
                                          : dice.of({sim::seconds(2), sim::seconds(5), sim::seconds(20), sim::seconds(-2),
                                                     sim::seconds(-5), sim::seconds(-20), sim::minutes(1), sim::minutes(5)});
  const sim::Time at = moment + by;
  if (at < sim::Time{}) return sim::Time{};
  return at < sim::Time{} + fuzz_horizon ? at : sim::Time{} + fuzz_horizon - sim::Duration{1};
}

sim::Duration Draft::some_length() {
  return dice.of({sim::Duration{0}, sim::Duration{1}, sim::milliseconds(1), sim::milliseconds(400), sim::seconds(1),
                  sim::seconds(3), sim::seconds(10), sim::seconds(30), sim::minutes(1), sim::minutes(2), sim::minutes(5),
                  sim::minutes(20)});
}

nlohmann::ordered_json random_program(Dice& dice) {
  Draft draft(dice);
  for (unsigned feature = 0; feature < static_cast<unsigned>(Feature::count); ++feature)
    if (dice.one_in(2)) draft.features |= std::uint64_t{1} << feature;
  const auto rarely = [&](Feature feature, std::uint32_t count) {
    if (!dice.one_in(count)) draft.features &= ~(std::uint64_t{1} << static_cast<unsigned>(feature));
  };
  rarely(Feature::many_calls, 25);
  rarely(Feature::trunks, 2);
  rarely(Feature::settings, 2);
  rarely(Feature::switches, 2);
  for (const Feature injected : {Feature::restarts, Feature::late_events, Feature::clock_steps, Feature::outages})
    rarely(injected, 4);
  for (const Feature of_work : {Feature::work_rules, Feature::resources, Feature::limits}) rarely(of_work, 2);
  draft.scenario = {{"$schema", "urn:tocsin:scenario:1"},
                    {"id", "S60"},
                    {"title", "A random program"},
                    {"purpose", "Written by tocsin fuzz."},
                    {"exercises", nlohmann::ordered_json::array()},
                    {"horizon", text_of(fuzz_horizon)}};
  draft_stores(draft);
  draft_settings(draft);
  draft_switches(draft);
  draft_tenant(draft);
  draft_people(draft);
  draft_emergencies(draft);
  draft_traffic(draft);
  draft_work(draft);
  draft_acts(draft);
  draft_faults(draft);
  return std::move(draft.scenario);
}

}  // namespace tocsin::scenarios
