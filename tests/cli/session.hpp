// One call of the program inside the test's process, in a folder of its own.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <source_dir.hpp>
#include "cli/app.hpp"

namespace tocsin::cli {

struct Said {
  int code = 0;
  std::string out;
  std::string err;
};

class Session : public testing::Test {
 protected:
  Session() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tocsin-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~Session() override { std::filesystem::remove_all(folder_); }

  // Runs the program with these arguments; files go into the session's folder unless they name another place.
  Said tocsin(std::vector<std::string> arguments, const std::function<void(Console&)>& prepare = {}) {
    std::ostringstream out, err;
    Console console{.out = out, .err = err};
    const auto start = std::chrono::steady_clock::now();
    console.now_s = [start] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    if (prepare) prepare(console);
    const int code = run_app(arguments, console);
    return {code, out.str(), err.str()};
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return path(name);
  }
  std::string read(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    EXPECT_TRUE(in) << name;
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) names.insert(entry.path().filename().string());
    return names;
  }

  std::filesystem::path folder_;
};

inline std::string source(const std::string& name) { return std::string(source_dir) + "/" + name; }

// A small scenario that passes: a day without an emergency, equal to the one under the null policy.
inline std::string quiet_scenario(const std::string& id, const std::string& more = "") {
  return R"({"id": ")" + id + R"(", "title": "Nothing happens", "purpose": "One ordinary call.", "exercises": ["EC-34"],
  "horizon": "10m", "numbers": [{"number": "+12065550001", "kind": "calling_plan"}],
  "pool": {"first": "+12065550100", "count": 4},
  "capacity_profiles": [{"name": "voice", "limit": 2}],
  "outbound_profiles": [{"name": "out", "channel": "voice", "number": "+12065550001", "capacity_profiles": ["voice"]}],
  "agents": [{"name": "ada", "capacity_profile": "voice", "outbound_profile": "out", "status": "available"}],
  "acts": [{"at": "2m", "act": "dial", "agent": "ada", "dial": "+12065551234"}])" +
         more + "}\n";
}

}  // namespace tocsin::cli
