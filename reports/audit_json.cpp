#include <nlohmann/json.hpp>

#include "models/trace/field_types.hpp"
#include "reports/audit.hpp"
#include "reports/audit_notes.hpp"
#include "reports/call_flow.hpp"
#include "reports/mermaid.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;
using Json = nlohmann::ordered_json;

Json tally(const Tally& t) {
  return {{"pass", t.pass}, {"fail", t.fail}, {"may", t.may}, {"carrier", t.carrier}, {"open", t.open}};
}

Json failure(const AuditFailure& f) {
  Json out = {{"log", f.log},
              {"scenario", f.scenario},
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
  out["events"] = Json::array();
  for (const std::string& line : f.events) {
    Json event = Json::parse(line, nullptr, false);
    out["events"].push_back(event.is_discarded() ? Json(line) : std::move(event));
  }
  return out;
}

Json requirement(const AuditRow& r) {
  Json out = {{"id", r.id},
              {"mark", r.mark},
              {"guarantee", r.guarantee},
              {"verdict", word_of(r.standing)},
              {"obligations", tally(r.tally)}};
  if (r.least_slack_us) out["least_slack_us"] = *r.least_slack_us;
  if (!r.not_shown.empty()) out["not_shown"] = r.not_shown;
  out["spoiled_episode_caught"] = r.spoil_caught;
  out["failures"] = Json::array();
  for (const AuditFailure& f : r.failures) out["failures"].push_back(failure(f));
  return out;
}

Json group(const TraceGroup& g) {
  Json out = {{"scenario", g.scenario},
              {"seed", g.seed},
              {"first_replication", g.first_replication},
              {"last_replication", g.last_replication},
              {"traces", g.traces},
              {"events", g.events}};
  out["requirements"] = Json::array();
  for (const AuditedRequirement& r : g.requirements) {
    Json& part =
        out["requirements"].emplace_back(Json{{"id", r.id}, {"verdict", word_of(r.standing)}, {"obligations", tally(r.tally)}});
    if (r.least_slack_us) part["least_slack_us"] = *r.least_slack_us;
  }
  return out;
}

Json source(const LogSourceName& s) {
  Json out = {{"name", s.name}, {"complete_for", Json::array()}};
  for (std::size_t i = 0; i < trace::kind_count; ++i)
    if (s.complete_for >> i & 1) out["complete_for"].push_back(trace::kind_words[i]);
  return out;
}

Json log_of(const AuditedLog& log) {
  const LogFacts& facts = log.facts;
  Json out = {{"path", log.path},
              {"sha256", log.digest},
              {"kind", facts.foreign ? "foreign" : "traces"},
              {"completeness", word_of(facts.completeness)},
              {"bytes", facts.bytes},
              {"lines", facts.lines},
              {"traces", facts.traces},
              {"events", facts.events}};
  if (facts.foreign) {
    out["sources"] = Json::array();
    for (const LogSourceName& s : facts.sources) out["sources"].push_back(source(s));
  }
  out["period"] = {{"first_us", log.first_us},
                   {"last_us", log.last_us},
                   {"first", instant(log.first_us)},
                   {"last", instant(log.last_us)},
                   {"judged_us", log.judged_us}};
  out["gap_count"] = facts.gap_count;
  out["gaps"] = Json::array();
  for (const LogGap& g : facts.gaps)
    out["gaps"].push_back({{"from_us", g.from.us}, {"to_us", g.to.us}, {"missing_lines", g.missing}, {"line", g.line}});
  out["calls"] = {{"seen", log.calls.total()},
                  {"whole", log.calls.whole},
                  {"without_end", log.calls.without_end},
                  {"without_beginning", log.calls.without_beginning}};
  if (log.calls.total() > 0)
    out["calls"]["share_covered"] = static_cast<double>(log.calls.whole) / static_cast<double>(log.calls.total());
  out["reordered_lines"] = facts.reordered;
  out["doubled_lines"] = facts.doubled;
  out["ignored_lines"] = facts.ignored;
  out["clock_skew_us"] = log.skew_us;
  out["clock_resolution_us"] = log.resolution_us;
  out["obligations_in_doubt"] = log.doubted;
  out["policy_findings"] = log.findings;
  out["group_count"] = log.group_count;
  out["groups"] = Json::array();
  for (const TraceGroup& g : log.groups) out["groups"].push_back(group(g));
  return out;
}

}  // namespace

std::string audit_json(const AuditResult& audit, const Identity& identity) {
  Json out = {{"format", "tocsin-audit"},
              {"version", 1},
              {"identity",
               {{"run_id", identity.run_id},
                {"tool_version", identity.tool_version},
                {"machine", identity.machine},
                {"cores", identity.cores},
                {"compiler", identity.compiler},
                {"started", identity.started},
                {"elapsed_s", identity.elapsed_s},
                {"events_per_s", identity.events_per_s}}},
              {"verdict", word_of(audit.exit_code)},
              {"exit_code", static_cast<int>(audit.exit_code)},
              {"partial", audit.partial}};
  out["notes"] = audit_notes;
  if (!audit.contradictions.empty()) out["contradictions"] = audit.contradictions;
  if (!audit.only.empty()) out["only"] = audit.only;
  out["requirements"] = Json::array();
  for (const AuditRow& r : audit.requirements) out["requirements"].push_back(requirement(r));
  out["figures"] = Json::object();
  requirements::Figures::fields(audit.figures,
                                [&](std::string_view name, const auto& value) { out["figures"][std::string(name)] = value; });
  out["logs"] = Json::array();
  for (const AuditedLog& log : audit.logs) out["logs"].push_back(log_of(log));
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin::reports
