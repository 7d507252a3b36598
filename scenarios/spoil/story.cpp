#include "scenarios/spoil/story.hpp"

namespace tocsin::scenarios {

trace::LegId leg_of(const trace::Event& event) {
  return std::visit(
      [](const auto& e) -> trace::LegId {
        if constexpr (requires { e.leg; })
          return e.leg;
        else
          return {};
      },
      event.payload);
}

trace::AgentId agent_of(const trace::Event& event) {
  return std::visit(
      [](const auto& e) -> trace::AgentId {
        if constexpr (requires { e.agent; })
          return e.agent;
        else
          return {};
      },
      event.payload);
}

}  // namespace tocsin::scenarios
