// Goal: AlwaysBetween and NeverBetween judge exactly the interval between opening and end, each interval once.
// Method: exact cases of every tie; then random programs against an evaluator that looks at each interval by itself.
#include "sim/monitor/between.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/sim/monitor/random_program.hpp"

namespace tocsin::sim {
namespace {

TEST(AlwaysBetween, TraceOrderDecidesTiesWithOpeningAndClosing) {
  AlwaysBetween monitor;
  Collector sink;
  EXPECT_FALSE(monitor.violate(7, at(1, 100), "before", sink));
  EXPECT_TRUE(monitor.open(7, at(2, 100), "holds", sink));
  EXPECT_TRUE(monitor.close(7, at(3, 100), sink));
  EXPECT_FALSE(monitor.violate(7, at(4, 100), "after", sink));
  const Obligation expected{Verdict::pass, 7, 2, 3, Time{100}, Time{100}, std::nullopt, "holds"};
  EXPECT_EQ(sink.all, std::vector{expected});
}

TEST(AlwaysBetween, TheFirstViolationFailsAndTheRestAddsNothing) {
  AlwaysBetween monitor;
  Collector sink;
  monitor.open(7, at(1, 100), "holds", sink);
  EXPECT_TRUE(monitor.violate(7, at(2, 105), "broken", sink));
  EXPECT_TRUE(monitor.violate(7, at(3, 106), "broken again", sink));
  EXPECT_TRUE(monitor.close(7, at(4, 110), sink));
  const Obligation expected{Verdict::fail, 7, 1, 2, Time{100}, Time{105}, std::nullopt, "broken"};
  EXPECT_EQ(sink.all, std::vector{expected});
}

TEST(AlwaysBetween, OpeningTwiceKeepsTheFirstInterval) {
  AlwaysBetween monitor;
  Collector sink;
  EXPECT_TRUE(monitor.open(7, at(1, 100), "first", sink));
  EXPECT_FALSE(monitor.open(7, at(2, 101), "second", sink));
  monitor.finish(Time{120}, sink);
  const Obligation expected{Verdict::open, 7, 1, 0, Time{100}, Time{120}, std::nullopt, "first"};
  EXPECT_EQ(sink.all, std::vector{expected});
}

TEST(NeverBetween, AFixedEndIsExclusive) {
  for (const std::int64_t instant : {109, 110}) {
    NeverBetween monitor;
    Collector sink;
    monitor.open(7, at(1, 100), "quiet", sink, Time{110});
    EXPECT_EQ(monitor.occur(7, at(2, instant), "noise", sink), instant == 109);
    monitor.finish(Time{200}, sink);
    const Obligation fail{Verdict::fail, 7, 1, 2, Time{100}, Time{109}, std::nullopt, "noise"};
    const Obligation pass{Verdict::pass, 7, 1, 0, Time{100}, Time{110}, std::nullopt, "quiet"};
    EXPECT_EQ(sink.all, std::vector{instant == 109 ? fail : pass});
  }
}

TEST(NeverBetween, AnIntervalThatEndsWithTheTraceIsPassedAndNotOpen) {
  NeverBetween monitor;
  Collector sink;
  monitor.open(7, at(1, 100), "quiet", sink, Time{110});
  monitor.open(8, at(2, 100), "quiet", sink, Time{111});
  monitor.finish(Time{110}, sink);
  ASSERT_EQ(sink.all.size(), 2u);
  EXPECT_EQ(sink.all[0].verdict, Verdict::pass);
  EXPECT_EQ(sink.all[1].verdict, Verdict::open);
}

enum { open, open_until, violate, close, excuse, kinds };

std::vector<Obligation> naive(const std::vector<Step>& steps, Time end) {
  std::vector<Obligation> result;
  for (std::uint64_t key = 0; key < 3; ++key) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].key != key || (steps[i].kind != open && steps[i].kind != open_until)) continue;
      const Step& s = steps[i];
      const Time until = s.kind == open ? never : s.moment.at + microseconds(1 + s.number);
      Obligation o{Verdict::open, key, s.moment.sequence, 0, s.moment.at, end, {}, "holds"};
      std::size_t j = i + 1;
      bool failed = false;
      bool closed = false;
      for (; j < steps.size() && steps[j].moment.at < until; ++j) {
        if (steps[j].key != key) continue;
        const Moment m = steps[j].moment;
        if (steps[j].kind == violate && !failed) {
          failed = true;
          o = {Verdict::fail, key, o.trigger, m.sequence, o.triggered_at, m.at, {}, "broken"};
        }
        closed = steps[j].kind == close || steps[j].kind == excuse;
        if (closed && !failed) {
          const bool excused = steps[j].kind == excuse;
          o = {excused ? Verdict::carrier : Verdict::pass,
               key,
               o.trigger,
               m.sequence,
               o.triggered_at,
               m.at,
               {},
               excused ? "excused" : "holds"};
        }
        if (closed) break;
      }
      if (!closed && !failed && until <= end) o = {Verdict::pass, key, o.trigger, 0, o.triggered_at, until, {}, "holds"};
      result.push_back(o);
      // Openings inside this interval count for nothing.
      i = closed ? j : j - 1;
    }
  }
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return fields(a) < fields(b); });
  return result;
}

std::vector<Obligation> monitored(const std::vector<Step>& steps, Time end, bool advancing) {
  AlwaysBetween monitor;
  Collector sink;
  for (const Step& s : steps) {
    if (advancing) monitor.advance(s.moment.at, sink);
    if (s.kind == open) monitor.open(s.key, s.moment, "holds", sink);
    if (s.kind == open_until) monitor.open(s.key, s.moment, "holds", sink, s.moment.at + microseconds(1 + s.number));
    if (s.kind == violate) monitor.violate(s.key, s.moment, "broken", sink);
    if (s.kind == close) monitor.close(s.key, s.moment, sink);
    if (s.kind == excuse) monitor.excuse(s.key, Verdict::carrier, s.moment, "excused", sink);
  }
  monitor.finish(end, sink);
  return sink.sorted();
}

RC_GTEST_PROP(AlwaysBetween, AgreesWithTheNaiveEvaluator, ()) {
  const auto steps = random_program(kinds);
  const Time end = random_end(steps);
  const auto expected = naive(steps, end);
  RC_ASSERT(monitored(steps, end, true) == expected);
  RC_ASSERT(monitored(steps, end, false) == expected);
}

}  // namespace
}  // namespace tocsin::sim
