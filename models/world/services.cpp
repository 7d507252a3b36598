#include "models/world/services.hpp"

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {

void World::service_fault(std::uint32_t index, bool begins) {
  const Fault& fault = config_.faults[index];
  emit(trace::FaultInjected{fault.component, 0, fault.effect, begins, fault.slower_by});
  if (begins)
    services_.troubled.push_back(index);
  else
    std::erase(services_.troubled, index);
}

bool World::mail_works() const {
  return config_.mail && std::none_of(services_.troubled.begin(), services_.troubled.end(),
                                      [&](std::uint32_t i) { return config_.faults[i].component == trace::Component::mail; });
}

// When the service does what it is asked for now.
Time World::ready_at(trace::Component service) const {
  Time at = now_;
  if (services_.making_up) return at;
  for (const std::uint32_t index : services_.troubled) {
    const Fault& fault = config_.faults[index];
    if (fault.component != service) continue;
    at = std::max(at, fault.effect == trace::FaultEffect::slow ? now_ + fault.slower_by : fault.until);
  }
  return service == trace::Component::presence ? std::max(at, services_.presence_until) : at;
}

// True: it comes about later.
bool World::postpone(const Postponed& asked) {
  const Time at = ready_at(asked.service);
  if (at <= now_) return false;
  std::uint32_t place = static_cast<std::uint32_t>(services_.postponed.size());
  if (services_.free_places.empty()) {
    services_.postponed.push_back(asked);
  } else {
    place = services_.free_places.back();
    services_.free_places.pop_back();
    services_.postponed[place] = asked;
  }
  if (asked.service == trace::Component::presence) services_.presence_until = at;
  const auto order = static_cast<std::int32_t>(++services_.asked);
  queue_.schedule(at, now_, order, sim::Address::of("service"), {StepKind::makes_up, place, 0});
  ++faults_.on_its_way;
  return true;
}

void World::make_up(std::uint32_t place) {
  const Postponed asked = services_.postponed[place];
  services_.free_places.push_back(place);
  --faults_.on_its_way;
  services_.making_up = true;
  switch (asked.service) {
    case trace::Component::presence:
      set_presence(asked.agent, asked.status, asked.cause, asked.by);
      break;
    case trace::Component::recorder:
      if (const LegSlot slot = slot_of(asked.leg);
          slot != no_leg && legs_[slot].stage == Stage::connected && !legs_[slot].recording)
        ask_to_record(slot, asked.by);
      break;
    case trace::Component::store:
      put_row(asked.row);
      break;
    default:
      break;
  }
  services_.making_up = false;
}

}  // namespace tocsin::models
