#include "reports/json.hpp"

#include <nlohmann/json.hpp>

#include "reports/call_flow.hpp"
#include "reports/format.hpp"
#include "reports/mermaid.hpp"
#include "reports/notes.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;
using Json = nlohmann::ordered_json;

Json tally(const Tally& t) {
  return {{"pass", t.pass}, {"fail", t.fail}, {"may", t.may}, {"carrier", t.carrier}, {"open", t.open}};
}

Json failure(const Failure& f) {
  Json out = {{"seed", f.seed},
              {"replication", f.replication},
              {"note", f.note},
              {"about", f.about},
              {"trigger", f.trigger},
              {"deciding", f.deciding},
              {"triggered_at_us", f.triggered_at_us},
              {"decided_at_us", f.decided_at_us}};
  if (f.slack_us) out["slack_us"] = *f.slack_us;
  out["fingerprint"] = f.fingerprint;
  out["timing"] = timing_words(flow_source(f));
  out["sequence_diagram"] = mermaid(call_flow(flow_source(f)));
  if (!f.arguments.empty()) out["reproduce"] = f.arguments;
  if (!f.replay.empty()) out["replay"] = f.replay;
  return out;
}

Json requirement(const RequirementInScenario& r, const ScenarioResult& scenario) {
  Json out = {{"id", r.id}, {"verdict", word_of(r.standing)}, {"obligations", tally(r.tally)}, {"exercised", r.exercised}};
  if (r.expected_fail) out["expected"] = "fail";
  if (r.least_slack_us) out["least_slack_us"] = *r.least_slack_us;
  out["replications_passed"] = r.replications_passed;
  out["replications_failed"] = r.replications_failed;
  if (!scenario.generated)
    out["confidence"] = cases(scenario.replications_done);
  else if (r.violation_bound)
    out["violation_probability"] = {
        {"upper", *r.violation_bound}, {"confidence", 0.95}, {"method", "Clopper-Pearson, one-sided"}};
  if (r.first_failure) out["first_failure"] = failure(*r.first_failure);
  return out;
}

Json finding(const Finding& f) {
  Json out = {{"kind", f.kind},        {"scenario", f.scenario}, {"replication", f.replication}, {"policy_event", f.policy_event},
              {"event", f.event_kind}, {"at_us", f.at_us}};
  if (f.agent) out["agent"] = *f.agent;
  if (f.leg) out["leg"] = f.leg;
  if (!f.detail.empty()) out["detail"] = f.detail;
  return out;
}

Json figures(const Figures& f, const requirements::Figures& judged) {
  Json out = {{"simulated_events", f.simulated_events},
              {"trace_events", f.trace_events},
              {"policy_events", f.policy_events},
              {"ordinary_calls", f.ordinary_calls},
              {"ordinary_answered", f.ordinary_answered},
              {"ordinary_abandoned", f.ordinary_abandoned},
              {"ordinary_blocked", f.ordinary_blocked},
              {"ordinary_waited", f.waited_count},
              {"ordinary_waited_us_sum", f.waited_us_sum},
              {"emergency_dials", f.emergency_dials},
              {"callbacks", f.callbacks},
              {"contract_breaches", f.breaches}};
  requirements::Figures::fields(judged, [&](std::string_view name, const auto& value) { out[std::string(name)] = value; });
  return out;
}

Json scenario(const ScenarioResult& s) {
  Json out = {{"name", s.name},
              {"path", s.path},
              {"title", s.title},
              {"seed", s.seed},
              {"replications", s.replications_done},
              {"generated", s.generated},
              {"trace_digest", s.digest}};
  for (const ReplayedLog& log : s.logs)
    out["recorded_logs"].push_back(
        {{"source", log.source}, {"file", log.file}, {"calls", log.calls}, {"zero_durations", log.zero_durations}});
  if (s.replications_done != s.replications_planned) out["replications_planned"] = s.replications_planned;
  out["figures"] = figures(s.figures, s.judged);
  out["requirements"] = Json::array();
  for (const RequirementInScenario& r : s.requirements) out["requirements"].push_back(requirement(r, s));
  out["expectations"] = Json::array();
  for (const ExpectationResult& e : s.expectations) out["expectations"].push_back({{"expect", e.text}, {"met", e.met}});
  out["findings_total"] = s.findings_total;
  out["findings"] = Json::array();
  for (const Finding& f : s.findings) out["findings"].push_back(finding(f));
  return out;
}

Json total(const RequirementResult& r) {
  Json out = {{"id", r.id},
              {"mark", r.mark},
              {"guarantee", r.guarantee},
              {"verdict", word_of(r.standing)},
              {"obligations", tally(r.tally)},
              {"scenarios_exercising", r.scenarios_exercising},
              {"scenarios_passing", r.scenarios_passing},
              {"scenarios_failing", r.scenarios_failing},
              {"scenarios_failing_as_expected", r.scenarios_expected},
              {"spoiled_episode_caught", r.spoil_caught},
              {"gaps", r.gaps}};
  if (r.least_slack_us) out["least_slack_us"] = *r.least_slack_us;
  return out;
}

Json who(const Identity& i) {
  return {{"run_id", i.run_id},
          {"tool_version", i.tool_version},
          {"policy_file", i.policy_file},
          {"policy_sha256", i.policy_digest},
          {"machine", i.machine},
          {"cores", i.cores},
          {"compiler", i.compiler},
          {"started", i.started},
          {"elapsed_s", i.elapsed_s},
          {"jobs", i.jobs},
          {"replications_per_s", i.replications_per_s},
          {"events_per_s", i.events_per_s}};
}

}  // namespace

std::string json_report(const RunResult& run, const Identity& identity) {
  Json out = {{"format", "tocsin-report"},
              {"version", 1},
              {"identity", who(identity)},
              {"policy", run.policy},
              {"verdict", word_of(run.exit_code)},
              {"exit_code", static_cast<int>(run.exit_code)},
              {"partial", run.partial}};
  out["notes"] = first_page_notes;
  if (!run.only.empty()) out["only"] = run.only;
  out["requirements"] = Json::array();
  for (const RequirementResult& r : run.requirements) out["requirements"].push_back(total(r));
  out["scenarios"] = Json::array();
  for (const ScenarioResult& s : run.scenarios) out["scenarios"].push_back(scenario(s));
  out["contradictions"] = run.contradictions;
  out["internal_errors"] = run.internal_errors;
  // Bytes that are no UTF-8 (a name out of a library, a path) are replaced, never a reason to fail.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin::reports
