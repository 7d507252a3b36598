#include "scenarios/fuzz/fuzz.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "scenarios/fuzz/novelty.hpp"
#include "scenarios/fuzz/programs.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/bytes.hpp"
#include "scenarios/run/policy_death.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {
namespace {

// Programs; guidance is merged between batches. The first ones are small: most failures show at once.
constexpr std::uint64_t batch_size = 256;
constexpr std::uint64_t first_batch_size = 32;
constexpr std::uint64_t block_size = 16;  // programs of one unit of work
constexpr std::size_t corpus_max = 20'000;
// One program in so many is run twice.
constexpr std::uint64_t repeated_every = 64;
// As a run's: one call into the policy may take this much.
constexpr std::uint64_t stall_cpu_us = 2'000'000;
constexpr std::uint64_t stall_wall_us = 60'000'000;

// What a worker says of one program.
struct Report {
  bool loaded = false;
  bool contradicts = false;
  std::vector<std::uint32_t> fresh;  // features that were not known when the batch began
  std::vector<Violation> violations;
  std::string text;              // only if something above is new
  ObligationCounts obligations;  // empty if it did not load
};

void put(BytesOut& out, const Report& report) {
  out.put(report.loaded), out.put(report.contradicts);
  out.put(static_cast<std::uint64_t>(report.fresh.size()));
  for (const std::uint32_t feature : report.fresh) out.put(feature);
  out.put(static_cast<std::uint64_t>(report.violations.size()));
  for (const Violation& violation : report.violations)
    out.put(violation.subject), out.put(violation.what), out.put(violation.fingerprint);
  out.put(report.text);
  out.put(static_cast<std::uint64_t>(report.obligations.size()));
  for (const auto& counts : report.obligations) out.put(counts);
}

Report take_report(BytesIn& in) {
  Report report;
  report.loaded = in.take<bool>(), report.contradicts = in.take<bool>();
  report.fresh.resize(in.take<std::uint64_t>());
  for (std::uint32_t& feature : report.fresh) feature = in.take<std::uint32_t>();
  report.violations.resize(in.take<std::uint64_t>());
  for (Violation& violation : report.violations)
    violation.subject = in.take_text(), violation.what = in.take_text(), violation.fingerprint = in.take_text();
  report.text = in.take_text();
  report.obligations.resize(in.take<std::uint64_t>());
  for (auto& counts : report.obligations) counts = in.take<ObligationCounts::value_type>();
  return report;
}

// Only texts that loaded, or were written here, come so far.
std::string for_people(const std::string& text, const Violation& first) {
  auto scenario = nlohmann::ordered_json::parse(text, nullptr, false);
  // So that a policy put right is shown to keep it.
  if (requirements::find_requirement(first.subject)) scenario["exercises"] = nlohmann::ordered_json::array({first.subject});
  return scenario.dump(1) + "\n";
}

class Search {
 public:
  Search(const FuzzOptions& options, FuzzObserver& observer) : options_(options), observer_(observer) {
    source_.seed = options.seed;
    source_.corpus = options.corpus;
    source_.replayed = options.corpus.size();
    source_.stock = options.stock;
    result_.obligations.resize(requirements::all_requirements().size());
  }

  FuzzResult run() {
    std::uint64_t last = 0;
    for (std::uint64_t first = 0; !over(first); first = last) {
      last = std::min(first + std::clamp(first, first_batch_size, batch_size), options_.count.value_or(UINT64_MAX));
      run_batch(first, last);
      result_.reached.corpus = source_.corpus.size();
      result_.reached.features = known_.size();
      observer_.progress(result_.reached);
    }
    return std::move(result_);
  }

 private:
  bool over(std::uint64_t next) {
    if (ended_ || result_.signal != 0 || !result_.internal_error.empty()) return true;
    if (options_.count) return next >= *options_.count;
    // Whatever is asked for, the corpus is replayed and one batch is run.
    return next >= batch_size && next >= source_.replayed && options_.time_is_up();
  }

  void run_batch(std::uint64_t first, std::uint64_t last) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> blocks;
    for (std::uint64_t at = first; at < last; at += block_size) blocks.emplace_back(at, std::min(at + block_size, last));
    reports_.clear();
    reports_.resize(last - first);
    deaths_.assign(last - first, {});
    batch_first_ = first;
    // A block in which the policy ended the process is taken apart, so that each of its programs may end by itself.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> again;
    run_blocks(blocks, &again);
    if (!again.empty() && result_.signal == 0 && result_.internal_error.empty()) run_blocks(again, nullptr);
    if (result_.signal != 0 || !result_.internal_error.empty()) return;
    for (std::uint64_t program = first; program < last && !ended_; ++program) merge(program);
  }

  void run_blocks(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& blocks,
                  std::vector<std::pair<std::uint64_t, std::uint64_t>>* again) {
    const sim::WorkerLimits limits{options_.memory_bytes, stall_cpu_us, stall_wall_us};
    const auto job = [&](std::uint64_t block, std::uint64_t, sim::Heartbeat& heartbeat, std::string& bytes) {
      run_block(blocks[block].first, blocks[block].second, heartbeat, bytes);
    };
    const auto on_result = [&](const sim::UnitResult& outcome) {
      const auto [from, to] = blocks[outcome.unit];
      if (!outcome.given_up) return take(from, to, outcome.bytes);
      const sim::Death& death = outcome.deaths.front();
      if (again) {
        for (std::uint64_t program = from; program < to; ++program) again->emplace_back(program, program + 1);
      } else if (death.guarded && policy_step(death.note)) {
        deaths_[from - batch_first_] = death;
      } else {
        result_.internal_error = "a worker ended in our own code, in program " + std::to_string(from) + ": " + death.last_words;
        note_failure(from, {{"internal", "the harness ended by itself", {}}}, source_.program(from).text);
      }
    };
    const auto should_stop = [&] {
      if (result_.signal == 0) result_.signal = options_.stop_signal();
      return result_.signal != 0;
    };
    const auto on_death = [](std::uint64_t, const sim::Death&) { return sim::AfterDeath{}; };
    const auto ran = sim::run_units(blocks.size(), options_.jobs, limits, job, on_result, on_death, should_stop);
    if (ran.end == sim::UnitsRun::End::no_worker) result_.internal_error = "the system grants no more worker processes";
  }

  // In a worker.
  void run_block(std::uint64_t from, std::uint64_t to, sim::Heartbeat& heartbeat, std::string& bytes) const {
    BytesOut out(bytes);
    for (std::uint64_t number = from; number < to; ++number) {
      const Program program = source_.program(number);
      Report report;
      if (program.scenario) {
        HeartbeatWatch watch(heartbeat, number);
        JudgedProgram judged = judge_program(*program.scenario, options_.policy, &watch, true);
        report.loaded = true;
        if (number % repeated_every == 0)
          report.contradicts = judge_program(*program.scenario, options_.policy, &watch, false).digest != judged.digest;
        std::sort(judged.features.begin(), judged.features.end());
        judged.features.erase(std::unique(judged.features.begin(), judged.features.end()), judged.features.end());
        for (const std::uint32_t feature : judged.features)
          if (!known_.contains(feature)) report.fresh.push_back(feature);
        report.violations = std::move(judged.violations);
        if (!report.violations.empty() && options_.reference &&
            !judge_program(*program.scenario, options_.reference, nullptr, false).violations.empty())
          report.violations.clear();
        const bool fails_anew = std::any_of(report.violations.begin(), report.violations.end(),
                                            [&](const Violation& v) { return !failed_.contains(v.key()); });
        if (fails_anew || !report.fresh.empty() || report.contradicts) report.text = program.text;
        report.obligations = std::move(judged.obligations);
      }
      put(out, report);
    }
  }

  void take(std::uint64_t from, std::uint64_t to, std::string_view bytes) {
    BytesIn in(bytes);
    for (std::uint64_t program = from; program < to; ++program) reports_[program - batch_first_] = take_report(in);
  }

  void merge(std::uint64_t program) {
    Report& report = reports_[program - batch_first_];
    ++result_.reached.programs;
    if (const sim::Death& death = deaths_[program - batch_first_]; !death.note.empty()) {
      const auto step = policy_step(death.note);
      report.violations = {
          {word_of(death.kind), "the policy ended or held up its process in " + policy_event_word(step->kind), {}}};
      report.text = source_.program(program).text;
    } else if (!report.loaded) {
      ++result_.unloadable;
      return;
    }
    for (std::size_t i = 0; i < report.obligations.size(); ++i)
      for (std::size_t verdict = 0; verdict < report.obligations[i].size(); ++verdict)
        result_.obligations[i][verdict] += report.obligations[i][verdict];
    if (report.contradicts && result_.contradiction.empty()) {
      result_.contradiction = "program " + std::to_string(program) + ", run again in the same process, went another way";
      note_failure(program, {{"policy", "the same program gave two results", {}}}, report.text);
    }
    bool fresh = false;
    for (const std::uint32_t feature : report.fresh) fresh |= known_.add(feature);
    if (fresh && program >= source_.replayed && source_.corpus.size() < corpus_max) {
      source_.corpus.push_back(report.text);
      observer_.kept(report.text);
    }
    if (!report.violations.empty()) note_failure(program, report);
  }

  void note_failure(std::uint64_t program, Report& report) {
    ++result_.reached.failing;
    const auto fresh = std::find_if(report.violations.begin(), report.violations.end(),
                                    [&](const Violation& v) { return !failed_.contains(v.key()); });
    if (fresh == report.violations.end()) return;
    std::rotate(report.violations.begin(), fresh, fresh + 1);
    for (const Violation& violation : report.violations) failed_.insert(violation.key());
    result_.reached.failures = result_.failures.size() + 1;
    note_failure(program, std::move(report.violations), report.text);
    ended_ = result_.failures.size() >= options_.failures_max;
  }

  void note_failure(std::uint64_t program, std::vector<Violation> violations, const std::string& text) {
    std::string scenario = for_people(text, violations.front());
    result_.failures.push_back({program, std::move(violations), std::move(scenario)});
    observer_.found(result_.failures.back());
  }

  const FuzzOptions& options_;
  FuzzObserver& observer_;
  ProgramSource source_;
  FeatureSet known_;
  std::set<std::string> failed_;  // keys of violations
  FuzzResult result_;
  // Of the batch.
  std::uint64_t batch_first_ = 0;
  std::vector<Report> reports_;
  std::vector<sim::Death> deaths_;  // without a note: none
  bool ended_ = false;
};

}  // namespace

FuzzResult fuzz(const FuzzOptions& options, FuzzObserver& observer) { return Search(options, observer).run(); }

}  // namespace tocsin::scenarios
