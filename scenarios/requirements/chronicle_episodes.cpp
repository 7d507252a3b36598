// The chronicle's episodes: opening, what is owed, closing; and presence, on which they act.
#include <algorithm>

#include "scenarios/requirements/chronicle.hpp"

namespace tocsin::requirements {

void Chronicle::set_arriving(Agent& agent, LegId id) {
  arriving_ += (id ? 1U : 0U) - (agent.arriving ? 1U : 0U);
  agent.arriving = id;
}

void Chronicle::join(std::uint32_t index) {
  EmergencyLeg& call = calls_[index];
  if (call.episode != 0 || !call.agent) return;
  Agent& agent = agent_of(call.agent);
  if (agent.arriving == call.id) set_arriving(agent, {});
  if (agent.episode == no_index) {
    if (free_episodes_.empty()) {
      agent.episode = static_cast<std::uint32_t>(episodes_.size());
      episodes_.emplace_back();
    } else {
      agent.episode = free_episodes_.back();
      free_episodes_.pop_back();
      episodes_[agent.episode] = {};
    }
    Episode& episode = episodes_[agent.episode];
    const std::uint64_t of_agent = agent.last_episode & UINT32_MAX;
    episode.serial = agent.last_episode = (std::uint64_t{call.agent.value} << 32) | (of_agent + 1);
    episode.agent = call.agent;
    episode.opened = now_;
    episode.by_callback = call.direction == Direction::incoming;
    episode.prior = agent.status;
    opened_ = agent.episode;
  }
  Episode& episode = episodes_[agent.episode];
  episode.calls.push_back(index);
  ++episode.captures;
  LentNumber* const optional = undecided(call) && call.number_index != no_index ? &numbers_[call.number_index] : nullptr;
  if (optional) --optional->optional_legs;
  call.episode = episode.serial;
  if (optional) ++optional->live_legs, optional->live_agent = call.agent;
  if (call.direction == Direction::incoming) extend_windows(call);
}

void Chronicle::extend_windows(const EmergencyLeg& call) {
  const Agent& agent = agent_of(call.agent);
  if (call.episode == 0 || agent.episode == no_index || episodes_[agent.episode].serial != call.episode) return;
  Episode& episode = episodes_[agent.episode];
  episode.has_window = true;
  episode.windows_end = std::max(episode.windows_end, call.window_end);
}

// An agent end settles its own leg and every leg of the episode that has already dropped.
void Chronicle::settle(EmergencyLeg& call) {
  call.settled = true;
  const Agent& agent = agent_of(call.agent);
  if (agent.episode == no_index || episodes_[agent.episode].serial != call.episode) return;
  for (const std::uint32_t index : episodes_[agent.episode].calls)
    if (!live(calls_[index])) calls_[index].settled = true;
}

void Chronicle::close_if_done(AgentId id) {
  if (!id) return;
  Agent& agent = agent_of(id);
  if (agent.episode == no_index) return;
  for (const std::uint32_t index : episodes_[agent.episode].calls) {
    const EmergencyLeg& call = calls_[index];
    if (live(call)) return;
    const bool owes = call.direction == Direction::outgoing ? call.egress.sequence != 0 : call.answered;
    if (owes && !call.settled) return;
  }
  close(agent, false);
}

void Chronicle::close(Agent& agent, bool lapsed) {
  Episode& episode = episodes_[agent.episode];
  episode.closed = now_;
  episode.lapsed = lapsed;
  episode.rolled_back = std::all_of(episode.calls.begin(), episode.calls.end(), [&](std::uint32_t index) {
    const EmergencyLeg& call = calls_[index];
    return call.direction == Direction::outgoing && call.egress.sequence == 0;
  });
  closed_ = agent.episode;
  agent.episode = no_index;
}

void Chronicle::apply(const trace::Presence& e) {
  Agent& agent = agent_of(e.agent);
  status_before_ = agent.status;
  const bool for_emergency = e.base == trace::Base::do_not_disturb && e.cause == trace::PresenceCause::emergency;
  if (for_emergency && agent.episode == no_index && agent.arriving) join(legs_.find(agent.arriving.value)->call);
  if (agent.episode != no_index) {
    Episode& episode = episodes_[agent.episode];
    if (for_emergency && !episode.dnd_set) {
      episode.prior = agent.status;
      episode.dnd_set = true;
    }
    const bool any_live =
        std::any_of(episode.calls.begin(), episode.calls.end(), [&](std::uint32_t index) { return live(calls_[index]); });
    if (e.cause == trace::PresenceCause::restore && !any_live && episode.has_window && now_.at >= episode.windows_end)
      close(agent, true);
  }
  agent.status = {true, e.base, e.origin, e.text};
  // The status that the platform captured at the loss of the connection was the emergency's.
  const bool captured = e.base == trace::Base::do_not_disturb && e.cause == trace::PresenceCause::reconnected;
  agent.dnd_by_us = for_emergency || (captured && agent.ours_at_loss);
}

void Chronicle::disturb(Episode& episode) {
  episode.disturbed = true;
  for (const std::uint32_t index : episode.calls) calls_[index].disturbed = true;
}

// Whose windows stand, whose episode is open, and to whom a callback is on its way.
void Chronicle::disturb_agent(AgentId id) {
  if (!id) return;
  const Agent& agent = agent_of(id);
  if (agent.episode != no_index) disturb(episodes_[agent.episode]);
  if (agent.arriving) call_of(agent.arriving)->disturbed = true;
  for (LentNumber& number : numbers_)
    for (Window& window : number.windows) window.disturbed |= window.agent == id && window.contains(now_.at);
}

void Chronicle::disturb_all() {
  for (std::uint32_t i = 0; i < agents_.size(); ++i) disturb_agent({i});
}

void Chronicle::apply(const trace::PolicyNode& e) {
  if (e.change != trace::NodeChange::crashed) disturb_all();
}

void Chronicle::apply(const trace::Delivery& e) {
  if (e.agent) return disturb_agent(e.agent);
  if (const EmergencyLeg* about = call(e.leg)) disturb_agent(about->agent);
}

void Chronicle::apply(const trace::FaultInjected& e) {
  if (e.component == trace::Component::clock) disturb_all();
}

void Chronicle::apply(const trace::Session& e) {
  Agent& agent = agent_of(e.agent);
  if (agent.connected_devices == 0 && e.connected_devices > 0 && agent.episode != no_index) ++episodes_[agent.episode].captures;
  if (!e.connected && e.connected_devices == 0)
    agent.ours_at_loss = agent.episode != no_index && agent.status.base == trace::Base::do_not_disturb;
  agent.connected_devices = e.connected_devices;
}

}  // namespace tocsin::requirements
