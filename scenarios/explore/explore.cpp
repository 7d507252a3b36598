#include "scenarios/explore/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "models/run.hpp"
#include "models/trace/digest_sink.hpp"
#include "scenarios/explore/disturbance.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/bytes.hpp"
#include "scenarios/run/failure.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "sim/assert.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::uint64_t block_size = 32;  // schedules
// As a run's: one call into the policy may take this much.
constexpr std::uint64_t stall_cpu_us = 2'000'000;
constexpr std::uint64_t stall_wall_us = 60'000'000;

// Breaches of the contract, as the trace reports them.
class Breaches final : public trace::Sink {
 public:
  void begin(const trace::Header&, const trace::Texts&) override { found_.clear(); }
  void on(const trace::Event& event) override {
    const auto* breach = event.as<trace::PolicyFinding>();
    if (breach && found_.empty())
      found_.push_back(fmt::format("policy: {} at its event {}",
                                   trace::words(breach->fault)[static_cast<std::size_t>(breach->fault)], breach->event));
  }
  void end(trace::Time) override {}
  std::vector<std::string> take() { return std::move(found_); }

 private:
  std::vector<std::string> found_;
};

struct Judged {
  requirements::CourtResult court;
  trace::Hash128 digest;
  std::vector<std::string> violations;
  std::uint64_t policy_events = 0;
};

// What a schedule is run with besides: nothing first, then a restart or a duplicate at each of its policy's events.
std::vector<Disturbance> disturbances(const Exploration& exploration, std::uint64_t policy_events) {
  std::vector<Disturbance> list;
  for (std::uint64_t event = 1; event <= policy_events; ++event) {
    if (exploration.duplicates) list.push_back({Disturbance::Kind::duplicate, event, 0});
    if (!exploration.restarts) continue;
    for (std::uint64_t lag = 0; lag <= lag_max && lag < event; ++lag) list.push_back({Disturbance::Kind::restart, event, lag});
  }
  return list;
}

Judged judge(const Scenario& scenario, std::uint64_t schedule, const tp_policy* policy, sim::Heartbeat& heartbeat) {
  requirements::Court court(requirements::all_requirements());
  Breaches breaches;
  trace::DigestSink digest;
  const std::array<trace::Sink*, 3> sinks = {&court, &breaches, &digest};
  HeartbeatWatch watch(heartbeat, schedule);
  // Asked again by a clone at each callback, the search would take many times as long.
  tp_policy not_cloned = *policy;
  not_cloned.snapshot = nullptr;
  const auto summary = models::run_world(scenario.config, {.seed = scenario.seed, .policy = &not_cloned, .watch = &watch}, sinks);
  Judged judged{court.take_result(), digest.value(), breaches.take(), summary.policy_events};
  if (summary.end == models::RunEnd::event_bound)
    judged.violations.push_back("the run reached its greatest number of simulated events");
  for (const requirements::RequirementResult& result : judged.court.requirements) {
    if (result.outcome() != requirements::Outcome::fail) continue;
    const bool kept = !result.failures.empty();
    judged.violations.push_back(result.id + (kept && !result.failures[0].note.empty() ? ": " + result.failures[0].note : ""));
  }
  return judged;
}

class Search {
 public:
  Search(const Exploration& exploration, const ExploreOptions& options)
      : exploration_(exploration), options_(options), schedules_(schedules_of(exploration)) {}

  ExploreResult run() {
    result_.schedules = schedules_.size();
    const sim::WorkerLimits limits{options_.memory_bytes, stall_cpu_us, stall_wall_us};
    const auto job = [&](std::uint64_t block, std::uint64_t parameter, sim::Heartbeat& heartbeat, std::string& bytes) {
      // A retry ends before the schedule in which the policy ended the process; its parameter is one more than that schedule.
      run_block(block * block_size, parameter == 0 ? UINT64_MAX : parameter - 1, heartbeat, bytes);
    };
    const auto on_death = [&](std::uint64_t, const sim::Death& death) -> sim::AfterDeath {
      const auto step = policy_step(death.note);
      if (!death.guarded || !step) return {};
      return {true, step->replication + 1};
    };
    const auto on_result = [&](const sim::UnitResult& outcome) { take(outcome); };
    const auto should_stop = [&] {
      if (result_.signal == 0 && !over_) result_.signal = options_.stop_signal();
      return over_ || result_.signal != 0;
    };
    const std::uint64_t blocks = (schedules_.size() + block_size - 1) / block_size;
    const auto ran = sim::run_units(blocks, options_.jobs, limits, job, on_result, on_death, should_stop);
    if (ran.end == sim::UnitsRun::End::no_worker) result_.internal_error = "the system grants no more worker processes";
    result_.distinct = digests_.size();
    if (ran.end == sim::UnitsRun::End::complete && !over_) note_vacuous();
    return std::move(result_);
  }

 private:
  void run_block(std::uint64_t first, std::uint64_t end, sim::Heartbeat& heartbeat, std::string& bytes) const {
    const std::uint64_t last = std::min({first + block_size, end, static_cast<std::uint64_t>(schedules_.size())});
    requirements::CourtResult court;
    std::vector<trace::Hash128> digests;
    std::uint64_t done = 0;
    std::string disturbance;
    std::vector<std::string> violations, unusable;
    for (std::uint64_t i = first; i < last && violations.empty() && unusable.empty(); ++i) {
      const auto scenario = schedule_of(exploration_, schedules_[i]);
      if (const auto* problems = std::get_if<Problems>(&scenario)) {
        unusable = {problems->text()};
        break;
      }
      ++done;
      const auto run = [&](const tp_policy* policy) {
        Judged judged = judge(std::get<Scenario>(scenario), i, policy, heartbeat);
        digests.push_back(judged.digest);
        court.merge(judged.court);
        violations = std::move(judged.violations);
        return judged.policy_events;
      };
      disturbance.clear();
      const std::uint64_t policy_events = run(options_.policy);
      if (!violations.empty()) break;
      for (const Disturbance& one : disturbances(exploration_, policy_events)) {
        run(disturbed(*options_.policy, one));
        disturbance = one.text();
        if (!violations.empty()) break;
      }
    }
    BytesOut out(bytes);
    out.put(court.to_bytes());
    out.put(static_cast<std::uint64_t>(digests.size()));
    for (const trace::Hash128& digest : digests) out.put(digest);
    out.put(done), out.put(disturbance);
    out.put(violations), out.put(unusable);
  }

  void take(const sim::UnitResult& outcome) {
    if (over_) return;
    if (outcome.given_up) {
      over_ = true;
      result_.internal_error = outcome.deaths.size() > 1
                                   ? "the policy ended its process again, before the schedule it had ended it in"
                                   : "a worker ended in our own code: " + outcome.deaths.front().last_words;
      return;
    }
    BytesIn in(outcome.bytes);
    const auto court = requirements::CourtResult::from_bytes(in.take_text());
    TOCSIN_ASSERT(court.has_value(), "a block's verdicts cannot be read");
    if (court->traces > 0) court_.merge(*court);
    const auto digests = in.take<std::uint64_t>();
    for (std::uint64_t i = 0; i < digests; ++i) digests_.insert(in.take<trace::Hash128>());
    result_.runs += digests;
    result_.done += in.take<std::uint64_t>();
    std::string disturbance = in.take_text();
    result_.events = court_.events;
    std::vector<std::string> violations = in.take_texts();
    const std::vector<std::string> unusable = in.take_texts();
    if (!unusable.empty()) {
      over_ = true;
      result_.internal_error = "a schedule is no scenario: " + unusable.front();
      return;
    }
    if (violations.empty() && !outcome.deaths.empty()) {
      const auto step = policy_step(outcome.deaths.front().note);
      violations.push_back(fmt::format("policy: it ended or held up its process at its event {} ({})", step->sequence,
                                       policy_event_word(step->kind)));
      ++result_.done;
      disturbance.clear();
    }
    if (violations.empty()) return;
    over_ = true;
    const Picks& picks = schedules_[result_.done - 1];
    const auto scenario = schedule_of(exploration_, picks);
    result_.counterexample.push_back(
        {picks, std::move(disturbance), std::move(violations), first_failure(court_, std::get<Scenario>(scenario).config)});
  }

  void note_vacuous() {
    const auto scenario = schedule_of(exploration_, schedules_.front());
    for (const std::string& id : std::get<Scenario>(scenario).exercises) {
      const requirements::RequirementResult* const result = court_.find(id);
      if (!result || result->outcome() != requirements::Outcome::pass) result_.vacuous.push_back(id);
    }
  }

  const Exploration& exploration_;
  const ExploreOptions& options_;
  std::vector<Picks> schedules_;
  ExploreResult result_;
  requirements::CourtResult court_;
  std::set<trace::Hash128> digests_;
  bool over_ = false;
};

}  // namespace

ExploreResult explore(const Exploration& exploration, const ExploreOptions& options) {
  return Search(exploration, options).run();
}

}  // namespace tocsin::scenarios
