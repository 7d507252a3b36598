// Goal: RestoredWithin accepts the expected value, once, after the closing and within the bound, and nothing else.
// Method: exact cases of every failure and tie; then random programs against an evaluator that collects, for each opening by
// itself, what happened until the next one and judges it in one go.
#include "sim/monitor/restored_within.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/sim/monitor/random_program.hpp"

namespace tocsin::sim {
namespace {

struct Case {
  RestoredWithin monitor;
  Collector sink;
  Case() { monitor.open(7, at(1, 100), 42, microseconds(10), sink); }
  Obligation only() {
    monitor.finish(Time{1000}, sink);
    EXPECT_EQ(sink.all.size(), 1u);
    return sink.all.at(0);
  }
};

TEST(RestoredWithin, PassesAtExactlyTheDeadline) {
  Case c;
  EXPECT_TRUE(c.monitor.close(7, at(2, 200), c.sink));
  EXPECT_TRUE(c.monitor.restore(7, at(3, 210), 42, c.sink));
  EXPECT_EQ(c.only(),
            (Obligation{Verdict::pass, 7, 1, 3, Time{100}, Time{210}, microseconds(0), "restored exactly once, in time"}));
}

TEST(RestoredWithin, FailsAfterTheDeadline) {
  Case c;
  c.monitor.close(7, at(2, 200), c.sink);
  EXPECT_TRUE(c.monitor.restore(7, at(3, 211), 42, c.sink));
  EXPECT_EQ(c.only(), (Obligation{Verdict::fail, 7, 1, 0, Time{100}, Time{211}, microseconds(-1), "not restored in time"}));
}

TEST(RestoredWithin, FailsBeforeTheClosingEvenInItsInstant) {
  Case c;
  c.monitor.restore(7, at(2, 200), 42, c.sink);
  c.monitor.close(7, at(3, 200), c.sink);
  c.monitor.restore(7, at(4, 200), 42, c.sink);
  EXPECT_EQ(c.only(), (Obligation{Verdict::fail, 7, 1, 2, Time{100}, Time{200}, std::nullopt, "restored before the closing"}));
}

TEST(RestoredWithin, FailsWithAnotherValueEvenIfTheRightOneFollows) {
  Case c;
  c.monitor.close(7, at(2, 200), c.sink);
  c.monitor.restore(7, at(3, 201), 41, c.sink);
  c.monitor.restore(7, at(4, 202), 42, c.sink);
  EXPECT_EQ(c.only(), (Obligation{Verdict::fail, 7, 1, 3, Time{100}, Time{201}, microseconds(9), "restored to another value"}));
}

TEST(RestoredWithin, FailsTheSecondTimeHoweverLate) {
  Case c;
  c.monitor.close(7, at(2, 200), c.sink);
  c.monitor.restore(7, at(3, 200), 42, c.sink);
  c.monitor.restore(7, at(4, 900), 42, c.sink);
  EXPECT_EQ(c.only(), (Obligation{Verdict::fail, 7, 1, 4, Time{100}, Time{900}, microseconds(-690), "restored a second time"}));
}

TEST(RestoredWithin, ASecondClosingDoesNotMoveTheBoundAndASecondOpeningNotTheValue) {
  Case c;
  EXPECT_FALSE(c.monitor.open(7, at(2, 150), 41, microseconds(10), c.sink));
  EXPECT_TRUE(c.monitor.close(7, at(3, 200), c.sink));
  EXPECT_FALSE(c.monitor.close(7, at(4, 209), c.sink));
  c.monitor.restore(7, at(5, 210), 42, c.sink);
  EXPECT_EQ(c.only().slack, microseconds(0));
}

TEST(RestoredWithin, CutOffBeforeTheClosingOrTheDeadlineIsOpen) {
  Case c;
  c.monitor.open(8, at(2, 100), 42, microseconds(10), c.sink);
  c.monitor.close(8, at(3, 200), c.sink);
  c.monitor.finish(Time{210}, c.sink);
  ASSERT_EQ(c.sink.all.size(), 2u);
  EXPECT_EQ(c.sink.all[0], (Obligation{Verdict::open, 7, 1, 0, Time{100}, Time{210}, std::nullopt, "not closed before the end"}));
  EXPECT_EQ(c.sink.all[1],
            (Obligation{Verdict::open, 8, 2, 0, Time{100}, Time{210}, microseconds(0), "not restored before the end"}));
}

TEST(RestoredWithin, AStrayRestorationIsTold) {
  Case c;
  EXPECT_FALSE(c.monitor.restore(9, at(2, 100), 42, c.sink));
}

TEST(RestoredWithin, SettlingReportsThePassAndForgets) {
  Case c;
  EXPECT_FALSE(c.monitor.settle(7, c.sink));
  c.monitor.close(7, at(2, 200), c.sink);
  EXPECT_FALSE(c.monitor.settle(7, c.sink));
  c.monitor.restore(7, at(3, 200), 42, c.sink);
  EXPECT_TRUE(c.sink.all.empty());
  EXPECT_TRUE(c.monitor.settle(7, c.sink));
  EXPECT_EQ(c.sink.all.at(0).verdict, Verdict::pass);
  EXPECT_EQ(c.monitor.find(7), nullptr);
}

enum { open, close, restore, excuse, kinds };

// Judges the opening at `first` by its closing and restorations; `next` is set to where the next opening may stand.
Obligation naive_one(const std::vector<Step>& mine, std::size_t first, Time end, std::size_t& next) {
  const std::uint64_t expected = 1;
  const Step& o = mine[first];
  const auto decide = [&](Verdict v, std::uint64_t deciding, Time when, std::optional<Time> deadline, const char* note) {
    return Obligation{
        v,   o.key, o.moment.sequence, deciding, o.moment.at, when, deadline ? std::optional(*deadline - when) : std::nullopt,
        note};
  };
  std::optional<Time> deadline;
  std::optional<Moment> restored;
  for (next = first + 1; next < mine.size(); ++next) {
    const Step& s = mine[next];
    if (deadline && !restored && s.moment.at > *deadline) break;
    if (s.kind == open && restored)
      return decide(Verdict::pass, restored->sequence, restored->at, deadline, "restored exactly once, in time");
    if (s.kind == close && !deadline) deadline = s.moment.at + microseconds(o.number);
    if (s.kind == excuse) {
      ++next;
      return decide(Verdict::may, s.moment.sequence, s.moment.at, deadline, "excused");
    }
    if (s.kind != restore) continue;
    const char* wrong = !deadline                                              ? "restored before the closing"
                        : restored                                             ? "restored a second time"
                        : static_cast<std::uint64_t>(s.number) % 2 != expected ? "restored to another value"
                                                                               : nullptr;
    if (wrong) return decide(Verdict::fail, s.moment.sequence, s.moment.at, deadline, wrong);
    restored = s.moment;
  }
  if (restored) return decide(Verdict::pass, restored->sequence, restored->at, deadline, "restored exactly once, in time");
  if (!deadline) return decide(Verdict::open, 0, end, deadline, "not closed before the end");
  if (*deadline < end) return decide(Verdict::fail, 0, *deadline + microseconds(1), deadline, "not restored in time");
  return decide(Verdict::open, 0, end, deadline, "not restored before the end");
}

std::vector<Obligation> naive(const std::vector<Step>& steps, Time end) {
  std::vector<Obligation> result;
  for (std::uint64_t key = 0; key < 3; ++key) {
    std::vector<Step> mine;
    std::copy_if(steps.begin(), steps.end(), std::back_inserter(mine), [&](const Step& s) { return s.key == key; });
    std::size_t i = 0;
    while (i < mine.size()) {
      if (mine[i].kind != open) {
        ++i;
        continue;
      }
      std::size_t next = i + 1;
      result.push_back(naive_one(mine, i, end, next));
      i = next;
    }
  }
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return fields(a) < fields(b); });
  return result;
}

std::vector<Obligation> monitored(const std::vector<Step>& steps, Time end, bool advancing) {
  RestoredWithin monitor;
  Collector sink;
  for (const Step& s : steps) {
    if (advancing) monitor.advance(s.moment.at, sink);
    if (s.kind == open) monitor.open(s.key, s.moment, 1, microseconds(s.number), sink);
    if (s.kind == close) monitor.close(s.key, s.moment, sink);
    if (s.kind == restore) monitor.restore(s.key, s.moment, static_cast<std::uint64_t>(s.number) % 2, sink);
    if (s.kind == excuse) monitor.excuse(s.key, Verdict::may, s.moment, "excused", sink);
  }
  monitor.finish(end, sink);
  return sink.sorted();
}

RC_GTEST_PROP(RestoredWithin, AgreesWithTheNaiveEvaluator, ()) {
  const auto steps = random_program(kinds);
  const Time end = random_end(steps);
  const auto expected = naive(steps, end);
  RC_ASSERT(monitored(steps, end, true) == expected);
  RC_ASSERT(monitored(steps, end, false) == expected);
}

}  // namespace
}  // namespace tocsin::sim
