#include "scenarios/run/unit.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "models/run.hpp"
#include "models/trace/digest_sink.hpp"
#include "models/trace/json_writer.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/bytes.hpp"
#include "scenarios/run/null_comparison.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "scenarios/run/run_difference.hpp"
#include "scenarios/run/twin_runs.hpp"
#include "sim/assert.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::uint64_t unit_size_max = 64;
constexpr std::size_t findings_kept = 16;  // per unit
// Replications that are run twice: the first and every so-many-th, a small part of many. Those of more simulated events are not.
constexpr std::uint64_t repeated_each = 61;
constexpr std::uint64_t repeated_events_max = 200'000;

// Breaches of the contract, as the trace reports them.
class Breaches final : public trace::Sink {
 public:
  Breaches(const Scenario& scenario, UnitReport& report) : scenario_(scenario), report_(report) {}
  // Whose calls the next trace reports on.
  void watch(const HeartbeatWatch* watch) { watch_ = watch; }
  void begin(const trace::Header& header, const trace::Texts&) override { replication_ = header.replication; }
  void on(const trace::Event& event) override {
    const auto* breach = event.as<trace::PolicyFinding>();
    if (!breach) return;
    ++report_.findings_total;
    if (report_.findings.size() >= findings_kept) return;
    Finding finding;
    finding.kind = trace::words(breach->fault)[static_cast<std::size_t>(breach->fault)];
    finding.scenario = scenario_.id;
    finding.replication = replication_;
    finding.policy_event = breach->event;
    const bool last = watch_ && watch_->last().sequence == breach->event;
    finding.event_kind = last ? policy_event_word(watch_->last().kind) : "earlier event";
    finding.at_us = event.occurred_at.us;
    if (breach->agent) finding.agent = breach->agent.value;
    finding.leg = breach->leg.value;
    report_.findings.push_back(std::move(finding));
  }
  void end(trace::Time) override {}

 private:
  const Scenario& scenario_;
  UnitReport& report_;
  const HeartbeatWatch* watch_ = nullptr;
  std::uint64_t replication_ = 0;
};

Figures figures_of(const models::WorldSummary& summary) {
  Figures figures;
  figures.simulated_events = summary.simulated_events;
  figures.trace_events = summary.trace_events;
  figures.policy_events = summary.policy_events;
  figures.ordinary_calls = summary.ordinary_calls;
  figures.ordinary_answered = summary.ordinary_answered;
  figures.ordinary_abandoned = summary.ordinary_abandoned;
  figures.ordinary_blocked = summary.ordinary_blocked;
  figures.emergency_dials = summary.emergency_dials;
  figures.callbacks = summary.callbacks;
  figures.breaches = summary.policy_findings;
  figures.waited_us_sum = summary.waited_us_sum;
  figures.waited_count = summary.waited_count;
  return figures;
}

void note_event_bound(const Scenario& scenario, std::uint64_t replication, const models::WorldSummary& summary,
                      UnitReport& report) {
  if (summary.end != models::RunEnd::event_bound) return;
  ++report.findings_total;
  if (report.findings.size() >= findings_kept) return;
  Finding finding;
  finding.kind = "event_bound";
  finding.scenario = scenario.id;
  finding.replication = replication;
  finding.event_kind = "none";
  finding.at_us = summary.ended_at.us;
  finding.detail = "the run reached its greatest number of simulated events and was ended";
  report.findings.push_back(std::move(finding));
}

void compare_with_null(const Scenario& scenario, const models::WorldOptions& options, const requirements::WholeTrace& whole,
                       requirements::CourtResult& result, UnitReport& report, bool& comparison_spoiled) {
  const requirements::WholeTrace null_trace = null_run(scenario, options.seed, options.replication);
  const sim::Obligation obligation = requirements::judge_against_null(whole, null_trace, 0);
  result.add("EC-34", obligation, options.replication);
  requirements::WholeTrace spoiled = whole;
  ++spoiled.events;
  if (requirements::judge_against_null(spoiled, null_trace, 0).verdict == sim::Verdict::fail)
    comparison_spoiled = true;
  else
    report.contradictions.push_back("EC-34: a run with one event more does not differ from one without it: " + scenario.id);
  if (obligation.verdict != sim::Verdict::fail) return;
  // What it differs in says more of whatever else failed, too.
  const auto lines =
      first_difference(scenario, options.seed, options.replication, options.policy, options.watch, options.policy_ends_before);
  for (requirements::Failure& failure : result.find("EC-34")->failures)
    failure.events.insert(failure.events.end(), lines.begin(), lines.end());
}

// A replication that is to be run again, as it went the first time.
struct Sample {
  std::uint64_t replication = 0;
  RecordedRun recorded{2 * repeated_events_max};
};

// A replication again, in a process that has run others since: what a policy keeps outside its instance, the address of a thing
// or a clock shows here, because then the results would depend on how work was spread over workers.
void repeat(const Scenario& scenario, const models::WorldOptions& options, const Sample& sample, UnitReport& report) {
  RunComparison again(sample.recorded);
  const std::array<trace::Sink*, 1> sinks = {&again};
  models::run_world(scenario.config, options, sinks);
  if (again.difference())
    report.contradictions.push_back(scenario.id + ", replication " + std::to_string(options.replication) +
                                    ": run again in the same process, it went another way " + in_words(*again.difference()));
}

void note_passed(const requirements::CourtResult& result, std::uint64_t replication, std::vector<std::uint64_t>& passed_in) {
  for (std::size_t i = 0; i < passed_in.size(); ++i)
    if (passed_in[i] == UINT64_MAX && result.requirements[i].outcome() == requirements::Outcome::pass) passed_in[i] = replication;
}

}  // namespace

std::uint64_t unit_size(const Scenario& scenario, std::uint64_t replications) {
  double calls = 0;
  const double hours = scenario.config.horizon.seconds() / 3600;
  for (const models::Source& source : scenario.config.sources) {
    double rate = 0;
    for (const models::RatePiece& piece : source.rate) rate = std::max(rate, piece.per_hour);
    calls +=
        rate * hours + static_cast<double>(source.batch) + (source.recorded ? static_cast<double>(source.recorded->size()) : 0);
  }
  for (const models::EmergencyPlan& plan : scenario.config.emergencies)
    calls += 10 * (static_cast<double>(plan.count) + plan.per_hour * hours);
  const double weight = 1 + calls + static_cast<double>(scenario.config.agents.size()) / 10;
  const auto fitting = static_cast<std::uint64_t>(std::max(1.0, 4096 / weight));
  // At least some thirty units, so that every worker has some.
  return std::clamp<std::uint64_t>(std::min(fitting, replications / 32), 1, unit_size_max);
}

UnitReport run_unit(const Scenario& scenario, const Unit& unit, const UnitOptions& options, sim::Heartbeat& heartbeat) {
  UnitReport report;
  requirements::Court court(requirements::all_requirements());
  Breaches breaches(scenario, report);
  trace::DigestSink digest;
  std::optional<Spoiler> spoiler;
  if (!options.spoil.empty()) spoiler.emplace(court, options.spoil);
  trace::Sink* const judges = spoiler ? static_cast<trace::Sink*>(&*spoiler) : &court;
  std::vector<trace::Sink*> sinks = {judges, &breaches, &digest};
  bool comparison_spoiled = false;
  std::set<std::string> seen_to_fail;  // by other comparisons
  report.passed_in.assign(requirements::all_requirements().size(), UINT64_MAX);
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(nullptr, &std::fclose);
  std::unique_ptr<trace::JsonWriter> writer;
  if (!options.trace_file.empty()) {
    file.reset(std::fopen(options.trace_file.c_str(), "wbe"));
    TOCSIN_ASSERT(file, options.trace_file + ": " + std::strerror(errno));
    writer = std::make_unique<trace::JsonWriter>(file.get());
    sinks.push_back(writer.get());
  }
  std::deque<Sample> samples;
  for (std::uint64_t replication = unit.first; replication < unit.first + unit.count; ++replication) {
    HeartbeatWatch watch(heartbeat, replication);
    breaches.watch(&watch);
    const models::WorldOptions world{options.seed, replication, options.policy, &watch, options.policy_ends_before};
    const bool sampled = options.repeat && replication % repeated_each == 0;
    if (sampled) sinks.push_back(&samples.emplace_back(Sample{replication}).recorded);
    const models::WorldSummary summary = models::run_world(scenario.config, world, sinks);
    if (sampled) {
      sinks.pop_back();
      if (summary.simulated_events > repeated_events_max || !samples.back().recorded.whole()) samples.pop_back();
    }
    report.figures += figures_of(summary);
    note_event_bound(scenario, replication, summary, report);
    report.digests.push_back(digest.value());
    breaches.watch(nullptr);
    requirements::CourtResult result = court.take_result();
    if (scenario.has_null_comparison())
      compare_with_null(scenario, world, {report.digests.back(), summary.trace_events, summary.ended_at}, result, report,
                        comparison_spoiled);
    if (replication == 0) {
      for (const TwinObligation& twin : compare_twins(scenario, world, summary, result)) {
        result.add(twin.requirement, twin.obligation, replication);
        if (twin.obligation.verdict == sim::Verdict::pass && verdict_of_twin(requirements::Outcome::fail) == sim::Verdict::fail)
          seen_to_fail.insert(twin.requirement);
      }
    }
    if (replication == 0)
      if (const auto relation = compare_without_faults(scenario, world, summary, result))
        result.add("EC-35", *relation, replication);
    note_passed(result, replication, report.passed_in);
    report.court.merge(result);
  }
  for (const Sample& sample : samples) {
    HeartbeatWatch watch(heartbeat, sample.replication);
    repeat(scenario, {options.seed, sample.replication, options.policy, &watch, options.policy_ends_before}, sample, report);
  }
  if (spoiler) {
    report.spoils = spoiler->outcomes();
    const auto all = requirements::all_requirements();
    for (std::size_t i = 0; i < all.size(); ++i)
      if (options.spoil[i] && seen_to_fail.contains(std::string(all[i]->card.id)))
        report.spoils[i].kind = std::max(report.spoils[i].kind, SpoilOutcome::Kind::caught);
    const auto compared = std::find(all.begin(), all.end(), requirements::find_requirement("EC-34")) - all.begin();
    SpoilOutcome::Kind& kind = report.spoils[static_cast<std::size_t>(compared)].kind;
    if (comparison_spoiled) kind = std::max(kind, SpoilOutcome::Kind::caught);
  }
  if (writer) {
    const bool closed = std::fclose(file.release()) == 0;
    TOCSIN_ASSERT(closed && writer->error().empty(), options.trace_file + ": " + writer->error());
  }
  return report;
}

std::string UnitReport::bytes() const {
  std::string text;
  BytesOut out(text);
  out.put(court.to_bytes());
  out.put(figures);
  out.put(static_cast<std::uint64_t>(digests.size()));
  for (const trace::Hash128& digest : digests) out.put(digest);
  out.put(findings_total);
  out.put(static_cast<std::uint64_t>(findings.size()));
  for (const Finding& finding : findings) {
    out.put(finding.kind), out.put(finding.scenario), out.put(finding.replication), out.put(finding.policy_event);
    out.put(finding.event_kind), out.put(finding.at_us), out.put(finding.agent.value_or(TP_NO_AGENT)), out.put(finding.leg);
    out.put(finding.detail);
  }
  out.put(static_cast<std::uint64_t>(contradictions.size()));
  for (const std::string& contradiction : contradictions) out.put(contradiction);
  out.put(static_cast<std::uint64_t>(spoils.size()));
  for (const SpoilOutcome& spoil : spoils) out.put(spoil.kind), out.put(spoil.missed);
  out.put(static_cast<std::uint64_t>(passed_in.size()));
  for (const std::uint64_t replication : passed_in) out.put(replication);
  return text;
}

UnitReport UnitReport::from(std::string_view bytes) {
  BytesIn in(bytes);
  UnitReport report;
  auto court = requirements::CourtResult::from_bytes(in.take_text());
  TOCSIN_ASSERT(court.has_value(), "a unit's verdicts cannot be read");
  report.court = std::move(*court);
  report.figures = in.take<Figures>();
  report.digests.resize(in.take<std::uint64_t>());
  for (trace::Hash128& digest : report.digests) digest = in.take<trace::Hash128>();
  report.findings_total = in.take<std::uint64_t>();
  report.findings.resize(in.take<std::uint64_t>());
  for (Finding& finding : report.findings) {
    finding.kind = in.take_text(), finding.scenario = in.take_text();
    finding.replication = in.take<std::uint64_t>(), finding.policy_event = in.take<std::uint64_t>();
    finding.event_kind = in.take_text();
    finding.at_us = in.take<std::int64_t>();
    const auto agent = in.take<std::uint32_t>();
    if (agent != TP_NO_AGENT) finding.agent = agent;
    finding.leg = in.take<std::uint64_t>();
    finding.detail = in.take_text();
  }
  report.contradictions.resize(in.take<std::uint64_t>());
  for (std::string& contradiction : report.contradictions) contradiction = in.take_text();
  report.spoils.resize(in.take<std::uint64_t>());
  for (SpoilOutcome& spoil : report.spoils) spoil.kind = in.take<SpoilOutcome::Kind>(), spoil.missed = in.take_text();
  report.passed_in.resize(in.take<std::uint64_t>());
  for (std::uint64_t& replication : report.passed_in) replication = in.take<std::uint64_t>();
  return report;
}

}  // namespace tocsin::scenarios
