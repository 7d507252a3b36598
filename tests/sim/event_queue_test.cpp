// Goal: events leave in the total order of the header whatever was scheduled and cancelled between, handles name one event only,
// and a copy is a queue of its own.
// Method: exact ties by hand; then random programs against a std::multimap keyed by the whole order.
#include "sim/event_queue.hpp"

#include <map>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace tocsin::sim {
namespace {

using Queue = EventQueue<int>;

Address cause(std::uint64_t hash) { return Address::from_hash(hash); }

std::vector<int> drain(Queue& queue) {
  std::vector<int> payloads;
  while (!queue.empty()) payloads.push_back(queue.pop().payload);
  return payloads;
}

TEST(EventQueue, OrdersByTimeThenPriorityThenCauseThenInsertion) {
  Queue queue;
  queue.schedule(Time{20}, -5, cause(0), 6);
  queue.schedule(Time{10}, 1, cause(1), 5);
  queue.schedule(Time{10}, 0, cause(9), 3);
  queue.schedule(Time{10}, 0, cause(9), 4);
  queue.schedule(Time{10}, 0, cause(8), 2);
  queue.schedule(Time{10}, -1, cause(99), 1);
  EXPECT_EQ(queue.next_time(), Time{10});
  EXPECT_EQ(drain(queue), (std::vector{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(queue.next_time(), never);
}

TEST(EventQueue, TiesDoNotDependOnTheOrderOfScheduling) {
  std::vector<int> order{0, 1, 2, 3, 4};
  do {
    Queue queue;
    for (const int i : order) queue.schedule(Time{7}, 0, cause(static_cast<std::uint64_t>(i)), i);
    EXPECT_EQ(drain(queue), (std::vector{0, 1, 2, 3, 4}));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(EventQueue, GivesBackWhatWasScheduled) {
  Queue queue;
  queue.schedule(Time{-3}, 4, cause(5), 6);
  const auto entry = queue.pop();
  EXPECT_EQ(entry.at, Time{-3});
  EXPECT_EQ(entry.priority, 4);
  EXPECT_EQ(entry.cause, cause(5));
  EXPECT_EQ(entry.payload, 6);
}

TEST(EventQueue, RecognisesStaleHandles) {
  Queue queue;
  EventHandle first = queue.schedule(Time{1}, 0, cause(1), 1);
  const EventHandle copy = first;
  EXPECT_TRUE(queue.pending(first));
  queue.pop();
  EXPECT_FALSE(queue.pending(first));
  // The slot is used again; the old name must not cancel the new event.
  EventHandle second = queue.schedule(Time{2}, 0, cause(2), 2);
  EXPECT_FALSE(queue.pending(copy));
  EXPECT_FALSE(queue.cancel(first));
  EXPECT_FALSE(first);
  EXPECT_TRUE(queue.cancel(second));
  EXPECT_FALSE(second);
  EXPECT_FALSE(queue.cancel(second));
  EXPECT_TRUE(queue.empty());
  EventHandle none;
  EXPECT_FALSE(queue.cancel(none));
}

TEST(EventQueue, ACopyKeepsTheEventsAndTheirNames) {
  Queue queue;
  for (int i = 0; i < 10; ++i) queue.schedule(Time{i}, 0, cause(1), i);
  EventHandle fifth = queue.schedule(Time{4}, 0, cause(0), 100);
  Queue copy = queue;
  EventHandle of_copy = fifth;
  EXPECT_TRUE(queue.cancel(fifth));
  EXPECT_EQ(drain(queue), (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_TRUE(copy.pending(of_copy));
  EXPECT_EQ(drain(copy), (std::vector{0, 1, 2, 3, 100, 4, 5, 6, 7, 8, 9}));
}

TEST(EventQueue, WhatIsPutOffKeepsItsOrderItsNameAndTheTimeItWasDue) {
  Queue queue;
  queue.schedule(Time{1}, 9, cause(9), 1);
  EventHandle second = queue.schedule(Time{2}, 0, cause(5), 2);
  queue.schedule(Time{2}, 1, cause(0), 3);
  queue.schedule(Time{10}, -9, cause(0), 5);
  queue.schedule(Time{10}, Time{4}, 0, cause(0), 4);
  while (queue.next_time() < Time{10}) queue.put_off_first(Time{10});
  EXPECT_EQ(queue.first(), 1);
  EXPECT_TRUE(queue.pending(second));
  EXPECT_TRUE(queue.cancel(second));
  const auto first = queue.pop();
  EXPECT_EQ(first.at, Time{10});
  EXPECT_EQ(first.due, Time{1});
  EXPECT_EQ(drain(queue), (std::vector{3, 4, 5}));
}

TEST(EventQueue, SaysForWhichTimeAnEventIsPending) {
  Queue queue;
  EventHandle first = queue.schedule(Time{3}, 0, cause(1), 1);
  const EventHandle late = queue.schedule(Time{10}, Time{4}, 0, cause(2), 2);
  EXPECT_TRUE(queue.comes_at(first, Time{3}));
  EXPECT_FALSE(queue.comes_at(first, Time{4}));
  EXPECT_FALSE(queue.comes_at(late, Time{10}) || queue.comes_at(late, Time{4})) << "it was due before it comes";
  EXPECT_FALSE(queue.comes_at(EventHandle{}, Time{3}));
  const EventHandle copy = first;
  queue.cancel(first);
  EXPECT_FALSE(queue.comes_at(copy, Time{3}));
}

TEST(EventQueueDeathTest, RefusesToPopNothing) {
  Queue queue;
  EXPECT_DEATH(queue.pop(), "pop from an empty event queue");
}

RC_GTEST_PROP(EventQueue, AgreesWithAMultimapOnRandomPrograms, ()) {
  const auto below = [](int count) { return rc::gen::resize(100, rc::gen::inRange(0, count)); };
  // Half of the steps schedule, so that the queue grows to some hundred.
  const auto program = *rc::gen::container<std::vector<std::tuple<int, int, int, int>>>(
      *below(600), rc::gen::tuple(below(6), below(8), below(3), below(4)));
  Queue queue;
  using Key = std::tuple<Time, int, Address>;
  std::multimap<Key, int> model;  // Equal keys stay in the order of insertion.
  std::vector<std::pair<EventHandle, std::multimap<Key, int>::iterator>> alive;
  std::vector<EventHandle> dead;
  int payload = 0;
  for (const auto& [kind, time, priority, hash] : program) {
    const auto pick = static_cast<std::size_t>(time + 8 * priority + 24 * hash);
    if (kind < 3) {
      const Key key{Time{time}, priority, cause(static_cast<std::uint64_t>(hash))};
      const EventHandle handle = queue.schedule(Time{time}, priority, cause(static_cast<std::uint64_t>(hash)), ++payload);
      alive.emplace_back(handle, model.emplace(key, payload));
    } else if (kind == 3 && !alive.empty()) {
      const auto victim = alive.begin() + static_cast<std::ptrdiff_t>(pick % alive.size());
      dead.push_back(victim->first);
      RC_ASSERT(queue.cancel(victim->first));
      model.erase(victim->second);
      alive.erase(victim);
    } else if (kind == 4 && !model.empty()) {
      const auto entry = queue.pop();
      RC_ASSERT(entry.payload == model.begin()->second);
      const auto taken = std::find_if(alive.begin(), alive.end(), [&](const auto& a) { return a.second == model.begin(); });
      dead.push_back(taken->first);
      alive.erase(taken);
      model.erase(model.begin());
    } else if (kind == 5 && !dead.empty()) {
      EventHandle stale = dead[pick % dead.size()];
      RC_ASSERT(!queue.pending(stale));
      RC_ASSERT(!queue.cancel(stale));
    }
    RC_ASSERT(queue.size() == model.size());
    RC_ASSERT(queue.next_time() == (model.empty() ? never : std::get<0>(model.begin()->first)));
  }
  for (const auto& [handle, place] : alive) RC_ASSERT(queue.pending(handle));
  for (const auto& [key, value] : model) RC_ASSERT(queue.pop().payload == value);
  RC_ASSERT(queue.empty());
}

}  // namespace
}  // namespace tocsin::sim
