#include "policy/rules/ordinary_work.hpp"

namespace tocsin::policy {

tp_choice decide_offer(const State& state, const tp_event& offer) {
  if (const Leg* callback = state.find_leg(offer.leg); callback != nullptr) {
    return callback->agent == offer.agent ? TP_ORDINARY : TP_WITHHOLD;
  }
  return state.in_episode(offer.agent) ? TP_WITHHOLD : TP_ORDINARY;
}

bool withdraws_items(const State& state, tp_agent agent, Moment moment) {
  return state.in_episode(agent) && (moment == Moment::accept || moment == Moment::callback);
}

OrdinaryDial decide_ordinary_dial(const State& state, const tp_event& dial) {
  if (!state.in_episode(dial.agent)) return {};
  return {.choice = TP_REFUSE, .reason = TP_REASON_EPISODE};
}

}  // namespace tocsin::policy
