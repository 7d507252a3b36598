// A value taken at an opening returns after the closing: exactly that value, exactly once, within the bound, and not before.
//
// Ties: a restoration at exactly closing + bound is in time. Trace order decides between a restoration and the closing of the
// same instant: before the closing event it is too early. With a bound of zero it must come in the instant of the closing, after
// it.
//
// Failures are reported at once: restored before the closing, another value, a second time, or not in time. "Exactly once" stays
// under watch after the first restoration, until the key opens again or the trace ends; only then is the pass reported, decided
// by the restoration itself. A failed opening stays known for as long, so that what belongs to it is not taken for a stray.
// Memory is one item per key that was ever opened. What is reported does not depend on how often `advance` is called. Time must
// not run backwards between calls.
#pragma once

#include "sim/monitor/pending.hpp"

namespace tocsin::sim {

class RestoredWithin {
 public:
  enum class Phase : std::uint8_t { opened, closed, restored, failed };
  struct Item {
    std::uint64_t key;
    Time due;  // Only while closed: the deadline.
    Moment opened;
    std::uint64_t expected;
    Duration bound;
    Time deadline;
    Moment restored;
    Phase phase;
    friend bool operator==(const Item&, const Item&) = default;
  };

  // Opens the key with the value that must return; bound >= 0 or `unbounded`. False, and nothing changes, if it is open or its
  // restoration is still owed.
  bool open(std::uint64_t key, Moment moment, std::uint64_t expected, Duration bound, ObligationSink& sink) {
    TOCSIN_ASSERT(bound.us >= 0, "a negative bound");
    bool owed = false;
    pending_.update(key, [&](Item& item) {
      late(item, moment.at, sink);
      owed = item.phase == Phase::opened || item.phase == Phase::closed;
      if (!owed) pass_if_restored(item, sink);
      return owed;
    });
    if (owed) return false;
    pending_.add({key, never, moment, expected, bound, never, {}, Phase::opened});
    return true;
  }

  // Starts the bound. False if the key was not open; a second closing does not move the bound.
  bool close(std::uint64_t key, Moment moment, ObligationSink& sink) {
    bool closed = false;
    pending_.update(key, [&](Item& item) {
      late(item, moment.at, sink);
      if (item.phase != Phase::opened) return true;
      item.phase = Phase::closed;
      item.due = item.deadline = due_after(moment.at, item.bound);
      return closed = true;
    });
    return closed;
  }

  // A restoration happened. False if the key was never opened: it belongs to nothing that is known here.
  bool restore(std::uint64_t key, Moment moment, std::uint64_t value, ObligationSink& sink) {
    const std::size_t known = pending_.update(key, [&](Item& item) {
      late(item, moment.at, sink);
      switch (item.phase) {
        case Phase::opened:
          fail(item, moment, "restored before the closing", sink);
          break;
        case Phase::closed:
          if (value != item.expected) {
            fail(item, moment, "restored to another value", sink);
            break;
          }
          item.phase = Phase::restored;
          item.restored = moment;
          item.due = never;
          break;
        case Phase::restored:
          fail(item, moment, "restored a second time", sink);
          break;
        case Phase::failed:
          break;
      }
      return true;
    });
    return known != 0;
  }

  // Ends the watch over a key whose restoration is not owed any more, and reports its pass. False if there is nothing of the
  // kind.
  bool settle(std::uint64_t key, ObligationSink& sink) {
    bool settled = false;
    pending_.update(key, [&](const Item& item) {
      if (item.phase == Phase::opened || item.phase == Phase::closed) return true;
      pass_if_restored(item, sink);
      settled = true;
      return false;
    });
    return settled;
  }

  // Decides what is undecided with may or carrier (or any verdict). False if nothing was.
  bool excuse(std::uint64_t key, Verdict verdict, Moment moment, const char* note, ObligationSink& sink) {
    bool excused = false;
    pending_.update(key, [&](Item& item) {
      late(item, moment.at, sink);
      if (item.phase == Phase::failed) return true;
      report(item, verdict, moment, note, sink);
      excused = true;
      return false;
    });
    return excused;
  }

  // Fails what was due before `now`, in the order of deadlines.
  void advance(Time now, ObligationSink& sink) {
    pending_.expire(now, [&](Item& item) {
      late(item, now, sink);
      return true;
    });
  }

  // The trace ends at `end`, after all its events: restored once is a pass, still open or owed is open.
  void finish(Time end, ObligationSink& sink) {
    advance(end, sink);
    pending_.clear([&](const Item& item) {
      if (item.phase == Phase::opened) report(item, Verdict::open, {0, end}, "not closed before the end", sink);
      if (item.phase == Phase::closed) report(item, Verdict::open, {0, end}, "not restored before the end", sink);
      pass_if_restored(item, sink);
    });
  }

  // Null if the key was never opened.
  const Item* find(std::uint64_t key) const { return pending_.find(key); }
  const Pending<Item>& pending() const { return pending_; }
  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(pending_);
  }
  friend bool operator==(const RestoredWithin&, const RestoredWithin&) = default;

 private:
  static void late(Item& item, Time now, ObligationSink& sink) {
    if (item.due < now) fail(item, {0, just_after(item.due)}, "not restored in time", sink);
  }

  static void fail(Item& item, Moment moment, const char* note, ObligationSink& sink) {
    report(item, Verdict::fail, moment, note, sink);
    item.phase = Phase::failed;
    item.due = never;
  }

  static void pass_if_restored(const Item& item, ObligationSink& sink) {
    if (item.phase == Phase::restored) report(item, Verdict::pass, item.restored, "restored exactly once, in time", sink);
  }

  static void report(const Item& item, Verdict verdict, Moment decided, const char* note, ObligationSink& sink) {
    sink.decided({verdict, item.key, item.opened.sequence, decided.sequence, item.opened.at, decided.at,
                  slack_until(item.deadline, decided.at), note});
  }

  Pending<Item> pending_;
};

}  // namespace tocsin::sim
