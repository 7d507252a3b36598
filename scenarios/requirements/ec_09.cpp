#include <algorithm>
#include <vector>

#include "scenarios/requirements/obligations.hpp"
#include "sim/monitor/between.hpp"

namespace tocsin::requirements {
namespace {

class Judge09 final : public CloneableJudge<Judge09> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const Episode* closed = chronicle.closed()) {
      drop_if(offline_, [&](const Offline& o) { return o.agent == closed->agent; });
      if (closed->dnd_set)
        held_.close(closed->agent.value, chronicle.now(), sink);
      else
        held_.excuse(closed->agent.value, Verdict::may, chronicle.now(), "Do not disturb, but never for the emergency", sink);
      return;
    }
    const AgentId agent = agent_of(event);
    if (!agent || !chronicle.episode(agent)) return;
    const Agent& now = chronicle.agent(agent);
    if (!held_.is_open(agent.value)) {
      if (now.status.known && now.status.base == trace::Base::do_not_disturb)
        held_.open(agent.value, chronicle.now(), "Do not disturb throughout the episode", sink);
      return;
    }
    if (const auto* presence = event.as<trace::Presence>()) {
      drop_if(offline_, [&](const Offline& o) { return o.agent == agent; });
      if (now.status.base == trace::Base::do_not_disturb) {
        if (presence->cause == trace::PresenceCause::chosen)
          held_.violate(agent.value, chronicle.now(), "a change to another Do not disturb was let through during the episode",
                        sink);
        return;
      }
      const bool by_loss = presence->base == trace::Base::offline && (presence->cause == trace::PresenceCause::connection_lost ||
                                                                      presence->cause == trace::PresenceCause::sign_out);
      if (is_away(now) || by_loss)
        offline_.push_back({agent, is_away(now) ? sim::never : chronicle.now().at});
      else
        held_.violate(agent.value, chronicle.now(), "the base was another than Do not disturb during the episode", sink);
    } else if (event.as<trace::Session>()) {
      // Disconnected: it may stay Offline. Connected: Do not disturb again in this instant.
      for (Offline& o : offline_)
        if (o.agent == agent) o.until = now.connected_devices == 0 ? sim::never : chronicle.now().at;
    }
  }

  Time due() const override {
    Time earliest = sim::never;
    for (const Offline& o : offline_) earliest = std::min(earliest, o.until);
    return earliest;
  }

  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    drop_if(offline_, [&](const Offline& o) {
      if (o.until >= now) return false;
      held_.violate(o.agent.value, {0, o.until + sim::microseconds(1)}, "Offline while a device was connected", sink);
      return true;
    });
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override { held_.finish(at, sink); }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 2;

  // Offline during an episode; it has to end in the instant `until`.
  struct Offline {
    AgentId agent;
    Time until;
  };

  static AgentId agent_of(const trace::Event& event) {
    if (const auto* e = event.as<trace::Presence>()) return e->agent;
    if (const auto* e = event.as<trace::Accepted>()) return e->agent;
    if (const auto* e = event.as<trace::Session>()) return e->agent;
    if (const auto* e = event.as<trace::Routed>()) return e->agent;
    if (const auto* e = event.as<trace::Offered>()) return e->agent;
    return {};
  }

  sim::AlwaysBetween held_;
  std::vector<Offline> offline_;
};

}  // namespace

const Requirement& ec_09() {
  static const Requirement requirement{
      .card = {.id = "EC-09",
               .mark = Mark::source,
               .guarantee = "It stays Do not disturb at every instant of the episode: against recalculation, wrap-up, missed or "
                            "rejected notifications, manual and supervisor changes, reconnects, sign-in defaults, idle timers.",
               .source = {sentence::status_changes, sentence::presence_reset},
               .trigger = "The first Do not disturb of an episode; it lasts to the episode's close.",
               .judged =
                   "Fails at the first effective base that is another, or status that somebody chooses. Offline is allowed while "
                   "no device is connected; in the "
                   "instant of reconnecting it is Do not disturb again. May: it held, but was never set for the emergency. A "
                   "restore that closes the episode is outside.",
               .rulings = {"R-2", "R-6", "R-7"},
               .needs = episode_kinds | trace::kinds<trace::Session>(),
               .about = About::agent,
               .of_presence = true},
      .kinds = trace::kinds<trace::Accepted, trace::Routed, trace::Offered, trace::Presence, trace::Session, trace::Dropped,
                            trace::EndPressed>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Judge09>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
