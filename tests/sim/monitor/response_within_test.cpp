// Goal: ResponseWithin decides every trigger once, as its header says, above all in ties.
// Method: exact cases by hand; then random programs against an evaluator that looks forward from each trigger over the whole
// program and knows nothing of a pending set. The same program with and without calls of advance must report the same.
#include "sim/monitor/response_within.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/sim/monitor/random_program.hpp"

namespace tocsin::sim {
namespace {

const Obligation passed{Verdict::pass, 7, 1, 2, Time{100}, Time{110}, microseconds(0), "answer"};

TEST(ResponseWithin, PassesAtExactlyTheDeadlineEvenAfterAdvancingToIt) {
  ResponseWithin monitor;
  Collector sink;
  monitor.trigger(7, at(1, 100), microseconds(10), "answer");
  monitor.advance(Time{110}, sink);
  EXPECT_EQ(monitor.respond(7, at(2, 110), sink), 1u);
  EXPECT_EQ(sink.all, std::vector{passed});
  EXPECT_FALSE(monitor.pending(7));
}

TEST(ResponseWithin, FailsOneMicrosecondAfterTheDeadline) {
  ResponseWithin monitor;
  Collector sink;
  monitor.trigger(7, at(1, 100), microseconds(10), "answer");
  EXPECT_EQ(monitor.respond(7, at(2, 111), sink), 0u);
  const Obligation failed{Verdict::fail, 7, 1, 0, Time{100}, Time{111}, microseconds(-1), "answer"};
  EXPECT_EQ(sink.all, std::vector{failed});
  EXPECT_FALSE(monitor.pending(7));
}

TEST(ResponseWithin, ZeroBoundMeansTheSameInstantAfterTheTrigger) {
  ResponseWithin monitor;
  Collector sink;
  EXPECT_EQ(monitor.respond(7, at(1, 100), sink), 0u);
  monitor.trigger(7, at(2, 100), microseconds(0), "answer");
  EXPECT_EQ(monitor.respond(7, at(3, 100), sink), 1u);
  monitor.trigger(7, at(4, 100), microseconds(0), "answer");
  monitor.advance(Time{101}, sink);
  ASSERT_EQ(sink.all.size(), 2u);
  EXPECT_EQ(sink.all[0].verdict, Verdict::pass);
  EXPECT_EQ(sink.all[1].verdict, Verdict::fail);
}

TEST(ResponseWithin, TheEndAtTheDeadlineIsOpenAndAfterItAFail) {
  for (const std::int64_t end : {110, 111}) {
    ResponseWithin monitor;
    Collector sink;
    monitor.trigger(7, at(1, 100), microseconds(10), "answer");
    monitor.finish(Time{end}, sink);
    ASSERT_EQ(sink.all.size(), 1u);
    EXPECT_EQ(sink.all[0].verdict, end == 110 ? Verdict::open : Verdict::fail);
    EXPECT_EQ(sink.all[0].slack, microseconds(110 - end));
  }
}

TEST(ResponseWithin, OneResponseAnswersEveryPendingTriggerOfItsKeyOnly) {
  ResponseWithin monitor;
  Collector sink;
  monitor.trigger(7, at(1, 100), microseconds(10), "first");
  monitor.trigger(8, at(2, 100), microseconds(10), "other");
  monitor.trigger(7, at(3, 101), microseconds(10), "second");
  EXPECT_EQ(monitor.respond(7, at(4, 105), sink), 2u);
  EXPECT_EQ(monitor.pending().size(), 1u);
  EXPECT_TRUE(monitor.pending(8));
}

TEST(ResponseWithin, UnboundedIsNeverLateAndHasNoSlack) {
  ResponseWithin monitor;
  Collector sink;
  monitor.trigger(7, at(1, 100), unbounded, "some day");
  monitor.advance(Time{INT64_MAX - 1}, sink);
  EXPECT_TRUE(sink.all.empty());
  monitor.finish(Time{INT64_MAX - 1}, sink);
  EXPECT_EQ(sink.all.at(0).verdict, Verdict::open);
  EXPECT_EQ(sink.all.at(0).slack, std::nullopt);
}

TEST(ResponseWithin, FailsInTheOrderOfDeadlines) {
  ResponseWithin monitor;
  Collector sink;
  monitor.trigger(1, at(1, 0), microseconds(30), "");
  monitor.trigger(2, at(2, 0), microseconds(10), "");
  monitor.trigger(3, at(3, 0), microseconds(20), "");
  monitor.advance(Time{100}, sink);
  ASSERT_EQ(sink.all.size(), 3u);
  EXPECT_EQ(sink.all[0].key, 2u);
  EXPECT_EQ(sink.all[1].key, 3u);
  EXPECT_EQ(sink.all[2].key, 1u);
}

TEST(ResponseWithin, ExtendingMovesADeadlineThatHasNotPassed) {
  ResponseWithin monitor;
  Collector sink;
  monitor.trigger(7, at(1, 100), microseconds(10), "answer");
  monitor.extend(7, Time{110}, microseconds(5), sink);
  EXPECT_EQ(monitor.respond(7, at(2, 115), sink), 1u);
  monitor.trigger(7, at(3, 200), microseconds(10), "answer");
  monitor.extend(7, Time{211}, microseconds(5), sink);
  EXPECT_EQ(monitor.respond(7, at(4, 212), sink), 0u);
  EXPECT_EQ(sink.all.back().verdict, Verdict::fail);
}

TEST(ResponseWithin, ACopyGoesItsOwnWay) {
  ResponseWithin monitor;
  Collector sink;
  monitor.trigger(7, at(1, 100), microseconds(10), "answer");
  ResponseWithin copy = monitor;
  EXPECT_TRUE(copy == monitor);
  monitor.respond(7, at(2, 110), sink);
  EXPECT_FALSE(copy == monitor);
  EXPECT_TRUE(copy.pending(7));
}

enum { trigger, respond, excuse, extend, kinds };

std::vector<Obligation> naive(const std::vector<Step>& steps, Time end) {
  std::vector<Obligation> result;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind != trigger) continue;
    const Step& t = steps[i];
    Time deadline = t.moment.at + microseconds(t.number);
    Obligation o{Verdict::open, t.key, t.moment.sequence, 0, t.moment.at, end, {}, "expected"};
    for (std::size_t j = i + 1; j < steps.size() && o.deciding == 0 && steps[j].moment.at <= deadline; ++j) {
      if (steps[j].key != t.key) continue;
      if (steps[j].kind == extend) deadline = deadline + microseconds(steps[j].number);
      if (steps[j].kind != respond && steps[j].kind != excuse) continue;
      o.verdict = steps[j].kind == respond ? Verdict::pass : Verdict::may;
      if (steps[j].kind == excuse) o.note = "excused";
      o.deciding = steps[j].moment.sequence;
      o.decided_at = steps[j].moment.at;
    }
    if (o.deciding == 0 && deadline < end) {
      o.verdict = Verdict::fail;
      o.decided_at = deadline + microseconds(1);
    }
    o.slack = deadline - o.decided_at;
    result.push_back(o);
  }
  return result;
}

std::vector<Obligation> monitored(const std::vector<Step>& steps, Time end, bool advancing) {
  ResponseWithin monitor;
  Collector sink;
  for (const Step& s : steps) {
    if (advancing) monitor.advance(s.moment.at, sink);
    if (s.kind == trigger) monitor.trigger(s.key, s.moment, microseconds(s.number), "expected");
    if (s.kind == respond) monitor.respond(s.key, s.moment, sink);
    if (s.kind == excuse) monitor.excuse(s.key, Verdict::may, s.moment, "excused", sink);
    if (s.kind == extend) monitor.extend(s.key, s.moment.at, microseconds(s.number), sink);
  }
  monitor.finish(end, sink);
  return sink.sorted();
}

RC_GTEST_PROP(ResponseWithin, AgreesWithTheNaiveEvaluator, ()) {
  const auto steps = random_program(kinds);
  const Time end = random_end(steps);
  const auto expected = naive(steps, end);
  RC_ASSERT(monitored(steps, end, true) == expected);
  RC_ASSERT(monitored(steps, end, false) == expected);
}

}  // namespace
}  // namespace tocsin::sim
