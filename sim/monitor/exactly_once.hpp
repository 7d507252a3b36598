// After a trigger an event occurs exactly once before its scope ends, and, where a bound is given, within it.
//
// Ties: an occurrence at exactly the deadline is in time. Trace order decides between an occurrence and the trigger or the end of
// the scope in the same instant: before the trigger or after the end it counts for nothing.
//
// A second occurrence fails at once, and so does a deadline that passes without the first. The end of the scope decides the rest:
// none fails, one passes. A trace that ends within the scope leaves it open, also after one occurrence, since a second could
// still have come. Triggering a key whose scope has not ended changes nothing. What is reported does not depend on how often
// `advance` is called. Time must not run backwards between calls.
#pragma once

#include "sim/monitor/pending.hpp"

namespace tocsin::sim {

class ExactlyOnce {
 public:
  enum class Phase : std::uint8_t { none, once, failed };
  struct Item {
    std::uint64_t key;
    Time due;  // Only while none: the deadline.
    Moment trigger;
    Time deadline;
    Moment first;
    const char* note;
    Phase phase;
    friend bool operator==(const Item&, const Item&) = default;
  };

  // `note` says what is expected and goes with a pass and an open. bound >= 0, or `unbounded`. False, and nothing changes, if the
  // key's scope has not ended.
  bool trigger(std::uint64_t key, Moment moment, Duration bound, const char* note) {
    TOCSIN_ASSERT(bound.us >= 0, "a negative bound");
    if (pending_.find(key)) return false;
    const Time deadline = due_after(moment.at, bound);
    pending_.add({key, deadline, moment, deadline, {}, note, Phase::none});
    return true;
  }

  // False if the key has no scope.
  bool occur(std::uint64_t key, Moment moment, ObligationSink& sink) {
    return pending_.update(key, [&](Item& item) {
      late(item, moment.at, sink);
      if (item.phase == Phase::once) fail(item, moment, "occurred a second time", sink);
      if (item.phase == Phase::none) {
        item.phase = Phase::once;
        item.first = moment;
        item.due = never;
      }
      return true;
    }) != 0;
  }

  // Ends the scope. False if there was none.
  bool end_scope(std::uint64_t key, Moment moment, ObligationSink& sink) {
    return pending_.update(key, [&](Item& item) {
      late(item, moment.at, sink);
      if (item.phase == Phase::once) report(item, Verdict::pass, item.first, item.note, sink);
      if (item.phase == Phase::none) fail(item, moment, "did not occur before its scope ended", sink);
      return false;
    }) != 0;
  }

  // Ends the scope with may or carrier (or any verdict) unless it has failed. False if there was none.
  bool excuse(std::uint64_t key, Verdict verdict, Moment moment, const char* note, ObligationSink& sink) {
    return pending_.update(key, [&](Item& item) {
      late(item, moment.at, sink);
      if (item.phase != Phase::failed) report(item, verdict, moment, note, sink);
      return false;
    }) != 0;
  }

  // Moves the key's deadline if it has not passed at `now`: a delay that is not counted.
  void extend(std::uint64_t key, Time now, Duration by, ObligationSink& sink) {
    pending_.update(key, [&](Item& item) {
      late(item, now, sink);
      if (item.phase != Phase::none || item.due == never) return true;
      item.due = item.deadline = due_after(item.due, by);
      return true;
    });
  }

  // Fails what was due before `now`, in the order of deadlines.
  void advance(Time now, ObligationSink& sink) {
    pending_.expire(now, [&](Item& item) {
      late(item, now, sink);
      return true;
    });
  }

  // The trace ends at `end`, after all its events.
  void finish(Time end, ObligationSink& sink) {
    advance(end, sink);
    pending_.clear([&](const Item& item) {
      if (item.phase != Phase::failed) report(item, Verdict::open, {0, end}, item.note, sink);
    });
  }

  // Null if the key has no scope.
  const Item* find(std::uint64_t key) const { return pending_.find(key); }
  const Pending<Item>& pending() const { return pending_; }
  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(pending_);
  }
  friend bool operator==(const ExactlyOnce&, const ExactlyOnce&) = default;

 private:
  static void late(Item& item, Time now, ObligationSink& sink) {
    if (item.due < now) fail(item, {0, just_after(item.due)}, "did not occur in time", sink);
  }

  static void fail(Item& item, Moment moment, const char* note, ObligationSink& sink) {
    report(item, Verdict::fail, moment, note, sink);
    item.phase = Phase::failed;
    item.due = never;
  }

  static void report(const Item& item, Verdict verdict, Moment decided, const char* note, ObligationSink& sink) {
    sink.decided({verdict, item.key, item.trigger.sequence, decided.sequence, item.trigger.at, decided.at,
                  slack_until(item.deadline, decided.at), note});
  }

  Pending<Item> pending_;
};

}  // namespace tocsin::sim
