#include <vector>

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {
namespace {

class Judge15 final : public CloneableJudge<Judge15> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (const auto* lent = event.as<trace::NumberLent>()) {
      lend(*lent, chronicle, sink);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      show(*accepted, chronicle, sink);
    } else if (const auto* released = event.as<trace::NumberReleased>()) {
      const LentNumber* number = chronicle.number(released->number);
      if (number && number->live_legs == 0) pass_lapsed(released->number, chronicle, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      roll_back(dropped->leg, chronicle, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome == trace::Outcome::done) roll_back(pressed->leg, chronicle, sink);
    }
  }

  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override {
    for (const Lending& lending : lendings_) {
      const bool over = end_of(lending, chronicle) <= at && chronicle.number(lending.number)->live_legs == 0;
      decide(lending, over ? Verdict::pass : Verdict::open, {0, at}, chronicle, sink);
    }
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 1;

  static constexpr const char* kept = "the number was nobody else's while its window or a leg on it lived";
  struct Lending {
    Number number;
    AgentId agent;
    LegId leg;
    Moment lent;
  };

  static Time end_of(const Lending& lending, const Chronicle& chronicle) {
    return chronicle.window_end(lending.number, lending.lent);
  }

  static void decide(const Lending& lending, Verdict verdict, Moment decided, const Chronicle& chronicle, ObligationSink& sink,
                     const char* fault = "the number was lent to another agent while its window or a leg on it lived") {
    const EmergencyLeg* call = chronicle.call(lending.leg);
    if (call && call->carrier())
      report(sink, Verdict::carrier, lending.leg.value, lending.lent, decided, "the call left to an SBC");
    else
      report(sink, verdict, lending.leg.value, lending.lent, decided, verdict == Verdict::fail ? fault : kept);
  }

  // Whoever calls the number that another agent's call is to show is put through to its holder.
  void show(const trace::Accepted& accepted, const Chronicle& chronicle, ObligationSink& sink) {
    drop_if(lendings_, [&](const Lending& lending) {
      const bool lives = end_of(lending, chronicle) > chronicle.now().at;
      if (lending.number != accepted.cli || lending.agent == accepted.agent || !lives) return false;
      decide(lending, Verdict::fail, chronicle.now(), chronicle, sink,
             "a call of another agent was to show the number within its window");
      return true;
    });
  }

  void lend(const trace::NumberLent& lent, const Chronicle& chronicle, ObligationSink& sink) {
    const Moment now = chronicle.now();
    const bool taken = chronicle.lent_while_taken();
    drop_if(lendings_, [&](const Lending& lending) {
      if (lending.number != lent.number) return false;
      const bool window_lives = end_of(lending, chronicle) > now.at;
      if (lending.agent == lent.agent && window_lives) return false;
      const bool fails = lending.agent != lent.agent && (window_lives || chronicle.lent_on_live_leg());
      decide(lending, fails ? Verdict::fail : Verdict::pass, now, chronicle, sink);
      return true;
    });
    // A lending that takes the number from somebody is that one's failure, and earns nothing itself.
    if (!taken) lendings_.push_back({lent.number, lent.agent, lent.leg, now});
  }

  void pass_lapsed(Number number, const Chronicle& chronicle, ObligationSink& sink) {
    drop_if(lendings_, [&](const Lending& lending) {
      if (lending.number != number || end_of(lending, chronicle) > chronicle.now().at) return false;
      decide(lending, Verdict::pass, chronicle.now(), chronicle, sink);
      return true;
    });
  }

  void roll_back(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(leg);
    if (!call || call->direction != Direction::outgoing || call->egress.sequence != 0) return;
    drop_if(lendings_, [&](const Lending& lending) {
      if (lending.leg != leg) return false;
      report(sink, Verdict::may, leg.value, lending.lent, chronicle.now(),
             "the call never left the platform: there was no window");
      return true;
    });
  }

  std::vector<Lending> lendings_;
};

}  // namespace

const Requirement& ec_15() {
  static const Requirement requirement{
      .card = {.id = "EC-15",
               .mark = Mark::source,
               .guarantee =
                   "While lent, or while a leg on it lives, the number means that agent and no other, over the whole tenant, "
                   "all regions and nodes.",
               .source = {sentence::number_assigned, sentence::can_call_back},
               .trigger = "A number is lent; it lasts while the window or any leg on the number lives.",
               .judged =
                   "Fails if the number is lent to another agent meanwhile, or a call of another is accepted to show it within "
                   "its window. A release before "
                   "the end does not shorten it. In the "
                   "instant of expiry the number is free again. Lending it to the same agent again starts a second one. "
                   "With EX-08 the window lasts to 30 minutes after its call's end at least; with EX-05 a test call tells the "
                   "number to its own agent alone.",
               .rulings = {"R-1", "R-12", "R-21", "R-22", "R-23"},
               .needs = trace::kinds<trace::Accepted, trace::Invited, trace::NumberLent, trace::NumberReleased, trace::Arrived,
                                     trace::Dropped, trace::EndPressed>(),
               .about = About::leg},
      .kinds = trace::kinds<trace::NumberLent, trace::NumberReleased, trace::Accepted, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Judge15>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
