// What a call needs of the platform from its way in or out to its end: lines of trunk groups, ports of media servers, licences;
// and how many of each are in use.
//
// Each trunk group, class of ports and class of licences is a group here, with an index over all of them: the trunk groups first.
// A call takes one of each group of its way, the lines first, always in the same order, so that no two calls wait for each other.
//
// Nodes are the platform, the public network, the direct-offer gateway and the SBCs; a trunk group is an edge with a number of
// lines. The way of a call is the path with the fewest groups (Boost.Graph, breadth first), computed once per gateway: calls look
// it up. A network without any group has no limits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/config.hpp"
#include "models/trace/ids.hpp"
#include "models/trace/terms.hpp"

namespace tocsin::models {

class TrunkNetwork {
 public:
  explicit TrunkNetwork(const Config& config);

  // Groups in the order in which a call through the gateway takes one of each. Empty: no limit anywhere.
  std::span<const std::uint32_t> direct_offer_path(bool outgoing) const { return direct_offer_[outgoing]; }
  std::span<const std::uint32_t> sbc_path(std::uint32_t sbc, bool outgoing) const { return by_sbc_[outgoing][sbc]; }

  std::size_t groups() const { return groups_.size(); }
  trace::Resource resource(std::uint32_t group) const { return groups_[group].resource; }
  // Among those of its resource.
  trace::GroupId id(std::uint32_t group) const { return trace::GroupId{groups_[group].id}; }
  bool limited(std::uint32_t group) const { return groups_[group].total != 0; }
  std::uint32_t total(std::uint32_t group) const { return groups_[group].total; }
  std::uint32_t free(std::uint32_t group) const { return groups_[group].down ? 0 : groups_[group].total - groups_[group].busy; }
  std::uint32_t reserve(std::uint32_t group) const { return groups_[group].reserve; }
  bool queueing(std::uint32_t group) const { return groups_[group].queueing; }
  // Down: nothing of it can be taken; what is in use stays.
  void set_down(std::uint32_t group, bool down) { groups_[group].down = down; }
  void take(std::uint32_t group);
  void give_back(std::uint32_t group);

 private:
  struct Group {
    trace::Resource resource{};
    std::uint32_t id = 0;
    std::uint32_t total = 0;  // 0: without limit
    std::uint32_t reserve = 0;
    std::uint32_t busy = 0;
    bool queueing = false;
    bool down = false;
  };
  std::vector<Group> groups_;
  // By whether the call goes out.
  std::vector<std::uint32_t> direct_offer_[2];
  std::vector<std::vector<std::uint32_t>> by_sbc_[2];
};

}  // namespace tocsin::models
