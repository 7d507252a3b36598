// EC-01: an emergency call if and only if the normalised dialled string is 911.
#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ec01 final : public CloneableJudge<Ec01> {
 public:
  Ec01(const trace::Header& header, const trace::Texts& texts) : emergency_strings_(header, texts) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* dialled = event.as<trace::Dialled>()) {
      const bool emergency = emergency_strings_.has(*dialled);
      seen_emergency_ = seen_emergency_ || emergency;
      undecided_.add({dialled->leg.value, sim::never, now, emergency, seen_emergency_});
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      on_accepted(*accepted, now, chronicle, sink);
    } else if (const auto* refused = event.as<trace::Refused>()) {
      end(refused->leg, [&](const Item& item) {
        // Whether it was rightly refused is for EC-04, EC-07 and EC-39 to say.
        decide_item(sink, item.emergency || item.counts, Verdict::pass, item, now, "refused, not let go as an ordinary call");
      });
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      end(ordinary->leg, [&](const Item& item) {
        if (item.emergency)
          decide_item(sink, true, Verdict::fail, item, now, "911 went on as an ordinary call");
        else
          decide_item(sink, item.counts, Verdict::pass, item, now, "another number went on as an ordinary call");
      });
    } else if (const auto* read = event.as<trace::ReadBack>()) {
      end(read->leg, [&](const Item& item) {
        if (item.emergency)
          decide_item(sink, true, Verdict::fail, item, now, "911 was taken for a test call");
        else
          decide_item(sink, item.counts, Verdict::pass, item, now, "a test call is no emergency");
      });
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(pressed->leg, now, sink);
    }
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    undecided_.clear([&](const Item& item) {
      decide_item(sink, item.emergency || item.counts, Verdict::open, item, {0, at}, "not decided before the end");
    });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 3;

  struct Item {
    std::uint64_t key;
    Time due;
    Moment dialled;
    bool emergency;
    bool counts;  // also if another number: a dial of 911 stood before it
  };

  static void decide_item(ObligationSink& sink, bool counts, Verdict verdict, const Item& item, Moment decided,
                          const char* note) {
    if (counts) report(sink, verdict, item.key, item.dialled, decided, note);
  }

  template <class Last>
  void end(LegId leg, Last last) {
    undecided_.update(leg.value, [&](const Item& item) {
      last(item);
      return false;
    });
  }

  void on_accepted(const trace::Accepted& accepted, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    bool known = false;
    end(accepted.leg, [&](const Item& item) {
      known = true;
      if (item.emergency)
        decide_item(sink, true, Verdict::pass, item, now, "911 was accepted as an emergency call");
      else
        decide_item(sink, true, Verdict::fail, item, now, "another number than 911 was accepted as an emergency call");
    });
    const EmergencyLeg* call = chronicle.call(accepted.leg);
    if (!known && (!call || call->accepts == 1))
      report(sink, Verdict::fail, accepted.leg.value, now, now, "a call that had gone on as an ordinary one was accepted");
  }

  void over(LegId leg, Moment now, ObligationSink& sink) {
    if (undecided_.empty()) return;
    end(leg, [&](const Item& item) {
      decide_item(sink, item.emergency || item.counts, Verdict::may, item, now, "it was over before the policy answered");
    });
  }

  EmergencyStrings emergency_strings_;
  sim::Pending<Item> undecided_;
  bool seen_emergency_ = false;
};

}  // namespace

const Requirement& ec_01() {
  static const Requirement requirement{
      .card =
          {.id = "EC-01",
           .mark = Mark::source,
           .guarantee = "A dialled string is an emergency call if and only if, normalised (blanks, dots, dashes, brackets, "
                        "`tel:` and a leading `+` stripped), it is 911. No prefix is needed.",
           .source = {"Emergency calling is currently supported only in the United States and Puerto Rico where the emergency "
                      "calling number is 911.",
                      "The agent calls the emergency number such as 911 in the US or Puerto Rico."},
           .trigger = "Each dial of 911, from any surface; and each dial of another number after the first of 911, so that a "
                      "trace without any shows nothing.",
           .judged = "911 is accepted or refused, and never goes on as an ordinary call; another number is never accepted. "
                     "Whether a refusal was right is for EC-04, EC-07 and EC-39. With "
                     "EX-03 the numbers of the agent's country are emergencies too; with EX-05 933 is a test call.",
           .rulings = {"R-26"},
           .needs = trace::kinds<trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary>(),
           .about = About::leg},
      .kinds = trace::kinds<trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary, trace::ReadBack, trace::Dropped,
                            trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec01>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
