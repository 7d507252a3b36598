// Exact formulas of steady-state queues, to stand beside simulated figures.
//
// Arrivals are Poisson, services exponential unless said otherwise. The offered load is arrival rate times mean service, in
// erlangs; it is not negative. The sums are of positive terms only, so nothing cancels.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/time.hpp"

namespace tocsin::sim {

// Erlang B (M/G/c/c): the probability that an arrival finds all servers busy and is lost. Any service distribution.
double erlang_b(std::uint32_t servers, double offered_erlangs);

// The fewest servers whose Erlang B blocking is at most `blocking`, 0 < blocking < 1.
std::uint32_t servers_for_blocking(double offered_erlangs, double blocking);

// Erlang C (M/M/c): the probability that an arrival waits; nullopt if the queue is unstable (load >= servers).
std::optional<double> erlang_c(std::uint32_t servers, double offered_erlangs);

// M/M/c: the mean wait before service over all arrivals, those that do not wait included; nullopt if unstable. With one server it
// is M/M/1: service * load / (1 - load).
std::optional<Duration> mean_wait(std::uint32_t servers, double offered_erlangs, Duration service);

// Erlang A (M/M/c+M): waiting customers give up after an exponential patience. Always stable.
struct ErlangA {
  double waits = 0;      // The probability that an arrival finds all servers busy.
  double abandons = 0;   // The probability that an arrival gives up.
  Duration mean_wait{};  // Over all arrivals, until service or giving up.
  double mean_queue = 0;
  double occupancy = 0;  // Of the servers.
};
// servers >= 1, service > 0, patience > 0.
ErlangA erlang_a(std::uint32_t servers, double offered_erlangs, Duration service, Duration patience);

}  // namespace tocsin::sim
