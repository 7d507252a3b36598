// EC-05: a call for direct offer leaves exactly once, in time, to the direct-offer emergency service, and to no SBC.
#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ec05 final : public CloneableJudge<Ec05> {
 public:
  Ec05(const trace::Header& header, const trace::Texts& texts)
      : dials_(header, texts, Dials::Keep::emergency), bound_(header.bounds.egress) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    dials_.update(event);
    const Moment now = chronicle.now();
    if (const auto* refused = event.as<trace::Refused>()) {
      dials_.forget(refused->leg);
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      dials_.forget(ordinary->leg);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      on_accepted(*accepted, now, sink);
    } else if (const auto* invited = event.as<trace::Invited>()) {
      on_invited(*invited, now, sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, dropped->cause, false, now, chronicle, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome == trace::Outcome::done)
        over(pressed->leg, {}, pressed->by == trace::Actor::agent, now, chronicle, sink);
    } else if (!calls_.empty()) {
      on_line(event, now, chronicle, sink);
    }
  }

  Time due() const override { return calls_.due(); }
  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    calls_.expire(now, [&](const Call& call) {
      late(call, sink);
      return false;
    });
  }
  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    calls_.clear([&](const Call& call) {
      tell(call, Verdict::open, {0, at}, call.left ? "it could still leave a second time" : "it had not left yet", sink);
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 4;

  struct Call {
    std::uint64_t key;
    Time due;  // never: it has left, or waits for a line that nobody owes it
    Moment accepted;
    Time bound;
    bool left;
    Moment egress;
    bool hindered;  // the policy let it wait, or turned it away from a resource
    Time accepted_at;
  };

  void tell(const Call& call, Verdict verdict, Moment decided, const char* note, ObligationSink& sink) const {
    const Time acted = call.left ? call.egress.at : decided.at;
    report(sink, verdict, call.key, call.accepted, decided, note, call.bound - acted);
  }
  void late(const Call& call, ObligationSink& sink) const {
    tell(call, Verdict::fail, {0, sim::just_after(call.due)}, "it did not leave in time", sink);
  }

  void on_accepted(const trace::Accepted& accepted, Moment now, ObligationSink& sink) {
    const bool direct_offer = accepted.path == trace::Path::direct_offer;
    const bool known = calls_.update(accepted.leg.value, [&](const Call& call) {
      if (direct_offer) return true;
      tell(call, Verdict::fail, now, "accepted again for another path than direct offer", sink);
      return false;
    }) != 0;
    const Dial* dial = dials_.find(accepted.leg);
    if (known || !dial || over_.find(accepted.leg.value)) return;
    const TableRow row = dial->eligibility.row;
    const bool judged = row == TableRow::direct_offer || (row == TableRow::either && direct_offer);
    if (!judged) return;
    if (direct_offer)
      calls_.add({accepted.leg.value, now.at + bound_, now, now.at + bound_, false, {}, false, now.at});
    else
      report(sink, Verdict::fail, accepted.leg.value, now, now, "accepted for another path, where the table says direct offer");
  }

  void on_invited(const trace::Invited& invited, Moment now, ObligationSink& sink) {
    if (const Moment* accepted = over_.find(invited.leg.value)) {
      report(sink, Verdict::fail, invited.leg.value, *accepted, now, "it left after it was over");
      over_.erase(invited.leg.value);
      return;
    }
    calls_.update(invited.leg.value, [&](Call& call) {
      const auto fail = [&](const char* note) {
        tell(call, Verdict::fail, now, note, sink);
        return false;
      };
      if (invited.target == trace::InviteTarget::sbc) return fail("it left to an SBC");
      if (invited.target != trace::InviteTarget::do_emergency)
        return fail("it left to another target than the emergency service");
      if (call.left) return fail("it left a second time");
      call.left = true;
      call.egress = now;
      call.due = sim::never;
      return true;
    });
  }

  // while it waits for a line, port or licence that ordinary calls took earlier and rightly, its time stands still.
  void on_line(const trace::Event& event, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    const auto at_line = [&](LegId leg, auto&& change) {
      calls_.update(leg.value, [&](Call& call) {
        if (call.left) return true;
        const EmergencyLeg* line = chronicle.call(leg);
        change(call, line && !call.hindered ? line->line_wait : Duration{}, line && line->wait_excused && !call.hindered);
        if (call.due >= now.at) return true;
        late(call, sink);
        return false;
      });
    };
    const auto wait = [&](Call& call, Duration waited, bool excused) {
      call.bound = call.accepted_at + bound_ + waited;
      call.due = excused ? sim::never : call.bound;
    };
    const auto hinder = [&](Call& call, Duration, bool) {
      call.hindered = true;
      call.due = call.bound = call.accepted_at + bound_;
    };
    if (const auto* waits = event.as<trace::Waits>()) {
      if (is_line(waits->resource, waits->group)) at_line(waits->leg, wait);
    } else if (const auto* granted = event.as<trace::Granted>()) {
      if (is_line(granted->resource, granted->group)) at_line(granted->leg, wait);
    } else if (const auto* passed_over = event.as<trace::PassedOver>()) {
      at_line(passed_over->leg, hinder);
    } else if (const auto* blocked = event.as<trace::Blocked>()) {
      at_line(blocked->leg, hinder);
    }
  }

  void over(LegId leg, trace::DropCause cause, bool by_agent, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    calls_.update(leg.value, [&](Call& call) {
      if (!call.left) {
        // A wait that ends with the call counts as far as it was excused.
        const EmergencyLeg* line = chronicle.call(leg);
        call.bound = call.accepted_at + bound_ + (line && !call.hindered ? line->line_wait : Duration{});
        call.due = call.bound;
      }
      const bool setup_failed = !by_agent && (cause == trace::DropCause::setup_failed || cause == trace::DropCause::network ||
                                              cause == trace::DropCause::trunk || cause == trace::DropCause::system);
      if (call.left)
        tell(call, Verdict::pass, now, "it left exactly once, in time, to the emergency service", sink);
      else if (call.due < now.at)
        late(call, sink);
      else if (by_agent)
        tell(call, Verdict::may, now, "the agent ended it before it left", sink);
      else if (setup_failed && !call.hindered)
        tell(call, Verdict::may, now, "its setup failed before it left", sink);
      else
        tell(call, Verdict::fail, now, "it was over before it left, and neither the agent nor a failure ended it", sink);
      over_.at(call.key) = call.accepted;
      return false;
    });
    // Kept while its table row may still be asked for: only an accepted call that is over needs it no more.
    if (dials_.find(leg)) dials_.forget(leg);
  }

  Dials dials_;
  Duration bound_;
  sim::Pending<Call> calls_;
  sim::FlatMap<Moment> over_;  // by leg: accepts of calls that are over
};

}  // namespace

const Requirement& ec_05() {
  static const Requirement requirement{
      .card =
          {.id = "EC-05",
           .mark = Mark::source,
           .guarantee =
               "An accepted call whose row is direct offer leaves: exactly one first INVITE, in time, to the direct-offer "
               "emergency service, and none to an SBC.",
           .source = {"The number from which it originates must be a Microsoft calling plan number.",
                      "When the Azure Communication Services resource (tenant) has both direct routing (third-party public "
                      "switched telephone network (PSTN) carrier number) and at least one direct offer (Microsoft calling plan "
                      "number) enabled and there is no direct routing rule for the emergency number, the call will follow the "
                      "direct offer path and will be routed to our direct offer emergency calling service."},
           .trigger = "Each first accept where the table says direct offer, and each accept for direct offer where it allows "
                      "either path.",
           .judged =
               "Exactly one INVITE to the emergency service within the bound of one second of the accept (exactly at the "
               "bound is in time), none to anything else, until the call is over. Waiting for a line, media port or licence that "
               "ordinary calls rightly took earlier is subtracted. If the agent ends it first, or its setup fails before, it is "
               "`may`; "
               "an INVITE after it is over fails.",
           .rulings = {"R-18", "R-22", "R-28"},
           .needs = trace::kinds<trace::RuleFact, trace::Dialled, trace::Accepted, trace::Invited, trace::Waits, trace::Granted,
                                 trace::Dropped, trace::EndPressed>(),
           .about = About::leg},
      .kinds = Dials::kinds | trace::kinds<trace::Accepted, trace::Invited, trace::Dropped, trace::EndPressed, trace::Waits,
                                           trace::Granted, trace::PassedOver, trace::Blocked>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec05>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
