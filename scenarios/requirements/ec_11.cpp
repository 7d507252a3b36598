#include "scenarios/requirements/obligations.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Judge11 final : public CloneableJudge<Judge11> {
 public:
  explicit Judge11(Duration bound) : bound_(bound) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const Episode* opened = chronicle.opened()) settle(opened->agent, chronicle.now(), sink);
    if (const Episode* closed = chronicle.closed()) close(*closed, event, chronicle, sink);
    const auto* presence = event.as<trace::Presence>();
    if (!presence) return;
    if (presence->cause == trace::PresenceCause::restore) restored(presence->agent, chronicle, sink);
    if (presence->cause == trace::PresenceCause::episode_closed) recalculated(presence->agent, chronicle, sink);
  }

  Time due() const override { return earliest_; }

  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    earliest_ = sim::never;
    watches_.expire(now, [&](Watch& watch) {
      fail(watch, {0, sim::just_after(watch.due)}, "the prior status did not return in time", sink);
      return true;
    });
    for (const Watch& watch : watches_) earliest_ = std::min(earliest_, watch.due);
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    watches_.clear([&](const Watch& watch) {
      if (watch.phase == Phase::owed)
        report(sink, Verdict::open, watch.key, watch.trigger, {0, at}, "not restored before the end");
      if (watch.phase == Phase::restored) pass(watch, sink);
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 3;

  enum class Phase : std::uint8_t { owed, restored, failed };
  // Of the last episode of an agent, from its close (or its first failure) until the next one opens.
  struct Watch {
    std::uint64_t key;
    Time due;  // only while owed
    std::uint64_t episode;
    Moment trigger;
    Time deadline;
    Status prior;
    Moment restored;
    Phase phase;
    bool lapsed;
  };

  void close(const Episode& episode, const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
    bool failed_before = false;
    watches_.update(episode.agent.value, [&](const Watch& watch) {
      failed_before = watch.episode == episode.serial;
      return failed_before;
    });
    if (failed_before) return;
    if (!episode.prior.known) {
      report(sink, Verdict::open, episode.agent.value, chronicle.now(), chronicle.now(),
             "the status before the episode is not known");
      return;
    }
    const Time deadline = event.delivered_at + bound_;
    watches_.add({episode.agent.value,
                  deadline,
                  episode.serial,
                  chronicle.now(),
                  deadline,
                  episode.prior,
                  {},
                  Phase::owed,
                  episode.lapsed});
    earliest_ = std::min(earliest_, deadline);
  }

  void restored(AgentId agent, const Chronicle& chronicle, ObligationSink& sink) {
    const Status& status = chronicle.agent(agent).status;
    const std::size_t known = watches_.update(agent.value, [&](Watch& watch) {
      if (watch.phase == Phase::restored) fail(watch, chronicle.now(), "restored a second time", sink);
      if (watch.phase != Phase::owed) return true;
      if (chronicle.now().at > watch.deadline) {
        fail(watch, chronicle.now(), "the prior status did not return in time", sink);
      } else if (status != watch.prior) {
        fail(watch, chronicle.now(), "another status than the prior one was restored", sink);
      } else {
        watch.phase = Phase::restored;
        watch.restored = chronicle.now();
        watch.due = sim::never;
      }
      return true;
    });
    if (known) return;
    if (const Episode* episode = chronicle.episode(agent)) {
      Watch watch{agent.value, sim::never, episode->serial, episode->opened, sim::never, episode->prior, {}, Phase::owed, false};
      fail(watch, chronicle.now(), "restored before the episode closed", sink);
      watches_.add(watch);
    } else {
      report(sink, Verdict::fail, agent.value, chronicle.now(), chronicle.now(), "restored without an episode");
    }
  }

  // The platform's recalculation after a restore is for automatic statuses only.
  void recalculated(AgentId agent, const Chronicle& chronicle, ObligationSink& sink) {
    watches_.update(agent.value, [&](Watch& watch) {
      if (watch.phase == Phase::restored && watch.prior.origin == trace::Origin::manual)
        fail(watch, chronicle.now(), "a status that somebody chose was recalculated after its restore", sink);
      return true;
    });
  }

  // Another episode opens.
  void settle(AgentId agent, Moment now, ObligationSink& sink) {
    watches_.update(agent.value, [&](Watch& watch) {
      if (watch.phase == Phase::owed) fail(watch, now, "another episode opened before the prior status returned", sink);
      if (watch.phase == Phase::restored) pass(watch, sink);
      return false;
    });
  }

  static void pass(const Watch& watch, ObligationSink& sink) {
    report(sink, watch.lapsed ? Verdict::may : Verdict::pass, watch.key, watch.trigger, watch.restored,
           watch.lapsed ? "the prior status returned after the last window, without an agent end"
                        : "the prior status returned exactly once, in time",
           watch.deadline - watch.restored.at);
  }

  static void fail(Watch& watch, Moment decided, const char* note, ObligationSink& sink) {
    report(sink, Verdict::fail, watch.key, watch.trigger, decided, note, sim::slack_until(watch.deadline, decided.at));
    watch.phase = Phase::failed;
    watch.due = sim::never;
  }

  Duration bound_;
  sim::Pending<Watch> watches_;
  Time earliest_ = sim::never;
};

}  // namespace

const Requirement& ec_11() {
  static const Requirement requirement{
      .card = {.id = "EC-11",
               .mark = Mark::source,
               .guarantee =
                   "The close of the episode, and only it, returns exactly the prior status, exactly once, within D_presence.",
               .source = {sentence::presence_reset},
               .trigger = "The close of an episode. A restore before it, or without an episode, is a failure by itself.",
               .judged =
                   "After the closing event, in its instant, one restore that equals base, text and origin before the episode's "
                   "first automatic Do not disturb. A second one before the next episode fails. The platform's one "
                   "recalculation of an automatic status afterwards is allowed. A restore after the last window lapsed, with "
                   "no leg live, closes the episode: may.",
               .rulings = {"R-2", "R-3", "R-4", "R-5", "R-6", "R-22"},
               .needs = episode_kinds,
               .about = About::agent,
               .of_presence = true},
      .kinds = trace::kinds<trace::Accepted, trace::Routed, trace::Offered, trace::Presence, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Judge11>(header.bounds.presence);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
