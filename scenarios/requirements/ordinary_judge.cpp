#include "scenarios/requirements/ordinary_judge.hpp"

#include <algorithm>

#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::uint32_t declines_max = 3;

}  // namespace

OrdinaryJudge::OrdinaryJudge(const trace::Header& header, const trace::Texts& texts)
    : emergency_strings_(header, texts),
      more_emergency_numbers_(trace::is_on(header.switches, 3)),
      test_calls_(trace::is_on(header.switches, 5)) {}

void OrdinaryJudge::on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
  moment_ = chronicle.now();
  now_ = event.occurred_at;
  std::visit([&](const auto& e) { tell(e, chronicle, sink); }, event.payload);
}

OrdinaryJudge::Ordinary& OrdinaryJudge::begin(LegId leg) {
  Ordinary& ordinary = legs_.at(leg.value);
  ordinary = {};
  ordinary.began = moment_;
  ordinary.excused = disturbed();
  return ordinary;
}

void OrdinaryJudge::fail(LegId leg, const char* note, const Chronicle& chronicle, ObligationSink& sink) {
  Ordinary* ordinary = find(leg);
  if (!ordinary->dialled && ordinary->began.at == now_ && chronicle.call(leg)) {
    // Its number may be lent yet in this instant, and it is no ordinary call then.
    if (!ordinary->broken) ordinary->broken = note;
    return at_end_of_instant(leg, *ordinary);
  }
  if (ordinary->dialled || is_ordinary_still(leg, chronicle))
    report(sink, Verdict::fail, leg.value, ordinary->began, moment_, note);
  forget(leg);
}

void OrdinaryJudge::forget(LegId leg) {
  if (Ordinary* ordinary = find(leg)) stop_waiting(*ordinary);
  legs_.erase(leg.value);
}

void OrdinaryJudge::stop_waiting(Ordinary& leg) {
  if (leg.waits) order_.remove(leg.waits_in, leg.place);
  leg.waits = false;
}

void OrdinaryJudge::at_end_of_instant(LegId leg, Ordinary& ordinary) {
  if (!ordinary.in_instant) instant_.push_back(leg);
  ordinary.in_instant = true;
}

void OrdinaryJudge::end(LegId leg) {
  Ordinary* ordinary = find(leg);
  if (!ordinary || ordinary->over) return;
  stop_waiting(*ordinary);
  ordinary->over = true;
  at_end_of_instant(leg, *ordinary);
}

// What an instant that is over leaves undone.
const char* OrdinaryJudge::broken_in_instant(const Ordinary& leg) const {
  if (leg.broken) return leg.broken;
  if (leg.rows_due != 0) return "a row of it was due and was not written";
  const bool mixed = leg.recording_id && mixed_.find(leg.recording_id.value) != nullptr;
  const bool recorded = mixed || leg.recording == Recording::runs || leg.recording == Recording::paused_by_agent;
  if (leg.recording_due && !leg.over && !recorded && !speaks_to_emergency(leg.agent)) return "it was to be recorded and was not";
  if (leg.recording == Recording::lost && !mixed && !leg.over) return "its recording was stopped while it went on";
  if (leg.over && !leg.wraps_up && leg.uses_capacity) return "it is over and its capacity was not given back";
  return nullptr;
}

void OrdinaryJudge::settle_instant(const Chronicle& chronicle, ObligationSink& sink) {
  for (const LegId leg : instant_) {
    Ordinary* ordinary = find(leg);
    if (!ordinary) continue;
    ordinary->in_instant = false;
    ordinary->excused |= disturbed();
    if (!is_ordinary_still(leg, chronicle)) {
      forget(leg);
      continue;
    }
    const Moment decided{0, sim::just_after(now_)};
    if (const char* const why = broken_in_instant(*ordinary); why && !ordinary->excused) {
      report(sink, Verdict::fail, leg.value, ordinary->began, decided, why);
      forget(leg);
      continue;
    }
    ordinary->rows_due = 0;
    ordinary->recording_due = false;
    if (!ordinary->over || ordinary->wraps_up) continue;
    if (ordinary->excused)
      report(sink, Verdict::may, leg.value, ordinary->began, decided, "something was injected while it lived");
    else
      report(sink, Verdict::pass, leg.value, ordinary->began, decided, "an ordinary call, as configured to its end");
    forget(leg);
  }
  instant_.clear();
}

void OrdinaryJudge::advance(Time now, const Chronicle& chronicle, ObligationSink& sink) {
  if (now_ < now) settle_instant(chronicle, sink);
}

void OrdinaryJudge::finish(Time at, const Chronicle&, ObligationSink& sink) {
  // The last instant may go on after the log.
  for (const LegId leg : instant_)
    if (const Ordinary* ordinary = find(leg))
      report(sink, Verdict::open, leg.value, ordinary->began, {0, at}, "the log ends in the instant that decides");
  instant_.clear();
}

// ---- dialling

void OrdinaryJudge::tell(const trace::Dialled& e, const Chronicle&, ObligationSink&) {
  if (emergency_strings_.has(e) || more_emergency_numbers_) return;
  Ordinary& ordinary = begin(e.leg);
  ordinary.agent = e.agent;
  ordinary.dialled = true;
}

void OrdinaryJudge::tell(const trace::WentOrdinary& e, const Chronicle&, ObligationSink&) {
  if (!more_emergency_numbers_ || find(e.leg)) return;
  // Which strings are emergencies elsewhere is not looked at here: what went as an ordinary call is one.
  Ordinary& ordinary = begin(e.leg);
  ordinary.agent = e.agent;
  ordinary.dialled = true;
}

void OrdinaryJudge::tell(const trace::Accepted& e, const Chronicle& chronicle, ObligationSink& sink) {
  if (find(e.leg)) fail(e.leg, "an ordinary call was taken as an emergency call", chronicle, sink);
}

void OrdinaryJudge::tell(const trace::Refused& e, const Chronicle& chronicle, ObligationSink& sink) {
  if (!find(e.leg)) return;
  if (!chronicle.agent(e.agent).in_emergency())
    return fail(e.leg, "an ordinary dial was refused without an emergency", chronicle, sink);
  forget(e.leg);
}

void OrdinaryJudge::tell(const trace::ReadBack& e, const Chronicle& chronicle, ObligationSink& sink) {
  if (find(e.leg) && !test_calls_) return fail(e.leg, "a number was read back to an ordinary call", chronicle, sink);
  forget(e.leg);
}

// ---- routing and queues

void OrdinaryJudge::tell(const trace::RoutingFact& e, const Chronicle&, ObligationSink&) {
  if (e.index >= (1U << 16)) return;
  if (e.index >= rules_.size()) rules_.resize(e.index + 1);
  rules_[e.index] = {true, e};
}

const trace::RoutingFact* OrdinaryJudge::rule_for(Number called, const Chronicle& chronicle) const {
  for (const Rule& rule : rules_) {
    if (!rule.known) continue;
    const LentNumber* number = rule.fact.match == trace::CalledMatch::pool ? chronicle.number(called) : nullptr;
    if (rule.fact.match == trace::CalledMatch::any || (number && number->in_pool) ||
        (rule.fact.match == trace::CalledMatch::number && rule.fact.called == called))
      return &rule.fact;
  }
  return nullptr;
}

void OrdinaryJudge::tell(const trace::Arrived& e, const Chronicle& chronicle, ObligationSink&) {
  if (const EmergencyLeg* call = chronicle.call(e.leg); call && !is_ordinary(call->standing)) return;
  Ordinary& ordinary = begin(e.leg);
  if (rules_.empty()) return;
  ordinary.rules_known = true;
  ordinary.rules_say = trace::Destination::rejected;
  const trace::RoutingFact* rule = rule_for(e.called, chronicle);
  if (!rule) return;
  ordinary.rules_say = rule->destination;
  if (rule->destination == trace::Destination::queue) ordinary.rules_queue = rule->queue;
  if (rule->destination == trace::Destination::agent) ordinary.rules_agent = rule->agent;
}

void OrdinaryJudge::tell(const trace::RulesWouldSay& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  ordinary->rules_known = true;
  ordinary->rules_say = e.destination;
  ordinary->rules_queue = e.queue;
  ordinary->rules_agent = e.agent;
}

void OrdinaryJudge::tell(const trace::Routed& e, const Chronicle& chronicle, ObligationSink& sink) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  if (ordinary->routed) {
    // Sent on, it waits no more where it was, and comes to wherever it comes as one that has just come.
    ordinary->returned = false;
    return stop_waiting(*ordinary);
  }
  ordinary->routed = true;
  if (!ordinary->rules_known) return;
  const trace::Destination rules = ordinary->rules_say;
  // An agent's own number of an agent without a queue.
  if (rules == trace::Destination::agent && e.destination == trace::Destination::voicemail) return;
  const bool elsewhere = e.destination != rules ||
                         (rules == trace::Destination::queue && ordinary->rules_queue && e.queue != ordinary->rules_queue) ||
                         (rules == trace::Destination::agent && ordinary->rules_agent && e.agent != ordinary->rules_agent);
  if (elsewhere) fail(e.leg, "it was sent elsewhere than its rules say", chronicle, sink);
}

void OrdinaryJudge::tell(const trace::Waits& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  stop_waiting(*ordinary);
  const std::uint64_t where = WaitingOrder::place_of(e.resource, e.group);
  const bool again = ordinary->returned && ordinary->waits_in == where;
  ordinary->waits_in = where;
  ordinary->waits = true;
  ordinary->place = {-std::int64_t{e.priority}, again ? ordinary->place.entered : moment_.sequence};
  // Whoever declined it so often is not offered it again, and goes on with others.
  if (ordinary->declined >= declines_max) return void(ordinary->waits = false);
  order_.add(where, ordinary->place);
}

void OrdinaryJudge::tell(const trace::Granted& e, const Chronicle& chronicle, ObligationSink& sink) {
  if (!is_line(e.resource, e.group)) return;
  if (e.group.value < (1U << 16)) {
    std::vector<Line>& lines = lines_[static_cast<std::size_t>(e.resource)];
    if (e.group.value >= lines.size()) lines.resize(e.group.value + 1);
    lines[e.group.value] = {true, e.free_before - std::min(e.free_before, 1U), e.reserve};
  }
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  const std::uint64_t where = WaitingOrder::place_of(e.resource, e.group);
  const bool waited = ordinary->waits && ordinary->waits_in == where;
  const WaitingOrder::Place place = waited ? ordinary->place : WaitingOrder::Place{0, moment_.sequence};
  if (!disturbed() && order_.is_passed_by(where, place, false))
    return fail(e.leg, "it got a line before an ordinary call that waited longer", chronicle, sink);
  if (waited) stop_waiting(*ordinary);
}

void OrdinaryJudge::tell(const trace::Freed& e, const Chronicle&, ObligationSink&) {
  if (Line* const freed = line(e.resource, e.group)) ++freed->free;
}

bool OrdinaryJudge::any_emergency(const Chronicle& chronicle) {
  for (std::uint32_t i = 0; i < chronicle.agent_count(); ++i)
    if (chronicle.agent({i}).in_emergency()) return true;
  return false;
}

// An ordinary call may be kept from a line: one of the reserve, or while an emergency waits.
bool OrdinaryJudge::reserved(trace::Resource resource, GroupId group, const Chronicle& chronicle) const {
  if (chronicle.lines(resource, group).emergency_waiting > 0) return true;
  const std::vector<Line>& lines = lines_[static_cast<std::size_t>(resource)];
  if (group.value >= lines.size() || !lines[group.value].known) return true;
  return lines[group.value].free <= lines[group.value].reserve;
}

OrdinaryJudge::Line* OrdinaryJudge::line(trace::Resource resource, GroupId group) {
  std::vector<Line>& lines = lines_[static_cast<std::size_t>(resource)];
  return is_line(resource, group) && group.value < lines.size() ? &lines[group.value] : nullptr;
}

void OrdinaryJudge::tell(const trace::Blocked& e, const Chronicle& chronicle, ObligationSink& sink) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  ordinary->blocked = true;
  if (!is_line(e.resource, e.group) || disturbed()) return;
  if (!reserved(e.resource, e.group, chronicle)) fail(e.leg, "it was blocked though one was free for it", chronicle, sink);
}

void OrdinaryJudge::tell(const trace::PassedOver& e, const Chronicle& chronicle, ObligationSink& sink) {
  if (!find(e.leg) || disturbed()) return;
  if (is_line(e.resource, e.group) && !reserved(e.resource, e.group, chronicle))
    return fail(e.leg, "it was kept from a line, port or licence that no emergency needs", chronicle, sink);
  if (e.resource == trace::Resource::agent && e.agent && !chronicle.agent(e.agent).in_emergency())
    fail(e.leg, "it was kept from an agent who has no emergency", chronicle, sink);
}

void OrdinaryJudge::tell(const trace::Offered& e, const Chronicle& chronicle, ObligationSink& sink) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  if (e.route == trace::Route::emergency_callback)
    return fail(e.leg, "an ordinary call was offered as an emergency callback", chronicle, sink);
  const Agent& agent = chronicle.agent(e.agent);
  if (e.route != trace::Route::supervisor && agent.capacity_known && agent.capacity_used > agent.capacity_limit && !disturbed())
    return fail(e.leg, "it was offered beyond its agent's limit", chronicle, sink);
  ordinary->agent = e.agent;
  const bool waited = ordinary->waits && ordinary->waits_in >> 32 == static_cast<std::uint64_t>(trace::Resource::agent);
  const bool by_queue = e.route == trace::Route::queue && waited;
  if (by_queue && !disturbed() && order_.is_passed_by(ordinary->waits_in, ordinary->place, ordinary->returned))
    return fail(e.leg, "it was offered before an item of its queue that goes first", chronicle, sink);
  stop_waiting(*ordinary);
  ordinary->returned = true;
}

void OrdinaryJudge::tell(const trace::Declined& e, const Chronicle&, ObligationSink&) {
  if (Ordinary* ordinary = find(e.leg)) ++ordinary->declined;
}

void OrdinaryJudge::tell(const trace::Withdrawn& e, const Chronicle& chronicle, ObligationSink& sink) {
  if (!find(e.leg) || disturbed()) return;
  const bool closed_now = chronicle.closed() && chronicle.closed()->agent == e.agent;
  if (!chronicle.agent(e.agent).in_emergency() && !closed_now)
    fail(e.leg, "it was taken back from an agent who has no emergency", chronicle, sink);
}

// ---- limits

void OrdinaryJudge::tell(const trace::CapacityUsed& e, const Chronicle& chronicle, ObligationSink& sink) {
  if (!e.leg) return;  // a limit changed, or a day ended
  if (Ordinary* ordinary = find(e.leg)) {
    ordinary->uses_capacity = !ordinary->uses_capacity;
    return;
  }
  const EmergencyLeg* call = chronicle.call(e.leg);
  if (!call || call->carrier() || !chronicle.is_emergency(e.leg)) return;
  if (std::find(used_capacity_.begin(), used_capacity_.end(), e.leg) != used_capacity_.end()) {
    // What it gives back after its end is the last that is heard of it.
    if (call->ended.sequence != 0) std::erase(used_capacity_, e.leg);
    return;
  }
  used_capacity_.push_back(e.leg);
  report(sink, Verdict::fail, e.leg.value, call->began, moment_, "an emergency call used ordinary capacity of its agent");
}

// ---- life

void OrdinaryJudge::tell(const trace::Answered& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  ordinary->answered = true;
  ordinary->agent = e.agent;
}

void OrdinaryJudge::tell(const trace::Dropped& e, const Chronicle& chronicle, ObligationSink& sink) {
  const Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  if (e.cause == trace::DropCause::system && !ordinary->excused && !ordinary->blocked && any_emergency(chronicle))
    return fail(e.leg, "the platform or its policy ended it while there is an emergency", chronicle, sink);
  end(e.leg);
}

void OrdinaryJudge::tell(const trace::EndPressed& e, const Chronicle&, ObligationSink&) {
  if (e.outcome == trace::Outcome::done) end(e.leg);
}

// A conversation that is open again rings anew, as one that has just come; the rest of its life is another's.
void OrdinaryJudge::tell(const trace::Reassigned& e, const Chronicle& chronicle, ObligationSink& sink) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  if (e.outcome != trace::Outcome::done) return fail(e.leg, "it was not given to another agent as is usual", chronicle, sink);
  ordinary->excused = true;
  ordinary->returned = false;
  ordinary->recording = Recording::none;
}

void OrdinaryJudge::tell(const trace::WrapUp& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  ordinary->wraps_up = e.begins;
  if (!e.begins && ordinary->over) at_end_of_instant(e.leg, *ordinary);
}

// ---- recording

void OrdinaryJudge::tell(const trace::Microphone& e, const Chronicle& chronicle, ObligationSink&) {
  if (e.feeds && chronicle.is_treated_as_emergency(e.feeds))
    voice_.at(e.agent.value + 1ULL) = true;
  else
    voice_.erase(e.agent.value + 1ULL);
  last_voice_ = {e.agent, moment_};
}

void OrdinaryJudge::tell(const trace::RecordingDue& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  ordinary->agent = e.agent;
  if (speaks_to_emergency(e.agent)) {
    // It must not start now; once the agent is back in it, it is due again.
    if (ordinary->recording != Recording::runs) ordinary->recording = Recording::yielded;
    return;
  }
  ordinary->recording_due = true;
  ordinary->recording = Recording::none;
  at_end_of_instant(e.leg, *ordinary);
}

void OrdinaryJudge::tell(const trace::RecordingStarted& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  ordinary->recording = Recording::runs;
  ordinary->recording_id = e.recording;
}

void OrdinaryJudge::tell(const trace::RecordingSource& e, const Chronicle&, ObligationSink&) {
  if (e.recording) mixed_.at(e.recording.value) = true;
  Ordinary* ordinary = find(e.leg);
  if (!ordinary || !e.added) return;
  ordinary->recording = Recording::runs;
  ordinary->recording_id = e.recording;
}

void OrdinaryJudge::tell(const trace::RecordingResumed& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  ordinary->recording = Recording::runs;
}

void OrdinaryJudge::tell(const trace::RecordingPaused& e, const Chronicle& chronicle, ObligationSink& sink) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  const bool by_button = last_button_.leg == e.leg && last_button_.sequence + 1 == moment_.sequence;
  if (speaks_to_emergency(ordinary->agent)) {
    ordinary->recording = Recording::yielded;
    ordinary->recording_due = false;
  } else if (by_button) {
    ordinary->recording = Recording::paused_by_agent;
  } else if (ordinary->recording_due) {
    ordinary->recording = Recording::none;
  } else if (ordinary->recording_id && mixed_.find(ordinary->recording_id.value)) {
    ordinary->recording = Recording::paused_by_agent;
  } else if (last_voice_.agent == ordinary->agent && last_voice_.at.at == now_ &&
             last_voice_.at.sequence + 1 >= moment_.sequence) {
    if (!disturbed()) fail(e.leg, "its recording was paused though its agent speaks to no emergency call", chronicle, sink);
  } else {
    ordinary->recording = Recording::paused_by_agent;
  }
}

void OrdinaryJudge::tell(const trace::ControlUsed& e, const Chronicle& chronicle, ObligationSink& sink) {
  if (e.control == trace::control_record && e.outcome == trace::Outcome::done) last_button_ = {e.leg, moment_.sequence};
  if (e.outcome == trace::Outcome::refused && e.control != trace::control_record && find(e.leg))
    fail(e.leg, "a control of an ordinary call was refused", chronicle, sink);
}

// Its media stop before its recording does when it ends; that the leg is over follows in the same instant.
void OrdinaryJudge::tell(const trace::RecordingStopped& e, const Chronicle&, ObligationSink&) {
  if (e.recording) mixed_.erase(e.recording.value);
  Ordinary* ordinary = find(e.leg);
  if (!ordinary || ordinary->over) return;
  ordinary->recording = speaks_to_emergency(ordinary->agent) ? Recording::yielded : Recording::lost;
  at_end_of_instant(e.leg, *ordinary);
}

void OrdinaryJudge::tell(const trace::Resumed& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary || ordinary->recording != Recording::yielded) return;
  ordinary->recording_due = true;
  at_end_of_instant(e.leg, *ordinary);
}

// ---- history

void OrdinaryJudge::tell(const trace::RowDue& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (!ordinary) return;
  ordinary->rows_due |= 1U << static_cast<unsigned>(e.store);
  at_end_of_instant(e.leg, *ordinary);
}

void OrdinaryJudge::tell(const trace::RowWritten& e, const Chronicle&, ObligationSink&) {
  Ordinary* ordinary = find(e.leg);
  if (ordinary && e.with_identity) ordinary->rows_due &= ~(1U << static_cast<unsigned>(e.store));
}

// Nothing follows, in this instant or later.
void OrdinaryJudge::tell(const trace::Drained&, const Chronicle& chronicle, ObligationSink& sink) {
  settle_instant(chronicle, sink);
}

// ---- what is injected

void OrdinaryJudge::tell(const trace::PolicyNode& e, const Chronicle&, ObligationSink&) {
  if (e.change == trace::NodeChange::crashed)
    ++injected_;
  else if (e.change == trace::NodeChange::restored || e.change == trace::NodeChange::failed_over)
    injected_ -= injected_ > 0;
}

void OrdinaryJudge::tell(const trace::FaultInjected& e, const Chronicle&, ObligationSink&) {
  if (e.component == trace::Component::clock || e.component == trace::Component::mail || e.component == trace::Component::sbc)
    return;
  if (e.begins)
    ++injected_;
  else
    injected_ -= injected_ > 0;
}

}  // namespace tocsin::requirements
