// Goal: no input that the fuzzers of scenarios and logs ever kept crashes a reader or is refused without a place.
// Method: the fuzzers' corpus, input by input, through what they call.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <source_dir.hpp>
#include "tests/fuzzing/readers.hpp"

namespace tocsin::fuzzing {
namespace {

template <class Read>
std::size_t read_all(const std::string& folder, Read read) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(source_dir) + "/tests/fuzzing/corpus/" + folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    SCOPED_TRACE(entry.path().string());
    read(bytes);
    ++count;
  }
  return count;
}

TEST(Corpus, OfScenariosIsReadOrRefused) { EXPECT_GE(read_all("scenario", read_scenario), 50u); }
TEST(Corpus, OfLogsIsReadOrRefused) { EXPECT_GE(read_all("log", read_log), 50u); }

}  // namespace
}  // namespace tocsin::fuzzing
