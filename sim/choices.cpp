#include "sim/choices.hpp"

#include "sim/assert.hpp"

#include <Random123/threefry.h>

namespace tocsin::sim {

std::uint64_t RandomChoices::bits(Address address) const {
  const threefry2x64_ctr_t counter{{address.hash(), 0}};
  const threefry2x64_key_t key{{seed_, replication_}};
  return threefry2x64_R(13, counter, key).v[0];
}

std::uint32_t RandomChoices::index(Address address, std::uint32_t count) {
  TOCSIN_ASSERT(count >= 1, "a choice among nothing");
  // Multiply-shift (Lemire 2019) without rejection: the bias is below count / 2^32.
  // On the upper 32 bits alone, so that the product fits in 64.
  return static_cast<std::uint32_t>(((bits(address) >> 32) * count) >> 32);
}

Duration RandomChoices::duration(Address address, const Distribution& distribution) {
  if (distribution.is_fixed()) return distribution.first;
  return distribution.quantile(unit_interval(bits(address)));
}

bool RandomChoices::chance(Address address, double probability) {
  if (probability <= 0) return false;
  if (probability >= 1) return true;
  return unit_interval(bits(address)) < probability;
}

}  // namespace tocsin::sim
