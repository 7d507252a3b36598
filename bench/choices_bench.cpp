// What one draw costs, and what its address and its logarithm add to the bare generator.
//
// Compare index with minstd_draw, one step of the "minimal standard" generator, and each distribution with index: the
// differences are the price of draws that depend on their cause alone, and of inversion.
#include <benchmark/benchmark.h>

#include "sim/choices.hpp"

namespace tocsin::sim {
namespace {

void minstd_draw(benchmark::State& state) {
  std::uint64_t x = 1;
  for (auto _ : state) benchmark::DoNotOptimize(x = x * 48271 % 2147483647);
}
BENCHMARK(minstd_draw);

void index(benchmark::State& state) {
  RandomChoices choices(1, 1);
  std::uint64_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(choices.index(Address::from_hash(++i), 10));
}
BENCHMARK(index);

// With the address made of two steps, one of them a text known when compiling.
void addressed_index(benchmark::State& state) {
  RandomChoices choices(1, 1);
  constexpr Address source = Address::of("source");
  std::uint64_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(choices.index(source.then(++i).then("patience"), 10));
}
BENCHMARK(addressed_index);

void draw(benchmark::State& state, const Distribution& distribution) {
  RandomChoices choices(1, 1);
  std::uint64_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(choices.duration(Address::from_hash(++i), distribution));
}
BENCHMARK_CAPTURE(draw, uniform, Distribution::uniform(seconds(1), seconds(2)));
BENCHMARK_CAPTURE(draw, exponential, Distribution::exponential(seconds(1)));
BENCHMARK_CAPTURE(draw, lognormal, Distribution::lognormal(seconds(1), 0.5));
BENCHMARK_CAPTURE(draw, weibull, Distribution::weibull(seconds(1), 1.5));

}  // namespace
}  // namespace tocsin::sim
