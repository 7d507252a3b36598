// Goal: a file comes back line by line and byte by byte, whatever lies at the ends of blocks; too long lines are refused unread.
// Method: random files are cut into lines by another hand; a line around the size of a block; devices that end or refuse.
#include "scenarios/audit/line_reader.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/scenarios/audit/logs.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t any_length = std::size_t{1} << 30;

std::vector<std::string> lines_of(const std::string& bytes) {
  std::vector<std::string> lines;
  std::istringstream stream(bytes);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void expect_reads(const std::string& bytes) {
  const Folder folder;
  LineReader reader;
  std::string tapped, joined;
  ASSERT_EQ(reader.open(folder.write("f", bytes), [&](std::string_view block) { tapped += block; }), "");
  std::vector<std::string> lines;
  while (reader.next(any_length) == LineReader::Result::line) {
    lines.emplace_back(reader.line());
    joined += reader.line_with_end();
    ASSERT_EQ(reader.number(), lines.size());
  }
  EXPECT_EQ(lines, lines_of(bytes));
  EXPECT_EQ(joined, bytes);
  EXPECT_EQ(tapped, bytes);
  EXPECT_EQ(reader.bytes_read(), bytes.size());
  EXPECT_EQ(reader.next(any_length), LineReader::Result::end);
  EXPECT_EQ(reader.number(), lines.size());
}

TEST(LineReader, ReadsLinesAroundABlock) {
  constexpr std::size_t block = std::size_t{1} << 18;
  for (const std::size_t length : {block - 1, block, block + 1, 2 * block, 5 * block})
    expect_reads("a\n" + std::string(length, 'x') + "\nb\n" + std::string(length, 'y'));
}

RC_GTEST_PROP(LineReader, ReadsAnyFile, (const std::vector<std::uint8_t>& sizes, bool ended)) {
  std::string bytes;
  for (const std::uint8_t size : sizes) bytes += std::string(std::size_t{size} * 97, static_cast<char>('a' + size % 26)) + "\n";
  if (!ended && !bytes.empty()) bytes.pop_back();
  expect_reads(bytes);
}

TEST(LineReader, RefusesALongLine) {
  const Folder folder;
  LineReader reader;
  ASSERT_EQ(reader.open(folder.write("f", "four\nfives\n")), "");
  EXPECT_EQ(reader.next(4), LineReader::Result::line);
  EXPECT_EQ(reader.next(4), LineReader::Result::too_long);
  EXPECT_EQ(reader.number(), 2U);
  LineReader endless;
  ASSERT_EQ(endless.open("/dev/zero"), "");
  EXPECT_EQ(endless.next(1 << 20), LineReader::Result::too_long);
  EXPECT_LT(endless.bytes_read(), 4U << 20);
}

TEST(LineReader, SaysWhyAFileCannotBeRead) {
  LineReader reader;
  EXPECT_EQ(reader.open("/nowhere/at/all"), "cannot be opened: No such file or directory");
  ASSERT_EQ(reader.open("/"), "");
  EXPECT_EQ(reader.next(10), LineReader::Result::failed);
  EXPECT_EQ(reader.error(), "cannot be read: Is a directory");
}

}  // namespace
}  // namespace tocsin::scenarios
