// EX-09: with the switch on, a call is accepted only with a dispatchable location, which its INVITEs carry.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ex09 final : public CloneableJudge<Ex09> {
 public:
  explicit Ex09(bool strict) : strict_(strict) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* dialled = event.as<trace::Dialled>()) {
      known_.at(dialled->leg.value) = dialled->dispatchable_location;
    } else if (const auto* refused = event.as<trace::Refused>()) {
      known_.erase(refused->leg.value);
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      known_.erase(ordinary->leg.value);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      if (chronicle.call(accepted->leg)->accepts == 1) on_accepted(accepted->leg, now, sink);
    } else if (const auto* invited = event.as<trace::Invited>()) {
      on_invited(*invited, now, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(pressed->leg, now, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    calls_.clear([&](const Call& call) {
      if (!call.decided) report(sink, Verdict::open, call.key, call.accepted, {0, at}, "the call has not left the platform");
    });
  }

 private:
  struct Call {
    std::uint64_t key;
    Time due;
    Moment accepted;
    bool decided;
  };

  void on_accepted(LegId leg, Moment now, ObligationSink& sink) {
    const bool* known = known_.find(leg.value);
    const bool met = known && *known;
    known_.erase(leg.value);
    if (met)
      calls_.add({leg.value, sim::never, now, false});
    else
      report(sink, strict_ ? Verdict::fail : Verdict::may, leg.value, now, now, "accepted without a dispatchable location");
  }

  void on_invited(const trace::Invited& invited, Moment now, ObligationSink& sink) {
    calls_.update(invited.leg.value, [&](Call& call) {
      if (!invited.location_conveyed)
        report(sink, Verdict::fail, call.key, call.decided ? now : call.accepted, now, "an INVITE left without the location");
      else if (!call.decided)
        report(sink, Verdict::pass, call.key, call.accepted, now, "the location was known, and the INVITE carried it");
      call.decided = true;
      return true;
    });
  }

  void over(LegId leg, Moment now, ObligationSink& sink) {
    known_.erase(leg.value);
    calls_.update(leg.value, [&](const Call& call) {
      if (!call.decided) report(sink, Verdict::may, call.key, call.accepted, now, "the call never left the platform");
      return false;
    });
  }

  bool strict_;
  sim::Pending<Call> calls_;
  sim::FlatMap<bool> known_;  // by leg: of dials that are not decided
};

}  // namespace

const Requirement& ex_09() {
  static const Requirement requirement{
      .card = {.id = "EX-09",
               .mark = Mark::law,
               .guarantee = "A dispatchable location of the agent is known, and the call conveys it.",
               .source = {"47 CFR 9.16(b)(3) (RAY BAUM'S Act, section 506): a dispatchable location with each call"},
               .trigger = "Each first accept of a call.",
               .judged =
                   "By the facts of its dial a dispatchable location is known, and its first INVITE carries it; a further "
                   "INVITE that does not is a failure by itself. Without one the call is refused for that reason (EC-07 and "
                   "EC-39 take it for a prerequisite); where prerequisites are not strict an accept is may. One that never "
                   "left is may.",
               .rulings = {"R-15", "R-16"},
               .needs = trace::kinds<trace::Dialled, trace::Accepted, trace::Invited, trace::Dropped, trace::EndPressed>(),
               .about = About::leg,
               .switched_by = 9},
      .kinds = trace::kinds<trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary, trace::Invited, trace::Dropped,
                            trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ex09>(header.strict_prerequisites);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
