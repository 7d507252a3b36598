// What judging one or many traces gave: plain data that can be merged and sent between processes.
//
// Merging is associative and keeps order: (a + b) + c equals a + (b + c), byte for byte, so that any number of workers gives one
// result. The bytes are for a process of the same build: they carry no version.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/monitor/obligation.hpp"
#include "sim/time.hpp"

namespace tocsin::requirements {

// Of a requirement. Only `pass` is good news.
enum class Outcome : std::uint8_t { fail, pass, may, carrier, open, unobserved, vacuous };
std::string_view word(Outcome outcome);

// A failed obligation with the events that led to it.
struct Failure {
  std::uint64_t replication = 0;
  std::uint64_t key = 0;
  std::uint64_t trigger = 0;   // sequence number
  std::uint64_t deciding = 0;  // sequence number; 0: the passing of time decided
  sim::Time triggered_at{};
  sim::Time decided_at{};
  std::optional<sim::Duration> slack;
  std::string note;
  std::vector<std::string> events;  // as lines of the trace, in order; the last ones of that agent's episode
  friend bool operator==(const Failure&, const Failure&) = default;
};

// The obligation of the smallest slack, failed or passed.
struct SmallestSlack {
  sim::Duration slack{};
  std::uint64_t replication = 0;
  std::uint64_t trigger = 0;
  friend bool operator==(const SmallestSlack&, const SmallestSlack&) = default;
};

struct RequirementResult {
  std::string id;
  std::array<std::uint64_t, 5> counts{};  // obligations by sim::Verdict
  // Traces, each counted once; a trace is the independent case of a statistic.
  std::uint64_t traces_off = 0;  // its switch was off
  std::uint64_t traces_unobserved = 0;
  std::uint64_t traces_failed = 0;
  std::uint64_t traces_passed = 0;  // with a pass and no fail
  std::optional<SmallestSlack> smallest_slack;
  std::vector<Failure> failures;  // the first ones

  std::uint64_t count(sim::Verdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
  Outcome outcome() const;
  friend bool operator==(const RequirementResult&, const RequirementResult&) = default;
};

// Counted beside the verdicts.
struct Figures {
  std::uint64_t accepted = 0;
  std::uint64_t accepted_direct_offer = 0;
  std::uint64_t accepted_pool_empty = 0;  // of these, without a number because none was free
  std::uint64_t refused = 0;
  std::uint64_t left_by_carrier = 0;
  std::uint64_t condition_a_left_by_carrier = 0;
  std::uint64_t callbacks_after_drop = 0;  // within a window, after all legs on the number dropped
  std::uint64_t callbacks_after_end = 0;   // ... after the agent ended
  std::uint64_t callbacks_during_leg = 0;  // ... while a leg on the number lived
  std::uint64_t callbacks_optional = 0;    // either behaviour allowed
  std::uint64_t callbacks_of_carrier = 0;  // within a window whose call left by a carrier
  std::uint64_t callbacks_unanswered = 0;  // within a window, offered, never answered
  std::uint64_t calls_after_window = 0;
  std::uint64_t calls_before_window = 0;  // to a pool number that had no window yet
  std::uint64_t episodes = 0;
  std::uint64_t episodes_lapsed = 0;
  std::uint64_t emergency_waits = 0;               // of an emergency leg for a line
  std::uint64_t lines_taken_earlier = 0;           // by ordinary calls, summed over these waits
  std::uint64_t waits_for_wrongly_taken_line = 0;  // of these waits, while an ordinary call held a line of the reserve
  // EX-10, of outgoing calls that left the platform: how soon the responder answered. A figure of the environment.
  std::uint64_t responder_calls = 0;
  std::uint64_t responder_answered = 0;
  std::uint64_t responder_answered_in_15_s = 0;
  std::uint64_t responder_answered_in_20_s = 0;
  sim::Duration emergency_wait{};
  sim::Duration emergency_wait_max{};
  friend bool operator==(const Figures&, const Figures&) = default;

  // Visits every figure with its word; the ones that add up, and the maximum last.
  static constexpr void fields(auto& e, auto&& f) {
    f("accepted", e.accepted), f("accepted_direct_offer", e.accepted_direct_offer);
    f("accepted_pool_empty", e.accepted_pool_empty), f("refused", e.refused), f("left_by_carrier", e.left_by_carrier);
    f("condition_a_left_by_carrier", e.condition_a_left_by_carrier), f("callbacks_after_drop", e.callbacks_after_drop);
    f("callbacks_after_end", e.callbacks_after_end), f("callbacks_during_leg", e.callbacks_during_leg);
    f("callbacks_optional", e.callbacks_optional), f("callbacks_of_carrier", e.callbacks_of_carrier);
    f("callbacks_unanswered", e.callbacks_unanswered), f("calls_after_window", e.calls_after_window);
    f("calls_before_window", e.calls_before_window), f("episodes", e.episodes), f("episodes_lapsed", e.episodes_lapsed);
    f("emergency_waits", e.emergency_waits), f("lines_taken_earlier", e.lines_taken_earlier);
    f("waits_for_wrongly_taken_line", e.waits_for_wrongly_taken_line);
    f("responder_calls", e.responder_calls), f("responder_answered", e.responder_answered);
    f("responder_answered_in_15_s", e.responder_answered_in_15_s);
    f("responder_answered_in_20_s", e.responder_answered_in_20_s), f("emergency_wait_us", e.emergency_wait.us);
    f("emergency_wait_max_us", e.emergency_wait_max.us);
  }
};

struct CourtResult {
  std::uint64_t traces = 0;
  std::uint64_t events = 0;
  std::vector<RequirementResult> requirements;  // in the order of their ids
  Figures figures;

  // Null if that requirement was not selected.
  RequirementResult* find(std::string_view id);
  const RequirementResult* find(std::string_view id) const;

  // Adds an obligation that was not judged from a streamed trace. Bug of the caller if the requirement was not selected.
  void add(std::string_view id, const sim::Obligation& obligation, std::uint64_t replication);

  // Adds the results of traces that come after these. Both were judged by the same requirements, or this one is empty.
  void merge(const CourtResult& later);

  std::string to_bytes() const;
  // Nullopt if the bytes are not what `to_bytes` of this build wrote.
  static std::optional<CourtResult> from_bytes(std::string_view bytes);

  friend bool operator==(const CourtResult&, const CourtResult&) = default;
};

inline constexpr std::size_t failures_kept = 3;

}  // namespace tocsin::requirements
