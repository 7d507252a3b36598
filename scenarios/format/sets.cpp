#include "scenarios/format/sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

namespace tocsin::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view on_request[] = {"load", "replay", "explore", "plan"};

bool only_on_request(const fs::path& directory) {
  return std::find(std::begin(on_request), std::end(on_request), directory.filename().string()) != std::end(on_request);
}

// Every *.json at or below the directory, in order of path.
std::vector<std::string> files_below(const fs::path& directory, std::error_code& error) {
  std::vector<std::string> files;
  fs::recursive_directory_iterator at(directory, error), end;
  while (!error && at != end) {
    if (at->is_directory(error)) {
      if (only_on_request(at->path())) at.disable_recursion_pending();
    } else if (!error && at->path().extension() == ".json" && at->is_regular_file(error)) {
      files.push_back(at->path().generic_string());
    }
    if (!error) at.increment(error);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::variant<std::vector<std::string>, Problems> scenario_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  std::set<std::string> seen;
  Problems problems;
  for (const std::string& path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    std::vector<std::string> found{path};
    if (!fs::exists(status)) {
      problems.add({path, 0, {}, "no such file or directory, expected a scenario or a directory of scenarios", {}});
      continue;
    }
    if (fs::is_directory(status)) {
      error.clear();
      found = files_below(path, error);
      if (error) problems.add({path, 0, {}, "cannot be listed: " + error.message(), {}});
    }
    for (std::string& file : found)
      if (seen.insert(fs::path(file).lexically_normal().generic_string()).second) files.push_back(std::move(file));
  }
  if (!problems.empty()) return problems;
  return files;
}

std::variant<std::vector<Scenario>, Problems> load_scenarios(const std::vector<std::string>& paths, const LoadOptions& options) {
  auto files = scenario_files(paths);
  if (Problems* problems = std::get_if<Problems>(&files)) return std::move(*problems);
  std::vector<Scenario> scenarios;
  std::map<std::string, std::string> file_of_id;
  Problems problems;
  for (const std::string& file : std::get<std::vector<std::string>>(files)) {
    auto loaded = load_scenario(file, options);
    if (const Problems* wrong = std::get_if<Problems>(&loaded)) {
      problems.add(*wrong);
      continue;
    }
    Scenario& scenario = std::get<Scenario>(loaded);
    const auto [first, fresh] = file_of_id.emplace(scenario.id, file);
    if (!fresh) {
      problems.add(
          {file, 0, "/id", fmt::format("{} is the id of {} too, expected another", in_quotes(scenario.id), first->second), {}});
      continue;
    }
    scenarios.push_back(std::move(scenario));
  }
  if (!problems.empty()) return problems;
  return scenarios;
}

}  // namespace tocsin::scenarios
