// Goal: where two runs part is said exactly, whichever of them has more, and equal runs do not part.
// Method: short traces by hand, the second compared with the first; texts numbered differently that spell the same.
#include "scenarios/run/run_difference.hpp"

#include <gtest/gtest.h>

#include <cstdint>

#include "models/trace/header.hpp"

namespace tocsin::scenarios {
namespace {

struct Trace {
  std::vector<trace::Event> events;
  trace::Texts texts;
  trace::Time end{100};

  Trace& drop(std::int64_t us, std::uint64_t leg) {
    events.push_back({events.size() + 1, {us}, {us}, trace::Dropped{{leg}, {0}, trace::DropCause::far_end}});
    return *this;
  }
  Trace& dial(std::int64_t us, const char* raw) {
    trace::Dialled dialled{};
    dialled.agent = {0};
    dialled.leg = {1};
    dialled.raw = texts.intern(raw);
    events.push_back({events.size() + 1, {us}, {us}, dialled});
    return *this;
  }
  void play(trace::Sink& sink) const {
    const trace::Header header;
    sink.begin(header, texts);
    for (const trace::Event& event : events) sink.on(event);
    sink.end(end);
  }
};

std::optional<RunDifference> difference(const Trace& first, const Trace& second, std::size_t kept = SIZE_MAX) {
  RecordedRun recorded(kept);
  {
    const Trace gone = first;  // a run's texts do not outlive it
    gone.play(recorded);
  }
  EXPECT_EQ(recorded.whole(), first.events.size() <= kept);
  RunComparison comparison(recorded);
  second.play(comparison);
  return comparison.difference();
}

TEST(RunDifference, TheFirstEventThatDiffersIsShownOfBoth) {
  Trace first, second;
  for (std::int64_t i = 1; i <= 20; ++i) first.drop(i, 7), second.drop(i, 7);
  first.drop(30, 8).drop(40, 9);
  second.drop(31, 8).drop(41, 9);
  const auto found = difference(first, second);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->sequence, 21U);
  EXPECT_EQ(found->at.us, 30);
  EXPECT_NE(found->first.find("\"at\":30,"), std::string::npos) << found->first;
  EXPECT_NE(found->second.find("\"at\":31,"), std::string::npos) << found->second;
  ASSERT_EQ(found->before.size(), 8U);
  EXPECT_NE(found->before.front().find("\"seq\":13,"), std::string::npos) << found->before.front();
  EXPECT_NE(found->before.back().find("\"seq\":20,"), std::string::npos) << found->before.back();
  EXPECT_EQ(in_words(*found).find("at event 21, 30us: {"), 0U) << in_words(*found);
}

TEST(RunDifference, EqualRunsDoNotPart) {
  EXPECT_FALSE(difference(Trace(), Trace()).has_value());
  EXPECT_FALSE(difference(Trace().drop(1, 2).drop(3, 4), Trace().drop(1, 2).drop(3, 4)).has_value());
}

TEST(RunDifference, TextsAreComparedByWhatTheySpell) {
  const char* const longer = "a text that no value holds by itself";
  Trace other;
  other.texts.intern("another that none holds, and has the first number");
  EXPECT_FALSE(difference(Trace().dial(1, longer), other.dial(1, longer)).has_value());
  EXPECT_TRUE(difference(Trace().dial(1, longer), Trace().dial(1, "a text that no value holds by it, either")).has_value());
}

TEST(RunDifference, TheEndOfTheShorterRunIsADifference) {
  const Trace longer = Trace().drop(1, 2).drop(3, 4), shorter = Trace().drop(1, 2);
  const auto lost = difference(longer, shorter), gained = difference(shorter, longer);
  ASSERT_TRUE(lost && gained);
  EXPECT_EQ(lost->sequence, 2U);
  EXPECT_EQ(lost->at.us, 3);
  EXPECT_FALSE(lost->first.empty());
  EXPECT_TRUE(lost->second.empty());
  EXPECT_EQ(gained->sequence, 2U);
  EXPECT_TRUE(gained->first.empty());
  EXPECT_FALSE(gained->second.empty());
  Trace later = shorter;
  later.end = {101};
  EXPECT_TRUE(difference(shorter, later).has_value());
}

TEST(RunDifference, WhatWasNotKeptIsNotWhole) {
  EXPECT_FALSE(difference(Trace().drop(1, 2).drop(3, 4), Trace().drop(1, 2).drop(3, 4), 2).has_value());
  EXPECT_EQ(difference(Trace().drop(1, 2).drop(3, 4), Trace().drop(1, 2).drop(3, 4), 1)->sequence, 2U);
}

}  // namespace
}  // namespace tocsin::scenarios
