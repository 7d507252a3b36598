#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "cli/run_setup.hpp"
#include "cli/run_shrink.hpp"
#include "reports/evidence.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/text.hpp"

namespace tocsin::cli {
namespace {

using namespace scenarios;

constexpr std::size_t shown_max = 20;  // failures and findings told while it runs, of each

class RunView final : public CampaignObserver {
 public:
  RunView(Console& console, bool quiet) : console_(console), progress_(console, quiet) {}

  void progress(const Progress& progress) override { progress_.show(progress); }
  void failed(const Scenario& scenario, const std::string& id, const Failure& failure) override {
    if (++failures_ <= shown_max) progress_.say(reports::failure_text(id, scenario.id, failure, console_.program));
    if (failures_ == shown_max) progress_.say("further failures are only counted until the report");
  }
  void found(const Finding& finding) override {
    if (++findings_ <= shown_max) progress_.say("finding about the policy: " + reports::finding_text(finding));
    if (findings_ == shown_max) progress_.say("further findings are only counted until the report");
  }
  int stop_signal() override {
    const int signal = console_.stop_signal();
    if (signal != 0) progress_.say("stopping; what was found so far follows");
    return signal;
  }
  void clear() { progress_.clear(); }

 private:
  Console& console_;
  ProgressView progress_;
  std::size_t failures_ = 0;
  std::size_t findings_ = 0;
};

std::string seed_line(const RunSetup& setup) {
  const auto seed_of = [&](const Scenario& scenario) { return setup.campaign.seed.value_or(scenario.seed); };
  const std::uint64_t first = seed_of(setup.scenarios.front());
  const bool same =
      std::all_of(setup.scenarios.begin(), setup.scenarios.end(), [&](const Scenario& s) { return seed_of(s) == first; });
  if (!same) return "seeds: each scenario's own; the report lists them";
  return fmt::format("seed {}; reproduce with --seed {}", first, first);
}

std::string rendered(ReportKind kind, const RunResult& run, const reports::Identity& identity) {
  switch (kind) {
    case ReportKind::json:
      return reports::json_report(run, identity);
    case ReportKind::junit:
      return reports::junit_report(run);
    case ReportKind::text:
      break;
  }
  return reports::text_report(run, {});
}

// Everything that is written besides standard output. False if something could not be.
bool write_reports(const RunOptions& options, const RunSetup& setup, const RunResult& run, const reports::Identity& identity,
                   const std::vector<reports::Minimal>& minimal, Console& console) {
  bool good = true;
  for (const auto& [kind, path] : setup.reports)
    if (const std::string problem = reports::write_file(path, rendered(kind, run, identity)); !problem.empty()) {
      complain(console, "--report: " + problem);
      good = false;
    }
  if (options.no_out) return good;
  const reports::Written written = reports::write_evidence(options.out, run, identity, minimal);
  if (!written.error.empty()) {
    complain(console, "--out: " + written.error);
    good = false;
  }
  if (!written.folder.empty() && !options.quiet) console.err << "evidence in " << written.folder << "\n";
  return good;
}

}  // namespace

int run_command(const RunOptions& options, Console& console) {
  auto checked = set_up(options);
  if (const auto* problem = std::get_if<SetupProblem>(&checked)) {
    complain(console, problem->message);
    return static_cast<int>(problem->code);
  }
  const RunSetup& setup = std::get<RunSetup>(checked);
  if (!options.quiet) console.err << seed_line(setup) << "\n" << std::flush;

  reports::Identity identity = reports::make_identity(setup.policy_file);
  const double started_s = console.now_s();
  CampaignEnd end;
  {
    RunView view(console, options.quiet);
    end = run_campaign(setup.scenarios, setup.campaign, view);
  }
  identity.jobs = setup.campaign.jobs;
  identity.elapsed_s = console.now_s() - started_s;
  double replications = 0, events = 0;
  for (const ScenarioResult& scenario : end.result.scenarios) {
    replications += static_cast<double>(scenario.replications_done);
    events += static_cast<double>(scenario.figures.simulated_events);
  }
  if (identity.elapsed_s > 0) {
    identity.replications_per_s = replications / identity.elapsed_s;
    identity.events_per_s = events / identity.elapsed_s;
  }

  const std::vector<reports::Minimal> minimal = shrink_failures(options, setup, identity.run_id, end.result, console);
  bool good = write_reports(options, setup, end.result, identity, minimal, console);
  if (!end.trace_error.empty()) {
    complain(console, "--trace: " + end.trace_error);
    good = false;
  }
  if (options.json)
    console.out << reports::json_report(end.result, identity);
  else
    console.out << reports::text_report(end.result, {console.color_out, true, console.program});
  console.out.flush();
  // What was asked for and is not there must not look like success.
  if (!good && end.result.exit_code == ExitCode::passed) return static_cast<int>(ExitCode::internal);
  return static_cast<int>(end.result.exit_code);
}

}  // namespace tocsin::cli
