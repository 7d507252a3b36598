#include "sim/queueing_formulas.hpp"

#include <cmath>

#include "sim/assert.hpp"

namespace tocsin::sim {

double erlang_b(std::uint32_t servers, double offered_erlangs) {
  TOCSIN_ASSERT(offered_erlangs >= 0, "a negative load");
  double blocking = 1;
  for (std::uint32_t n = 1; n <= servers; ++n) blocking = offered_erlangs * blocking / (n + offered_erlangs * blocking);
  return blocking;
}

std::uint32_t servers_for_blocking(double offered_erlangs, double blocking) {
  TOCSIN_ASSERT(offered_erlangs >= 0, "a negative load");
  TOCSIN_ASSERT(blocking > 0 && blocking < 1, "a blocking outside 0..1");
  double reached = 1;
  std::uint32_t servers = 0;
  while (reached > blocking) {
    ++servers;
    reached = offered_erlangs * reached / (servers + offered_erlangs * reached);
  }
  return servers;
}

std::optional<double> erlang_c(std::uint32_t servers, double offered_erlangs) {
  const double b = erlang_b(servers, offered_erlangs);
  if (offered_erlangs >= servers) return std::nullopt;
  return servers * b / (servers - offered_erlangs * (1 - b));
}

std::optional<Duration> mean_wait(std::uint32_t servers, double offered_erlangs, Duration service) {
  const std::optional<double> c = erlang_c(servers, offered_erlangs);
  if (!c) return std::nullopt;
  return microseconds(std::llround(*c * static_cast<double>(service.us) / (servers - offered_erlangs)));
}

// Birth and death: with c busy and j waiting, a call arrives at rate a and one leaves at c + j s / p, in units of 1 / service.
// The weight of j waiting relative to none is w(j) = a^j / prod (c + i s / p). Palm (1957); Mandelbaum and Zeltyn (2007).
ErlangA erlang_a(std::uint32_t servers, double offered_erlangs, Duration service, Duration patience) {
  TOCSIN_ASSERT(servers >= 1 && service.us > 0 && patience.us > 0, "no such queue");
  if (offered_erlangs == 0) return {};
  const double give_up = static_cast<double>(service.us) / static_cast<double>(patience.us);
  // Relative to w(0) = `unit`, which is lowered together with the sums before they can overflow.
  double unit = 1;
  double weight = 1;
  double sum = 1;
  double queue = 0;
  for (double j = 1;; j += 1) {
    const double ratio = offered_erlangs / (servers + j * give_up);
    weight *= ratio;
    sum += weight;
    queue += j * weight;
    // The ratios fall, so what is left is below a geometric series; j is in the sum of the queue.
    if (ratio < 1 && weight * j / (1 - ratio) / (1 - ratio) < 1e-16 * sum) break;
    if (sum > 1e200) {
      unit *= 1e-200;
      weight *= 1e-200;
      sum *= 1e-200;
      queue *= 1e-200;
    }
  }
  const double b = erlang_b(servers, offered_erlangs);
  const double all = unit * (1 - b) + sum * b;  // Everything, in units of (the states with c in the system) / b.
  ErlangA result;
  result.waits = sum * b / all;
  result.mean_queue = queue * b / all;
  result.abandons = result.mean_queue * give_up / offered_erlangs;
  result.mean_wait = microseconds(std::llround(result.abandons * static_cast<double>(patience.us)));
  result.occupancy = offered_erlangs * (1 - result.abandons) / servers;
  return result;
}

}  // namespace tocsin::sim
