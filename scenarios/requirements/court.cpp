#include "scenarios/requirements/court.hpp"

#include <algorithm>

#include "models/trace/json_writer.hpp"

namespace tocsin::requirements {

void Court::begin(const trace::Header& header, const trace::Texts& texts) {
  replication_ = header.replication;
  texts_ = &texts;
  chronicle_ = Chronicle(header);
  last_events_ = {};
  tally_ = {};
  result_ = {};
  result_.traces = 1;
  seats_.clear();
  for (auto& seats : told_) seats.clear();
  earliest_ = sim::never;
  bench_.court = this;
  for (std::size_t i = 0; i < selected_.size(); ++i) {
    const Requirement& requirement = *selected_[i];
    RequirementResult& outcome = result_.requirements.emplace_back();
    outcome.id = requirement.card.id;
    if (!requirement.make) continue;
    if (requirement.card.needs & ~header.complete_for) {
      outcome.traces_unobserved = 1;
      continue;
    }
    for (std::size_t kind = 0; kind < trace::kind_count; ++kind)
      if (requirement.kinds >> kind & 1) told_[kind].push_back(static_cast<std::uint32_t>(seats_.size()));
    seats_.push_back({requirement.make(header, texts), i, sim::never});
  }
}

void Court::on(const trace::Event& event) {
  if (earliest_ < event.occurred_at) advance(event.occurred_at);
  ++result_.events;
  chronicle_.update(event);
  current_ = &event;
  if (chronicle_.any_emergency()) {
    const AgentId subject = chronicle_.subject(event);
    if (subject && chronicle_.agent(subject).in_emergency()) last_events_.add(subject, event);
    if (chronicle_.closed()) last_events_.add(chronicle_.closed()->agent, event);
  }
  const std::size_t kind = event.kind();
  if (Tally::kinds >> kind & 1) tally_.on(event, chronicle_);
  for (const std::uint32_t index : told_[kind]) {
    Seat& seat = seats_[index];
    bench_.index = seat.index;
    seat.judge->on(event, chronicle_, bench_);
    seat.due = seat.judge->due();
    earliest_ = std::min(earliest_, seat.due);
  }
  current_ = nullptr;
}

void Court::advance(Time now) {
  earliest_ = sim::never;
  for (Seat& seat : seats_) {
    if (seat.due < now) {
      bench_.index = seat.index;
      seat.judge->advance(now, chronicle_, bench_);
      seat.due = seat.judge->due();
      TOCSIN_ASSERT(seat.due >= now, "a judge left something undecided that was due");
    }
    earliest_ = std::min(earliest_, seat.due);
  }
}

void Court::end(Time at) {
  if (earliest_ < at) advance(at);
  for (Seat& seat : seats_) {
    bench_.index = seat.index;
    seat.judge->finish(at, chronicle_, bench_);
  }
  for (RequirementResult& outcome : result_.requirements) {
    outcome.traces_failed = outcome.count(Verdict::fail) > 0;
    outcome.traces_passed = !outcome.traces_failed && outcome.count(Verdict::pass) > 0;
  }
  result_.figures = tally_.figures();
}

void Court::decided(std::size_t index, const Obligation& o) {
  RequirementResult& outcome = result_.requirements[index];
  ++outcome.counts[static_cast<std::size_t>(o.verdict)];
  const bool counts = o.verdict == Verdict::pass || o.verdict == Verdict::fail;
  if (counts && o.slack && (!outcome.smallest_slack || *o.slack < outcome.smallest_slack->slack))
    outcome.smallest_slack = {*o.slack, replication_, o.trigger};
  if (o.verdict != Verdict::fail || outcome.failures.size() >= failures_kept) return;
  outcome.failures.push_back({replication_, o.key, o.trigger, o.deciding, o.triggered_at, o.decided_at, o.slack, o.note,
                              evidence(selected_[index]->card.about, o)});
}

AgentId Court::agent_of(About about, std::uint64_t key) const {
  switch (about) {
    case About::agent:
      return {static_cast<std::uint32_t>(key)};
    case About::leg:
      if (const EmergencyLeg* call = chronicle_.call({key}); call && call->agent) return call->agent;
      if (const Leg* leg = chronicle_.leg({key})) return leg->agent;
      return {};
    case About::number: {
      const LentNumber* number = chronicle_.number({key});
      return number && !number->windows.empty() ? number->windows.back().agent : AgentId{};
    }
    case About::trace:
      return {};
  }
  return {};
}

std::vector<std::string> Court::evidence(About about, const Obligation& o) const {
  std::vector<std::string> lines;
  std::uint64_t last = 0;
  for (const trace::Event& event : last_events_.of(agent_of(about, o.key))) {
    trace::append_event(lines.emplace_back(), event, *texts_);
    last = event.sequence;
  }
  if (current_ && current_->sequence != last && current_->sequence == o.deciding)
    trace::append_event(lines.emplace_back(), *current_, *texts_);
  return lines;
}

}  // namespace tocsin::requirements
