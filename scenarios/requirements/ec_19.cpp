#include <algorithm>

#include "scenarios/requirements/callback_judge.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Judge19 final : public CloneableJudge<Judge19> {
 public:
  explicit Judge19(Duration bound) : bound_(bound) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const auto* in = event.as<trace::Arrived>()) {
      arrived(in->leg, chronicle, sink);
      return;
    }
    if (callbacks_.empty()) return;
    if (const auto* granted = event.as<trace::Granted>()) {
      if (chronicle.call(granted->leg) && is_callback(granted->leg))
        rearm(granted->leg, chronicle, sink);
      else if (granted->waited && is_ordinary_item(granted->leg, chronicle))
        taken(*granted, chronicle, sink);
    } else if (const auto* waits = event.as<trace::Waits>()) {
      if (is_callback(waits->leg))
        rearm(waits->leg, chronicle, sink);
      else if (is_ordinary_item(waits->leg, chronicle))
        for (Callback& callback : callbacks_) callback.competed = true;
    } else if (const auto* routed = event.as<trace::Routed>()) {
      for (Callback& callback : callbacks_)
        if (callback.leg == routed->leg) callback.told_at = callback.arrived.at;
    } else if (const auto* offered = event.as<trace::Offered>()) {
      arrived_at_agent(*offered, chronicle, sink);
    } else if (const auto* blocked = event.as<trace::Blocked>()) {
      decide(blocked->leg, [&](const Callback& callback) {
        if (callback.competed) fail(callback, chronicle.now(), "it was blocked for want of a resource", sink);
      });
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      ended(event, dropped->leg, chronicle, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome == trace::Outcome::done) ended(event, pressed->leg, chronicle, sink);
    }
  }

  Time due() const override {
    Time earliest = sim::never;
    for (const Callback& callback : callbacks_) earliest = std::min(earliest, callback.due);
    return earliest;
  }

  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    drop_if(callbacks_, [&](const Callback& callback) {
      if (callback.due >= now) return false;
      if (callback.competed) fail(callback, {0, sim::just_after(callback.due)}, late, sink);
      return true;
    });
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    for (const Callback& callback : callbacks_)
      if (callback.competed)
        report(sink, Verdict::open, callback.leg.value, callback.arrived, {0, at}, "not yet offered to its agent");
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 2;

  static constexpr const char* late = "not offered in time while ordinary items waited";
  struct Callback {
    LegId leg;
    AgentId holder;
    Moment arrived;
    Time due;
    Time deadline;
    bool competed;  // an ordinary item waits, or waited, since the arrival
    Time told_at;   // the policy, of its arrival; never later than that it was routed
  };

  bool is_callback(LegId leg) const {
    return std::any_of(callbacks_.begin(), callbacks_.end(), [&](const Callback& c) { return c.leg == leg; });
  }

  static bool is_ordinary_item(LegId leg, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(leg);
    return chronicle.leg(leg) && (!call || is_ordinary(call->standing));
  }

  static void fail(const Callback& callback, Moment decided, const char* note, ObligationSink& sink) {
    report(sink, Verdict::fail, callback.leg.value, callback.arrived, decided, note,
           sim::slack_until(callback.deadline, decided.at));
  }

  template <class Report>
  void decide(LegId leg, Report of) {
    drop_if(callbacks_, [&](const Callback& callback) {
      if (callback.leg != leg) return false;
      of(callback);
      return true;
    });
  }

  void arrived(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(leg);
    if (!call || call->standing != Standing::inside) return;
    bool competed = false;
    for (const auto resource :
         {trace::Resource::agent, trace::Resource::trunk_line, trace::Resource::media_port, trace::Resource::licence})
      competed |= chronicle.ordinary_waiting(resource) > 0;
    if (call->carrier()) {
      if (competed)
        report(sink, Verdict::carrier, leg.value, chronicle.now(), chronicle.now(), "the call of the window left to an SBC");
      return;
    }
    const Time deadline = call->delivered_at + bound_;
    callbacks_.push_back({leg, call->agent, chronicle.now(), deadline, deadline, competed, call->delivered_at});
  }

  // The callback itself begins to wait for a line, or has it.
  void rearm(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    const Time now = chronicle.now().at;
    const Time due = offer_deadline(*chronicle.call(leg), *chronicle.leg(leg), bound_);
    for (Callback& callback : callbacks_) {
      if (callback.leg != leg) continue;
      callback.due = due;
      if (due != sim::never) callback.deadline = due;
    }
    if (due < now)
      decide(leg, [&](const Callback& callback) {
        if (callback.competed) fail(callback, chronicle.now(), late, sink);
      });
  }

  // An ordinary item that waited obtained what it waited for.
  void taken(const trace::Granted& granted, const Chronicle& chronicle, ObligationSink& sink) {
    drop_if(callbacks_, [&](const Callback& callback) {
      const Leg* leg = chronicle.leg(callback.leg);
      const bool in_line = leg->waits;
      // The policy could keep nothing for what it had not heard of.
      if (chronicle.now().at <= callback.told_at && callback.told_at > callback.arrived.at) return false;
      if (in_line && (granted.resource != leg->waits_for || granted.group != leg->waits_group)) return false;
      fail(callback, chronicle.now(),
           in_line ? "an ordinary item obtained what the callback waited for"
                   : "a waiting ordinary item went first, between the callback's arrival and its offer",
           sink);
      return true;
    });
  }

  void arrived_at_agent(const trace::Offered& offered, const Chronicle& chronicle, ObligationSink& sink) {
    drop_if(callbacks_, [&](const Callback& callback) {
      if (callback.leg != offered.leg || callback.holder != offered.agent) return false;
      if (!callback.competed) return true;
      const EmergencyLeg* call = chronicle.call(offered.leg);
      const Duration slack = call->delivered_at + bound_ + call->line_wait - chronicle.now().at;
      const bool in_time = slack >= Duration{0};
      const bool as_emergency = offered.route == trace::Route::emergency_callback;
      report(sink,
             !in_time       ? Verdict::fail
             : as_emergency ? Verdict::pass
                            : Verdict::may,
             callback.leg.value, callback.arrived, chronicle.now(),
             !in_time       ? late
             : as_emergency ? "offered in time, and no waiting ordinary item went first"
                            : "it came to its agent by an ordinary route",
             slack);
      return true;
    });
  }

  void ended(const trace::Event& event, LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    decide(leg, [&](const Callback& callback) {
      if (!callback.competed) return;
      if (verdict_of_end(event, *chronicle.call(leg), bound_, chronicle.now().at) == Verdict::may)
        report(sink, Verdict::may, leg.value, callback.arrived, chronicle.now(), "it ended before the bound and before an offer");
      else
        fail(callback, chronicle.now(), "it ended without an offer to its agent", sink);
    });
  }

  Duration bound_;
  std::vector<Callback> callbacks_;
};

}  // namespace

const Requirement& ec_19() {
  static const Requirement requirement{
      .card =
          {.id = "EC-19",
           .mark = Mark::source,
           .guarantee =
               "Between its arrival and its offer no waiting ordinary item obtains a resource it waits for; D_callback holds "
               "at every queue length.",
           .source = {sentence::highest_priority},
           .trigger =
               "A callback within its window, while between its arrival and its offer at least one ordinary item waits for an "
               "agent, a line, a media port or a licence.",
           .judged =
               "Fails if an ordinary item that waited is granted what the callback itself waits for, or, while the callback "
               "waits for nothing, anything; or if the callback is not offered within D_callback. Not counted is what was "
               "granted "
               "before the policy was told of the arrival, where an injected delay or down time puts that off.",
           .rulings = {"R-9", "R-28"},
           .needs = callback_kinds,
           .about = About::leg},
      .kinds = trace::kinds<trace::Arrived, trace::Routed, trace::Waits, trace::Granted, trace::Blocked, trace::Offered,
                            trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Judge19>(header.bounds.callback);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
