// A failure as a call flow: who did what to whom, step by step, up to what decided.
//
// Made from the events that a failure carries (lines of the trace), so from facts alone, for a run as for an audited log. A step
// goes from one lane to another, or happens at one of them. Whatever the failure's events do not hold, such as a trigger that
// came long before, stands as a step that says so. ladder.hpp and mermaid.hpp draw it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/audit/audit.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::reports {

enum class Lane : std::uint8_t { agent, platform, policy, trunk, responder };
inline constexpr auto lane_names = std::to_array<std::string_view>({"agent", "platform", "policy", "trunk", "responder"});

enum class Mark : std::uint8_t { none, trigger, deciding };

struct FlowStep {
  std::int64_t at_us = 0;
  Lane from = Lane::platform;
  Lane to = Lane::platform;  // the same: it happens there
  std::string text;
  Mark mark = Mark::none;
};

struct CallFlow {
  std::string agent;          // who the first lane is; empty: nobody
  std::uint64_t earlier = 0;  // steps that were left out before the first one
  std::vector<FlowStep> steps;
};

// What is drawn: the failure of a run or of an audit, which outlives it.
struct FlowSource {
  const std::vector<std::string>* events = nullptr;
  const std::map<std::uint32_t, std::string>* agents = nullptr;  // names by index; null: the events have names
  std::uint64_t trigger = 0;
  std::uint64_t deciding = 0;  // 0: the passing of time
  std::int64_t triggered_at_us = 0;
  std::int64_t decided_at_us = 0;
  std::optional<std::int64_t> slack_us;
  std::string note;
};

inline constexpr std::size_t flow_steps_max = 40;

FlowSource flow_source(const scenarios::Failure& failure);
FlowSource flow_source(const scenarios::AuditFailure& failure);

CallFlow call_flow(const FlowSource& source);

// How late or early: "offered 2.214 s after arrived: 214.0 ms late", "nothing came within 2.000 s after arrived".
std::string timing_words(const FlowSource& source);

}  // namespace tocsin::reports
