// Goal: other tools see red wherever this one does, in XML they can read.
// Method: approved outputs; the counts that a suite states are counted again; names with characters that XML cannot carry.
#include "reports/junit.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "tests/reports/golden.hpp"
#include "tests/reports/sample.hpp"

namespace tocsin::reports {
namespace {

TEST(JunitReport, IsTheApprovedOne) {
  expect_golden("passed.xml", junit_report(passed_run()));
  expect_golden("failed.xml", junit_report(failed_run()));
  expect_golden("partial.xml", junit_report(partial_run()));
}

TEST(JunitReport, CountsAreRight) {
  for (const auto& run : {passed_run(), failed_run(), partial_run()}) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(junit_report(run).c_str()));
    unsigned tests = 0, failures = 0, errors = 0;
    for (const pugi::xml_node suite : document.child("testsuites").children("testsuite")) {
      unsigned in_suite = 0, failed = 0, wrong = 0, skipped = 0;
      for (const pugi::xml_node test : suite.children("testcase")) {
        ++in_suite;
        failed += !test.child("failure").empty();
        wrong += !test.child("error").empty();
        skipped += !test.child("skipped").empty();
      }
      EXPECT_EQ(suite.attribute("tests").as_uint(), in_suite);
      EXPECT_EQ(suite.attribute("failures").as_uint(), failed);
      EXPECT_EQ(suite.attribute("errors").as_uint(), wrong);
      EXPECT_EQ(suite.attribute("skipped").as_uint(), skipped);
      tests += in_suite, failures += failed, errors += wrong;
    }
    EXPECT_EQ(document.child("testsuites").attribute("tests").as_uint(), tests);
    EXPECT_EQ(document.child("testsuites").attribute("failures").as_uint(), failures);
    EXPECT_EQ(document.child("testsuites").attribute("errors").as_uint(), errors);
    EXPECT_EQ(failures + errors == 0, run.exit_code == scenarios::ExitCode::passed);
  }
}

TEST(JunitReport, CarriesNoControlCharacters) {
  auto run = passed_run();
  run.scenarios[0].name = std::string("S\x01<&>\"\x1b");
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(junit_report(run).c_str()));
  EXPECT_STREQ(document.child("testsuites").child("testsuite").attribute("name").as_string(), "S?<&>\"?");
}

}  // namespace
}  // namespace tocsin::reports
