#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "cli/commands.hpp"
#include "cli/run_setup.hpp"
#include "cli/shrink_view.hpp"
#include "reports/evidence.hpp"
#include "reports/format.hpp"
#include "reports/text.hpp"
#include "scenarios/format/quantity.hpp"
#include "scenarios/fuzz/corpus.hpp"
#include "scenarios/fuzz/fuzz.hpp"
#include "scenarios/fuzz/programs.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/exit_code.hpp"
#include "scenarios/shrink/replay_block.hpp"

namespace tocsin::cli {
namespace {

using namespace scenarios;
using reports::grouped;

class FuzzView final : public FuzzObserver {
 public:
  FuzzView(Console& console, const cli::FuzzOptions& options)
      : console_(console), options_(options), line_(console, options.quiet), started_s_(console.now_s()) {}

  void found(const FuzzFailure& failure) override {
    line_.clear();
    const Violation& first = failure.violations.front();
    console_.out << "failure: " << printable(first.key(), 400) << "\n";
    for (std::size_t i = 1; i < failure.violations.size(); ++i)
      console_.out << "    also " << printable(failure.violations[i].key(), 400) << "\n";
    const std::string path = write(failure);
    if (!path.empty())
      console_.out << "  " << reports::command_line(console_.program, {"run", path, "--policy", options_.policy}) << "\n";
    console_.out << std::flush;
    places_.push_back(path);
  }
  // Where they were written, in the order in which they were found.
  const std::vector<std::string>& places() const { return places_; }

  void progress(const FuzzProgress& progress) override {
    line_.show([&] {
      return fmt::format("{} programs, {:.0f}/s, {} kept, {} features, {} failure{}", grouped(progress.programs),
                         static_cast<double>(progress.programs) / std::max(console_.now_s() - started_s_, 1e-3),
                         grouped(progress.corpus), grouped(progress.features), progress.failures,
                         progress.failures == 1 ? "" : "s");
    });
  }

  void kept(const std::string& program) override {
    if (!options_.corpus.empty() && problem_.empty()) problem_ = add_to_corpus(options_.corpus, program);
  }

  // What could not be written.
  const std::string& problem() const { return problem_; }

 private:
  // With what tocsin replay needs, if it is the failure of a requirement or a finding.
  std::string as_found(const FuzzFailure& failure) const {
    const Violation& first = failure.violations.front();
    const auto loaded = parse_scenario(failure.scenario, "");
    const auto* scenario = std::get_if<Scenario>(&loaded);
    if (first.fingerprint.empty() || !scenario) return failure.scenario;
    ShrinkResult unshrunk;
    unshrunk.scenario_json = failure.scenario;
    unshrunk.fingerprint = first.fingerprint;
    unshrunk.seed = scenario->seed;
    return with_replay_block(unshrunk, options_.policy, first.subject, reports::tool_version());
  }

  std::string write(const FuzzFailure& failure) {
    const Violation& first = failure.violations.front();
    const std::string name =
        first.fingerprint.empty() ? first.subject + "-" + program_name(failure.scenario) : first.fingerprint + ".json";
    const std::string path = (std::filesystem::path(options_.out) / name).string();
    std::error_code error;  // writing says what is wrong
    std::filesystem::create_directories(options_.out, error);
    const std::string problem = reports::write_file(path, as_found(failure));
    if (problem.empty()) return path;
    problem_ = problem;
    return {};
  }

  Console& console_;
  const cli::FuzzOptions& options_;
  StatusLine line_;
  double started_s_;
  std::vector<std::string> places_;
  std::string problem_;
};

// Makes what was found small, in its place; the file stands as it is if that does not work out.
void shrink_all(const cli::FuzzOptions& options, const scenarios::FuzzOptions& searched, const FuzzResult& result,
                const std::vector<std::string>& places, Console& console) {
  constexpr double seconds_each = 30;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (console.stop_signal() != 0) {
      const std::size_t left = places.size() - i;
      return complain(console, fmt::format("interrupted: {} failure{} left as {} found", left, left == 1 ? " is" : "s are",
                                           left == 1 ? "it was" : "they were"));
    }
    const Violation& meant = result.failures[i].violations.front();
    if (places[i].empty() || meant.subject == "policy") continue;
    ShrinkView view(console, options.quiet);
    scenarios::ShrinkOptions how;
    how.policy = searched.policy;
    how.reference = searched.reference;
    how.requirement = meant.subject;
    how.fingerprint = meant.fingerprint;
    how.file = places[i];
    how.jobs = searched.jobs;
    how.seconds_max = seconds_each;
    how.now_s = console.now_s;
    how.observer = &view;
    const ShrinkResult small = shrink(result.failures[i].scenario, how);
    view.clear();
    if (small.fingerprint.empty()) {
      complain(console, places[i] + " is not shrunk: " + small.problem);
      continue;
    }
    const std::string problem =
        reports::write_file(places[i], with_replay_block(small, options.policy, meant.subject, reports::tool_version()));
    if (!problem.empty()) complain(console, problem);
    console.out << "\n"
                << meant.subject << ": " << shrunk_text(small) << "  "
                << reports::command_line(console.program, {"replay", places[i]}) << "\n"
                << std::flush;
  }
}

// The scenarios of the paths that are small enough, as texts.
std::variant<std::vector<std::string>, Problems> read_stock(const std::vector<std::string>& paths) {
  if (paths.empty()) return std::vector<std::string>{};
  return stock_of(paths);
}

void tell_obligations(const FuzzResult& result, Console& console) {
  const auto all = requirements::all_requirements();
  std::string never;
  console.out << fmt::format("\n{:6} {:>12} {:>8} {:>12} {:>10} {:>8}\n", "", "pass", "fail", "may", "carrier", "open");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& counts = result.obligations[i];
    if (std::all_of(counts.begin(), counts.end(), [](std::uint64_t count) { return count == 0; })) {
      never += (never.empty() ? "" : " ") + std::string(all[i]->card.id);
      continue;
    }
    console.out << fmt::format("{:6} {:>12} {:>8} {:>12} {:>10} {:>8}\n", all[i]->card.id, grouped(counts[0]), grouped(counts[1]),
                               grouped(counts[2]), grouped(counts[3]), grouped(counts[4]));
  }
  if (!never.empty()) console.out << "never triggered: " << never << "\n";
}

}  // namespace

int fuzz_command(const FuzzOptions& options, Console& console) {
  const auto policy = find_policy(options.policy);
  if (const auto* problem = std::get_if<std::string>(&policy)) return bad_input(console, *problem);
  if (options.count && !options.time.empty()) return bad_input(console, "--count and --time: expected one of them");
  const auto time = parse_duration(options.time.empty() ? "60s" : options.time);
  if (!time)
    return bad_input(console, in_quotes(options.time) + " is not a length of time, expected one such as \"30s\" or \"10m\"");

  if (const std::string problem = check_folder("--out", options.out); !problem.empty()) return bad_input(console, problem);

  scenarios::FuzzOptions how;
  how.policy = std::get<LoadedPolicy>(policy).policy;
  if (options.unlike_builtin) how.reference = std::get<LoadedPolicy>(find_policy("builtin")).policy;
  how.seed = options.seed;
  how.count = options.count;
  how.jobs = options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  how.failures_max = options.failures;
  auto stock = read_stock(options.paths);
  if (const auto* problems = std::get_if<Problems>(&stock)) return bad_input(console, *problems);
  how.stock = std::get<std::vector<std::string>>(std::move(stock));
  if (!options.corpus.empty()) {
    auto corpus = read_corpus(options.corpus);
    if (const auto* problem = std::get_if<std::string>(&corpus)) return bad_input(console, "--corpus: " + *problem);
    auto& stored = std::get<StoredCorpus>(corpus);
    if (stored.skipped > 0)
      complain(console, fmt::format("--corpus: {} file{} no scenario{} and {} skipped", stored.skipped,
                                    stored.skipped == 1 ? " is" : "s are", stored.skipped == 1 ? "" : "s",
                                    stored.skipped == 1 ? "was" : "were"));
    how.corpus = std::move(stored.programs);
  }
  how.stop_signal = console.stop_signal;
  const double start = console.now_s();
  how.time_is_up = [&] { return console.now_s() - start >= time->seconds(); };

  if (!options.quiet) console.err << "seed " << options.seed << "\n" << std::flush;
  FuzzResult result;
  std::string unwritten;
  std::vector<std::string> places;
  {
    FuzzView view(console, options);
    result = fuzz(how, view);
    unwritten = view.problem();
    places = view.places();
  }
  if (!options.quiet) {
    const double elapsed_s = std::max(console.now_s() - start, 1e-9);
    console.err << fmt::format("{:.1f} s, {:.0f} programs a second\n", elapsed_s,
                               static_cast<double>(result.reached.programs) / elapsed_s);
  }

  if (!options.no_shrink) shrink_all(options, how, result, places, console);

  Reasons reasons;
  reasons.internal = !result.internal_error.empty() || !unwritten.empty();
  reasons.interrupted = result.signal != 0;
  reasons.terminated = result.signal == 15;
  reasons.untrusted = !result.contradiction.empty();
  reasons.failed = !result.failures.empty();
  if (!result.internal_error.empty()) complain(console, result.internal_error);
  if (!unwritten.empty()) complain(console, unwritten);
  if (reasons.untrusted) complain(console, result.contradiction);
  tell_obligations(result, console);
  console.out << fmt::format("\n{} programs, of which {} failed; {} kept as new, {} features\n", grouped(result.reached.programs),
                             grouped(result.reached.failing), grouped(result.reached.corpus), grouped(result.reached.features));
  std::vector<std::string> again = {"fuzz"};
  again.insert(again.end(), options.paths.begin(), options.paths.end());
  for (const std::string& word : {std::string("--policy"), options.policy, std::string("--seed"), std::to_string(options.seed),
                                  std::string("--count"), std::to_string(result.reached.programs)})
    again.push_back(word);
  if (options.unlike_builtin) again.emplace_back("--unlike-builtin");
  if (!options.corpus.empty()) again.insert(again.end(), {"--corpus", options.corpus});
  console.out << "again with  " << reports::command_line(console.program, again)
              << (options.corpus.empty() ? "" : "  (and the corpus as it was before)") << "\n";
  const ExitCode code = exit_code_of(reasons);
  console.out << (code == ExitCode::passed ? "nothing found"
                  : code == ExitCode::failed
                      ? fmt::format("{} different failure{}", result.failures.size(), result.failures.size() == 1 ? "" : "s")
                      : std::string(word_of(code)))
              << fmt::format(" (exit {})\n", static_cast<int>(code));
  return static_cast<int>(code);
}

}  // namespace tocsin::cli
