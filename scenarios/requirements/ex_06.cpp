// EX-06: with the switch on, a caller check takes a call within a window for an ordinary one after a positive failure alone.
#include <algorithm>
#include <vector>

#include "scenarios/requirements/callback_judge.hpp"

namespace tocsin::requirements {
namespace {

class Ex06 final : public CloneableJudge<Ex06> {
 public:
  explicit Ex06(Duration bound) : callbacks_(bound, {}) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    callbacks_.on(event, chronicle, sink);
    const Moment now = chronicle.now();
    if (const auto* arrived = event.as<trace::Arrived>()) {
      const EmergencyLeg* call = chronicle.call(arrived->leg);
      if (call && call->standing == Standing::demoted) impostors_.push_back({arrived->leg, now, false});
    } else if (impostors_.empty()) {
      return;
    } else if (const auto* routed = event.as<trace::Routed>()) {
      const EmergencyLeg* call = chronicle.call(routed->leg);
      const bool by_rules = call && call->rules_say && *call->rules_say == trace::Destination::agent;
      const auto impostor =
          std::find_if(impostors_.begin(), impostors_.end(), [&](const Impostor& i) { return i.leg == routed->leg; });
      if (impostor == impostors_.end()) return;
      // Who was with a bot is sent on by the rules.
      impostor->heard_bot |= routed->destination == trace::Destination::bot;
      if (routed->destination == trace::Destination::agent && !by_rules && !impostor->heard_bot) treated(routed->leg, now, sink);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      if (offered->route == trace::Route::emergency_callback) treated(offered->leg, now, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(pressed->leg, now, sink);
    }
  }

  Time due() const override { return callbacks_.due(); }
  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override { callbacks_.advance(now, chronicle, sink); }
  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override {
    callbacks_.finish(at, chronicle, sink);
    for (const Impostor& impostor : impostors_)
      report(sink, Verdict::open, impostor.leg.value, impostor.arrived, {0, at}, "the call is not over");
  }

 private:
  struct Impostor {
    LegId leg;
    Moment arrived;
    bool heard_bot = false;
  };

  void treated(LegId leg, Moment now, ObligationSink& sink) {
    drop_if(impostors_, [&](const Impostor& impostor) {
      if (impostor.leg != leg) return false;
      report(sink, Verdict::fail, leg.value, impostor.arrived, now, "a caller whose identity failed was treated as a responder");
      return true;
    });
  }

  void over(LegId leg, Moment now, ObligationSink& sink) {
    drop_if(impostors_, [&](const Impostor& impostor) {
      if (impostor.leg != leg) return false;
      report(sink, Verdict::pass, leg.value, impostor.arrived, now, "a caller whose identity failed was an ordinary one");
      return true;
    });
  }

  CallbackJudge callbacks_;  // every other call within a window finds its agent
  std::vector<Impostor> impostors_;
};

}  // namespace

const Requirement& ex_06() {
  static const Requirement requirement{
      .card = {.id = "EX-06",
               .mark = Mark::law,
               .guarantee =
                   "A call to a lent number within its window whose caller's identity positively failed is an ordinary one; "
                   "any other is a callback, whether the caller id is missing or unverified, and whether it is marked or not.",
               .source = {"RFC 7090 (Priority: psap-callback), RFC 9027 (its signature); R-8 (amends EC-18)"},
               .trigger = "Each call to a lent number within its window.",
               .judged =
                   "With a failed verification: not offered as an emergency callback, nor sent to an agent where the rules "
                   "would not have; passes at its end. The mark is no proof then: it is what was forged. Without: as EC-16. "
                   "Such a call is no callback for EC-16 to EC-24 either, and EC-37 leaves it to this requirement.",
               .rulings = {"R-8"},
               .needs = callback_kinds | trace::kinds<trace::RulesWouldSay>(),
               .about = About::leg,
               .switched_by = 6},
      .kinds = CallbackJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ex06>(header.bounds.callback);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
