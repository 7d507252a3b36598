// Goal: ExactlyOnce passes one occurrence within scope and bound, and fails none, two and late ones.
// Method: exact cases of every tie; then random programs against an evaluator that counts the occurrences of each scope.
#include "sim/monitor/exactly_once.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/sim/monitor/random_program.hpp"

namespace tocsin::sim {
namespace {

struct Case {
  ExactlyOnce monitor;
  Collector sink;
  explicit Case(Duration bound = microseconds(10)) { monitor.trigger(7, at(1, 100), bound, "once"); }
};

TEST(ExactlyOnce, PassesAtExactlyTheDeadlineWhenTheScopeEnds) {
  Case c;
  EXPECT_TRUE(c.monitor.occur(7, at(2, 110), c.sink));
  EXPECT_TRUE(c.sink.all.empty());
  EXPECT_TRUE(c.monitor.end_scope(7, at(3, 500), c.sink));
  EXPECT_EQ(c.sink.all, (std::vector{Obligation{Verdict::pass, 7, 1, 2, Time{100}, Time{110}, microseconds(0), "once"}}));
}

TEST(ExactlyOnce, FailsLateTwiceAndNever) {
  Case late;
  late.monitor.occur(7, at(2, 111), late.sink);
  EXPECT_EQ(late.sink.all,
            (std::vector{Obligation{Verdict::fail, 7, 1, 0, Time{100}, Time{111}, microseconds(-1), "did not occur in time"}}));
  Case twice;
  twice.monitor.occur(7, at(2, 101), twice.sink);
  twice.monitor.occur(7, at(3, 101), twice.sink);
  twice.monitor.occur(7, at(4, 102), twice.sink);
  EXPECT_EQ(twice.sink.all,
            (std::vector{Obligation{Verdict::fail, 7, 1, 3, Time{100}, Time{101}, microseconds(9), "occurred a second time"}}));
  Case none(unbounded);
  none.monitor.end_scope(7, at(2, 105), none.sink);
  EXPECT_EQ(none.sink.all, (std::vector{Obligation{Verdict::fail, 7, 1, 2, Time{100}, Time{105}, std::nullopt,
                                                   "did not occur before its scope ended"}}));
}

TEST(ExactlyOnce, WhatStandsBeforeTheTriggerOrAfterTheScopeCountsForNothing) {
  ExactlyOnce monitor;
  Collector sink;
  EXPECT_FALSE(monitor.occur(7, at(1, 100), sink));
  EXPECT_TRUE(monitor.trigger(7, at(2, 100), unbounded, "once"));
  EXPECT_FALSE(monitor.trigger(7, at(3, 100), unbounded, "again"));
  EXPECT_TRUE(monitor.occur(7, at(4, 100), sink));
  EXPECT_TRUE(monitor.end_scope(7, at(5, 100), sink));
  EXPECT_FALSE(monitor.occur(7, at(6, 100), sink));
  ASSERT_EQ(sink.all.size(), 1u);
  EXPECT_EQ(sink.all[0].verdict, Verdict::pass);
}

TEST(ExactlyOnce, CutOffAfterOneOccurrenceIsOpen) {
  Case c;
  c.monitor.occur(7, at(2, 101), c.sink);
  c.monitor.finish(Time{500}, c.sink);
  EXPECT_EQ(c.sink.all.at(0).verdict, Verdict::open);
}

enum { trigger, occur, end_scope, excuse, extend, kinds };

std::vector<Obligation> naive(const std::vector<Step>& steps, Time end) {
  std::vector<Obligation> result;
  for (std::uint64_t key = 0; key < 3; ++key) {
    std::optional<Step> scope;
    Time deadline{};
    std::vector<Moment> seen;
    const auto judge = [&](Moment cut, int kind) {
      const auto make = [&](Verdict v, Moment decided, const char* note) {
        result.push_back(
            {v, key, scope->moment.sequence, decided.sequence, scope->moment.at, decided.at, deadline - decided.at, note});
      };
      const bool late = seen.empty() ? cut.at > deadline : seen[0].at > deadline;
      if (late) {
        make(Verdict::fail, {0, deadline + microseconds(1)}, "did not occur in time");
      } else if (seen.size() >= 2) {
        make(Verdict::fail, seen[1], "occurred a second time");
      } else if (kind == excuse) {
        make(Verdict::may, cut, "excused");
      } else if (kind == kinds) {
        make(Verdict::open, cut, "once");
      } else if (seen.empty()) {
        make(Verdict::fail, cut, "did not occur before its scope ended");
      } else {
        make(Verdict::pass, seen[0], "once");
      }
      scope.reset();
      seen.clear();
    };
    for (const Step& s : steps) {
      if (s.key != key) continue;
      if (s.kind == trigger && !scope) {
        scope = s;
        deadline = s.moment.at + microseconds(s.number);
      }
      if (!scope) continue;
      if (s.kind == occur) seen.push_back(s.moment);
      if (s.kind == extend && seen.empty() && s.moment.at <= deadline) deadline = deadline + microseconds(s.number);
      if (s.kind == end_scope || s.kind == excuse) judge(s.moment, s.kind);
    }
    if (scope) judge({0, end}, kinds);
  }
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return fields(a) < fields(b); });
  return result;
}

std::vector<Obligation> monitored(const std::vector<Step>& steps, Time end, bool advancing) {
  ExactlyOnce monitor;
  Collector sink;
  for (const Step& s : steps) {
    if (advancing) monitor.advance(s.moment.at, sink);
    if (s.kind == trigger) monitor.trigger(s.key, s.moment, microseconds(s.number), "once");
    if (s.kind == occur) monitor.occur(s.key, s.moment, sink);
    if (s.kind == end_scope) monitor.end_scope(s.key, s.moment, sink);
    if (s.kind == excuse) monitor.excuse(s.key, Verdict::may, s.moment, "excused", sink);
    if (s.kind == extend) monitor.extend(s.key, s.moment.at, microseconds(s.number), sink);
  }
  monitor.finish(end, sink);
  return sink.sorted();
}

RC_GTEST_PROP(ExactlyOnce, AgreesWithTheNaiveEvaluator, ()) {
  const auto steps = random_program(kinds);
  const Time end = random_end(steps);
  const auto expected = naive(steps, end);
  RC_ASSERT(monitored(steps, end, true) == expected);
  RC_ASSERT(monitored(steps, end, false) == expected);
}

}  // namespace
}  // namespace tocsin::sim
