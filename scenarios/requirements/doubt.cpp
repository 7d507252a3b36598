#include "scenarios/requirements/doubt.hpp"

#include <algorithm>
#include <variant>

namespace tocsin::requirements {
namespace {

constexpr std::size_t blind_max = 4096;

constexpr std::uint64_t bounding = trace::kinds<trace::Accepted, trace::Arrived, trace::Dropped, trace::EndPressed,
                                                trace::NumberLent, trace::NumberReleased, trace::Session, trace::Presence>();
constexpr std::uint64_t answers_of_dials = trace::kinds<trace::Accepted, trace::Refused, trace::WentOrdinary>();

std::uint64_t leg_of(const trace::Event& event) {
  return std::visit(
      [](const auto& e) -> std::uint64_t {
        if constexpr (requires { e.leg.value; }) return e.leg.value;
        return 0;
      },
      event.payload);
}

std::uint64_t key_of(AgentId agent) { return std::uint64_t{agent.value} + 1; }

}  // namespace

void Doubt::blind(Time from, Time to) {
  if (blind_.size() < blind_max)
    blind_.push_back({from, to});
  else
    blind_.back().to = std::max(blind_.back().to, to);
}

void Doubt::on(const trace::Event& event, const Chronicle& chronicle) {
  if (margin_.us <= 0) return;
  while (!arrivals_.empty() && arrivals_.front().at < event.occurred_at - margin_) arrivals_.pop_front();
  if (const auto* in = event.as<trace::Arrived>()) arrived(event, *in, chronicle);
  if (const auto* e = event.as<trace::NumberLent>()) lent(event, *e, chronicle);
  if (const auto* e = event.as<trace::Accepted>(); e && e->path == trace::Path::direct_offer) accepted(event, chronicle);
  if (const Episode* opened = chronicle.opened()) {
    const EmergencyLeg& first = chronicle.call_at(opened->calls.front());
    if (legs_.find(first.id.value))
      agents_.at(key_of(opened->agent)) = opened->opened.at;
    else
      agents_.erase(key_of(opened->agent));
  }
}

void Doubt::mark(LegId leg, std::uint64_t sequence) {
  events_.at(sequence) = true;
  if (leg) legs_.at(leg.value) = true;
}

void Doubt::arrived(const trace::Event& event, const trace::Arrived& in, const Chronicle& chronicle) {
  const LentNumber* number = chronicle.number(in.called);
  if (!number) return;
  const Time at = event.occurred_at;
  arrivals_.push_back({at, in.leg, in.called, event.sequence});
  for (const Window& window : number->windows) {
    const EmergencyLeg* call = chronicle.call(window.leg);
    const bool leg_ended_now = call && call->ended.sequence != 0 && near(at, call->ended.at);
    if (near(at, window.assigned.at) || near(at, window.end) || (leg_ended_now && at >= window.end - margin_))
      mark(in.leg, event.sequence);
  }
}

void Doubt::lent(const trace::Event& event, const trace::NumberLent& lent, const Chronicle& chronicle) {
  for (const Arrival& arrival : arrivals_)
    if (arrival.number == lent.number) mark(arrival.leg, arrival.sequence);
  const LentNumber* number = chronicle.number(lent.number);
  for (const Window& window : number->windows)
    if (window.assigned.sequence != event.sequence && near(event.occurred_at, window.end)) mark(lent.leg, event.sequence);
}

// Whether a number was free at an accept hangs on the margin, if none was free for certain.
void Doubt::accepted(const trace::Event& event, const Chronicle& chronicle) {
  const Time at = event.occurred_at;
  if (chronicle.any_free_number(at - margin_)) return;
  for (const LentNumber& number : chronicle.numbers())
    if (number.in_pool && number.live_legs == 0 && number.rest_from.us != 0 && near(at, number.rest_from))
      events_.at(event.sequence) = true;
}

bool Doubt::unsure(const Obligation& o, About about, AgentId agent, bool by_time, const trace::Event* deciding) const {
  for (const Period& period : blind_)
    if (o.triggered_at <= period.to && o.decided_at >= period.from) return true;
  if (margin_.us <= 0) return false;
  if (o.trigger != 0 && events_.find(o.trigger)) return true;
  if (o.deciding != 0 && events_.find(o.deciding)) return true;
  if (about == About::leg && o.key != 0 && legs_.find(o.key)) return true;
  if (about == About::agent && agent)
    if (const Time* since = agents_.find(key_of(agent)); since && o.triggered_at >= *since) return true;
  if (by_time) return false;
  if (o.slack) return *o.slack <= margin_ && *o.slack >= Duration{-margin_.us};
  const bool answers = deciding && deciding->sequence == o.deciding && (answers_of_dials >> deciding->kind() & 1) != 0;
  return o.trigger != o.deciding && !answers && near(o.triggered_at, o.decided_at);
}

bool Doubt::may_be_disturbed(const Requirement& requirement) const {
  return margin_.us > 0 && (bounding & requirement.kinds) != 0;
}

bool Doubt::disturbs(const trace::Event& event, const Chronicle& chronicle, const Obligation& decided,
                     const Requirement& requirement, AgentId agent) const {
  if (((bounding & requirement.kinds) >> event.kind() & 1) == 0) return false;
  if (event.sequence == decided.deciding || event.sequence == decided.trigger) return false;
  if (event.occurred_at - decided.decided_at > margin_) return false;
  if (requirement.card.about == About::leg && leg_of(event) == decided.key) return true;
  return agent && chronicle.subject(event) == agent;
}

}  // namespace tocsin::requirements
