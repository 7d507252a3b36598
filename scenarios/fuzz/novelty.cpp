#include "scenarios/fuzz/novelty.hpp"

#include <algorithm>

namespace tocsin::scenarios {
namespace {

enum Class : std::uint64_t { obligation = 1, step_of_leg, step_of_agent, tie_of_leg };

// The finaliser of SplitMix64, as sim/address.hpp has it.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// Which leg an event is about; none: 0.
std::uint64_t leg_of(const trace::Event& event) {
  return std::visit(
      [](const auto& payload) -> std::uint64_t {
        if constexpr (requires { payload.leg; })
          return payload.leg.value;
        else
          return 0;
      },
      event.payload);
}

// The words among an event's fields: what a kind alone leaves out, without numbers and names.
std::uint64_t words_of(const trace::Event& event) {
  std::uint64_t hash = 0;
  const auto add = [&](std::string_view, const auto& value) {
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_enum_v<Value> || std::is_same_v<Value, bool>)
      hash = mixed(hash + static_cast<std::uint64_t>(value) + 1);
  };
  std::visit([&](const auto& payload) { std::remove_cvref_t<decltype(payload)>::fields(payload, add); }, event.payload);
  return hash;
}

}  // namespace

void NoveltySink::begin(const trace::Header&, const trace::Texts&) {
  kinds_.assign(1, 0);
  legs_.clear();
  agents_.clear();
  features_.clear();
}

void NoveltySink::on(const trace::Event& event) {
  kinds_.push_back(static_cast<std::uint8_t>(event.kind()));
  const std::uint64_t kind = event.kind() + 1;
  const requirements::Chronicle& chronicle = court_.chronicle();
  if (const std::uint64_t leg = leg_of(event)) {
    const requirements::EmergencyLeg* const call = chronicle.call({leg});
    const std::uint64_t role = call ? 1 + static_cast<std::uint64_t>(call->standing) : 0;
    Step& last = legs_[leg];
    add(step_of_leg, last.kind, mixed(kind) + words_of(event), role);
    if (last.at == event.occurred_at) add(tie_of_leg, last.kind, kind, role);
    last = {kind, event.occurred_at};
  }
  if (const trace::AgentId agent = chronicle.subject(event)) {
    Step& last = agents_[agent.value];
    add(step_of_agent, last.kind, kind, last.at == event.occurred_at);
    last = {kind, event.occurred_at};
  }
}

void NoveltySink::recorded(std::size_t index, const requirements::Obligation& o) {
  const trace::AgentId agent = agent_of(court_.requirement(index).card.about, o.key);
  add(obligation, index << 8 | static_cast<std::uint64_t>(o.verdict), kind_of(o.trigger), situation(agent));
}

// The event that is being judged is not known here yet: the court comes first.
std::uint64_t NoveltySink::kind_of(std::uint64_t sequence) const {
  return sequence == 0 ? 255 : sequence < kinds_.size() ? kinds_[sequence] : 254;
}

std::uint64_t NoveltySink::situation(trace::AgentId id) const {
  const requirements::Chronicle& chronicle = court_.chronicle();
  std::uint64_t bits = chronicle.any_free_number(chronicle.now().at);
  if (!id) return bits;
  const requirements::Agent& agent = chronicle.agent(id);
  bits |= static_cast<std::uint64_t>(agent.status.base) << 1 | static_cast<std::uint64_t>(agent.connected_devices > 0) << 4;
  bits |= static_cast<std::uint64_t>(agent.capacity_used > 0) << 5;
  const requirements::Episode* const episode = chronicle.episode(id);
  if (!episode) return bits;
  std::uint64_t live = 0, dropped = 0;
  for (const std::uint32_t index : episode->calls) {
    const requirements::EmergencyLeg& call = chronicle.call_at(index);
    live += chronicle.live(call);
    dropped += !chronicle.live(call) && !call.settled;
  }
  bits |= 1U << 6 | std::min<std::uint64_t>(live, 2) << 7 | std::min<std::uint64_t>(dropped, 1) << 9;
  return bits | static_cast<std::uint64_t>(episode->by_callback) << 10;
}

trace::AgentId NoveltySink::agent_of(requirements::About about, std::uint64_t key) const {
  const requirements::Chronicle& chronicle = court_.chronicle();
  if (about == requirements::About::agent) return {static_cast<std::uint32_t>(key)};
  if (about != requirements::About::leg) return {};
  if (const requirements::EmergencyLeg* call = chronicle.call({key}); call && call->agent) return call->agent;
  const requirements::Leg* const leg = chronicle.leg({key});
  return leg ? leg->agent : trace::AgentId{};
}

void NoveltySink::add(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
  const std::uint64_t hash = mixed(mixed(mixed(mixed(a) + b) + c) + d);
  features_.push_back(static_cast<std::uint32_t>(hash >> (64 - FeatureSet::bits)));
}

}  // namespace tocsin::scenarios
