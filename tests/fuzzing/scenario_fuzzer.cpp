#include <cstddef>
#include <cstdint>

#include "tests/fuzzing/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  tocsin::fuzzing::read_scenario({reinterpret_cast<const char*>(bytes), count});
  return 0;
}
