#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {
namespace {

class Judge38 final : public CloneableJudge<Judge38> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const auto* refused = event.as<trace::PresenceRefused>()) return refuse(*refused, chronicle, sink);
    if (!event.as<trace::Drained>()) {
      disturbed_ = true;
      return;
    }
    if (drained_) return;
    drained_ = true;
    const Moment now = chronicle.now();
    each(chronicle, [&](std::uint64_t key, const Agent* agent, const LentNumber* number) {
      const auto [verdict, note] = agent ? judge(*agent) : judge(*number);
      report(sink, verdict, key, now, now, note);
    });
  }

  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override {
    if (drained_) return;
    each(chronicle, [&](std::uint64_t key, const Agent*, const LentNumber*) {
      report(sink, Verdict::open, key, {0, at}, {0, at}, "the trace ended before everything had come to its end");
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 2;

  // Where nothing was told late and nobody was away, the policy knows that the emergency is over.
  void refuse(const trace::PresenceRefused& refused, const Chronicle& chronicle, ObligationSink& sink) const {
    const Agent& agent = chronicle.agent(refused.agent);
    const bool of_the_agent =
        refused.cause == trace::PresenceCause::chosen || refused.cause == trace::PresenceCause::episode_closed;
    if (!of_the_agent || disturbed_ || agent.last_episode == 0 || agent.in_emergency()) return;
    report(sink, Verdict::fail, refused.agent.value, chronicle.now(), chronicle.now(),
           "a change of presence was refused though the emergency is over");
  }

  struct Decision {
    Verdict verdict;
    const char* note;
  };

  static Decision judge(const Agent& agent) {
    if (agent.episode != no_index) return {Verdict::may, "the agent never ended the emergency"};
    if (agent.dnd_by_us) return {Verdict::fail, "left in Do not disturb for an emergency that is over"};
    return {Verdict::pass, "given back to ordinary work"};
  }

  static Decision judge(const LentNumber& number) {
    if (number.lent) return {Verdict::fail, "a lent number was never released"};
    return {Verdict::pass, "the number was released"};
  }

  // Every agent with an emergency, and every number that was lent, under its last agent.
  template <class Each>
  static void each(const Chronicle& chronicle, Each show) {
    for (std::uint32_t i = 0; i < chronicle.agent_count(); ++i) {
      const Agent& agent = chronicle.agent({i});
      if (agent.last_episode != 0 || agent.dnd_by_us) show(i, &agent, nullptr);
    }
    for (const LentNumber& number : chronicle.numbers())
      if (number.ever_lent) show(number.windows.empty() ? 0 : number.windows.back().agent.value, nullptr, &number);
  }

  bool drained_ = false;
  bool disturbed_ = false;  // something was injected
};

}  // namespace

const Requirement& ec_38() {
  static const Requirement requirement{
      .card =
          {.id = "EC-38",
           .mark = Mark::derived,
           .guarantee =
               "Liveness: once faults stop and legs end, episodes that the agent closed are closed, numbers return to the "
               "pool, nobody is left in Do not disturb by us.",
           .source = {sentence::presence_reset, sentence::number_assigned},
           .trigger = "At the drained end of a trace: every agent with an emergency, and every number that was ever lent. "
                      "And each change of presence that is refused after an emergency.",
           .judged =
               "The agent's presence in force is not Do not disturb for an emergency, nor one that was captured when the "
               "connection was lost in an episode and came back with it; an episode that its agent never ended is may. The "
               "number was released after it was last lent. Without a drained end all is open. Fails if, with no fault injected "
               "before, a status that somebody chooses or the recalculation at the close is refused after the episode.",
           .rulings = {"R-2", "R-5", "R-6", "R-22", "R-23"},
           .needs = episode_kinds | trace::kinds<trace::NumberReleased, trace::Drained>(),
           .about = About::agent,
           .of_presence = true},
      .kinds = trace::kinds<trace::Drained, trace::PresenceRefused, trace::PolicyNode, trace::Delivery, trace::FaultInjected>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Judge38>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
