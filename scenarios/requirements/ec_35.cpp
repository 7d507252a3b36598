// EC-35: what lives through an injected fault goes on as if nothing had happened.
#include <algorithm>

#include "scenarios/requirements/callback_judge.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

// Lets through what was decided about callbacks of disturbed windows.
class Disturbed final : public ObligationSink {
 public:
  Disturbed(const Chronicle& chronicle, ObligationSink& sink) : chronicle_(chronicle), sink_(sink) {}
  void decided(const Obligation& obligation) override {
    const EmergencyLeg* call = chronicle_.call({obligation.key});
    if (call && call->disturbed) sink_.decided(obligation);
  }

 private:
  const Chronicle& chronicle_;
  ObligationSink& sink_;
};

class Ec35 final : public CloneableJudge<Ec35> {
 public:
  explicit Ec35(const trace::Header& header) : callbacks_(header.bounds.callback, {}), presence_bound_(header.bounds.presence) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    Disturbed disturbed(chronicle, sink);
    if (CallbackJudge::kinds >> event.kind() & 1) callbacks_.on(event, chronicle, disturbed);
    follow(event, chronicle, sink);
  }

  Time due() const override {
    Time earliest = callbacks_.due();
    for (const Watch& watch : watches_) earliest = std::min(earliest, watch.due);
    return earliest;
  }

  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override {
    Disturbed disturbed(chronicle, sink);
    if (callbacks_.due() < now) callbacks_.advance(now, chronicle, disturbed);
    drop_if(watches_, [&](const Watch& watch) {
      if (watch.due >= now) return false;
      const Moment decided{0, sim::just_after(watch.due)};
      if (watch.restored.sequence == 0)
        report(sink, Verdict::fail, watch.leg.value, watch.disturbed, decided,
               "the presence before the episode did not return after its close");
      else
        report(sink, watch.lapsed ? Verdict::may : Verdict::pass, watch.leg.value, watch.disturbed, watch.restored,
               "Do not disturb stood, nothing was done twice, and the presence before returned once");
      return true;
    });
  }

  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override {
    Disturbed disturbed(chronicle, sink);
    callbacks_.finish(at, chronicle, disturbed);
    for (const Watch& watch : watches_)
      report(sink, Verdict::open, watch.leg.value, watch.disturbed, {0, at}, "the trace ended before the episode was over");
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 3;

  // An episode that lived through a fault.
  struct Watch {
    LegId leg;  // its first
    AgentId agent;
    std::uint64_t episode;
    Moment disturbed;
    Time due;  // once it is closed: of the restore, then of the end of that instant
    Status prior;
    Moment restored;
    bool lapsed;
  };

  void follow(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
    if (event.as<trace::PolicyNode>() || event.as<trace::Delivery>() || event.as<trace::FaultInjected>()) return begin(chronicle);
    if (watches_.empty()) return;
    if (const auto* invited = event.as<trace::Invited>()) {
      left(*invited, chronicle, sink);
    } else if (const auto* lent = event.as<trace::NumberLent>()) {
      lent_for(*lent, chronicle, sink);
    } else if (const auto* released = event.as<trace::NumberReleased>()) {
      taken_back(*released, chronicle, sink);
    } else if (const auto* presence = event.as<trace::Presence>()) {
      changed(*presence, event, chronicle, sink);
    } else if (const auto* row = event.as<trace::RowWritten>()) {
      if (row->store == trace::Store::history || row->with_identity) fail(row->leg, chronicle, "a row of it was written", sink);
    } else if (const auto* recording = event.as<trace::RecordingStarted>()) {
      fail(recording->leg, chronicle, "a recording of it started", sink);
    }
    if (const Episode* closed = chronicle.closed()) close(*closed, event);
  }

  void begin(const Chronicle& chronicle) {
    for (std::uint32_t i = 0; i < chronicle.agent_count(); ++i) {
      const Episode* episode = chronicle.episode({i});
      if (!episode || !episode->disturbed || episode->calls.empty() || find(episode->serial)) continue;
      const EmergencyLeg& first = chronicle.call_at(episode->calls.front());
      if (first.carrier()) continue;
      watches_.push_back({first.id, {i}, episode->serial, chronicle.now(), sim::never, {}, {}, false});
    }
  }

  Watch* find(std::uint64_t episode) {
    const auto found = std::find_if(watches_.begin(), watches_.end(), [&](const Watch& w) { return w.episode == episode; });
    return found == watches_.end() ? nullptr : &*found;
  }

  void fail(Watch& watch, const Chronicle& chronicle, const char* note, ObligationSink& sink) {
    report(sink, Verdict::fail, watch.leg.value, watch.disturbed, chronicle.now(), note);
    const std::uint64_t episode = watch.episode;
    drop_if(watches_, [&](const Watch& w) { return w.episode == episode; });
  }
  // Of the episode to which the leg belongs.
  void fail(LegId leg, const Chronicle& chronicle, const char* note, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(leg);
    if (!call || call->episode == 0 || !chronicle.is_emergency(leg)) return;
    if (Watch* watch = find(call->episode)) fail(*watch, chronicle, note, sink);
  }

  // After a first INVITE another one is right only by an accept, or where the way before it failed.
  void left(const trace::Invited& invited, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(invited.leg);
    if (!call || call->direction != Direction::outgoing || invited.target != trace::InviteTarget::do_emergency) return;
    if (call->left_to_sbc || call->egress.sequence == chronicle.now().sequence) return;
    if (call->accepted.sequence < call->egress.sequence) fail(invited.leg, chronicle, "it left a second time", sink);
  }

  void lent_for(const trace::NumberLent& lent, const Chronicle& chronicle, ObligationSink& sink) {
    std::uint32_t windows = 0;
    for (const LentNumber& number : chronicle.numbers())
      for (const Window& window : number.windows)
        windows += window.leg == lent.leg && window.contains(chronicle.now().at) ? 1 : 0;
    const EmergencyLeg* call = chronicle.call(lent.leg);
    if (call && call->accepts <= 1 && windows > 1) fail(lent.leg, chronicle, "a second number was lent for one call", sink);
    if (!chronicle.lent_while_taken()) return;
    const LentNumber* number = chronicle.number(lent.number);
    for (const Window& window : number->windows)
      if (window.agent != lent.agent && window.contains(chronicle.now().at))
        fail(window.leg, chronicle, "its number was lent to another agent", sink);
  }

  void taken_back(const trace::NumberReleased& released, const Chronicle& chronicle, ObligationSink& sink) {
    const LentNumber* number = chronicle.number(released.number);
    if (!number) return;
    for (const Window& window : number->windows)
      if (window.state == Window::State::standing && window.contains(chronicle.now().at))
        fail(window.leg, chronicle, "its number was taken back within its window", sink);
  }

  void changed(const trace::Presence& presence, const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
    for (Watch& watch : watches_) {
      if (watch.agent != presence.agent) continue;
      const Episode* closed = chronicle.closed();
      const bool closes_now = closed && closed->serial == watch.episode;
      const bool restores = presence.cause == trace::PresenceCause::restore;
      if (closes_now) close(*closed, event);
      // A callback whose arrival was told after the end has had an episode of its own in this instant.
      if (watch.restored.sequence != 0 && chronicle.agent(watch.agent).last_episode > watch.episode) continue;
      if (watch.due == sim::never) {
        const bool stands = presence.base == trace::Base::do_not_disturb || is_away(chronicle.agent(watch.agent));
        if (restores) return fail(watch, chronicle, "the presence returned before the episode was over", sink);
        if (!stands) return fail(watch, chronicle, "Do not disturb was left within the episode", sink);
      } else if (restores && watch.restored.sequence != 0) {
        return fail(watch, chronicle, "the presence returned twice", sink);
      } else if (restores) {
        if (watch.prior.known && chronicle.agent(watch.agent).status != watch.prior)
          return fail(watch, chronicle, "another presence returned than the one before the episode", sink);
        watch.restored = chronicle.now();
      }
      return;
    }
  }

  void close(const Episode& episode, const trace::Event& event) {
    Watch* watch = find(episode.serial);
    if (!watch || watch->due != sim::never) return;
    watch->due = event.delivered_at + presence_bound_;
    watch->prior = episode.prior;
    watch->lapsed = episode.lapsed;
  }

  CallbackJudge callbacks_;
  Duration presence_bound_;
  std::vector<Watch> watches_;
};

}  // namespace

const Requirement& ec_35() {
  static const Requirement requirement{
      .card =
          {.id = "EC-35",
           .mark = Mark::derived,
           .guarantee =
               "Duplicated, reordered (inside a declared bound), retried events, restarts and failovers change no verdict: "
               "snapshot, mapping, windows survive; one egress.",
           .source = {sentence::number_assigned, sentence::can_call_back, sentence::presence_reset},
           .trigger = "An episode that is open when an injected fault comes: the policy's process or node is replaced, its clock "
                      "steps, or an event of the agent comes twice or late. And each callback within a window that has lived "
                      "through one.",
           .judged =
               "The episode: Do not disturb stands to its close, in whose instant the presence before it returns, once; no call "
               "of it leaves twice, has a second number, is recorded or has a row; no number of it is taken back, or lent to "
               "another, within its window. The callback: offered to the agent of the window within D_callback, as in EC-16. "
               "Bounds count from delivery, which an injected down time or delay puts off. And a small scenario is run again "
               "without the faults: no requirement may fail that does not fail there.",
           .rulings = {"R-1", "R-2", "R-3", "R-7", "R-12", "R-22"},
           .needs = episode_kinds | callback_kinds | trace::kinds<trace::PolicyNode, trace::Delivery, trace::FaultInjected>(),
           .about = About::leg,
           .of_presence = true},
      .kinds =
          CallbackJudge::kinds |
          trace::kinds<trace::PolicyNode, trace::Delivery, trace::FaultInjected, trace::Accepted, trace::Invited,
                       trace::NumberLent, trace::NumberReleased, trace::Presence, trace::RowWritten, trace::RecordingStarted>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec35>(header);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
