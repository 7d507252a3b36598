// Dispatch, dialling, resources and the life of legs. Numbers and episodes are in files of their own.
#include "scenarios/requirements/chronicle.hpp"

#include <algorithm>
#include <variant>

namespace tocsin::requirements {
namespace {

constexpr std::uint64_t may_stand_before_presence =
    trace::kinds<trace::NumberLent, trace::Shown, trace::Withdrawn, trace::PresenceRefused, trace::Notified>();

}  // namespace

void Chronicle::update(const trace::Event& event) {
  if (forget_) {
    if (const Leg* leg = legs_.find(forget_.value); leg->call != no_index) free_calls_.push_back(leg->call);
    legs_.erase(forget_.value);
    forget_ = {};
  }
  if (closed_ != no_index) free_episodes_.push_back(closed_);
  opened_ = closed_ = no_index;
  lent_while_taken_ = lent_on_live_leg_ = lent_unrested_ = false;
  now_ = {event.sequence, event.occurred_at};
  delivered_ = event.delivered_at;
  if (!accepting_.empty()) note_disturbance(event);
  std::visit([&](const auto& e) { apply(e); }, event.payload);
}

AgentId Chronicle::subject(const trace::Event& event) const {
  return std::visit(
      [&](const auto& e) -> AgentId {
        if constexpr (requires { e.agent; })
          if (e.agent) return e.agent;
        if constexpr (requires { e.leg; })
          if (const Leg* found = leg(e.leg)) {
            if (found->call != no_index && calls_[found->call].agent) return calls_[found->call].agent;
            return found->agent;
          }
        return {};
      },
      event.payload);
}

void Chronicle::note_disturbance(const trace::Event& event) {
  std::erase_if(accepting_, [&](const Accepting& a) { return a.accepted.at != now_.at; });
  if (accepting_.empty() || may_stand_before_presence >> event.kind() & 1) return;
  if (const auto* presence = event.as<trace::Presence>(); presence && presence->base == trace::Base::do_not_disturb) return;
  const AgentId whose = subject(event);
  for (Accepting& accepting : accepting_)
    if (accepting.agent == whose && accepting.disturbed_by == 0) accepting.disturbed_by = now_.sequence;
}

const Chronicle::Accepting* Chronicle::accepting(std::uint64_t accepted_sequence) const {
  for (const Accepting& accepting : accepting_)
    if (accepting.accepted.sequence == accepted_sequence) return &accepting;
  return nullptr;
}

Agent& Chronicle::agent_of(AgentId id) {
  TOCSIN_ASSERT(id && id.value < (1U << 24), "an agent outside the configuration");
  if (id.value >= agents_.size()) agents_.resize(id.value + 1);
  return agents_[id.value];
}

Lines& Chronicle::lines_of(trace::Resource resource, GroupId group) {
  TOCSIN_ASSERT(group && group.value < (1U << 24), "a group outside the configuration");
  std::vector<Lines>& of = lines_[static_cast<std::size_t>(resource)];
  if (group.value >= of.size()) of.resize(group.value + 1);
  return of[group.value];
}

std::uint32_t Chronicle::add_call(LegId id) {
  std::uint32_t index;
  if (free_calls_.empty()) {
    index = static_cast<std::uint32_t>(calls_.size());
    calls_.emplace_back();
  } else {
    index = free_calls_.back();
    free_calls_.pop_back();
    calls_[index] = {};
  }
  calls_[index].id = id;
  calls_[index].began = now_;
  calls_[index].delivered_at = delivered_;
  return index;
}

void Chronicle::apply(const trace::Dialled& e) {
  Leg& leg = legs_.at(e.leg.value);
  leg.agent = e.agent;
  leg.direction = Direction::outgoing;
  leg.calling_plan_origin = e.origin_kind == trace::NumberKind::calling_plan;
}

void Chronicle::apply(const trace::Refused& e) {
  if (const Leg* leg = legs_.find(e.leg.value); leg && leg->call == no_index) end_leg(e.leg, false);
}

void Chronicle::apply(const trace::Accepted& e) {
  Leg& leg = legs_.at(e.leg.value);
  leg.agent = e.agent;
  const bool first = leg.call == no_index;
  if (first) {
    stop_waiting(leg);
    give_back_all(leg);
    leg.call = add_call(e.leg);
  }
  EmergencyLeg& call = calls_[leg.call];
  call.agent = e.agent;
  call.direction = Direction::outgoing;
  call.standing = Standing::outgoing;
  call.path = e.path;
  call.accepted = now_;
  call.calling_plan_origin = leg.calling_plan_origin;
  ++call.accepts;
  accepting_.push_back({e.agent, now_});
  if (first) join(leg.call);
}

void Chronicle::apply(const trace::Invited& e) {
  EmergencyLeg* call = call_of(e.leg);
  if (!call) return;
  if (call->egress.sequence == 0) call->egress = now_;
  (e.target == trace::InviteTarget::sbc ? call->left_to_sbc : call->left_to_direct_offer) = true;
}

void Chronicle::apply(const trace::RulesWouldSay& e) {
  if (EmergencyLeg* call = call_of(e.leg)) call->rules_say = e.destination;
}

void Chronicle::apply(const trace::Routed& e) {
  Leg* leg = legs_.find(e.leg.value);
  if (!leg) return;
  if (e.agent) leg->agent = e.agent;
  if (leg->call == no_index) {
    // Whoever hears a bot or leaves a message waits for nothing any more.
    stop_waiting(*leg);
    if (e.destination == trace::Destination::rejected || e.destination == trace::Destination::closed) end_leg(e.leg, false);
    return;
  }
  EmergencyLeg& call = calls_[leg->call];
  call.routed = true;
  call.destination = e.destination;
  if (call.standing == Standing::inside && e.destination == trace::Destination::agent && e.agent == call.agent) join(leg->call);
}

void Chronicle::apply(const trace::Waits& e) {
  Leg* leg = legs_.find(e.leg.value);
  if (!leg || !is_live(leg->phase)) return;
  stop_waiting(*leg);
  leg->waits = true;
  leg->waits_for = e.resource;
  leg->waits_group = e.group;
  leg->waits_as = counted(*leg);
  const bool line = is_line(e.resource, e.group);
  if (leg->waits_as == Counted::ordinary) {
    ++waiting_[static_cast<std::size_t>(e.resource)];
    if (line) ++lines_of(e.resource, e.group).ordinary_waiting;
  } else if (line && leg->waits_as == Counted::emergency) {
    Lines& lines = lines_of(e.resource, e.group);
    ++lines.emergency_waiting;
    calls_[leg->call].wait_since = now_;
    calls_[leg->call].wait_excused = lines.inside_reserve == 0;
  }
}

void Chronicle::stop_waiting(Leg& leg) {
  if (!leg.waits) return;
  leg.waits = false;
  const bool line = is_line(leg.waits_for, leg.waits_group);
  if (leg.waits_as == Counted::ordinary) {
    --waiting_[static_cast<std::size_t>(leg.waits_for)];
    if (line) --lines_of(leg.waits_for, leg.waits_group).ordinary_waiting;
  } else if (line && leg.waits_as == Counted::emergency) {
    Lines& lines = lines_of(leg.waits_for, leg.waits_group);
    --lines.emergency_waiting;
    EmergencyLeg& call = calls_[leg.call];
    if (call.wait_excused && lines.wrong_grant < call.wait_since.sequence)
      call.line_wait = call.line_wait + (now_.at - call.wait_since.at);
    call.wait_excused = false;
  }
}

void Chronicle::apply(const trace::Granted& e) {
  Leg* leg = legs_.find(e.leg.value);
  if (!leg) return;
  stop_waiting(*leg);
  if (e.resource == trace::Resource::agent && e.agent) leg->agent = e.agent;
  if (!is_line(e.resource, e.group)) return;
  if (leg->holds_count == Leg::held_max) give_back(*leg, 0);
  const Counted as = counted(*leg);
  const bool reserved = as == Counted::ordinary && e.free_before <= e.reserve && e.reserve > 0;
  leg->holds[leg->holds_count++] = {e.resource, as, reserved, e.group};
  if (as != Counted::ordinary) return;
  Lines& lines = lines_of(e.resource, e.group);
  ++lines.ordinary;
  if (reserved) ++lines.inside_reserve;
  if (reserved || lines.emergency_waiting > 0) lines.wrong_grant = now_.sequence;
}

void Chronicle::give_back(Leg& leg, std::size_t which) {
  if (leg.holds[which].as == Counted::ordinary) {
    Lines& lines = lines_of(leg.holds[which].resource, leg.holds[which].group);
    --lines.ordinary;
    if (leg.holds[which].reserved) --lines.inside_reserve;
  }
  std::copy(leg.holds.begin() + which + 1, leg.holds.begin() + leg.holds_count, leg.holds.begin() + which);
  --leg.holds_count;
}

void Chronicle::give_back_all(Leg& leg) {
  while (leg.holds_count > 0) give_back(leg, leg.holds_count - 1U);
}

void Chronicle::apply(const trace::Blocked& e) {
  Leg* leg = legs_.find(e.leg.value);
  if (!leg) return;
  stop_waiting(*leg);
  if (leg->call == no_index) end_leg(e.leg, false);
}

void Chronicle::apply(const trace::Freed& e) {
  Leg* leg = legs_.find(e.leg.value);
  if (!leg) return;
  for (std::size_t i = 0; i < leg->holds_count; ++i)
    if (leg->holds[i].resource == e.resource && leg->holds[i].group == e.group) return give_back(*leg, i);
}

void Chronicle::apply(const trace::CapacityUsed& e) {
  Agent& agent = agent_of(e.agent);
  agent.capacity_used = e.used;
  agent.capacity_limit = e.limit;
  agent.assignment_blocked = e.assignment_blocked;
  agent.capacity_known = true;
}

void Chronicle::apply(const trace::Offered& e) {
  Leg* leg = legs_.find(e.leg.value);
  if (!leg || !is_live(leg->phase)) return;
  leg->agent = e.agent;
  leg->phase = Phase::ringing;
  if (leg->call == no_index) return;
  EmergencyLeg& call = calls_[leg->call];
  if (call.direction == Direction::outgoing || e.agent != call.agent) return;
  if (call.offered.sequence == 0) call.offered = now_;
  const bool as_emergency = e.route == trace::Route::emergency_callback;
  if (call.standing == Standing::inside || (is_optional(call.standing) && as_emergency)) join(leg->call);
}

// An ordinary item, also to a number of the pool, goes back to where it waited; a callback goes on ringing at its agent.
void Chronicle::back_from_ringing(LegId id) {
  Leg* leg = legs_.find(id.value);
  if (leg && leg->phase == Phase::ringing && counted(*leg) != Counted::emergency) leg->phase = Phase::up;
}

void Chronicle::apply(const trace::Declined& e) { back_from_ringing(e.leg); }
void Chronicle::apply(const trace::OfferTimedOut& e) { back_from_ringing(e.leg); }
void Chronicle::apply(const trace::Withdrawn& e) { back_from_ringing(e.leg); }

void Chronicle::apply(const trace::Answered& e) {
  Leg* leg = legs_.find(e.leg.value);
  if (!leg || !is_live(leg->phase)) return;
  if (e.agent) leg->agent = e.agent;
  leg->phase = Phase::connected;
  if (leg->call != no_index) calls_[leg->call].answered = true;
}

// A call that may be treated either way joins the open episode of its agent with the panel of an emergency, even while it waits.
void Chronicle::apply(const trace::Shown& e) {
  const EmergencyLeg* found = call(e.leg);
  if (!found || !undecided(*found) || !found->agent || agent_of(found->agent).episode == no_index) return;
  // Beside the two, a customised form may show its own.
  const bool as_emergency = e.view == trace::View::panel && e.agent == found->agent &&
                            without(trace::emergency_controls, e.controls) == trace::Controls{} &&
                            without(without(e.controls, trace::emergency_controls), trace::form_controls) == trace::Controls{};
  if (as_emergency) join(legs_.find(e.leg.value)->call);
}

void Chronicle::apply(const trace::Held& e) {
  if (Leg* leg = legs_.find(e.leg.value)) leg->held = true;
}

void Chronicle::apply(const trace::Resumed& e) {
  if (Leg* leg = legs_.find(e.leg.value)) leg->held = false;
}

void Chronicle::apply(const trace::Dropped& e) { end_leg(e.leg, false); }

void Chronicle::apply(const trace::EndPressed& e) {
  if (e.outcome != trace::Outcome::done) return;
  const EmergencyLeg* ended = call(e.leg);
  end_leg(e.leg, e.by == trace::Actor::agent && (!ended || e.agent == ended->agent));
}

void Chronicle::end_leg(LegId id, bool by_agent) {
  Leg* leg = legs_.find(id.value);
  if (!leg) return;
  phase_before_ = leg->phase;
  const bool was_live = is_live(leg->phase);
  if (was_live) {
    stop_waiting(*leg);
    give_back_all(*leg);
    leg->phase = by_agent ? Phase::ended : Phase::dropped;
    leg->held = false;
  }
  if (leg->call == no_index) {
    forget_ = id;
    return;
  }
  EmergencyLeg& call = calls_[leg->call];
  if (was_live) {
    call.ended = now_;
    leave_number(call, by_agent);
  }
  if (is_ordinary(call.standing)) {
    forget_ = id;
    return;
  }
  // There is nothing left to end of a leg that is settled.
  if (by_agent && !call.settled) settle(call);
  close_if_done(call.agent);
}

}  // namespace tocsin::requirements
