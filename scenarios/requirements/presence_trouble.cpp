#include "scenarios/requirements/presence_trouble.hpp"

#include <algorithm>

namespace tocsin::requirements {

void PresenceTrouble::on(const trace::Event& event, const Chronicle& chronicle) {
  const auto* injected = event.as<trace::FaultInjected>();
  if (injected && injected->component == trace::Component::presence) {
    if (injected->begins) {
      if (event.occurred_at >= until_) from_ = event.occurred_at;
      ++faults_;
      until_ = sim::never;
      slower_by_ = std::max(slower_by_, injected->delay);
      for (std::uint32_t i = 0; i < chronicle.agent_count(); ++i)
        if (chronicle.agent({i}).in_emergency()) concern({i});
    } else if (faults_ > 0 && --faults_ == 0) {
      until_ = event.occurred_at + slower_by_;
    }
  }
  const Episode* opened = ever() ? chronicle.opened() : nullptr;
  if (!opened) return;
  if (event.occurred_at <= until_)
    concern(opened->agent);
  else if (concerned(opened->agent) && opened->prior.base != trace::Base::do_not_disturb)
    agents_[opened->agent.value] = false;
}

void PresenceTrouble::concern(AgentId agent) {
  if (agent.value >= agents_.size()) agents_.resize(agent.value + 1);
  agents_[agent.value] = true;
}

bool PresenceTrouble::concerned(AgentId agent) const { return agent && agent.value < agents_.size() && agents_[agent.value]; }

bool PresenceTrouble::concerns(const Obligation& o, AgentId agent) const {
  if (from_ <= o.decided_at && until_ >= o.triggered_at) return true;
  return concerned(agent) && from_ <= o.decided_at;
}

}  // namespace tocsin::requirements
