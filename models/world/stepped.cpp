// A world that is stepped from outside: what can happen next, and making it happen.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint32_t service_unavailable = 503;
// As long as a caller lets it ring whom nobody answers.
constexpr Duration callback_gives_up_after = sim::seconds(60);

}  // namespace

// Slots: first the emergency calls, agent by agent, then the callbacks, call by call.
void World::begin_steps(const StepBounds& bounds) {
  TOCSIN_ASSERT(config_.emergencies.size() == 1, "a stepped world takes its calls from the one plan of its scenario");
  steps_.on = true;
  steps_.left = bounds;
  steps_.dials.assign(agents_.size(), 0);
  const std::size_t calls = agents_.size() * bounds.calls;
  steps_.callbacks.assign(calls, 0);
  legs_.resize(calls + calls * bounds.callbacks);
  cases_.resize(calls);
  tell_initial_facts();
  set_up_policy();
  do_follow_ups();
}

void World::possible(std::vector<Stimulus>& stimuli) const {
  using Kind = Stimulus::Kind;
  stimuli.clear();
  std::uint32_t due = 0;
  queue_.in_order([&](sim::EventHandle, const auto& entry) {
    if (entry.at <= now_) stimuli.push_back({Kind::event, due++});
  });
  for (LegSlot slot = 0; slot < legs_.size(); ++slot) {
    const Leg& leg = legs_[slot];
    switch (leg.stage) {
      case Stage::inviting:
        if (!queue_.pending(leg.timer)) {
          stimuli.push_back({Kind::far_end_answers, slot});
          if (steps_.left.set_ups_fail) stimuli.push_back({Kind::setup_fails, slot});
        }
        stimuli.push_back({Kind::agent_ends, slot});
        break;
      case Stage::needs_lines:
      case Stage::dropped:
        if (leg.outgoing || leg.stage == Stage::dropped) stimuli.push_back({Kind::agent_ends, slot});
        break;
      case Stage::ringing:
        if (leg.emergency && agents_[leg.agent.value].devices > 0) {
          stimuli.push_back({Kind::agent_answers, slot});
          if (steps_.left.declines > 0) stimuli.push_back({Kind::agent_declines, slot});
        }
        stimuli.push_back({Kind::far_end_hangs_up, slot});
        break;
      case Stage::connected:
        stimuli.push_back({Kind::agent_ends, slot});
        stimuli.push_back({Kind::far_end_hangs_up, slot});
        break;
      default:
        break;
    }
  }
  for (std::uint32_t i = 0; i < agents_.size(); ++i) {
    const bool mirrored = steps_.left.alike && i > 0 && steps_.dials[i - 1] == 0;
    if (steps_.left.calls > 0 && agents_[i].devices > 0 && !mirrored) stimuli.push_back({Kind::dial, i});
    if (steps_.left.choices_of_presence > 0 && agents_[i].devices > 0) stimuli.push_back({Kind::chooses_available, i});
    if (steps_.left.disconnects > 0 && agents_[i].devices > 0) stimuli.push_back({Kind::disconnects, i});
    if (agents_[i].devices == 0) stimuli.push_back({Kind::connects, i});
  }
  if (steps_.left.callbacks == 0) return;
  for (LegSlot slot = 0; slot < steps_.callbacks.size(); ++slot)
    if (cases_[slot].shown) stimuli.push_back({Kind::call_back, slot});
}

void World::perform(const Stimulus& stimulus) {
  using Kind = Stimulus::Kind;
  nodes_.front().port.begin_step();
  due_ = now_;
  const LegSlot slot = stimulus.index;
  switch (stimulus.kind) {
    case Kind::event: {
      std::uint32_t at = 0;
      sim::EventHandle chosen;
      queue_.in_order([&](sim::EventHandle handle, const auto&) {
        if (at++ == stimulus.index) chosen = handle;
      });
      dispatch(queue_.take(chosen));
      break;
    }
    case Kind::dial: {
      const std::uint32_t agent = stimulus.index;
      const auto calls = static_cast<std::uint32_t>(steps_.callbacks.size() / agents_.size());
      --steps_.left.calls;
      steps_.next_slot = agent * calls + steps_.dials[agent]++;
      const sim::Address cause = sim::Address::of("step").then(steps_.next_slot);
      EmergencyCase& emergency = cases_[steps_.next_slot];
      emergency.agent = agent;
      emergency.cause = cause;
      LegPlan plan;
      plan.answer_delay = plan.talk = left_open;
      const EmergencyPlan& how = config_.emergencies[0];
      dial({AgentId{agent}, how.dial, how.surface, how.origin.value_or(Number{}), cause, plan, no_index, how.responder,
            steps_.next_slot});
      break;
    }
    case Kind::call_back: {
      const auto calls = static_cast<std::uint32_t>(steps_.callbacks.size());
      const auto most = static_cast<std::uint32_t>(legs_.size() / calls - 1);
      --steps_.left.callbacks;
      steps_.next_slot = calls + slot * most + steps_.callbacks[slot]++;
      LegPlan plan;
      plan.talk = left_open;
      plan.reaction = Reaction::ignores;  // until somebody says otherwise
      plan.gives_up_after = callback_gives_up_after;
      arrive(cases_[slot].shown, config_.responders[config_.emergencies[0].responder].number,
             sim::Address::of("step").then(steps_.next_slot), plan, -1, no_index, no_index, no_index);
      break;
    }
    case Kind::far_end_answers:
      dispatch({now_, now_, 0, legs_[slot].cause, {StepKind::leg_answers, slot, 0}});
      break;
    case Kind::setup_fails:
      invite_failed(slot, service_unavailable);
      break;
    case Kind::far_end_hangs_up:
      drop(slot, legs_[slot].stage == Stage::ringing ? trace::DropCause::caller_gave_up : trace::DropCause::far_end);
      break;
    case Kind::agent_answers:
      agent_answers(slot);
      break;
    case Kind::agent_declines:
      --steps_.left.declines;
      queue_.cancel(legs_[slot].timer);
      callback_not_taken(slot, true);
      break;
    case Kind::agent_ends:
      press_end(slot, trace::View::panel, trace::Actor::agent);
      break;
    case Kind::chooses_available:
      --steps_.left.choices_of_presence;
      change_presence(AgentId{stimulus.index}, {trace::Base::available, trace::Origin::manual, 0}, trace::PresenceCause::chosen,
                      trace::Actor::agent);
      break;
    case Kind::disconnects:
      --steps_.left.disconnects;
      disconnect_device(AgentId{stimulus.index});
      break;
    case Kind::connects:
      connect_device(AgentId{stimulus.index});
      break;
  }
  do_follow_ups();
  refresh_locations();
}

// Locations are told anew with every step: a stale one is a matter of its own, and without that no two states of different times
// could be the same.
void World::refresh_locations() {
  for (std::uint32_t i = 0; i < agents_.size(); ++i) {
    if (agents_[i].location.reported_at == now_) continue;
    agents_[i].location.reported_at = now_;
    tp_event event = event_of(TP_TELL_AGENT_FACTS, AgentId{i}, {});
    event.u.agent_facts = agent_facts(agents_[i]);
    tell(event);
  }
  do_follow_ups();
}

void World::reach(Time at) {
  TOCSIN_ASSERT(at > now_ && queue_.next_time() >= at, "time passes over what is due");
  now_ = due_ = at;
  nodes_.front().port.begin_step();
  refresh_locations();
}

void World::finish_steps() {
  emit(trace::Drained{});
  tape_.end(now_);
}

}  // namespace tocsin::models
