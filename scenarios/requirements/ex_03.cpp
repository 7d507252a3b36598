// EX-03: with the switch on, Canada, Great Britain and Denmark have emergency calling with their own numbers.
#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/oracle/dialled_string.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ex03 final : public CloneableJudge<Ex03> {
 public:
  Ex03(const trace::Header& header, const trace::Texts& texts)
      : dials_(header, texts, Dials::Keep::every), texts_(&texts), strict_(header.strict_prerequisites) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    dials_.update(event);
    if (const auto* dialled = event.as<trace::Dialled>()) {
      on_dialled(*dialled, now);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      end(accepted->leg, [&](const Item& item) {
        if (!item.emergency)
          tell(item, Verdict::fail, now, "another country's emergency number was accepted as an emergency call", sink);
        else if (!item.must_be_refused)
          tell(item, Verdict::pass, now, "the number of the agent's country was accepted", sink);
        else
          tell(item, strict_ ? Verdict::fail : Verdict::may, now, "accepted, although a prerequisite is unmet", sink);
      });
    } else if (const auto* refused = event.as<trace::Refused>()) {
      end(refused->leg, [&](const Item& item) {
        if (item.emergency)
          tell(item, item.must_be_refused ? Verdict::pass : Verdict::fail, now,
               item.must_be_refused ? "refused for an unmet prerequisite" : "refused, although nothing stood against it", sink);
        else
          tell(item, Verdict::may, now, "refused like any ordinary dial", sink);
      });
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      end(ordinary->leg, [&](const Item& item) {
        tell(item, item.emergency ? Verdict::fail : Verdict::pass, now,
             item.emergency ? "an emergency number of the agent's country went on as an ordinary call"
                            : "another country's number went on as an ordinary call",
             sink);
      });
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(pressed->leg, now, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    items_.clear([&](const Item& item) { tell(item, Verdict::open, {0, at}, "not decided before the end", sink); });
  }

 private:
  struct Item {
    std::uint64_t key;
    Time due;
    Moment dialled;
    bool emergency;
    bool must_be_refused;
  };

  static void tell(const Item& item, Verdict verdict, Moment decided, const char* note, ObligationSink& sink) {
    report(sink, verdict, item.key, item.dialled, decided, note);
  }

  // 911 in the United States, and any number that no country here has for emergencies, is for EC-01 alone.
  void on_dialled(const trace::Dialled& dialled, Moment now) {
    const std::string number = normalised(texts_->spell(dialled.raw));
    const bool added = is_added_country(dialled.country);
    if (number == emergency_number ? !added : !is_added_number(number)) {
      dials_.forget(dialled.leg);
      return;
    }
    const Dial* dial = dials_.find(dialled.leg);
    items_.add({dialled.leg.value, sim::never, now, dial->emergency, !dial->eligibility.must_be_accepted()});
    dials_.forget(dialled.leg);
  }

  template <class Last>
  void end(LegId leg, Last last) {
    items_.update(leg.value, [&](const Item& item) {
      last(item);
      return false;
    });
  }

  void over(LegId leg, Moment now, ObligationSink& sink) {
    end(leg, [&](const Item& item) { tell(item, Verdict::may, now, "it was over before the policy answered", sink); });
  }

  Dials dials_;
  const trace::Texts* texts_;
  bool strict_;
  sim::Pending<Item> items_;
};

}  // namespace

const Requirement& ex_03() {
  static const Requirement requirement{
      .card =
          {.id = "EX-03",
           .mark = Mark::law,
           .guarantee = "Emergency calling in Canada with 911, in Great Britain with 999 and 112, and in Denmark with 112.",
           .source = {"A later version of the source: supported countries and their emergency numbers (amends EC-01 and EC-02)"},
           .trigger = "Each dial of 112 or 999, and each dial of 911 by an agent in one of these countries, as the browser last "
                      "reported it.",
           .judged =
               "The number of the agent's country is accepted, or refused where a prerequisite of EC-02 or EC-03 is unmet or "
               "EC-04 gives no path (a rule then has to match that number); it never goes on as an ordinary call. 911 in "
               "Great Britain or Denmark is refused, for the country. 112 or 999 elsewhere is never accepted; where no "
               "country was ever reported it counts as an emergency, which is refused for want of a location.",
           .rulings = {"R-15", "R-16", "R-18", "R-26"},
           .needs = trace::kinds<trace::RuleFact, trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary>(),
           .about = About::leg,
           .switched_by = 3},
      .kinds = Dials::kinds | trace::kinds<trace::Accepted, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Ex03>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
