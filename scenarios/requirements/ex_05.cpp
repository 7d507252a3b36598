// EX-05: with the switch on, 933 is a test call that reads the agent's lent number back.
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/oracle/dialled_string.hpp"
#include "scenarios/requirements/requirement.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

class Ex05 final : public CloneableJudge<Ex05> {
 public:
  Ex05(const trace::Header& header, const trace::Texts& texts) : texts_(&texts), bound_(header.bounds.accept) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const auto* dialled = event.as<trace::Dialled>()) {
      if (normalised(texts_->spell(dialled->raw)) == "933")
        tests_.add({dialled->leg.value, event.delivered_at + bound_, now, dialled->agent});
    } else if (tests_.empty()) {
      return;
    } else if (const auto* read = event.as<trace::ReadBack>()) {
      end(read->leg, [&](const Test& test) {
        const char* fault = fault_of(*read, test, chronicle);
        tell(test, fault ? Verdict::fail : Verdict::pass, now,
             fault          ? fault
             : read->number ? "the number that is lent to the agent was read back"
                            : "no number is lent to the agent, and none was read back",
             sink);
      });
    } else if (const auto* refused = event.as<trace::Refused>()) {
      end(refused->leg, [&](const Test& test) {
        const bool in_episode = refused->reason == trace::RefusalReason::episode && chronicle.episode(test.agent);
        tell(test, in_episode ? Verdict::may : Verdict::fail, now,
             in_episode ? "refused in an emergency like any other dial" : "a test call was refused", sink);
      });
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      end(accepted->leg,
          [&](const Test& test) { tell(test, Verdict::fail, now, "a test call was taken for an emergency", sink); });
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      end(ordinary->leg,
          [&](const Test& test) { tell(test, Verdict::fail, now, "a test call went on as an ordinary one", sink); });
    } else if (const auto* lent = event.as<trace::NumberLent>()) {
      end(lent->leg, [&](const Test& test) { tell(test, Verdict::fail, now, "a number was lent for a test call", sink); });
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      over(dropped->leg, now, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>(); pressed && pressed->outcome == trace::Outcome::done) {
      over(pressed->leg, now, sink);
    }
  }

  Time due() const override { return tests_.due(); }
  void advance(Time now, const Chronicle&, ObligationSink& sink) override {
    tests_.expire(now, [&](const Test& test) {
      tell(test, Verdict::fail, {0, sim::just_after(test.due)}, "nothing was read back in time", sink);
      return false;
    });
  }
  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    tests_.clear([&](const Test& test) { tell(test, Verdict::open, {0, at}, "not decided before the end", sink); });
  }

 private:
  struct Test {
    std::uint64_t key;
    Time due;
    Moment dialled;
    AgentId agent;
  };

  static void tell(const Test& test, Verdict verdict, Moment decided, const char* note, ObligationSink& sink) {
    report(sink, verdict, test.key, test.dialled, decided, note);
  }

  // What is wrong with what was read; null if nothing is.
  static const char* fault_of(const trace::ReadBack& read, const Test& test, const Chronicle& chronicle) {
    if (read.agent != test.agent) return "a number was read back to another agent";
    bool lent = false, lent_surely = false, right = false;
    for (const LentNumber& number : chronicle.numbers())
      for (const Window& window : number.windows) {
        if (window.agent != test.agent || window.state == Window::State::rolled_back) continue;
        // Either instant is right: of the dial, or of the answer, where it is told late.
        const bool at_dial = window.contains(test.dialled.at), at_answer = window.contains(chronicle.now().at);
        if (!at_dial && !at_answer) continue;
        lent = true;
        lent_surely = lent_surely || (window.state == Window::State::standing && at_dial && at_answer);
        right = right || number.number == read.number;
      }
    if (!read.number) return lent_surely ? "no number was read back, although one is lent to the agent" : nullptr;
    if (right) return nullptr;
    return lent ? "another number was read back than the one lent to the agent"
                : "a number was read back, although none is lent to the agent";
  }

  template <class Last>
  void end(LegId leg, Last last) {
    tests_.update(leg.value, [&](const Test& test) {
      last(test);
      return false;
    });
  }

  void over(LegId leg, Moment now, ObligationSink& sink) {
    end(leg, [&](const Test& test) { tell(test, Verdict::may, now, "it was over before the policy answered", sink); });
  }

  const trace::Texts* texts_;
  Duration bound_;
  sim::Pending<Test> tests_;
};

}  // namespace

const Requirement& ex_05() {
  static const Requirement requirement{
      .card =
          {.id = "EX-05",
           .mark = Mark::law,
           .guarantee = "A test call to 933 reads back to the agent the number that is lent to that agent.",
           .source = {"A later version of the source, and carriers' practice: 933 reads the number back (amends EC-14, EC-15)"},
           .trigger = "Each dial of 933, normalised as for 911.",
           .judged =
               "Within the bound of one second a number is read back to that agent whose window is the agent's and open, or "
               "none where there is no such number. It is no emergency call and lends no number. May: refused in an episode "
               "like any other dial. With the switch off 933 is an ordinary number.",
           .rulings = {"R-1", "R-12", "R-24"},
           .needs = trace::kinds<trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary, trace::NumberLent,
                                 trace::ReadBack>(),
           .about = About::leg,
           .switched_by = 5},
      .kinds = trace::kinds<trace::Dialled, trace::Accepted, trace::Refused, trace::WentOrdinary, trace::NumberLent,
                            trace::ReadBack, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Ex05>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
