// Goal: the tape numbers events from 1, tells every sink in order, holds events to their order, and costs nothing without sinks.
// Method: a sink that keeps what it heard; death tests for breaches of the contract.
#include "models/trace/tape.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::trace {
namespace {

struct Listener final : Sink {
  explicit Listener(std::vector<std::string>& log, std::string name) : log_(log), name_(std::move(name)) {}
  void begin(const Header& header, const Texts&) override { log_.push_back(name_ + " begin " + header.scenario); }
  void on(const Event& event) override {
    log_.push_back(name_ + " " + std::to_string(event.sequence) + " at " + std::to_string(event.occurred_at.us) + "/" +
                   std::to_string(event.delivered_at.us) + " kind " + std::to_string(event.kind()));
  }
  void end(Time at) override { log_.push_back(name_ + " end " + std::to_string(at.us)); }

 private:
  std::vector<std::string>& log_;
  std::string name_;
};

TEST(Tape, NumbersEventsAndTellsEverySinkInOrder) {
  Header header;
  header.scenario = "S01";
  const Texts texts;
  std::vector<std::string> log;
  Listener a(log, "a"), b(log, "b");
  Tape tape(header, texts);
  tape.add(&a);
  tape.emit(Time{10}, Time{12}, WentOrdinary{AgentId{1}, LegId{2}});
  tape.add(&b);
  tape.emit(Time{10}, Time{10}, Drained{});
  tape.end(Time{11});
  EXPECT_EQ(log, (std::vector<std::string>{"a begin S01", "a 1 at 10/12 kind 7", "b begin S01", "a 2 at 10/10 kind 47",
                                           "b 2 at 10/10 kind 47", "a end 11", "b end 11"}));
  EXPECT_EQ(tape.count(), 2u);
  EXPECT_EQ(tape.last(), Time{10});
}

TEST(Tape, CountsWithoutASink) {
  const Header header;
  const Texts texts;
  Tape tape(header, texts);
  for (int i = 0; i < 1000; ++i) tape.emit(Time{i}, Time{i}, Drained{});
  EXPECT_EQ(tape.count(), 1000u);
}

TEST(TapeDeathTest, RefusesDisorder) {
  const Header header;
  const Texts texts;
  Tape tape(header, texts);
  tape.emit(Time{5}, Time{9}, Drained{});
  EXPECT_DEATH(tape.emit(Time{4}, Time{9}, Drained{}), "before the one that stands before it");
  EXPECT_DEATH(tape.emit(Time{6}, Time{5}, Drained{}), "before it occurred");
  EXPECT_DEATH(tape.end(Time{4}), "before the last event");
  tape.end(Time{5});
  EXPECT_DEATH(tape.emit(Time{6}, Time{6}, Drained{}), "after the end");
  EXPECT_DEATH(tape.end(Time{6}), "ends once");
}

}  // namespace
}  // namespace tocsin::trace
