#include "cli/run_setup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <thread>

#include "scenarios/format/sets.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/requirements/registry.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;
using namespace scenarios;

constexpr std::uint64_t memory_min = std::uint64_t{16} << 20;

// What belongs into every command that shows a failure again.
std::vector<std::string> arguments_to_repeat(const RunOptions& options) {
  std::vector<std::string> arguments;
  const auto add = [&](const char* flag, const std::optional<std::string>& value) {
    if (value) arguments.insert(arguments.end(), {flag, *value});
  };
  if (options.policy != "builtin") add("--policy", options.policy);
  if (options.memory != RunOptions{}.memory) add("--memory", options.memory);
  add("--log", options.log.file);
  add("--log-time", options.log.time_column);
  add("--log-duration", options.log.duration_column);
  add("--log-time-format", options.log.time_format);
  add("--log-duration-format", options.log.duration_format);
  add("--log-zero", options.log.zero_duration);
  add("--log-delimiter", options.log.delimiter);
  return arguments;
}

std::string check_places(const RunOptions& options, const RunSetup& setup) {
  for (const auto& [kind, path] : setup.reports)
    if (std::string problem = check_file("--report", path); !problem.empty()) return problem;
  if (std::string problem = check_file("--trace", options.trace); !problem.empty()) return problem;
  return options.no_out ? std::string() : check_folder("--out", options.out);
}

}  // namespace

std::string check_requirements(const std::string& what, const std::vector<std::string>& ids) {
  std::vector<std::string_view> known;
  for (const requirements::Requirement* requirement : requirements::all_requirements()) known.push_back(requirement->card.id);
  for (const std::string& id : ids)
    if (!requirements::find_requirement(id))
      return what + ": there is no requirement " + in_quotes(id) + " (" + suggestion(id, known) + ")";
  return {};
}

std::string parse_reports(const std::vector<std::string>& given, ReportPlaces& places) {
  for (const std::string& report : given) {
    const std::size_t equals = report.find('=');
    const std::string kind = report.substr(0, equals);
    if (equals == std::string::npos || equals + 1 == report.size())
      return "--report " + in_quotes(report) + ": expected KIND=FILE, like junit=junit.xml";
    ReportKind which = ReportKind::text;
    if (kind == "json")
      which = ReportKind::json;
    else if (kind == "junit")
      which = ReportKind::junit;
    else if (kind != "text")
      return "--report: there is no kind " + in_quotes(kind) + " (" + suggestion(kind, {"text", "json", "junit"}) + ")";
    places.emplace_back(which, report.substr(equals + 1));
  }
  return {};
}

std::string check_file(const std::string& what, const std::string& path) {
  if (path.empty()) return {};
  std::error_code error;
  if (fs::is_directory(path, error)) return fmt::format("{} {}: is a folder, expected a file", what, printable(path, 400));
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status) && access(path.c_str(), W_OK) != 0)
    return fmt::format("{} {}: {}", what, printable(path, 400), std::strerror(errno));
  if (fs::exists(status) && !fs::is_regular_file(status)) return {};
  const fs::path parent = fs::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    return fmt::format("{} {}: the folder {} cannot be written to: {}", what, printable(path, 400), printable(folder, 400),
                       std::strerror(errno));
  return {};
}

std::string check_folder(const std::string& what, const std::string& path) {
  std::error_code error;
  fs::path at = fs::absolute(path, error);
  while (!at.empty() && !fs::exists(at, error) && at != at.parent_path()) at = at.parent_path();
  if (!fs::is_directory(at, error))
    return fmt::format("{} {}: {} is no folder", what, printable(path, 400), printable(at.string(), 400));
  std::string probe = (at / ".tocsin-XXXXXX").string();
  if (!mkdtemp(probe.data()))
    return fmt::format("{} {}: {} cannot be written to: {}", what, printable(path, 400), printable(at.string(), 400),
                       std::strerror(errno));
  fs::remove(probe, error);
  return {};
}

std::string check_log(const LogOverrides& log, std::span<const Scenario> scenarios) {
  if (log == LogOverrides{}) return {};
  if (std::any_of(scenarios.begin(), scenarios.end(), [](const Scenario& scenario) { return !scenario.logs.empty(); })) return {};
  return "--log and its columns and formats would have no effect: nothing here replays a recorded call log (a source with "
         "\"recorded\")";
}

std::optional<std::uint64_t> parse_size(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  unsigned shift = 0;
  if (unit == "k" || unit == "K")
    shift = 10;
  else if (unit == "M")
    shift = 20;
  else if (unit == "G")
    shift = 30;
  else if (!unit.empty())
    return std::nullopt;
  if (value > (UINT64_MAX >> shift)) return std::nullopt;
  return value << shift;
}

std::variant<RunSetup, SetupProblem> set_up(const RunOptions& options) {
  RunSetup setup;
  CampaignOptions& campaign = setup.campaign;
  const auto refuse = [](std::string message) { return SetupProblem{std::move(message), ExitCode::bad_input}; };
  if (std::string problem = check_requirements("--only", options.only); !problem.empty()) return refuse(problem);
  if (std::string problem = parse_reports(options.reports, setup.reports); !problem.empty()) return refuse(problem);
  const auto memory = parse_size(options.memory);
  if (!memory || *memory < memory_min || *memory > (std::uint64_t{1} << 46))
    return refuse("--memory " + in_quotes(options.memory) + ": expected a size like 2G or 512M, from 16M to 65536G");
  auto policy = find_policy(options.policy);
  if (auto* why = std::get_if<std::string>(&policy)) return refuse("--policy: " + *why);
  LoadOptions load;
  load.log = options.log;
  auto loaded = load_scenarios(options.paths, load);
  if (auto* problems = std::get_if<Problems>(&loaded)) return SetupProblem{problems->text(), ExitCode::bad_input};
  if (std::string problem = check_places(options, setup); !problem.empty()) return refuse(problem);
  setup.scenarios = std::move(std::get<std::vector<Scenario>>(loaded));
  if (setup.scenarios.empty()) return SetupProblem{"no scenarios there", ExitCode::nothing_selected};
  if (std::string problem = check_log(options.log, setup.scenarios); !problem.empty()) return refuse(problem);

  campaign.policy_name = options.policy;
  campaign.policy = std::get<LoadedPolicy>(policy).policy;
  setup.policy_file = std::get<LoadedPolicy>(policy).file;
  campaign.jobs = options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  campaign.seed = options.seed;
  campaign.replications = options.replications;
  campaign.replication = options.replication;
  campaign.only = options.only;
  campaign.memory_bytes = *memory;
  campaign.trace_file = options.trace;
  campaign.reproduce_extra = arguments_to_repeat(options);
  return setup;
}

}  // namespace tocsin::cli
