// Routing of ordinary inbound work: its class, the rule that decides it, a bot that has it first, the queue's hours, its priority
// there, and where the queue sends what it does not keep. Who is given it is decided in queueing.cpp.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

// Queues that send their items round in a circle keep them then.
constexpr std::uint32_t overflows_max = 3;
constexpr std::int64_t day_us = 86'400'000'000;

bool within(const Hours& hours, Duration of_day) {
  const bool over_midnight = hours.to <= hours.from;
  return over_midnight ? of_day >= hours.from || of_day < hours.to : of_day >= hours.from && of_day < hours.to;
}

}  // namespace

// Whether what becomes of a call depends on more than the first rule that fits its number.
bool World::routing_has_more(const Config& config) {
  return std::any_of(config.inbound_rules.begin(), config.inbound_rules.end(),
                     [](const InboundRule& rule) { return rule.ivr || rule.work_class != no_index; }) ||
         std::any_of(config.queues.begin(), config.queues.end(),
                     [](const Queue& queue) { return !queue.hours.empty() || !queue.overflow.empty(); });
}

std::uint32_t World::class_of(Number called, Number caller) const {
  for (const ClassificationRule& rule : config_.classification)
    if ((!rule.called || rule.called == called) && (!rule.caller || rule.caller == caller)) return rule.work_class;
  return no_index;
}

const InboundRule* World::inbound_rule_of(LegSlot slot) const {
  return tenant_.inbound_rule(legs_[slot].called, legs_[slot].work_class);
}

// Microseconds since 1970 of the centre's own clock.
std::int64_t World::civil_time_us() const {
  return config_.wall_start_us + std::int64_t{config_.utc_offset_s} * 1'000'000 + now_.us;
}

bool World::is_open(std::uint32_t queue) const {
  const std::vector<Hours>& hours = config_.queues[queue].hours;
  if (hours.empty()) return true;
  const Duration of_day{(civil_time_us() % day_us + day_us) % day_us};
  return std::any_of(hours.begin(), hours.end(), [&](const Hours& open) { return within(open, of_day); });
}

// The overflow that takes an item before it waits: its queue is as long as it may be. Null: it may wait.
const Overflow* World::overflow_at_entry(std::uint32_t queue) const {
  for (const Overflow& overflow : config_.queues[queue].overflow)
    if (overflow.waiting && queues_[queue].waiting_count >= *overflow.waiting) return &overflow;
  return nullptr;
}

// What would become of the call now, if it were none of the policy's.
trace::RulesWouldSay World::rules_say(const Leg& leg) const {
  const InboundRule* rule = tenant_.inbound_rule(leg.called, leg.work_class);
  if (!rule) return {leg.id, trace::Destination::rejected, {}, {}};
  if (rule->ivr) return {leg.id, trace::Destination::bot, {}, {}};
  if (rule->destination == trace::Destination::agent) return {leg.id, rule->destination, {}, AgentId{rule->target}};
  if (rule->destination != trace::Destination::queue) return {leg.id, rule->destination, {}, {}};
  std::uint32_t queue = rule->target;
  for (std::uint32_t overflows = 0;; ++overflows) {
    if (!is_open(queue)) return {leg.id, trace::Destination::closed, {}, {}};
    const Overflow* elsewhere = overflows < overflows_max ? overflow_at_entry(queue) : nullptr;
    if (!elsewhere) return {leg.id, trace::Destination::queue, trace::QueueId{queue}, {}};
    if (elsewhere->destination != trace::Destination::queue) return {leg.id, elsewhere->destination, {}, {}};
    queue = elsewhere->queue;
  }
}

// An ordinary inbound call that has its lines.
void World::route_by_rules(LegSlot slot) {
  Leg& routed = legs_[slot];
  if (routed.queue != no_index) return route_to_queue(slot);
  if (routing_has_more_ && !routed.heard_bot) emit(rules_say(routed));
  const InboundRule* rule = inbound_rule_of(slot);
  if (!rule) return divert(slot, trace::Destination::rejected);
  if (rule->ivr && !routed.heard_bot) return through_bot(slot, *rule->ivr);
  if (rule->destination == trace::Destination::agent) return route_to_agent(slot, AgentId{rule->target});
  if (rule->destination != trace::Destination::queue) return divert(slot, rule->destination);
  const std::int32_t of_rule = rule->item_priority;
  put_in_queue(slot, rule->target);
  if (routed.item_priority < 0) routed.item_priority = of_rule;
  routed.level = static_cast<std::uint32_t>(std::clamp(routed.item_priority, 0, item_priority_max));
  route_to_queue(slot);
}

// Prioritisation: what the queue makes of the item's class, unless the caller has a priority of its own.
void World::put_in_queue(LegSlot slot, std::uint32_t queue) {
  Leg& item = legs_[slot];
  item.queue = queue;
  const std::vector<std::int32_t>& by_class = config_.queues[queue].prioritisation;
  if (item.own_priority || item.work_class >= by_class.size() || by_class[item.work_class] < 0) return;
  item.item_priority = by_class[item.work_class];
  if (item.level < waiting_levels - 1)
    item.level = static_cast<std::uint32_t>(std::clamp(item.item_priority, 0, item_priority_max));
}

void World::route_to_queue(LegSlot slot) {
  for (;;) {
    Leg& routed = legs_[slot];
    if (!config_.queues[routed.queue].affinity) routed.preferred = {};
    if (!is_open(routed.queue)) return divert(slot, trace::Destination::closed);
    const Overflow* elsewhere = routed.overflows < overflows_max ? overflow_at_entry(routed.queue) : nullptr;
    if (!elsewhere) break;
    ++routed.overflows;
    if (elsewhere->destination != trace::Destination::queue) return divert(slot, elsewhere->destination);
    put_in_queue(slot, elsewhere->queue);
  }
  emit(trace::Routed{legs_[slot].id, trace::Destination::queue, {}, trace::QueueId{legs_[slot].queue}});
  legs_[slot].entered_at = now_;
  enqueue(slot);
}

// While it waits: the first overflow by time that the queue has.
void World::await_overflow(LegSlot slot) {
  Leg& waiting = legs_[slot];
  const std::vector<Overflow>& overflows = config_.queues[waiting.queue].overflow;
  if (overflows.empty() || waiting.overflows >= overflows_max) return;
  std::uint32_t soonest = no_index;
  for (std::uint32_t i = 0; i < overflows.size(); ++i)
    if (overflows[i].wait && (soonest == no_index || *overflows[i].wait < *overflows[soonest].wait)) soonest = i;
  if (soonest == no_index) return;
  const Time at = std::max(waiting.entered_at + *overflows[soonest].wait, now_);
  waiting.timer = schedule_at(at, 0, waiting.cause.then("overflow"), {StepKind::overflows, slot, soonest});
}

void World::overflow(LegSlot slot, std::uint32_t which) {
  const Overflow& elsewhere = config_.queues[legs_[slot].queue].overflow[which];
  leave_queue(slot);
  ++legs_[slot].overflows;
  if (elsewhere.destination != trace::Destination::queue) return divert(slot, elsewhere.destination);
  put_in_queue(slot, elsewhere.queue);
  route_to_queue(slot);
}

// A bot has the call first, with the caller's patience, and then passes it on.
void World::through_bot(LegSlot slot, const Distribution& stays) {
  Leg& heard = legs_[slot];
  emit(trace::Routed{heard.id, trace::Destination::bot, {}, {}});
  heard.heard_bot = true;
  heard.stage = Stage::diverted;
  heard.timer =
      schedule(choices_.duration(heard.cause.then("bot"), stays), 0, heard.cause.then("bot"), {StepKind::bot_passes_on, slot, 0});
}

void World::bot_passes_on(LegSlot slot) {
  // Where the policy sent it to the bot, it has not taken its lines yet.
  if (legs_[slot].lines_path.data() == nullptr) {
    legs_[slot].stage = Stage::asked;
    return take_in(slot);
  }
  legs_[slot].stage = Stage::on_its_way;
  route_by_rules(slot);
}

}  // namespace tocsin::models
