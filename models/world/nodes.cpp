// Several nodes of the policy beside each other: whose event is whose.
//
// Each is given all agents and its own part of the pool. What concerns an agent is told to the agent's node, a call that comes in
// to the node whose part the called number is in, changes of the tenant's facts to every node, and all else to the first.

#include "models/world/world.hpp"

namespace tocsin::models {

void World::set_up_nodes() {
  const auto count = static_cast<std::uint32_t>(std::max<std::size_t>(config_.policy_nodes.size(), 1));
  nodes_.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) nodes_.emplace_back(options_, i);
  node_ = nodes_.data();
  last_node_ = count - 1;
  if (count == 1) return;
  node_of_agent_.resize(config_.agents.size(), 0);
  for (std::uint32_t i = 0; i < count; ++i) {
    for (const std::uint32_t agent : config_.policy_nodes[i].agents) node_of_agent_[agent] = i;
    // Where parts overlap, the first node has the number's calls.
    for (const Number number : config_.policy_nodes[i].pool)
      if (!node_of_number_.find(number.value)) node_of_number_.at(number.value) = i;
  }
}

std::span<const Number> World::pool_of_node() const {
  return config_.policy_nodes.empty() ? config_.pool : config_.policy_nodes[place_of_node()].pool;
}

NodeState& World::node_of(AgentId agent) {
  return node_of_agent_.empty() || agent.value >= agents_.size() ? nodes_.front() : nodes_[node_of_agent_[agent.value]];
}

NodeState& World::node_of(Number called) {
  const std::uint32_t* place = called ? node_of_number_.find(called.value) : nullptr;
  return place ? nodes_[*place] : nodes_.front();
}

NodeState& World::node_of(const Leg& leg) { return leg.agent || leg.outgoing ? node_of(leg.agent) : node_of(leg.called); }

void World::turn_to_node_of(const tp_event& event) {
  if (nodes_.size() == 1) return;
  if (event.kind == TP_ASK_DELIVER) {
    node_ = &node_of(Number{event.u.deliver.called});
  } else if (event.agent < agents_.size()) {
    node_ = &node_of(AgentId{event.agent});
  } else if (const LegSlot slot = event.leg != 0 ? slot_of(LegId{event.leg}) : no_leg; slot != no_leg) {
    node_ = &node_of(legs_[slot]);
  }
}

void World::tell_every_node(const tp_event& event) {
  for (NodeState& node : nodes_) {
    node_ = &node;
    tp_event copy = event;
    tell(copy);
  }
}

}  // namespace tocsin::models
