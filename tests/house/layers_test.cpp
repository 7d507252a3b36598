// Goal: dependencies point down only, as CONTRIBUTING.md draws them.
// Method: the include directives of all sources are held against one table of what each folder may include, and searched for
// cycles. The same functions judge small trees with one wrong include each, so that the check is seen to fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "tests/house/tree.hpp"

namespace tocsin::house {
namespace {

// What the files of a folder may include by "...": themselves and what lies in or under these. The longest matching folder
// decides.
struct Folder {
  std::string path;
  std::vector<std::string> may_include;
};
const std::vector<Folder> folders = {
    {"sim", {}},
    {"policy", {}},
    {"models/trace", {"sim"}},
    {"models", {"policy", "sim"}},
    {"scenarios/requirements",
     {"sim/monitor", "sim/time.hpp", "sim/assert.hpp", "sim/encoder.hpp", "sim/flat_map.hpp", "models/trace"}},
    {"scenarios", {"models", "policy", "sim"}},
    {"reports", {"scenarios", "models", "policy", "sim"}},
    {"cli", {"reports", "scenarios", "models", "policy", "sim"}},
};

// The code under test runs in production, deterministic and alone: no input or output, threads, clocks or chance, and no library.
const std::set<std::string, std::less<>> barred_from_policy = {"atomic",     "barrier",   "chrono",       "condition_variable",
                                                               "cstdio",     "ctime",     "filesystem",   "fstream",
                                                               "future",     "iostream",  "istream",      "latch",
                                                               "locale",     "mutex",     "ostream",      "random",
                                                               "regex",      "semaphore", "shared_mutex", "stop_token",
                                                               "syncstream", "thread",    "stdio.h",      "time.h"};

const Folder* folder_of(std::string_view path) {
  const Folder* found = nullptr;
  for (const Folder& folder : folders) {
    if (is_under(path, folder.path) && (found == nullptr || folder.path.size() > found->path.size())) found = &folder;
  }
  return found;
}

bool allowed(const Folder& folder, std::string_view target) {
  const auto in = [&](const std::string& place) { return target == place || is_under(target, place); };
  // A subfolder with a rule of its own is closed to nobody: its files belong to the layer.
  return in(folder.path) || std::any_of(folder.may_include.begin(), folder.may_include.end(), in);
}

bool standard_header(std::string_view path) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  const std::string_view stem = path.substr(0, path.ends_with(".h") ? path.size() - 2 : path.size());
  return !stem.empty() && std::all_of(stem.begin(), stem.end(), plain);
}

std::vector<std::string> wrong_includes(const Tree& tree) {
  std::vector<std::string> wrong;
  for (const auto& [path, text] : tree) {
    // A test obeys the rule of the folder that it mirrors, and shares helpers with its neighbours.
    const bool test = is_under(path, "tests");
    const Folder* folder = folder_of(test ? std::string_view(path).substr(6) : path);
    if (folder == nullptr || !is_source(path)) continue;
    for (const Include& include : includes_of(text)) {
      const std::string place = path + ":" + std::to_string(include.line) + ": ";
      if (include.quoted) {
        const bool helper = test && is_under(include.path, "tests");
        if (!helper && !allowed(*folder, include.path)) wrong.push_back(place + "may not include " + include.path);
        if (!tree.contains(include.path)) wrong.push_back(place + include.path + " is no path from the project's root");
      } else if (folder->path == "policy" && !test) {
        const bool sound = standard_header(include.path) && !barred_from_policy.contains(include.path);
        if (!sound) wrong.push_back(place + "a policy may not include <" + include.path + ">");
      }
    }
  }
  return wrong;
}

// One cycle of includes, as "a.hpp > b.hpp > a.hpp", or nothing.
class CycleSearch {
 public:
  explicit CycleSearch(const Tree& tree) : tree_(tree) {}
  std::optional<std::string> find() {
    for (const auto& [path, text] : tree_) {
      if (is_source(path) && visit(path)) return cycle_;
    }
    return std::nullopt;
  }

 private:
  bool visit(const std::string& path) {
    if (const auto at = std::find(open_.begin(), open_.end(), path); at != open_.end()) {
      for (auto step = at; step != open_.end(); ++step) cycle_ += *step + " > ";
      cycle_ += path;
      return true;
    }
    const auto file = tree_.find(path);
    if (file == tree_.end() || !done_.insert(path).second) return false;
    open_.push_back(path);
    for (const Include& include : includes_of(file->second)) {
      if (include.quoted && visit(include.path)) return true;
    }
    open_.pop_back();
    return false;
  }

  const Tree& tree_;
  std::set<std::string> done_;
  std::vector<std::string> open_;
  std::string cycle_;
};

// The kernel is generic. "Call" and "caller" are left out: functions are called too.
const std::vector<std::string> telephony = {
    "agent",     "agents",    "contact centre",  "call centre", "dial",   "dialled", "redial",
    "telephone", "telephony", "phone",           "trunk",       "trunks", "sip",     "psap",
    "invite",    "emergency", "callback number", "voicemail",   "headset"};

std::vector<std::string> telephony_words(const Tree& tree) {
  std::vector<std::string> found;
  for (const auto& [path, text] : tree) {
    if (!is_under(path, "sim")) continue;
    for (const std::string& word : telephony) {
      if (const unsigned line = line_of_word(text, word))
        found.push_back(path + ":" + std::to_string(line) + ": \"" + word + "\"");
    }
  }
  return found;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(Layers, EveryIncludePointsDown) { EXPECT_EQ(joined(wrong_includes(read_tree())), ""); }

TEST(Layers, NoIncludesGoInCircles) { EXPECT_EQ(CycleSearch(read_tree()).find().value_or(""), ""); }

TEST(Layers, TheKernelKnowsNoTelephony) { EXPECT_EQ(joined(telephony_words(read_tree())), ""); }

TEST(Layers, TheTreeIsReallyRead) {
  const Tree tree = read_tree();
  for (const char* folder : {"sim", "policy", "models", "scenarios"}) {
    const auto inside = [&](const auto& file) { return is_under(file.first, folder) && is_source(file.first); };
    EXPECT_TRUE(std::any_of(tree.begin(), tree.end(), inside)) << folder << " holds no source";
  }
  EXPECT_FALSE(includes_of(tree.at("sim/choices.cpp")).empty());
}

TEST(Layers, AWrongIncludeIsFound) {
  const Tree targets = {{"sim/time.hpp", ""},           {"sim/monitor/a.hpp", ""},    {"models/world.hpp", ""},
                        {"models/trace/event.hpp", ""}, {"scenarios/loader.hpp", ""}, {"policy/rules.hpp", ""},
                        {"reports/text.hpp", ""},       {"tests/sim/helper.hpp", ""}};
  const auto judged = [&](const std::string& path, const std::string& text) {
    Tree tree = targets;
    tree[path] = text;
    return joined(wrong_includes(tree));
  };
  EXPECT_EQ(judged("sim/x.hpp", "// a\n#  include \"models/world.hpp\"\n"), "sim/x.hpp:2: may not include models/world.hpp\n");
  EXPECT_EQ(judged("sim/x.hpp", "#include \"policy/rules.hpp\""), "sim/x.hpp:1: may not include policy/rules.hpp\n");
  EXPECT_EQ(judged("policy/x.cpp", "#include \"sim/time.hpp\""), "policy/x.cpp:1: may not include sim/time.hpp\n");
  EXPECT_EQ(judged("policy/x.cpp", "#include <fmt/format.h>"), "policy/x.cpp:1: a policy may not include <fmt/format.h>\n");
  EXPECT_EQ(judged("policy/x.cpp", "#include <chrono>"), "policy/x.cpp:1: a policy may not include <chrono>\n");
  EXPECT_EQ(judged("policy/x.cpp", "#include <vector>\n#include <stdint.h>\n#include \"policy/rules.hpp\""), "");
  EXPECT_EQ(judged("models/x.cpp", "#include \"scenarios/loader.hpp\""),
            "models/x.cpp:1: may not include scenarios/loader.hpp\n");
  EXPECT_EQ(judged("models/trace/x.cpp", "#include \"policy/rules.hpp\""),
            "models/trace/x.cpp:1: may not include policy/rules.hpp\n");
  EXPECT_EQ(judged("models/x.cpp", "#include \"models/trace/event.hpp\"\n#include \"sim/time.hpp\""), "");
  const std::string requirement = "scenarios/requirements/ec_16.cpp";
  EXPECT_EQ(judged(requirement, "#include \"models/world.hpp\""), requirement + ":1: may not include models/world.hpp\n");
  EXPECT_EQ(judged(requirement, "#include \"scenarios/loader.hpp\""), requirement + ":1: may not include scenarios/loader.hpp\n");
  EXPECT_EQ(judged(requirement, "#include \"sim/monitor/a.hpp\"\n#include \"models/trace/event.hpp\"\n#include \"sim/time.hpp\""),
            "");
  EXPECT_EQ(judged("tests/sim/x_test.cpp", "#include \"reports/text.hpp\""),
            "tests/sim/x_test.cpp:1: may not include reports/text.hpp\n");
  EXPECT_EQ(judged("tests/sim/x_test.cpp", "#include \"tests/sim/helper.hpp\"\n#include <gtest/gtest.h>"), "");
  EXPECT_EQ(judged("sim/x.cpp", "#include \"x.hpp\""),
            "sim/x.cpp:1: may not include x.hpp\nsim/x.cpp:1: x.hpp is no path from the project's root\n");
}

TEST(Layers, ACircleIsFound) {
  Tree tree = {{"models/a/x.hpp", "#include \"models/b/y.hpp\"\n"},
               {"models/b/y.hpp", "#include \"models/b/z.hpp\"\n"},
               {"models/b/z.hpp", ""}};
  EXPECT_EQ(CycleSearch(tree).find(), std::nullopt);
  tree["models/b/z.hpp"] = "#include \"models/a/x.hpp\"\n";
  EXPECT_EQ(CycleSearch(tree).find(), "models/a/x.hpp > models/b/y.hpp > models/b/z.hpp > models/a/x.hpp");
}

TEST(Layers, ATelephonyWordIsFound) {
  EXPECT_EQ(joined(telephony_words({{"sim/a.hpp", "// the agency\n"}, {"models/b.hpp", "agent"}})), "");
  EXPECT_EQ(joined(telephony_words({{"sim/a.hpp", "\nint Agent_count;"}})), "sim/a.hpp:2: \"agent\"\n");
}

}  // namespace
}  // namespace tocsin::house
