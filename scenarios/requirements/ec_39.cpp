// EC-39: a refusal is visible, in time, names an unmet prerequisite, and leaves nothing behind.
#include <vector>

#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ec39 final : public CloneableJudge<Ec39> {
 public:
  Ec39(const trace::Header& header, const trace::Texts& texts)
      : dials_(header, texts, Dials::Keep::emergency), bound_(header.bounds.accept), strict_(header.strict_prerequisites) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    dials_.update(event);
    const Moment now = chronicle.now();
    if (const Episode* closed = chronicle.closed()) {
      std::erase_if(closed_, [&](const Closed& each) { return each.told_at < now.at; });
      closed_.push_back({closed->agent, event.delivered_at});
    }
    if (const auto* ordinary = event.as<trace::WentOrdinary>()) dials_.forget(ordinary->leg);
    if (const auto* dialled = event.as<trace::Dialled>()) {
      on_dialled(dialled->leg);
    } else if (const auto* refused = event.as<trace::Refused>()) {
      on_refused(*refused, now, sink);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      on_accepted(accepted->leg, now, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome == trace::Outcome::done) over(pressed->leg, now, sink);
    } else if (!refusals_.empty()) {
      left_behind(event, now, chronicle, sink);
    }
  }

  Time due() const override { return refusals_.due(); }
  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    refusals_.expire(now, [&](Refusal& refusal) {
      fail(refusal, {0, sim::just_after(refusal.due)}, "not refused in time", sink);
      return true;
    });
  }
  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    refusals_.clear([&](const Refusal& refusal) {
      if (refusal.failed) return;
      if (refusal.refused.sequence != 0)
        tell(refusal, Verdict::pass, refusal.refused, "refused visibly, with the right reason, and nothing left behind", sink);
      else
        tell(refusal, Verdict::open, {0, at}, "not decided before the end", sink);
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 5;

  struct Refusal {
    std::uint64_t key;
    Time due;  // never: refused, or failed
    Moment dialled;
    Time bound;
    AgentId agent;
    bool lenient;  // only a prerequisite is unmet, and they are not strict
    Reasons unmet;
    bool failed;
    Moment refused;  // sequence 0: not yet
  };

  static void tell(const Refusal& refusal, Verdict verdict, Moment decided, const char* note, ObligationSink& sink) {
    const Time acted = refusal.refused.sequence != 0 ? refusal.refused.at : decided.at;
    report(sink, verdict, refusal.key, refusal.dialled, decided, note, refusal.bound - acted);
  }
  static void fail(Refusal& refusal, Moment decided, const char* note, ObligationSink& sink) {
    if (!refusal.failed) tell(refusal, Verdict::fail, decided, note, sink);
    refusal.failed = true;
    refusal.due = sim::never;
  }

  void add(LegId leg, const Dial& dial) {
    const Time bound = dial.delivered_at + bound_;
    const Eligibility& eligible = dial.eligibility;
    const bool lenient = !strict_ && eligible.row != TableRow::refused && !eligible.prerequisites_met();
    refusals_.add({leg.value, bound, dial.dialled, bound, dial.agent, lenient, eligible.unmet, false, {}});
  }

  void on_dialled(LegId leg) {
    if (const Dial* dial = dials_.find(leg); dial && !dial->eligibility.must_be_accepted()) {
      add(leg, *dial);
      dials_.forget(leg);
    }
  }

  void on_refused(const trace::Refused& refused, Moment now, ObligationSink& sink) {
    // A call that had to be accepted has no reason that could be right.
    if (const Dial* dial = dials_.find(refused.leg)) {
      add(refused.leg, *dial);
      dials_.forget(refused.leg);
    }
    refusals_.update(refused.leg.value, [&](Refusal& refusal) {
      if (refusal.failed || refusal.refused.sequence != 0) return true;
      if (refusal.unmet.empty())
        fail(refusal, now, "refused, although every prerequisite was met", sink);
      else if (!refused.shown_to_agent)
        fail(refusal, now, "the refusal was not shown to the agent", sink);
      else if (!refusal.unmet.has(refused.reason))
        fail(refusal, now, "the reason names no prerequisite that was unmet", sink);
      refusal.refused = now;
      refusal.due = sim::never;
      return true;
    });
  }

  void on_accepted(LegId leg, Moment now, ObligationSink& sink) {
    dials_.forget(leg);
    refusals_.update(leg.value, [&](Refusal& refusal) {
      if (refusal.lenient && refusal.refused.sequence == 0 && !refusal.failed) {
        tell(refusal, Verdict::may, now, "accepted, which is allowed where prerequisites are not strict", sink);
        return false;
      }
      fail(refusal, now, "accepted, although it had to be refused", sink);
      return true;
    });
  }

  void over(LegId leg, Moment now, ObligationSink& sink) {
    dials_.forget(leg);
    refusals_.update(leg.value, [&](const Refusal& refusal) {
      if (refusal.failed || refusal.refused.sequence != 0) return true;
      tell(refusal, Verdict::may, now, "over before the policy answered", sink);
      return false;
    });
  }

  void left_behind(const trace::Event& event, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    const auto at = [&](LegId leg, const char* note) {
      refusals_.update(leg.value, [&](Refusal& refusal) {
        fail(refusal, now, note, sink);
        return true;
      });
    };
    if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      at(ordinary->leg, "went on as an ordinary call");
    } else if (const auto* invited = event.as<trace::Invited>()) {
      at(invited->leg, "an INVITE left for it");
    } else if (const auto* lent = event.as<trace::NumberLent>()) {
      at(lent->leg, "a number was lent for it");
    } else if (const auto* written = event.as<trace::RowWritten>()) {
      if (written->store != trace::Store::analytics || written->with_identity) at(written->leg, "a row about it was written");
    } else if (const auto* presence = event.as<trace::Presence>()) {
      on_presence(*presence, now, chronicle, sink);
    }
  }

  // From the dial to the end of the instant of the refusal: unless an episode of another call is open, or was closed and the
  // policy heard of it now.
  void on_presence(const trace::Presence& presence, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    if (presence.by != trace::Actor::policy || chronicle.episode(presence.agent)) return;
    for (const Closed& closed : closed_)
      if (closed.agent == presence.agent && closed.told_at >= now.at) return;
    std::uint64_t leg = 0;
    for (const Refusal& refusal : refusals_) {
      const bool concerned =
          refusal.agent == presence.agent && !refusal.failed && (refusal.refused.sequence == 0 || refusal.refused.at == now.at);
      if (concerned) leg = refusal.key;
    }
    refusals_.update(leg, [&](Refusal& refusal) {
      fail(refusal, now, "the policy changed the agent's presence", sink);
      return true;
    });
  }

  Dials dials_;
  Duration bound_;
  bool strict_;
  sim::Pending<Refusal> refusals_;
  struct Closed {
    AgentId agent;
    Time told_at;  // the policy
  };
  std::vector<Closed> closed_;  // episodes that closed in this instant, or of which the policy has not heard yet
};

}  // namespace

const Requirement& ec_39() {
  static const Requirement requirement{
      .card = {.id = "EC-39",
               .mark = Mark::derived,
               .guarantee =
                   "A refusal is visible, names the unmet prerequisite, and leaves nothing behind: no number, no presence, "
                   "no row, no ordinary call.",
               .source = {"You must ensure that the following conditions are met for emergency calling to work properly.",
                          "For the emergency call to be handled, one of the following conditions must be fulfilled:"},
               .trigger =
                   "Each dial of 911 that must be refused (a prerequisite of EC-02 or EC-03 is unmet, or the table of EC-04 "
                   "says so), and each refusal of a dial of 911.",
               .judged =
                   "Refused within the bound of one second, counted from the dial's delivery to the policy; shown to the agent; "
                   "the reason is that of an unmet prerequisite; until the end of the trace no number is lent for it, no "
                   "INVITE leaves, no row about it is written, and by the end of that instant the policy has not changed the "
                   "agent's presence, unless an episode of another call is open. Without strict prerequisites an accept is "
                   "`may`.",
               .rulings = {"R-15", "R-16", "R-26"},
               .needs = trace::kinds<trace::RuleFact, trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary,
                                     trace::Invited, trace::NumberLent, trace::Presence, trace::RowWritten>(),
               .about = About::leg},
      .kinds = Dials::kinds | trace::kinds<trace::Accepted, trace::Dropped, trace::EndPressed, trace::Invited, trace::NumberLent,
                                           trace::RowWritten, trace::Presence>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec39>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
