#include "scenarios/requirements/obligations.hpp"
#include "sim/monitor/between.hpp"

namespace tocsin::requirements {
namespace {

class Judge12 final : public CloneableJudge<Judge12> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const Episode* closed = chronicle.closed()) {
      kept(*closed, chronicle.now(), sink);
    } else if (const auto* presence = event.as<trace::Presence>()) {
      changed(*presence, chronicle, sink);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      kept(*chronicle.episode(accepted->agent), chronicle.now(), sink);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      if (after_drop_.pending().empty() || !chronicle.is_emergency(offered->leg)) return;
      if (const Episode* episode = chronicle.episode(offered->agent)) kept(*episode, chronicle.now(), sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      ended(dropped->leg, chronicle, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome == trace::Outcome::done) ended(pressed->leg, chronicle, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override { after_drop_.finish(at, sink); }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 1;

  // What was watched since the last drop is over.
  void kept(const Episode& episode, Moment now, ObligationSink& sink) {
    if (episode.dnd_set)
      after_drop_.close(episode.agent.value, now, sink);
    else
      after_drop_.excuse(episode.agent.value, Verdict::may, now, "Do not disturb, but never for the emergency", sink);
  }

  // A leg ended and the episode stays open.
  void ended(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    if (chronicle.open_episodes() == 0) return;
    const EmergencyLeg* call = chronicle.call(leg);
    if (!call || call->ended.sequence != chronicle.now().sequence) return;
    const Episode* episode = chronicle.episode(call->agent);
    if (!episode || call->episode != episode->serial) return;
    const std::uint64_t key = call->agent.value;
    kept(*episode, chronicle.now(), sink);
    if (chronicle.phase(*call) != Phase::dropped) return;
    const Agent& agent = chronicle.agent(call->agent);
    if (is_away(agent)) {
      report(sink, Verdict::may, key, chronicle.now(), chronicle.now(), "no device was connected at the drop");
    } else if (agent.status.base != trace::Base::do_not_disturb) {
      report(sink, Verdict::fail, key, chronicle.now(), chronicle.now(), "not Do not disturb when the leg dropped");
    } else {
      after_drop_.open(key, chronicle.now(), "Do not disturb was kept after the drop", sink);
    }
  }

  void changed(const trace::Presence& presence, const Chronicle& chronicle, ObligationSink& sink) {
    if (after_drop_.pending().empty()) return;
    const bool by_loss = presence.base == trace::Base::offline && (presence.cause == trace::PresenceCause::connection_lost ||
                                                                   presence.cause == trace::PresenceCause::sign_out);
    if (presence.cause == trace::PresenceCause::restore)
      after_drop_.violate(presence.agent.value, chronicle.now(), "restored after a drop, without an agent end", sink);
    else if (presence.base != trace::Base::do_not_disturb && !by_loss && !is_away(chronicle.agent(presence.agent)))
      after_drop_.violate(presence.agent.value, chronicle.now(), "Do not disturb was left after a drop", sink);
  }

  sim::AlwaysBetween after_drop_;
};

}  // namespace

const Requirement& ec_12() {
  static const Requirement requirement{
      .card = {.id = "EC-12",
               .mark = Mark::derived,
               .guarantee = "A drop keeps Do not disturb and the snapshot.",
               .source = {sentence::presence_reset, sentence::can_call_back},
               .trigger =
                   "A drop of an emergency leg while its episode stays open; it lasts to the next drop, agent end, accept or "
                   "callback of that agent, or to the close.",
               .judged =
                   "Do not disturb at the drop, no restore and no other base after it. That the snapshot was kept shows at the "
                   "close, by EC-11. With no device connected it is may; so it is where Do not disturb was never set for the "
                   "emergency.",
               .rulings = {"R-2", "R-7", "R-27"},
               .needs = episode_kinds | trace::kinds<trace::Session>(),
               .about = About::agent,
               .of_presence = true},
      .kinds = trace::kinds<trace::Accepted, trace::Offered, trace::Presence, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Judge12>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
