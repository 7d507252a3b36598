// Confidence intervals, each by a named method.
//
// All of them count independent observations: whole replications, never calls within one run.
#pragma once

#include <cstdint>

#include "sim/tally.hpp"

namespace tocsin::sim {

struct Interval {
  double low = 0;
  double high = 0;
};

// Clopper and Pearson (1934): the exact two-sided interval of a probability after `hits` of `trials`. It covers the truth with at
// least `confidence` (0 < confidence < 1), whatever the truth. Without a trial: 0..1.
Interval clopper_pearson(std::uint64_t hits, std::uint64_t trials, double confidence);

// Clopper and Pearson, one-sided: the truth is at most this with at least `confidence`. Without a trial: 1.
double clopper_pearson_upper(std::uint64_t hits, std::uint64_t trials, double confidence);

// What remains possible when nothing was seen in `trials`: 1 - (1 - confidence)^(1 / trials), the case `hits` = 0 of the above in
// closed form. The "rule of three" is its approximation at 95 %. Without a trial: 1.
double zero_failure_upper(std::uint64_t trials, double confidence);

// How many failure-free trials bring zero_failure_upper to at most `probability` (0 < probability < 1).
std::uint64_t trials_for_zero_failures(double probability, double confidence);

// Student's t: the two-sided interval of the mean of normally distributed observations (approximately, of others when there are
// many). Below two observations it is the whole line.
Interval student_t(const Tally& observations, double confidence);

}  // namespace tocsin::sim
