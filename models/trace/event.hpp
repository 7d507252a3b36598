// The events of a trace: what a contact centre did, as facts and effects, never the policy's word for them.
//
// One vocabulary serves the simulated world, the judges, counterexamples and logs recorded elsewhere. An event is a small plain
// value without strings. Every kind is one struct with its word and one list of its fields, from which the writer, the reader,
// the published schema and the digest are made. Order within a trace is the sequence number's; times never decrease along it.
//
// Conventions: an absent agent, leg or number is the none value of its type. Booleans are named after what is true. A leg belongs
// to one call of one agent; an outgoing leg comes up with `Dialled`, an incoming one with `Arrived`.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "models/trace/ids.hpp"
#include "models/trace/terms.hpp"
#include "models/trace/text.hpp"
#include "sim/time.hpp"

namespace tocsin::trace {

using sim::Duration;
using sim::Time;

// Facts about the tenant: given at the start and whenever they change.

struct NumberFact {
  static constexpr std::string_view word = "number_fact";
  Number number;
  NumberKind kind{};
  bool outbound_enabled = false;
  static constexpr auto fields(auto& e, auto&& f) {
    f("number", e.number), f("kind", e.kind), f("outbound_enabled", e.outbound_enabled);
  }
};

// A number that may be lent as a temporary callback number.
struct PoolFact {
  static constexpr std::string_view word = "pool_fact";
  Number number;
  static constexpr auto fields(auto& e, auto&& f) { f("number", e.number); }
};

struct RuleFact {
  static constexpr std::string_view word = "rule_fact";
  std::uint32_t index = 0;
  Text pattern;
  std::int32_t priority = 0;
  bool enabled = false;
  std::uint32_t sbc_count = 0;
  static constexpr auto fields(auto& e, auto&& f) {
    f("index", e.index), f("pattern", e.pattern), f("priority", e.priority), f("enabled", e.enabled), f("sbc_count", e.sbc_count);
  }
};

struct TenantFact {
  static constexpr std::string_view word = "tenant_fact";
  bool direct_routing_enabled = false;
  static constexpr auto fields(auto& e, auto&& f) { f("direct_routing_enabled", e.direct_routing_enabled); }
};

// A rule of ordinary routing: given at the start and whenever it changes. The first, by index, that fits the called number
// decides.
struct RoutingFact {
  static constexpr std::string_view word = "routing_fact";
  std::uint32_t index = 0;
  CalledMatch match{};
  Number called;
  Destination destination{};
  AgentId agent;
  QueueId queue;
  std::int32_t priority = 0;  // of the items in that queue
  static constexpr auto fields(auto& e, auto&& f) {
    f("index", e.index), f("match", e.match), f("called", e.called), f("destination", e.destination), f("agent", e.agent);
    f("queue", e.queue), f("priority", e.priority);
  }
};

// What is known of an agent changed. In force from its delivery on.
struct AgentFact {
  static constexpr std::string_view word = "agent_fact";
  AgentId agent;
  bool active = true;  // not deactivated by an administrator
  LocationStatus location{};
  std::uint32_t country = 0;  // as in `Dialled`
  bool holds_capacity_profile = false;
  OutboundProfile outbound_profile{};
  bool profiles_associated = false;
  bool dispatchable_location = false;
  static constexpr auto fields(auto& e, auto&& f) {
    f("agent", e.agent), f("active", e.active), f("location", e.location), f("country", e.country);
    f("holds_capacity_profile", e.holds_capacity_profile), f("outbound_profile", e.outbound_profile);
    f("profiles_associated", e.profiles_associated), f("dispatchable_location", e.dispatchable_location);
  }
};

// Dialling.

// An agent asked for an outgoing call. The facts are those in force: last delivered to the policy before this event.
struct Dialled {
  static constexpr std::string_view word = "dialled";
  AgentId agent;
  LegId leg;
  Text raw;
  Surface surface{};
  Number origin;
  NumberKind origin_kind{};
  LocationStatus location{};
  std::uint32_t country = 0;  // ISO 3166-1 alpha-2 packed as first << 8 | second; 0: none reported
  Duration location_age{};
  bool holds_capacity_profile = false;
  OutboundProfile outbound_profile{};
  bool profiles_associated = false;
  bool direct_routing_enabled = false;
  std::uint32_t direct_offer_numbers = 0;  // outbound-enabled calling-plan numbers of the tenant
  std::uint32_t rules_version = 0;         // how many changes of the direct-routing rules came before
  bool dispatchable_location = false;      // a validated address, or equivalent, is known of where the agent is
  MediaTypes media = audio_only;           // that the agent dials with
  static constexpr auto fields(auto& e, auto&& f) {
    f("agent", e.agent), f("leg", e.leg), f("raw", e.raw), f("surface", e.surface), f("origin", e.origin),
        f("origin_kind", e.origin_kind);
    f("location", e.location), f("country", e.country), f("location_age_us", e.location_age);
    f("holds_capacity_profile", e.holds_capacity_profile), f("outbound_profile", e.outbound_profile);
    f("profiles_associated", e.profiles_associated), f("direct_routing_enabled", e.direct_routing_enabled);
    f("direct_offer_numbers", e.direct_offer_numbers), f("rules_version", e.rules_version);
    f("dispatchable_location", e.dispatchable_location), f("media", e.media);
  }
};

// The policy took a dialled call as an emergency call. A second one on the same leg is a fallback to another path.
struct Accepted {
  static constexpr std::string_view word = "accepted";
  AgentId agent;
  LegId leg;
  Path path{};
  Number cli;
  static constexpr auto fields(auto& e, auto&& f) { f("agent", e.agent), f("leg", e.leg), f("path", e.path), f("cli", e.cli); }
};

struct Refused {
  static constexpr std::string_view word = "refused";
  AgentId agent;
  LegId leg;
  RefusalReason reason{};
  bool shown_to_agent = false;
  static constexpr auto fields(auto& e, auto&& f) {
    f("agent", e.agent), f("leg", e.leg), f("reason", e.reason), f("shown_to_agent", e.shown_to_agent);
  }
};

// The platform goes on with a dialled call as an ordinary one.
struct WentOrdinary {
  static constexpr std::string_view word = "went_ordinary";
  AgentId agent;
  LegId leg;
  static constexpr auto fields(auto& e, auto&& f) { f("agent", e.agent), f("leg", e.leg); }
};

// An INVITE left the platform. The path of a call is derived from these.
struct Invited {
  static constexpr std::string_view word = "invited";
  LegId leg;
  std::uint32_t attempt = 0;  // from 1
  InviteTarget target{};
  std::uint32_t target_id = 0;  // the SBC, or the responder's gateway
  Number cli;
  bool location_conveyed = false;
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("attempt", e.attempt), f("target", e.target), f("target_id", e.target_id), f("cli", e.cli);
    f("location_conveyed", e.location_conveyed);
  }
};

// The final response to an INVITE, a SIP status code.
struct Responded {
  static constexpr std::string_view word = "responded";
  LegId leg;
  std::uint32_t attempt = 0;
  std::uint32_t response = 0;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("attempt", e.attempt), f("response", e.response); }
};

// Inbound.

// An INVITE reached the platform's edge. This instant decides whether a window is open.
struct Arrived {
  static constexpr std::string_view word = "arrived";
  LegId leg;
  Number called;
  Number caller;
  bool psap_callback = false;  // marked so in its header, RFC 7090
  Verification verification{};
  MediaTypes media = audio_only;
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("called", e.called), f("caller", e.caller), f("psap_callback", e.psap_callback);
    f("verification", e.verification), f("media", e.media);
  }
};

// What the routing rules say of an inbound call: told of calls to the pool, and of all where not its number alone decides.
struct RulesWouldSay {
  static constexpr std::string_view word = "rules_would_say";
  LegId leg;
  Destination destination{};
  QueueId queue;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("destination", e.destination), f("queue", e.queue), f("agent", e.agent);
  }
};

// What a clone of the policy, made in that instant, answered when it was asked about this inbound call again with something
// varied. `nothing` varied: the comparison's other side.
struct Counterfactual {
  static constexpr std::string_view word = "counterfactual";
  LegId leg;
  Variation varied{};
  Destination destination{};
  AgentId agent;
  bool uses_capacity = false;
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("varied", e.varied), f("destination", e.destination), f("agent", e.agent);
    f("uses_capacity", e.uses_capacity);
  }
};

// Where an inbound call was sent.
struct Routed {
  static constexpr std::string_view word = "routed";
  LegId leg;
  Destination destination{};
  AgentId agent;
  QueueId queue;
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("destination", e.destination), f("agent", e.agent), f("queue", e.queue);
  }
};

// Resources.

// A leg begins to wait for a resource: an agent of a queue (group: the queue), a line of a trunk group.
struct Waits {
  static constexpr std::string_view word = "waits";
  LegId leg;
  Resource resource{};
  GroupId group;
  std::int32_t priority = 0;  // of the item in its queue, higher goes first
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("resource", e.resource), f("group", e.group), f("priority", e.priority);
  }
};

struct Granted {
  static constexpr std::string_view word = "granted";
  LegId leg;
  Resource resource{};
  GroupId group;  // the queue, for an agent
  AgentId agent;  // for an agent
  bool waited = false;
  std::uint32_t free_before = 0;
  std::uint32_t reserve = 0;  // lines of the group kept for emergencies
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("resource", e.resource), f("group", e.group), f("agent", e.agent), f("waited", e.waited);
    f("free_before", e.free_before), f("reserve", e.reserve);
  }
};

// A leg was turned away for want of a resource.
struct Blocked {
  static constexpr std::string_view word = "blocked";
  LegId leg;
  Resource resource{};
  GroupId group;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("resource", e.resource), f("group", e.group); }
};

struct Freed {
  static constexpr std::string_view word = "freed";
  LegId leg;
  Resource resource{};
  GroupId group;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("resource", e.resource), f("group", e.group); }
};

// A waiting item that could have had a resource was passed over on the policy's word.
struct PassedOver {
  static constexpr std::string_view word = "passed_over";
  LegId leg;
  Resource resource{};
  GroupId group;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("resource", e.resource), f("group", e.group), f("agent", e.agent);
  }
};

// Ordinary capacity of an agent after a change.
struct CapacityUsed {
  static constexpr std::string_view word = "capacity_used";
  AgentId agent;
  LegId leg;              // whose use or release it was
  std::int32_t used = 0;  // units in use now
  std::int32_t limit = 0;
  bool assignment_blocked = false;
  static constexpr auto fields(auto& e, auto&& f) {
    f("agent", e.agent), f("leg", e.leg), f("used", e.used), f("limit", e.limit), f("assignment_blocked", e.assignment_blocked);
  }
};

// The life of a leg.

struct Offered {
  static constexpr std::string_view word = "offered";
  LegId leg;
  AgentId agent;
  Route route{};
  std::uint32_t device = 0;
  MediaTypes media = audio_only;
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("agent", e.agent), f("route", e.route), f("device", e.device), f("media", e.media);
  }
};

struct Declined {
  static constexpr std::string_view word = "declined";
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent); }
};

// The notification of an offer was not answered in its time.
struct OfferTimedOut {
  static constexpr std::string_view word = "offer_timed_out";
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent); }
};

// A ringing item was taken back from an agent.
struct Withdrawn {
  static constexpr std::string_view word = "withdrawn";
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent); }
};

// The two ends are connected: a responder or customer took an outgoing leg, or the agent an incoming one.
struct Answered {
  static constexpr std::string_view word = "answered";
  LegId leg;
  AgentId agent;
  bool automatically = false;  // on the agent's side, without the agent's act
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent), f("automatically", e.automatically); }
};

struct Held {
  static constexpr std::string_view word = "held";
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent); }
};

struct Resumed {
  static constexpr std::string_view word = "resumed";
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent); }
};

// A leg ended for a cause that is not the agent's.
struct Dropped {
  static constexpr std::string_view word = "dropped";
  LegId leg;
  AgentId agent;
  DropCause cause{};
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent), f("cause", e.cause); }
};

// Somebody used End call on a leg, or closed the session of a leg that had dropped. Outcome `done`: the leg is over, or its
// session closed; `refused`: nothing happened; `no_effect`: there was nothing to end.
struct EndPressed {
  static constexpr std::string_view word = "end_pressed";
  LegId leg;
  AgentId agent;
  Actor by{};
  Outcome outcome{};
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("agent", e.agent), f("by", e.by), f("outcome", e.outcome);
  }
};

// The far end transferred its side of the leg to somebody else (SIP REFER). Neither a drop nor an end.
struct Referred {
  static constexpr std::string_view word = "referred";
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent); }
};

// The agent closed the session of a live leg with X. Outcome `refused`: nothing changed.
struct SessionClosed {
  static constexpr std::string_view word = "session_closed";
  LegId leg;
  AgentId agent;
  Outcome outcome{};
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent), f("outcome", e.outcome); }
};

// The platform took a live leg away from its agent to give it to another, or by `refused` did not.
struct Reassigned {
  static constexpr std::string_view word = "reassigned";
  LegId leg;
  AgentId agent;  // who had it
  ReassignCause cause{};
  Outcome outcome{};
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("agent", e.agent), f("cause", e.cause), f("outcome", e.outcome);
  }
};

struct WrapUp {
  static constexpr std::string_view word = "wrap_up";
  AgentId agent;
  LegId leg;
  bool begins = false;
  static constexpr auto fields(auto& e, auto&& f) { f("agent", e.agent), f("leg", e.leg), f("begins", e.begins); }
};

// Presence.

// A presence change that took effect; also when it equals the one before.
struct Presence {
  static constexpr std::string_view word = "presence";
  AgentId agent;
  Base base{};
  Origin origin{};
  Text text;
  PresenceCause cause{};
  Actor by{};
  static constexpr auto fields(auto& e, auto&& f) {
    f("agent", e.agent), f("base", e.base), f("origin", e.origin), f("text", e.text), f("cause", e.cause), f("by", e.by);
  }
};

struct PresenceRefused {
  static constexpr std::string_view word = "presence_refused";
  AgentId agent;
  Base base{};
  Origin origin{};
  Text text;
  PresenceCause cause{};
  Actor by{};
  static constexpr auto fields(auto& e, auto&& f) {
    f("agent", e.agent), f("base", e.base), f("origin", e.origin), f("text", e.text), f("cause", e.cause), f("by", e.by);
  }
};

// A device of the agent connected or disconnected; `connected_devices` counts those connected after it.
struct Session {
  static constexpr std::string_view word = "session";
  AgentId agent;
  std::uint32_t device = 0;
  bool connected = false;
  std::uint32_t connected_devices = 0;
  static constexpr auto fields(auto& e, auto&& f) {
    f("agent", e.agent), f("device", e.device), f("connected", e.connected), f("connected_devices", e.connected_devices);
  }
};

// Temporary callback numbers.

struct NumberLent {
  static constexpr std::string_view word = "number_lent";
  Number number;
  AgentId agent;
  LegId leg;
  std::uint32_t node = 0;
  static constexpr auto fields(auto& e, auto&& f) {
    f("number", e.number), f("agent", e.agent), f("leg", e.leg), f("node", e.node);
  }
};

struct NumberReleased {
  static constexpr std::string_view word = "number_released";
  Number number;
  AgentId agent;
  std::uint32_t node = 0;
  static constexpr auto fields(auto& e, auto&& f) { f("number", e.number), f("agent", e.agent), f("node", e.node); }
};

// A test call read this number back to the agent.
struct ReadBack {
  static constexpr std::string_view word = "read_back";
  LegId leg;
  AgentId agent;
  Number number;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent), f("number", e.number); }
};

// Somebody was told of an emergency call; with what details. Outcome `refused`: the message could not be sent.
struct Notified {
  static constexpr std::string_view word = "notified";
  LegId leg;
  AgentId agent;
  Notice notice{};
  std::uint32_t recipients = 0;
  Details details{};
  Outcome outcome{};
  static constexpr auto fields(auto& e, auto&& f) {
    f("leg", e.leg), f("agent", e.agent), f("notice", e.notice), f("recipients", e.recipients), f("details", e.details);
    f("outcome", e.outcome);
  }
};

// Surfaces.

// What a surface shows of a leg from now on. No controls and no details: the leg is not shown there (any more).
struct Shown {
  static constexpr std::string_view word = "shown";
  View view{};
  LegId leg;
  AgentId agent;
  Controls controls{};
  Details details{};
  std::uint32_t device = 0;  // from 1; 0: on every one
  static constexpr auto fields(auto& e, auto&& f) {
    f("view", e.view), f("leg", e.leg), f("agent", e.agent), f("controls", e.controls), f("details", e.details);
    f("device", e.device);
  }
};

struct ControlUsed {
  static constexpr std::string_view word = "control_used";
  View view{};
  LegId leg;
  AgentId agent;
  Controls control{};
  Actor by{};
  Outcome outcome{};
  std::uint32_t device = 0;  // from 1; 0: not told
  static constexpr auto fields(auto& e, auto&& f) {
    f("view", e.view), f("leg", e.leg), f("agent", e.agent), f("control", e.control), f("by", e.by), f("outcome", e.outcome);
    f("device", e.device);
  }
};

// Media and recording.

// Media flow on a leg between the agent and the far end starts or stops.
struct Media {
  static constexpr std::string_view word = "media";
  LegId leg;
  AgentId agent;
  bool flows = false;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent), f("flows", e.flows); }
};

// The agent's microphone feeds this leg from now on (none: no leg).
struct Microphone {
  static constexpr std::string_view word = "microphone";
  AgentId agent;
  LegId feeds;
  static constexpr auto fields(auto& e, auto&& f) { f("agent", e.agent), f("feeds", e.feeds); }
};

// By the configured settings, a recording of this leg would start or go on now. Whether it did is told by the events below.
struct RecordingDue {
  static constexpr std::string_view word = "recording_due";
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) { f("leg", e.leg), f("agent", e.agent); }
};

// A recording exists from now on; its sources are the leg's far end and, if `microphone`, the microphone of `agent`.
struct RecordingStarted {
  static constexpr std::string_view word = "recording_started";
  RecordingId recording;
  LegId leg;
  AgentId agent;
  bool microphone = false;
  static constexpr auto fields(auto& e, auto&& f) {
    f("recording", e.recording), f("leg", e.leg), f("agent", e.agent), f("microphone", e.microphone);
  }
};

// A recording that mixes several legs takes up, or leaves out, one more leg's far end from now on.
struct RecordingSource {
  static constexpr std::string_view word = "recording_source";
  RecordingId recording;
  LegId leg;
  bool added = false;
  static constexpr auto fields(auto& e, auto&& f) { f("recording", e.recording), f("leg", e.leg), f("added", e.added); }
};

struct RecordingPaused {
  static constexpr std::string_view word = "recording_paused";
  RecordingId recording;
  LegId leg;
  static constexpr auto fields(auto& e, auto&& f) { f("recording", e.recording), f("leg", e.leg); }
};

struct RecordingResumed {
  static constexpr std::string_view word = "recording_resumed";
  RecordingId recording;
  LegId leg;
  bool microphone = false;
  static constexpr auto fields(auto& e, auto&& f) { f("recording", e.recording), f("leg", e.leg), f("microphone", e.microphone); }
};

struct RecordingStopped {
  static constexpr std::string_view word = "recording_stopped";
  RecordingId recording;
  LegId leg;
  static constexpr auto fields(auto& e, auto&& f) { f("recording", e.recording), f("leg", e.leg); }
};

// Stores.

// By the configured settings, a row about this leg would be written now.
struct RowDue {
  static constexpr std::string_view word = "row_due";
  Store store{};
  LegId leg;
  RowMoment moment{};
  static constexpr auto fields(auto& e, auto&& f) { f("store", e.store), f("leg", e.leg), f("moment", e.moment); }
};

struct RowWritten {
  static constexpr std::string_view word = "row_written";
  Store store{};
  LegId leg;
  RowMoment moment{};
  bool with_identity = false;
  static constexpr auto fields(auto& e, auto&& f) {
    f("store", e.store), f("leg", e.leg), f("moment", e.moment), f("with_identity", e.with_identity);
  }
};

struct RowDeleted {
  static constexpr std::string_view word = "row_deleted";
  Store store{};
  LegId leg;
  static constexpr auto fields(auto& e, auto&& f) { f("store", e.store), f("leg", e.leg); }
};

// The run itself.

// A breach by the policy. The run goes on: the order or answer was ignored.
struct PolicyFinding {
  static constexpr std::string_view word = "policy_finding";
  PolicyFault fault{};
  std::uint64_t event = 0;  // sequence number of the policy's event that it answered
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) {
    f("fault", e.fault), f("policy_event", e.event), f("leg", e.leg), f("agent", e.agent);
  }
};

// The process that runs the policy ended or came back; that it did was injected.
struct PolicyNode {
  static constexpr std::string_view word = "policy_node";
  std::uint32_t node = 0;
  NodeChange change{};
  static constexpr auto fields(auto& e, auto&& f) { f("node", e.node), f("change", e.change); }
};

// An event came to the policy in an injected manner.
struct Delivery {
  static constexpr std::string_view word = "delivery";
  std::uint64_t event = 0;  // sequence number of the policy's event
  Manner manner{};
  LegId leg;
  AgentId agent;
  static constexpr auto fields(auto& e, auto&& f) {
    f("policy_event", e.event), f("manner", e.manner), f("leg", e.leg), f("agent", e.agent);
  }
};

// The scenario makes something slow, failing or down, from now on or no more.
struct FaultInjected {
  static constexpr std::string_view word = "fault_injected";
  Component component{};
  std::uint32_t index = 0;  // of the trunk group, SBC, store or node
  FaultEffect effect{};
  bool begins = false;
  Duration delay{};  // by how much it is slow, or stepped
  static constexpr auto fields(auto& e, auto&& f) {
    f("component", e.component), f("index", e.index), f("effect", e.effect), f("begins", e.begins), f("delay_us", e.delay);
  }
};

// Nothing is injected any more, every leg is over and every window has lapsed: what is still held is held for ever.
struct Drained {
  static constexpr std::string_view word = "drained";
  static constexpr auto fields(auto&, auto&&) {}
};

using Payload =
    std::variant<NumberFact, PoolFact, RuleFact, TenantFact, Dialled, Accepted, Refused, WentOrdinary, Invited, Responded,
                 Arrived, RulesWouldSay, Routed, Waits, Granted, Blocked, Freed, PassedOver, CapacityUsed, Offered, Declined,
                 OfferTimedOut, Withdrawn, Answered, Held, Resumed, Dropped, EndPressed, WrapUp, Presence, PresenceRefused,
                 Session, NumberLent, NumberReleased, Shown, ControlUsed, Media, Microphone, RecordingDue, RecordingStarted,
                 RecordingPaused, RecordingResumed, RecordingStopped, RowDue, RowWritten, RowDeleted, PolicyFinding, Drained,
                 RoutingFact, AgentFact, Counterfactual, Referred, SessionClosed, Reassigned, ReadBack, Notified, RecordingSource,
                 PolicyNode, Delivery, FaultInjected>;

struct Event {
  std::uint64_t sequence = 0;  // contiguous from 1
  Time occurred_at;            // at the platform
  Time delivered_at;           // to the policy; never before occurred_at
  Payload payload;

  std::size_t kind() const { return payload.index(); }
  template <class Kind>
  const Kind* as() const {
    return std::get_if<Kind>(&payload);
  }
};

inline constexpr std::size_t kind_count = std::variant_size_v<Payload>;
static_assert(kind_count <= 64, "sets of kinds are 64-bit masks");

// The index of an event kind in `Payload`.
template <class Kind, std::size_t Index = 0>
constexpr std::size_t kind_of() {
  static_assert(Index < kind_count, "not an event kind");
  if constexpr (std::is_same_v<std::variant_alternative_t<Index, Payload>, Kind>)
    return Index;
  else
    return kind_of<Kind, Index + 1>();
}

// A set of kinds, for subscriptions.
template <class... Kinds>
constexpr std::uint64_t kinds() {
  return ((std::uint64_t{1} << kind_of<Kinds>()) | ... | 0);
}

}  // namespace tocsin::trace
