// EX-01: with the switch on, the configured contacts are told of an emergency call in the instant of its accept.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

// Of the words of a message: that it is an emergency must be in it, agent and callback number may be, nothing else.
constexpr trace::Details says_emergency{2};
constexpr trace::Details allowed_details{7};

class Ex01 final : public CloneableJudge<Ex01> {
 public:
  explicit Ex01(std::uint32_t contacts) : contacts_(contacts) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* accepted = event.as<trace::Accepted>()) {
      if (chronicle.call(accepted->leg)->accepts == 1) on_accepted(accepted->leg, now, sink);
    } else if (const auto* notified = event.as<trace::Notified>()) {
      if (notified->notice == trace::Notice::contacts && notified->leg) on_notified(*notified, now, chronicle, sink);
    } else if (const auto* refused = event.as<trace::Refused>()) {
      early_.erase(refused->leg.value);
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      early_.erase(ordinary->leg.value);
    }
  }

  Time due() const override { return calls_.due(); }
  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    calls_.expire(now, [&](const Call& call) {
      report(sink, Verdict::fail, call.key, call.accepted, {0, sim::just_after(call.due)},
             "nobody was told in the instant of accept");
      return false;
    });
  }
  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    calls_.clear([&](const Call& call) {
      report(sink, Verdict::open, call.key, call.accepted, {0, at}, "the trace ends in the instant of accept");
    });
  }

 private:
  struct Call {
    std::uint64_t key;
    Time due;
    Moment accepted;
  };
  struct Early {
    Moment at;
    trace::Notified message;
  };

  void on_accepted(LegId leg, Moment now, ObligationSink& sink) {
    if (contacts_ == 0) {
      report(sink, Verdict::may, leg.value, now, now, "nobody is configured to be told");
      return;
    }
    if (const Early* early = early_.find(leg.value)) {
      const Early told = *early;
      early_.erase(leg.value);
      if (told.at.at != now.at)
        report(sink, Verdict::fail, leg.value, now, now, "the call waited for the message");
      else
        decide(told.message, now, now, sink);
      return;
    }
    calls_.add({leg.value, now.at, now});
  }

  void on_notified(const trace::Notified& message, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(message.leg);
    if (!call) {
      early_.at(message.leg.value) = {now, message};
      return;
    }
    const bool awaited = calls_.update(message.leg.value, [&](const Call& item) {
      decide(message, item.accepted, now, sink);
      return false;
    });
    // What is told later has still to keep to what may be told.
    if (!awaited && without(message.details, allowed_details) != trace::Details{})
      report(sink, Verdict::fail, message.leg.value, now, now, told_too_much);
  }

  void decide(const trace::Notified& message, Moment accepted, Moment now, ObligationSink& sink) const {
    const std::uint64_t leg = message.leg.value;
    if (without(message.details, allowed_details) != trace::Details{})
      report(sink, Verdict::fail, leg, accepted, now, told_too_much);
    else if (without(says_emergency, message.details) != trace::Details{})
      report(sink, Verdict::fail, leg, accepted, now, "the message does not say that it is an emergency call");
    else if (message.recipients != contacts_ || message.outcome == trace::Outcome::no_effect)
      report(sink, Verdict::fail, leg, accepted, now, "others were told than the configured contacts");
    else if (message.outcome == trace::Outcome::refused)
      report(sink, Verdict::may, leg, accepted, now, "the message could not be sent, and the call did not wait");
    else
      report(sink, Verdict::pass, leg, accepted, now, "the configured contacts were told in the instant of accept");
  }

  static constexpr const char* told_too_much =
      "the message told more than that an agent made an emergency call, and its callback number";

  std::uint32_t contacts_;
  sim::Pending<Call> calls_;
  sim::FlatMap<Early> early_;  // by leg: messages about dials that are not decided
};

}  // namespace

const Requirement& ex_01() {
  static const Requirement requirement{
      .card = {.id = "EX-01",
               .mark = Mark::law,
               .guarantee = "When an emergency number is dialled the configured contacts are told, without delaying the call.",
               .source = {"47 CFR 9.16(b)(2) (Kari's Law): a notification contemporaneous with the call, without delaying it"},
               .trigger = "Each first accept of a call.",
               .judged =
                   "A message to as many contacts as are configured, in the instant of the accept: a message in an earlier "
                   "instant means that the call waited for it, a later one is too late. It says that it is an emergency call, "
                   "and beyond that at most the agent's name and the callback number, never subject, customer or duration. May: "
                   "nobody is configured, or the message could not be sent.",
               .rulings = {"R-20"},
               .needs = trace::kinds<trace::Accepted, trace::Notified>(),
               .about = About::leg,
               .switched_by = 1},
      .kinds = trace::kinds<trace::Accepted, trace::Notified, trace::Refused, trace::WentOrdinary>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<Ex01>(header.contacts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
