#include "sim/distribution.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace tocsin::sim {
namespace {

Duration rounded(double us) {
  if (!(us > 0)) return {0};
  if (us >= 9e18) return {9'000'000'000'000'000'000};
  return {std::llround(us)};
}

}  // namespace

Duration Distribution::quantile(double u) const {
  const double scale = static_cast<double>(first.us);
  switch (kind) {
    case Kind::fixed:
      return first;
    case Kind::uniform:
      return rounded(scale + u * static_cast<double>(second.us - first.us));
    case Kind::exponential:
      return rounded(-scale * std::log1p(-u));
    case Kind::lognormal: {
      // Mean m and coefficient of variation v of the length give sigma^2 = ln(1 + v^2) and mu = ln m - sigma^2 / 2.
      const double variance = std::log1p(shape * shape);
      const double normal = -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * u);
      return rounded(scale * std::exp(std::sqrt(variance) * normal - variance / 2));
    }
    case Kind::weibull:
      return rounded(scale * std::pow(-std::log1p(-u), 1.0 / shape));
  }
  return first;
}

Duration Distribution::mean() const {
  switch (kind) {
    case Kind::uniform:
      return rounded((static_cast<double>(first.us) + static_cast<double>(second.us)) / 2);
    case Kind::weibull:
      return rounded(static_cast<double>(first.us) * std::tgamma(1.0 + 1.0 / shape));
    case Kind::fixed:
    case Kind::exponential:
    case Kind::lognormal:
      return first;
  }
  return first;
}

}  // namespace tocsin::sim
