#include "scenarios/requirements/tally.hpp"

#include <algorithm>

namespace tocsin::requirements {

void Tally::on(const trace::Event& event, const Chronicle& chronicle) {
  if (chronicle.opened()) ++figures_.episodes;
  if (const auto* a = event.as<trace::Accepted>()) {
    accepted(*a, chronicle);
  } else if (event.as<trace::Refused>()) {
    ++figures_.refused;
  } else if (const auto* i = event.as<trace::Invited>()) {
    invited(*i, chronicle);
  } else if (const auto* answered = event.as<trace::Answered>()) {
    responder_answered(answered->leg, chronicle);
  } else if (const auto* lent = event.as<trace::NumberLent>()) {
    // A number of the agent's own that still runs serves as well as a free one.
    if (without_number_ && lent->leg == without_number_) --figures_.accepted_pool_empty, without_number_ = {};
  } else if (const auto* in = event.as<trace::Arrived>()) {
    arrived(*in, chronicle);
  } else if (const auto* waits = event.as<trace::Waits>()) {
    const EmergencyLeg* call = chronicle.call(waits->leg);
    if (!call || is_ordinary(call->standing) || !is_line(waits->resource, waits->group)) return;
    const Lines lines = chronicle.lines(waits->resource, waits->group);
    ++figures_.emergency_waits;
    figures_.lines_taken_earlier += lines.ordinary;
    figures_.waits_for_wrongly_taken_line += lines.inside_reserve > 0;
  } else if (const auto* g = event.as<trace::Granted>()) {
    granted(*g, chronicle);
  } else if (const auto* dropped = event.as<trace::Dropped>()) {
    const EmergencyLeg* call = chronicle.call(dropped->leg);
    if (call && call->standing == Standing::inside && call->offered.sequence != 0 && !call->answered &&
        call->ended.sequence == event.sequence)
      ++figures_.callbacks_unanswered;
  }
}

void Tally::accepted(const trace::Accepted& e, const Chronicle& chronicle) {
  const EmergencyLeg* call = chronicle.call(e.leg);
  if (call->accepts == 1) ++figures_.accepted;
  if (e.path != trace::Path::direct_offer) return;
  ++figures_.accepted_direct_offer;
  without_number_ = {};
  if (chronicle.any_free_number(chronicle.now().at)) return;
  ++figures_.accepted_pool_empty;
  without_number_ = e.leg;
}

// From the first INVITE on, so that what the way there takes is in it.
void Tally::responder_answered(LegId leg, const Chronicle& chronicle) {
  const EmergencyLeg* call = chronicle.call(leg);
  if (!call || call->direction != Direction::outgoing || call->egress.sequence == 0) return;
  const Duration waited = chronicle.now().at - call->egress.at;
  ++figures_.responder_answered;
  figures_.responder_answered_in_15_s += waited <= sim::seconds(15);
  figures_.responder_answered_in_20_s += waited <= sim::seconds(20);
}

void Tally::invited(const trace::Invited& e, const Chronicle& chronicle) {
  const EmergencyLeg* call = chronicle.call(e.leg);
  if (call && call->direction == Direction::outgoing && call->egress.sequence == chronicle.now().sequence)
    ++figures_.responder_calls;
  if (!call || e.target != trace::InviteTarget::sbc || call->egress.sequence != chronicle.now().sequence) return;
  ++figures_.left_by_carrier;
  if (call->calling_plan_origin) ++figures_.condition_a_left_by_carrier;
}

void Tally::arrived(const trace::Arrived& e, const Chronicle& chronicle) {
  const EmergencyLeg* call = chronicle.call(e.leg);
  if (!call) return;
  if (call->standing == Standing::late) ++figures_.calls_after_window;
  if (call->standing == Standing::before) ++figures_.calls_before_window;
  if (is_optional(call->standing)) ++figures_.callbacks_optional;
  if (call->standing != Standing::inside) return;
  if (call->carrier()) {
    ++figures_.callbacks_of_carrier;
    return;
  }
  const EmergencyLeg* of_window = chronicle.call(call->window_leg);
  if (chronicle.number(call->number)->live_legs > 1) {
    ++figures_.callbacks_during_leg;
  } else if (of_window && of_window->settled) {
    ++figures_.callbacks_after_end;
  } else {
    ++figures_.callbacks_after_drop;
  }
}

void Tally::granted(const trace::Granted& e, const Chronicle& chronicle) {
  const EmergencyLeg* call = chronicle.call(e.leg);
  if (!call || is_ordinary(call->standing) || !e.waited || !is_line(e.resource, e.group)) return;
  const Duration waited = chronicle.now().at - call->wait_since.at;
  figures_.emergency_wait = figures_.emergency_wait + waited;
  figures_.emergency_wait_max = std::max(figures_.emergency_wait_max, waited);
}

}  // namespace tocsin::requirements
