// Single acts of a random program: by agents, supervisors, administrators and people outside.

#include <algorithm>

#include "scenarios/fuzz/draft.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t acts_max = 24;

class Acts {
 public:
  explicit Acts(Draft& draft) : draft_(draft), dice_(draft.dice) {}

  Json go() {
    using Part = void (Acts::*)();
    constexpr std::pair<Feature, Part> parts[] = {
        {Feature::presence_acts, &Acts::presence},
        {Feature::sessions, &Acts::session},
        {Feature::controls, &Acts::control},
        {Feature::ends, &Acts::end},
        {Feature::holds, &Acts::hold},
        {Feature::assigns, &Acts::assign},
        {Feature::toggles, &Acts::toggle},
        {Feature::direct_calls, &Acts::call},
        {Feature::redials, &Acts::dial},
        {Feature::stores, &Acts::replay},
        {Feature::limits, &Acts::limit},
    };
    for (const auto& [feature, part] : parts) {
      if (!draft_.has(feature)) continue;
      for (std::uint32_t i = dice_.between(1, 4); i > 0 && acts_.size() < acts_max; --i) (this->*part)();
    }
    return std::move(acts_);
  }

 private:
  // Of an agent, near something that happens; the first agent is the one most calls are about.
  Json& add(const char* act, sim::Time at) {
    Json made = {{"act", act}, {"at", text_of(at)}};
    if (dice_.one_in(3)) made["order"] = dice_.one_in(2) ? -1 : 20;
    acts_.push_back(std::move(made));
    return acts_.back();
  }
  Json& of_agent(const char* act, sim::Time at) {
    Json& made = add(act, at);
    made["agent"] = dice_.one_in(4) ? dice_.of(draft_.agents) : draft_.agents.front();
    return made;
  }
  Json& of_agent(const char* act) { return of_agent(act, draft_.near_something()); }
  void maybe_repeat(Json& act, sim::Duration every) {
    if (dice_.one_in(3)) act["repeat"] = {{"every", text_of(every)}, {"times", dice_.between(2, 8)}};
  }
  const char* anyone() { return dice_.of({"agent", "agent", "supervisor", "admin", "script"}); }

  void presence() {
    Json& act = of_agent("presence");
    act["by"] = anyone();
    act["status"] = random_status(dice_);
    maybe_repeat(act, sim::seconds(7));
  }

  void session() {
    const sim::Time at = draft_.near_something();
    const std::string agent = of_agent(dice_.one_in(4) ? "connect" : "disconnect", at)["agent"];
    if (acts_.back()["act"] == "connect") return;
    if (dice_.one_in(4)) return;
    const sim::Time back =
        at + dice_.of({sim::Duration{0}, sim::milliseconds(1), sim::seconds(10), sim::seconds(89), sim::seconds(90),
                       sim::seconds(91), sim::milliseconds(149'999), sim::seconds(150), sim::minutes(10)});
    of_agent("connect", back)["agent"] = agent;
    draft_.note(at + sim::seconds(90));
    draft_.note(back);
  }

  void control() {
    Json& act = of_agent("use_control");
    act["by"] = anyone();
    act["view"] = dice_.of({"panel", "panel", "dashboard", "api"});
    act["control"] = dice_.of({"device_settings", "end_call", "mute", "hold", "consult", "transfer", "dialpad", "record", "notes",
                               "monitor", "barge", "assign", "force_close", "join", "end_call", "device_settings", "monitor"});
    maybe_repeat(act, sim::seconds(3));
  }

  void end() {
    Json& act = of_agent(dice_.of({"end_call", "end_call", "close_session", "close_session", "refer"}));
    if (act["act"] == "end_call" && dice_.one_in(3)) act["by"] = anyone();
    maybe_repeat(act, sim::Duration{dice_.one_in(2) ? 1 : 5'000'000});
  }

  void hold() { of_agent(dice_.of({"hold", "resume", "pause_recording", "start_recording"})); }

  void replay() { add("replay_rows", draft_.near_something()); }

  void limit() {
    if (dice_.one_in(3)) {
      maybe_repeat(add("synchronise", draft_.near_something()), sim::minutes(15));
      return;
    }
    Json& act = of_agent("limit");
    act["limit"] = dice_.one_in(4) ? Json(nullptr) : Json(dice_.below(4));
    if (dice_.one_in(3)) act["spreads"] = text_of(dice_.of({sim::seconds(0), sim::seconds(30), sim::minutes(15)}));
  }

  void assign() { maybe_repeat(of_agent("assign"), sim::seconds(5)); }

  void toggle() {
    switch (dice_.below(6)) {
      case 5:
        of_agent(dice_.one_in(3) ? "activate" : "deactivate");
        return;
      case 0:
        of_agent("location")["location"] = random_location(draft_);
        return;
      case 1: {
        Json& act = of_agent("profiles");
        act["capacity_profile"] = dice_.one_in(3) ? Json(nullptr) : Json(dice_.of({"voice", "other"}));
        act["outbound_profile"] = dice_.one_in(3) ? Json(nullptr) : Json(dice_.of({"out", "second", "text"}));
        return;
      }
      case 2: {
        Json& act = add("number", draft_.near_something());
        act["number"] = dice_.of(draft_.numbers);
        act["kind"] = dice_.of({"calling_plan", "calling_plan", "direct_routing", "unknown"});
        act["outbound_enabled"] = dice_.one_in(2);
        return;
      }
      case 3:
        if (!draft_.rules.empty()) {
          Json& act = add("rule", draft_.near_something());
          act["rule"] = dice_.of(draft_.rules);
          act["pattern"] = dice_.of({"911", "112", ".*", "[", "91"});
          act["enabled"] = dice_.one_in(2);
          return;
        }
        [[fallthrough]];
      default:
        add("tenant", draft_.near_something())["direct_routing"] = dice_.one_in(2);
    }
  }

  void call() {
    Json& act = add("call_in", draft_.near_something());
    act["called"] = dice_.one_in(2) && !draft_.pool.empty() ? dice_.of(draft_.pool) : dice_.of(draft_.numbers);
    if (dice_.one_in(2)) act["caller"] = dice_.of({"+14255550123", "+12065559110", "+12065550001"});
    act["talk"] = text_of(dice_.of({sim::seconds(1), sim::seconds(30), sim::minutes(5), sim::minutes(70)}));
    draft_caller_check(draft_, act);
  }

  void dial() {
    Json& act = of_agent("dial");
    act["dial"] = dice_.one_in(2) ? dice_.of({"911", "+14255550199", "933"}) : random_dial(draft_);
    if (draft_.has(Feature::other_surfaces) && dice_.one_in(2))
      act["surface"] = dice_.of({"consult", "transfer", "redial", "contact_card", "api"});
    act["talk"] = text_of(dice_.of({sim::seconds(1), sim::seconds(30), sim::minutes(5)}));
  }

  Draft& draft_;
  Dice& dice_;
  Json acts_ = Json::array();
};

}  // namespace

void draft_acts(Draft& draft) {
  Json acts = Acts(draft).go();
  if (!acts.empty()) draft.scenario["acts"] = std::move(acts);
}

}  // namespace tocsin::scenarios
