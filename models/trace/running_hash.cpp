#include "models/trace/running_hash.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include "sim/assert.hpp"

namespace tocsin::trace {

std::string Hash128::hex() const { return fmt::format("{:016x}{:016x}", high, low); }

Hash128 hash_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

struct RunningHash::State {
  XXH3_state_t xxh3;
};

RunningHash::RunningHash() : state_(std::make_unique<State>()) { reset(); }
RunningHash::~RunningHash() = default;
RunningHash::RunningHash(RunningHash&&) noexcept = default;
RunningHash& RunningHash::operator=(RunningHash&&) noexcept = default;

void RunningHash::reset() {
  XXH3_INITSTATE(&state_->xxh3);
  TOCSIN_ASSERT(XXH3_128bits_reset(&state_->xxh3) == XXH_OK, "XXH3 refuses to begin");
}

void RunningHash::add(const void* bytes, std::size_t count) {
  TOCSIN_ASSERT(XXH3_128bits_update(&state_->xxh3, bytes, count) == XXH_OK, "XXH3 refuses bytes");
}

Hash128 RunningHash::value() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->xxh3);
  return {hash.high64, hash.low64};
}

}  // namespace tocsin::trace
