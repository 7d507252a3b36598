// The stable name of a cause: where in the model a choice is made or an event comes from.
//
// An address is a path such as  source "sales" / arrival 17 / retry 1 / "patience".  It is never a file index, a global counter
// or the server that happened to be free: two policies on the same seed make the same draws for the same causes, even after their
// runs have diverged (common random numbers). A path is kept as the 64-bit hash of its steps, so an address costs eight bytes and
// a step one multiplication. Two different paths of one run collide with probability below n^2 / 2^65 for n addresses.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace tocsin::sim {

class Address {
 public:
  constexpr Address() = default;

  // The address of a named thing at the top: a source, a queue, a responder.
  static constexpr Address of(std::string_view name) { return Address{}.then(name); }

  constexpr Address then(std::string_view step) const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a, 64 bit
    for (const char c : step) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return Address{mix(hash_ ^ mix(hash + 0x632be59bd9b4e019ULL))};
  }
  constexpr Address then(std::uint64_t step) const { return Address{mix(hash_ + 0x9e3779b97f4a7c15ULL * (step + 1))}; }

  constexpr std::uint64_t hash() const { return hash_; }
  static constexpr Address from_hash(std::uint64_t hash) { return Address{hash}; }
  friend constexpr auto operator<=>(Address, Address) = default;

 private:
  constexpr explicit Address(std::uint64_t hash) : hash_(hash) {}

  // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection in which every input bit changes half of the output bits.
  static constexpr std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
  }
  std::uint64_t hash_ = 0x243f6a8885a308d3ULL;
};

}  // namespace tocsin::sim
