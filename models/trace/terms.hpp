// The closed vocabularies of the trace: every enumeration with the words it is written with.
//
// `words(E{})` lists them in the order of the enumerators; writer, reader and schema use that one list.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tocsin::trace {

enum class Surface : std::uint8_t { dialer, consult, transfer, redial, contact_card, api };
constexpr auto words(Surface) {
  return std::to_array<std::string_view>({"dialer", "consult", "transfer", "redial", "contact_card", "api"});
}

enum class NumberKind : std::uint8_t { calling_plan, direct_routing, unknown };
constexpr auto words(NumberKind) { return std::to_array<std::string_view>({"calling_plan", "direct_routing", "unknown"}); }

enum class LocationStatus : std::uint8_t { off, unknown, timed_out, on };
constexpr auto words(LocationStatus) { return std::to_array<std::string_view>({"off", "unknown", "timed_out", "on"}); }

enum class OutboundProfile : std::uint8_t { none, messaging, voice };
constexpr auto words(OutboundProfile) { return std::to_array<std::string_view>({"none", "messaging", "voice"}); }

enum class Path : std::uint8_t { none, direct_offer, direct_routing };
constexpr auto words(Path) { return std::to_array<std::string_view>({"none", "direct_offer", "direct_routing"}); }

enum class RefusalReason : std::uint8_t {
  none,
  location_off,
  location_unknown,
  country,
  capacity_profile,
  outbound_profile,
  no_path,
  episode,
  other,
  dispatchable_location
};
constexpr auto words(RefusalReason) {
  return std::to_array<std::string_view>({"none", "location_off", "location_unknown", "country", "capacity_profile",
                                          "outbound_profile", "no_path", "episode", "other", "dispatchable_location"});
}

enum class InviteTarget : std::uint8_t { do_emergency, direct_offer, sbc };
constexpr auto words(InviteTarget) { return std::to_array<std::string_view>({"do_emergency", "direct_offer", "sbc"}); }

// Where an inbound call is sent. `agent`: to one agent directly.
enum class Destination : std::uint8_t { agent, queue, bot, voicemail, external, rejected, closed };
constexpr auto words(Destination) {
  return std::to_array<std::string_view>({"agent", "queue", "bot", "voicemail", "external", "rejected", "closed"});
}

enum class Resource : std::uint8_t { agent, trunk_line, media_port, licence };
constexpr auto words(Resource) { return std::to_array<std::string_view>({"agent", "trunk_line", "media_port", "licence"}); }

// How an item comes to an agent. `emergency_callback`: the policy said to deliver it to that agent.
enum class Route : std::uint8_t { queue, direct, affinity, supervisor, consult, transfer, emergency_callback };
constexpr auto words(Route) {
  return std::to_array<std::string_view>(
      {"queue", "direct", "affinity", "supervisor", "consult", "transfer", "emergency_callback"});
}

enum class DropCause : std::uint8_t { far_end, network, trunk, setup_failed, system, caller_gave_up };
constexpr auto words(DropCause) {
  return std::to_array<std::string_view>({"far_end", "network", "trunk", "setup_failed", "system", "caller_gave_up"});
}

enum class Actor : std::uint8_t { agent, supervisor, admin, script, platform, policy };
constexpr auto words(Actor) {
  return std::to_array<std::string_view>({"agent", "supervisor", "admin", "script", "platform", "policy"});
}

enum class Outcome : std::uint8_t { done, refused, no_effect };
constexpr auto words(Outcome) { return std::to_array<std::string_view>({"done", "refused", "no_effect"}); }

enum class Base : std::uint8_t { available, busy, do_not_disturb, away, offline, inactive };
constexpr auto words(Base) {
  return std::to_array<std::string_view>({"available", "busy", "do_not_disturb", "away", "offline", "inactive"});
}

enum class Origin : std::uint8_t { automatic, manual };
constexpr auto words(Origin) { return std::to_array<std::string_view>({"automatic", "manual"}); }

enum class PresenceCause : std::uint8_t {
  chosen,
  capacity,
  missed,
  rejected,
  sign_in,
  sign_out,
  connection_lost,
  reconnected,
  idle,
  emergency,
  restore,
  episode_closed
};
constexpr auto words(PresenceCause) {
  return std::to_array<std::string_view>({"chosen", "capacity", "missed", "rejected", "sign_in", "sign_out", "connection_lost",
                                          "reconnected", "idle", "emergency", "restore", "episode_closed"});
}

enum class Store : std::uint8_t { history, recent, transcript, analytics, translation, sentiment, summary, survey };
constexpr auto words(Store) {
  return std::to_array<std::string_view>(
      {"history", "recent", "transcript", "analytics", "translation", "sentiment", "summary", "survey"});
}

enum class RowMoment : std::uint8_t { dialled, answered, ended, missed, replayed };
constexpr auto words(RowMoment) {
  return std::to_array<std::string_view>({"dialled", "answered", "ended", "missed", "replayed"});
}

// Where a conversation is shown or reached. `api`: nothing is shown there, but it can be acted on.
enum class View : std::uint8_t { panel, dashboard, api };
constexpr auto words(View) { return std::to_array<std::string_view>({"panel", "dashboard", "api"}); }

// What became of the policy's node.
enum class NodeChange : std::uint8_t { crashed, restored, failed_over, reconciled };
constexpr auto words(NodeChange) { return std::to_array<std::string_view>({"crashed", "restored", "failed_over", "reconciled"}); }

// How an event came to the policy otherwise than once, at once and in order.
enum class Manner : std::uint8_t { duplicate, late, reordered, retried };
constexpr auto words(Manner) { return std::to_array<std::string_view>({"duplicate", "late", "reordered", "retried"}); }

// What a scenario injects a fault into.
enum class Component : std::uint8_t { policy, channel, clock, trunk_group, sbc, presence, recorder, store, mail };
constexpr auto words(Component) {
  return std::to_array<std::string_view>(
      {"policy", "channel", "clock", "trunk_group", "sbc", "presence", "recorder", "store", "mail"});
}

enum class FaultEffect : std::uint8_t { slow, fails, down, stepped };
constexpr auto words(FaultEffect) { return std::to_array<std::string_view>({"slow", "fails", "down", "stepped"}); }

// What a clone of the policy was asked again with.
enum class Variation : std::uint8_t { nothing, rules, limits, presence };
constexpr auto words(Variation) { return std::to_array<std::string_view>({"nothing", "rules", "limits", "presence"}); }

enum class CalledMatch : std::uint8_t { number, pool, any };
constexpr auto words(CalledMatch) { return std::to_array<std::string_view>({"number", "pool", "any"}); }

// `contacts`: people named beforehand are told that 911 was dialled; `alert`: that such a call is in progress.
enum class Notice : std::uint8_t { contacts, alert };
constexpr auto words(Notice) { return std::to_array<std::string_view>({"contacts", "alert"}); }

// Of a caller's identity (RFC 8224). `none`: nothing to verify.
enum class Verification : std::uint8_t { none, passed, failed };
constexpr auto words(Verification) { return std::to_array<std::string_view>({"none", "passed", "failed"}); }

enum class ReassignCause : std::uint8_t { browser_away, session_closed };
constexpr auto words(ReassignCause) { return std::to_array<std::string_view>({"browser_away", "session_closed"}); }

enum class PolicyFault : std::uint8_t {
  crashed,
  stalled,
  out_of_memory,
  threw,
  unknown_call,
  two_answers,
  bad_choice,
  late_answer,
  wake_storm,
  overflow,
  bad_order
};
constexpr auto words(PolicyFault) {
  return std::to_array<std::string_view>({"crashed", "stalled", "out_of_memory", "threw", "unknown_call", "two_answers",
                                          "bad_choice", "late_answer", "wake_storm", "overflow", "bad_order"});
}

// Controls and details of a surface, media and switches are sets, written as bits; the words of bit 0, 1, 2 ... in order.
enum class Controls : std::uint32_t {};
constexpr auto words(Controls) {
  return std::to_array<std::string_view>({"device_settings", "end_call", "mute", "hold", "consult", "transfer", "dialpad",
                                          "record", "notes", "monitor", "barge", "assign", "force_close", "join", "save",
                                          "refresh"});
}
enum class Details : std::uint32_t {};
constexpr auto words(Details) {
  return std::to_array<std::string_view>({"agent_name", "emergency", "number", "subject", "duration", "customer"});
}

enum class MediaTypes : std::uint32_t {};
constexpr auto words(MediaTypes) { return std::to_array<std::string_view>({"audio", "text", "video"}); }

// What law, standards or later versions of the source add; off by default. EX-10 is a figure and no switch of the policy.
enum class Switches : std::uint32_t {};
constexpr auto words(Switches) {
  return std::to_array<std::string_view>({"EX-01", "EX-02", "EX-03", "EX-04", "EX-05", "EX-06", "EX-07", "EX-08", "EX-09"});
}
// `number` as in EX-04.
constexpr bool is_on(Switches set, unsigned number) { return (static_cast<std::uint32_t>(set) >> (number - 1) & 1U) != 0; }

inline constexpr MediaTypes audio_only{1};

inline constexpr Controls control_device_settings{1};
inline constexpr Controls control_end_call{2};
inline constexpr Controls control_record{128};
inline constexpr Controls emergency_controls{3};
inline constexpr Controls form_controls{0xc000};  // save and refresh
inline constexpr Details emergency_details{3};

template <class Bits>
constexpr Bits without(Bits set, Bits removed) {
  return Bits{static_cast<std::uint32_t>(set) & ~static_cast<std::uint32_t>(removed)};
}

}  // namespace tocsin::trace
