// The one door through which chance and order enter a run.
//
// Everything a model leaves open is asked here with the address of its cause: how long, how many, which one. The random engine
// answers from a counter-based generator, so an answer depends on (seed, replication, address) alone and not on what else was
// asked. An exhaustive search, a replay and a shrinker answer the same questions from a list; so a question says what its range
// is and never how its answer is made.
#pragma once

#include <cstdint>

#include "sim/address.hpp"
#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace tocsin::sim {

class Choices {
 public:
  virtual ~Choices() = default;

  // An integer of 0 .. count-1, each equally likely under a random engine. count >= 1.
  virtual std::uint32_t index(Address address, std::uint32_t count) = 0;

  // A length of time drawn from `distribution`, in whole microseconds. A fixed distribution is not a choice and costs no draw.
  virtual Duration duration(Address address, const Distribution& distribution) = 0;

  // True with the given probability, 0 <= probability <= 1.
  virtual bool chance(Address address, double probability) = 0;
};

// A number strictly between 0 and 1 from the upper 52 of 64 random bits, at the middle of its cell. With 53 the topmost middle
// would round to 1.
constexpr double unit_interval(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

// Answers from Threefry2x64-13 keyed by (seed, replication) with the address as counter (Salmon et al., SC11).
class RandomChoices final : public Choices {
 public:
  RandomChoices(std::uint64_t seed, std::uint64_t replication) : seed_(seed), replication_(replication) {}
  std::uint32_t index(Address address, std::uint32_t count) override;
  Duration duration(Address address, const Distribution& distribution) override;
  bool chance(Address address, double probability) override;

 private:
  std::uint64_t bits(Address address) const;
  std::uint64_t seed_;
  std::uint64_t replication_;
};

}  // namespace tocsin::sim
