#include <variant>

#include "cli/commands.hpp"
#include "scenarios/explore/exploration.hpp"
#include "scenarios/explore/scope.hpp"
#include "scenarios/format/sets.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {
namespace {

scenarios::Problems problems_of(const std::string& file) {
  if (scenarios::is_scope(file)) {
    const auto scope = scenarios::load_scope(file);
    if (const auto* problems = std::get_if<scenarios::Problems>(&scope)) return *problems;
    return {};
  }
  if (!scenarios::is_exploration(file)) return scenarios::validate(file);
  const auto loaded = scenarios::load_exploration(file);
  if (const auto* problems = std::get_if<scenarios::Problems>(&loaded)) return *problems;
  return {};
}

}  // namespace

int validate_command(const ValidateOptions& options, Console& console) {
  using scenarios::ExitCode;
  const auto files = scenarios::scenario_files(options.paths);
  if (const auto* problems = std::get_if<scenarios::Problems>(&files)) return bad_input(console, *problems);
  std::size_t bad = 0;
  const auto& list = std::get<std::vector<std::string>>(files);
  for (const std::string& file : list) {
    const scenarios::Problems problems = problems_of(file);
    bad += !problems.empty();
    console.err << problems.text();
    if (problems.empty()) console.out << scenarios::printable(file, 4096) << ": ok\n";
  }
  if (list.empty()) {
    complain(console, "no scenarios there");
    return static_cast<int>(ExitCode::nothing_selected);
  }
  return bad == 0 ? 0 : static_cast<int>(ExitCode::bad_input);
}

}  // namespace tocsin::cli
