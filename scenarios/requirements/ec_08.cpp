#include <vector>

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {
namespace {

class Judge08 final : public CloneableJudge<Judge08> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const auto* accepted = event.as<trace::Accepted>()) {
      if (chronicle.agent(accepted->agent).dnd_by_us)
        report(sink, Verdict::pass, accepted->agent.value, chronicle.now(), chronicle.now(), held, Duration{0});
      else
        pending_.push_back({accepted->agent, chronicle.now()});
    } else if (const auto* presence = event.as<trace::Presence>()) {
      if (presence->base == trace::Base::do_not_disturb && !pending_.empty()) became_dnd(presence->agent, chronicle, sink);
      if (presence->by == trace::Actor::policy && presence->cause != trace::PresenceCause::restore &&
          !chronicle.episode(presence->agent))
        report(sink, Verdict::fail, presence->agent.value, chronicle.now(), chronicle.now(),
               "the policy changed a presence without an emergency");
    }
  }

  Time due() const override { return pending_.empty() ? sim::never : pending_.front().accepted.at; }

  void advance(Time, const Chronicle& chronicle, ObligationSink& sink) override {
    for (const Pending& p : pending_) {
      const Moment after{0, p.accepted.at + sim::microseconds(1)};
      if (chronicle.agent(p.agent).status.base == trace::Base::do_not_disturb) {
        report(sink, Verdict::may, p.agent.value, p.accepted, after, "Do not disturb, but not for the emergency");
        continue;
      }
      report(sink, Verdict::fail, p.agent.value, p.accepted, after, "not Do not disturb in the instant of accept", Duration{-1});
    }
    pending_.clear();
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    for (const Pending& p : pending_) report(sink, Verdict::open, p.agent.value, p.accepted, {0, at}, held);
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 1;

  static constexpr const char* held = "Do not disturb in the instant of accept";
  struct Pending {
    AgentId agent;
    Moment accepted;
  };

  // All that is pending was accepted in this instant. Do not disturb for another reason leaves it pending, unless it came late.
  void became_dnd(AgentId agent, const Chronicle& chronicle, ObligationSink& sink) {
    const bool for_emergency = chronicle.agent(agent).dnd_by_us;
    const bool was_dnd = chronicle.status_before().base == trace::Base::do_not_disturb;
    drop_if(pending_, [&](const Pending& p) {
      if (p.agent != agent || (!for_emergency && was_dnd)) return false;
      const Chronicle::Accepting* accepting = chronicle.accepting(p.accepted.sequence);
      const bool at_once = accepting && accepting->disturbed_by == 0;
      if (at_once && !for_emergency) return false;
      if (at_once)
        report(sink, Verdict::pass, agent.value, p.accepted, chronicle.now(), held, Duration{0});
      else
        report(sink, Verdict::fail, agent.value, p.accepted, chronicle.now(),
               "another event of the agent stands between accept and Do not disturb");
      return true;
    });
  }

  std::vector<Pending> pending_;
};

}  // namespace

const Requirement& ec_08() {
  static const Requirement requirement{
      .card = {.id = "EC-08",
               .mark = Mark::source,
               .guarantee = "Effective base is Do not disturb in the instant of accept: no event of the agent stands between. "
                            "Without an episode the policy changes no presence.",
               .source = {sentence::status_changes},
               .trigger = "An accept. A presence that the policy changes without an episode is a failure by itself.",
               .judged =
                   "After the accept, in its instant, the agent's presence becomes Do not disturb for the emergency, or was that "
                   "before. May: it is Do not disturb in that instant for another reason, as for a full capacity. "
                   "Only these events of the agent may stand between: the number lent, a surface shown, an item withdrawn, "
                   "a presence change refused. Restores are judged by EC-11.",
               .rulings = {"R-4", "R-13"},
               .needs = episode_kinds,
               .about = About::agent,
               .of_presence = true},
      .kinds = trace::kinds<trace::Accepted, trace::Presence>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Judge08>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
