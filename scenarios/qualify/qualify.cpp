#include "scenarios/qualify/qualify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/emergency_policy.h"
#include "scenarios/qualify/judging.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/bytes.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {
namespace {

using requirements::Outcome;
using requirements::RequirementResult;

constexpr std::size_t entries_max = 8;  // of what else failed, or was flagged
// As a run's: one call into the policy may take this much.
constexpr std::uint64_t stall_cpu_us = 2'000'000;
constexpr std::uint64_t stall_wall_us = 60'000'000;

std::uint64_t replications_of(const Scenario& scenario) {
  return scenario.generated ? std::min<std::uint64_t>(scenario.replications, generated_replications) : 1;
}

// The scenarios in which the fault may show, the likely ones first, those that are there for one purpose before populations.
std::vector<const Scenario*> in_order_of_promise(const std::vector<Scenario>& all, const FaultyPolicy& faulty) {
  std::vector<const Scenario*> ordered;
  for (const Scenario& scenario : all) ordered.push_back(&scenario);
  std::stable_partition(ordered.begin(), ordered.end(), [](const Scenario* scenario) { return !scenario->generated; });
  std::stable_partition(ordered.begin(), ordered.end(), [&](const Scenario* scenario) {
    return std::any_of(faulty.requirements.begin(), faulty.requirements.end(),
                       [&](std::string_view id) { return exercises(*scenario, id); });
  });
  return ordered;
}

// What a worker finds out about a policy.
struct Found {
  std::optional<Catch> caught;
  std::vector<std::string> lines;           // others, or flagged
  std::vector<std::string> passed, failed;  // of an anchor
  double seconds = 0;

  std::string bytes() const {
    std::string text;
    BytesOut out(text);
    out.put(caught.has_value());
    if (caught) {
      out.put(caught->requirement), out.put(caught->scenario), out.put(caught->replication), out.put(caught->deciding);
      out.put(caught->at_us), out.put(caught->note);
    }
    out.put(lines), out.put(passed), out.put(failed);
    out.put(seconds);
    return text;
  }
  static Found from(std::string_view bytes) {
    BytesIn in(bytes);
    Found found;
    if (in.take<bool>()) {
      Catch& c = found.caught.emplace();
      c.requirement = in.take_text(), c.scenario = in.take_text(), c.replication = in.take<std::uint64_t>();
      c.deciding = in.take<std::uint64_t>(), c.at_us = in.take<std::int64_t>(), c.note = in.take_text();
    }
    found.lines = in.take_texts(), found.passed = in.take_texts(), found.failed = in.take_texts();
    found.seconds = in.take<double>();
    return found;
  }
};

std::string place(const Scenario& scenario, std::uint64_t replication) {
  return scenario.generated ? fmt::format("{}, replication {}", scenario.id, replication) : scenario.id;
}

std::string noted(const RequirementResult& result) {
  return result.failures.empty() || result.failures.front().note.empty() ? "" : ": " + result.failures.front().note;
}

// A requirement that fails without being expected to.
bool fails(const Scenario& scenario, const RequirementResult& result) {
  return result.outcome() == Outcome::fail && !expects_failure(scenario, result.id);
}

Found hunt(const std::vector<Scenario>& scenarios, const FaultyPolicy& faulty, sim::Heartbeat& heartbeat) {
  Found found;
  const auto named = [&](const std::string& id) {
    return std::find(faulty.requirements.begin(), faulty.requirements.end(), id) != faulty.requirements.end();
  };
  for (const Scenario* scenario : in_order_of_promise(scenarios, faulty))
    for (std::uint64_t replication = 0; replication < replications_of(*scenario); ++replication) {
      HeartbeatWatch watch(heartbeat, replication);
      const Judged judged = judge(*scenario, faulty.policy(), replication, &watch);
      std::optional<Judged> right;
      for (const RequirementResult& result : judged.result.requirements) {
        if (!fails(*scenario, result)) continue;
        if (!named(result.id)) {
          const std::string other = result.id + " in " + scenario->id;
          const bool told = std::find(found.lines.begin(), found.lines.end(), other) != found.lines.end();
          if (!told && found.lines.size() < entries_max) found.lines.push_back(other);
          continue;
        }
        // Where the right policy gives the requirement no occasion, the fault would be caught by accident.
        if (!right) right = judge(*scenario, tocsin_policy(), replication);
        if (right->result.find(result.id)->outcome() != Outcome::pass) continue;
        const requirements::Failure& first = result.failures.front();
        found.caught = Catch{result.id, scenario->id, replication, first.deciding, first.decided_at.us, first.note};
        found.lines.clear();
        return found;
      }
    }
  return found;
}

Found accuse(const std::vector<Scenario>& scenarios, const FaultyPolicy& variant, sim::Heartbeat& heartbeat) {
  Found found;
  for (const Scenario& scenario : scenarios)
    for (std::uint64_t replication = 0; replication < replications_of(scenario); ++replication) {
      HeartbeatWatch watch(heartbeat, replication);
      const Judged judged = judge(scenario, variant.policy(), replication, &watch);
      if (judged.summary.policy_findings > 0 && found.lines.size() < entries_max)
        found.lines.push_back("a breach of the contract in " + place(scenario, replication));
      for (const RequirementResult& result : judged.result.requirements)
        if (fails(scenario, result) && found.lines.size() < entries_max)
          found.lines.push_back(result.id + " in " + place(scenario, replication) + noted(result));
    }
  return found;
}

Found weigh(const std::vector<Scenario>& scenarios, const NamedPolicy& anchor, sim::Heartbeat& heartbeat) {
  Found found;
  requirements::CourtResult sum;
  for (const Scenario& scenario : scenarios)
    for (std::uint64_t replication = 0; replication < replications_of(scenario); ++replication) {
      HeartbeatWatch watch(heartbeat, replication);
      sum.merge(judge(scenario, anchor.entry(), replication, &watch).result);
    }
  for (const RequirementResult& result : sum.requirements) {
    if (result.outcome() == Outcome::pass) found.passed.push_back(result.id);
    if (result.outcome() == Outcome::fail) found.failed.push_back(result.id);
  }
  return found;
}

bool is_good(const AnchorRow& anchor) {
  if (anchor.name == "null")
    return std::all_of(anchor.passed.begin(), anchor.passed.end(), [](const std::string& id) { return id == "EC-34"; });
  return 2 * anchor.failed.size() >= requirements::all_requirements().size();
}

class Qualifier {
 public:
  Qualifier(const std::vector<Scenario>& scenarios, const QualifyOptions& options) : scenarios_(scenarios), options_(options) {}

  Qualification run() {
    const std::size_t faults = options_.faults.size(), variants = options_.variants.size();
    const sim::WorkerLimits limits{options_.memory_bytes, stall_cpu_us, stall_wall_us};
    const auto job = [&](std::uint64_t unit, std::uint64_t, sim::Heartbeat& heartbeat, std::string& bytes) {
      const double started = options_.now_s();
      Found found = unit < faults              ? hunt(scenarios_, *options_.faults[unit], heartbeat)
                    : unit < faults + variants ? accuse(scenarios_, *options_.variants[unit - faults], heartbeat)
                                               : weigh(scenarios_, options_.anchors[unit - faults - variants], heartbeat);
      found.seconds = options_.now_s() - started;
      bytes = found.bytes();
    };
    const auto on_result = [&](const sim::UnitResult& outcome) { take(outcome); };
    const auto should_stop = [&] {
      if (result_.signal == 0) result_.signal = options_.stop_signal();
      return result_.signal != 0;
    };
    const auto ran =
        sim::run_units(faults + variants + options_.anchors.size(), options_.jobs, limits, job, on_result, {}, should_stop);
    if (ran.end == sim::UnitsRun::End::no_worker) result_.internal_error = "the system grants no more worker processes";
    if (ran.end == sim::UnitsRun::End::complete) note_what_catches_nothing();
    return std::move(result_);
  }

 private:
  void take(const sim::UnitResult& outcome) {
    const std::size_t faults = options_.faults.size(), variants = options_.variants.size();
    std::string problem;
    if (outcome.given_up) {
      const sim::Death& death = outcome.deaths.front();
      const auto step = policy_step(death.note);
      if (!death.guarded || !step) {
        result_.internal_error = "a worker ended in our own code: " + death.last_words;
        return;
      }
      problem =
          fmt::format("it ended or held up its process at its event {} ({})", step->sequence, policy_event_word(step->kind));
    }
    const Found found = outcome.given_up ? Found{} : Found::from(outcome.bytes);
    if (outcome.unit < faults) {
      add_fault(*options_.faults[outcome.unit], found, problem);
    } else if (outcome.unit < faults + variants) {
      const FaultyPolicy& variant = *options_.variants[outcome.unit - faults];
      VariantRow row{std::string(variant.id), std::string(variant.name), found.lines};
      if (!problem.empty()) row.flagged.push_back(problem);
      options_.done(row.id, row.flagged.empty() ? "not flagged" : "FLAGGED by " + row.flagged.front(), found.seconds);
      result_.variants.push_back(std::move(row));
    } else {
      const NamedPolicy& anchor = options_.anchors[outcome.unit - faults - variants];
      AnchorRow row{std::string(anchor.name), found.passed, found.failed, false};
      row.good = problem.empty() && is_good(row);
      options_.done(row.name, fmt::format("{} passed, {} failed", row.passed.size(), row.failed.size()), found.seconds);
      result_.anchors.push_back(std::move(row));
    }
  }

  void add_fault(const FaultyPolicy& faulty, const Found& found, const std::string& problem) {
    FaultRow row{.id = std::string(faulty.id),
                 .name = std::string(faulty.name),
                 .named = {},
                 .caught = found.caught,
                 .others = found.lines,
                 .problem = problem};
    for (const std::string_view id : faulty.requirements) row.named.emplace_back(id);
    options_.done(row.id, row.caught ? row.caught->requirement + " in " + row.caught->scenario : "NOT CAUGHT", found.seconds);
    result_.faults.push_back(std::move(row));
  }

  void note_what_catches_nothing() {
    std::set<std::string_view> catching;
    for (const FaultRow& row : result_.faults)
      if (row.caught) catching.insert(row.caught->requirement);
    for (const requirements::Requirement* requirement : requirements::all_requirements())
      if (!catching.contains(requirement->card.id)) result_.catching_nothing.emplace_back(requirement->card.id);
  }

  const std::vector<Scenario>& scenarios_;
  const QualifyOptions& options_;
  Qualification result_;
};

}  // namespace

bool Qualification::proved() const {
  return std::all_of(faults.begin(), faults.end(), [](const FaultRow& row) { return row.caught.has_value(); }) &&
         std::all_of(variants.begin(), variants.end(), [](const VariantRow& row) { return row.flagged.empty(); }) &&
         std::all_of(anchors.begin(), anchors.end(), [](const AnchorRow& row) { return row.good; });
}

Qualification qualify(const std::vector<Scenario>& scenarios, const QualifyOptions& options) {
  return Qualifier(scenarios, options).run();
}

}  // namespace tocsin::scenarios
