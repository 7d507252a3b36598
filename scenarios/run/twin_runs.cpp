#include "scenarios/run/twin_runs.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/registry.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::string_view basis = "EC-18";
constexpr std::string_view basis_of_faults = "EC-35";

bool can_be_cloned(const tp_policy& policy) { return policy.snapshot && policy.restore; }

requirements::RequirementResult judged_twin(const Scenario& twin, const models::WorldOptions& options) {
  const std::array selected{requirements::find_requirement(basis)};
  requirements::Court court(selected);
  const std::array<trace::Sink*, 1> sinks = {&court};
  models::run_world(twin.config, options, sinks);
  return court.take_result().requirements.front();
}

}  // namespace

std::vector<Twin> twins_of(const Scenario& scenario) {
  std::vector<Twin> twins;
  const auto add = [&](const char* requirement, std::string varied, auto vary) {
    Twin& twin = twins.emplace_back(Twin{requirement, std::move(varied), scenario});
    vary(twin.scenario.config);
  };
  for (const trace::Destination to : {trace::Destination::queue, trace::Destination::bot, trace::Destination::voicemail,
                                      trace::Destination::external, trace::Destination::rejected, trace::Destination::closed}) {
    if (to == trace::Destination::queue && scenario.config.queues.empty()) continue;
    const std::string_view word = trace::words(to)[static_cast<std::size_t>(to)];
    add("EC-20", "every rule says " + std::string(word), [&](models::Config& config) {
      config.inbound_rules = {{models::InboundRule::Match::any, {}, to, 0, 0}};
    });
  }
  if (!scenario.config.capacity_profiles.empty()) {
    add("EC-21", "no capacity", [](models::Config& config) {
      for (models::CapacityProfile& profile : config.capacity_profiles) profile.limit = 0;
    });
    add("EC-21", "one item, and it blocks", [](models::Config& config) {
      for (models::CapacityProfile& profile : config.capacity_profiles) profile.limit = 1, profile.assignment_blocking = true;
    });
  }
  for (const trace::Base base : {trace::Base::available, trace::Base::busy, trace::Base::do_not_disturb, trace::Base::away,
                                 trace::Base::offline, trace::Base::inactive}) {
    const std::string_view word = trace::words(base)[static_cast<std::size_t>(base)];
    add("EC-22", "every presence " + std::string(word), [&](models::Config& config) {
      const auto origin = base == trace::Base::inactive ? trace::Origin::automatic : trace::Origin::manual;
      for (models::Agent& agent : config.agents) agent.status = {base, origin, 0};
    });
  }
  return twins;
}

sim::Verdict verdict_of_twin(requirements::Outcome outcome) {
  if (outcome == requirements::Outcome::fail) return sim::Verdict::fail;
  return outcome == requirements::Outcome::pass ? sim::Verdict::pass : sim::Verdict::may;
}

std::vector<TwinObligation> compare_twins(const Scenario& scenario, const models::WorldOptions& options,
                                          const models::WorldSummary& summary, const requirements::CourtResult& judged) {
  std::vector<TwinObligation> obligations;
  if (can_be_cloned(*options.policy) || summary.callbacks == 0 || summary.simulated_events > twin_events_max) return obligations;
  const requirements::RequirementResult* first = judged.find(basis);
  if (!first || first->outcome() != requirements::Outcome::pass) return obligations;
  for (const Twin& twin : twins_of(scenario)) {
    const requirements::RequirementResult result = judged_twin(twin.scenario, options);
    sim::Obligation obligation;
    obligation.trigger = 1;
    obligation.deciding = summary.trace_events;
    obligation.decided_at = summary.ended_at;
    obligation.verdict = verdict_of_twin(result.outcome());
    obligation.note =
        obligation.verdict == sim::Verdict::fail   ? "run again with this varied, a callback was not offered as it was"
        : obligation.verdict == sim::Verdict::pass ? "run again with this varied, its callbacks were offered as they were"
                                                   : "run again with this varied, no callback shows anything";
    obligations.push_back({twin.requirement, obligation});
  }
  return obligations;
}

std::optional<Scenario> without_faults(const Scenario& scenario) {
  const auto changes_nothing = [](const models::Fault& fault) {
    return fault.component == trace::Component::policy || fault.component == trace::Component::channel ||
           fault.component == trace::Component::clock;
  };
  const auto& faults = scenario.config.faults;
  if (std::none_of(faults.begin(), faults.end(), changes_nothing)) return std::nullopt;
  Scenario twin = scenario;
  std::erase_if(twin.config.faults, changes_nothing);
  return twin;
}

std::optional<sim::Obligation> compare_without_faults(const Scenario& scenario, const models::WorldOptions& options,
                                                      const models::WorldSummary& summary,
                                                      const requirements::CourtResult& judged) {
  const requirements::RequirementResult* lived = judged.find(basis_of_faults);
  if (!lived || lived->count(sim::Verdict::pass) + lived->count(sim::Verdict::fail) == 0) return std::nullopt;
  if (summary.simulated_events > twin_events_max) return std::nullopt;
  const std::optional<Scenario> twin = without_faults(scenario);
  if (!twin) return std::nullopt;
  requirements::Court court(requirements::all_requirements());
  const std::array<trace::Sink*, 1> sinks = {&court};
  models::run_world(twin->config, options, sinks);
  const requirements::CourtResult result = court.take_result();
  sim::Obligation obligation;
  obligation.trigger = 1;
  obligation.deciding = summary.trace_events;
  obligation.decided_at = summary.ended_at;
  obligation.verdict = sim::Verdict::pass;
  obligation.note = "run again without the injected faults, no requirement fails less";
  for (const requirements::RequirementResult& with : judged.requirements) {
    const requirements::RequirementResult* const without = result.find(with.id);
    if (with.outcome() != requirements::Outcome::fail || !without || without->outcome() == requirements::Outcome::fail) continue;
    obligation.verdict = sim::Verdict::fail;
    obligation.note = "run again without the injected faults, a requirement does not fail that fails with them";
  }
  return obligation;
}

}  // namespace tocsin::scenarios
