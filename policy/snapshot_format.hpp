/*
 * What the writer and the reader of snapshots share: the header and its checksum, which catches damage, not malice.
 */
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tocsin::policy::snapshot_format {

inline constexpr uint64_t magic = 0x314E495343'4F54ull; /* "TOCSIN1" */
inline constexpr uint32_t format = 5;
inline constexpr size_t header_size = 8 + 4 + 8 + 8;

inline uint64_t mixed(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 32);
}

inline uint64_t checksum(const uint8_t* bytes, size_t count) {
  uint64_t hash = count;
  for (size_t at = 0; at < count; at += 8) {
    uint64_t word = 0;
    for (size_t byte = 0; byte < std::min<size_t>(8, count - at); ++byte) word |= uint64_t{bytes[at + byte]} << (8 * byte);
    hash = mixed(hash, word);
  }
  return hash;
}

}  // namespace tocsin::policy::snapshot_format
