// Assertions against our own bugs. They stay on in release builds and say run, simulated time and values before they abort.
//
// Bad input is not a bug and never ends here: it is returned as an error with place, cause and remedy.
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin::sim {

// What an assertion reports besides its own text; the world keeps it up to date. One per process: a worker runs one world.
struct AssertContext {
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;
  std::int64_t now_us = 0;
};
AssertContext& assert_context();

[[noreturn]] void assert_failed(const char* condition, const char* file, int line, std::string_view message);

}  // namespace tocsin::sim

#define TOCSIN_ASSERT(condition, message) \
  (static_cast<bool>(condition) ? void(0) : ::tocsin::sim::assert_failed(#condition, __FILE__, __LINE__, message))
