// What judging costs: one obligation of a timed pattern from trigger to decision, and one look at the clock with nothing due.
//
// Compare obligation with look: an event that concerns no rule costs the look only.
#include <benchmark/benchmark.h>

#include "sim/monitor/between.hpp"
#include "sim/monitor/response_within.hpp"

namespace tocsin::sim {
namespace {

class Counter final : public ObligationSink {
 public:
  void decided(const Obligation&) override { ++count; }
  std::uint64_t count = 0;
};

void look(benchmark::State& state) {
  ResponseWithin monitor;
  Counter sink;
  for (std::int64_t i = 0; i < state.range(0); ++i) monitor.trigger(static_cast<std::uint64_t>(i), {1, Time{}}, hours(1), "");
  Time now{};
  for (auto _ : state) {
    monitor.advance(now, sink);
    now.us = (now.us + 1) % 1'000'000;
    benchmark::ClobberMemory();
  }
}
BENCHMARK(look)->Arg(0)->Arg(1000);

// A steady number of pending obligations; keys rise, as numbers of conversations do.
void obligation(benchmark::State& state) {
  ResponseWithin monitor;
  Counter sink;
  const auto pending = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t key = 0;
  for (; key < pending; ++key) monitor.trigger(key, {key, Time{}}, hours(1), "");
  for (auto _ : state) {
    monitor.trigger(key, {key, Time{}}, hours(1), "");
    monitor.respond(key - pending, {key, Time{}}, sink);
    ++key;
  }
  benchmark::DoNotOptimize(sink.count);
}
BENCHMARK(obligation)->Arg(1)->Arg(100)->Arg(1000);

void interval(benchmark::State& state) {
  AlwaysBetween monitor;
  Counter sink;
  std::uint64_t key = 0;
  for (auto _ : state) {
    monitor.open(key, {key, Time{}}, "", sink);
    monitor.close(key, {key, Time{}}, sink);
    ++key;
  }
  benchmark::DoNotOptimize(sink.count);
}
BENCHMARK(interval);

}  // namespace
}  // namespace tocsin::sim
