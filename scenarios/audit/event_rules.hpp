// What an event of a log must keep to beyond its types, so that judges can rely on it: which ids cannot be left out, which
// indices exist, how far times and lengths may reach.
//
// A world keeps these by construction. A log is held to them by its readers, in one place, whatever language it speaks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"

namespace tocsin::scenarios {

// Sums of a few of these stay inside 64 bits.
inline constexpr std::int64_t log_time_max_us = 1'000'000'000'000'000'000;

// Agents, queues and groups are indices; what is past them does not exist.
struct IdLimits {
  std::uint64_t agents = 0;
  std::uint64_t queues = 0;
  std::uint64_t groups = 0;  // trunk groups, queues as pools of agents, and pools of other resources
};

IdLimits limits_of(const trace::Header& header);

// Whether an event of this kind says nothing without this id.
bool id_is_required(std::size_t kind, std::string_view key);

// Whether ids of that type are indices.
template <class Field>
inline constexpr bool is_listed =
    std::is_same_v<Field, trace::AgentId> || std::is_same_v<Field, trace::QueueId> || std::is_same_v<Field, trace::GroupId>;

template <class Field>
constexpr std::uint64_t id_limit(const IdLimits& limits) {
  if constexpr (std::is_same_v<Field, trace::AgentId>)
    return limits.agents;
  else if constexpr (std::is_same_v<Field, trace::QueueId>)
    return limits.queues;
  else
    return limits.groups;
}

// "agents", "queues", "groups".
template <class Field>
constexpr std::string_view id_list() {
  if constexpr (std::is_same_v<Field, trace::AgentId>)
    return "agents";
  else if constexpr (std::is_same_v<Field, trace::QueueId>)
    return "queues";
  else
    return "groups";
}

// The index of the kind with that word.
std::optional<std::size_t> kind_of_word(std::string_view word);

// Words as an error message lists them, and the nearest as its remedy.
std::string expected_kinds(std::string_view word);

}  // namespace tocsin::scenarios
