// The rule of a callback, which several requirements share: within its window it is offered to the agent within the bound.
//
// They differ in which callbacks they are about, and in whether the rest of the call is watched: that it is not answered
// automatically, that no running call of the agent is ended for it up to its answer, and that it uses no ordinary capacity.
//
// Time that the callback waits for a line which ordinary calls rightly held is not counted. A callback that ends before it was
// offered, within the bound and not by the platform's act, is may: nothing shows what would have become of it. So is one that
// came to its agent by an ordinary route.
#pragma once

#include <vector>

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {

// The last instant at which the callback is offered in time, as things stand; never while it waits for a line rightly held.
Time offer_deadline(const EmergencyLeg& call, const Leg& leg, Duration bound);

// What a callback's end says that comes before its offer: a failure or nothing.
Verdict verdict_of_end(const trace::Event& end, const EmergencyLeg& call, Duration bound, Time now);

enum class Callbacks : std::uint8_t {
  all,
  ruled_elsewhere,  // the routing rules would not have sent it to the agent
  at_full_capacity,
  not_available,
  extended  // the window's first length had passed, and it goes on by EX-08
};

class CallbackJudge final : public CloneableJudge<CallbackJudge> {
 public:
  struct Scope {
    Callbacks callbacks = Callbacks::all;
    bool follow = false;           // to the answer
    bool watch_capacity = false;   // to the end of the leg, and of all callbacks
    bool report_optional = false;  // calls that may be treated either way
  };
  CallbackJudge(Duration bound, Scope scope) : bound_(bound), scope_(scope) {}

  // What a judge of this scope is to be told of.
  static constexpr std::uint64_t kinds =
      trace::kinds<trace::Arrived, trace::RulesWouldSay, trace::Routed, trace::Waits, trace::Granted, trace::Blocked,
                   trace::Offered, trace::Answered, trace::Dropped, trace::EndPressed, trace::Reassigned>();

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override;
  Time due() const override;
  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override;
  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override;

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 5;

  enum class Phase : std::uint8_t { awaited, offered, answered };
  struct Callback {
    LegId leg;
    AgentId holder;
    Moment arrived;
    Time due;  // while awaited: the deadline; once answered: that instant
    Time deadline;
    Moment offered;
    Phase phase;
    bool ordinary_route;
  };

  Callback* find(LegId leg);
  void forget(LegId leg);
  void begin(const EmergencyLeg& call, const Chronicle& chronicle, ObligationSink& sink);
  void arrived(LegId leg, const Chronicle& chronicle, ObligationSink& sink);
  void offered(const trace::Offered& e, const Chronicle& chronicle, ObligationSink& sink);
  void ended(const trace::Event& event, LegId leg, const Chronicle& chronicle, ObligationSink& sink);
  void ended_for_it(AgentId agent, LegId leg, const Chronicle& chronicle, ObligationSink& sink);
  void used_capacity(LegId leg, const Chronicle& chronicle, ObligationSink& sink);
  void pass(const Callback& callback, Moment decided, ObligationSink& sink);
  static void fail(const Callback& callback, Moment decided, const char* note, ObligationSink& sink);

  Duration bound_;
  Scope scope_;
  std::vector<Callback> callbacks_;
  std::vector<LegId> used_capacity_;  // reported already
  struct {
    LegId leg;
    Time at{};
  } reassigned_;  // the leg that was taken from its agent last
};

}  // namespace tocsin::requirements
