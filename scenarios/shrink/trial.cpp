#include "scenarios/shrink/trial.hpp"

#include <algorithm>
#include <array>

#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/bytes.hpp"
#include "scenarios/run/fingerprint.hpp"
#include "scenarios/run/policy_death.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "sim/shared_memory.hpp"
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
  else if (steps_ >= steps_max_)
    end_ = End::steps;
  else if (options_.now_s && options_.now_s() - started_s_ >= seconds_max_)
    end_ = End::time;
}

void Trials::allow_half() {
  allow_all();
  const double gone_s = options_.now_s ? options_.now_s() - started_s_ : 0;
  steps_max_ -= (steps_max_ - std::min(steps_, steps_max_)) / 2;
  seconds_max_ -= std::max(0.0, seconds_max_ - gone_s) / 2;
}

void Trials::allow_all() {
  using End = ShrinkResult::End;
  steps_max_ = options_.steps_max;
  seconds_max_ = options_.seconds_max;
  if (end_ == End::steps || end_ == End::time) end_ = End::smallest;
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
  // A run that our own bound cut short is no run of the candidate.
  bool fails = is_meant(report, failing) && report.figures.simulated_events < events_max_;
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
  const unsigned jobs = static_cast<unsigned>(std::min<std::size_t>(options_.jobs, count));
  const sim::UnitsRun ran = sim::run_units(count, std::max(jobs, 1U), limits(), job, on_result, on_death, should_stop);
  if (ran.end == sim::UnitsRun::End::no_worker && !found) {
    end_ = ShrinkResult::End::internal;
    internal_problem_ = "the system grants no more worker processes";
  }
  return found;
}

std::vector<Crash> Trials::crashes_by_chance_in(const Failing& failing) {
  const auto parsed = loaded(failing.candidate);
  const auto* const scenario = std::get_if<Scenario>(&parsed);
  if (ended() || !scenario || !crashes_by_chance(*scenario)) return {};
  const sim::InSharedMemory<CrashList> list;
  if (!list.value) return {};
  const auto job = [&](std::uint64_t, std::uint64_t, sim::Heartbeat& heartbeat, std::string&) {
    CrashRecorder recorder(*list.value, heartbeat, failing.candidate.replication);
    const models::WorldOptions world{scenario->seed, failing.candidate.replication, options_.policy, &recorder};
    const std::array<trace::Sink*, 1> sinks = {&recorder};
    models::run_world(scenario->config, world, sinks);
  };
  const auto on_death = [](std::uint64_t, const sim::Death&) { return sim::AfterDeath{}; };
  const auto should_stop = [&] {
    look_at_limits();
    return ended();
  };
  sim::run_units(
      1, 1, limits(), job, [](const sim::UnitResult&) {}, on_death, should_stop);
  std::vector<Crash> crashes(list.value->crashes.begin(), list.value->crashes.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                                            list.value->count, CrashList::most)));
  std::erase_if(crashes, [&](const Crash& crash) { return crash.at_us > failing.failed_at_us(); });
  return crashes;
}

}  // namespace tocsin::scenarios
