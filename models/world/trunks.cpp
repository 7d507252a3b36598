#include "models/world/trunks.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>

#include "sim/assert.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint32_t platform_node = 0;
constexpr std::uint32_t public_node = 1;
constexpr std::uint32_t direct_offer_node = 2;

struct EdgeGroup {
  std::uint32_t group = 0;
};
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, EdgeGroup>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

// Remembers by which group each node was first reached.
struct ReachedBy : boost::default_bfs_visitor {
  explicit ReachedBy(std::vector<std::pair<Vertex, std::uint32_t>>& tree) : tree_(&tree) {}
  void tree_edge(Edge edge, const Graph& graph) const {
    (*tree_)[target(edge, graph)] = {source(edge, graph), graph[edge].group};
  }
  std::vector<std::pair<Vertex, std::uint32_t>>* tree_;
};

// The groups of a shortest path, in order; empty if there is none.
std::vector<std::uint32_t> groups_between(const Graph& graph, Vertex from, Vertex to) {
  std::vector<std::pair<Vertex, std::uint32_t>> tree(num_vertices(graph), {from, no_index});
  boost::breadth_first_search(graph, from, boost::visitor(ReachedBy(tree)));
  std::vector<std::uint32_t> groups;
  for (Vertex at = to; at != from; at = tree[at].first) {
    if (tree[at].second == no_index) return {};
    groups.push_back(tree[at].second);
  }
  std::reverse(groups.begin(), groups.end());
  return groups;
}

std::vector<std::uint32_t> path_through(const Graph& graph, Vertex gateway) {
  std::vector<std::uint32_t> path = groups_between(graph, platform_node, gateway);
  const std::vector<std::uint32_t> outside = groups_between(graph, gateway, public_node);
  for (const std::uint32_t group : outside)
    if (std::find(path.begin(), path.end(), group) == path.end()) path.push_back(group);
  return path;
}

}  // namespace

TrunkNetwork::TrunkNetwork(const Config& config) {
  const std::vector<TrunkGroup>& trunks = config.network.groups;
  Graph graph(config.network.nodes.size());
  for (std::uint32_t i = 0; i < trunks.size(); ++i) {
    groups_.push_back({trace::Resource::trunk_line, i, trunks[i].lines, trunks[i].reserve, 0, trunks[i].queueing, false});
    add_edge(trunks[i].from, trunks[i].to, EdgeGroup{i}, graph);
  }
  for (const bool outgoing : {false, true}) by_sbc_[outgoing].resize(config.sbcs.size());
  if (!trunks.empty())
    for (const bool outgoing : {false, true}) {
      direct_offer_[outgoing] = path_through(graph, direct_offer_node);
      for (std::size_t i = 0; i < config.sbcs.size(); ++i) by_sbc_[outgoing][i] = path_through(graph, config.sbcs[i].node);
    }
  std::uint32_t ports = 0, licences = 0;
  for (const ResourcePool& pool : config.resource_pools) {
    std::uint32_t& so_far = pool.kind == trace::Resource::licence ? licences : ports;
    const auto group = static_cast<std::uint32_t>(groups_.size());
    groups_.push_back({pool.kind, so_far++, pool.units, pool.reserve, 0, pool.queueing, false});
    for (const bool outgoing : {false, true}) {
      if (!(outgoing ? pool.outbound : pool.inbound)) continue;
      direct_offer_[outgoing].push_back(group);
      for (std::vector<std::uint32_t>& path : by_sbc_[outgoing]) path.push_back(group);
    }
  }
}

void TrunkNetwork::take(std::uint32_t group) {
  TOCSIN_ASSERT(free(group) > 0, "took a line from a full trunk group");
  ++groups_[group].busy;
}

void TrunkNetwork::give_back(std::uint32_t group) {
  TOCSIN_ASSERT(groups_[group].busy > 0, "gave back a line that was not taken");
  --groups_[group].busy;
}

}  // namespace tocsin::models
