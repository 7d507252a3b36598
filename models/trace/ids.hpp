// Names of things in a trace: small strong types, so that an agent is never taken for a queue.
//
// Agents, queues, trunk groups, SBCs and responders are indices into the configuration a run was started with; the trace's header
// lists their names in that order. Legs and recordings are numbered in the order they come up, from 1, and never used twice.
#pragma once

#include <compare>
#include <cstdint>

namespace tocsin::trace {

template <class Tag, class Integer>
struct Id {
  using integer = Integer;
  Integer value = Tag::none;
  friend constexpr auto operator<=>(Id, Id) = default;
  constexpr explicit operator bool() const { return value != Tag::none; }
};

struct AgentTag {
  static constexpr std::uint32_t none = UINT32_MAX;
};
struct LegTag {
  static constexpr std::uint64_t none = 0;
};
struct NumberTag {
  static constexpr std::uint64_t none = 0;
};
struct RecordingTag {
  static constexpr std::uint64_t none = 0;
};
struct QueueTag {
  static constexpr std::uint32_t none = UINT32_MAX;
};
struct GroupTag {
  static constexpr std::uint32_t none = UINT32_MAX;
};

using AgentId = Id<AgentTag, std::uint32_t>;
using LegId = Id<LegTag, std::uint64_t>;
using RecordingId = Id<RecordingTag, std::uint64_t>;
using QueueId = Id<QueueTag, std::uint32_t>;
using GroupId = Id<GroupTag, std::uint32_t>;  // a trunk group, or another pool of like resources

// A telephone number: E.164 digits as an integer, without '+'. None: withheld or not known.
using Number = Id<NumberTag, std::uint64_t>;

}  // namespace tocsin::trace
