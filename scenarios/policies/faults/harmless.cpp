// Variants that differ from the policy where a difference is allowed.
#include <algorithm>

#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

// The number that was used last is lent first.
Rules v01() {
  Rules rules = standard_rules();
  rules.choose_number = [](const State& state, tp_agent agent, int64_t now_us) {
    const uint32_t last = state.shelf(Shelf::free).last;
    return last != none ? last : choose_number(state, agent, now_us);
  };
  return rules;
}

// Seven seconds after each dial; the engine hears of a ring that it did not ask for.
void v02(const tp_event& event, tp_response& response) {
  if (event.kind != TP_ASK_DIAL) return;
  tp_order order{};
  order.kind = TP_ORDER_WAKE;
  order.token = 77;
  order.at_us = event.delivered_us + 7'000'000;
  add_order(response, order);
}

// The token is the policy's own affair; the timer that rings under another one brings numbers back all the same.
void v03(const tp_event&, tp_response& response) {
  for (uint32_t index = 0; index < response.order_count; ++index) {
    tp_order& order = response.orders[index];
    if (order.kind == TP_ORDER_WAKE || order.kind == TP_ORDER_CANCEL_WAKE) order.token += 1'000'000;
  }
}

Rules v04() {
  Rules rules = standard_rules();
  rules.emergency_path = [](const PathFacts& facts) {
    const auto [origin, offer, routing, matches] = facts;
    return origin && offer && routing && matches ? TP_PATH_DR : emergency_path(facts);
  };
  return rules;
}

Rules v05() {
  Rules rules = standard_rules();
  rules.shown_of_leg = [](const State& state, const Leg& leg, tp_view view) {
    Shown shown = shown_of_leg(state, leg, view);
    if (view == TP_VIEW_DASHBOARD) shown.details &= TP_DETAIL_EMERGENCY;
    return shown;
  };
  return rules;
}

// An agent who never ends a dropped call is never released by the lapse of the windows.
Rules v06() {
  Rules rules = standard_rules();
  rules.closes_episode = [](const State&, const EpisodeView& view) { return view.live == 0 && view.owed == 0; };
  rules.restores_presence = [](const State&, const EpisodeView& view) {
    return !view.episode->restored && view.live == 0 && view.owed == 0;
  };
  return rules;
}

void v07(const tp_event& event, tp_response& response) {
  // Right behind the first one, so that every order has the same place when the event is told again.
  for (uint32_t index = 0; index < response.order_count && event.kind == TP_ASK_DIAL; ++index) {
    if (response.orders[index].kind != TP_ORDER_SHOW) continue;
    const uint32_t given = response.order_count;
    add_order(response, tp_order{response.orders[index]});
    if (response.order_count == given) return;
    std::rotate(response.orders + index + 1, response.orders + given, response.orders + response.order_count);
    ++index;
  }
}

// The tenant's switch that lets calls through whose prerequisites are unmet is not heeded.
Rules v08() {
  Rules rules = standard_rules();
  rules.decide_emergency_dial = [](const State& state, const DialFacts& facts, const tp_event& dial) {
    const tp_reason unmet = facts.location_unmet != TP_REASON_NONE ? facts.location_unmet : facts.profile_unmet;
    if (unmet != TP_REASON_NONE) return DialDecision{.choice = TP_REFUSE, .reason = unmet};
    return decide_emergency_dial(state, facts, dial);
  };
  return rules;
}

Rules v09() {
  Rules rules = standard_rules();
  rules.shown_of_leg = [](const State& state, const Leg& leg, tp_view view) {
    Shown shown = shown_of_leg(state, leg, view);
    if (shown.details != 0) shown.controls = emergency_controls;
    return shown;
  };
  return rules;
}

// Among the numbers that are free.
Rules v10() {
  Rules rules = standard_rules();
  rules.choose_number = [](const State& state, tp_agent agent, int64_t now_us) {
    for (uint32_t free = state.shelf(Shelf::free).first; free != none; free = state.numbers[free].next)
      if (state.numbers[free].holder == agent) return free;
    return choose_number(state, agent, now_us);
  };
  return rules;
}

Rules v11() {
  Rules rules = standard_rules();
  rules.withdraws_items = [](const State& state, tp_agent agent, Moment) { return state.in_episode(agent); };
  return rules;
}

}  // namespace

std::span<const FaultyPolicy> harmless_variants() {
  static const std::vector<FaultyPolicy> all = {
      fault<"V01", v01>({"another pool order", {}, "The number used last is lent first."}),
      edited_fault<"V02", v02>({"extra wake-ups", {}, "Wakes up seven seconds after each dial, for nothing."}),
      edited_fault<"V03", v03>({"other tokens", {}, "Its timers have other tokens."}),
      fault<"V04", v04>({"carrier first", {}, "Takes direct routing where either path is allowed."}),
      fault<"V05", v05>({"no name", {}, "The dashboard does not even tell whose the emergency call is."}),
      fault<"V06", v06>({"no lapse", {}, "An episode that the agent never ends stays open after its last window."}),
      edited_fault<"V07", v07>({"shown twice", {}, "Orders of what is shown are given twice."}),
      fault<"V08", v08>({"always strict", {}, "Refuses a call with an unmet prerequisite even where that is not asked for."}),
      fault<"V09", v09>(
          {"controls on the dashboard", {}, "The dashboard has the two controls too, which only the agent can use."}),
      fault<"V10", v10>(
          {"the same number again", {}, "An agent is lent the free number that was theirs before, if there is one."}),
      fault<"V11", v11>(
          {"withdraws more often", {}, "Items that ring are withdrawn at every turn of an episode, not at its beginning."}),
  };
  return all;
}

}  // namespace tocsin::scenarios
