#include "sim/confidence.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "sim/assert.hpp"

namespace tocsin::sim {
namespace {

// The bounds as quantiles of the beta distribution; alpha is the probability left outside on that side.
double lower_bound(double hits, double trials, double alpha) {
  if (hits == 0) return 0;
  return boost::math::quantile(boost::math::beta_distribution<>(hits, trials - hits + 1), alpha);
}

double upper_bound(double hits, double trials, double alpha) {
  if (hits == trials) return 1;
  return boost::math::quantile(complement(boost::math::beta_distribution<>(hits + 1, trials - hits), alpha));
}

void check(std::uint64_t hits, std::uint64_t trials, double confidence) {
  TOCSIN_ASSERT(hits <= trials, "more hits than trials");
  TOCSIN_ASSERT(confidence > 0 && confidence < 1, "a confidence outside 0..1");
}

}  // namespace

Interval clopper_pearson(std::uint64_t hits, std::uint64_t trials, double confidence) {
  check(hits, trials, confidence);
  if (trials == 0) return {0, 1};
  const double alpha = (1 - confidence) / 2;
  const double k = static_cast<double>(hits);
  const double n = static_cast<double>(trials);
  return {lower_bound(k, n, alpha), upper_bound(k, n, alpha)};
}

double clopper_pearson_upper(std::uint64_t hits, std::uint64_t trials, double confidence) {
  check(hits, trials, confidence);
  if (trials == 0) return 1;
  return upper_bound(static_cast<double>(hits), static_cast<double>(trials), 1 - confidence);
}

double zero_failure_upper(std::uint64_t trials, double confidence) {
  check(0, trials, confidence);
  if (trials == 0) return 1;
  return -std::expm1(std::log1p(-confidence) / static_cast<double>(trials));
}

std::uint64_t trials_for_zero_failures(double probability, double confidence) {
  check(0, 0, confidence);
  TOCSIN_ASSERT(probability > 0 && probability < 1, "a probability outside 0..1");
  return static_cast<std::uint64_t>(std::ceil(std::log1p(-confidence) / std::log1p(-probability)));
}

Interval student_t(const Tally& observations, double confidence) {
  check(0, observations.count(), confidence);
  if (observations.count() < 2) return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  const double n = static_cast<double>(observations.count());
  const boost::math::students_t_distribution<> t(n - 1);
  const double half = quantile(complement(t, (1 - confidence) / 2)) * observations.deviation() / std::sqrt(n);
  return {observations.mean() - half, observations.mean() + half};
}

}  // namespace tocsin::sim
