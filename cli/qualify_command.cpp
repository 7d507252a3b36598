#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "cli/commands.hpp"
#include "cli/run_setup.hpp"
#include "reports/qualification.hpp"
#include "scenarios/format/sets.hpp"
#include "scenarios/qualify/qualify.hpp"

namespace tocsin::cli {
namespace {

using namespace scenarios;

bool is_fault(const FaultyPolicy& policy) { return !policy.requirements.empty(); }

// Of all, or of those named. The message of one that does not exist; empty: all were found.
std::string choose(const std::vector<std::string>& ids, scenarios::QualifyOptions& how) {
  if (ids.empty()) {
    for (const FaultyPolicy& faulty : faulty_policies()) how.faults.push_back(&faulty);
    for (const FaultyPolicy& variant : harmless_variants()) how.variants.push_back(&variant);
    for (const NamedPolicy& named : named_policies())
      if (named.name != "builtin") how.anchors.push_back(named);
    return {};
  }
  for (const std::string& id : ids) {
    if (const FaultyPolicy* found = find_faulty_policy(id)) {
      std::vector<const FaultyPolicy*>& list = is_fault(*found) ? how.faults : how.variants;
      if (std::find(list.begin(), list.end(), found) == list.end()) list.push_back(found);
      continue;
    }
    std::vector<std::string_view> known;
    for (const auto& list : {faulty_policies(), harmless_variants()})
      for (const FaultyPolicy& faulty : list) known.push_back(faulty.id);
    const std::string_view near = nearest(id, known);
    return "there is no faulty policy " + in_quotes(id) +
           (near.empty() ? ", tocsin list --faults names them" : ", did you mean " + std::string(near) + "?");
  }
  return {};
}

}  // namespace

int qualify_command(const QualifyOptions& options, Console& console) {
  scenarios::QualifyOptions how;
  if (const std::string problem = choose(options.only, how); !problem.empty()) return bad_input(console, problem);
  const auto memory = parse_size(options.memory);
  if (!memory) return bad_input(console, "--memory: " + in_quotes(options.memory) + " is no size, expected one like 512M or 2G");
  const auto loaded = load_scenarios(options.paths);
  if (const auto* problems = std::get_if<Problems>(&loaded)) return bad_input(console, *problems);
  const auto& set = std::get<std::vector<Scenario>>(loaded);
  if (set.empty()) {
    complain(console, "there is no scenario in what was named");
    return static_cast<int>(ExitCode::nothing_selected);
  }
  how.memory_bytes = *memory;
  how.jobs = options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  how.now_s = console.now_s;
  how.stop_signal = console.stop_signal;
  if (!options.quiet)
    how.done = [&](const std::string& id, const std::string& outcome, double seconds) {
      console.err << fmt::format("{:<10} {} ({:.2f} s)\n", id, outcome, seconds) << std::flush;
    };

  reports::Identity identity = reports::make_identity("");
  const double started_s = console.now_s();
  const Qualification result = qualify(set, how);
  identity.elapsed_s = console.now_s() - started_s;
  if (!options.quiet) console.err << fmt::format("{:.1f} s\n", identity.elapsed_s);

  Reasons reasons;
  reasons.internal = !result.internal_error.empty();
  reasons.interrupted = result.signal != 0;
  reasons.terminated = result.signal == 15;
  reasons.failed = !result.proved();
  if (reasons.internal) complain(console, result.internal_error);
  const ExitCode code = exit_code_of(reasons);
  console.out << (options.json ? reports::qualification_json(result, code, identity) : reports::qualification_text(result, code));
  return static_cast<int>(code);
}

}  // namespace tocsin::cli
