// EC-26: nobody but its agent does anything to an emergency call, and that agent no more than the two controls do.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"

namespace tocsin::requirements {
namespace {

// Each try is decided by what came of it.
class Ec26 final : public CloneableJudge<Ec26> {
 public:
  explicit Ec26(trace::Controls form) : form_(form) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const auto* used = event.as<trace::ControlUsed>())
      tried(used->leg, used->agent, used->by, used->control, used->outcome, chronicle, sink);
    else if (const auto* pressed = event.as<trace::EndPressed>())
      tried(pressed->leg, pressed->agent, pressed->by, trace::control_end_call, pressed->outcome, chronicle, sink);
    else if (const auto* taken = event.as<trace::Reassigned>())
      reassigned(*taken, chronicle, sink);
    else if (const auto* blocked = event.as<trace::Blocked>())
      accounted_for_ = blocked->leg;
    else if (const auto* dropped = event.as<trace::Dropped>())
      ended(*dropped, chronicle, sink);
    else if (const auto* shown = event.as<trace::Shown>())
      told(shown->leg, shown->view == trace::View::panel ? trace::Details{} : shown->details, chronicle, sink);
    else if (const auto* notified = event.as<trace::Notified>(); notified && notified->notice == trace::Notice::alert)
      told(notified->leg, notified->details, chronicle, sink);
  }

  void finish(Time, const Chronicle&, ObligationSink&) override {}

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 2;

  // Its leg lives, or lived until this event, or its episode is open.
  static bool is_ongoing(const EmergencyLeg& call, const Chronicle& chronicle) {
    if (chronicle.live(call) || call.ended == chronicle.now()) return true;
    const Episode* episode = chronicle.episode(call.agent);
    const Episode* closed = chronicle.closed();
    return call.episode != 0 && ((episode && episode->serial == call.episode) || (closed && closed->serial == call.episode));
  }

  void tried(LegId leg, AgentId agent, trace::Actor by, trace::Controls control, trace::Outcome outcome,
             const Chronicle& chronicle, ObligationSink& sink) const {
    // The dashboard has the device settings as the panel has: they change nothing about the call.
    if (control == trace::control_device_settings && by != trace::Actor::agent) return;
    if (by == trace::Actor::platform || by == trace::Actor::policy || !chronicle.is_emergency(leg)) return;
    const EmergencyLeg& call = *chronicle.call(leg);
    const bool own = by == trace::Actor::agent && agent == call.agent;
    const bool of_the_two = without(without(control, trace::emergency_controls), form_) == trace::Controls{};
    if ((own && of_the_two) || !is_ongoing(call, chronicle)) return;
    const auto say = [&](Verdict verdict, const char* note) {
      report(sink, verdict, leg.value, chronicle.now(), chronicle.now(), note);
    };
    if (outcome == trace::Outcome::refused)
      say(Verdict::pass, "it was refused");
    else if (outcome == trace::Outcome::no_effect)
      say(Verdict::may, "there was nothing for it to act on");
    else if (control == trace::control_end_call)
      say(Verdict::fail, "somebody else than its agent ended an emergency call");
    else
      say(Verdict::fail, own ? "a control beyond device settings and end call worked for the agent"
                             : "a control of somebody else than its agent worked on an emergency call");
  }

  // The platform assigns a live call to somebody else, or does not.
  void reassigned(const trace::Reassigned& taken, const Chronicle& chronicle, ObligationSink& sink) {
    if (taken.outcome == trace::Outcome::done) accounted_for_ = taken.leg;
    if (!chronicle.is_emergency(taken.leg) || !is_ongoing(*chronicle.call(taken.leg), chronicle)) return;
    const bool refused = taken.outcome != trace::Outcome::done;
    report(sink, refused ? Verdict::pass : Verdict::fail, taken.leg.value, chronicle.now(), chronicle.now(),
           refused ? "it stayed with its agent" : "an emergency call was taken from its agent to be given to another");
  }

  // By the platform, or on the policy's word: nobody of those who talk, no network and no want of a line.
  void ended(const trace::Dropped& dropped, const Chronicle& chronicle, ObligationSink& sink) const {
    if (dropped.cause != trace::DropCause::system || dropped.leg == accounted_for_ || !chronicle.is_emergency(dropped.leg))
      return;
    report(sink, Verdict::fail, dropped.leg.value, chronicle.now(), chronicle.now(),
           "the platform or its policy ended an emergency call");
  }

  static void told(LegId leg, trace::Details details, const Chronicle& chronicle, ObligationSink& sink) {
    if (trace::without(details, trace::emergency_details) == trace::Details{}) return;
    if (!chronicle.is_emergency(leg) || !is_ongoing(*chronicle.call(leg), chronicle)) return;
    report(sink, Verdict::fail, leg.value, chronicle.now(), chronicle.now(),
           "others were told more than the agent's name and that an emergency call is in progress");
  }

  trace::Controls form_;  // its own agent may use, beside the two
  LegId accounted_for_;   // the last that was blocked or taken from its agent, which is judged for itself
};

}  // namespace

const Requirement& ec_26() {
  static const Requirement requirement{
      .card =
          {.id = "EC-26",
           .mark = Mark::derived,
           .guarantee =
               "Monitor, barge, join, consult, assign, transfer, force close and end by others are refused on every surface.",
           .source = {"During the ongoing emergency conversation, the Omnichannel Ongoing Conversations dashboard displays the "
                      "device settings and the End call button only.",
                      sentence::presence_reset},
           .trigger =
               "Each use of a control, or of End call, on an emergency call or a callback within its window, from its beginning "
               "to the close of its episode, by a supervisor, an administrator, a script or another agent; and each use of any "
               "other control than the two by its agent; and each such call that the platform or its policy ends.",
           .judged = "Refused passes, done fails. May: there was nothing for it to act on. An end of the platform's own fails, "
                     "but for want of a line, port or licence, which is EC-36's. What a surface shows is EC-25's.",
           .rulings = {"R-20", "R-23", "R-25"},
           .needs = callback_kinds | trace::kinds<trace::EndPressed, trace::ControlUsed>(),
           .about = About::leg},
      .kinds = trace::kinds<trace::ControlUsed, trace::EndPressed, trace::Reassigned, trace::Shown, trace::Notified,
                            trace::Blocked, trace::Dropped>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec26>(allowed_of_form(header));
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
