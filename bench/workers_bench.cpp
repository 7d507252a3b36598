// What it costs to do a unit of work in another process, and to guard one call of foreign code there.
//
// units is the price of isolation per unit (an empty one); it is to be compared with how long a real unit takes.
#include <benchmark/benchmark.h>

#include "sim/workers.hpp"

namespace tocsin::sim {
namespace {

void units(benchmark::State& state) {
  for (auto _ : state) {
    run_units(
        10'000, static_cast<unsigned>(state.range(0)), {}, [](auto, auto, auto&, auto&) {}, [](const UnitResult&) {}, {}, {});
  }
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(units)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

void guard(benchmark::State& state) {
  Heartbeat heartbeat;
  const std::string note(64, 'n');
  for (auto _ : state) {
    heartbeat.guard(note);
    heartbeat.unguard();
    benchmark::DoNotOptimize(heartbeat);
  }
}
BENCHMARK(guard);

}  // namespace
}  // namespace tocsin::sim
