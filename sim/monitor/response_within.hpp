// Whenever a trigger happens, a response follows within its bound.
//
// Ties: a response at exactly the deadline is in time; so the deadline has passed only once a later instant is reached. A bound
// of zero means: in the same instant, after the trigger in trace order. A response before its trigger in trace order answers
// nothing, even in the same instant. One response answers every pending trigger of its key.
//
// What is reported does not depend on how often `advance` is called: each call that names a key first fails what is late there.
// Time must not run backwards between calls.
#pragma once

#include "sim/monitor/pending.hpp"

namespace tocsin::sim {

class ResponseWithin {
 public:
  struct Item {
    std::uint64_t key;
    Time due;
    Moment trigger;
    const char* note;
    friend bool operator==(const Item&, const Item&) = default;
  };

  // `note` says what is expected and goes with a pass, a fail and an open. bound >= 0, or `unbounded`.
  void trigger(std::uint64_t key, Moment moment, Duration bound, const char* note) {
    TOCSIN_ASSERT(bound.us >= 0, "a negative bound");
    pending_.add({key, due_after(moment.at, bound), moment, note});
  }

  // Passes every pending trigger of the key that is not late. Returns how many passed.
  std::size_t respond(std::uint64_t key, Moment moment, ObligationSink& sink) {
    return decide_all(key, Verdict::pass, moment, nullptr, sink);
  }

  // Takes the key's triggers out with may or carrier (or any verdict) and a note of its own, unless they are late already.
  std::size_t excuse(std::uint64_t key, Verdict verdict, Moment moment, const char* note, ObligationSink& sink) {
    return decide_all(key, verdict, moment, note, sink);
  }

  // Moves the deadlines of the key that have not passed at `now`: a delay that is not counted.
  void extend(std::uint64_t key, Time now, Duration by, ObligationSink& sink) {
    pending_.update(key, [&](Item& item) {
      if (late(item, now, sink)) return false;
      item.due = item.due == never ? never : due_after(item.due, by);
      return true;
    });
  }

  // Fails what was due before `now`, in the order of deadlines.
  void advance(Time now, ObligationSink& sink) {
    pending_.expire(now, [&](const Item& item) { return !late(item, now, sink); });
  }

  // The trace ends at `end`, after all its events: what is not late is open.
  void finish(Time end, ObligationSink& sink) {
    advance(end, sink);
    pending_.clear([&](const Item& item) { report(item, Verdict::open, {0, end}, item.note, sink); });
  }

  bool pending(std::uint64_t key) const { return pending_.find(key) != nullptr; }
  const Pending<Item>& pending() const { return pending_; }
  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(pending_);
  }
  friend bool operator==(const ResponseWithin&, const ResponseWithin&) = default;

 private:
  std::size_t decide_all(std::uint64_t key, Verdict verdict, Moment moment, const char* note, ObligationSink& sink) {
    std::size_t decided = 0;
    pending_.update(key, [&](const Item& item) {
      if (late(item, moment.at, sink)) return false;
      report(item, verdict, moment, note ? note : item.note, sink);
      ++decided;
      return false;
    });
    return decided;
  }

  static bool late(const Item& item, Time now, ObligationSink& sink) {
    if (item.due >= now) return false;
    report(item, Verdict::fail, {0, just_after(item.due)}, item.note, sink);
    return true;
  }

  static void report(const Item& item, Verdict verdict, Moment decided, const char* note, ObligationSink& sink) {
    sink.decided({verdict, item.key, item.trigger.sequence, decided.sequence, item.trigger.at, decided.at,
                  slack_until(item.due, decided.at), note});
  }

  Pending<Item> pending_;
};

}  // namespace tocsin::sim
