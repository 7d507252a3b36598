#include "scenarios/audit/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "scenarios/audit/consistency.hpp"
#include "scenarios/format/quantity.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/agents_in.hpp"
#include "scenarios/run/fingerprint.hpp"
#include "scenarios/spoil/spoiler.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t calls_in_progress_max = 5'000'000;

// Parts of requirements that only a second run, to compare with, can show.
// The parts of requirements that compare what would have been under something else.
bool is_relational(std::string_view id) { return id == "EC-20" || id == "EC-21" || id == "EC-22"; }

std::string_view needs_two_runs(std::string_view id) {
  if (is_relational(id)) return "that the decision is the same under anything else needs answers of a clone of the policy";
  return id == "EC-34" ? "that a run without emergencies equals one under a policy that does nothing needs both runs" : "";
}

std::optional<std::int64_t> lower(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  return !a || (b && *b < *a) ? b : a;
}

Tally tally_of(const requirements::RequirementResult& r) {
  using sim::Verdict;
  return {r.count(Verdict::pass), r.count(Verdict::fail), r.count(Verdict::may), r.count(Verdict::carrier),
          r.count(Verdict::open)};
}

class Auditor final : public LogListener {
 public:
  Auditor(const AuditOptions& options, AuditObserver& observer)
      : options_(options), observer_(observer), court_(select()), spoiler_(court_, std::vector<bool>(selected_.size(), true)) {}

  bool audit(const std::string& path, Problems& problems) {
    log_ = &result_.logs.emplace_back();
    log_->path = path;
    const LogEnd end = read_log(path, options_.mapping, options_.tap, *this, log_->facts, problems);
    if (end == LogEnd::bad) return false;
    if (options_.digest) log_->digest = options_.digest();
    result_.partial |= end == LogEnd::stopped;
    for (const AuditedLog& other : result_.logs)
      if (&other != log_ && !log_->digest.empty() && other.digest == log_->digest) {
        problems.add({path, 0, {}, fmt::format("the same log as {}", printable(other.path, 400)), "each log counts once"});
        return false;
      }
    close_group();
    return true;
  }

  bool stopped() const { return signal_ != 0; }
  AuditResult finish();

  void begin(const trace::Header& header, const trace::Texts& texts) override {
    if (!in_group_ || group_.scenario != header.scenario || group_.seed != header.seed || log_->facts.foreign) {
      close_group();
      group_ = {};
      group_.scenario = header.scenario;
      group_.seed = header.seed;
      group_.first_replication = header.replication;
      in_group_ = true;
    }
    group_.last_replication = header.replication;
    log_->skew_us = std::max(log_->skew_us, header.clock_skew.us);
    log_->resolution_us = std::max(log_->resolution_us, header.clock_resolution.us);
    coverage_ = {};
    consistency_ = {};
    first_.reset();
    spoiler_.begin(header, texts);
  }

  std::string on(const trace::Event& event) override {
    if (std::string why = consistency_.check(event, court_.chronicle()); !why.empty()) return why;
    if (!first_) first_ = event.occurred_at;
    if (event.as<trace::PolicyFinding>()) ++log_->findings;
    compared_ |= event.as<trace::Counterfactual>() != nullptr;
    coverage_.on(event);
    spoiler_.on(event);
    return {};
  }

  void blind(sim::Time from, sim::Time to) override { spoiler_.blind(from, to); }

  void end(sim::Time at, const std::vector<std::string>& agents) override {
    spoiler_.end(at);
    log_->doubted += court_.doubted();
    log_->calls += coverage_.end();
    if (first_) {
      const bool any = log_->judged_us != 0 || log_->last_us != 0;
      log_->first_us = any ? std::min(log_->first_us, first_->us) : first_->us;
      log_->last_us = std::max(log_->last_us, at.us);
      log_->judged_us += at.us - first_->us;
    }
    const requirements::CourtResult judged = court_.take_result();
    keep_failures(judged, agents);
    ++group_.traces;
    group_.events += judged.events;
    merge(group_court_, judged);
  }

  bool go_on(std::uint64_t bytes_read) override {
    observer_.progress(log_->path, bytes_read);
    if (signal_ == 0) signal_ = observer_.stop_signal();
    return signal_ == 0;
  }

  std::string refusal() const override {
    if (coverage_.in_progress() > calls_in_progress_max)
      return fmt::format("more than {} calls in progress at once", calls_in_progress_max);
    return {};
  }

 private:
  std::vector<const requirements::Requirement*> select() {
    std::vector<const requirements::Requirement*> selected;
    for (const requirements::Requirement* requirement : requirements::all_requirements()) {
      const std::string id(requirement->card.id);
      if (!options_.only.empty() && std::find(options_.only.begin(), options_.only.end(), id) == options_.only.end()) continue;
      selected.push_back(requirement);
      AuditRow& row = result_.requirements.emplace_back();
      row.id = id;
      row.guarantee = requirement->card.guarantee;
      row.mark = std::string(1, static_cast<char>(requirement->card.mark));
      row.not_shown = needs_two_runs(id);
    }
    unobserved_.resize(selected.size());
    on_.resize(selected.size());
    selected_ = selected;
    return selected;
  }

  // Failures are kept apart, in words; so sums carry none.
  static void merge(requirements::CourtResult& sum, requirements::CourtResult judged) {
    for (requirements::RequirementResult& r : judged.requirements) r.failures.clear();
    sum.merge(judged);
  }

  void keep_failures(const requirements::CourtResult& judged, const std::vector<std::string>& agents) {
    for (std::size_t i = 0; i < judged.requirements.size(); ++i) {
      AuditRow& row = result_.requirements[i];
      for (const requirements::Failure& failure : judged.requirements[i].failures)
        if (row.failures.size() < audit_failures_kept) row.failures.push_back(in_words(i, failure, agents));
    }
  }

  AuditFailure in_words(std::size_t index, const requirements::Failure& from, const std::vector<std::string>& agents) const {
    AuditFailure failure;
    failure.id = selected_[index]->card.id;
    failure.log = log_->path;
    failure.scenario = group_.scenario;
    failure.replication = from.replication;
    failure.note = from.note;
    failure.about = about(selected_[index]->card.about, from.key, agents);
    failure.trigger = from.trigger;
    failure.deciding = from.deciding;
    failure.triggered_at_us = from.triggered_at.us;
    failure.decided_at_us = from.decided_at.us;
    if (from.slack) failure.slack_us = from.slack->us;
    failure.fingerprint = fingerprint_of(failure.id, from);
    if (!options_.identities)
      for (const std::uint32_t agent : agents_in(from.events))
        if (agent < agents.size()) failure.agents[agent] = agents[agent];
    for (const std::string& line : from.events)
      failure.events.push_back(options_.identities ? rewritten(line, agents, *options_.identities) : line);
    return failure;
  }

  std::string about(requirements::About about, std::uint64_t key, const std::vector<std::string>& agents) const {
    const Identities* as = options_.identities;
    switch (about) {
      case requirements::About::agent: {
        const std::string name = agent_name({static_cast<std::uint32_t>(key)}, agents);
        return "agent " + (as ? as->agent(name) : name);
      }
      case requirements::About::number:
        return "number " + (as ? as->number({key}) : spell_number({key}));
      case requirements::About::leg:
        return fmt::format("leg {}", key);
      case requirements::About::trace:
        break;
    }
    return "the trace";
  }

  void close_group() {
    if (!in_group_) return;
    in_group_ = false;
    for (std::size_t i = 0; i < group_court_.requirements.size(); ++i) {
      const requirements::RequirementResult& r = group_court_.requirements[i];
      AuditedRequirement& part = group_.requirements.emplace_back();
      part.id = r.id;
      part.tally = tally_of(r);
      const bool observed = r.traces_unobserved == 0 && selected_[i]->make != nullptr;
      const bool off = r.traces_off == group_court_.traces;
      part.standing = off ? Standing::off : standing_of(part.tally, observed);
      if (r.smallest_slack) part.least_slack_us = r.smallest_slack->slack.us;
      AuditRow& row = result_.requirements[i];
      row.tally += part.tally;
      row.least_slack_us = lower(row.least_slack_us, part.least_slack_us);
      unobserved_[i] = unobserved_[i] || !observed;
      on_[i] = on_[i] || !off;
    }
    merge(total_, group_court_);
    group_court_ = {};
    ++log_->group_count;
    if (log_->groups.size() < groups_kept) log_->groups.push_back(std::move(group_));
  }

  const AuditOptions& options_;
  AuditObserver& observer_;
  AuditResult result_;
  std::vector<const requirements::Requirement*> selected_;
  std::vector<bool> unobserved_;  // in at least one trace
  std::vector<bool> on_;          // its switch, in at least one trace
  requirements::Court court_;
  Spoiler spoiler_;
  requirements::CourtResult total_;
  AuditedLog* log_ = nullptr;
  TraceGroup group_;
  requirements::CourtResult group_court_;
  bool in_group_ = false;
  Coverage coverage_;
  Consistency consistency_;
  std::optional<sim::Time> first_;
  bool compared_ = false;  // a log tells what a clone of the policy answered
  int signal_ = 0;
};

AuditResult Auditor::finish() {
  result_.only = options_.only;
  result_.figures = total_.figures;
  result_.partial |= signal_ != 0;
  Reasons& reasons = result_.reasons;
  reasons.interrupted = signal_ != 0 && signal_ != SIGTERM;
  reasons.terminated = signal_ == SIGTERM;
  reasons.nothing_selected = result_.requirements.empty() || result_.logs.empty();
  for (std::size_t i = 0; i < result_.requirements.size(); ++i) {
    AuditRow& row = result_.requirements[i];
    row.standing = on_[i] ? standing_of(row.tally, !unobserved_[i]) : Standing::off;
    if (is_relational(row.id) && (compared_ || row.tally.total() == 0)) row.not_shown.clear();
    reasons.failed |= row.standing == Standing::fail;
    reasons.inconclusive |= (row.standing != Standing::pass && row.standing != Standing::off) || !row.not_shown.empty();
    const SpoilOutcome& spoil = spoiler_.outcomes()[i];
    row.spoil_caught = spoil.kind == SpoilOutcome::Kind::caught;
    if (spoil.kind == SpoilOutcome::Kind::missed)
      result_.contradictions.push_back(spoil.missed);
    else if (row.standing == Standing::pass && spoil.kind == SpoilOutcome::Kind::untried && !result_.partial)
      result_.contradictions.push_back(row.id + " passed, and none of its episodes could be spoiled to see its judge fail");
    else if (row.standing == Standing::pass && !row.spoil_caught)
      reasons.inconclusive = true;
  }
  for (const AuditedLog& log : result_.logs) {
    reasons.failed |= log.findings > 0;
    reasons.inconclusive |= log.facts.completeness == Completeness::unknown || log.facts.completeness == Completeness::gaps ||
                            log.facts.gap_count > 0;
  }
  reasons.untrusted |= !result_.contradictions.empty();
  result_.exit_code = exit_code_of(reasons);
  return std::move(result_);
}

}  // namespace

std::optional<AuditResult> audit_logs(const AuditOptions& options, AuditObserver& observer, Problems& problems) {
  Auditor auditor(options, observer);
  bool good = true;
  for (const std::string& path : options.logs) {
    if (auditor.stopped()) break;
    good = auditor.audit(path, problems) && good;
  }
  if (!good) return std::nullopt;
  return auditor.finish();
}

}  // namespace tocsin::scenarios
