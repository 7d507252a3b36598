#include "scenarios/requirements/callback_judge.hpp"

#include <algorithm>

#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {

Time offer_deadline(const EmergencyLeg& call, const Leg& leg, Duration bound) {
  const bool excused = leg.waits && is_line(leg.waits_for, leg.waits_group) && call.wait_excused;
  return excused ? sim::never : call.delivered_at + bound + call.line_wait;
}

Verdict verdict_of_end(const trace::Event& end, const EmergencyLeg& call, Duration bound, Time now) {
  const auto* dropped = end.as<trace::Dropped>();
  const bool from_outside =
      dropped && (dropped->cause == trace::DropCause::caller_gave_up || dropped->cause == trace::DropCause::far_end ||
                  dropped->cause == trace::DropCause::network || dropped->cause == trace::DropCause::trunk);
  const bool diverted = call.routed && call.destination != trace::Destination::agent;
  return from_outside && !diverted && now <= call.delivered_at + bound + call.line_wait ? Verdict::may : Verdict::fail;
}

CallbackJudge::Callback* CallbackJudge::find(LegId leg) {
  const auto found = std::find_if(callbacks_.begin(), callbacks_.end(), [&](const Callback& c) { return c.leg == leg; });
  return found == callbacks_.end() ? nullptr : &*found;
}

void CallbackJudge::forget(LegId leg) {
  drop_if(callbacks_, [&](const Callback& c) { return c.leg == leg; });
}

void CallbackJudge::fail(const Callback& callback, Moment decided, const char* note, ObligationSink& sink) {
  report(sink, Verdict::fail, callback.leg.value, callback.arrived, decided, note,
         sim::slack_until(callback.deadline, decided.at));
}

void CallbackJudge::pass(const Callback& callback, Moment decided, ObligationSink& sink) {
  if (callback.ordinary_route)
    report(sink, Verdict::may, callback.leg.value, callback.arrived, decided, "it came to its agent by an ordinary route");
  else
    report(sink, Verdict::pass, callback.leg.value, callback.arrived, decided, "offered to its agent in time",
           callback.deadline - callback.offered.at);
}

void CallbackJudge::on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
  if (const auto* in = event.as<trace::Arrived>()) {
    if (scope_.callbacks != Callbacks::ruled_elsewhere) arrived(in->leg, chronicle, sink);
    return;
  }
  if (const auto* rules = event.as<trace::RulesWouldSay>()) {
    if (scope_.callbacks == Callbacks::ruled_elsewhere && rules->destination != trace::Destination::agent)
      arrived(rules->leg, chronicle, sink);
    return;
  }
  if (const auto* used = event.as<trace::CapacityUsed>()) {
    if (scope_.watch_capacity && used->leg) used_capacity(used->leg, chronicle, sink);
    return;
  }
  if (const auto* taken = event.as<trace::Reassigned>()) {
    if (taken->outcome == trace::Outcome::done) reassigned_ = {taken->leg, chronicle.now().at};
    return;
  }
  if (const auto* dropped = event.as<trace::Dropped>()) {
    // What is reassigned and finds nobody drops too, for the agent's X or absence.
    const bool reassigned = reassigned_.leg == dropped->leg && reassigned_.at == chronicle.now().at;
    if (!callbacks_.empty() && dropped->cause == trace::DropCause::system && !reassigned)
      ended_for_it(dropped->agent, dropped->leg, chronicle, sink);
    ended(event, dropped->leg, chronicle, sink);
    return;
  }
  if (const auto* pressed = event.as<trace::EndPressed>()) {
    if (pressed->outcome != trace::Outcome::done) return;
    if (!callbacks_.empty() && (pressed->by == trace::Actor::policy || pressed->by == trace::Actor::platform))
      ended_for_it(pressed->agent, pressed->leg, chronicle, sink);
    ended(event, pressed->leg, chronicle, sink);
    return;
  }
  if (callbacks_.empty()) return;
  if (const auto* e = event.as<trace::Offered>()) {
    offered(*e, chronicle, sink);
  } else if (const auto* answered = event.as<trace::Answered>()) {
    Callback* callback = find(answered->leg);
    if (!callback || callback->phase != Phase::offered) return;
    if (answered->automatically) {
      fail(*callback, chronicle.now(), "it was answered for the agent", sink);
      forget(answered->leg);
    } else {
      callback->phase = Phase::answered;
      callback->due = chronicle.now().at;
    }
  } else if (const auto* blocked = event.as<trace::Blocked>()) {
    if (const Callback* callback = find(blocked->leg); callback && callback->phase == Phase::awaited) {
      fail(*callback, chronicle.now(), "it was blocked for want of a resource", sink);
      forget(blocked->leg);
    }
  } else {
    const auto* waits = event.as<trace::Waits>();
    const auto* granted = event.as<trace::Granted>();
    if (!waits && !granted) return;
    const LegId leg = waits ? waits->leg : granted->leg;
    Callback* callback = find(leg);
    if (!callback || callback->phase != Phase::awaited) return;
    callback->due = offer_deadline(*chronicle.call(leg), *chronicle.leg(leg), bound_);
    if (callback->due != sim::never) callback->deadline = callback->due;
    if (callback->due >= chronicle.now().at) return;
    fail(*callback, chronicle.now(), "not offered to its agent in time", sink);
    forget(leg);
  }
}

void CallbackJudge::arrived(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
  const EmergencyLeg* call = chronicle.call(leg);
  if (!call || find(leg)) return;
  if (is_optional(call->standing) && scope_.report_optional)
    report(sink, Verdict::may, leg.value, chronicle.now(), chronicle.now(), "it arrived where either treatment is allowed");
  if (call->standing != Standing::inside) return;
  if (scope_.callbacks == Callbacks::extended && !call->extended) return;
  if (scope_.callbacks == Callbacks::at_full_capacity && !call->capacity_full) return;
  if (scope_.callbacks == Callbacks::not_available && (!call->presence_known || call->presence == trace::Base::available)) return;
  if (call->carrier()) {
    report(sink, Verdict::carrier, leg.value, chronicle.now(), chronicle.now(), "the call of the window left to an SBC");
    return;
  }
  const Time deadline = call->delivered_at + bound_;
  callbacks_.push_back({leg, call->agent, call->began, deadline, deadline, {}, Phase::awaited, false});
}

void CallbackJudge::offered(const trace::Offered& e, const Chronicle& chronicle, ObligationSink& sink) {
  Callback* callback = find(e.leg);
  if (!callback || callback->phase != Phase::awaited || e.agent != callback->holder) return;
  callback->deadline = chronicle.call(e.leg)->delivered_at + bound_ + chronicle.call(e.leg)->line_wait;
  callback->offered = chronicle.now();
  callback->phase = Phase::offered;
  callback->due = sim::never;
  callback->ordinary_route = e.route != trace::Route::emergency_callback;
  if (chronicle.now().at > callback->deadline) {
    fail(*callback, chronicle.now(), "not offered to its agent in time", sink);
    forget(e.leg);
  } else if (!scope_.follow) {
    pass(*callback, chronicle.now(), sink);
    forget(e.leg);
  }
}

void CallbackJudge::ended(const trace::Event& event, LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
  if (callbacks_.empty()) return;
  const Callback* callback = find(leg);
  if (!callback) return;
  if (callback->phase != Phase::awaited) {
    pass(*callback, chronicle.now(), sink);
  } else if (verdict_of_end(event, *chronicle.call(leg), bound_, chronicle.now().at) == Verdict::may) {
    report(sink, Verdict::may, leg.value, callback->arrived, chronicle.now(), "it ended before the bound and before an offer");
  } else {
    fail(*callback, chronicle.now(), "it ended without an offer to its agent", sink);
  }
  forget(leg);
}

// The platform ended a call. If it ran, and its agent has a callback that is not answered yet, it was ended for that.
void CallbackJudge::ended_for_it(AgentId agent, LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
  if (!scope_.follow || chronicle.phase_before() != requirements::Phase::connected) return;
  drop_if(callbacks_, [&](const Callback& callback) {
    if (callback.holder != agent || callback.leg == leg) return false;
    fail(callback, chronicle.now(), "a running call of the agent was ended for it", sink);
    return true;
  });
}

void CallbackJudge::used_capacity(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
  const EmergencyLeg* call = chronicle.call(leg);
  if (!call || call->standing != Standing::inside || call->carrier()) return;
  if (std::find(used_capacity_.begin(), used_capacity_.end(), leg) != used_capacity_.end()) {
    // What it gives back after its end is the last that is heard of it.
    if (call->ended.sequence != 0) std::erase(used_capacity_, leg);
    return;
  }
  used_capacity_.push_back(leg);
  report(sink, Verdict::fail, leg.value, call->began, chronicle.now(), "it used ordinary capacity of its agent");
  forget(leg);
}

Time CallbackJudge::due() const {
  Time earliest = sim::never;
  for (const Callback& callback : callbacks_) earliest = std::min(earliest, callback.due);
  return earliest;
}

void CallbackJudge::advance(Time now, const Chronicle&, ObligationSink& sink) {
  drop_if(callbacks_, [&](Callback& callback) {
    if (callback.due >= now) return false;
    if (callback.phase == Phase::awaited) {
      fail(callback, {0, sim::just_after(callback.due)}, "not offered to its agent in time", sink);
      return true;
    }
    if (scope_.watch_capacity) {
      // Its capacity is watched to its end.
      callback.due = sim::never;
      callback.phase = Phase::offered;
      return false;
    }
    pass(callback, {0, sim::just_after(callback.due)}, sink);
    return true;
  });
}

void CallbackJudge::finish(Time at, const Chronicle&, ObligationSink& sink) {
  for (const Callback& callback : callbacks_)
    report(sink, Verdict::open, callback.leg.value, callback.arrived, {0, at},
           callback.phase == Phase::awaited ? "not yet offered to its agent" : "offered in time, and not over");
}

}  // namespace tocsin::requirements
