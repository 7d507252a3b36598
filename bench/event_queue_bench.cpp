// What one event costs the queue: taken and scheduled again later, at a steady number of pending events (the "hold" model).
//
// Compare hold<Kernel> with hold<Standard> of the same size: Standard is a std::priority_queue over the same key, which can
// neither cancel nor keep payloads apart. The ratio is what total order, cancelling and stable handles cost or save.
#include <queue>
#include <tuple>
#include <vector>

#include <benchmark/benchmark.h>

#include "sim/choices.hpp"
#include "sim/event_queue.hpp"

namespace tocsin::sim {
namespace {

struct Payload {
  std::uint64_t words[4];
};

// Increments drawn before the measurement, so that only the queue is measured.
std::vector<Duration> increments() {
  RandomChoices choices(1, 1);
  std::vector<Duration> result;
  for (std::uint64_t i = 0; i < 65'536; ++i)
    result.push_back(choices.duration(Address::of("increment").then(i), Distribution::exponential(seconds(60))));
  return result;
}

struct Kernel {
  EventQueue<Payload> queue;
  void push(Time at, Address cause, const Payload& payload) { queue.schedule(at, 0, cause, payload); }
  std::tuple<Time, Address, Payload> pop() {
    const auto entry = queue.pop();
    return {entry.at, entry.cause, entry.payload};
  }
};

struct Standard {
  struct Entry {
    Time at;
    std::int32_t priority;
    Address cause;
    std::uint64_t insertion;
    Payload payload;
    bool operator<(const Entry& other) const {
      return std::tie(at, priority, cause, insertion) > std::tie(other.at, other.priority, other.cause, other.insertion);
    }
  };
  std::priority_queue<Entry> queue;
  std::uint64_t insertions = 0;
  void push(Time at, Address cause, const Payload& payload) { queue.push({at, 0, cause, ++insertions, payload}); }
  std::tuple<Time, Address, Payload> pop() {
    const Entry entry = queue.top();
    queue.pop();
    return {entry.at, entry.cause, entry.payload};
  }
};

template <class Queue>
void hold(benchmark::State& state) {
  const std::vector<Duration> steps = increments();
  Queue queue;
  std::size_t next = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    queue.push(Time{} + steps[next++ % steps.size()], Address::of("cause").then(static_cast<std::uint64_t>(i)), {});
  for (auto _ : state) {
    const auto [at, cause, payload] = queue.pop();
    queue.push(at + steps[next++ % steps.size()], cause, payload);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold<Kernel>)->Arg(100)->Arg(10'000)->Arg(1'000'000);
BENCHMARK(hold<Standard>)->Arg(100)->Arg(10'000)->Arg(1'000'000);

// What a timer costs that is set and cancelled before its time, as most timers are. The standard queue cannot do it at all.
void schedule_and_cancel(benchmark::State& state) {
  const std::vector<Duration> steps = increments();
  EventQueue<Payload> queue;
  std::size_t next = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    queue.schedule(Time{} + steps[next++ % steps.size()], 0, Address::of("cause").then(static_cast<std::uint64_t>(i)), {});
  for (auto _ : state) {
    EventHandle handle = queue.schedule(Time{} + steps[next++ % steps.size()], 0, Address::of("timer"), {});
    benchmark::DoNotOptimize(queue.cancel(handle));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(schedule_and_cancel)->Arg(100)->Arg(10'000)->Arg(1'000'000);

}  // namespace
}  // namespace tocsin::sim
