#include "scenarios/shrink/trial.hpp"

#include <algorithm>

#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/bytes.hpp"
#include "scenarios/run/fingerprint.hpp"
#include "scenarios/run/policy_death.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {
namespace {

// What became of a candidate. `unusable` does not load, `not_less` weighs as much as the best, `known` was tried before: these
// were not run.
enum class Outcome : std::uint8_t { unusable, not_less, known, differs, fails };

// A candidate may simulate so many times the events of what was given, and this many more.
constexpr std::uint64_t events_factor = 4;
constexpr std::uint64_t events_spare = 100'000;

trace::Hash128 hash_of(const std::string& text, std::uint64_t replication) {
  trace::RunningHash hash;
  hash.add(text.data(), text.size());
  hash.add(&replication, sizeof replication);
  return hash.value();
}

}  // namespace

bool Trials::targets_finding() const { return requirements::find_requirement(options_.requirement) == nullptr; }

void Trials::mean(const Failing& failing) {
  fingerprint_ = failing.fingerprint;
  if (options_.requirement == "event_bound") return;
  events_max_ = failing.simulated_events * events_factor + events_spare;
}

void Trials::look_at_limits() {
  using End = ShrinkResult::End;
  if (ended()) return;
  if (options_.observer) signal_ = options_.observer->stop_signal();
  if (signal_ != 0)
    end_ = End::stopped;
  else if (steps_ >= options_.steps_max)
    end_ = End::steps;
  else if (options_.now_s && options_.now_s() - started_s_ >= options_.seconds_max)
    end_ = End::time;
}

std::variant<Scenario, Problems> Trials::loaded(const Candidate& candidate) const {
  LoadOptions load;
  load.log = options_.log;
  auto parsed = parse_scenario(candidate.document.dump(), options_.file, load);
  if (auto* scenario = std::get_if<Scenario>(&parsed))
    scenario->config.events_max = std::min(scenario->config.events_max, events_max_);
  return parsed;
}

bool Trials::is_meant(const UnitReport& report, Failing& failing) const {
  const auto fits = [&](const std::string& fingerprint) { return fingerprint_.empty() || fingerprint == fingerprint_; };
  if (targets_finding()) {
    for (const Finding& finding : report.findings) {
      if (finding.kind != options_.requirement || !fits(fingerprint_of(finding))) continue;
      failing.finding = finding;
      failing.fingerprint = fingerprint_of(finding);
      return true;
    }
    return false;
  }
  const requirements::RequirementResult* const result = report.court.find(options_.requirement);
  if (!result) return false;
  for (const requirements::Failure& failure : result->failures) {
    const std::string fingerprint = fingerprint_of(options_.requirement, failure);
    if (!fits(fingerprint)) continue;
    failing.failure = failure;
    failing.fingerprint = fingerprint;
    return true;
  }
  return false;
}

// In a worker.
void Trials::try_one(const Candidate& candidate, const Weight* than, std::uint64_t policy_ends_before, sim::Heartbeat& heartbeat,
                     std::string& bytes) const {
  BytesOut out(bytes);
  const auto parsed = loaded(candidate);
  if (const auto* problems = std::get_if<Problems>(&parsed)) {
    out.put(Outcome::unusable), out.put(problems->text());
    return;
  }
  const Scenario& scenario = std::get<Scenario>(parsed);
  const Weight weight = weight_of(candidate.document, scenario, candidate.replication);
  const trace::Hash128 hash = hash_of(weight.text, candidate.replication);
  if (than && !(weight < *than)) return out.put(Outcome::not_less);
  if (than && known_.contains(hash)) return out.put(Outcome::known);
  UnitOptions how;
  how.policy = options_.policy;
  how.seed = scenario.seed;
  how.policy_ends_before = policy_ends_before;
  how.repeat = false;
  const Unit unit{0, candidate.replication, 1};
  const UnitReport report = run_unit(scenario, unit, how, heartbeat);
  Failing failing;
  bool fails = is_meant(report, failing);
  if (fails && compared_) {
    how.policy = options_.reference;
    how.policy_ends_before = UINT64_MAX;
    const UnitReport reference = run_unit(scenario, unit, how, heartbeat);
    const requirements::RequirementResult* const result = reference.court.find(options_.requirement);
    fails = result && result->count(sim::Verdict::fail) == 0;
  }
  out.put(fails ? Outcome::fails : Outcome::differs), out.put(hash);
  if (!fails) return;
  out.put(weight.text), out.put(report.bytes());
  std::vector<Crash> crashes;
  if (crashes_by_chance(scenario))
    crashes = crashes_in(scenario, candidate.replication, options_.policy, policy_ends_before, heartbeat);
  // What comes after the failure has no part in it.
  std::erase_if(crashes, [&](const Crash& crash) { return crash.at_us > failing.failed_at_us(); });
  out.put(static_cast<std::uint64_t>(crashes.size()));
  for (const Crash& crash : crashes) out.put(crash);
}

std::optional<Failing> Trials::by_death(const Candidate& candidate, const sim::Death& death) const {
  const auto step = policy_step(death.note);
  const auto parsed = loaded(candidate);
  if (!step || !std::holds_alternative<Scenario>(parsed)) return std::nullopt;
  const Scenario& scenario = std::get<Scenario>(parsed);
  Failing failing;
  failing.finding = finding_of(death, *step, scenario.id);
  failing.fingerprint = fingerprint_of(*failing.finding);
  if (failing.finding->kind != options_.requirement) return std::nullopt;
  if (!fingerprint_.empty() && failing.fingerprint != fingerprint_) return std::nullopt;
  failing.candidate = candidate;
  failing.weight = weight_of(candidate.document, scenario, candidate.replication);
  failing.seed = scenario.seed;
  return failing;
}

void Trials::note(const sim::UnitResult& outcome) {
  for (const sim::Death& death : outcome.deaths)
    if (internal_problem_.empty() && !(death.guarded && policy_step(death.note)))
      internal_problem_ = "a worker died in our own code: " + detail_of(death) + ": " + printable(death.last_words, 400);
}

std::optional<Failing> Trials::first_of(std::size_t count, const Make& make, const Weight* than,
                                        std::optional<std::size_t>* index) {
  std::optional<Failing> found;
  const auto job = [&](std::uint64_t unit, std::uint64_t parameter, sim::Heartbeat& heartbeat, std::string& bytes) {
    try_one(make(unit), than, parameter == 0 ? UINT64_MAX : parameter - 1, heartbeat, bytes);
  };
  const auto on_death = [&](std::uint64_t, const sim::Death& death) -> sim::AfterDeath {
    const auto step = policy_step(death.note);
    if (targets_finding() || !death.guarded || !step) return {};
    return {true, step->sequence + 1};
  };
  const auto on_result = [&](const sim::UnitResult& outcome) {
    if (found || ended()) return;
    note(outcome);
    if (outcome.given_up) {
      ++steps_;
      if (targets_finding()) found = by_death(make(outcome.unit), outcome.deaths.back());
    } else {
      BytesIn in(outcome.bytes);
      const auto what = in.take<Outcome>();
      if (what == Outcome::unusable) load_problem_ = in.take_text();
      if (what != Outcome::differs && what != Outcome::fails) return;
      const auto hash = in.take<trace::Hash128>();
      if (than && !known_.insert(hash).second) return;
      ++steps_;
      if (what == Outcome::fails) {
        Failing failing;
        failing.candidate = {Json::parse(in.take_text(), nullptr, false), make(outcome.unit).replication};
        const UnitReport report = UnitReport::from(in.take_text());
        is_meant(report, failing);
        failing.crashes.resize(in.take<std::uint64_t>());
        for (Crash& crash : failing.crashes) crash = in.take<Crash>();
        const auto parsed = loaded(failing.candidate);
        const Scenario& scenario = std::get<Scenario>(parsed);
        failing.weight = weight_of(failing.candidate.document, scenario, failing.candidate.replication);
        failing.seed = scenario.seed;
        failing.trace_digest = "xxh3-128:" + report.digests.front().hex();
        failing.simulated_events = report.figures.simulated_events;
        found = std::move(failing);
      }
    }
    if (found && index) *index = outcome.unit;
    if (!found) look_at_limits();
  };
  const auto should_stop = [&] {
    if (!found) look_at_limits();
    return found.has_value() || ended();
  };
  if (should_stop()) return std::nullopt;
  const sim::WorkerLimits limits{options_.memory_bytes, options_.stall_cpu_us, options_.stall_wall_us};
  const unsigned jobs = static_cast<unsigned>(std::min<std::size_t>(options_.jobs, count));
  const sim::UnitsRun ran = sim::run_units(count, std::max(jobs, 1U), limits, job, on_result, on_death, should_stop);
  if (ran.end == sim::UnitsRun::End::no_worker && !found) {
    end_ = ShrinkResult::End::internal;
    internal_problem_ = "the system grants no more worker processes";
  }
  return found;
}

}  // namespace tocsin::scenarios
