#include "scenarios/run/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <map>

#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/failure.hpp"
#include "scenarios/run/fingerprint.hpp"
#include "scenarios/run/policy_death.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "scenarios/run/trace_files.hpp"
#include "scenarios/run/unit.hpp"
#include "sim/confidence.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t findings_kept = 100;  // per scenario
constexpr double confidence = 0.95;

class Campaign {
 public:
  Campaign(const std::vector<Scenario>& scenarios, const CampaignOptions& options, CampaignObserver& observer)
      : scenarios_(scenarios),
        options_(options),
        observer_(observer),
        traces_(options.trace_file),
        first_(options.replication.value_or(0)) {}

  CampaignEnd go() {
    prepare();
    if (end_.trace_error = traces_.open(); !end_.trace_error.empty()) return std::move(end_);
    observer_.progress(progress_);
    // Blocks first; a block in which the policy died is taken apart, so that each of its replications may die by itself.
    std::vector<Unit> again;
    run(units_, again);
    std::sort(again.begin(), again.end(),
              [](const Unit& a, const Unit& b) { return std::pair(a.scenario, a.first) < std::pair(b.scenario, b.first); });
    std::vector<Unit> none;
    if (!stopped_) run(again, none);
    if (!stopped_) spoil_the_rest();
    finish();
    return std::move(end_);
  }

 private:
  RunResult& result() { return end_.result; }
  std::uint64_t seed_of(const Scenario& scenario) const { return options_.seed.value_or(scenario.seed); }

  void prepare() {
    result().policy = options_.policy_name;
    result().only = options_.only;
    for (const requirements::Requirement* requirement : requirements::all_requirements()) {
      RequirementResult& row = result().requirements.emplace_back();
      row.id = requirement->card.id;
      row.guarantee = requirement->card.guarantee;
      row.mark = std::string(1, static_cast<char>(requirement->card.mark));
    }
    // A requirement that a scenario names and nobody judges stays unobserved: it must not vanish from the verdict.
    for (const Scenario& scenario : scenarios_)
      for (const std::string& id : scenario.exercises) add_unjudged(id);
    spoils_.resize(requirements::all_requirements().size());
    passed_.resize(spoils_.size());
    sums_.resize(scenarios_.size());
    digests_.resize(scenarios_.size());
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      const Scenario& scenario = scenarios_[i];
      ScenarioResult row;
      row.name = scenario.id;
      row.path = scenario.file;
      row.title = scenario.title;
      row.seed = seed_of(scenario);
      row.generated = scenario.generated;
      for (const CallLogSummary& log : scenario.logs) row.logs.push_back({log.source, log.file, log.calls, log.zero_durations});
      const std::uint64_t all = options_.replications.value_or(scenario.replications);
      const std::uint64_t last = options_.replication ? first_ + 1 : all;
      row.replications_planned = last - first_;
      digests_[i].resize(row.replications_planned);
      const std::uint64_t size = unit_size(scenario, all);
      for (std::uint64_t at = first_; at < last; at += size) units_.push_back({i, at, std::min(size, last - at)});
      progress_.replications_total += row.replications_planned;
      result().scenarios.push_back(std::move(row));
    }
  }

  void add_unjudged(const std::string& id) {
    std::vector<RequirementResult>& rows = result().requirements;
    if (std::any_of(rows.begin(), rows.end(), [&](const RequirementResult& row) { return row.id == id; })) return;
    RequirementResult& row = rows.emplace_back();
    row.id = id;
    row.guarantee = "no judge of this requirement exists";
    row.mark = "?";
  }

  void run(const std::vector<Unit>& units, std::vector<Unit>& again) {
    const auto job = [&](std::uint64_t index, std::uint64_t parameter, sim::Heartbeat& heartbeat, std::string& bytes) {
      const Unit& unit = units[index];
      UnitOptions how;
      how.policy = options_.policy;
      how.seed = seed_of(scenarios_[unit.scenario]);
      // A retry's parameter is one more than the event, since 0 says that there was no death.
      how.policy_ends_before = parameter == 0 ? UINT64_MAX : parameter - 1;
      how.trace_file = traces_.part(unit.scenario, unit.first);
      if (unit.first == first_) how.spoil = every_selected();
      bytes = run_unit(scenarios_[unit.scenario], unit, how, heartbeat).bytes();
    };
    const auto on_death = [&](std::uint64_t index, const sim::Death& death) -> sim::AfterDeath {
      const auto step = policy_step(death.note);
      if (!death.guarded || !step || units[index].count > 1) return {};
      return {true, step->sequence + 1};
    };
    const auto on_result = [&](const sim::UnitResult& outcome) { take(units[outcome.unit], outcome, again); };
    run(units.size(), job, on_result, on_death);
  }

  void run(std::size_t count, const auto& job, const auto& on_result, const auto& on_death) {
    const sim::WorkerLimits limits{options_.memory_bytes, options_.stall_cpu_us, options_.stall_wall_us};
    const auto should_stop = [&] {
      if (signal_ == 0) signal_ = observer_.stop_signal();
      return signal_ != 0;
    };
    const sim::UnitsRun ran = sim::run_units(count, options_.jobs, limits, job, on_result, on_death, should_stop);
    if (ran.end == sim::UnitsRun::End::no_worker)
      result().internal_errors.push_back("the system grants no more worker processes");
    stopped_ |= ran.end != sim::UnitsRun::End::complete;
  }

  void take(const Unit& unit, const sim::UnitResult& outcome, std::vector<Unit>& again) {
    const bool by_policy = std::all_of(outcome.deaths.begin(), outcome.deaths.end(),
                                       [](const sim::Death& death) { return death.guarded && policy_step(death.note); });
    if (outcome.given_up && by_policy && unit.count > 1) {
      for (std::uint64_t i = 0; i < unit.count; ++i) again.push_back({unit.scenario, unit.first + i, 1});
      return;
    }
    for (const sim::Death& death : outcome.deaths) note_death(unit, death, by_policy);
    if (outcome.given_up) {
      if (by_policy && outcome.deaths.size() > 1)
        result().contradictions.push_back(
            fmt::format("{}, replication {}: the policy died again, before the event it had died in",
                        scenarios_[unit.scenario].id, unit.first));
      return;
    }
    add(unit, UnitReport::from(outcome.bytes));
    parts_[{unit.scenario, unit.first}] = traces_.part(unit.scenario, unit.first);
    observer_.progress(progress_);
  }

  std::vector<bool> every_selected() const {
    std::vector<bool> wanted;
    for (const requirements::Requirement* requirement : requirements::all_requirements())
      wanted.push_back(selected(std::string(requirement->card.id)));
    return wanted;
  }

  // Requirements that passed and of which no first replication had an episode to spoil: the replications in which they passed.
  void spoil_the_rest() {
    const auto requirements = requirements::all_requirements();
    std::vector<std::pair<Unit, std::size_t>> rest;
    for (std::size_t i = 0; i < spoils_.size(); ++i)
      if (spoils_[i].kind == SpoilOutcome::Kind::untried && passed_[i]) rest.emplace_back(*passed_[i], i);
    const auto job = [&](std::uint64_t index, std::uint64_t, sim::Heartbeat& heartbeat, std::string& bytes) {
      const auto& [unit, requirement] = rest[index];
      UnitOptions how;
      how.policy = options_.policy;
      how.seed = seed_of(scenarios_[unit.scenario]);
      how.spoil.resize(requirements.size());
      how.spoil[requirement] = true;
      bytes = run_unit(scenarios_[unit.scenario], unit, how, heartbeat).bytes();
    };
    const auto on_result = [&](const sim::UnitResult& outcome) {
      if (!outcome.given_up) add_spoils(UnitReport::from(outcome.bytes));
    };
    run(rest.size(), job, on_result, [](std::uint64_t, const sim::Death&) { return sim::AfterDeath{}; });
    if (stopped_) return;
    for (std::size_t i = 0; i < spoils_.size(); ++i) {
      const std::string id(requirements[i]->card.id);
      if (spoils_[i].kind == SpoilOutcome::Kind::missed) result().contradictions.push_back(spoils_[i].missed);
      if (spoils_[i].kind < SpoilOutcome::Kind::caught && passed_[i])
        result().contradictions.push_back(id + " passed, and none of its episodes could be spoiled to see its judge fail");
      result().requirements[i].spoil_caught = spoils_[i].kind == SpoilOutcome::Kind::caught;
    }
  }

  // A judge that missed one spoiled episode is not to be trusted, whatever it caught elsewhere.
  void add_spoils(const UnitReport& report) {
    for (std::size_t i = 0; i < report.spoils.size(); ++i) {
      const SpoilOutcome& fresh = report.spoils[i];
      if (fresh.kind > spoils_[i].kind) spoils_[i] = fresh;
    }
  }

  void note_death(const Unit& unit, const sim::Death& death, bool by_policy) {
    const Scenario& scenario = scenarios_[unit.scenario];
    const auto step = policy_step(death.note);
    if (!by_policy) {
      std::string what = fmt::format("a worker died outside the policy in {}, replications {}..{}: {}", scenario.id, unit.first,
                                     unit.first + unit.count - 1, detail_of(death));
      if (death.kind == sim::Death::Kind::memory) what += "; more can be given with --memory";
      if (!death.last_words.empty()) what += ": " + printable(death.last_words, 400);
      result().internal_errors.push_back(what);
      return;
    }
    note_finding(unit.scenario, finding_of(death, *step, scenario.id));
    ++result().scenarios[unit.scenario].findings_total;
    ++progress_.findings;
  }

  void note_finding(std::size_t scenario, const Finding& finding) {
    std::vector<Finding>& kept = result().scenarios[scenario].findings;
    if (kept.size() < findings_kept) kept.push_back(finding);
    observer_.found(finding);
  }

  void add(const Unit& unit, const UnitReport& report) {
    const Scenario& scenario = scenarios_[unit.scenario];
    ScenarioResult& row = result().scenarios[unit.scenario];
    requirements::CourtResult& sum = sums_[unit.scenario];
    for (const requirements::RequirementResult& part : report.court.requirements) announce(scenario, row, sum, part);
    sum.merge(report.court);
    row.figures += report.figures;
    row.replications_done += unit.count;
    for (std::size_t i = 0; i < report.digests.size(); ++i) digests_[unit.scenario][unit.first - first_ + i] = report.digests[i];
    for (const Finding& finding : report.findings) note_finding(unit.scenario, finding);
    row.findings_total += report.findings_total;
    for (const std::string& contradiction : report.contradictions) result().contradictions.push_back(contradiction);
    add_spoils(report);
    for (std::size_t r = 0; r < passed_.size(); ++r)
      if (!passed_[r] && report.passed_in[r] != UINT64_MAX && selected(std::string(requirements::all_requirements()[r]->card.id)))
        passed_[r] = Unit{unit.scenario, report.passed_in[r], 1};
    progress_.findings += report.findings_total;
    progress_.replications_done += unit.count;
    progress_.simulated_events += report.figures.simulated_events;
  }

  // Tells of the first failure of a requirement in a scenario as soon as it is known.
  void announce(const Scenario& scenario, const ScenarioResult& row, const requirements::CourtResult& sum,
                const requirements::RequirementResult& part) {
    const std::uint64_t failed = part.count(sim::Verdict::fail);
    if (failed == 0 || !selected(part.id) || expects_fail(scenario, part.id)) return;
    progress_.violations += failed;
    const requirements::RequirementResult* before = sum.find(part.id);
    if ((before && before->count(sim::Verdict::fail) > 0) || part.failures.empty()) return;
    observer_.failed(scenario, part.id, failure_of(scenario, row, part.id, part.failures.front()));
  }

  Failure failure_of(const Scenario& scenario, const ScenarioResult& row, const std::string& id,
                     const requirements::Failure& from) const {
    Failure failure = reported(from, scenario.config);
    failure.seed = row.seed;
    failure.fingerprint = fingerprint_of(id, from);
    failure.arguments = {"run", scenario.file, "--only", id, "--seed", std::to_string(row.seed)};
    const auto add = [&](std::initializer_list<std::string> more) { failure.arguments.insert(failure.arguments.end(), more); };
    if (row.replications_planned > 1 || from.replication > 0) add({"--replication", std::to_string(from.replication)});
    for (const std::string& argument : options_.reproduce_extra) add({argument});
    add({"--trace", "fail.jsonl"});
    return failure;
  }

  bool selected(const std::string& id) const {
    return options_.only.empty() || std::find(options_.only.begin(), options_.only.end(), id) != options_.only.end();
  }

  static bool expects_fail(const Scenario& scenario, const std::string& id) {
    return std::any_of(scenario.expect.begin(), scenario.expect.end(), [&](const auto& e) { return e.requirement == id; });
  }

  void finish() {
    for (std::size_t i = 0; i < scenarios_.size(); ++i) finish(scenarios_[i], sums_[i], result().scenarios[i], digests_[i]);
    RunResult& run = result();
    run.partial = stopped_;
    run.reasons.interrupted = signal_ != 0 && signal_ != SIGTERM;
    run.reasons.terminated = signal_ == SIGTERM;
    conclude(run);
    if (options_.trace_file.empty()) return;
    // A trace with holes would look like a whole one.
    const bool whole = std::all_of(run.scenarios.begin(), run.scenarios.end(),
                                   [](const ScenarioResult& row) { return row.replications_done == row.replications_planned; });
    if (!whole) {
      end_.trace_error = options_.trace_file + ": not written, because not all replications ran to their end";
      return;
    }
    std::vector<std::string> parts;
    for (const auto& [place, part] : parts_) parts.push_back(part);
    end_.trace_error = traces_.join(parts);
  }

  void finish(const Scenario& scenario, const requirements::CourtResult& sum, ScenarioResult& row,
              const std::vector<trace::Hash128>& digests) const {
    for (const RequirementResult& total : end_.result.requirements) {
      const requirements::RequirementResult* from = sum.find(total.id);
      if (!selected(total.id)) continue;
      RequirementInScenario part;
      part.id = total.id;
      part.exercised = std::find(scenario.exercises.begin(), scenario.exercises.end(), part.id) != scenario.exercises.end();
      part.expected_fail = expects_fail(scenario, part.id);
      if (from)
        judged(scenario, row, *from, part);
      else
        part.standing = requirements::find_requirement(part.id) ? Standing::vacuous : Standing::unobserved;
      row.requirements.push_back(std::move(part));
    }
    row.judged = sum.figures;
    trace::RunningHash hash;
    for (const trace::Hash128& digest : digests) {
      const std::string text = digest.hex();
      hash.add(text.data(), text.size());
    }
    if (row.replications_done == row.replications_planned) row.digest = "xxh3-128:" + hash.value().hex();
    std::stable_sort(row.findings.begin(), row.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.replication < b.replication; });
    if (!options_.replication) judge_expectations(scenario, sum, row);
  }

  void judged(const Scenario& scenario, const ScenarioResult& row, const requirements::RequirementResult& from,
              RequirementInScenario& part) const {
    using sim::Verdict;
    part.tally = {from.count(Verdict::pass), from.count(Verdict::fail), from.count(Verdict::may), from.count(Verdict::carrier),
                  from.count(Verdict::open)};
    const requirements::Requirement* requirement = requirements::find_requirement(part.id);
    const bool off = requirement && requirements::is_off(requirement->card, scenario.config.switches);
    part.standing = off ? Standing::off : standing_of(part.tally, from.traces_unobserved == 0);
    part.replications_failed = from.traces_failed;
    part.replications_passed = from.traces_passed;
    if (from.smallest_slack) part.least_slack_us = from.smallest_slack->slack.us;
    // What no lifecycle exercised has no bound, however many there were.
    if (scenario.generated && from.traces_failed + from.traces_passed > 0)
      part.violation_bound = sim::clopper_pearson_upper(from.traces_failed, row.replications_done, confidence);
    const auto first = std::min_element(from.failures.begin(), from.failures.end(),
                                        [](const auto& a, const auto& b) { return a.replication < b.replication; });
    if (first != from.failures.end()) part.first_failure = failure_of(scenario, row, part.id, *first);
  }

  void judge_expectations(const Scenario& scenario, const requirements::CourtResult& sum, ScenarioResult& row) const {
    for (const auto& expectation : scenario.expect) {
      if (!expectation.requirement.empty()) {
        if (!selected(expectation.requirement)) continue;
        const auto part = std::find_if(row.requirements.begin(), row.requirements.end(),
                                       [&](const RequirementInScenario& r) { return r.id == expectation.requirement; });
        row.expectations.push_back(
            {expectation.requirement + " fails: " + expectation.why, part != row.requirements.end() && part->tally.fail > 0});
        continue;
      }
      // There is one figure so far; the loader takes no other name.
      const std::uint64_t value = sum.figures.accepted_pool_empty;
      std::string bounds;
      if (expectation.at_least) bounds += fmt::format(" at least {}", *expectation.at_least);
      if (expectation.at_most) bounds += fmt::format("{} at most {}", bounds.empty() ? "" : " and", *expectation.at_most);
      const bool met = value >= expectation.at_least.value_or(0) && value <= expectation.at_most.value_or(UINT64_MAX);
      row.expectations.push_back({fmt::format("{}{} (it is {}): {}", expectation.figure, bounds, value, expectation.why), met});
    }
  }

  const std::vector<Scenario>& scenarios_;
  const CampaignOptions& options_;
  CampaignObserver& observer_;
  TraceFiles traces_;
  CampaignEnd end_;
  Progress progress_;
  std::vector<Unit> units_;
  std::vector<requirements::CourtResult> sums_;       // per scenario
  std::vector<std::vector<trace::Hash128>> digests_;  // per scenario and replication
  std::map<std::pair<std::size_t, std::uint64_t>, std::string> parts_;
  // Per requirement, in the order of the registry.
  std::vector<SpoilOutcome> spoils_;
  std::vector<std::optional<Unit>> passed_;  // a replication in which it passed, the first in the order of units
  const std::uint64_t first_;                // replication of every scenario
  int signal_ = 0;
  bool stopped_ = false;
};

}  // namespace

CampaignEnd run_campaign(const std::vector<Scenario>& scenarios, const CampaignOptions& options, CampaignObserver& observer) {
  return Campaign(scenarios, options, observer).go();
}

}  // namespace tocsin::scenarios
