#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "cli/commands.hpp"
#include "cli/explore_end.hpp"
#include "cli/explore_scope.hpp"
#include "cli/run_setup.hpp"
#include "reports/format.hpp"
#include "reports/text.hpp"
#include "scenarios/explore/explore.hpp"
#include "scenarios/explore/scope.hpp"
#include "scenarios/json/reader.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {
namespace {

using scenarios::ExitCode;

void tell_grid(const scenarios::Exploration& exploration, Console& console) {
  console.out << reports::wrapped("about     " + scenarios::printable(exploration.about, 400), 80, 10) << "\n";
  for (const scenarios::Choice& choice : exploration.choices) {
    std::string line = "choice    " + scenarios::printable(choice.name) + ":";
    for (const std::string& value : choice.of)
      line += " " + (value == "null" ? "absent" : value.front() == '{' ? "present" : scenarios::printable(value));
    console.out << reports::wrapped(line, 80, 10) << "\n";
  }
}

void tell_counterexample(const scenarios::Exploration& exploration, const scenarios::Counterexample& found, Console& console) {
  console.out << "\nshortest counterexample\n";
  for (const std::string& violation : found.violations) console.out << "  " << violation << "\n";
  console.out << "  in the schedule in which\n";
  bool plain = found.disturbance.empty();
  for (std::size_t i = 0; i < found.picks.size(); ++i) {
    if (found.picks[i] == 0) continue;
    plain = false;
    console.out << "    " << scenarios::printable(exploration.choices[i].name) << ": "
                << scenarios::printable(exploration.choices[i].of[found.picks[i]], 400) << "\n";
  }
  if (plain) console.out << "    every choice has its plainest value\n";
  if (!found.disturbance.empty()) console.out << "    " << found.disturbance << "\n";
  if (found.failure) tell_flow(*found.failure, console);
}

// False: the file cannot be written.
bool write_schedule(const scenarios::Exploration& exploration, const scenarios::Counterexample& found,
                    const ExploreOptions& options, Console& console) {
  if (!found.disturbance.empty()) {
    complain(console, "a scenario cannot say what happened to the policy, so no file was written");
    return true;
  }
  std::ofstream file(options.counterexample, std::ios::binary);
  file << scenarios::schedule_text(exploration, found.picks);
  file.close();
  if (!file) {
    complain(console, "cannot write " + scenarios::in_quotes(options.counterexample));
    return false;
  }
  console.out << "\n  " << reports::command_line(console.program, {"run", options.counterexample, "--policy", options.policy})
              << "\n";
  return true;
}

}  // namespace

int explore_command(const ExploreOptions& options, Console& console) {
  if (scenarios::is_scope(options.file)) return explore_scope(options, console);
  if (const std::string kind = scenarios::schema_of(options.file);
      kind.starts_with("urn:tocsin:") && !scenarios::is_exploration(options.file))
    return bad_input(console, options.file + ": /$schema: " + scenarios::in_quotes(kind) +
                                  " is neither that of a scope (\"urn:tocsin:scope:1\") nor of an exploration "
                                  "(\"urn:tocsin:explore:1\"): docs/explore.md");
  if (const std::string problem = check_file("--counterexample", options.counterexample); !problem.empty())
    return bad_input(console, problem);
  const auto loaded = scenarios::load_exploration(options.file);
  if (const auto* problems = std::get_if<scenarios::Problems>(&loaded)) return bad_input(console, *problems);
  const auto& exploration = std::get<scenarios::Exploration>(loaded);
  const auto policy = scenarios::find_policy(options.policy);
  if (const auto* problem = std::get_if<std::string>(&policy)) return bad_input(console, *problem);
  scenarios::ExploreOptions how;
  how.policy = std::get<scenarios::LoadedPolicy>(policy).policy;
  how.jobs = options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  how.stop_signal = console.stop_signal;

  if (exploration.restarts && (!how.policy->snapshot || !how.policy->restore))
    return bad_input(console, "the exploration restarts the policy, which has no snapshot and restore");

  const double start = console.now_s();
  const scenarios::ExploreResult result = scenarios::explore(exploration, how);
  console.err << fmt::format("{:.1f} s\n", console.now_s() - start);
  tell_grid(exploration, console);
  console.out << fmt::format("schedules {} of {}, opaque: {} schedules, no merging\n", result.done, result.schedules,
                             result.runs);
  console.out << fmt::format("traces    {} distinct, by a hash of 128 bits; {} events judged\n", result.distinct, result.events);

  const ExploreEnd end{result.internal_error, result.signal,   !result.counterexample.empty(), false,
                       result.vacuous,        "in no schedule"};
  bool written = true;
  const int code = end_exploration(end, console, [&] {
    tell_counterexample(exploration, result.counterexample.front(), console);
    written = options.counterexample.empty() || write_schedule(exploration, result.counterexample.front(), options, console);
  });
  return written ? code : static_cast<int>(ExitCode::bad_input);
}

}  // namespace tocsin::cli
