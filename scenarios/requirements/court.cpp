#include "scenarios/requirements/court.hpp"

#include <algorithm>
#include <bit>

#include "models/trace/json_writer.hpp"

namespace tocsin::requirements {
namespace {

LegId leg_of(const trace::Event& event) {
  return std::visit(
      [](const auto& e) -> LegId {
        if constexpr (requires { e.leg; })
          return e.leg;
        else
          return {};
      },
      event.payload);
}

}  // namespace

void Court::begin(const trace::Header& header, const trace::Texts& texts) {
  replication_ = header.replication;
  texts_ = &texts;
  chronicle_ = Chronicle(header);
  last_events_ = {};
  tally_ = {};
  presence_trouble_ = {};
  result_ = {};
  result_.traces = 1;
  doubt_ = Doubt(header);
  held_.clear();
  doubted_ = 0;
  seats_.clear();
  seats_.reserve(selected_.size());
  told_ = {};
  earliest_ = sim::never;
  bench_.court = this;
  for (std::size_t i = 0; i < selected_.size(); ++i) {
    const Requirement& requirement = *selected_[i];
    RequirementResult unkept;
    RequirementResult& outcome = keeps_results_ ? result_.requirements.emplace_back() : unkept;
    outcome.id = requirement.card.id;
    if (!requirement.make) continue;
    if (is_off(requirement.card, header.switches)) {
      outcome.traces_off = 1;
      continue;
    }
    if (requirement.card.needs & ~header.complete_for) {
      outcome.traces_unobserved = 1;
      continue;
    }
    add_seat(requirement.make(header, texts), i, sim::never);
  }
}

std::unique_ptr<Court> Court::fork(std::optional<std::size_t> only) const {
  auto made = std::make_unique<Court>(selected_);
  made->replication_ = replication_;
  made->texts_ = texts_;
  made->chronicle_ = chronicle_;
  made->last_events_ = last_events_;
  made->doubt_ = doubt_;
  made->held_ = held_;
  made->doubted_ = doubted_;
  made->tally_ = tally_;
  made->presence_trouble_ = presence_trouble_;
  made->result_ = result_;
  made->bench_.court = made.get();
  for (const Seat& seat : seats_) {
    if (only && seat.index != *only) continue;
    made->add_seat(seat.judge->clone(), seat.index, seat.due);
    made->earliest_ = std::min(made->earliest_, seat.due);
  }
  return made;
}

void Court::encode(sim::Encoder& encoder) const {
  sim::for_each_member(*this, [](const auto&) {});  // counts them: see `member_count`
  encoder.last_event(chronicle_.now().sequence);
  encoder.one(chronicle_);
  for (const Seat& seat : seats_) seat.judge->encode(encoder);
}

void Court::add_seat(std::unique_ptr<Judge> judge, std::size_t index, Time due) {
  TOCSIN_ASSERT(seats_.size() < 64, "more judges than a word has bits");
  for (std::size_t kind = 0; kind < trace::kind_count; ++kind)
    if (selected_[index]->kinds >> kind & 1) told_[kind] |= std::uint64_t{1} << seats_.size();
  seats_.push_back({std::move(judge), index, due});
}

void Court::on(const trace::Event& event) {
  if (const Time now = event.occurred_at - doubt_.margin(); earliest_ < now) advance(now);
  ++result_.events;
  chronicle_.update(event);
  if (doubt_.active()) {
    doubt_.on(event, chronicle_);
    if (!held_.empty()) settle_held(event);
  }
  current_ = &event;
  presence_trouble_.on(event, chronicle_);
  if (keeps_results_) note(event);
  for (std::uint64_t left = told_[event.kind()]; left != 0; left &= left - 1) {
    Seat& seat = seats_[static_cast<std::size_t>(std::countr_zero(left))];
    bench_.index = seat.index;
    seat.judge->on(event, chronicle_, bench_);
    seat.due = seat.judge->due();
    earliest_ = std::min(earliest_, seat.due);
  }
  current_ = nullptr;
}

// For reports.
void Court::note(const trace::Event& event) {
  // What a clone of the policy answered happened to nobody, and there is much of it: it would push out what did.
  const auto* asked = event.as<trace::Counterfactual>();
  if (const auto* dial = event.as<trace::Dialled>(); dial && dial->agent) {
    if (chronicle_.agent(dial->agent).in_emergency())
      last_events_.forget_held(dial->agent);
    else
      last_events_.hold(dial->agent, event);
  }
  if (const auto* accepted = event.as<trace::Accepted>(); accepted && chronicle_.opened())
    last_events_.begin(chronicle_.opened()->agent, accepted->leg);
  if (chronicle_.any_emergency() && !(asked && asked->varied != trace::Variation::nothing)) {
    const AgentId subject = chronicle_.subject(event);
    if (subject && chronicle_.agent(subject).in_emergency()) last_events_.add(subject, event);
    if (chronicle_.closed()) last_events_.add(chronicle_.closed()->agent, event);
  }
  last_events_.pass(event);
  if (Tally::kinds >> event.kind() & 1) tally_.on(event, chronicle_);
}

void Court::advance(Time now) {
  by_time_ = true;
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
  by_time_ = false;
}

void Court::end(Time at) {
  if (earliest_ < at - doubt_.margin()) advance(at - doubt_.margin());
  for (Seat& seat : seats_) {
    bench_.index = seat.index;
    seat.judge->finish(at, chronicle_, bench_);
  }
  // What could still have come is not in the log.
  for (Held& held : held_) {
    if (at - held.obligation.decided_at > doubt_.margin())
      record(held.index, held.obligation, std::move(held.events));
    else
      record_open(held.index, held.obligation);
  }
  held_.clear();
  for (RequirementResult& outcome : result_.requirements) {
    outcome.traces_failed = outcome.count(Verdict::fail) > 0;
    outcome.traces_passed = !outcome.traces_failed && outcome.count(Verdict::pass) > 0;
  }
  result_.figures = tally_.figures();
}

// Nobody could have failed it, so it is not passed either.
bool Court::is_excused(const Requirement& requirement, const Obligation& o) const {
  const bool decides = o.verdict == Verdict::fail || o.verdict == Verdict::pass;
  return decides && requirement.card.of_presence && presence_trouble_.ever() &&
         presence_trouble_.concerns(o, agent_of(requirement.card.about, o.key));
}

void Court::decided(std::size_t index, const Obligation& decision) {
  const Requirement& requirement = *selected_[index];
  Obligation o = decision;
  if (is_excused(requirement, o)) {
    o.verdict = Verdict::may;
    o.note = "the presence service was slow or down by injection";
  }
  const bool could_turn = doubt_.active() && (o.verdict == Verdict::pass || o.verdict == Verdict::fail);
  const AgentId agent = could_turn ? agent_of(requirement.card.about, o.key) : AgentId{};
  if (could_turn && doubt_.unsure(o, requirement.card.about, agent, by_time_, current_)) return record_open(index, o);
  std::vector<std::string> events;
  if (keeps_results_ && o.verdict == Verdict::fail && result_.requirements[index].failures.size() < failures_kept)
    events = evidence(requirement.card.about, o);
  if (could_turn && !by_time_ && current_ && doubt_.may_be_disturbed(requirement))
    held_.push_back({index, o, agent, std::move(events)});
  else
    record(index, o, std::move(events));
}

void Court::record_open(std::size_t index, Obligation obligation) {
  ++doubted_;
  obligation.verdict = Verdict::open;
  record(index, obligation, {});
}

void Court::settle_held(const trace::Event& event) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < held_.size(); ++i) {
    Held& held = held_[i];
    if (event.occurred_at - held.obligation.decided_at > doubt_.margin()) {
      record(held.index, held.obligation, std::move(held.events));
    } else if (doubt_.disturbs(event, chronicle_, held.obligation, *selected_[held.index], held.agent)) {
      record_open(held.index, held.obligation);
    } else {
      if (kept != i) held_[kept] = std::move(held);
      ++kept;
    }
  }
  held_.resize(kept);
}

void Court::record(std::size_t index, const Obligation& o, std::vector<std::string> events) {
  if (watch_) watch_->recorded(index, o);
  if (!keeps_results_) return;
  RequirementResult& outcome = result_.requirements[index];
  ++outcome.counts[static_cast<std::size_t>(o.verdict)];
  const bool counts = o.verdict == Verdict::pass || o.verdict == Verdict::fail;
  if (counts && o.slack && (!outcome.smallest_slack || *o.slack < outcome.smallest_slack->slack))
    outcome.smallest_slack = {*o.slack, replication_, o.trigger};
  if (o.verdict != Verdict::fail || outcome.failures.size() >= failures_kept) return;
  outcome.failures.push_back(
      {replication_, o.key, o.trigger, o.deciding, o.triggered_at, o.decided_at, o.slack, o.note, std::move(events)});
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

// What happened to the agent, and of the latest events those that the verdict rests on: the two that it names, what is about
// their legs, and what came in the instant of the last one, to that agent or to nobody.
std::vector<std::string> Court::evidence(About about, const Obligation& o) const {
  const AgentId agent = agent_of(about, o.key);
  std::vector<trace::Event> events = last_events_.of(agent);
  std::vector<trace::Event> latest = last_events_.latest();
  if (current_ && (latest.empty() || latest.back().sequence < current_->sequence)) latest.push_back(*current_);
  const auto is_named = [&](const trace::Event& event) { return event.sequence == o.trigger || event.sequence == o.deciding; };
  std::vector<LegId> legs;
  if (about == About::leg) legs.push_back({o.key});
  for (const trace::Event& event : latest)
    if (const LegId leg = leg_of(event); leg && is_named(event)) legs.push_back(leg);
  for (const trace::Event& event : latest) {
    const LegId leg = leg_of(event);
    const bool of_leg = leg && std::find(legs.begin(), legs.end(), leg) != legs.end();
    const auto* asked = event.as<trace::Counterfactual>();
    const AgentId subject = chronicle_.subject(event);
    const bool beside = event.occurred_at == o.decided_at && (!subject || subject == agent) && !asked;
    if (is_named(event) || of_leg || beside) events.push_back(event);
  }
  std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
  std::vector<std::string> lines;
  std::uint64_t last = 0;
  for (const trace::Event& event : events)
    if (event.sequence != last) trace::append_event(lines.emplace_back(), event, *texts_), last = event.sequence;
  return lines;
}

}  // namespace tocsin::requirements
