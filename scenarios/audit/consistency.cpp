#include "scenarios/audit/consistency.hpp"

#include <fmt/format.h>

namespace tocsin::scenarios {
namespace {

constexpr std::size_t recordings_max = 1'000'000;
constexpr std::uint64_t emergencies_max = 5'000'000;

std::string begins_twice(trace::LegId leg, const requirements::Chronicle& before) {
  return before.leg(leg) ? fmt::format("leg {} begins a second time", leg.value) : std::string();
}

}  // namespace

std::string Consistency::begun(const trace::RecordingStarted& e) {
  if (recordings_.find(e.recording.value)) return fmt::format("recording {} begins a second time", e.recording.value);
  if (recordings_.size() >= recordings_max) return fmt::format("more than {} recordings in progress at once", recordings_max);
  recordings_.at(e.recording.value) = true;
  return {};
}

std::string Consistency::accepted(const trace::Accepted& e, const requirements::Chronicle& before) {
  if (++emergencies_ > emergencies_max) return fmt::format("more than {} emergency calls", emergencies_max);
  const requirements::Leg* leg = before.leg(e.leg);
  if (!leg) return {};
  if (leg->direction == requirements::Direction::incoming)
    return fmt::format("leg {} arrived from outside, and cannot be accepted as dialled", e.leg.value);
  if (!requirements::is_live(leg->phase)) return fmt::format("leg {} is over, and cannot be accepted any more", e.leg.value);
  const requirements::EmergencyLeg* call = before.call(e.leg);
  const trace::AgentId agent = call ? call->agent : leg->agent;
  if (agent && agent != e.agent) return fmt::format("leg {} is another agent's", e.leg.value);
  return {};
}

std::string Consistency::check(const trace::Event& event, const requirements::Chronicle& before) {
  if (const auto* dialled = event.as<trace::Dialled>()) return begins_twice(dialled->leg, before);
  if (const auto* arrived = event.as<trace::Arrived>()) return begins_twice(arrived->leg, before);
  if (const auto* accept = event.as<trace::Accepted>()) return accepted(*accept, before);
  if (const auto* started = event.as<trace::RecordingStarted>()) return begun(*started);
  if (const auto* stopped = event.as<trace::RecordingStopped>()) recordings_.erase(stopped->recording.value);
  return {};
}

}  // namespace tocsin::scenarios
