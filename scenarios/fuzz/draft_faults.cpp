// What is injected into a random program: into the policy's process, its channel, the civil clock and parts of the network.

#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

class Faults {
 public:
  explicit Faults(Draft& draft) : draft_(draft), dice_(draft.dice) {}

  Json go() {
    using Part = void (Faults::*)();
    constexpr std::pair<Feature, Part> parts[] = {
        {Feature::restarts, &Faults::process},
        {Feature::late_events, &Faults::channel},
        {Feature::clock_steps, &Faults::clock},
        {Feature::outages, &Faults::outage},
    };
    for (const auto& [feature, part] : parts)
      if (draft_.has(feature))
        for (std::uint32_t i = dice_.between(1, 3); i > 0; --i) (this->*part)();
    return std::move(faults_);
  }

 private:
  void add(Json fault) { faults_.push_back(std::move(fault)); }

  // From some instant on, or always; mostly with an end.
  void period(Json& fault, bool from_needed) {
    sim::Time from{};
    if (from_needed || dice_.one_in(2)) {
      from = draft_.near_something();
      fault["at"] = text_of(from);
    }
    const sim::Time until = from + dice_.of({sim::seconds(1), sim::seconds(30), sim::minutes(5), sim::minutes(70)});
    if (!dice_.one_in(4) && until < sim::Time{} + fuzz_horizon) fault["until"] = text_of(until);
  }

  void process() {
    Json fault = {{"component", "policy"}, {"effect", dice_.of({"down", "fails"})}};
    switch (dice_.below(4)) {
      case 0:
        fault["before_event"] = dice_.between(1, dice_.of({10u, 60u}));
        break;
      case 1:
        fault["probability"] = dice_.of({1.0, 0.5, 0.1, 0.02});
        period(fault, false);
        break;
      default:
        fault["at"] = text_of(draft_.near_something());
    }
    const bool fails = fault["effect"] == "fails";
    if (fails && dice_.one_in(3)) {
      fault["blank"] = true;
    } else if (!dice_.one_in(3)) {
      fault["lag"] = dice_.of({1u, 2u, 3u, 8u, 50u});
      if (!fails && dice_.one_in(3)) fault["timers_lost"] = true;
    }
    if (fails && dice_.one_in(3)) fault["clock_skew"] = dice_.of({"1h", "-1h", "5m"});
    // Away at each event, it would never come to rest.
    if (fault.value("probability", 0.0) < 1 && dice_.one_in(4))
      fault["down_for"] = text_of(dice_.of({sim::milliseconds(1), sim::seconds(1), sim::seconds(30), sim::minutes(10)}));
    add(std::move(fault));
  }

  void channel() {
    Json fault = {{"component", "channel"}, {"manner", dice_.of({"duplicate", "duplicate", "late", "reordered", "retried"})}};
    const bool twice = fault["manner"] == "duplicate";
    period(fault, false);
    if (dice_.one_in(2)) fault["probability"] = dice_.of({0.5, 0.1});
    if (!twice || dice_.one_in(2)) {
      fault["delay"] = text_of(dice_.of({sim::Duration{1}, sim::milliseconds(1), sim::milliseconds(400), sim::seconds(2)}));
      if (dice_.one_in(2)) fault["delay"] = {{"uniform", {{"from", "0s"}, {"to", fault["delay"]}}}};
    }
    if (!twice && !(draft_.scenario.contains("policy") && draft_.scenario["policy"].contains("channel_delay_max")))
      draft_.scenario["policy"]["channel_delay_max"] = text_of(dice_.of({sim::seconds(1), sim::seconds(2), sim::seconds(30)}));
    add(std::move(fault));
  }

  void clock() {
    Json fault = {{"component", "clock"}, {"at", text_of(draft_.near_something())}};
    if (dice_.one_in(3)) fault["utc_offset"] = dice_.of({"+00:00", "-07:00", "-08:00", "+05:45"});
    if (!fault.contains("utc_offset") || dice_.one_in(2)) fault["by"] = dice_.of({"1h", "-1h", "23h", "-24h", "-30m", "1s"});
    add(std::move(fault));
  }

  void service() {
    Json fault = {{"component", dice_.of({"presence", "recorder", "store", "mail"})}};
    if (fault["component"] != "mail") {
      fault["effect"] = dice_.of({"slow", "down"});
      if (fault["effect"] == "slow")
        fault["delay"] = text_of(dice_.of({sim::Duration{1}, sim::seconds(1), sim::seconds(30), sim::minutes(10)}));
    }
    period(fault, true);
    if (!fault.contains("until")) return;
    add(std::move(fault));
  }

  void outage() {
    if (dice_.one_in(3)) return service();
    const bool sbc = draft_.limited_trunk_groups.empty() || dice_.one_in(2);
    const auto& names = sbc ? draft_.sbcs : draft_.limited_trunk_groups;
    if (names.empty()) return;
    Json fault = {{"component", sbc ? "sbc" : "trunk_group"}, {"name", dice_.of(names)}};
    period(fault, true);
    add(std::move(fault));
  }

  Draft& draft_;
  Dice& dice_;
  Json faults_ = Json::array();
};

}  // namespace

void draft_faults(Draft& draft) {
  Json faults = Faults(draft).go();
  if (!faults.empty()) draft.scenario["faults"] = std::move(faults);
}

}  // namespace tocsin::scenarios
