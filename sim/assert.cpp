#include "sim/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace tocsin::sim {

AssertContext& assert_context() {
  static AssertContext context;
  return context;
}

void assert_failed(const char* condition, const char* file, int line, std::string_view message) {
  const AssertContext& context = assert_context();
  std::fprintf(stderr, "%s:%d: assertion failed: %s: %.*s (seed %llu, replication %llu, time %lld us)\n", file, line, condition,
               static_cast<int>(message.size()), message.data(), static_cast<unsigned long long>(context.seed),
               static_cast<unsigned long long>(context.replication), static_cast<long long>(context.now_us));
  std::abort();
}

}  // namespace tocsin::sim
