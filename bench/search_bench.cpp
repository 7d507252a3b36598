// How fast a scope is searched: distinct states a second, of one process.
//
// states is the search as `tocsin explore` does it, on a scope whose faults are left out or in: with them the policy is tried
// with every restart and duplicate, wherever it stands. Run from the project's root.
#include <benchmark/benchmark.h>

#include "scenarios/explore/search.hpp"
#include "scenarios/policies/policies.hpp"

namespace tocsin::scenarios {
namespace {

void states(benchmark::State& state, std::uint32_t faults) {
  auto loaded = load_scope("scenarios/explore/two_agents.json");
  auto* const scope = std::get_if<Scope>(&loaded);
  if (!scope) return state.SkipWithError("run from the project's root");
  scope->instants = 1;
  scope->restarts = scope->duplicates = faults;
  SearchOptions options;
  options.policy = std::get<LoadedPolicy>(find_policy("builtin")).policy;
  std::uint64_t found = 0, made = 0;
  for (auto _ : state) {
    const SearchResult result = search(*scope, options);
    found += result.states;
    made += result.transitions;
  }
  state.counters["states"] = benchmark::Counter(static_cast<double>(found), benchmark::Counter::kIsRate);
  state.counters["transitions"] = benchmark::Counter(static_cast<double>(made), benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(states, without_faults, 0)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(states, with_faults, 1)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tocsin::scenarios
