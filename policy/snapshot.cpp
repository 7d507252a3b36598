#include "policy/snapshot.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace tocsin::policy {

namespace {

constexpr uint64_t magic = 0x314E495343'4F54ull; /* "TOCSIN1" */
constexpr uint32_t format = 1;
constexpr size_t header_size = 8 + 4 + 8 + 8;
constexpr uint32_t routing_rules_max = 1u << 16;

uint64_t mixed(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 32);
}

uint64_t checksum(const uint8_t* bytes, size_t count) {
  uint64_t hash = count;
  for (size_t at = 0; at < count; at += 8) {
    uint64_t word = 0;
    std::memcpy(&word, bytes + at, std::min<size_t>(8, count - at));
    hash = mixed(hash, word);
  }
  return hash;
}

/* Counts the bytes, and writes them where there is room. */
class Writer {
 public:
  Writer(uint8_t* to, size_t capacity) : to_(to), capacity_(capacity) {}

  template <class T>
  void value(T given) {
    static_assert(std::is_integral_v<T>);
    const auto bits = static_cast<std::make_unsigned_t<T>>(given);
    for (size_t byte = 0; byte < sizeof(T); ++byte, ++count_) {
      if (count_ < capacity_) to_[count_] = static_cast<uint8_t>(static_cast<uint64_t>(bits) >> (8 * byte));
    }
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
    value(number.assigned_us);
    value(number.assigned_wall_us);
  }
  size_t count() const { return count_; }

 private:
  uint8_t* to_;
  size_t capacity_;
  size_t count_ = 0;
};

class Hasher {
 public:
  explicit Hasher(int64_t now_us) : now_us_(now_us) {}

  template <class T>
  void value(T given) {
    hash_ = mixed(hash_, static_cast<uint64_t>(given));
  }
  template <class T>
  void bookkeeping(T) {}
  /* Relative to now, and no further back than `limit_us`. */
  void time(int64_t at_us, int64_t limit_us) { value(std::max(since(at_us, now_us_), -limit_us)); }
  void loan(const State& state, const Number& number) {
    const bool over = number.shelf != Shelf::lent || state.free_at_us(number) <= now_us_;
    value(over);
    value(number.holder);
    if (over) return;
    value(since(number.window.begin_us, now_us_));
    value(since(number.window.end_us, now_us_));
    value(since(number.assigned_us, now_us_));
    value(since(number.assigned_wall_us, number.assigned_us));
  }
  uint64_t hash() const { return hash_; }

 private:
  int64_t now_us_;
  uint64_t hash_ = 0;
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
  sink.time(leg.begun_us, add_time(state.settings.window_us, 1));
  sink.time(leg.offered_us, 1);
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
    sink.value(agent.devices);
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
  }
  describe_numbers(state, sink);
  describe_calls(state, sink);
}

/* Gives zeros once the bytes have run out or something was refused. */
class Reader {
 public:
  Reader(const uint8_t* from, size_t count) : from_(from), left_(count) {}

  template <class T>
  T value() {
    if (!ok_ || left_ < sizeof(T)) {
      ok_ = false;
      return T{};
    }
    uint64_t bits = 0;
    for (size_t byte = 0; byte < sizeof(T); ++byte) bits |= static_cast<uint64_t>(from_[byte]) << (8 * byte);
    from_ += sizeof(T);
    left_ -= sizeof(T);
    return static_cast<T>(bits);
  }
  bool flag() {
    const uint8_t given = value<uint8_t>();
    require(given <= 1);
    return given == 1;
  }
  /* How many items follow, of at least `item_size` bytes each. */
  template <class T>
  size_t length(size_t item_size) {
    const T given = value<T>();
    require(given <= left_ / item_size);
    return ok_ ? static_cast<size_t>(given) : 0;
  }
  tp_presence presence() {
    tp_presence read{};
    read.base = value<uint8_t>();
    read.origin = value<uint8_t>();
    read.unused = value<uint16_t>();
    read.text = value<uint32_t>();
    return read;
  }
  bool require(bool holds) { return ok_ = ok_ && holds; }
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && left_ == 0; }

 private:
  const uint8_t* from_;
  size_t left_;
  bool ok_ = true;
};

void read_agents(Reader& reader, State& state) {
  if (!reader.require(reader.length<uint32_t>(28) == state.agents.size())) return;
  for (Agent& agent : state.agents) {
    agent.facts.presence = reader.presence();
    agent.facts.holds_capacity_profile = reader.value<uint8_t>();
    agent.facts.outbound_profile = reader.value<uint8_t>();
    agent.facts.profiles_associated = reader.value<uint8_t>();
    agent.facts.location = reader.value<uint8_t>();
    agent.facts.country = reader.value<uint32_t>();
    agent.facts.location_reported_us = reader.value<int64_t>();
    agent.devices = reader.value<uint32_t>();
  }
}

void read_routing_rules(Reader& reader, State& state) {
  const size_t count = reader.length<uint32_t>(3);
  if (!reader.require(count <= routing_rules_max)) return;
  for (uint32_t index = 0; index < count; ++index) {
    RoutingRule rule;
    rule.enabled = reader.flag();
    rule.has_sbc = reader.flag();
    rule.matches = reader.flag();
    state.set_routing_rule(index, rule);
  }
}

void read_origins(Reader& reader, State& state) {
  const size_t count = reader.length<uint32_t>(10);
  state.origins.reserve(count);
  for (size_t index = 0; reader.ok() && index < count; ++index) {
    tp_number_facts facts{};
    facts.number = reader.value<uint64_t>();
    facts.kind = reader.value<uint8_t>();
    facts.outbound_enabled = reader.value<uint8_t>();
    if (reader.require(index == 0 || state.origins.back().number < facts.number)) state.set_origin(facts);
  }
}

void read_numbers(Reader& reader, State& state) {
  if (!reader.require(reader.length<uint32_t>(8) == state.numbers.size())) return;
  for (const Number& number : state.numbers) reader.require(reader.value<uint64_t>() == number.number);
  std::vector<bool> placed(state.numbers.size(), false);
  size_t total = 0;
  for (const Shelf shelf : {Shelf::free, Shelf::lent, Shelf::held}) {
    const size_t count = reader.length<uint32_t>(40);
    total += count;
    int64_t before_us = time_min;
    for (size_t at = 0; reader.ok() && at < count; ++at) {
      const uint32_t index = reader.value<uint32_t>();
      if (!reader.require(index < placed.size() && !placed[index])) return;
      placed[index] = true;
      Number& number = state.numbers[index];
      number.holder = reader.value<uint32_t>();
      number.window.begin_us = reader.value<int64_t>();
      number.window.end_us = reader.value<int64_t>();
      number.assigned_us = reader.value<int64_t>();
      number.assigned_wall_us = reader.value<int64_t>();
      reader.require(state.is_agent(number.holder) || (shelf == Shelf::free && number.holder == TP_NO_AGENT));
      if (shelf == Shelf::lent) {
        reader.require(before_us <= state.free_at_us(number));
        before_us = state.free_at_us(number);
      }
      if (reader.ok()) state.put_on_shelf(index, shelf);
    }
  }
  reader.require(total == placed.size());
}

void read_leg(Reader& reader, State& state, tp_agent agent) {
  Leg leg;
  leg.agent = agent;
  leg.id = reader.value<uint64_t>();
  leg.number = reader.value<uint32_t>();
  const uint32_t waits_resource = reader.value<uint32_t>();
  const uint32_t waits_group = reader.value<uint32_t>();
  leg.path = reader.value<uint32_t>();
  leg.begun_us = reader.value<int64_t>();
  leg.offered_us = reader.value<int64_t>();
  for (bool* flag : {&leg.inbound, &leg.live, &leg.egressed, &leg.answered, &leg.dropped, &leg.settled, &leg.rolled_back}) {
    *flag = reader.flag();
  }
  for (Shown& shown : leg.shown) {
    shown.controls = reader.value<uint32_t>();
    shown.details = reader.value<uint32_t>();
  }
  const LegMark mark = state.mark(leg.id);
  reader.require(leg.id != 0 && mark.known() && mark.slot() == none);
  reader.require(leg.number == none || leg.number < state.numbers.size());
  reader.require(leg.live || waits_resource == none);
  reader.require(waits_resource != none || waits_group == none);
  if (!reader.ok()) return;
  const uint32_t slot = state.add_leg(leg, mark.value & LegMark::fact_bits);
  state.set_waiting(state.legs[slot], waits_resource, waits_group);
}

void read_calls(Reader& reader, State& state) {
  const size_t marks = reader.length<uint64_t>(9);
  for (size_t at = 0; reader.ok() && at < marks; ++at) {
    const uint64_t leg = reader.value<uint64_t>();
    const uint8_t bits = reader.value<uint8_t>();
    reader.require((bits & LegMark::known_bit) != 0 && bits <= LegMark::fact_bits);
    if (reader.require(leg != 0 && state.marks.find(leg) == 0)) state.marks.put(leg, bits);
  }
  const size_t episodes = reader.length<uint32_t>(17);
  for (size_t at = 0; reader.ok() && at < episodes; ++at) {
    const tp_agent agent = reader.value<uint32_t>();
    const tp_presence prior = reader.presence();
    const bool restored = reader.flag();
    const size_t legs = reader.length<uint32_t>(63);
    if (!reader.require(state.is_agent(agent) && !state.in_episode(agent) && legs > 0)) return;
    state.episodes[state.open_episode(agent, prior)].restored = restored;
    for (size_t leg = 0; reader.ok() && leg < legs; ++leg) read_leg(reader, state, agent);
  }
  const size_t hiding = reader.length<uint32_t>(16);
  for (size_t at = 0; reader.ok() && at < hiding; ++at) {
    Hidden hidden;
    hidden.leg = reader.value<uint64_t>();
    hidden.agent = reader.value<uint32_t>();
    hidden.views = reader.value<uint32_t>();
    if (reader.require(hidden.views != 0 && hidden.views < 4)) state.hiding.push_back(hidden);
  }
}

/* No facts yet: the same settings, agents and pool. */
State blank_like(const State& configured) {
  State state;
  state.settings = configured.settings;
  state.pool_index = configured.pool_index;
  state.agents.resize(configured.agents.size());
  state.episode_of.assign(configured.agents.size(), none);
  state.numbers.resize(configured.numbers.size());
  for (size_t index = 0; index < state.numbers.size(); ++index) state.numbers[index].number = configured.numbers[index].number;
  return state;
}

}  // namespace

size_t write_snapshot(const State& state, void* bytes, size_t capacity) {
  Writer measure(nullptr, 0);
  describe(state, measure);
  const size_t body_size = measure.count();
  const size_t total = header_size + body_size;
  if (bytes == nullptr || capacity < total) return total;
  uint8_t* to = static_cast<uint8_t*>(bytes);
  Writer body(to + header_size, body_size);
  describe(state, body);
  Writer header(to, header_size);
  header.value(magic);
  header.value(format);
  header.value(static_cast<uint64_t>(body_size));
  header.value(checksum(to + header_size, body_size));
  return total;
}

std::optional<State> read_snapshot(const State& configured, const void* bytes, size_t count) {
  if (bytes == nullptr || count < header_size) return std::nullopt;
  const uint8_t* from = static_cast<const uint8_t*>(bytes);
  Reader header(from, header_size);
  const size_t body_size = count - header_size;
  header.require(header.value<uint64_t>() == magic);
  header.require(header.value<uint32_t>() == format);
  header.require(header.value<uint64_t>() == body_size);
  header.require(header.value<uint64_t>() == checksum(from + header_size, body_size));
  if (!header.ok()) return std::nullopt;

  Reader reader(from + header_size, body_size);
  State state = blank_like(configured);
  state.last_sequence = reader.value<uint64_t>();
  state.armed_us = reader.value<int64_t>();
  state.direct_routing_enabled = reader.flag();
  read_agents(reader, state);
  read_routing_rules(reader, state);
  read_origins(reader, state);
  read_numbers(reader, state);
  read_calls(reader, state);
  if (!reader.at_end()) return std::nullopt;
  state.reserve_for_call();
  return state;
}

uint64_t state_hash(const State& state, int64_t now_us) {
  Hasher hasher(now_us);
  describe(state, hasher);
  return hasher.hash();
}

}  // namespace tocsin::policy
