// Faults of the platform's parts: trunk groups and SBCs that are down for a while.

#include "models/world/world.hpp"

namespace tocsin::models {

void World::platform_fault(const Fault& fault, bool begins) {
  emit(trace::FaultInjected{fault.component, fault.index, fault.effect, begins, {}});
  switch (fault.component) {
    case trace::Component::trunk_group:
      trunks_.set_down(fault.index, begins);
      if (!begins && !faults_.down && line_waiting_[fault.index].first != no_leg)
        follow_up(FollowUp::Kind::serve_group, fault.index);
      return;
    case trace::Component::sbc:
      faults_.sbc_down.resize(config_.sbcs.size());
      faults_.sbc_down[fault.index] = begins;
      return;
    default:
      return;
  }
}

}  // namespace tocsin::models
