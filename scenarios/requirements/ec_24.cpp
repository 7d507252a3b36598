// EC-24: the leg of a callback is itself an emergency conversation, from its offer.
#include <algorithm>
#include <vector>

#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ec24 final : public CloneableJudge<Ec24> {
 public:
  explicit Ec24(trace::Controls form) : form_(form) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* offered = event.as<trace::Offered>()) {
      on_offered(*offered, now, chronicle);
    } else if (const auto* shown = event.as<trace::Shown>()) {
      on_shown(*shown, now, chronicle);
    } else if (const auto* recording = event.as<trace::RecordingStarted>()) {
      fail(recording->leg, now, "it was recorded", chronicle, sink);
    } else if (const auto* row = event.as<trace::RowWritten>()) {
      const bool aggregate = row->store == trace::Store::analytics && !row->with_identity;
      if (!aggregate) fail(row->leg, now, "a row about it was written", chronicle, sink);
    } else if (const auto* presence = event.as<trace::Presence>()) {
      look_at_agent(presence->agent, now);
    } else if (const auto* session = event.as<trace::Session>()) {
      look_at_agent(session->agent, now);
    }
  }

  Time due() const override { return look_at_.empty() ? sim::never : looked_at_; }

  void advance(Time, const Chronicle& chronicle, ObligationSink& sink) override {
    for (const LegId leg : look_at_) judge_instant(leg, chronicle, sink);
    look_at_.clear();
  }

  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override {
    callbacks_.clear([&](const Callback& callback) {
      if (callback.failed) return;
      const EmergencyLeg* call = chronicle.call({callback.key});
      if (call && call->carrier())
        report(sink, Verdict::carrier, callback.key, callback.offered, {0, at}, "the call of the window left to an SBC");
      else if (call && chronicle.live(*call))
        report(sink, Verdict::open, callback.key, callback.offered, {0, at}, "the callback was not over before the end");
      else if (callback.looked_at)
        report(sink, Verdict::pass, callback.key, callback.offered, {0, at}, "an emergency conversation from its offer");
      else
        report(sink, Verdict::may, callback.key, callback.offered, {0, at}, "over in the instant of its offer");
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 6;

  struct Callback {
    std::uint64_t key;
    Time due;
    Moment offered;
    AgentId holder;
    bool looked_at;
    bool failed;
  };

  void on_offered(const trace::Offered& offered, Moment now, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(offered.leg);
    if (!call || call->standing != Standing::inside || offered.agent != call->agent) return;
    if (callbacks_.find(offered.leg.value)) return;
    callbacks_.add({offered.leg.value, sim::never, now, call->agent, false, false});
    live_.push_back({offered.leg, call->agent});
    look_at(offered.leg, now);
  }

  void on_shown(const trace::Shown& shown, Moment now, const Chronicle& chronicle) {
    if (shown.view != trace::View::panel) return;
    const EmergencyLeg* call = chronicle.call(shown.leg);
    if (!call || call->standing != Standing::inside || !chronicle.live(*call)) return;
    panels_.at(shown.leg.value) = shown.agent == call->agent && without(shown.controls, form_) == trace::emergency_controls;
    if (callbacks_.find(shown.leg.value)) look_at(shown.leg, now);
  }

  void look_at_agent(AgentId agent, Moment now) {
    for (const Live& live : live_)
      if (live.agent == agent) look_at(live.leg, now);
  }

  void look_at(LegId leg, Moment now) {
    looked_at_ = now.at;
    if (std::find(look_at_.begin(), look_at_.end(), leg) == look_at_.end()) look_at_.push_back(leg);
  }

  void fail(LegId leg, Moment now, const char* note, const Chronicle& chronicle, ObligationSink& sink) {
    callbacks_.update(leg.value, [&](Callback& callback) {
      const EmergencyLeg* call = chronicle.call(leg);
      const Verdict verdict = call && call->carrier() ? Verdict::carrier : Verdict::fail;
      if (!callback.failed) report(sink, verdict, callback.key, callback.offered, now, note);
      callback.failed = true;
      return true;
    });
  }

  // How the instant left the agent's presence and panel, if the callback still lives.
  void judge_instant(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(leg);
    if (!call || !chronicle.live(*call)) {
      std::erase_if(live_, [&](const Live& live) { return live.leg == leg; });
      panels_.erase(leg.value);
      return;
    }
    callbacks_.update(leg.value, [](Callback& callback) { return callback.looked_at = true; });
    const Moment at{0, looked_at_};
    const Agent& holder = chronicle.agent(call->agent);
    if (!is_away(holder) && !(holder.status.known && holder.status.base == trace::Base::do_not_disturb))
      fail(leg, at, "its agent was not in Do not disturb", chronicle, sink);
    const bool* panel = panels_.find(leg.value);
    if (!panel || !*panel) fail(leg, at, "its panel was not that of an emergency conversation", chronicle, sink);
  }

  struct Live {
    LegId leg;
    AgentId agent;
  };
  trace::Controls form_;              // allowed beside the two
  sim::Pending<Callback> callbacks_;  // kept to the end: a row may be written at any later time
  std::vector<Live> live_;
  sim::FlatMap<bool> panels_;  // by leg: the panel of its agent shows exactly the two controls
  std::vector<LegId> look_at_;
  Time looked_at_{};
};

}  // namespace

const Requirement& ec_24() {
  static const Requirement requirement{
      .card =
          {.id = "EC-24",
           .mark = Mark::derived,
           .guarantee = "The callback leg is itself an emergency conversation: presence, panel, confidentiality.",
           .source =
               {sentence::status_changes,
                "During the ongoing emergency conversation, the Omnichannel Ongoing Conversations dashboard displays the "
                "device settings and the End call button only.",
                "To ensure confidentiality, the outgoing and incoming emergency calls are not recorded and are not stored as "
                "activities in call history."},
           .trigger = "The first offer of a callback within its window to its agent.",
           .judged =
               "At the end of every instant from the offer to the end of the leg its agent is in Do not disturb, or Offline "
               "without a device, and the agent's panel shows exactly device settings and end call for the leg; no recording of "
               "it is started and no row about it with identity is written to any store, ever. May: it was over in the instant "
               "of its offer.",
           .rulings = {"R-7", "R-13", "R-20"},
           .needs = callback_kinds | trace::kinds<trace::Presence, trace::Shown, trace::RecordingStarted, trace::RowWritten>(),
           .about = About::leg,
           .of_presence = true},
      .kinds = trace::kinds<trace::Offered, trace::Shown, trace::RecordingStarted, trace::RowWritten, trace::Presence,
                            trace::Session>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec24>(allowed_of_form(header));
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
