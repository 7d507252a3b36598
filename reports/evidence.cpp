#include "reports/evidence.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "reports/call_flow.hpp"
#include "reports/format.hpp"
#include "reports/json.hpp"
#include "reports/ladder.hpp"
#include "reports/mermaid.hpp"
#include "reports/text.hpp"

namespace tocsin::reports {
namespace {

namespace fs = std::filesystem;
using namespace scenarios;

std::string write_bytes(const std::string& path, const std::string& bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return fmt::format("{}: {}", path, std::strerror(errno));
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const int write_error = errno;
  if (std::fclose(file) == 0 && written) return {};
  return fmt::format("{}: {}", path, std::strerror(written ? errno : write_error));
}

std::string failure_file(const RunResult& run, const ScenarioResult& scenario, const RequirementInScenario& part,
                         const std::string& guarantee) {
  const Failure& failure = *part.first_failure;
  std::string text = fmt::format("{}: {}\n\n", part.id, guarantee);
  text += fmt::format("scenario     {} ({})\npolicy       {}\nseed         {}\nreplication  {}\n", scenario.name, scenario.path,
                      run.policy, failure.seed, failure.replication);
  text += fmt::format("failed       {}\n", failure.note);
  text += fmt::format("triggered    {} (event {})\n", clock(failure.triggered_at_us), failure.trigger);
  text += fmt::format("decided      {} ({})\n", clock(failure.decided_at_us),
                      failure.deciding ? fmt::format("event {}", failure.deciding) : "by the passing of time");
  if (failure.slack_us) text += fmt::format("slack        {} us\n", *failure.slack_us);
  text += fmt::format("obligations  {} failed, {} passed\n", part.tally.fail, part.tally.pass);
  if (const std::string timing = timing_words(flow_source(failure)); !timing.empty()) text += "timing       " + timing + "\n";
  if (!failure.fingerprint.empty()) text += "fingerprint  " + failure.fingerprint + "\n";
  text += fmt::format("events       {} lines in events.jsonl\n\nreproduce with\n  {}\n", failure.events.size(),
                      command_line("tocsin", failure.arguments));
  return failure.replay.empty() ? text : text + "  " + command_line("tocsin", failure.replay) + "\n";
}

std::string write_all(const std::string& place, const std::vector<std::pair<const char*, std::string>>& files) {
  std::error_code error;
  if (!fs::create_directory(place, error) && error) return place + ": " + error.message();
  for (const auto& [name, bytes] : files)
    if (std::string problem = write_bytes(place + "/" + name, bytes); !problem.empty()) return problem;
  return {};
}

// The folder of one failed requirement: its first failure over the scenarios in order.
std::string write_failures(const std::string& folder, const RunResult& run) {
  for (const RequirementResult& row : run.requirements) {
    const auto write = [&]() -> std::string {
      for (const ScenarioResult& scenario : run.scenarios)
        for (const RequirementInScenario& part : scenario.requirements) {
          if (part.id != row.id || part.standing != Standing::fail || part.expected_fail || !part.first_failure) continue;
          std::string events;
          for (const std::string& line : part.first_failure->events) events += line + "\n";
          const CallFlow flow = call_flow(flow_source(*part.first_failure));
          return write_all(folder + "/" + row.id, {{"events.jsonl", events},
                                                   {"failure.txt", failure_file(run, scenario, part, row.guarantee)},
                                                   {"ladder.txt", ladder(flow, false)},
                                                   {"flow.mmd", mermaid(flow)}});
        }
      return {};
    };
    if (std::string problem = write(); !problem.empty()) return problem;
  }
  return {};
}

// A link is replaced by renaming a new one over it, so that `latest` never points nowhere.
std::string link_latest(const std::string& out, const std::string& run_id) {
  const std::string temporary = fmt::format("{}/.latest-{}", out, getpid());
  std::error_code error;
  fs::remove(temporary, error);
  fs::create_directory_symlink(run_id, temporary, error);
  if (!error) fs::rename(temporary, out + "/latest", error);
  if (!error) return {};
  const std::string why = error.message();
  fs::remove(temporary, error);
  return out + "/latest: " + why;
}

}  // namespace

std::string write_file(const std::string& path, const std::string& bytes) {
  std::error_code error;
  // A terminal, a pipe or /dev/null is written to, never replaced.
  if (const fs::file_status status = fs::status(path, error); fs::exists(status) && !fs::is_regular_file(status))
    return write_bytes(path, bytes);
  const std::string temporary = fmt::format("{}.{}.part", path, getpid());
  std::string problem = write_bytes(temporary, bytes);
  if (problem.empty() && std::rename(temporary.c_str(), path.c_str()) != 0)
    problem = fmt::format("{}: {}", path, std::strerror(errno));
  if (!problem.empty()) std::remove(temporary.c_str());
  return problem;
}

Written write_evidence(const std::string& out, const RunResult& run, const Identity& identity,
                       const std::vector<Minimal>& minimal) {
  const std::string folder = out + "/" + identity.run_id;
  const std::string temporary = out + "/." + identity.run_id + ".part";
  std::error_code error;
  fs::create_directories(temporary, error);
  if (error) return {{}, fmt::format("{}: {}", temporary, error.message())};
  std::string problem = write_bytes(temporary + "/report.json", json_report(run, identity));
  if (problem.empty()) problem = write_bytes(temporary + "/verdicts.txt", text_report(run, {}));
  if (problem.empty()) problem = write_failures(temporary, run);
  for (const Minimal& one : minimal)
    if (problem.empty())
      problem = write_all(temporary + "/" + one.id,
                          {{"minimal.json", one.scenario}, {"minimal.txt", one.text}, {"minimal.mmd", one.diagram}});
  if (problem.empty()) {
    fs::rename(temporary, folder, error);
    if (error) problem = fmt::format("{}: {}", folder, error.message());
  }
  if (!problem.empty()) {
    fs::remove_all(temporary, error);
    return {{}, problem};
  }
  return {folder, link_latest(out, identity.run_id)};
}

}  // namespace tocsin::reports
