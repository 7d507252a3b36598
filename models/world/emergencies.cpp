// Emergencies and the calls back, as the scenario plans them.

#include <utility>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

Duration drawn(sim::RandomChoices& choices, sim::Address address, const std::optional<Distribution>& distribution) {
  return distribution ? choices.duration(address, *distribution) : not_planned;
}

sim::Address plan_address(const EmergencyPlan& plan) { return sim::Address::of("emergency").then(plan.name); }

sim::Address callback_cause(const EmergencyCase& emergency, std::uint32_t callback, std::uint64_t retry) {
  const sim::Address first = emergency.cause.then("callback").then(callback);
  return retry == 0 ? first : first.then("retry").then(retry);
}

}  // namespace

std::uint32_t World::new_case(std::uint32_t plan_index, std::uint64_t number) {
  const EmergencyPlan& plan = config_.emergencies[plan_index];
  EmergencyCase fresh;
  fresh.plan = plan_index;
  fresh.cause = plan_address(plan).then(number);
  const auto choices = static_cast<std::uint32_t>(plan.agents.size());
  // In turn where the calls are given one by one; drawn where they are a population.
  fresh.agent = plan.agents[plan.at ? number % choices : choices_.index(fresh.cause.then(draw_agent), choices)];
  cases_.push_back(fresh);
  return static_cast<std::uint32_t>(cases_.size() - 1);
}

void World::plan_emergencies() {
  for (std::uint32_t i = 0; i < config_.emergencies.size(); ++i) {
    const EmergencyPlan& plan = config_.emergencies[i];
    if (plan.per_hour > 0) {
      schedule_plan_arrival(i, 0, Time{0});
      continue;
    }
    for (std::uint32_t k = 0; k < plan.count; ++k) {
      const sim::Address cause = plan_address(plan).then(k);
      const Time at =
          plan.at ? *plan.at
                  : Time{0} + choices_.duration(cause.then(draw_time), Distribution::uniform({0}, config_.horizon - Duration{1}));
      schedule_at(at, plan.order, cause, {StepKind::plan_arrival, i, k});
    }
  }
}

void World::schedule_plan_arrival(std::uint32_t index, std::uint64_t number, Time after) {
  const EmergencyPlan& plan = config_.emergencies[index];
  const sim::Address cause = plan_address(plan).then(number);
  const Duration mean{static_cast<std::int64_t>(3.6e9 / plan.per_hour)};
  const Time at = after + choices_.duration(cause.then(draw_gap), Distribution::exponential(mean));
  if (at >= Time{config_.horizon.us}) return;
  schedule_at(at, plan.order, cause, {StepKind::plan_arrival, index, number});
}

void World::plan_arrival(std::uint32_t index, std::uint64_t number) {
  if (config_.emergencies[index].per_hour > 0) schedule_plan_arrival(index, number + 1, now_);
  start_emergency(new_case(index, number));
}

void World::start_emergency(std::uint32_t index) {
  const EmergencyPlan& plan = config_.emergencies[cases_[index].plan];
  const sim::Address cause = cases_[index].cause;
  ++summary_.emergency_dials;
  LegPlan leg_plan;
  leg_plan.answer_delay = choices_.duration(cause.then(draw_answer), plan.answer_delay);
  leg_plan.talk = choices_.duration(cause.then(draw_talk), plan.talk);
  leg_plan.closes_after = drawn(choices_, cause.then(draw_closes), plan.agent_closes_after);
  leg_plan.abandons_after = drawn(choices_, cause.then(draw_abandons), plan.agent_abandons_after);
  leg_plan.ended_by = plan.ended_by;
  leg_plan.setup_response = plan.setup_response;
  leg_plan.media = plan.media;
  milestone(index, CallbackPlan::From::dialled);
  dial({AgentId{cases_[index].agent}, plan.dial, plan.surface, plan.origin.value_or(Number{}), cause, leg_plan, no_index,
        plan.responder, index});
}

// Schedules the calls back that are counted from this point of the emergency.
void World::milestone(std::uint32_t index, CallbackPlan::From from, std::uint32_t after_callback) {
  EmergencyCase& emergency = cases_[index];
  const EmergencyPlan& plan = config_.emergencies[emergency.plan];
  // An emergency is accepted and over once, whatever becomes of its call in between.
  if (from == CallbackPlan::From::accepted && std::exchange(emergency.accepted, true)) return;
  if (from == CallbackPlan::From::ended && std::exchange(emergency.ended, true)) return;
  for (std::uint32_t k = 0; k < plan.callbacks.size(); ++k) {
    const CallbackPlan& callback = plan.callbacks[k];
    if (callback.from != from) continue;
    using OnlyIf = CallbackPlan::OnlyIf;
    if (callback.only_if == (emergency.answered ? OnlyIf::unanswered : OnlyIf::answered)) continue;
    if (from == CallbackPlan::From::previous_ended && k != after_callback + 1) continue;
    const sim::Address cause = callback_cause(emergency, k, 0);
    if (!choices_.chance(cause.then(draw_happens), callback.probability)) continue;
    schedule(choices_.duration(cause.then(draw_delay), callback.delay), callback.order, cause, {StepKind::callback, index, k});
  }
}

// A leg of an emergency is over: what was not answered is tried again, and the next callback is counted from there.
void World::case_goes_on(const Leg& over) {
  if (over.emergency_case == no_index) return;
  if (over.callback_index == no_index) return milestone(over.emergency_case, CallbackPlan::From::ended);
  const EmergencyCase& emergency = cases_[over.emergency_case];
  const CallbackPlan& callback = config_.emergencies[emergency.plan].callbacks[over.callback_index];
  if (over.answered_once || over.retry >= callback.retries)
    return milestone(over.emergency_case, CallbackPlan::From::previous_ended, over.callback_index);
  const std::uint64_t retry = over.retry + 1;
  const sim::Address cause = callback_cause(emergency, over.callback_index, retry);
  schedule(choices_.duration(cause.then(draw_retry), callback.retry_after), callback.order, cause,
           {StepKind::callback, over.emergency_case, retry << 32 | over.callback_index});
}

void World::call_back(std::uint32_t index, std::uint32_t which, std::uint32_t retry) {
  const EmergencyCase& emergency = cases_[index];
  const EmergencyPlan& plan = config_.emergencies[emergency.plan];
  const CallbackPlan& callback = plan.callbacks[which];
  const Number called = callback.called ? callback.called : emergency.shown;
  if (!called) return;  // the responder never saw a number
  const sim::Address cause = callback_cause(emergency, which, retry);
  ++summary_.callbacks;
  LegPlan leg_plan;
  leg_plan.answer_delay = choices_.duration(cause.then(draw_answer), callback.answer_delay);
  leg_plan.talk = choices_.duration(cause.then(draw_talk), callback.talk);
  leg_plan.gives_up_after = choices_.duration(cause.then(draw_gives_up), callback.gives_up_after);
  leg_plan.closes_after = drawn(choices_, cause.then(draw_closes), callback.agent_closes_after);
  leg_plan.ended_by = callback.ended_by;
  leg_plan.reaction = callback.reaction;
  leg_plan.media = callback.media;
  leg_plan.marked = callback.marked;
  leg_plan.verification = callback.verification;
  leg_plan.declines = callback.declines;
  const Number caller =
      callback.caller.value_or(config_.responders.empty() ? Number{} : config_.responders[plan.responder].number);
  arrive(called, caller, cause, leg_plan, -1, no_index, index, which, retry);
}

}  // namespace tocsin::models
