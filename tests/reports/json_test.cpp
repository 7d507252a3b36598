// Goal: the JSON document is complete, and identical outside `identity` for identical work.
// Method: approved outputs; two identities over one result differ in that member alone.
#include "reports/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/reports/golden.hpp"
#include "tests/reports/sample.hpp"

namespace tocsin::reports {
namespace {

TEST(JsonReport, IsTheApprovedOne) {
  expect_golden("passed.json", json_report(passed_run(), some_identity()));
  expect_golden("failed.json", json_report(failed_run(), some_identity()));
  expect_golden("partial.json", json_report(partial_run(), some_identity()));
}

TEST(JsonReport, OnlyTheIdentityKnowsWhoRanIt) {
  Identity other = some_identity();
  other.run_id = "other";
  other.jobs = 64;
  other.elapsed_s = 99;
  other.machine = "another";
  auto a = nlohmann::ordered_json::parse(json_report(failed_run(), some_identity()));
  auto b = nlohmann::ordered_json::parse(json_report(failed_run(), other));
  EXPECT_NE(a, b);
  a.erase("identity");
  b.erase("identity");
  EXPECT_EQ(a.dump(), b.dump());
}

TEST(JsonReport, TakesAnyBytesAsNames) {
  auto run = passed_run();
  run.policy = "a\xff\x01.so";
  const auto parsed = nlohmann::json::parse(json_report(run, some_identity()));
  EXPECT_EQ(parsed["policy"], "a\xEF\xBF\xBD\x01.so");
}

}  // namespace
}  // namespace tocsin::reports
