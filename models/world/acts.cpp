// Single acts at given times: what agents, supervisors and administrators do, and calls from outside.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {

// What the policy is told of as facts.
bool World::changes_facts(Act::Kind kind) {
  switch (kind) {
    case Act::Kind::location:
    case Act::Kind::profiles:
    case Act::Kind::activate:
    case Act::Kind::deactivate:
    case Act::Kind::number:
    case Act::Kind::rule:
    case Act::Kind::tenant:
    case Act::Kind::synchronise:
      return true;
    default:
      return false;
  }
}

tp_agent_facts World::agent_facts(const AgentState& state) const {
  tp_agent_facts facts{};
  facts.presence = {static_cast<std::uint8_t>(state.status.base), static_cast<std::uint8_t>(state.status.origin), 0,
                    state.status.text};
  facts.holds_capacity_profile = state.capacity_profile != no_index;
  if (state.outbound_profile != no_index) {
    const OutboundProfile& profile = config_.outbound_profiles[state.outbound_profile];
    facts.outbound_profile = static_cast<std::uint8_t>(profile.channel);
    facts.profiles_associated =
        state.capacity_profile != no_index && std::find(profile.capacity_profiles.begin(), profile.capacity_profiles.end(),
                                                        state.capacity_profile) != profile.capacity_profiles.end();
  }
  facts.location = static_cast<std::uint8_t>(state.location.status);
  facts.country = state.location.country;
  facts.location_reported_us = state.location.reported_at.us;
  facts.deactivated = state.deactivated;
  facts.dispatchable_location = state.location.dispatchable;
  return facts;
}

void World::agent_facts_changed(AgentId id) {
  const tp_agent_facts facts = agent_facts(agent(id));
  emit_heard(faults_.down ? faults_.back_at : now_,
             trace::AgentFact{id, !agent(id).deactivated, agent(id).location.status, facts.country,
                              facts.holds_capacity_profile != 0, static_cast<trace::OutboundProfile>(facts.outbound_profile),
                              facts.profiles_associated != 0, facts.dispatchable_location != 0});
  tp_event event = event_of(TP_TELL_AGENT_FACTS, id, {});
  event.u.agent_facts = facts;
  tell(event);
}

// The conversation in front of the agent: the one the microphone feeds, else a call on its way out, else one on hold, else one
// whose session is still open, else what rings.
LegSlot World::conversation_of(AgentId id) {
  const auto nearness = [](const Leg& leg) {
    switch (leg.stage) {
      case Stage::ringing:
        return 1;
      case Stage::dropped:
        return 2;
      case Stage::connected:
        return 3;
      case Stage::asked:
      case Stage::on_its_way:
      case Stage::needs_lines:
      case Stage::inviting:
        return leg.outgoing ? 4 : 0;
      default:
        return 0;
    }
  };
  if (agent(id).active != no_leg) return agent(id).active;
  LegSlot nearest = no_leg;
  int most = 0;
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next)
    if (const int near = nearness(legs_[slot]); near > most) {
      most = near;
      nearest = slot;
    }
  return nearest;
}

void World::plan_acts() {
  for (std::uint32_t i = 0; i < config_.acts.size(); ++i)
    schedule_at(config_.acts[i].at, config_.acts[i].order, sim::Address::of("act").then(i), {StepKind::act, i, 0});
}

void World::perform(std::uint32_t index, bool has_spread) {
  const Act& act = config_.acts[index];
  const AgentId id{act.agent};
  const sim::Address cause = sim::Address::of("act").then(index);
  if (act.spreads && !has_spread) {
    schedule(choices_.duration(cause.then("spreads"), *act.spreads), act.order, cause, {StepKind::takes_effect, index, 0});
    return;
  }
  if (changes_facts(act.kind)) ask_about_late_dials();
  switch (act.kind) {
    case Act::Kind::presence:
      change_presence(id, act.status, trace::PresenceCause::chosen, act.by);
      return;
    case Act::Kind::dial: {
      LegPlan plan;
      plan.answer_delay = sim::seconds(3);
      plan.talk = choices_.duration(cause.then(draw_talk), act.talk);
      plan.ended_by = EndedBy::agent;
      plan.closes_after = sim::seconds(10);
      dial({id, act.text, act.surface, {}, cause, plan, no_index, no_index, no_index});
      return;
    }
    case Act::Kind::location:
      agent(id).location = act.location;
      return agent_facts_changed(id);
    case Act::Kind::profiles:
      agent(id).capacity_profile = act.capacity_profile;
      agent(id).outbound_profile = act.outbound_profile;
      agent_facts_changed(id);
      return touch(id);
    case Act::Kind::start_recording:
      return record_by_hand(id, act.by);
    case Act::Kind::replay_rows:
      return replay_outbox();
    case Act::Kind::activate:
    case Act::Kind::deactivate:
      agent(id).deactivated = act.kind == Act::Kind::deactivate;
      agent_facts_changed(id);
      return touch(id);
    case Act::Kind::number: {
      tenant_.set_number(act.number);
      emit(trace::NumberFact{act.number.number, act.number.kind, act.number.outbound_enabled});
      tp_event event = event_of(TP_TELL_NUMBER_FACTS, {}, {});
      event.u.number_facts = {act.number.number.value, static_cast<std::uint8_t>(act.number.kind),
                              static_cast<std::uint8_t>(act.number.outbound_enabled)};
      return tell_every_node(event);
    }
    case Act::Kind::rule: {
      tenant_.set_rule(act.index, act.text, act.enabled);
      const DirectRoutingRule& rule = tenant_.rules()[act.index];
      emit(trace::RuleFact{act.index, texts_.intern(rule.pattern), rule.priority, rule.enabled,
                           static_cast<std::uint32_t>(rule.sbcs.size())});
      tp_event event = event_of(TP_TELL_RULE_FACTS, {}, {});
      event.u.rule.index = act.index;
      event.u.rule.facts = {rule.pattern.data(), static_cast<std::uint32_t>(rule.pattern.size()), rule.priority, rule.enabled,
                            static_cast<std::uint32_t>(rule.sbcs.size())};
      return tell_every_node(event);
    }
    case Act::Kind::tenant: {
      tenant_.enable_direct_routing(act.enabled);
      emit(trace::TenantFact{act.enabled});
      tp_event event = event_of(TP_TELL_TENANT_FACTS, {}, {});
      event.u.tenant.direct_routing_enabled = act.enabled;
      return tell_every_node(event);
    }
    case Act::Kind::use_control:
      if (const LegSlot slot = conversation_of(id); slot != no_leg) use_control(slot, act.view, act.control, act.by);
      return;
    case Act::Kind::end_call:
      // What only rings is declined or left, not ended.
      if (const LegSlot slot = conversation_of(id); slot != no_leg && legs_[slot].stage != Stage::ringing)
        press_end(slot, trace::View::panel, act.by);
      return;
    case Act::Kind::call_in: {
      LegPlan plan;
      plan.answer_delay = sim::seconds(5);
      plan.talk = choices_.duration(cause.then(draw_talk), act.talk);
      plan.gives_up_after = sim::seconds(60);
      plan.closes_after = sim::seconds(5);
      plan.marked = act.marked;
      plan.verification = act.verification;
      arrive(act.number.number, act.caller, cause, plan, -1, no_index, no_index, no_index);
      return;
    }
    case Act::Kind::connect:
      return connect_device(id);
    case Act::Kind::disconnect:
      return disconnect_device(id);
    case Act::Kind::hold:
      if (const LegSlot slot = conversation_of(id); slot != no_leg) hold(slot);
      return;
    case Act::Kind::resume:
      return resume_some(id);
    case Act::Kind::pause_recording:
      if (const LegSlot slot = conversation_of(id); slot != no_leg) press_pause(slot);
      return;
    case Act::Kind::close_session:
      if (const LegSlot slot = conversation_of(id); slot != no_leg) close_with_x(slot);
      return;
    case Act::Kind::refer:
      if (const LegSlot slot = conversation_of(id); slot != no_leg) refer(slot);
      return;
    case Act::Kind::assign:
      return assign_by_hand(id);
    case Act::Kind::limit:
      return set_limit(id, act.capacity_limit);
    case Act::Kind::synchronise:
      for (std::uint32_t i = 0; i < agents_.size(); ++i) agent_facts_changed(AgentId{i});
      return;
  }
}

}  // namespace tocsin::models
