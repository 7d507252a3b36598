// EC-06: a call accepted for direct routing takes no pool number, and tries the next SBC only as the platform does.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::uint32_t first_final_response = 200;
constexpr bool lets_next_sbc_try(std::uint32_t response) { return response == 408 || response == 503 || response == 504; }

class Ec06 final : public CloneableJudge<Ec06> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* accepted = event.as<trace::Accepted>()) {
      on_accepted(*accepted, now, sink);
    } else if (const auto* lent = event.as<trace::NumberLent>()) {
      if (!chronicle.call(lent->leg)) lent_early_.at(lent->leg.value) = true;
      calls_.update(lent->leg.value,
                    [&](const Call& call) { return call.fell_back || fail(call, now, "a pool number was lent to it", sink); });
    } else if (calls_.empty()) {
      return;
    } else if (const auto* invited = event.as<trace::Invited>()) {
      calls_.update(invited->leg.value, [&](Call& call) { return on_invited(call, *invited, now, sink); });
    } else if (const auto* responded = event.as<trace::Responded>()) {
      if (responded->response < first_final_response) return;
      calls_.update(responded->leg.value, [&](Call& call) {
        if (responded->attempt == call.attempt) call.response = responded->response;
        return true;
      });
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(pressed->leg, now, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    calls_.clear([&](const Call& call) {
      report(sink, Verdict::open, call.key, call.accepted, {0, at}, "the call was not over before the end");
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 2;

  struct Call {
    std::uint64_t key;
    Time due;
    Moment accepted;
    bool fell_back;          // accepted again, for direct offer
    bool left;               // to an SBC, at least once
    std::uint32_t attempt;   // the last one to an SBC
    std::uint32_t response;  // its final response, 0: none yet
  };

  static bool fail(const Call& call, Moment now, const char* note, ObligationSink& sink) {
    report(sink, Verdict::fail, call.key, call.accepted, now, note);
    return false;
  }

  void on_accepted(const trace::Accepted& accepted, Moment now, ObligationSink& sink) {
    const bool known = calls_.update(accepted.leg.value, [&](Call& call) {
      call.fell_back = accepted.path == trace::Path::direct_offer;
      return true;
    }) != 0;
    const bool lent_early = lent_early_.erase(accepted.leg.value);
    if (known || accepted.path != trace::Path::direct_routing) return;
    const Call call{accepted.leg.value, sim::never, now, false, false, 0, 0};
    if (lent_early)
      fail(call, now, "a pool number had been lent to it", sink);
    else
      calls_.add(call);
  }

  static bool on_invited(Call& call, const trace::Invited& invited, Moment now, ObligationSink& sink) {
    if (invited.target != trace::InviteTarget::sbc)
      return call.fell_back || fail(call, now, "it left by direct offer without having been accepted for that", sink);
    if (call.fell_back) return fail(call, now, "it left to an SBC after it had fallen back to direct offer", sink);
    if (call.left && call.response == 0) return fail(call, now, "the next SBC was tried before the last one had answered", sink);
    if (call.left && !lets_next_sbc_try(call.response))
      return fail(call, now, "the next SBC was tried on another response than 408, 503 or 504", sink);
    call.left = true;
    call.attempt = invited.attempt;
    call.response = 0;
    return true;
  }

  void over(LegId leg, Moment now, ObligationSink& sink) {
    calls_.update(leg.value, [&](const Call& call) {
      if (call.left || call.fell_back)
        report(sink, Verdict::pass, call.key, call.accepted, now, "no pool number, and each SBC tried in its turn");
      else
        report(sink, Verdict::may, call.key, call.accepted, now, "over before it left");
      return false;
    });
  }

  sim::Pending<Call> calls_;
  sim::FlatMap<bool> lent_early_;  // by leg: a number was lent to it before any accept
};

}  // namespace

const Requirement& ec_06() {
  static const Requirement requirement{
      .card = {.id = "EC-06",
               .mark = Mark::derived,
               .guarantee =
                   "A call accepted for direct routing is lent no pool number, unless it falls back to direct offer by a "
                   "second accept. Inside direct routing the next SBC is tried on 408, 503 and 504 only. A call that "
                   "actually left to an SBC is the carrier's for EC-14 to EC-24, EC-29, EC-31 and EC-37.",
               .source =
                   {"If a third-party PSTN carrier is used, the behavior needs to be discussed and configured with the carrier."},
               .trigger = "Each first accept of a call for direct routing.",
               .judged =
                   "Until the call is over: no number lent to it before a fallback, no INVITE but to an SBC before and but by "
                   "direct offer after it, and each further SBC only when the one before had answered 408, 503 or 504. A call "
                   "that is over before it left is `may`.",
               .rulings = {"R-19"},
               .needs = trace::kinds<trace::Accepted, trace::NumberLent, trace::Invited, trace::Responded, trace::Dropped,
                                     trace::EndPressed>(),
               .about = About::leg},
      .kinds =
          trace::kinds<trace::Accepted, trace::NumberLent, trace::Invited, trace::Responded, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Ec06>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
