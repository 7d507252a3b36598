// Goal: the table for people says what the result says, fits 80 columns, ends with the verdict and never speaks by colour alone.
// Method: approved outputs of hand-made results; every line is measured; the coloured output without its colours is the plain
// one.
#include "reports/text.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/reports/golden.hpp"
#include "tests/reports/sample.hpp"

namespace tocsin::reports {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string without_colors(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\033')
      plain += text[i];
    else
      i = text.find('m', i);
  }
  return plain;
}

TEST(TextReport, IsTheApprovedOne) {
  expect_golden("passed.txt", text_report(passed_run(), {}));
  expect_golden("failed.txt", text_report(failed_run(), {}));
  expect_golden("partial.txt", text_report(partial_run(), {}));
}

TEST(TextReport, FitsEightyColumns) {
  for (const auto& run : {passed_run(), failed_run(), partial_run()})
    for (const std::string& line : lines_of(text_report(run, {}))) {
      // A line to copy into a shell is not broken.
      if (line.find("tocsin run ") != std::string::npos) continue;
      EXPECT_LE(line.size(), 80u) << line;
    }
}

TEST(TextReport, EndsWithTheVerdict) {
  EXPECT_EQ(lines_of(text_report(passed_run(), {})).back(), "verdict: PASS: 2 passed, 0 failed, 0 neither (exit 0)");
  EXPECT_EQ(lines_of(text_report(failed_run(), {})).back(), "verdict: UNTRUSTED: 1 passed, 1 failed, 2 neither (exit 3)");
  EXPECT_EQ(lines_of(text_report(partial_run(), {})).back(),
            "verdict: INTERRUPTED (partial): 2 passed, 0 failed, 0 neither (exit 130)");
}

TEST(TextReport, ColorsAddNothingButColor) {
  const std::string plain = text_report(failed_run(), {});
  const std::string colored = text_report(failed_run(), {.color = true});
  EXPECT_EQ(plain.find('\033'), std::string::npos);
  EXPECT_NE(colored, plain);
  EXPECT_EQ(without_colors(colored), plain);
}

TEST(TextReport, TheLineToCopySurvivesAShell) {
  const std::string text = text_report(failed_run(), {.program = "build/release/tocsin"});
  EXPECT_NE(
      text.find("build/release/tocsin run 'scenarios/a b'\\''s.json' --only EC-16 --seed 7 --replication 3 --trace fail.jsonl\n"),
      std::string::npos)
      << text;
}

}  // namespace
}  // namespace tocsin::reports
