// Ordinary calls: Poisson with piecewise constant rate, recorded logs, and batches.

#include <cmath>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

// The time of the next arrival after `after`: integrates the rate until it has used up `demand`, an exponential of mean one.
Time next_arrival(const std::vector<RatePiece>& rate, Time after, double demand) {
  for (std::size_t i = 0; i < rate.size(); ++i) {
    const Time from = std::max(rate[i].from, after);
    const Time until = i + 1 < rate.size() ? rate[i + 1].from : sim::never;
    if (until <= from) continue;
    const double per_us = rate[i].per_hour / 3.6e9;
    if (per_us <= 0) continue;
    const double length = demand / per_us;
    const double room = static_cast<double>(until.us - from.us);
    if (length < room) return from + Duration{std::llround(length)};
    demand -= room * per_us;
  }
  return sim::never;
}

}  // namespace

void World::start_sources() {
  for (std::uint32_t i = 0; i < config_.sources.size(); ++i) {
    const Source& source = config_.sources[i];
    schedule_source_call(i, 0, Time{0});
    const sim::Address batch = sim::Address::of("source").then(source.name).then("batch");
    for (std::uint64_t k = 0; k < source.batch; ++k)
      schedule_at(source.batch_at, 0, batch.then(k), {StepKind::source_call, i, (1ULL << 63) | k});
  }
}

void World::schedule_source_call(std::uint32_t index, std::uint64_t number, Time after) {
  const Source& source = config_.sources[index];
  const sim::Address cause = sim::Address::of("source").then(source.name).then(number);
  Time at = sim::never;
  if (source.recorded) {
    if (number < source.recorded->size()) at = (*source.recorded)[number].at;
  } else if (!source.rate.empty()) {
    const Duration unit = choices_.duration(cause.then(draw_gap), Distribution::exponential(sim::seconds(1)));
    at = next_arrival(source.rate, after, unit.seconds());
  }
  if (at >= Time{config_.horizon.us}) return;
  schedule_at(at, 0, cause, {StepKind::source_call, index, number});
}

void World::source_call(std::uint32_t index, std::uint64_t number) {
  const Source& source = config_.sources[index];
  const bool of_batch = (number >> 63) != 0;
  const sim::Address root = sim::Address::of("source").then(source.name);
  const sim::Address cause = of_batch ? root.then("batch").then(number & ~(1ULL << 63)) : root.then(number);
  ++summary_.ordinary_calls;
  if (source.inbound) {
    LegPlan plan;
    plan.ended_by = EndedBy::responder;
    if (source.recorded && !of_batch) {
      const RecordedCall& call = (*source.recorded)[number];
      plan.talk = call.talk;
      plan.never_answered = call.abandoned;
      const Distribution patience = source.patience.value_or(Distribution::exponential(sim::seconds(60)));
      if (call.abandoned || source.patience) plan.gives_up_after = choices_.duration(cause.then(draw_patience), patience);
    } else {
      plan.talk = choices_.duration(cause.then(draw_talk), source.talk);
      if (source.patience) plan.gives_up_after = choices_.duration(cause.then(draw_patience), *source.patience);
    }
    const Number caller{10'000'000'000ULL + 2'000'000'000ULL + choices_.index(cause.then(draw_number), 1'000'000'000)};
    arrive(source.called, caller, cause, plan, source.item_priority, source.preferred_agent, no_index, no_index);
  } else {
    outbound_call(source, cause);
  }
  if (!of_batch) schedule_source_call(index, number + 1, now_);
}

void World::outbound_call(const Source& source, sim::Address cause) {
  const std::uint32_t place = free_agents_.first(source.queue);
  if (place == no_index) {
    ++summary_.ordinary_blocked;
    return;
  }
  char digits[12];
  const std::uint64_t number = 12'000'000'000ULL + choices_.index(cause.then(draw_number), 1'000'000'000);
  const std::string_view text(
      digits, static_cast<std::size_t>(std::snprintf(digits, sizeof digits, "%llu", static_cast<unsigned long long>(number))));
  LegPlan plan;
  plan.answer_delay = sim::seconds(10);
  plan.talk = choices_.duration(cause.then(draw_talk), source.talk);
  dial({free_agents_[place].agent, text, trace::Surface::dialer, {}, cause, plan, source.queue, no_index, no_index});
}

}  // namespace tocsin::models
