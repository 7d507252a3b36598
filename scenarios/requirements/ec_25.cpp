// EC-25: an ongoing emergency conversation offers device settings and end call, both to its agent, and nothing else to anyone.
#include <algorithm>
#include <vector>

#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ec25 final : public CloneableJudge<Ec25> {
 public:
  explicit Ec25(const trace::Header& header) : form_(allowed_of_form(header)) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* dialled = event.as<trace::Dialled>()) {
      undecided_.at(dialled->leg.value) = true;
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      goes_another_way(ordinary->leg);
    } else if (const auto* refused = event.as<trace::Refused>()) {
      goes_another_way(refused->leg);
    } else if (const auto* shown = event.as<trace::Shown>()) {
      on_shown(*shown, now, chronicle);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      undecided_.erase(accepted->leg.value);
      open(chronicle.call(accepted->leg), now);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      open(chronicle.call(offered->leg), now);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      undecided_.erase(dropped->leg.value);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome == trace::Outcome::done) undecided_.erase(pressed->leg.value);
      if (pressed->by == trace::Actor::agent) on_end_call(pressed->leg, pressed->agent, pressed->outcome, now, chronicle, sink);
    } else if (const auto* used = event.as<trace::ControlUsed>()) {
      if (used->by == trace::Actor::agent) on_control(*used, now, chronicle, sink);
    }
    // Whatever touches an open episode is looked at when its instant is over.
    if (calls_.empty()) return;
    if (const Episode* closed = chronicle.closed()) close(*closed, now, chronicle, sink);
    if (const AgentId agent = chronicle.subject(event); agent && chronicle.episode(agent)) look_at(agent, now);
  }

  Time due() const override { return look_at_.empty() ? sim::never : looked_at_; }

  void advance(Time, const Chronicle& chronicle, ObligationSink& sink) override {
    for (const AgentId agent : look_at_) judge_instant(agent, chronicle, sink);
    look_at_.clear();
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    calls_.clear([&](const Call& call) {
      if (!call.failed) report(sink, Verdict::open, call.key, call.began, {0, at}, "the episode was not closed before the end");
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 6;

  struct Call {
    std::uint64_t key;
    Time due;
    Moment began;
    bool failed;
  };
  struct Sight {
    AgentId panel_of;
    trace::Controls panel{}, dashboard{};
    trace::Details panel_details{}, dashboard_details{};
    bool nothing() const {
      return panel == trace::Controls{} && dashboard == trace::Controls{} && panel_details == trace::Details{} &&
             dashboard_details == trace::Details{};
    }
  };

  void goes_another_way(LegId leg) {
    undecided_.erase(leg.value);
    sights_.erase(leg.value);
  }

  // What ordinary calls show is no business of this judge; what a dial shows before it is decided may be.
  void on_shown(const trace::Shown& shown, Moment now, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(shown.leg);
    if (!call && !undecided_.find(shown.leg.value)) return;
    Sight& sight = sights_.at(shown.leg.value);
    const bool panel = shown.view == trace::View::panel;
    (panel ? sight.panel : sight.dashboard) = panel ? without(shown.controls, form_) : shown.controls;
    (panel ? sight.panel_details : sight.dashboard_details) = shown.details;
    if (panel) sight.panel_of = shown.agent;
    if (sight.nothing()) sights_.erase(shown.leg.value);
    if (call && call->agent) look_at(call->agent, now);
  }

  void open(const EmergencyLeg* call, Moment now) {
    if (!call || call->episode == 0) return;
    if (call->standing != Standing::outgoing && call->standing != Standing::inside) return;
    if (calls_.find(call->id.value)) return;
    calls_.add({call->id.value, sim::never, now, false});
  }

  void look_at(AgentId agent, Moment now) {
    looked_at_ = now.at;
    if (std::find(look_at_.begin(), look_at_.end(), agent) == look_at_.end()) look_at_.push_back(agent);
  }

  void fail(std::uint64_t leg, Moment decided, const char* note, ObligationSink& sink) {
    calls_.update(leg, [&](Call& call) {
      if (!call.failed) report(sink, Verdict::fail, call.key, call.began, decided, note);
      call.failed = true;
      return true;
    });
  }

  // End call always works: on a live leg, and to close the session of a leg that has dropped.
  void on_end_call(LegId leg, AgentId agent, trace::Outcome outcome, Moment now, const Chronicle& chronicle,
                   ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(leg);
    if (!call || agent != call->agent || outcome == trace::Outcome::done) return;
    if (outcome == trace::Outcome::refused)
      fail(leg.value, now, "the agent's end call was refused", sink);
    else if (chronicle.live(*call))
      fail(leg.value, now, "the agent's end call had no effect on a live leg", sink);
  }

  // The two controls work for the agent, and no other does, shown or not.
  void on_control(const trace::ControlUsed& used, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    if (used.control == trace::control_end_call) return on_end_call(used.leg, used.agent, used.outcome, now, chronicle, sink);
    const EmergencyLeg* call = chronicle.call(used.leg);
    if (!call || used.agent != call->agent) return;
    if (used.control != trace::Controls{} && without(used.control, form_) == trace::Controls{}) return;
    const bool allowed = without(used.control, trace::emergency_controls) == trace::Controls{};
    if (allowed && used.outcome == trace::Outcome::refused)
      fail(used.leg.value, now, "the agent's device settings were refused", sink);
    else if (!allowed && used.outcome == trace::Outcome::done)
      fail(used.leg.value, now, "a control beyond device settings and end call worked for the agent", sink);
  }

  // What the surfaces showed from this instant on, as far as it lasted.
  void judge_instant(AgentId agent, const Chronicle& chronicle, ObligationSink& sink) {
    const Episode* episode = chronicle.episode(agent);
    if (!episode) return;
    const Moment at{0, looked_at_};
    bool panel_anywhere = false;
    for (const std::uint32_t index : episode->calls) {
      const EmergencyLeg& call = chronicle.call_at(index);
      const Sight* found = sights_.find(call.id.value);
      const Sight sight = found ? *found : Sight{};
      const std::uint64_t leg = call.id.value;
      // What another agent's panel shows of the call is not what its agent has.
      const bool own = sight.panel_of == call.agent;
      const bool both = own && sight.panel == trace::emergency_controls;
      panel_anywhere = panel_anywhere || both;
      if (without(sight.panel, trace::emergency_controls) != trace::Controls{})
        fail(leg, at, "a panel offered more than device settings and end call", sink);
      else if (!both && (chronicle.live(call) || sight.panel != trace::Controls{}))
        fail(leg, at, "the agent's panel lacked device settings or end call", sink);
      if (without(sight.dashboard, trace::emergency_controls) != trace::Controls{})
        fail(leg, at, "the dashboard offered more than device settings and end call", sink);
      if (without(sight.dashboard_details, trace::emergency_details) != trace::Details{})
        fail(leg, at, "the dashboard told more than the agent's name and that an emergency call is in progress", sink);
    }
    if (panel_anywhere) return;
    for (const std::uint32_t index : episode->calls)
      fail(chronicle.call_at(index).id.value, at, "no panel was shown although the episode was open", sink);
  }

  void close(const Episode& episode, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    for (const std::uint32_t index : episode.calls) {
      const std::uint64_t leg = chronicle.call_at(index).id.value;
      calls_.update(leg, [&](const Call& call) {
        if (call.failed) return false;
        if (call.began.at == now.at)
          report(sink, Verdict::may, call.key, call.began, now, "the episode was over in the instant in which it began");
        else
          report(sink, Verdict::pass, call.key, call.began, now, "device settings and end call, and nothing else");
        return false;
      });
      sights_.erase(leg);
    }
  }

  trace::Controls form_;  // allowed beside the two
  sim::Pending<Call> calls_;
  sim::FlatMap<Sight> sights_;    // by leg
  sim::FlatMap<bool> undecided_;  // dials, by leg
  std::vector<AgentId> look_at_;
  Time looked_at_{};
};

}  // namespace

const Requirement& ec_25() {
  static const Requirement requirement{
      .card =
          {.id = "EC-25",
           .mark = Mark::source,
           .guarantee = "Wherever the ongoing emergency conversation is shown, nothing is offered beyond device settings and end "
                        "call; the agent has exactly both, and end call always works.",
           .source = {"During the ongoing emergency conversation, the Omnichannel Ongoing Conversations dashboard displays the "
                      "device settings and the End call button only."},
           .trigger = "Each accept of a call, and each offer of a callback within its window.",
           .judged = "At the end of every instant until the episode closes: the panel shows exactly both controls for each live "
                     "leg of the episode, exactly both or nothing for its other legs, and something for one of them; the "
                     "dashboard shows none beyond these two, and no detail but the agent's name and that there is an emergency. "
                     "An end call of the agent that is refused, or has no effect on a live leg, fails; so do device settings "
                     "that are refused to the agent, and any other control that works for the agent, shown or not.",
           .rulings = {"R-2", "R-13", "R-20"},
           .needs = trace::kinds<trace::Dialled, trace::Accepted, trace::Arrived, trace::NumberLent, trace::Offered,
                                 trace::Dropped, trace::EndPressed, trace::Shown, trace::ControlUsed>(),
           .about = About::leg,
           .of_presence = true},
      .kinds = trace::kinds<trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary, trace::Shown, trace::Offered,
                            trace::Dropped, trace::EndPressed, trace::ControlUsed, trace::Presence>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec25>(header);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
