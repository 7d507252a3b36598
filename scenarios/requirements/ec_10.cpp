#include <algorithm>
#include <vector>

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {
namespace {

class Judge10 final : public CloneableJudge<Judge10> {
 public:
  explicit Judge10(Duration bound) : bound_(bound) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const Episode* closed = chronicle.closed(); closed && closed->captures >= 2) {
      const Owed owed{closed->agent, chronicle.now(), event.delivered_at + bound_, closed->prior};
      if (closed->lapsed)
        decide(owed, chronicle, Verdict::may, sink);
      else
        owed_.push_back(owed);
      return;
    }
    const auto* presence = event.as<trace::Presence>();
    if (owed_.empty() || !presence || presence->cause != trace::PresenceCause::restore) return;
    drop_if(owed_, [&](const Owed& owed) {
      if (owed.agent != presence->agent) return false;
      decide(owed, chronicle, Verdict::pass, sink);
      return true;
    });
  }

  Time due() const override {
    Time earliest = sim::never;
    for (const Owed& owed : owed_) earliest = std::min(earliest, owed.due);
    return earliest;
  }

  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    drop_if(owed_, [&](const Owed& owed) {
      if (owed.due >= now) return false;
      report(sink, Verdict::fail, owed.agent.value, owed.closed, {0, owed.due + sim::microseconds(1)}, "nothing was restored");
      return true;
    });
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    for (const Owed& owed : owed_)
      report(sink, Verdict::open, owed.agent.value, owed.closed, {0, at}, "not restored before the end");
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 2;

  struct Owed {
    AgentId agent;
    Moment closed;
    Time due;
    Status prior;
  };

  // The presence of this event is what was restored.
  static void decide(const Owed& owed, const Chronicle& chronicle, Verdict if_equal, ObligationSink& sink) {
    const bool equal = chronicle.agent(owed.agent).status == owed.prior;
    const Verdict verdict = !owed.prior.known ? Verdict::open : equal ? if_equal : Verdict::fail;
    report(sink, verdict, owed.agent.value, owed.closed, chronicle.now(),
           !owed.prior.known ? "the status before the episode is not known"
           : equal           ? "the status before the first capture was restored"
                             : "another status than the one before the first capture was restored");
  }

  Duration bound_;
  std::vector<Owed> owed_;
};

}  // namespace

const Requirement& ec_10() {
  static const Requirement requirement{
      .card = {.id = "EC-10",
               .mark = Mark::derived,
               .guarantee =
                   "With two or more chances to capture (redial, callback, reconnect, restart) the value restored is the one "
                   "before the first.",
               .source = {sentence::presence_reset},
               .trigger = "The close of an episode with at least two chances to capture the prior status.",
               .judged =
                   "What is restored at the close equals base, text and origin just before the episode's first automatic Do not "
                   "disturb. Nothing restored is a failure too.",
               .rulings = {"R-3", "R-13"},
               .needs = episode_kinds | trace::kinds<trace::Session>(),
               .about = About::agent,
               .of_presence = true},
      .kinds = trace::kinds<trace::Presence, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Judge10>(header.bounds.presence);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
