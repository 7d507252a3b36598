// Goal: the rules of the house that a compiler does not know: what files may say, and what a run may not depend on.
// Method: all files are searched for the forbidden words; each rule is also shown a text that breaks it. The words are put
// together here from pieces, so that this file does not break its own rules.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/house/tree.hpp"

namespace tocsin::house {
namespace {

// Returns one line per violation.
std::string broken(const Tree& tree, const std::function<unsigned(const std::string& path, const std::string& text)>& rule) {
  std::string lines;
  for (const auto& [path, text] : tree) {
    if (const unsigned line = rule(path, text)) lines += path + ":" + std::to_string(line) + "\n";
  }
  return lines;
}

unsigned names_the_workplace(const std::string&, const std::string& text) {
  return std::max(line_of(text, std::string("/wo") + "rk/"), line_of(text, std::string("../sha") + "red"));
}

unsigned leaves_work_undone(const std::string& path, const std::string& text) {
  if (!is_source(path)) return 0;
  return std::max({line_of_word(text, std::string("TO") + "DO"), line_of_word(text, std::string("FIX") + "ME"),
                   line_of_word(text, std::string("XX") + "X")});
}

// A run is the same on every machine and with every standard library: none of its distributions, clocks or hash orders.
unsigned depends_on_the_machine(const std::string& path, const std::string& text) {
  if (!is_under(path, "models") && !is_under(path, "sim") && !is_under(path, "policy")) return 0;
  unsigned line = 0;
  for (const char* word : {"<random>", "system_clock", "std::unordered_", "std::rand(", "std::time(", "std::hash<"}) {
    line = std::max(line, line_of(text, word));
  }
  return line;
}

unsigned header_without_guard(const std::string& path, const std::string& text) {
  if (!is_header(path)) return 0;
  // A header for C, and the package that is installed with one, cannot count on the pragma.
  const bool for_export = path.ends_with(".h") || path.starts_with("policy/");
  const bool guarded = line_of(text, "#pragma once\n") != 0 || (for_export && line_of(text, "#ifndef ") != 0);
  return guarded ? 0 : 1;
}

// Headers say what they are; tests say goal and method.
unsigned opens_without_prose(const std::string& path, const std::string& text) {
  if (!is_header(path) && !path.ends_with("_test.cpp")) return 0;
  return text.starts_with("// ") || text.starts_with("/*") ? 0 : 1;
}

TEST(House, NoFileNamesTheWorkplace) {
  EXPECT_EQ(broken(read_tree(), names_the_workplace), "");
  EXPECT_EQ(broken({{"a.md", std::string("x\nsee /wo") + "rk/a"}}, names_the_workplace), "a.md:2\n");
}

TEST(House, NothingIsLeftUndone) {
  EXPECT_EQ(broken(read_tree(), leaves_work_undone), "");
  EXPECT_EQ(broken({{"a.cpp", std::string("// TO") + "DO: later"}, {"b.cpp", "todoist"}}, leaves_work_undone), "a.cpp:1\n");
}

TEST(House, ARunDependsOnNoMachine) {
  EXPECT_EQ(broken(read_tree(), depends_on_the_machine), "");
  EXPECT_EQ(broken({{"sim/a.hpp", "#include <random>"},
                    {"models/b.cpp", "\nstd::unordered_map<int, int> m;"},
                    {"reports/c.cpp", "system_clock"}},
                   depends_on_the_machine),
            "models/b.cpp:2\nsim/a.hpp:1\n");
}

TEST(House, HeadersAreGuarded) {
  EXPECT_EQ(broken(read_tree(), header_without_guard), "");
  EXPECT_EQ(broken({{"a.hpp", "#ifndef A\n"}, {"b.h", "#ifndef B\n"}, {"c.hpp", "#pragma once\n"}}, header_without_guard),
            "a.hpp:1\n");
}

TEST(House, HeadersAndTestsOpenWithProse) {
  EXPECT_EQ(broken(read_tree(), opens_without_prose), "");
  EXPECT_EQ(broken({{"a.hpp", "#pragma once\n"}, {"a_test.cpp", "#include <a>\n"}, {"a.cpp", ""}}, opens_without_prose),
            "a.hpp:1\na_test.cpp:1\n");
}

TEST(House, TheTopHoldsWhatANewcomerNeeds) {
  const Tree tree = read_tree();
  for (const char* file : {"README.md", "LICENSE", "NOTICE", "CONTRIBUTING.md", "dev", ".ci/run"}) {
    EXPECT_TRUE(tree.contains(file)) << file;
  }
}

}  // namespace
}  // namespace tocsin::house
