#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/run_setup.hpp"
#include "reports/evidence.hpp"
#include "reports/format.hpp"
#include "reports/replayed.hpp"
#include "reports/text.hpp"
#include "scenarios/json/reader.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/requirements/registry.hpp"

namespace tocsin::cli {
namespace {

using namespace scenarios;

class Quiet final : public CampaignObserver {
 public:
  explicit Quiet(Console& console) : console_(console) {}
  int stop_signal() override { return console_.stop_signal(); }

 private:
  Console& console_;
};

// Whether it ran as it did when it was kept, and if not, what may be the reason.
std::string about_trace(const Replay& kept, const ShrinkResult& again, const std::string& policy) {
  if (kept.trace.empty() || again.trace_digest.empty()) return "";
  if (kept.trace == again.trace_digest) return "; its trace is the recorded one";
  if (policy != kept.policy) return "; its trace differs from the recorded one, which is that of " + kept.policy;
  if (kept.harness != reports::tool_version())
    return fmt::format("; its trace differs from the recorded one, which tocsin {} wrote (this is {})", kept.harness,
                       reports::tool_version());
  return "; its trace differs from the recorded one: the policy, or this program, was changed";
}

// What fails besides, one line each.
std::string others(const RunResult& run, const std::string& but) {
  std::string text;
  for (const ScenarioResult& scenario : run.scenarios) {
    for (const RequirementInScenario& part : scenario.requirements)
      if (part.standing == Standing::fail && part.id != but && part.first_failure)
        text += "  " +
                reports::wrapped(
                    fmt::format("also failed: {}: {} ({})", part.id, part.first_failure->note, part.first_failure->fingerprint),
                    78, 4) +
                "\n";
    for (const Finding& finding : scenario.findings)
      if (finding.kind != but) text += "  " + reports::wrapped("also found: " + reports::finding_text(finding), 78, 4) + "\n";
  }
  return text;
}

}  // namespace

int replay_command(const ReplayOptions& options, Console& console) {
  const auto memory = parse_size(options.memory);
  if (!memory) return bad_input(console, "--memory " + in_quotes(options.memory) + ": expected a size like 2G or 512M");
  Problems problems;
  const auto text = read_bytes(options.file, problems, Limits{}.bytes_max);
  if (!text) return bad_input(console, problems);
  LoadOptions load;
  load.log = options.log;
  auto parsed = parse_scenario(*text, options.file, load);
  if (const auto* wrong = std::get_if<Problems>(&parsed)) return bad_input(console, *wrong);
  std::vector<Scenario> scenarios = {std::get<Scenario>(std::move(parsed))};
  if (const std::string problem = check_log(options.log, scenarios); !problem.empty()) return bad_input(console, problem);
  if (!scenarios[0].replay)
    return bad_input(
        console,
        options.file + ": has no \"replay\" block, which says what failure is looked for: tocsin run takes any scenario");
  const Replay kept = *scenarios[0].replay;
  const std::string name = options.policy.empty() ? kept.policy : options.policy;
  const auto policy = find_policy(name);
  if (const auto* why = std::get_if<std::string>(&policy)) return bad_input(console, "--policy: " + *why);

  scenarios::ShrinkOptions how;
  how.policy = std::get<LoadedPolicy>(policy).policy;
  how.requirement = kept.requirement;
  how.fingerprint = kept.fingerprint;
  how.file = options.file;
  how.log = options.log;
  how.seed = kept.seed;
  how.replication = kept.replication;
  how.memory_bytes = *memory;
  const std::string where = options.file + ", policy " + name;
  const ShrinkResult again = reproduce(*text, how);
  if (again.end == ShrinkResult::End::internal) {
    complain(console, again.problem);
    return static_cast<int>(ExitCode::internal);
  }
  std::string verdict;
  bool failed = !again.fingerprint.empty();
  if (failed) {
    console.out << reports::replayed_text(kept.requirement, where, again, console.color_out) << "\n";
    verdict = "the same failure again" + about_trace(kept, again, name);
  } else {
    how.fingerprint.clear();
    const ShrinkResult other = reproduce(*text, how);
    failed = !other.fingerprint.empty();
    if (failed) {
      console.out << reports::replayed_text(kept.requirement, where, other, console.color_out) << "\n";
      verdict = fmt::format("a different failure of {}: {} instead of {}", kept.requirement, other.fingerprint, kept.fingerprint);
    } else {
      verdict = fmt::format("{} does not fail any more ({} is gone)", kept.requirement, kept.fingerprint);
    }
  }
  // Everything else is judged as in a run: what is gone may have made room for something else.
  CampaignOptions campaign;
  campaign.policy_name = name;
  campaign.policy = how.policy;
  campaign.seed = kept.seed;
  campaign.replication = kept.replication;
  campaign.memory_bytes = *memory;
  Quiet observer(console);
  const RunResult run = run_campaign(scenarios, campaign, observer).result;
  console.out << others(run, kept.requirement) << reports::wrapped(verdict, 80, 2) << "\n";
  for (const std::string& contradiction : run.contradictions) console.out << reports::wrapped(contradiction, 80, 2) << "\n";
  ExitCode code = failed && run.exit_code != ExitCode::internal ? ExitCode::failed : run.exit_code;
  // A finding about the policy is no requirement: where it is gone there may be nothing else to judge.
  if (code == ExitCode::nothing_selected) code = ExitCode::passed;
  console.out << fmt::format("verdict: {} (exit {})\n", word_of(code), static_cast<int>(code));
  return static_cast<int>(code);
}

}  // namespace tocsin::cli
