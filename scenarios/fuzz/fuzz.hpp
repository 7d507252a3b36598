// Looks for faults of a policy by itself: random programs, judged by every requirement, guided by what they show.
//
// Programs are numbered. What program n is follows from the seed, n, and the corpus as it stood when its batch began: a batch is
// a fixed number of programs, run by workers in any order and taken in the order of their numbers, each that showed something
// new being kept in the corpus. So the result is the same for any number of jobs, and a search that was ended by the clock, which
// is looked at between batches alone, can be repeated by its count.
//
// A policy that ends or holds up its process costs a worker; that is a failure of its own, and the search goes on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "scenarios/fuzz/judged_program.hpp"

namespace tocsin::scenarios {

struct FuzzOptions {
  const tp_policy* policy = nullptr;
  // If there is one: what it fails too says nothing about the policy, so a program that it fails in any way is no failure.
  const tp_policy* reference = nullptr;
  std::uint64_t seed = 0;
  std::optional<std::uint64_t> count;  // of programs; none: until `time_is_up`
  unsigned jobs = 1;
  std::size_t failures_max = 1;     // different ones, after which the search ends
  std::vector<std::string> corpus;  // scenario texts that are run first, as they are
  std::vector<std::string> stock;   // scenario texts to perturb
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
  std::function<bool()> time_is_up = [] { return false; };
  std::function<int()> stop_signal = [] { return 0; };
};

// A program that fails in a way that none before it did.
struct FuzzFailure {
  std::uint64_t program = 0;
  std::vector<Violation> violations;  // not empty; the new one first
  std::string scenario;               // its text
};

struct FuzzProgress {
  std::uint64_t programs = 0;
  std::uint64_t failing = 0;  // programs
  std::size_t failures = 0;   // different ones
  std::size_t corpus = 0;
  std::size_t features = 0;
};

class FuzzObserver {
 public:
  virtual ~FuzzObserver() = default;
  virtual void found(const FuzzFailure& failure) = 0;
  virtual void progress(const FuzzProgress& progress) = 0;
  // A program that showed something new, before any that builds on it.
  virtual void kept(const std::string& scenario) = 0;
};

struct FuzzResult {
  FuzzProgress reached;
  std::uint64_t unloadable = 0;       // programs that were no scenario after a perturbation
  ObligationCounts obligations;       // of all programs
  std::vector<FuzzFailure> failures;  // in the order of programs
  std::string contradiction;          // the same program gave two results
  std::string internal_error;
  int signal = 0;  // that ended it early
};

FuzzResult fuzz(const FuzzOptions& options, FuzzObserver& observer);

}  // namespace tocsin::scenarios
