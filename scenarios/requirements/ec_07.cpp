// EC-07: an eligible call is accepted in time, whatever the agent's presence and load.
#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/response_within.hpp"

namespace tocsin::requirements {
namespace {

class Ec07 final : public CloneableJudge<Ec07> {
 public:
  Ec07(const trace::Header& header, const trace::Texts& texts)
      : dials_(header, texts, Dials::Keep::emergency), bound_(header.bounds.accept) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    dials_.update(event);
    const Moment now = chronicle.now();
    if (const auto* dialled = event.as<trace::Dialled>()) {
      const Dial* dial = dials_.find(dialled->leg);
      if (!dial) return;
      if (dial->eligibility.must_be_accepted())
        accepts_.trigger(dialled->leg.value, {event.sequence, event.delivered_at}, bound_, "accepted in time");
      dials_.forget(dialled->leg);
    } else if (accepts_.pending().empty()) {
      return;
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      accepts_.respond(accepted->leg.value, now, sink);
    } else if (const auto* refused = event.as<trace::Refused>()) {
      accepts_.excuse(refused->leg.value, Verdict::fail, now, "refused, although nothing stood against it", sink);
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      accepts_.excuse(ordinary->leg.value, Verdict::fail, now, "went on as an ordinary call", sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      accepts_.excuse(dropped->leg.value, Verdict::may, now, "over before the policy answered", sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      accepts_.excuse(pressed->leg.value, Verdict::may, now, "over before the policy answered", sink);
    }
  }

  Time due() const override { return accepts_.pending().due(); }
  void advance(Time now, const Chronicle&, ObligationSink& sink) override { accepts_.advance(now, sink); }
  void finish(Time at, const Chronicle&, ObligationSink& sink) override { accepts_.finish(at, sink); }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 3;

  Dials dials_;
  Duration bound_;
  sim::ResponseWithin accepts_;
};

}  // namespace

const Requirement& ec_07() {
  static const Requirement requirement{
      .card =
          {.id = "EC-07",
           .mark = Mark::source,
           .guarantee = "A call that EC-01 to EC-04 allow is accepted in time, in any presence and at any load: without free "
                        "capacity, with ten sessions, on a call, in wrap-up.",
           .source = {"You must ensure that the following conditions are met for emergency calling to work properly.",
                      "In Customer Service workspace or Omnichannel for Customer Service, agents can use the dialer to call the "
                      "emergency number during a crisis.",
                      "The agent status automatically changes to \"Do not disturb\", irrespective of the current status."},
           .trigger = "Each dial of 911 by an agent who meets the prerequisites, where the table of EC-04 gives a path.",
           .judged = "Accepted within the bound of one second, counted from the dial's delivery to the policy; exactly at the "
                     "bound is in time. A refusal or an ordinary call fails at once.",
           .rulings = {"R-16", "R-17", "R-18", "R-21"},
           .needs = trace::kinds<trace::RuleFact, trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary>(),
           .about = About::leg},
      .kinds = Dials::kinds | trace::kinds<trace::Accepted, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec07>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
