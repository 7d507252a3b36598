// The trunk network: which groups of lines a call passes, and how many of their lines are in use.
//
// Nodes are the platform, the public network, the direct-offer gateway and the SBCs; a trunk group is an edge with a number of
// lines. The way of a call is the path with the fewest groups (Boost.Graph, breadth first), computed once per gateway: calls look
// it up. A network without any group has no limits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/config.hpp"

namespace tocsin::models {

class TrunkNetwork {
 public:
  explicit TrunkNetwork(const Config& config);

  // Groups in the order in which a call through the gateway takes lines. Empty: no limit anywhere.
  std::span<const std::uint32_t> direct_offer_path() const { return direct_offer_; }
  std::span<const std::uint32_t> sbc_path(std::uint32_t sbc) const { return by_sbc_[sbc]; }

  bool limited(std::uint32_t group) const { return (*groups_)[group].lines != 0; }
  std::uint32_t total(std::uint32_t group) const { return (*groups_)[group].lines; }
  std::uint32_t free(std::uint32_t group) const { return down_[group] ? 0 : (*groups_)[group].lines - busy_[group]; }
  std::uint32_t reserve(std::uint32_t group) const { return (*groups_)[group].reserve; }
  bool queueing(std::uint32_t group) const { return (*groups_)[group].queueing; }
  // Down: no line of it can be taken; those in use stay.
  void set_down(std::uint32_t group, bool down) { down_[group] = down; }
  void take(std::uint32_t group);
  void give_back(std::uint32_t group);

 private:
  const std::vector<TrunkGroup>* groups_;
  std::vector<std::uint32_t> busy_;
  std::vector<bool> down_;
  std::vector<std::uint32_t> direct_offer_;
  std::vector<std::vector<std::uint32_t>> by_sbc_;
};

}  // namespace tocsin::models
