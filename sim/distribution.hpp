// Distributions of lengths of time, as small plain values.
//
// A distribution maps one uniform number to a length by inversion, so a draw costs exactly one uniform number and is monotone in
// it (which common random numbers and antithetic pairs need). Results are rounded to whole microseconds before anything compares
// them, so that the last bit of a logarithm cannot change an order of events. No standard-library distribution is used: their
// algorithms differ between libraries.
#pragma once

#include <cstdint>

#include "sim/time.hpp"

namespace tocsin::sim {

struct Distribution {
  enum class Kind : std::uint8_t { fixed, uniform, exponential, lognormal, weibull };
  Kind kind = Kind::fixed;
  // fixed: the length. uniform: least. exponential: mean. lognormal: mean of the length. weibull: scale.
  Duration first{};
  // uniform: greatest (inclusive). Others unused.
  Duration second{};
  // lognormal: coefficient of variation (> 0). weibull: shape (> 0). Others unused.
  double shape = 0;

  static Distribution fixed(Duration length) { return {Kind::fixed, length, {}, 0}; }
  static Distribution uniform(Duration least, Duration greatest) { return {Kind::uniform, least, greatest, 0}; }
  static Distribution exponential(Duration mean) { return {Kind::exponential, mean, {}, 0}; }
  static Distribution lognormal(Duration mean, double variation) { return {Kind::lognormal, mean, {}, variation}; }
  static Distribution weibull(Duration scale, double shape) { return {Kind::weibull, scale, {}, shape}; }

  bool is_fixed() const { return kind == Kind::fixed; }
  // The quantile at u, 0 < u < 1: the length that a draw of u gives. Never negative.
  Duration quantile(double u) const;
  // The exact mean of the unrounded distribution.
  Duration mean() const;
};

}  // namespace tocsin::sim
