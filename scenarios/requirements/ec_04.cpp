// EC-04: the path of a call, or its refusal, is what the table says.
#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ec04 final : public CloneableJudge<Ec04> {
 public:
  Ec04(const trace::Header& header, const trace::Texts& texts) : dials_(header, texts, Dials::Keep::emergency) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    dials_.update(event);
    const Moment now = chronicle.now();
    if (const auto* dialled = event.as<trace::Dialled>()) {
      const Dial* dial = dials_.find(dialled->leg);
      if (!dial) return;
      if (dial->eligibility.prerequisites_met())
        undecided_.add({dialled->leg.value, sim::never, now, dial->eligibility.row, false});
      dials_.forget(dialled->leg);
      return;
    }
    if (undecided_.empty()) return;
    if (const auto* accepted = event.as<trace::Accepted>()) {
      undecided_.update(accepted->leg.value, [&](Item& item) { return on_accepted(item, accepted->path, now, sink); });
    } else if (const auto* invited = event.as<trace::Invited>()) {
      end(invited->leg, [&](const Item& item) { on_left(item, invited->target, now, sink); });
    } else if (const auto* refused = event.as<trace::Refused>()) {
      end(refused->leg, [&](const Item& item) {
        if (item.row == TableRow::refused)
          report(sink, Verdict::pass, item.key, item.dialled, now, "refused, as the table says");
        else
          report(sink, Verdict::fail, item.key, item.dialled, now, "refused, although the table gives a path");
      });
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      end(ordinary->leg,
          [&](const Item& item) { report(sink, Verdict::fail, item.key, item.dialled, now, "went on as an ordinary call"); });
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(pressed->leg, now, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    undecided_.clear([&](const Item& item) {
      report(sink, Verdict::open, item.key, item.dialled, {0, at}, "neither refused nor gone before the end");
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 2;

  struct Item {
    std::uint64_t key;
    Time due;
    Moment dialled;
    TableRow row;
    bool accepted;
  };

  template <class Last>
  void end(LegId leg, Last last) {
    undecided_.update(leg.value, [&](const Item& item) {
      last(item);
      return false;
    });
  }

  // True while it is undecided: accepted as the table says, it must still leave that way.
  static bool on_accepted(Item& item, trace::Path path, Moment now, ObligationSink& sink) {
    const auto decided = [&](Verdict verdict, const char* note) {
      report(sink, verdict, item.key, item.dialled, now, note);
      return false;
    };
    if (item.accepted && item.row == TableRow::direct_routing && path == trace::Path::direct_offer)
      return decided(Verdict::may, "fell back to direct offer before it left");
    item.accepted = true;
    switch (item.row) {
      case TableRow::refused:
        return decided(Verdict::fail, "accepted, although the table says refused");
      case TableRow::direct_offer:
        return path == trace::Path::direct_offer || decided(Verdict::fail, "accepted for another path than direct offer");
      case TableRow::direct_routing:
        return path == trace::Path::direct_routing || decided(Verdict::fail, "accepted for another path than direct routing");
      case TableRow::either:
        return path != trace::Path::none ? decided(Verdict::may, "either path is allowed")
                                         : decided(Verdict::fail, "accepted without a path");
    }
    return true;
  }

  static void on_left(const Item& item, trace::InviteTarget target, Moment now, ObligationSink& sink) {
    const auto right = item.row == TableRow::direct_offer ? trace::InviteTarget::do_emergency : trace::InviteTarget::sbc;
    if (!item.accepted)
      report(sink, Verdict::fail, item.key, item.dialled, now, "left before it was accepted");
    else if (target == right)
      report(sink, Verdict::pass, item.key, item.dialled, now, "accepted and gone by the table's path");
    else
      report(sink, Verdict::fail, item.key, item.dialled, now, "gone by another path than the table's");
  }

  void over(LegId leg, Moment now, ObligationSink& sink) {
    end(leg, [&](const Item& item) { report(sink, Verdict::may, item.key, item.dialled, now, "over before it could leave"); });
  }

  Dials dials_;
  sim::Pending<Item> undecided_;
};

}  // namespace

const Requirement& ec_04() {
  static const Requirement requirement{
      .card =
          {.id = "EC-04",
           .mark = Mark::source,
           .guarantee = "The path of a call and its refusal are what the table says, both ways. With O the origin a calling-plan "
                        "number, R direct routing enabled, D an outbound-enabled direct-offer number, M a rule that matches: "
                        "O and D without R, and D and R without M, go by direct offer; O, D, R and M by either; R and M "
                        "without O by direct routing; everything else is refused.",
           .source = {"For the emergency call to be handled, one of the following conditions must be fulfilled:",
                      "The number from which it originates must be a Microsoft calling plan number.",
                      "When the Azure Communication Services resource (tenant) has both direct routing (third-party public "
                      "switched telephone network (PSTN) carrier number) and at least one direct offer (Microsoft calling plan "
                      "number) enabled and there is no direct routing rule for the emergency number, the call will follow the "
                      "direct offer path and will be routed to our direct offer emergency calling service."},
           .trigger = "Each dial of 911 by an agent who meets the prerequisites.",
           .judged = "The first accept names the path of the table's row and the first INVITE goes that way, or the call is "
                     "refused where the row says so. Where either path is allowed an accept is `may`. A call that is over "
                     "before it could leave shows nothing.",
           .rulings = {"R-16", "R-18", "R-19"},
           .needs = trace::kinds<trace::RuleFact, trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary,
                                 trace::Invited>(),
           .about = About::leg},
      .kinds = Dials::kinds | trace::kinds<trace::Accepted, trace::Invited, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec04>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
