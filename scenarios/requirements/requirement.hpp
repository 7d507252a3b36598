// What a requirement is to the harness: a card that explains it, and a judge that decides it from a trace.
//
// One requirement, one file `ec_NN.cpp`, which defines `const Requirement& ec_NN()`; `registry.cpp` lists them.
//
// A judge is a value behind an interface: `clone` copies its state. It is told of each event of the kinds it subscribed to,
// after the chronicle was updated with it, and reports each obligation exactly once. It keeps what is undecided, and `due` says
// the last instant at which something of it may still be in time: once a later instant is reached it is asked to `advance`,
// before the chronicle knows the event of that instant. So what was due is decided by what held until then, and no judge needs
// to look at events only to see time pass.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "models/trace/text.hpp"
#include "scenarios/requirements/chronicle.hpp"
#include "sim/encoder.hpp"
#include "sim/monitor/obligation.hpp"

namespace tocsin::requirements {

using sim::Obligation;
using sim::ObligationSink;
using sim::Verdict;

// S: the source promises it. D: derived from a source sentence. L: law, a standard or a later version of the source, a switch.
enum class Mark : char { source = 'S', derived = 'D', law = 'L' };

// What the key of an obligation names.
enum class About : std::uint8_t { leg, agent, number, trace };

struct Card {
  std::string_view id;  // "EC-08"
  Mark mark{};
  std::string_view guarantee;
  std::vector<std::string_view> source;  // the sentences of the source document, literally; of a switch the clause
  std::string_view trigger;              // what makes an obligation
  std::string_view judged;               // how it is decided, ties and bounds included
  std::vector<std::string_view> rulings;
  std::uint64_t needs = 0;  // event kinds: without any one of them in a log the requirement is unobserved
  About about = About::leg;
  bool of_presence = false;  // rests on the presence service: what falls into a trouble of that is `may` (presence_trouble.hpp)
  unsigned switched_by = 0;  // 4: by EX-04; judged only in traces whose header has that switch on. 0: in every trace
};

// A requirement that its switch leaves out of such traces.
inline bool is_off(const Card& card, trace::Switches switches) {
  return card.switched_by != 0 && !trace::is_on(switches, card.switched_by);
}

class Judge {
 public:
  virtual ~Judge() = default;
  virtual std::unique_ptr<Judge> clone() const = 0;
  // Everything that its later verdicts depend on. Of a moment that is whether there was one, and whether it is of this very
  // instant: what is decided later by the time since then is kept as a Time (sim/encoder.hpp).
  virtual void encode(sim::Encoder& encoder) const = 0;

  virtual void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) = 0;

  virtual Time due() const { return sim::never; }
  // Decides what was due before `now`.
  virtual void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) {
    static_cast<void>(now), static_cast<void>(chronicle), static_cast<void>(sink);
  }
  // The trace ended at `at`; what was due before has been decided. What is undecided is open.
  virtual void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) = 0;
};

struct Requirement {
  Card card;
  std::uint64_t kinds = 0;  // events the judge is told of
  // Null: not judged from one streamed trace. Header and texts outlive the judge.
  std::unique_ptr<Judge> (*make)(const trace::Header&, const trace::Texts&) = nullptr;
};

// Writes `clone` and `encode` for a judge that is copyable. The judge says how many members it has (sim/members.hpp):
// each is encoded by its type, so none is forgotten. One that does not say so has no encoding, and the search of a scope refuses
// to merge states that it is part of.
template <class Derived>
class CloneableJudge : public Judge {
 public:
  std::unique_ptr<Judge> clone() const override { return std::make_unique<Derived>(static_cast<const Derived&>(*this)); }
  void encode(sim::Encoder& encoder) const override {
    if constexpr (sim::Members::counted<Derived>())
      encoder.members(static_cast<const Derived&>(*this));
    else
      encoder.leave_out();
  }
};

}  // namespace tocsin::requirements
