#include "scenarios/fuzz/judged_program.hpp"

#include <algorithm>

#include "models/trace/digest_sink.hpp"
#include "scenarios/fuzz/novelty.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/fingerprint.hpp"
#include "scenarios/run/null_comparison.hpp"

namespace tocsin::scenarios {
namespace {

bool add_once(std::vector<Violation>& found, Violation violation) {
  const auto same = [&](const Violation& other) { return other.same(violation); };
  if (std::any_of(found.begin(), found.end(), same)) return false;
  found.push_back(std::move(violation));
  return true;
}

class Breaches final : public trace::Sink {
 public:
  explicit Breaches(std::vector<Violation>& found) : found_(found) {}
  void begin(const trace::Header&, const trace::Texts&) override {}
  void on(const trace::Event& event) override {
    const auto* breach = event.as<trace::PolicyFinding>();
    if (!breach) return;
    const std::string_view kind = trace::words(breach->fault)[static_cast<std::size_t>(breach->fault)];
    add_once(found_, {std::string(kind), "the policy broke its contract", {}});
  }
  void end(trace::Time) override {}

 private:
  std::vector<Violation>& found_;
};

sim::Obligation compared_with_null(const Scenario& scenario, const models::WorldSummary& summary, const trace::Hash128& digest) {
  const requirements::WholeTrace whole{digest, summary.trace_events, summary.ended_at};
  return requirements::judge_against_null(whole, null_run(scenario, scenario.seed, 0), 0);
}

}  // namespace

JudgedProgram judge_program(const Scenario& scenario, const tp_policy* policy, models::PolicyWatch* watch, bool with_features) {
  JudgedProgram judged;
  requirements::Court court(requirements::all_requirements());
  Breaches breaches(judged.violations);
  trace::DigestSink digest;
  NoveltySink novelty(court);
  std::vector<trace::Sink*> sinks = {&court, &breaches, &digest};
  if (with_features) {
    court.watch(&novelty);
    sinks.push_back(&novelty);
  }
  const models::WorldSummary summary =
      models::run_world(scenario.config, {.seed = scenario.seed, .policy = policy, .watch = watch}, sinks);
  requirements::CourtResult result = court.take_result();
  judged.digest = digest.value();
  if (summary.end == models::RunEnd::event_bound)
    judged.violations.push_back({"event_bound", "the run reached its greatest number of simulated events", {}});
  if (scenario.has_null_comparison()) result.add("EC-34", compared_with_null(scenario, summary, judged.digest), 0);
  for (const requirements::RequirementResult& requirement : result.requirements) {
    judged.obligations.push_back(requirement.counts);
    for (const requirements::Failure& failure : requirement.failures) {
      const bool found_in_trace = !failure.events.empty();
      if (add_once(judged.violations, {requirement.id, failure.note, {}}) && found_in_trace)
        judged.violations.back().fingerprint = fingerprint_of(requirement.id, failure);
    }
  }
  judged.features = novelty.features();
  return judged;
}

}  // namespace tocsin::scenarios
