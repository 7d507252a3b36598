// Goal: a path means exactly the files it should, and every shipped scenario loads under an id of its own.
// Method: a temporary tree of files; then the shipped directories.
#include "scenarios/format/sets.hpp"
#include <source_dir.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tocsin::scenarios {
namespace {

namespace fs = std::filesystem;

class Sets : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) / (std::string("sets_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    for (const char* file :
         {"b.json", "a.json", "notes.txt", "deep/c.json", "load/d.json", "deep/plan/e.json", "replay/f.json"}) {
      fs::create_directories((root_ / file).parent_path());
      std::ofstream(root_ / file) << "{}";
    }
  }
  void TearDown() override { fs::remove_all(root_); }

  std::vector<std::string> files(const std::vector<std::string>& paths) {
    std::vector<std::string> absolute;
    for (const std::string& path : paths) absolute.push_back((root_ / path).string());
    const auto found = scenario_files(absolute);
    std::vector<std::string> relative;
    if (const auto* names = std::get_if<std::vector<std::string>>(&found))
      for (const std::string& name : *names) relative.push_back(fs::path(name).lexically_relative(root_).generic_string());
    return relative;
  }

  fs::path root_;
};

TEST_F(Sets, WhatAPathMeans) {
  using List = std::vector<std::string>;
  EXPECT_EQ(files({""}), (List{"a.json", "b.json", "deep/c.json"}));
  EXPECT_EQ(files({"load"}), (List{"load/d.json"}));
  EXPECT_EQ(files({"deep/plan/"}), (List{"deep/plan/e.json"}));
  EXPECT_EQ(files({"replay/f.json", "deep", "deep/c.json"}), (List{"replay/f.json", "deep/c.json"}));
  EXPECT_EQ(files({"notes.txt"}), (List{"notes.txt"}));  // a file means itself, whatever its name
}

TEST_F(Sets, MissingPathsAreProblems) {
  const auto found = scenario_files({(root_ / "absent").string(), (root_ / "a.json").string()});
  ASSERT_TRUE(std::holds_alternative<Problems>(found));
  EXPECT_NE(std::get<Problems>(found).text().find("absent: no such file or directory, expected a scenario or a directory of"),
            std::string::npos);
}

TEST_F(Sets, IdsAreUnique) {
  const std::string text =
      R"({"id": "X", "title": "t", "purpose": "p", "exercises": [], "horizon": "1s", "agents": [{"name": "a"}]})";
  for (const char* file : {"a.json", "b.json", "deep/c.json"}) std::ofstream(root_ / file) << text;
  const auto one = load_scenarios({(root_ / "a.json").string()});
  ASSERT_TRUE(std::holds_alternative<std::vector<Scenario>>(one));
  const auto all = load_scenarios({root_.string()});
  ASSERT_TRUE(std::holds_alternative<Problems>(all));
  EXPECT_EQ(std::get<Problems>(all).count(), 2U);
  EXPECT_EQ(std::get<Problems>(all).kept()[0].pointer, "/id");
}

TEST(ShippedScenarios, AllLoad) {
  const std::string directory = std::string(source_dir) + "/scenarios";
  LoadOptions options;
  options.read_logs = false;  // the recorded log is the user's
  std::vector<std::string> paths{directory};
  for (const char* name : {"load", "replay"})
    if (fs::exists(directory + "/" + name)) paths.push_back(directory + "/" + name);
  const auto all = load_scenarios(paths, options);
  if (const Problems* problems = std::get_if<Problems>(&all)) FAIL() << problems->text();
  for (const Scenario& scenario : std::get<std::vector<Scenario>>(all)) {
    EXPECT_FALSE(scenario.exercises.empty()) << scenario.file;
    EXPECT_TRUE(!scenario.generated || scenario.replications > 1) << scenario.file;
  }
}

// What the documentation shows as complete is.
// A file outside the sets would be run by nobody and missed by nobody.
TEST(ShippedScenarios, EveryFileIsInASet) {
  const fs::path root = fs::path(source_dir) / "scenarios";
  const std::vector<std::string> sets{"compliance", "load", "replay", "explore", "plan"};
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".json") continue;
    const fs::path inside = entry.path().lexically_relative(root);
    EXPECT_NE(std::find(sets.begin(), sets.end(), inside.begin()->generic_string()), sets.end())
        << "scenarios/" << inside.generic_string()
        << " is in no set: move it into scenarios/compliance, which every run judges, or into "
        << "load, replay, explore or plan, which are run when named";
  }
}

TEST(ShippedScenarios, TheDocumentedExampleLoads) {
  std::ifstream stream(std::string(source_dir) + "/docs/scenarios.md");
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto begin = text.find("```json\n{\n");
  ASSERT_NE(begin, std::string::npos);
  const auto end = text.find("```", begin + 3);
  const auto loaded = parse_scenario(std::string_view(text).substr(begin + 8, end - begin - 8), "docs/scenarios.md");
  if (const Problems* problems = std::get_if<Problems>(&loaded)) FAIL() << problems->text();
}

}  // namespace
}  // namespace tocsin::scenarios
