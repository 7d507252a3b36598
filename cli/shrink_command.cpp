#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "cli/commands.hpp"
#include "cli/run_setup.hpp"
#include "cli/shrink_view.hpp"
#include "reports/evidence.hpp"
#include "reports/text.hpp"
#include "scenarios/json/reader.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/run/policy_death.hpp"
#include "scenarios/shrink/replay_block.hpp"

namespace tocsin::cli {
namespace {

using scenarios::ExitCode;
using scenarios::ShrinkResult;

ExitCode code_of(const ShrinkResult& result) {
  switch (result.end) {
    case ShrinkResult::End::unusable:
    case ShrinkResult::End::not_failing:
      return ExitCode::bad_input;
    case ShrinkResult::End::internal:
      return ExitCode::internal;
    case ShrinkResult::End::steps:
    case ShrinkResult::End::time:
      // Ended before there was anything to make small.
      return result.fingerprint.empty() ? ExitCode::inconclusive : ExitCode::passed;
    case ShrinkResult::End::stopped:
      return result.signal == 15 ? ExitCode::terminated : ExitCode::interrupted;
    default:
      return ExitCode::passed;
  }
}

}  // namespace

int shrink_command(const ShrinkOptions& options, Console& console) {
  const auto memory = parse_size(options.memory);
  if (!memory)
    return bad_input(console, "--memory " + scenarios::in_quotes(options.memory) + ": expected a size like 2G or 512M");
  if (std::string problem = check_file("--output", options.output); !problem.empty()) return bad_input(console, problem);
  const bool names_kind = options.requirement.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  const std::vector<std::string_view> kinds = scenarios::finding_kinds();
  if (!names_kind) {
    if (std::string problem = check_requirements("--requirement", {options.requirement}); !problem.empty())
      return bad_input(console, problem);
  } else if (std::find(kinds.begin(), kinds.end(), options.requirement) == kinds.end()) {
    return bad_input(console, "--requirement: there is no kind of finding " + scenarios::in_quotes(options.requirement) + " (" +
                                  scenarios::suggestion(options.requirement, kinds) + ")");
  }
  const auto policy = scenarios::find_policy(options.policy);
  if (const auto* why = std::get_if<std::string>(&policy)) return bad_input(console, "--policy: " + *why);
  scenarios::Problems problems;
  const auto text = scenarios::read_bytes(options.file, problems, scenarios::Limits{}.bytes_max);
  if (!text) return bad_input(console, problems);

  scenarios::LoadOptions load;
  load.log = options.log;
  const auto parsed = scenarios::parse_scenario(*text, options.file, load);
  if (const auto* wrong = std::get_if<scenarios::Problems>(&parsed)) return bad_input(console, *wrong);
  if (const std::string problem = check_log(options.log, {&std::get<scenarios::Scenario>(parsed), 1}); !problem.empty())
    return bad_input(console, problem);

  ShrinkView view(console, options.quiet);
  scenarios::ShrinkOptions how;
  how.policy = std::get<scenarios::LoadedPolicy>(policy).policy;
  how.reference = reference_for(how.policy);
  how.requirement = options.requirement;
  how.fingerprint = options.fingerprint;
  how.file = options.file;
  how.log = options.log;
  how.seed = options.seed;
  how.replication = options.replication;
  how.jobs = options.jobs > 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  how.memory_bytes = *memory;
  how.steps_max = options.steps;
  how.seconds_max = static_cast<double>(options.seconds);
  how.now_s = console.now_s;
  how.observer = &view;
  const ShrinkResult result = scenarios::shrink(*text, how);
  view.clear();
  if (!result.problem.empty()) complain(console, result.problem);
  if (result.fingerprint.empty()) return static_cast<int>(code_of(result));
  const std::string problem = reports::write_file(
      options.output, with_replay_block(result, options.policy, options.requirement, reports::tool_version()));
  if (!problem.empty()) {
    complain(console, "--output: " + problem);
    return static_cast<int>(ExitCode::internal);
  }
  console.out << shrunk_text(result) << "  " << reports::command_line(console.program, {"replay", options.output}) << "\n";
  return static_cast<int>(code_of(result));
}

}  // namespace tocsin::cli
