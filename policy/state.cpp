#include "policy/state.hpp"

#include <algorithm>

namespace tocsin::policy {

namespace {

bool is_direct_offer(const OriginNumber& origin) { return origin.kind == TP_NUMBER_CALLING_PLAN && origin.outbound_enabled != 0; }

bool serves(const RoutingRule& rule) { return rule.enabled && rule.has_sbc && rule.matches; }

bool serves(const RoutingRule& rule, size_t national) {
  return rule.enabled && rule.has_sbc && (rule.national_matches >> national & 1) != 0;
}

auto origin_place(const std::vector<OriginNumber>& origins, tp_number number) {
  return std::lower_bound(origins.begin(), origins.end(), number,
                          [](const OriginNumber& origin, tp_number wanted) { return origin.number < wanted; });
}

}  // namespace

const OriginNumber* State::find_origin(tp_number number) const {
  const auto at = origin_place(origins, number);
  return at != origins.end() && at->number == number ? &*at : nullptr;
}

uint32_t State::emergencies_waiting(uint32_t resource, uint32_t group) const {
  for (const Waiting& entry : waiting) {
    if (entry.resource == resource && entry.group == group) return entry.count;
  }
  return 0;
}

void State::set_origin(const tp_number_facts& facts) {
  const OriginNumber updated{facts.number, facts.kind, facts.outbound_enabled};
  const auto found = origin_place(origins, facts.number);
  const auto at = origins.begin() + (found - origins.cbegin());
  if (at != origins.end() && at->number == facts.number) {
    direct_offers -= is_direct_offer(*at) ? 1 : 0;
    *at = updated;
  } else {
    origins.insert(at, updated);
  }
  direct_offers += is_direct_offer(updated) ? 1 : 0;
}

void State::set_routing_rule(uint32_t index, RoutingRule rule) {
  if (index >= routing_rules.size()) routing_rules.resize(index + 1);
  const RoutingRule before = routing_rules[index];
  routing_rules[index] = rule;
  routing_matches += serves(rule) ? 1 : 0;
  routing_matches -= serves(before) ? 1 : 0;
  size_t national = 0;
  for (uint32_t& matches : national_routing_matches) {
    matches += serves(rule, national) ? 1 : 0;
    matches -= serves(before, national) ? 1 : 0;
    ++national;
  }
}

void State::put_on_shelf(uint32_t number, Shelf which) {
  ShelfEnds& ends = shelves[static_cast<size_t>(which)];
  Number& entry = numbers[number];
  uint32_t after = ends.last;
  if (which == Shelf::lent) {
    /* Windows of one length end in the order in which they began, so this walk takes no step but under unusual window rules. */
    while (after != none && free_at_us(numbers[after]) > free_at_us(entry)) after = numbers[after].previous;
  }
  entry.shelf = which;
  entry.previous = after;
  entry.next = after == none ? ends.first : numbers[after].next;
  (entry.previous == none ? ends.first : numbers[entry.previous].next) = number;
  (entry.next == none ? ends.last : numbers[entry.next].previous) = number;
}

void State::take_off_shelf(uint32_t number) {
  const Number& entry = numbers[number];
  ShelfEnds& ends = shelves[static_cast<size_t>(entry.shelf)];
  (entry.previous == none ? ends.first : numbers[entry.previous].next) = entry.next;
  (entry.next == none ? ends.last : numbers[entry.next].previous) = entry.previous;
}

void State::reserve_for_calls(size_t count) {
  const auto grow = [](auto& items, size_t wanted) {
    if (items.capacity() < wanted) items.reserve(wanted * 2);
  };
  grow(legs, legs.size() + count);
  grow(episodes, episodes.size() + count);
  grow(free_legs, legs.size() + count);
  grow(free_episodes, episodes.size() + count);
  grow(hiding, hiding.size() + legs.size() + count);
  grow(waiting, waiting.size() + count);
  marks.reserve(count);
}

uint32_t State::open_episode(tp_agent agent, const tp_presence& prior) {
  uint32_t index = static_cast<uint32_t>(episodes.size());
  if (free_episodes.empty()) {
    episodes.emplace_back();
  } else {
    index = free_episodes.back();
    free_episodes.pop_back();
  }
  episodes[index] = Episode{.agent = agent, .prior = prior};
  episode_of[agent] = index;
  return index;
}

uint32_t State::add_leg(const Leg& leg, uint32_t mark_bits) {
  uint32_t slot = static_cast<uint32_t>(legs.size());
  if (free_legs.empty()) {
    legs.push_back(leg);
  } else {
    slot = free_legs.back();
    free_legs.pop_back();
    legs[slot] = leg;
  }
  Episode& episode = episodes[episode_of[leg.agent]];
  (episode.last_leg == none ? episode.first_leg : legs[episode.last_leg].next) = slot;
  episode.last_leg = slot;
  if (leg.number != none && leg.live) ++numbers[leg.number].live_legs;
  marks.put(leg.id, LegMark::known_bit | mark_bits | ((slot + 1) << 4));
  return slot;
}

void State::set_waiting(Leg& leg, uint32_t resource, uint32_t group) {
  const auto entry_of = [this](uint32_t wanted_resource, uint32_t wanted_group) {
    return std::find_if(waiting.begin(), waiting.end(),
                        [&](const Waiting& entry) { return entry.resource == wanted_resource && entry.group == wanted_group; });
  };
  if (leg.waits_resource != none) {
    const auto before = entry_of(leg.waits_resource, leg.waits_group);
    if (--before->count == 0) waiting.erase(before);
    --waiting_count;
  }
  leg.waits_resource = resource;
  leg.waits_group = group;
  if (resource == none) return;
  const auto after = entry_of(resource, group);
  if (after == waiting.end()) {
    waiting.push_back({resource, group, 1});
  } else {
    ++after->count;
  }
  ++waiting_count;
}

void State::forget_episode(uint32_t index) {
  Episode& episode = episodes[index];
  for (uint32_t slot = episode.first_leg; slot != none;) {
    Leg& leg = legs[slot];
    const uint32_t next = leg.next;
    set_waiting(leg, none, none);
    if (leg.live && leg.number != none) --numbers[leg.number].live_legs;
    marks.put(leg.id, mark(leg.id).value & LegMark::fact_bits);
    leg = Leg{};
    free_legs.push_back(slot);
    slot = next;
  }
  episode_of[episode.agent] = none;
  free_episodes.push_back(index);
}

}  // namespace tocsin::policy
