// Faults of the policy's process, of its node and of the channel to it.
//
// Its process ends before one of its events, in the midst of a step, and is back at once; or, with a down time, once nothing is
// on its way to it. While it is down every step is put off to its return, in order, but for what the platform notes by itself:
// calls that are dialled and come in, which are on the trace when they happen and are asked about then, and changes of facts,
// which are told then. So what the policy hears of late says on the trace when it was delivered, and bounds count from there.
//
// The channel brings an event twice, or late. Late are a call that is dialled or comes in and the end of a leg; the order of
// causes is kept for each leg, and an agent's own ends are told before anything else is asked about that agent, since nobody
// could know then which of them came first.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

// Faults come before whatever else happens in their instant.
constexpr std::int32_t fault_order = INT32_MIN;
// Of the policy in one step; far more than any step has that comes to an end by itself.
constexpr std::uint64_t calls_with_failures_max = 1000;

bool is_of_policy(const Fault& fault) { return fault.component == trace::Component::policy; }

trace::FaultEffect effect_on_channel(const Fault& fault) {
  return fault.manner == trace::Manner::duplicate ? trace::FaultEffect::fails : trace::FaultEffect::slow;
}

}  // namespace

void World::plan_faults() {
  faults_.utc_offset_s = config_.utc_offset_s;
  for (std::uint32_t i = 0; i < config_.faults.size(); ++i) {
    const Fault& fault = config_.faults[i];
    if (!choices_.chance(fault_address(i).then(draw_happens), fault.chance)) continue;
    if (is_of_policy(fault)) {
      faults_.any = true;
      nodes_[fault.index].port.keep_log(fault.lag);
      if (fault.before_event != 0 || fault.probability) {
        faults_.of_policy.push_back(i);
        continue;
      }
    }
    schedule_at(fault.at, fault_order, fault_address(i), {StepKind::fault, i, 1});
    if (fault.until != sim::never) schedule_at(fault.until, fault_order, fault_address(i), {StepKind::fault, i, 0});
  }
}

void World::fault_step(std::uint32_t index, bool begins) {
  const Fault& fault = config_.faults[index];
  switch (fault.component) {
    case trace::Component::policy:
      // What is down cannot go down.
      if (begins && !faults_.down) faults_.due.push_back(index);
      return;
    case trace::Component::channel:
      emit(trace::FaultInjected{fault.component, 0, effect_on_channel(fault), begins, {}});
      if (begins)
        faults_.of_channel.push_back(index);
      else
        std::erase(faults_.of_channel, index);
      faults_.copies = std::any_of(faults_.of_channel.begin(), faults_.of_channel.end(),
                                   [&](std::uint32_t i) { return config_.faults[i].manner == trace::Manner::duplicate; });
      return;
    case trace::Component::clock:
      emit(trace::FaultInjected{fault.component, nodes_.front().number, trace::FaultEffect::stepped, begins, fault.step});
      faults_.wall_step = faults_.wall_step + fault.step;
      if (fault.utc_offset_s) faults_.utc_offset_s = *fault.utc_offset_s;
      return;
    case trace::Component::presence:
    case trace::Component::recorder:
    case trace::Component::store:
    case trace::Component::mail:
      return service_fault(index, begins);
    default:
      return platform_fault(fault, begins);
  }
}

// ---- its process

void World::disturb_before_event() {
  if (faults_.replacing) return;
  // What each new node has to ask anew would keep a step going for ever if each failed at once.
  if (node_->port.calls_in_step() >= calls_with_failures_max) return;
  const std::uint64_t next = node_->port.sequence() + 1;
  for (const std::uint32_t index : faults_.of_policy) {
    const Fault& fault = config_.faults[index];
    if (fault.index != place_of_node()) continue;
    const bool meant = fault.before_event != 0 ? fault.before_event == next
                                               : now_ >= fault.at && now_ < fault.until &&
                                                     choices_.chance(fault_address(index).then(next), *fault.probability);
    // A new node is made of the facts of now: none are to be told of then.
    if (!meant || faults_.held_facts > 0) continue;
    if (fault.down_for.us > 0) {
      faults_.due.push_back(index);
      continue;
    }
    emit(trace::PolicyNode{node_->number, trace::NodeChange::crashed});
    faults_.replacing = true;
    replace_policy(fault, fault_address(index).then(next));
    faults_.replacing = false;
  }
}

void World::begin_outage(std::uint32_t index) {
  node_ = &nodes_[config_.faults[index].index];
  emit(trace::PolicyNode{node_->number, trace::NodeChange::crashed});
  faults_.down = true;
  faults_.held = 0;
  faults_.config_at_crash = policy_config(ConfigOf::now);
  faults_.outage = index;
  faults_.back_at = now_ + config_.faults[index].down_for;
  if (faults_.back_at == now_) end_outage();
}

void World::end_outage() {
  faults_.down = false;
  faults_.replacing = true;
  replace_policy(config_.faults[faults_.outage], fault_address(faults_.outage).then(node_->port.sequence()));
  faults_.replacing = false;
  for (std::uint32_t i = 0; i < agents_.size(); ++i) touch(AgentId{i});
  for (std::uint32_t group = 0; group < line_waiting_.size(); ++group)
    if (line_waiting_[group].first != no_leg && trunks_.free(group) > 0) follow_up(FollowUp::Kind::serve_group, group);
}

// Of a call that is dialled or comes in, and of a fact, the platform itself takes note.
bool World::goes_on_in_outage(const Step& step) const {
  switch (step.kind) {
    case StepKind::source_call:
    case StepKind::emergency:
    case StepKind::plan_arrival:
    case StepKind::callback:
    case StepKind::fault:
      return true;
    case StepKind::act: {
      const Act::Kind kind = config_.acts[step.index].kind;
      return kind == Act::Kind::dial || kind == Act::Kind::call_in || changes_facts(kind);
    }
    default:
      return false;
  }
}

void World::replace_policy(const Fault& fault, sim::Address address) {
  std::uint32_t lag = fault.lag;
  if (fault.lag_drawn) lag = choices_.index(address.then("lag"), fault.lag + 1);
  const bool fails = fault.effect == trace::FaultEffect::fails;
  const std::size_t missing = node_->port.missing(lag, fails);
  if (fails || fault.timers_lost) lose_wake_ups();
  if (fails) {
    node_->number = ++last_node_;
    faults_.wall_step = faults_.wall_step + fault.step;
    if (fault.step.us != 0)
      emit(trace::FaultInjected{trace::Component::clock, node_->number, trace::FaultEffect::stepped, true, fault.step});
  }
  // What changed while it was down it is told of next, in its turn.
  const PolicyConfig config = faults_.config_at_crash ? std::move(*faults_.config_at_crash) : policy_config(ConfigOf::now);
  faults_.config_at_crash.reset();
  const bool created = node_->port.replace(config.facts, event_of(0, {}, {}), missing, fault.blank);
  emit(trace::PolicyNode{node_->number, fails ? trace::NodeChange::failed_over : trace::NodeChange::restored});
  if (!created) return;
  if (fails) {
    reconcile(missing);
    emit(trace::PolicyNode{node_->number, trace::NodeChange::reconciled});
    return;
  }
  for (std::size_t back = missing; back > 0; --back) {
    Logged& logged = node_->port.logged(back);
    tp_event event = logged.event.view();
    event.redelivered = 1;
    deliver_again(event, logged.orders, fault.timers_lost);
  }
}

void World::lose_wake_ups() {
  node_->wake_ups = {};
  ++node_->wake_ups_lost;
}

// Gives the policy an event that it has had. Of its orders those that were carried out then are known by their place, and only
// wake-ups are set again, where the policy is to arm them anew.
void World::deliver_again(const tp_event& event, std::uint32_t& orders, bool arms_timers) {
  const PolicyPort::Outcome outcome = node_->port.call_again(event);
  if (outcome == PolicyPort::Outcome::threw)
    finding(trace::PolicyFault::threw, event.sequence, AgentId{event.agent}, LegId{event.leg});
  if (outcome != PolicyPort::Outcome::heard) return;
  applying_ = true;
  if (node_->port.overflowed()) finding(trace::PolicyFault::overflow, event.sequence, {}, {});
  std::uint32_t place = 0;
  for (const tp_order& order : node_->port.orders()) {
    const bool wakes = order.kind == TP_ORDER_WAKE || order.kind == TP_ORDER_CANCEL_WAKE;
    if (place++ >= orders || (arms_timers && wakes)) carry_out(order, event.sequence);
  }
  orders = std::max(orders, place);
  applying_ = false;
}

// ---- its channel

std::uint32_t World::keep_event(const tp_event& event, std::uint32_t orders) {
  if (faults_.kept_free.empty()) {
    faults_.kept.push_back({OwnedEvent(event), orders, place_of_node()});
    return static_cast<std::uint32_t>(faults_.kept.size() - 1);
  }
  const std::uint32_t place = faults_.kept_free.back();
  faults_.kept_free.pop_back();
  faults_.kept[place] = {OwnedEvent(event), orders, place_of_node()};
  return place;
}

void World::hold_event(const tp_event& event) {
  ++faults_.on_its_way;
  if (is_fact(event.kind)) ++faults_.held_facts;
  queue_.schedule(faults_.back_at, due_, ++faults_.held, sim::Address::of("held event"),
                  {StepKind::held_event, keep_event(event, 0), 0});
}

void World::held_event(std::uint32_t place) {
  --faults_.on_its_way;
  const FaultState::Kept held = std::move(faults_.kept[place]);
  faults_.kept_free.push_back(place);
  node_ = &nodes_[held.node];
  tp_event event = held.event.view();
  if (is_fact(event.kind)) --faults_.held_facts;
  const tp_event now = event_of(event.kind, AgentId{event.agent}, LegId{event.leg});
  event.delivered_us = now.delivered_us;
  event.wall_us = now.wall_us;
  event.utc_offset_s = now.utc_offset_s;
  tell(event);
}

void World::second_copies(const tp_event& event) {
  auto orders = static_cast<std::uint32_t>(node_->port.orders().size());
  for (const std::uint32_t index : faults_.of_channel) {
    const Fault& fault = config_.faults[index];
    const sim::Address address = fault_address(index).then(event.sequence);
    if (fault.manner != trace::Manner::duplicate || !choices_.chance(address, fault.probability.value_or(1))) continue;
    const Duration delay = choices_.duration(address.then(draw_delay), fault.delay);
    if (delay.us > 0) {
      queue_.schedule(now_ + delay, now_, 0, address, {StepKind::second_copy, keep_event(event, orders), 0});
      continue;
    }
    emit(trace::Delivery{event.sequence, trace::Manner::duplicate, LegId{event.leg}, AgentId{event.agent}});
    deliver_again(event, orders, false);
  }
}

void World::second_copy(std::uint32_t place) {
  FaultState::Kept kept = std::move(faults_.kept[place]);
  faults_.kept_free.push_back(place);
  node_ = &nodes_[kept.node];
  const tp_event event = kept.event.view();
  emit(trace::Delivery{event.sequence, trace::Manner::duplicate, LegId{event.leg}, AgentId{event.agent}});
  deliver_again(event, kept.orders, false);
}

Hearing World::hearing(sim::Address cause) {
  if (faults_.down) return {faults_.back_at, 0};
  Hearing heard{now_, 0};
  for (const std::uint32_t index : faults_.of_channel) {
    const Fault& fault = config_.faults[index];
    const sim::Address address = fault_address(index).then(cause.hash());
    if (fault.manner == trace::Manner::duplicate || !choices_.chance(address, fault.probability.value_or(1))) continue;
    const Duration delay = std::min(choices_.duration(address.then(draw_delay), fault.delay), config_.channel_delay_max);
    if (now_ + delay > heard.at) heard = {now_ + delay, 1 + static_cast<std::uint64_t>(fault.manner)};
  }
  return heard;
}

// What was on its way is there now.
void World::arrived_late(LegSlot slot, AgentId agent) {
  Leg& leg = legs_[slot];
  if (!leg.awaited) return;
  leg.awaited = false;
  --faults_.on_its_way;
  if (leg.told_late == 0) return;
  if (nodes_.size() > 1) node_ = &node_of(leg);
  emit(trace::Delivery{node_->port.sequence() + 1, static_cast<trace::Manner>(leg.told_late - 1), leg.id, agent});
  leg.told_late = 0;
}

void World::ask_when_heard(LegSlot slot, const Hearing& heard) {
  Leg& fresh = legs_[slot];
  if (heard.at == now_) return fresh.outgoing ? ask_about_dial(slot) : ask_about_arrival(slot);
  fresh.told_late = static_cast<std::uint8_t>(heard.told_late);
  fresh.awaited = true;
  ++faults_.on_its_way;
  const std::int32_t order = faults_.down ? ++faults_.held : 0;
  fresh.timer = queue_.schedule(heard.at, now_, order, fresh.cause.then("asked"), {StepKind::ask_policy, slot, 0});
}

void World::ask_policy(LegSlot slot) {
  const Leg& fresh = legs_[slot];
  const Lent* known = fresh.outgoing ? nullptr : lent(fresh.called);
  arrived_late(slot, known ? known->agent : fresh.agent);
  return fresh.outgoing ? ask_about_dial(slot) : ask_about_arrival(slot);
}

// Dials that are on their way are asked about now: a change of the facts that they are judged by never overtakes them.
void World::ask_about_late_dials() {
  if (faults_.on_its_way == 0 || faults_.down) return;
  std::vector<LegId> late;
  for (const Leg& leg : legs_)
    if (leg.stage == Stage::asked && leg.outgoing && leg.awaited) late.push_back(leg.id);
  std::sort(late.begin(), late.end());
  for (const LegId leg : late)
    if (const LegSlot slot = slot_of(leg); slot != no_leg && legs_[slot].awaited) {
      queue_.cancel(legs_[slot].timer);
      ask_policy(slot);
    }
}

void World::tell_leg_over(LegSlot slot, const Ending& ending, const Hearing& heard) {
  if (heard.at == now_) return leg_over(slot, ending);
  Leg& over = legs_[slot];
  over.untold = true;
  over.over = ending;
  over.told_late = static_cast<std::uint8_t>(heard.told_late);
  over.awaited = true;
  ++faults_.on_its_way;
  over.timer = queue_.schedule(heard.at, now_, ++faults_.overs, over.cause.then("over"), {StepKind::tell_over, slot, 0});
}

void World::tell_over(LegSlot slot) {
  Leg& over = legs_[slot];
  queue_.cancel(over.timer);
  arrived_late(slot, over.agent);
  over.untold = false;
  const Ending ending = over.over;
  leg_over(slot, ending);
}

// Ends of the agent's legs of which the policy has not heard; `final`: those after which nothing of the leg is owed.
void World::tell_overs_of(AgentId id, Overs which) {
  if (faults_.on_its_way == 0 || !id) return;
  std::vector<LegId> untold;
  for (LegSlot slot = agent(id).legs; slot != no_leg; slot = legs_[slot].agent_next) {
    const Leg& over = legs_[slot];
    const bool is_final = over.over.by_agent || over.over.pressed || (over.outgoing ? over.attempt == 0 : !over.answered_once);
    if (over.untold && (which == Overs::all || is_final)) untold.push_back(over.id);
  }
  std::sort(untold.begin(), untold.end());
  for (const LegId leg : untold)
    if (const LegSlot slot = slot_of(leg); slot != no_leg && legs_[slot].untold) tell_over(slot);
}

}  // namespace tocsin::models
