/*
 * The whole state as bytes, back again, and as one number.
 *
 * A snapshot is a header (magic, version, length, checksum) and the state's facts in a canonical order: agents, origins, routing
 * rules, numbers shelf by shelf, episodes by agent with their legs, marks sorted by leg. Links and counts that follow from those
 * are not written but built again, so that bytes cannot describe a state that contradicts itself. Two equal states give equal
 * bytes.
 *
 * Reading checks every length, index and enumerator against the configuration of the reader (the same agents and pool) and
 * refuses the rest. Little endian whatever the machine.
 */
#pragma once

#include <cstddef>
#include <optional>

#include "policy/state.hpp"

namespace tocsin::policy {

/* The bytes needed; nothing is written if `capacity` is smaller. */
size_t write_snapshot(const State& state, void* bytes, size_t capacity);

/* The state that the bytes describe, with the settings and the pool of `configured`; nothing if they are refused. */
std::optional<State> read_snapshot(const State& configured, const void* bytes, size_t count);

/* A hash of everything that future answers depend on, with times relative to `now_us`. Times whose exact value no longer matters
 * are clamped: a window that is over with its rest, a location report that is too old. */
uint64_t state_hash(const State& state, int64_t now_us);

}  // namespace tocsin::policy
