#include "policy/engine.hpp"
#include "policy/snapshot.hpp"
#include "policy/snapshot_format.hpp"

namespace tocsin::policy {

namespace {

using namespace snapshot_format;

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
  if (!reader.require(reader.length<uint32_t>(30) == state.agents.size())) return;
  for (Agent& agent : state.agents) {
    agent.facts.presence = reader.presence();
    agent.facts.holds_capacity_profile = reader.value<uint8_t>();
    agent.facts.outbound_profile = reader.value<uint8_t>();
    agent.facts.profiles_associated = reader.value<uint8_t>();
    agent.facts.location = reader.value<uint8_t>();
    agent.facts.country = reader.value<uint32_t>();
    agent.facts.location_reported_us = reader.value<int64_t>();
    agent.facts.dispatchable_location = reader.value<uint8_t>();
    agent.devices = reader.value<uint32_t>();
    agent.lost_in_episode = reader.flag();
  }
}

void read_routing_rules(Reader& reader, State& state) {
  const size_t count = reader.length<uint32_t>(4);
  if (!reader.require(count <= Engine::routing_rules_max)) return;
  for (uint32_t index = 0; index < count; ++index) {
    RoutingRule rule;
    rule.enabled = reader.flag();
    rule.has_sbc = reader.flag();
    rule.matches = reader.flag();
    rule.national_matches = reader.value<uint8_t>();
    reader.require(rule.national_matches < 1u << national_numbers.size());
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
    const size_t count = reader.length<uint32_t>(64);
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
      number.holder_before = reader.value<uint32_t>();
      number.window_before.begin_us = reader.value<int64_t>();
      number.window_before.end_us = reader.value<int64_t>();
      number.assigned_us = reader.value<int64_t>();
      number.assigned_wall_us = reader.value<int64_t>();
      number.media = reader.value<uint32_t>();
      reader.require(state.is_agent(number.holder_before) || number.holder_before == TP_NO_AGENT);
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
  leg.media = reader.value<uint32_t>();
  leg.begun_us = reader.value<int64_t>();
  leg.offered_us = reader.value<int64_t>();
  leg.over_us = reader.value<int64_t>();
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
  uint64_t before = 0;
  for (size_t at = 0; reader.ok() && at < marks; ++at) {
    const uint64_t leg = reader.value<uint64_t>();
    const uint8_t bits = reader.value<uint8_t>();
    reader.require((bits & LegMark::known_bit) != 0 && bits <= LegMark::fact_bits);
    if (reader.require(leg > before)) state.marks.put(leg, bits);
    before = leg;
  }
  const size_t episodes = reader.length<uint32_t>(17);
  uint64_t agents_seen = 0;
  for (size_t at = 0; reader.ok() && at < episodes; ++at) {
    const tp_agent agent = reader.value<uint32_t>();
    reader.require(agent >= agents_seen);
    agents_seen = uint64_t{agent} + 1;
    const tp_presence prior = reader.presence();
    const bool restored = reader.flag();
    const size_t legs = reader.length<uint32_t>(75);
    if (!reader.require(state.is_agent(agent) && legs > 0)) return;
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
  state.reserve_for_calls(1);
  return state;
}

}  // namespace tocsin::policy
