// When the presence service was slow or down by injection, and whom that concerns.
//
// A change of presence that was asked for meanwhile comes about later, in its order: nobody could have failed what rests on it,
// so it is not passed either. It goes on concerning an agent whose emergency it fell into, as a presence that comes late is not
// told from one that was asked for when it came.
#pragma once

#include <vector>

#include "scenarios/requirements/chronicle.hpp"
#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {

class PresenceTrouble {
 public:
  // After the chronicle was told of the event.
  void on(const trace::Event& event, const Chronicle& chronicle);
  bool ever() const { return from_ != sim::never; }
  // Whether such an obligation, of that agent (or of none), fell into it.
  bool concerns(const Obligation& obligation, AgentId agent) const;

 private:
  void concern(AgentId agent);
  bool concerned(AgentId agent) const;

  // Since when and until when it last was.
  Time from_ = sim::never;
  Time until_{};
  Duration slower_by_{};
  std::uint32_t faults_ = 0;
  std::vector<bool> agents_;
};

}  // namespace tocsin::requirements
