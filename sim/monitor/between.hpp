// Throughout an interval something always holds (AlwaysBetween), or something never happens (NeverBetween).
//
// An interval of a key begins at the event that opens it and ends at the event that closes it, or at a fixed instant. Trace order
// decides ties with events: a violation before the opening or after the closing event is outside, even in the same instant. A
// fixed end is exclusive: a violation at exactly that instant is outside, whatever its place in the trace.
//
// The first violation fails the interval at once; later ones add nothing. An interval without one passes at its end, and is open
// if the trace ends first. There is no bound, so no slack. Opening a key that is open changes nothing (an outside log may do
// that). What is reported does not depend on how often `advance` is called. Time must not run backwards between calls.
#pragma once

#include "sim/monitor/pending.hpp"

namespace tocsin::sim {

class Between {
 public:
  struct Item {
    std::uint64_t key;
    Time due;  // The last instant inside.
    Moment opened;
    const char* note;
    bool failed;
    friend bool operator==(const Item&, const Item&) = default;
  };

  // `note` says what must hold and goes with a pass and an open. With `until` the interval ends by itself there. False, and
  // nothing changes, if the key is open.
  bool open(std::uint64_t key, Moment moment, const char* note, ObligationSink& sink, Time until = never) {
    TOCSIN_ASSERT(until > moment.at, "an interval that ends before it begins");
    end_due(key, moment.at, sink);
    if (pending_.find(key)) return false;
    pending_.add({key, until == never ? never : until - microseconds(1), moment, note, false});
    return true;
  }

  // Ends the interval: it passes unless it has failed. False if the key is not open.
  bool close(std::uint64_t key, Moment moment, ObligationSink& sink) {
    return end_with(key, Verdict::pass, moment, nullptr, sink);
  }

  // Ends the interval with may or carrier (or any verdict) unless it has failed. False if the key is not open.
  bool excuse(std::uint64_t key, Verdict verdict, Moment moment, const char* note, ObligationSink& sink) {
    return end_with(key, verdict, moment, note, sink);
  }

  // Ends the intervals whose fixed end has come.
  void advance(Time now, ObligationSink& sink) {
    pending_.expire(now, [&](const Item& item) { return !ended(item, now, sink); });
  }

  // The trace ends at `end`, after all its events.
  void finish(Time end, ObligationSink& sink) {
    advance(end, sink);
    pending_.clear([&](const Item& item) {
      if (!item.failed) report(item, Verdict::open, {0, end}, item.note, sink);
    });
  }

  // True from the opening to the end, failed or not. An interval past its fixed end may count until the next advance.
  bool is_open(std::uint64_t key) const { return pending_.find(key) != nullptr; }
  const Pending<Item>& pending() const { return pending_; }
  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(pending_);
  }
  friend bool operator==(const Between&, const Between&) = default;

 protected:
  ~Between() = default;
  Between() = default;
  Between(const Between&) = default;
  Between& operator=(const Between&) = default;

  bool break_at(std::uint64_t key, Moment moment, const char* note, ObligationSink& sink) {
    bool inside = false;
    pending_.update(key, [&](Item& item) {
      if (ended(item, moment.at, sink)) return false;
      inside = true;
      if (!item.failed) report(item, Verdict::fail, moment, note, sink);
      item.failed = true;
      return true;
    });
    return inside;
  }

 private:
  bool end_with(std::uint64_t key, Verdict verdict, Moment moment, const char* note, ObligationSink& sink) {
    bool was_open = false;
    pending_.update(key, [&](const Item& item) {
      if (ended(item, moment.at, sink)) return false;
      was_open = true;
      if (!item.failed) report(item, verdict, moment, note ? note : item.note, sink);
      return false;
    });
    return was_open;
  }

  void end_due(std::uint64_t key, Time now, ObligationSink& sink) {
    pending_.update(key, [&](const Item& item) { return !ended(item, now, sink); });
  }

  static bool ended(const Item& item, Time now, ObligationSink& sink) {
    if (item.due >= now) return false;
    if (!item.failed) report(item, Verdict::pass, {0, just_after(item.due)}, item.note, sink);
    return true;
  }

  static void report(const Item& item, Verdict verdict, Moment decided, const char* note, ObligationSink& sink) {
    sink.decided({verdict, item.key, item.opened.sequence, decided.sequence, item.opened.at, decided.at, std::nullopt, note});
  }

  Pending<Item> pending_;
};

// A condition holds at every event of the interval.
class AlwaysBetween final : public Between {
 public:
  // The condition does not hold at this event. `note` says how. True if the key is open, failed before or not.
  bool violate(std::uint64_t key, Moment moment, const char* note, ObligationSink& sink) {
    return break_at(key, moment, note, sink);
  }
};

// A forbidden event does not occur within the interval.
class NeverBetween final : public Between {
 public:
  // The forbidden event. `note` says which. True if the key is open, failed before or not.
  bool occur(std::uint64_t key, Moment moment, const char* note, ObligationSink& sink) {
    return break_at(key, moment, note, sink);
  }
};

}  // namespace tocsin::sim
