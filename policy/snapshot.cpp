#include "policy/snapshot.hpp"

#include <algorithm>
#include <type_traits>

#include "policy/snapshot_format.hpp"

namespace tocsin::policy {

namespace {

using namespace snapshot_format;

/* Counts the bytes, and writes them if it `writes`. */
template <bool writes>
class Output {
 public:
  explicit Output(uint8_t* to) : to_(to) {}

  template <class T>
  void value(T given) {
    static_assert(std::is_integral_v<T>);
    if constexpr (writes) {
      const auto bits = static_cast<std::make_unsigned_t<T>>(given);
      for (size_t byte = 0; byte < sizeof(T); ++byte)
        to_[count_ + byte] = static_cast<uint8_t>(static_cast<uint64_t>(bits) >> (8 * byte));
    }
    count_ += sizeof(T);
  }
  void value(bool given) { value(static_cast<uint8_t>(given ? 1 : 0)); }

  /* What says nothing about future answers. */
  template <class T>
  void bookkeeping(T given) {
    value(given);
  }
  void time(int64_t at_us, int64_t) { value(at_us); }
  void loan(const State&, const Number& number) {
    value(number.holder);
    value(number.window.begin_us);
    value(number.window.end_us);
    value(number.holder_before);
    value(number.window_before.begin_us);
    value(number.window_before.end_us);
    value(number.assigned_us);
    value(number.assigned_wall_us);
    value(number.media);
  }
  size_t count() const { return count_; }

 private:
  uint8_t* to_;
  size_t count_ = 0;
};
using Writer = Output<true>;
using Counter = Output<false>;

class Hasher {
 public:
  explicit Hasher(int64_t now_us) : now_us_(now_us) {}

  /* By turns into one of two, which the processor mixes side by side. */
  template <class T>
  void value(T given) {
    const uint64_t next = mixed(before_, static_cast<uint64_t>(given));
    before_ = last_;
    last_ = next;
  }
  template <class T>
  void bookkeeping(T) {}
  /* Relative to now, and no further back than `limit_us`. */
  void time(int64_t at_us, int64_t limit_us) { value(std::max(since(at_us, now_us_), -limit_us)); }
  void loan(const State& state, const Number& number) {
    const bool over = state.free_at_us(number) <= now_us_;
    value(over);
    value(number.holder);
    if (over) return;
    value(since(number.window.begin_us, now_us_));
    /* A window that ended so long ago that no call in it can be on its way decides nothing any more. */
    const bool counts = add_time(number.window_before.end_us, state.settings.channel_delay_us_max) > now_us_;
    value(counts ? number.holder_before : TP_NO_AGENT);
    value(counts ? since(number.window_before.begin_us, now_us_) : 0);
    value(counts ? since(number.window_before.end_us, now_us_) : 0);
    value(number.window.end_us == time_max ? time_max : since(number.window.end_us, now_us_));
    value(since(number.assigned_us, now_us_));
    value(since(number.assigned_wall_us, number.assigned_us));
    value(number.media);
  }
  uint64_t hash() const { return mixed(before_, last_); }

 private:
  int64_t now_us_;
  uint64_t before_ = 0;
  uint64_t last_ = 1;
};

template <class Sink>
void describe(const tp_presence& presence, Sink& sink) {
  sink.value(presence.base);
  sink.value(presence.origin);
  sink.value(presence.unused);
  sink.value(presence.text);
}

template <class Sink>
void describe(const State& state, const Leg& leg, Sink& sink) {
  sink.value(leg.id);
  sink.value(leg.number);
  sink.value(leg.waits_resource);
  sink.value(leg.waits_group);
  sink.value(leg.path);
  sink.value(leg.media);
  sink.time(leg.begun_us, 1);
  sink.time(leg.offered_us, 1);
  sink.time(leg.over_us, add_time(state.settings.channel_delay_us_max, 1));
  for (const bool flag : {leg.inbound, leg.live, leg.egressed, leg.answered, leg.dropped, leg.settled, leg.rolled_back}) {
    sink.value(flag);
  }
  for (const Shown& shown : leg.shown) {
    sink.value(shown.controls);
    sink.value(shown.details);
  }
}

template <class Sink>
void describe_agents(const State& state, Sink& sink) {
  const int64_t stale_us = add_time(state.settings.location_age_us_max, 1);
  sink.value(static_cast<uint32_t>(state.agents.size()));
  for (const Agent& agent : state.agents) {
    describe(agent.facts.presence, sink);
    sink.value(agent.facts.holds_capacity_profile);
    sink.value(agent.facts.outbound_profile);
    sink.value(agent.facts.profiles_associated);
    sink.value(agent.facts.location);
    sink.value(agent.facts.country);
    sink.time(agent.facts.location_reported_us, stale_us);
    sink.value(agent.facts.dispatchable_location);
    sink.value(agent.devices);
    sink.value(agent.lost_in_episode);
  }
}

template <class Sink>
void describe_numbers(const State& state, Sink& sink) {
  sink.value(static_cast<uint32_t>(state.origins.size()));
  for (const OriginNumber& origin : state.origins) {
    sink.value(origin.number);
    sink.value(origin.kind);
    sink.value(origin.outbound_enabled);
  }
  sink.value(static_cast<uint32_t>(state.numbers.size()));
  for (const Number& number : state.numbers) sink.value(number.number);
  for (const Shelf shelf : {Shelf::free, Shelf::lent, Shelf::held}) {
    uint32_t count = 0;
    for (uint32_t index = state.shelf(shelf).first; index != none; index = state.numbers[index].next) ++count;
    sink.value(count);
    for (uint32_t index = state.shelf(shelf).first; index != none; index = state.numbers[index].next) {
      sink.value(index);
      sink.loan(state, state.numbers[index]);
    }
  }
}

template <class Sink>
void describe_calls(const State& state, Sink& sink) {
  const std::vector<uint64_t> ids = state.marks.sorted_ids();
  sink.value(static_cast<uint64_t>(ids.size()));
  for (const uint64_t id : ids) {
    sink.value(id);
    sink.value(static_cast<uint8_t>(state.marks.find(id) & LegMark::fact_bits));
  }
  uint32_t open = 0;
  for (const uint32_t episode : state.episode_of) open += episode == none ? 0 : 1;
  sink.value(open);
  for (uint32_t agent = 0; agent < state.episode_of.size(); ++agent) {
    if (state.episode_of[agent] == none) continue;
    const Episode& episode = state.episodes[state.episode_of[agent]];
    sink.value(agent);
    describe(episode.prior, sink);
    sink.value(episode.restored);
    uint32_t legs = 0;
    for (uint32_t slot = episode.first_leg; slot != none; slot = state.legs[slot].next) ++legs;
    sink.value(legs);
    for (uint32_t slot = episode.first_leg; slot != none; slot = state.legs[slot].next) describe(state, state.legs[slot], sink);
  }
  sink.value(static_cast<uint32_t>(state.hiding.size()));
  for (const Hidden& hidden : state.hiding) {
    sink.value(hidden.leg);
    sink.value(hidden.agent);
    sink.value(hidden.views);
  }
}

template <class Sink>
void describe(const State& state, Sink& sink) {
  sink.bookkeeping(state.last_sequence);
  sink.bookkeeping(state.armed_us);
  sink.value(state.direct_routing_enabled);
  describe_agents(state, sink);
  sink.value(static_cast<uint32_t>(state.routing_rules.size()));
  for (const RoutingRule& rule : state.routing_rules) {
    sink.value(rule.enabled);
    sink.value(rule.has_sbc);
    sink.value(rule.matches);
    sink.value(rule.national_matches);
  }
  describe_numbers(state, sink);
  describe_calls(state, sink);
}

}  // namespace

size_t write_snapshot(const State& state, void* bytes, size_t capacity) {
  Counter counter(nullptr);
  describe(state, counter);
  const size_t body_size = counter.count();
  const size_t total = header_size + body_size;
  if (bytes == nullptr || capacity < total) return total;
  uint8_t* to = static_cast<uint8_t*>(bytes);
  Writer body(to + header_size);
  describe(state, body);
  Writer header(to);
  header.value(magic);
  header.value(format);
  header.value(static_cast<uint64_t>(body_size));
  header.value(checksum(to + header_size, body_size));
  return total;
}

uint64_t state_hash(const State& state, int64_t now_us) {
  Hasher hasher(now_us);
  describe(state, hasher);
  return hasher.hash();
}

}  // namespace tocsin::policy
