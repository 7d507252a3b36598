// A 128-bit hash over a stream of bytes: XXH3, which says whether two streams are equal and keeps up with the fastest run.
//
// It is no evidence against somebody who wants two streams to collide; evidence is hashed with SHA-256 elsewhere. The result
// depends on the bytes alone, not on how they were cut into pieces.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin::trace {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend constexpr auto operator<=>(const Hash128&, const Hash128&) = default;
  // 32 hexadecimal digits, the canonical (big-endian) form that `xxhsum -H2` prints.
  std::string hex() const;
};

// Of these bytes, at once.
Hash128 hash_of(std::string_view bytes);

class RunningHash {
 public:
  RunningHash();
  ~RunningHash();
  RunningHash(RunningHash&&) noexcept;
  RunningHash& operator=(RunningHash&&) noexcept;

  void reset();
  void add(const void* bytes, std::size_t count);
  Hash128 value() const;  // of all bytes so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::trace
