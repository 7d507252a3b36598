// Presence as the platform computes it, and the sessions it depends on.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr Duration reconnect_limit = sim::seconds(150);
// A browser that is away longer than that has the calls in it reassigned.
constexpr Duration browser_limit = sim::seconds(90);
constexpr std::int64_t day_us = 86'400'000'000;

}  // namespace

trace::Text World::text_of(std::uint32_t presence_text) const {
  return presence_text == 0 ? trace::Text{} : presence_texts_[presence_text - 1];
}

std::int32_t World::capacity_limit(const AgentState& agent) const {
  if (agent.capacity_profile == no_index) return 0;
  return agent.limit.value_or(config_.capacity_profiles[agent.capacity_profile].limit);
}

// What is in use already stays so, however little is allowed from now on: what is left can be negative.
void World::set_limit(AgentId id, std::optional<std::int32_t> limit) {
  agent(id).limit = limit;
  emit_capacity(id, {});
  touch(id);
  recalculate(id, trace::PresenceCause::capacity);
}

void World::plan_end_of_day() {
  const bool any = std::any_of(config_.capacity_profiles.begin(), config_.capacity_profiles.end(),
                               [](const CapacityProfile& p) { return p.reset == CapacityProfile::Reset::end_of_day; });
  const std::int64_t left = day_us - (civil_time_us() % day_us + day_us) % day_us;
  if (!any || now_ + Duration{left} > Time{config_.horizon.us}) return;
  schedule(Duration{left}, 0, sim::Address::of("end of day"), {StepKind::day_ends, 0, 0});
}

// The units of what was finished during the day are free again.
void World::end_day() {
  for (std::uint32_t i = 0; i < agents_.size(); ++i) {
    const AgentId id{i};
    if (agent(id).spent == 0) continue;
    agent(id).used -= agent(id).spent;
    agent(id).spent = 0;
    emit_capacity(id, {});
    touch(id);
    recalculate(id, trace::PresenceCause::capacity);
  }
  plan_end_of_day();
}

// Full, or ten sessions and an item more: do not disturb; partly used: busy; free: available.
trace::Base World::computed_base(const AgentState& agent) const {
  const bool has_none = agent.capacity_profile != no_index && capacity_limit(agent) <= 0;
  if (agent.all_sessions || has_none) return trace::Base::do_not_disturb;
  if (agent.used <= 0) return trace::Base::available;
  return agent.used >= capacity_limit(agent) ? trace::Base::do_not_disturb : trace::Base::busy;
}

void World::set_presence(AgentId id, const Status& status, trace::PresenceCause cause, trace::Actor by) {
  if (postpone({trace::Component::presence, {}, {}, id, status, cause, by})) return;
  AgentState& state = agent(id);
  state.set_by_policy = by == trace::Actor::policy && cause == trace::PresenceCause::emergency;
  if (state.set_by_policy && !state.before_policy) state.before_policy = state.status;
  if (cause == trace::PresenceCause::restore) state.before_policy.reset();
  state.presence_event = node_of(id).port.sequence();
  state.status = status;
  state.rejected = cause == trace::PresenceCause::rejected;
  emit(trace::Presence{id, status.base, status.origin, text_of(status.text), cause, by});
  touch(id);
}

bool World::change_presence(AgentId id, const Status& status, trace::PresenceCause cause, trace::Actor by) {
  tp_event event = event_of(TP_ASK_PRESENCE, id, {});
  event.by = static_cast<std::uint32_t>(by);
  event.u.presence.requested = {static_cast<std::uint8_t>(status.base), static_cast<std::uint8_t>(status.origin), 0, status.text};
  event.u.presence.cause = static_cast<std::uint32_t>(cause);
  bool applied = true;
  ask(event, choices_of({TP_REFUSE}), [&](const tp_answer& answer) {
    if (answer.choice == TP_REFUSE) {
      applied = false;
      emit(trace::PresenceRefused{id, status.base, status.origin, text_of(status.text), cause, by});
    } else {
      set_presence(id, status, cause, by);
    }
  });
  return applied;
}

void World::recalculate(AgentId id, trace::PresenceCause cause) {
  const AgentState& state = agent(id);
  if (state.status.origin != trace::Origin::automatic || state.devices == 0) return;
  // Who is away from the desk, or wants no more, does not come back by having less to do.
  if (state.status.base == trace::Base::inactive || state.rejected) return;
  const trace::Base base = computed_base(state);
  if (base == state.status.base && state.status.text == 0) return;
  change_presence(id, {base, trace::Origin::automatic, 0}, cause, trace::Actor::platform);
}

// The platform itself leaves them inactive.
void World::missed(AgentId id) {
  if (agent(id).devices == 0) return;
  const bool applied = change_presence(id, {trace::Base::inactive, trace::Origin::automatic, 0}, trace::PresenceCause::missed,
                                       trace::Actor::platform);
  if (applied) returns_later(id);
}

void World::rejected(AgentId id) {
  if (agent(id).devices == 0) return;
  if (change_presence(id, {trace::Base::do_not_disturb, trace::Origin::automatic, 0}, trace::PresenceCause::rejected,
                      trace::Actor::platform))
    returns_later(id);
}

void World::returns_later(AgentId id) {
  sim::EventHandle& returns = agent(id).returns;
  if (!queue_.pending(returns))
    returns =
        schedule(config_.returns_after, 0, sim::Address::of("agent").then(id.value), {StepKind::agent_returns, id.value, 0});
}

void World::agent_returns(AgentId id) {
  const AgentState& state = agent(id);
  if (state.devices == 0 || (state.status.base != trace::Base::inactive && !state.rejected)) return;
  change_presence(id, {computed_base(state), trace::Origin::automatic, 0}, trace::PresenceCause::chosen, trace::Actor::agent);
}

void World::connect_device(AgentId id) {
  tell_overs_of(id, Overs::final);
  AgentState& state = agent(id);
  ++state.devices;
  emit(trace::Session{id, state.devices - 1, true, state.devices});
  const bool first = state.devices == 1;
  tp_event event = event_of(TP_TELL_SESSION, id, {});
  event.u.session.devices = state.devices;
  tell(event);
  if (!first) return touch(id);
  queue_.cancel(agent(id).away);
  const bool in_time = agent(id).lost_at && now_ - *agent(id).lost_at <= reconnect_limit;
  if (in_time)
    change_presence(id, agent(id).at_loss, trace::PresenceCause::reconnected, trace::Actor::platform);
  else
    change_presence(id, {computed_base(agent(id)), trace::Origin::automatic, 0}, trace::PresenceCause::sign_in,
                    trace::Actor::platform);
  agent(id).ours_at_loss = false;
}

void World::disconnect_device(AgentId id) {
  tell_overs_of(id, Overs::final);
  AgentState& state = agent(id);
  if (state.devices == 0) return;
  --state.devices;
  emit(trace::Session{id, state.devices, false, state.devices});
  tp_event event = event_of(TP_TELL_SESSION, id, {});
  event.u.session.devices = state.devices;
  tell(event);
  if (agent(id).devices > 0) return;
  agent(id).at_loss = agent(id).status;
  agent(id).ours_at_loss = agent(id).before_policy.has_value();
  agent(id).lost_at = now_;
  agent(id).away =
      schedule(browser_limit + Duration{1}, 0, sim::Address::of("away").then(id.value), {StepKind::browser_away, id.value, 0});
  change_presence(id, {trace::Base::offline, agent(id).status.origin, 0}, trace::PresenceCause::connection_lost,
                  trace::Actor::platform);
  touch(id);
}

}  // namespace tocsin::models
