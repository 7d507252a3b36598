// Outgoing calls: the dial, the policy's word, the way out by direct offer or direct routing, INVITEs and their failures.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr Duration setup_failure_after = sim::milliseconds(200);
constexpr std::uint32_t ok = 200;
constexpr std::uint32_t service_unavailable = 503;
// A policy that has a call tried for ever is stopped there.
constexpr std::uint32_t attempts_max = 100;

// RFC 3261: no answer in time, no service, and a gateway's timeout let the platform try the next SBC; nothing else does.
bool tries_next(std::uint32_t response) { return response == 408 || response == 503 || response == 504; }

trace::RefusalReason reason_of(std::uint32_t reason) {
  return reason <= TP_REASON_DISPATCHABLE_LOCATION ? static_cast<trace::RefusalReason>(reason) : trace::RefusalReason::other;
}

// The digits of what was dialled, for routing; as many as a number can have.
Number digits_of(std::string_view text) {
  constexpr int digits_max = 18;
  Number number{0};
  int count = 0;
  for (const char c : text)
    if (c >= '0' && c <= '9' && count++ < digits_max) number.value = number.value * 10 + static_cast<std::uint64_t>(c - '0');
  return number;
}

}  // namespace

void World::dial(const DialRequest& request) {
  const AgentState& dialling = agent(request.agent);
  const LegSlot slot = new_leg(request.cause, true);
  Leg& fresh = legs_[slot];
  give_to_agent(slot, request.agent);
  fresh.plan = request.plan;
  fresh.queue = request.queue;
  fresh.responder = request.responder;
  fresh.emergency_case = request.emergency_case;
  fresh.origin = request.origin                          ? request.origin
                 : dialling.outbound_profile == no_index ? Number{}
                                                         : config_.outbound_profiles[dialling.outbound_profile].number;
  fresh.called = digits_of(request.text);
  const LegId id = fresh.id;

  trace::Dialled dialled;
  const tp_agent_facts facts = agent_facts(dialling);
  dialled.agent = request.agent;
  dialled.leg = id;
  dialled.raw = texts_.intern(request.text);
  dialled.surface = request.surface;
  dialled.origin = fresh.origin;
  dialled.origin_kind = trace::NumberKind::unknown;
  if (const NumberConfig* number = tenant_.number(fresh.origin)) dialled.origin_kind = number->kind;
  dialled.direct_offer_numbers = tenant_.direct_offer_numbers();
  dialled.location = dialling.location.status;
  dialled.country = dialling.location.country;
  dialled.location_age = now_ - dialling.location.reported_at;
  dialled.holds_capacity_profile = facts.holds_capacity_profile != 0;
  dialled.outbound_profile = static_cast<trace::OutboundProfile>(facts.outbound_profile);
  dialled.profiles_associated = facts.profiles_associated != 0;
  dialled.direct_routing_enabled = tenant_.direct_routing_enabled();
  dialled.rules_version = tenant_.rules_version();
  dialled.dispatchable_location = dialling.location.dispatchable;
  dialled.media = fresh.plan.media;
  fresh.dialled = dialled.raw;
  fresh.location.dispatchable = dialled.dispatchable_location;
  fresh.surface = request.surface;
  const Hearing heard = hearing(request.cause);
  emit_heard(heard.at, dialled);
  if (fresh.plan.abandons_after != not_planned)
    fresh.deadline =
        schedule(fresh.plan.abandons_after, 0, request.cause.then(draw_abandons), {StepKind::leg_abandoned, slot, 0});
  ask_when_heard(slot, heard);
}

void World::ask_about_dial(LegSlot slot) {
  tell_overs_of(legs_[slot].agent, Overs::final);
  const Leg& fresh = legs_[slot];
  const sim::Address cause = fresh.cause;
  const std::string text = texts_.spell(fresh.dialled);
  tp_event event = event_of(TP_ASK_DIAL, fresh.agent, fresh.id);
  event.by = TP_BY_AGENT;
  event.occurred_us = fresh.begun.us;
  event.u.dial.text = text.data();
  event.u.dial.length = static_cast<std::uint32_t>(text.size());
  event.u.dial.surface = static_cast<std::uint32_t>(fresh.surface);
  event.u.dial.origin = fresh.origin.value;
  event.u.dial.display = shown_number(agent(fresh.agent), fresh.origin).value;
  event.u.dial.media = static_cast<std::uint32_t>(fresh.plan.media);
  bool goes_on = false, tests = false;
  ask(event, dial_choices, [&](const tp_answer& answer) {
    switch (answer.choice) {
      case TP_ACCEPT:
        goes_on = true;
        return accept(slot, answer);
      case TP_REFUSE:
        return refuse_dial(slot, answer.reason);
      case TP_READ_BACK:
        tests = true;
        return read_back(slot, answer);
      case TP_LATER:
        legs_[slot].ask = event.sequence;
        legs_[slot].timer = schedule(config_.bounds.accept, 20, cause.then("held dial"), {StepKind::dial_expires, slot, 0});
        return;
      default:
        goes_on = true;
        return let_go(slot);
    }
  });
  if (goes_on) go_on_dialling(slot);
  if (tests) go_on_with_test(slot);
}

// A test call: a machine of the platform answers it at once and says a number. No INVITE leaves.
void World::read_back(LegSlot slot, const tp_answer& answer) {
  Leg& test = legs_[slot];
  test.ask = 0;
  queue_.cancel(test.timer);
  emit(trace::ReadBack{test.id, test.agent, Number{answer.number}});
}

void World::go_on_with_test(LegSlot slot) {
  if (legs_[slot].ending) return;
  use_capacity(slot);
  show_ordinary(slot);
  connect(slot, false);
}

// To the called party, where the policy says nothing: a profile may show another number than the one it dials from.
Number World::shown_number(const AgentState& dialling, Number origin) const {
  const Number other =
      dialling.outbound_profile == no_index ? Number{} : config_.outbound_profiles[dialling.outbound_profile].shown;
  return other ? other : origin;
}

// The platform goes on with the dial as with any other.
void World::let_go(LegSlot slot) {
  Leg& ordinary = legs_[slot];
  ordinary.ask = 0;
  queue_.cancel(ordinary.timer);
  emit(trace::WentOrdinary{ordinary.agent, ordinary.id});
}

// The policy took the call: at the dial, later, or again for another path.
void World::accept(LegSlot slot, const tp_answer& answer) {
  Leg& accepted = legs_[slot];
  accepted.ask = 0;
  queue_.cancel(accepted.timer);
  accepted.emergency = true;
  accepted.begun = now_;
  accepted.path = answer.path == TP_PATH_DO ? trace::Path::direct_offer : trace::Path::direct_routing;
  accepted.cli = Number{answer.cli};
  // There is nothing to convey where nothing is known.
  accepted.location.conveyed = answer.convey_location != 0 && accepted.location.dispatchable;
  emit(trace::Accepted{accepted.agent, accepted.id, accepted.path, accepted.cli});
  if (answer.number != 0) lend(Number{answer.number}, accepted.agent, accepted.id);
  if (answer.capacity == TP_CAPACITY_ORDINARY) use_capacity(slot);
  if (accepted.emergency_case != no_index) milestone(accepted.emergency_case, CallbackPlan::From::accepted);
}

void World::refuse_dial(LegSlot slot, std::uint32_t reason) {
  const Leg& refused = legs_[slot];
  emit(trace::Refused{refused.agent, refused.id, reason_of(reason), true});
  case_goes_on(refused);
  if (faults_.any) faults_.past.push_back({refused.id, refused.agent, true, true, trace::Path::none});
  // The dialler's own list is written whatever became of the call.
  if (keeps(trace::Store::recent)) follow_up(FollowUp::Kind::refused_rows, refused.agent.value, refused.id);
  free_leg(slot);
}

void World::go_on_dialling(LegSlot slot) {
  if (legs_[slot].ending) return;
  if (!legs_[slot].emergency) use_capacity(slot);
  show_ordinary(slot);
  rows_at_dial(slot);
  if (legs_[slot].ending) return;
  // Whoever dials puts the running call on hold first.
  const LegSlot before = agent(legs_[slot].agent).active;
  if (before != no_leg) hold(before);
  choose_route(slot);
  take_lines(slot);
}

// Which gateway the next INVITE goes to: for direct routing the first rule, by priority, that fits what was dialled.
void World::choose_route(LegSlot slot) {
  Leg& routed = legs_[slot];
  const bool emergency_offer = routed.path == trace::Path::direct_offer;
  // The route that was chosen first is kept, whatever becomes of its rule while its SBCs are tried.
  if (routed.sbc_tried == 0) routed.rule = emergency_offer ? no_index : tenant_.rule_for_dialled(routed.called);
  const bool through_sbc = routed.rule != no_index || (routed.path == trace::Path::direct_routing && !config_.sbcs.empty());
  routed.sbc = through_sbc ? sbc_of_attempt(routed) : no_index;
  set_way(slot, routed.sbc == no_index ? trunks_.direct_offer_path(true) : trunks_.sbc_path(routed.sbc, true));
}

// The SBCs of a route are tried in random order, the same for one call however often it is asked.
std::uint32_t World::sbc_of_attempt(const Leg& routed) const {
  if (routed.rule == no_index)
    return routed.sbc_tried == 0 ? 0 : no_index;  // no rule fits: the tenant's first SBC as the default trunk
  std::vector<std::uint32_t> order = tenant_.rules()[routed.rule].sbcs;
  sim::RandomChoices choices = choices_;
  for (std::uint32_t i = static_cast<std::uint32_t>(order.size()); i > 1; --i)
    std::swap(order[i - 1], order[choices.index(routed.cause.then(draw_route).then(i), i)]);
  return routed.sbc_tried < order.size() ? order[routed.sbc_tried] : no_index;
}

void World::invite(LegSlot slot) {
  Leg& inviting = legs_[slot];
  inviting.stage = Stage::inviting;
  ++inviting.attempt;
  const trace::InviteTarget target = inviting.sbc != no_index                     ? trace::InviteTarget::sbc
                                     : inviting.path == trace::Path::direct_offer ? trace::InviteTarget::do_emergency
                                                                                  : trace::InviteTarget::direct_offer;
  const Number shown = inviting.cli ? inviting.cli : shown_number(agent(inviting.agent), inviting.origin);
  emit(trace::Invited{inviting.id, inviting.attempt, target, inviting.sbc == no_index ? 0 : inviting.sbc, shown,
                      inviting.location.conveyed});
  if (inviting.emergency_case != no_index) cases_[inviting.emergency_case].shown = shown;
  if (inviting.emergency) {
    tp_event event = event_of(TP_TELL_EGRESS, inviting.agent, inviting.id);
    event.u.invite = {inviting.attempt, static_cast<std::uint32_t>(target), inviting.sbc == no_index ? 0 : inviting.sbc, 0};
    tell(event);
  }
  Leg& out = legs_[slot];
  std::uint32_t response = ok;
  Duration delay{};
  if (target == trace::InviteTarget::sbc) {
    const Sbc& sbc = config_.sbcs[out.sbc];
    std::uint32_t& so_far = sbc_invites_[out.sbc];
    if (!faults_.sbc_down.empty() && faults_.sbc_down[out.sbc])
      response = service_unavailable;
    else if (!sbc.responses.empty())
      response = sbc.responses[std::min<std::size_t>(so_far, sbc.responses.size() - 1)];
    ++so_far;
    delay = choices_.duration(out.cause.then(draw_responds).then(out.attempt), sbc.response_delay);
  } else if (target == trace::InviteTarget::do_emergency) {
    response = out.plan.setup_response;
    delay = setup_failure_after;
  }
  if (response == ok) return far_end_takes(slot);
  out.timer = schedule(delay, 0, out.cause.then(draw_responds), {StepKind::leg_responds, slot, response});
}

void World::far_end_takes(LegSlot slot) {
  if (legs_[slot].responder != no_index) return ring_responder(slot);
  Leg& ringing = legs_[slot];
  ringing.timer = schedule(ringing.plan.answer_delay, 0, ringing.cause.then(draw_answer), {StepKind::leg_answers, slot, 0});
}

void World::invite_failed(LegSlot slot, std::uint32_t response) {
  Leg& failed = legs_[slot];
  const LegId id = failed.id;
  emit(trace::Responded{id, failed.attempt, response});
  std::uint32_t choice = TP_ORDINARY;
  if (failed.emergency) {
    tp_event event = event_of(TP_ASK_INVITE_FAILED, failed.agent, id);
    event.u.invite = {failed.attempt, failed.sbc != no_index ? TP_TARGET_SBC : TP_TARGET_DO_EMERGENCY,
                      failed.sbc == no_index ? 0 : failed.sbc, response};
    choice = ask(event, choices_of({TP_ACCEPT, TP_NEXT, TP_REFUSE}), [&](const tp_answer& answer) {
      if (answer.choice == TP_ACCEPT) accept(slot, answer);
    });
  }
  Leg& after = legs_[slot];
  const bool next = choice == TP_NEXT || (choice == TP_ORDINARY && tries_next(response));
  if (choice == TP_ACCEPT) {
    after.sbc_tried = 0;
  } else if (next && after.sbc != no_index) {
    ++after.sbc_tried;
    if (sbc_of_attempt(after) == no_index) return drop(slot, trace::DropCause::setup_failed);
  } else {
    return drop(slot, trace::DropCause::setup_failed);
  }
  if (after.attempt >= attempts_max) {
    finding(trace::PolicyFault::bad_choice, node_->port.sequence(), after.agent, id);
    return drop(slot, trace::DropCause::setup_failed);
  }
  release_lines(slot);
  choose_route(slot);
  take_lines(slot);
}

}  // namespace tocsin::models
