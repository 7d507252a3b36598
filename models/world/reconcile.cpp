// What a node of the policy that takes over is told: all that is live, as the platform knows it.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

std::uint8_t state_of(const Leg& leg) {
  if (leg.untold) return TP_LEG_CONNECTED;  // what it will be told of next
  switch (leg.stage) {
    case Stage::asked:
      return leg.ask != 0 ? TP_LEG_ASKED : TP_LEG_SETTING_UP;  // accepted, and on its way in this instant
    case Stage::ringing:
      return TP_LEG_RINGING;
    case Stage::connected:
      return TP_LEG_CONNECTED;
    case Stage::dropped:
      return TP_LEG_DROPPED;
    default:
      return leg.far_ringing ? TP_LEG_RINGING : TP_LEG_SETTING_UP;
  }
}

// Nothing of it is owed, and nothing shows it: only its session is still open.
bool is_past(const Leg& leg) {
  return leg.emergency && (leg.stage == Stage::wrapping || leg.stage == Stage::dropped) && leg.settled && !leg.shown[0] &&
         !leg.shown[1];
}

tp_presence presence_of(const Status& status) {
  return {static_cast<std::uint8_t>(status.base), static_cast<std::uint8_t>(status.origin), 0, status.text};
}

}  // namespace

// `missing`: so many of the last events the node has never heard of. What they said of facts is told again. Of several nodes each
// is told of its own agents, calls and numbers alone.
void World::reconcile(std::size_t missing) {
  const auto is_ours = [&](AgentId agent) { return nodes_.size() == 1 || &node_of(agent) == node_; };
  const auto is_our_leg = [&](const Leg& leg) { return nodes_.size() == 1 || &node_of(leg) == node_; };
  std::vector<OwnedEvent> facts;
  std::vector<bool> concerned(agents_.size(), false);
  for (std::size_t back = missing; back > 0; --back) {
    const OwnedEvent& lacking = node_->port.logged(back).event;
    // Who is connected it is told with the agent.
    if (is_fact(lacking.kind()) && lacking.kind() != TP_TELL_SESSION) facts.push_back(lacking);
    if (lacking.kind() == TP_TELL_SESSION && lacking.agent() < agents_.size()) concerned[lacking.agent()] = true;
  }
  if (missing > 0)
    for (std::size_t i = 0; i < agents_.size(); ++i)
      if (is_ours(AgentId{static_cast<std::uint32_t>(i)}) &&
          agents_[i].presence_event >= node_->port.logged(missing).event.sequence())
        concerned[i] = true;

  std::vector<tp_lent_number> lent;
  for (const Number number : pool_of_node())
    if (const Lent* known = lent_.find(number.value); known && known->lent && is_ours(known->agent))
      lent.push_back({number.value, known->leg.value, known->agent.value, known->media, known->assigned.us, known->ended.us});

  std::vector<tp_live_leg> legs;
  for (const Leg& leg : legs_) {
    const bool known = leg.emergency || leg.ask != 0;
    if (leg.stage == Stage::unused || !known || !is_our_leg(leg)) continue;
    tp_live_leg live{};
    live.leg = leg.id.value;
    live.agent = leg.agent.value;
    live.inbound = !leg.outgoing;
    live.state = is_past(leg) ? static_cast<std::uint8_t>(TP_LEG_OVER) : state_of(leg);
    live.path = static_cast<std::uint8_t>(leg.path);
    // Of a leg that its agent has ended nothing is owed.
    live.egressed = !leg.outgoing || (leg.attempt > 0 && !leg.settled);
    live.answered = leg.answered_once && !leg.settled;
    live.begun_us = leg.begun.us;
    if (!leg.outgoing) live.number = leg.called.value;
    for (const tp_lent_number& number : lent)
      if (leg.outgoing && number.leg == leg.id.value) live.number = number.number;
    legs.push_back(live);
    if (leg.agent && live.state != TP_LEG_OVER) concerned[leg.agent.value] = true;
  }
  // Nothing of these is owed, but they are still shown.
  for (const KeptPanel& panel : faults_.panels) {
    if (!is_ours(panel.agent)) continue;
    tp_live_leg over{};
    over.leg = panel.leg.value;
    over.agent = panel.agent.value;
    over.inbound = !panel.outgoing;
    over.state = TP_LEG_DROPPED;
    legs.push_back(over);
  }
  for (const PastLeg& past : faults_.past) {
    const auto shows_it = [&](const KeptPanel& panel) { return panel.leg == past.leg; };
    if (!is_ours(past.agent) || std::any_of(faults_.panels.begin(), faults_.panels.end(), shows_it)) continue;
    tp_live_leg over{};
    over.leg = past.leg.value;
    over.agent = past.agent.value;
    over.inbound = !past.outgoing;
    over.state = past.refused ? TP_LEG_REFUSED : TP_LEG_OVER;
    over.path = static_cast<std::uint8_t>(past.path);
    legs.push_back(over);
  }
  std::sort(legs.begin(), legs.end(), [](const tp_live_leg& a, const tp_live_leg& b) { return a.leg < b.leg; });

  std::vector<tp_live_agent> agents;
  for (std::uint32_t i = 0; i < agents_.size(); ++i) {
    const AgentState& state = agents_[i];
    if (!is_ours(AgentId{i}) || (!concerned[i] && !state.before_policy && !state.ours_at_loss)) continue;
    agents.push_back({i, state.devices, state.before_policy.has_value(), presence_of(state.status),
                      presence_of(state.before_policy.value_or(Status{})), state.ours_at_loss, 0});
  }

  tp_event event = event_of(TP_TELL_RECONCILE, {}, {});
  event.u.reconcile.legs = legs.data();
  event.u.reconcile.lent = lent.data();
  event.u.reconcile.agents = agents.data();
  event.u.reconcile.leg_count = static_cast<std::uint32_t>(legs.size());
  event.u.reconcile.lent_count = static_cast<std::uint32_t>(lent.size());
  event.u.reconcile.agent_count = static_cast<std::uint32_t>(agents.size());
  // What a node is restarted from begins with its reconciliation.
  node_->port.forget_log();
  tell(event);

  for (const OwnedEvent& fact : facts) {
    tp_event again = fact.view();
    again.delivered_us = now_.us;
    tell(again);
  }
  for (const Leg& leg : legs_) {
    if (!leg.emergency || leg.stage != Stage::needs_lines || !is_our_leg(leg)) continue;
    const std::uint32_t group = leg.lines_path[leg.lines_held];
    tp_event waiting = event_of(TP_TELL_WAITING, leg.agent, leg.id);
    waiting.u.grant = grant_of(group, trunks_.free(group));
    tell(waiting);
  }
}

}  // namespace tocsin::models
