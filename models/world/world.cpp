#include "models/world/world.hpp"

#include <algorithm>

#include "sim/assert.hpp"

namespace tocsin::models {
namespace {

// How long a run goes on after its horizon until it gives up waiting for legs to end, and how long after the last window.
constexpr Duration drain_at_most = sim::hours(48);
constexpr Duration drain_after_last_window = sim::minutes(2);

trace::RoutingFact routing_fact(std::uint32_t index, const InboundRule& rule) {
  trace::RoutingFact fact{index, static_cast<trace::CalledMatch>(rule.match), rule.called, rule.destination, {}, {}, 0};
  if (rule.destination == trace::Destination::agent) fact.agent = AgentId{rule.target};
  if (rule.destination != trace::Destination::queue) return fact;
  fact.queue = trace::QueueId{rule.target};
  fact.priority = rule.item_priority;
  return fact;
}

// What the scenario does from outside; everything else follows from it.
bool is_stimulus(StepKind kind) { return kind <= StepKind::act || kind == StepKind::takes_effect; }

}  // namespace

World::World(const Config& config, const WorldOptions& options, std::span<trace::Sink* const> sinks)
    : config_(config),
      options_(options),
      header_(header_of(config, options.seed, options.replication)),
      tape_(header_, texts_),
      choices_(options.seed, options.replication),
      drain_after_(drain_after_last_window + config.channel_delay_max),
      routing_has_more_(routing_has_more(config)),
      trunks_(config),
      line_waiting_(trunks_.groups()),
      sbc_invites_(config.sbcs.size(), 0),
      tenant_(config),
      responders_(config.responders.size()),
      free_agents_(config) {
  set_up_nodes();
  for (trace::Sink* sink : sinks) tape_.add(sink);
  for (const std::string& text : config.presence_texts) presence_texts_.push_back(texts_.intern(text));
  queues_.resize(config.queues.size());
  agents_.reserve(config.agents.size());
  for (const Agent& agent : config.agents) agents_.push_back(state_at_start(agent));
}

World::~World() {
  tp_event farewell = event_of(0, {}, {});
  for (NodeState& node : nodes_) {
    farewell.sequence = node.port.sequence() + 1;
    node.counterfactuals.destroy(farewell);
    node.port.destroy(farewell);
  }
}

sim::EventHandle World::schedule(Duration delay, std::int32_t order, sim::Address cause, const Step& step) {
  if (delay == left_open) return {};
  return schedule_at(now_ + delay, order, cause, step);
}

sim::EventHandle World::schedule_at(Time at, std::int32_t order, sim::Address cause, const Step& step) {
  TOCSIN_ASSERT(at >= now_, "a step before the present");
  if (is_stimulus(step.kind)) ++stimuli_ahead_;
  return queue_.schedule(at, order, cause.then(static_cast<std::uint64_t>(step.kind)), step);
}

void World::follow_up(FollowUp::Kind kind, std::uint32_t index, LegId id) { follow_ups_.push_back({kind, index, id}); }

void World::do_follow_ups() {
  while (follow_up_next_ < follow_ups_.size()) {
    const FollowUp next = follow_ups_[follow_up_next_++];
    if (next.kind == FollowUp::Kind::refused_rows) {
      put_row({trace::Store::recent, trace::RowMoment::dialled, AgentId{next.index}, next.leg});
      continue;
    }
    if (next.leg && slot_of(next.leg) != next.index) continue;  // that leg is gone
    switch (next.kind) {
      case FollowUp::Kind::recalculate:
        recalculate(AgentId{next.index}, trace::PresenceCause::capacity);
        break;
      case FollowUp::Kind::episode_closed:
        recalculate(AgentId{next.index}, trace::PresenceCause::episode_closed);
        break;
      case FollowUp::Kind::serve_agent:
        serve_agent(AgentId{next.index});
        break;
      case FollowUp::Kind::serve_group:
        serve_group(next.index);
        break;
      case FollowUp::Kind::serve_waiting:
        if (legs_[next.index].stage == Stage::queued) serve_waiting(next.index);
        break;
      case FollowUp::Kind::go_on:
        go_on_dialling(next.index);
        break;
      case FollowUp::Kind::go_on_with_test:
        go_on_with_test(next.index);
        break;
      case FollowUp::Kind::end_leg:
        if (legs_[next.index].stage != Stage::dropped && legs_[next.index].stage != Stage::wrapping)
          drop(next.index, trace::DropCause::system);
        break;
      case FollowUp::Kind::deliver:
        take_in(next.index);
        break;
      case FollowUp::Kind::offer_callback: {
        const Leg& offered = legs_[next.index];
        const bool due = offered.stage == Stage::on_its_way || offered.stage == Stage::ringing;
        if (due && !offered.ending) offer_callback(next.index);
        break;
      }
      case FollowUp::Kind::refused_rows:
        break;
    }
  }
  follow_ups_.clear();
  follow_up_next_ = 0;
}

void World::dispatch(const sim::EventQueue<Step>::Entry& entry) {
  const Step& step = entry.payload;
  switch (step.kind) {
    case StepKind::source_call:
      return source_call(step.index, step.number);
    case StepKind::emergency:
      return start_emergency(step.index);
    case StepKind::plan_arrival:
      return plan_arrival(step.index, step.number);
    case StepKind::callback:
      return call_back(step.index, static_cast<std::uint32_t>(step.number), static_cast<std::uint32_t>(step.number >> 32));
    case StepKind::act:
      return perform(step.index);
    case StepKind::leg_answers:
      if (!legs_[step.index].outgoing) return agent_answers(step.index);
      emit(trace::Responded{legs_[step.index].id, legs_[step.index].attempt, 200});
      return connect(step.index, false);
    case StepKind::leg_ends:
      if (legs_[step.index].plan.ended_by == EndedBy::agent)
        return press_end(step.index, trace::View::panel, trace::Actor::agent);
      return drop(step.index,
                  legs_[step.index].plan.ended_by == EndedBy::network ? trace::DropCause::network : trace::DropCause::far_end);
    case StepKind::leg_abandoned:
    case StepKind::leg_closes:
      return press_end(step.index, trace::View::panel, trace::Actor::agent);
    case StepKind::leg_gives_up:
      return drop(step.index,
                  legs_[step.index].stage == Stage::diverted ? trace::DropCause::far_end : trace::DropCause::caller_gave_up);
    case StepKind::leg_responds:
      return invite_failed(step.index, static_cast<std::uint32_t>(step.number));
    case StepKind::offer_expires:
      return legs_[step.index].emergency ? callback_not_taken(step.index, false) : item_missed(step.index);
    case StepKind::offer_declined:
      if (!legs_[step.index].emergency) return item_declined(step.index);
      return callback_not_taken(step.index, agent(legs_[step.index].agent).devices > 0);
    case StepKind::dial_expires:
      finding(trace::PolicyFault::late_answer, legs_[step.index].ask, legs_[step.index].agent, legs_[step.index].id);
      let_go(step.index);
      return go_on_dialling(step.index);
    case StepKind::wrap_up_ends:
      return end_wrap_up(step.index);
    case StepKind::resume:
      return resume_some(AgentId{step.index});
    case StepKind::agent_returns:
      return agent_returns(AgentId{step.index});
    case StepKind::browser_away:
      return browser_away(AgentId{step.index});
    case StepKind::policy_timer:
      return wake_policy(step.number, step.index);
    case StepKind::ask_policy:
      return ask_policy(step.index);
    case StepKind::tell_over:
      return tell_over(step.index);
    case StepKind::held_event:
      return held_event(step.index);
    case StepKind::second_copy:
      return second_copy(step.index);
    case StepKind::fault:
      return fault_step(step.index, step.number != 0);
    case StepKind::makes_up:
      return make_up(step.index);
    case StepKind::takes_effect:
      return perform(step.index, true);
    case StepKind::overflows:
      return overflow(step.index, static_cast<std::uint32_t>(step.number));
    case StepKind::bot_passes_on:
      return bot_passes_on(step.index);
    case StepKind::day_ends:
      return end_day();
  }
}

// Nothing is to come from outside and every leg is over; so is a dropped one whose session the agent leaves open for ever.
bool World::all_over() const {
  if (stimuli_ahead_ > 0 || faults_.down || faults_.on_its_way > 0) return false;
  if (legs_live_ == 0) return true;
  return std::all_of(legs_.begin(), legs_.end(), [&](const Leg& leg) {
    return leg.stage == Stage::unused || (leg.stage == Stage::dropped && !queue_.pending(leg.timer));
  });
}

void World::tell_initial_facts() {
  for (const NumberConfig& number : tenant_.numbers())
    emit(trace::NumberFact{number.number, number.kind, number.outbound_enabled});
  for (const Number number : config_.pool) emit(trace::PoolFact{number});
  for (std::uint32_t i = 0; i < tenant_.rules().size(); ++i)
    emit(trace::RuleFact{i, texts_.intern(tenant_.rules()[i].pattern), tenant_.rules()[i].priority, tenant_.rules()[i].enabled,
                         static_cast<std::uint32_t>(tenant_.rules()[i].sbcs.size())});
  emit(trace::TenantFact{tenant_.direct_routing_enabled()});
  for (std::uint32_t i = 0; i < config_.inbound_rules.size(); ++i) emit(routing_fact(i, config_.inbound_rules[i]));
  if (!config_.mail) emit(trace::FaultInjected{trace::Component::mail, 0, trace::FaultEffect::down, true, {}});
  for (std::uint32_t i = 0; i < agents_.size(); ++i) {
    const AgentState& state = agents_[i];
    emit(trace::Session{AgentId{i}, 0, state.devices > 0, state.devices});
    emit(trace::Presence{AgentId{i}, state.status.base, state.status.origin, text_of(state.status.text),
                         trace::PresenceCause::sign_in, trace::Actor::platform});
    // Who has no capacity at all is full from the start.
    if (state.capacity_profile != no_index && capacity_limit(state) <= 0) emit_capacity(AgentId{i}, {});
    touch(AgentId{i});
  }
}

WorldSummary World::run() {
  sim::AssertContext& context = sim::assert_context();
  context = {options_.seed, options_.replication, 0};
  tell_initial_facts();
  plan_faults();
  set_up_policy();
  start_sources();
  plan_emergencies();
  plan_acts();
  plan_end_of_day();

  const Time horizon{config_.horizon.us};
  summary_.end = RunEnd::horizon;
  while (!queue_.empty() || faults_.down) {
    if (faults_.down && queue_.next_time() >= faults_.back_at) {
      now_ = due_ = faults_.back_at;
      context.now_us = now_.us;
      for (NodeState& node : nodes_) node.port.begin_step();
      end_outage();
      do_follow_ups();
      continue;
    }
    if (faults_.down && !goes_on_in_outage(queue_.first())) {
      queue_.put_off_first(faults_.back_at);
      continue;
    }
    const Time next = queue_.next_time();
    if (next >= horizon && !stimuli_over_) stimuli_over_ = true;
    if (stimuli_over_ && next > now_) {
      // Whatever the policy still wants to be woken for, nothing can happen any more once windows and legs are over.
      const bool over = next > std::max(horizon, last_window_end_ + drain_after_) && all_over();
      if (!config_.drain || over || next > horizon + drain_at_most) break;
    }
    const auto entry = queue_.pop();
    now_ = entry.at;
    due_ = entry.due;
    if (is_stimulus(entry.payload.kind)) --stimuli_ahead_;
    for (NodeState& node : nodes_) node.port.begin_step();
    context.now_us = now_.us;
    if (++summary_.simulated_events >= config_.events_max) {
      summary_.end = RunEnd::event_bound;
      break;
    }
    dispatch(entry);
    do_follow_ups();
    while (!faults_.due.empty() && !faults_.down && faults_.on_its_way == 0) {
      const std::uint32_t fault = faults_.due.front();
      faults_.due.erase(faults_.due.begin());
      begin_outage(fault);
      do_follow_ups();
    }
  }
  due_ = now_;
  if (config_.drain && summary_.end != RunEnd::event_bound && all_over()) {
    now_ = std::max({now_, horizon, last_window_end_ + drain_after_});
    summary_.end = RunEnd::drained;
    emit(trace::Drained{});
  } else if (summary_.end != RunEnd::event_bound) {
    now_ = std::max(now_, horizon);
  }
  summary_.ended_at = now_;
  for (const NodeState& node : nodes_) summary_.policy_events += node.port.sequence();
  tape_.end(now_);
  summary_.trace_events = tape_.count();
  return summary_;
}

trace::Header header_of(const Config& config, std::uint64_t seed, std::uint64_t replication) {
  trace::Header header;
  header.scenario = config.name;
  header.seed = seed;
  header.replication = replication;
  header.window = config.window;
  header.location_age_max = config.location_age_max;
  header.channel_delay_max = config.channel_delay_max;
  header.strict_prerequisites = config.strict_prerequisites;
  header.switches = config.switches;
  header.termination_window = config.termination_window;
  header.customised_form = config.customised_form;
  header.contacts = static_cast<std::uint32_t>(config.contacts.size());
  header.bounds = config.bounds;
  for (const Agent& agent : config.agents) header.agents.push_back(agent.name);
  for (const Queue& queue : config.queues) header.queues.push_back(queue.name);
  for (const TrunkGroup& group : config.network.groups) header.trunk_groups.push_back(group.name);
  for (const Sbc& sbc : config.sbcs) header.sbcs.push_back(sbc.name);
  for (const Responder& responder : config.responders) header.responders.push_back(responder.name);
  return header;
}

WorldSummary run_world(const Config& config, const WorldOptions& options, std::span<trace::Sink* const> sinks) {
  return World(config, options, sinks).run();
}

}  // namespace tocsin::models
