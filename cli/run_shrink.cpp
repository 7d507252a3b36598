#include "cli/run_shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/shrink_view.hpp"
#include "reports/replayed.hpp"
#include "reports/text.hpp"
#include "scenarios/json/reader.hpp"
#include "scenarios/run/fingerprint.hpp"
#include "scenarios/shrink/replay_block.hpp"

namespace tocsin::cli {
namespace {

using namespace scenarios;

class RunShrinker {
 public:
  RunShrinker(const RunOptions& options, const RunSetup& setup, const std::string& run_id, RunResult& run, Console& console)
      : options_(options), setup_(setup), run_id_(run_id), run_(run), console_(console), ends_s_(console.now_s() + seconds()) {}

  std::vector<reports::Minimal> go() {
    for (const RequirementResult& row : run_.requirements)
      if (Failure* failure = nullptr; const ScenarioResult* scenario = first_failing(row.id, failure))
        one(row.id, *scenario, failure->seed, failure->replication, failure->fingerprint, failure);
    std::set<std::string> kinds;
    for (const ScenarioResult& scenario : run_.scenarios)
      for (const Finding& finding : scenario.findings)
        if (kinds.insert(finding.kind).second)
          one(finding.kind, scenario, scenario.seed, finding.replication, fingerprint_of(finding), nullptr);
    if (left_out_ > 0 && !options_.quiet)
      console_.err << fmt::format("{} more can be made small with --shrink, --shrink-seconds or tocsin shrink\n", left_out_);
    return std::move(made_);
  }

 private:
  double seconds() const { return static_cast<double>(options_.shrink_seconds); }

  // The same one that the evidence is about.
  const ScenarioResult* first_failing(const std::string& id, Failure*& failure) {
    for (ScenarioResult& scenario : run_.scenarios)
      for (RequirementInScenario& part : scenario.requirements) {
        if (part.id != id || part.standing != Standing::fail || part.expected_fail || !part.first_failure) continue;
        failure = &*part.first_failure;
        return &scenario;
      }
    return nullptr;
  }

  void one(const std::string& what, const ScenarioResult& scenario, std::uint64_t seed, std::uint64_t replication,
           const std::string& fingerprint, Failure* failure) {
    const double left_s = ends_s_ - console_.now_s();
    if (made_.size() >= options_.shrink || left_s <= 0 || console_.stop_signal() != 0) {
      ++left_out_;
      return;
    }
    Problems problems;
    const auto text = read_bytes(scenario.path, problems, Limits{}.bytes_max);
    if (!text) return complain(console_, problems.text());
    ShrinkView view(console_, options_.quiet);
    scenarios::ShrinkOptions how;
    how.policy = setup_.campaign.policy;
    how.reference = reference_for(how.policy);
    how.requirement = what;
    how.fingerprint = fingerprint;
    how.file = scenario.path;
    how.log = options_.log;
    how.seed = seed;
    how.replication = replication;
    how.jobs = setup_.campaign.jobs;
    how.memory_bytes = setup_.campaign.memory_bytes;
    how.seconds_max = left_s;
    how.now_s = console_.now_s;
    how.observer = &view;
    const ShrinkResult result = shrink(*text, how);
    view.clear();
    if (result.fingerprint.empty()) {
      // Not a reason to fail the run: the failure itself is told.
      if (!options_.quiet) console_.err << what << " was not made small: " << result.problem << "\n";
      return;
    }
    const std::vector<std::string> replay = {"replay", options_.out + "/" + run_id_ + "/" + what + "/minimal.json"};
    if (failure) failure->replay = replay;
    made_.push_back({what, with_replay_block(result, options_.policy, what, reports::tool_version()),
                     reports::replayed_text(what, "minimal.json, policy " + options_.policy, result, false) + shrunk_text(result),
                     reports::replayed_diagram(result)});
    if (options_.quiet) return;
    console_.err << what << " " << shrunk_text(result) << "  " << reports::command_line(console_.program, replay) << "\n"
                 << std::flush;
  }

  const RunOptions& options_;
  const RunSetup& setup_;
  const std::string& run_id_;  // the name of the run's folder
  RunResult& run_;
  Console& console_;
  const double ends_s_;
  std::vector<reports::Minimal> made_;
  std::uint64_t left_out_ = 0;
};

}  // namespace

std::vector<reports::Minimal> shrink_failures(const RunOptions& options, const RunSetup& setup, const std::string& run_id,
                                              RunResult& run, Console& console) {
  if (options.no_out || options.shrink == 0 || run.partial) return {};
  return RunShrinker(options, setup, run_id, run, console).go();
}

}  // namespace tocsin::cli
