// EC-23: a callback goes to its agent and to nobody else, from its arrival to its end.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ec23 final : public CloneableJudge<Ec23> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* arrived = event.as<trace::Arrived>()) {
      on_arrived(arrived->leg, now, chronicle);
    } else if (callbacks_.empty()) {
      return;
    } else if (const auto* routed = event.as<trace::Routed>()) {
      if (routed->destination != trace::Destination::agent)
        fail(routed->leg, now, note_of(routed->destination), chronicle, sink);
      else
        came_to(routed->leg, routed->agent, false, now, chronicle, sink);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      came_to(offered->leg, offered->agent, true, now, chronicle, sink);
    } else if (const auto* answered = event.as<trace::Answered>()) {
      came_to(answered->leg, answered->agent, true, now, chronicle, sink);
    } else if (const auto* granted = event.as<trace::Granted>()) {
      if (granted->resource == trace::Resource::agent) came_to(granted->leg, granted->agent, false, now, chronicle, sink);
    } else if (const auto* waits = event.as<trace::Waits>()) {
      if (waits->resource == trace::Resource::agent) fail(waits->leg, now, "it waited in a queue", chronicle, sink);
    } else if (const auto* taken = event.as<trace::Reassigned>()) {
      if (taken->outcome == trace::Outcome::done)
        fail(taken->leg, now, "it was taken from its agent to be given to another", chronicle, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      const bool ours = dropped->cause == trace::DropCause::system || dropped->cause == trace::DropCause::setup_failed;
      over(dropped->leg, ours, now, chronicle, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(pressed->leg, true, now, chronicle, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    callbacks_.clear([&](const Callback& callback) {
      if (!callback.failed) report(sink, Verdict::open, callback.key, callback.arrived, {0, at}, "the callback was not over");
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 1;

  struct Callback {
    std::uint64_t key;
    Time due;
    Moment arrived;
    AgentId holder;
    bool reached;  // offered to its agent
    bool failed;
  };

  static const char* note_of(trace::Destination destination) {
    switch (destination) {
      case trace::Destination::queue:
        return "it was sent to a queue";
      case trace::Destination::bot:
        return "it was sent to a bot";
      case trace::Destination::voicemail:
        return "it was sent to voicemail";
      case trace::Destination::external:
        return "it was sent to an external number";
      default:
        return "it was turned away";
    }
  }

  void on_arrived(LegId leg, Moment now, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(leg);
    if (!call || call->standing != Standing::inside || callbacks_.find(leg.value)) return;
    callbacks_.add({leg.value, sim::never, now, call->agent, false, false});
  }

  // The guarantee for the callback of a call that left to an SBC is the carrier's.
  static Verdict failed(std::uint64_t leg, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(LegId{leg});
    return call && call->carrier() ? Verdict::carrier : Verdict::fail;
  }

  void fail(LegId leg, Moment now, const char* note, const Chronicle& chronicle, ObligationSink& sink) {
    callbacks_.update(leg.value, [&](Callback& callback) {
      if (!callback.failed) report(sink, failed(leg.value, chronicle), callback.key, callback.arrived, now, note);
      callback.failed = true;
      return true;
    });
  }

  void came_to(LegId leg, AgentId agent, bool reaches, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    const Callback* callback = callbacks_.find(leg.value);
    if (!callback) return;
    if (agent != callback->holder) return fail(leg, now, "it came to another agent", chronicle, sink);
    if (!reaches) return;
    callbacks_.update(leg.value, [](Callback& reached) { return reached.reached = true; });
  }

  void over(LegId leg, bool by_platform, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    callbacks_.update(leg.value, [&](const Callback& callback) {
      if (callback.failed) return false;
      const Verdict fails = failed(leg.value, chronicle);
      if (callback.reached)
        report(sink, fails == Verdict::carrier ? fails : Verdict::pass, callback.key, callback.arrived, now,
               "it came to its agent and to nobody else");
      else if (by_platform)
        report(sink, fails, callback.key, callback.arrived, now, "it was ended without an offer to its agent");
      else
        report(sink, Verdict::may, callback.key, callback.arrived, now, "it ended before it had come to anybody");
      return false;
    });
  }

  sim::Pending<Callback> callbacks_;
};

}  // namespace

const Requirement& ec_23() {
  static const Requirement requirement{
      .card =
          {.id = "EC-23",
           .mark = Mark::derived,
           .guarantee =
               "A callback never goes to another agent, a queue, a bot, voicemail or an external number, answered or not.",
           .source = {sentence::can_call_back, sentence::highest_priority},
           .trigger = "A callback within its window.",
           .judged =
               "From its arrival to its end, answered or not: fails at the first event that routes it anywhere but to its agent, "
               "lets it wait in a queue, reassigns it, or grants, offers or connects it to another agent, and if it is ended by "
               "the platform "
               "before it was offered to its agent. May: whoever called gave up before it had come to anybody.",
           .rulings = {"R-8", "R-10", "R-25"},
           .needs = callback_kinds,
           .about = About::leg},
      .kinds = trace::kinds<trace::Arrived, trace::Routed, trace::Offered, trace::Answered, trace::Granted, trace::Waits,
                            trace::Dropped, trace::EndPressed, trace::Reassigned>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Ec23>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
