// EX-07: with the switch on, a callback is offered with the media of its call.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"

namespace tocsin::requirements {
namespace {

class Ex07 final : public CloneableJudge<Ex07> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* dialled = event.as<trace::Dialled>()) {
      media_.at(dialled->leg.value) = dialled->media;
    } else if (const auto* refused = event.as<trace::Refused>()) {
      media_.erase(refused->leg.value);
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      media_.erase(ordinary->leg.value);
    } else if (const auto* read = event.as<trace::ReadBack>()) {
      media_.erase(read->leg.value);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      on_offered(*offered, now, chronicle, sink);
    }
  }

  // Each obligation is decided by its own trigger.
  void finish(Time, const Chronicle&, ObligationSink&) override {}

 private:
  void on_offered(const trace::Offered& offered, Moment now, const Chronicle& chronicle, ObligationSink& sink) const {
    const EmergencyLeg* call = chronicle.call(offered.leg);
    if (!call || call->standing != Standing::inside || offered.agent != call->agent) return;
    const std::uint64_t leg = offered.leg.value;
    const trace::MediaTypes* of_call = media_.find(call->window_leg.value);
    if (call->carrier())
      report(sink, Verdict::carrier, leg, now, now, "the call of the window left to an SBC");
    else if (!of_call)
      report(sink, Verdict::may, leg, now, now, "the dial of the call is not in the trace");
    else if (offered.media != *of_call)
      report(sink, Verdict::fail, leg, now, now, "the callback was offered with other media than its call had");
    else
      report(sink, Verdict::pass, leg, now, now, "the callback was offered with the media of its call");
  }

  sim::FlatMap<trace::MediaTypes> media_;  // by leg: of dials that are not ordinary
};

}  // namespace

const Requirement& ex_07() {
  static const Requirement requirement{
      .card = {.id = "EX-07",
               .mark = Mark::law,
               .guarantee = "A callback has the same media as its call.",
               .source = {"BCP 181 (RFC 6881) and NENA i3: a call back with the media of the call"},
               .trigger = "Each offer of a callback within its window to its agent.",
               .judged =
                   "Its media are those with which the call was dialled whose number it calls, whatever it came with. A call "
                   "that left to an SBC is the carrier's.",
               .rulings = {},
               .needs = callback_kinds | trace::kinds<trace::Dialled, trace::Refused, trace::WentOrdinary>(),
               .about = About::leg,
               .switched_by = 7},
      .kinds = trace::kinds<trace::Dialled, trace::Refused, trace::WentOrdinary, trace::ReadBack, trace::Offered>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Ex07>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
