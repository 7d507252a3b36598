// What a simulated contact centre is made of and what happens to it: the constant configuration of a world.
//
// A scenario file is decoded into this; a world never changes it. Things refer to each other by index. Everything that a scenario
// leaves to chance is a distribution here and is drawn under the address of its cause (sim/choices.hpp).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/fault_config.hpp"
#include "models/trace/header.hpp"
#include "models/trace/ids.hpp"
#include "models/trace/terms.hpp"
#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace tocsin::models {

using sim::Distribution;
using sim::Duration;
using sim::Time;
using trace::Number;

inline constexpr std::uint32_t no_index = UINT32_MAX;

// ---- presence and people

struct Status {
  trace::Base base = trace::Base::available;
  trace::Origin origin = trace::Origin::automatic;
  std::uint32_t text = 0;  // 1 + index into Config::presence_texts, 0: none
  friend bool operator==(const Status&, const Status&) = default;
};

struct CapacityProfile {
  // When the units of a finished item are the agent's again.
  enum class Reset : std::uint8_t { immediate, end_of_day };
  std::string name;
  std::int32_t limit = 1;            // work items at once
  bool assignment_blocking = false;  // any item in use blocks further assignment
  Reset reset = Reset::immediate;
};

struct OutboundProfile {
  std::string name;
  trace::OutboundProfile channel = trace::OutboundProfile::voice;
  Number number;                                 // the origin of calls made with it
  std::vector<std::uint32_t> capacity_profiles;  // associated ones
  bool record = true;
  Number shown{};  // to the called party of an ordinary call; none: the origin
};

struct Location {
  trace::LocationStatus status = trace::LocationStatus::on;
  std::uint32_t country = ('U' << 8) | 'S';
  Time reported_at{0};        // may be negative: before the run
  bool dispatchable = false;  // a validated address, or equivalent, is known
};

// Somebody to be told of an emergency call.
struct Contact {
  std::string name;
  bool reachable = true;
};

struct Agent {
  std::string name;
  std::uint32_t capacity_profile = no_index;
  std::uint32_t outbound_profile = no_index;
  Status status;
  Location location;
  std::uint32_t devices = 1;  // connected at the start; 0: signed out
  std::vector<std::uint32_t> queues;
  std::optional<std::int32_t> limit{};  // of work items, instead of the capacity profile's
};

// ---- routing of ordinary work

// Of a day, in civil time at the centre; half open. One that ends before it begins goes on over midnight.
struct Hours {
  Duration from, to;
};

// Where an item goes that its queue does not take, or no longer keeps waiting.
struct Overflow {
  std::optional<std::uint32_t> waiting;  // when so many wait already
  std::optional<Duration> wait;          // when it has waited so long
  trace::Destination destination = trace::Destination::voicemail;
  std::uint32_t queue = no_index;
};

struct Queue {
  std::string name;
  std::int32_t priority = 0;  // among queues of one agent: higher first
  // Presences (bits of trace::Base) in which an agent is given items.
  std::uint32_t allowed_presences =
      (1u << static_cast<unsigned>(trace::Base::available)) | (1u << static_cast<unsigned>(trace::Base::busy));
  Distribution ring = Distribution::fixed(sim::seconds(4));  // offer to answer
  Distribution wrap_up = Distribution::fixed(sim::seconds(30));
  Duration notification_timeout = sim::seconds(30);
  bool affinity = false;     // an item with a preferred agent goes to that agent if free
  std::vector<Hours> hours;  // of operation; none: always. Outside them callers get the closed message
  std::vector<Overflow> overflow;
  std::vector<std::int32_t> prioritisation;  // by class of work: its items' priority here; -1: as it came
  double declines = 0;                       // probability that an agent declines an item
};

// The first rule whose called number fits decides; none: the call is rejected.
struct InboundRule {
  enum class Match : std::uint8_t { number, pool, any };
  Match match = Match::number;
  Number called;
  trace::Destination destination = trace::Destination::queue;
  std::uint32_t target = 0;             // the queue, or the agent
  std::int32_t item_priority = 0;       // 0..9, higher first within a queue
  std::uint32_t work_class = no_index;  // only items of that class
  std::optional<Distribution> ivr{};    // a bot has the call first, for so long
};

// Classification: the first that fits says of what class an inbound call is; none: of none.
struct ClassificationRule {
  Number called;  // none: any
  Number caller;  // none: any
  std::uint32_t work_class = 0;
};

// ---- telephony

struct NumberConfig {
  Number number;
  trace::NumberKind kind = trace::NumberKind::calling_plan;
  bool outbound_enabled = true;
};

struct TrunkGroup {
  std::string name;
  std::uint32_t from = 0, to = 0;  // nodes of the network
  std::uint32_t lines = 0;         // 0: without limit
  std::uint32_t reserve = 0;       // lines kept for emergencies
  bool queueing = false;           // ordinary calls wait for a line; else they are blocked
};

// Ports of media servers, or licences, of one class: every leg of its directions needs one from its lines on to its end.
struct ResourcePool {
  std::string name;
  trace::Resource kind = trace::Resource::media_port;
  std::uint32_t units = 1;
  std::uint32_t reserve = 0;  // kept for emergencies
  bool queueing = false;      // ordinary calls wait for one; else they are blocked
  bool inbound = true, outbound = true;
};

struct Sbc {
  std::string name;
  std::uint32_t node = 0;
  std::vector<std::uint32_t> responses;  // SIP codes to successive INVITEs, the last repeated; empty: 200
  Distribution response_delay = Distribution::fixed(sim::milliseconds(200));
};

struct DirectRoutingRule {
  std::string pattern;
  std::int32_t priority = 0;
  bool enabled = true;
  std::vector<std::uint32_t> sbcs;  // of its route; tried in random order
};

// Nodes of the network: 0 platform, 1 public network, 2 the direct-offer gateway, then others by name.
struct Network {
  std::vector<std::string> nodes{"platform", "public", "direct_offer"};
  std::vector<TrunkGroup> groups;
};

// ---- traffic

struct RatePiece {
  Time from;
  double per_hour = 0;
};

struct RecordedCall {
  Time at;
  Duration talk;           // of an answered call
  bool abandoned = false;  // never answered in the log: hangs up after its patience
};

// Ordinary calls. Inbound: customers to `called`. Outbound: a free agent of `queue` dials.
struct Source {
  std::string name;
  bool inbound = true;
  Number called;                                              // inbound
  std::uint32_t queue = no_index;                             // outbound: whose agents dial
  std::vector<RatePiece> rate;                                // Poisson with piecewise constant rate; empty with a recording
  std::shared_ptr<const std::vector<RecordedCall>> recorded;  // sorted by time
  std::uint64_t batch = 0;                                    // this many more calls at once, at `batch_at`
  Time batch_at{0};
  Distribution talk = Distribution::exponential(sim::seconds(180));
  std::optional<Distribution> patience;      // none: waits for ever
  std::int32_t item_priority = -1;           // -1: the inbound rule's
  std::uint32_t preferred_agent = no_index;  // affinity
};

// ---- emergencies

struct Responder {
  std::string name;
  Number number;                         // shown when it calls back
  std::uint32_t call_takers = 0;         // 0: without limit
  std::uint32_t overflow_to = no_index;  // when no call taker is free
};

enum class EndedBy : std::uint8_t { agent, responder, network };
enum class Reaction : std::uint8_t { answers, declines, ignores };

// One call back by the responder; called again, so many times, while nobody answers it.
struct CallbackPlan {
  enum class OnlyIf : std::uint8_t { always, answered, unanswered };
  enum class From : std::uint8_t { dialled, accepted, ended, previous_ended };
  From from = From::ended;          // of the emergency call it belongs to; `ended`: by whomever
  Distribution delay;               // from there to the INVITE
  OnlyIf only_if = OnlyIf::always;  // by then the responder has, or has not, answered the emergency call
  std::int32_t order = 0;           // among events of one instant: lower first
  Number called;                    // none: the number that the emergency call showed
  std::optional<Number> caller;     // none given: the responder's; a none number: withheld
  double probability = 1;
  Reaction reaction = Reaction::answers;
  std::uint32_t declines = 0;  // with that reaction: so many notifications, then answers; 0: all of them
  std::uint32_t retries = 0;   // of an INVITE that nobody answered
  Distribution retry_after = Distribution::fixed(sim::seconds(30));  // from its end
  Distribution answer_delay = Distribution::fixed(sim::seconds(5));
  Distribution gives_up_after = Distribution::fixed(sim::seconds(60));
  Distribution talk = Distribution::fixed(sim::seconds(60));
  EndedBy ended_by = EndedBy::agent;
  std::optional<Distribution> agent_closes_after;  // after a drop; none: never
  bool marked = false;                             // as a callback by a responder, RFC 7090
  trace::Verification verification{};              // of the caller's identity, at the platform's edge
  trace::MediaTypes media = trace::audio_only;
};

// Emergency calls of one kind: one at a time given, or a population of many.
struct EmergencyPlan {
  std::string name;
  std::optional<Time> at;   // exactly one call, or `count` of them in that instant
  std::uint32_t count = 1;  // without `at`: spread uniformly over the horizon
  double per_hour = 0;      // > 0: Poisson, and neither `at` nor `count`
  std::int32_t order = 0;
  std::vector<std::uint32_t> agents;  // in turn with `at`, drawn otherwise
  std::string dial = "911";
  trace::Surface surface = trace::Surface::dialer;
  std::optional<Number> origin;  // none: the outbound profile's
  std::uint32_t responder = 0;
  Distribution answer_delay = Distribution::fixed(sim::seconds(3));
  std::uint32_t setup_response = 200;  // of the direct-offer service: other than 200: setup fails after egress
  Distribution talk = Distribution::fixed(sim::seconds(120));
  EndedBy ended_by = EndedBy::agent;
  std::optional<Distribution> agent_abandons_after;  // the agent ends it before it is answered
  std::optional<Distribution> agent_closes_after = Distribution::fixed(sim::seconds(30));  // after a drop; none: never
  trace::MediaTypes media = trace::audio_only;
  std::vector<CallbackPlan> callbacks;
};

// ---- single acts at given times

struct Act {
  enum class Kind : std::uint8_t {
    presence,
    dial,
    location,
    profiles,
    number,
    rule,
    tenant,
    use_control,
    end_call,
    call_in,
    connect,
    disconnect,
    hold,
    resume,
    pause_recording,
    close_session,    // with X
    refer,            // the far end transfers its side of the leg
    assign,           // a waiting item to the agent, by hand
    start_recording,  // of every running call of the agent, or lets paused ones go on
    replay_rows,      // the writer of the stores crashed and is back
    activate,
    deactivate,  // the agent's user, by an administrator: is given no ordinary work any more
    limit,       // the agent's own limit of work items
    synchronise  // the configuration: every agent's facts are told again
  };
  Kind kind = Kind::presence;
  Time at;
  std::int32_t order = 0;
  trace::Actor by = trace::Actor::agent;
  std::uint32_t agent = 0;
  Status status;     // presence
  std::string text;  // dial: the string; rule: the pattern
  trace::Surface surface = trace::Surface::dialer;
  Location location;                                          // location
  std::uint32_t capacity_profile = no_index;                  // profiles
  std::uint32_t outbound_profile = no_index;                  // profiles
  NumberConfig number;                                        // number; call_in: number.number is called
  Number caller;                                              // call_in
  bool marked = false;                                        // call_in
  trace::Verification verification{};                         // call_in
  std::uint32_t index = 0;                                    // rule
  std::optional<std::int32_t> capacity_limit;                 // limit; none: the profile's again
  std::optional<Distribution> spreads;                        // profiles, limit: it takes effect so much later
  bool enabled = false;                                       // rule, tenant
  trace::View view = trace::View::panel;                      // use_control
  trace::Controls control{};                                  // use_control
  Distribution talk = Distribution::fixed(sim::seconds(60));  // dial, call_in
};

// One of several nodes of the policy, which know nothing of each other.
struct PolicyNode {
  std::string name;
  std::vector<std::uint32_t> agents;
  std::vector<Number> pool;  // its part
};

struct Config {
  std::string name;
  Duration horizon = sim::hours(1);                    // stimuli come up to here
  bool drain = true;                                   // then run on until every leg is over and every window has lapsed
  std::int64_t wall_start_us = 1'664'755'200'000'000;  // 2022-10-03T00:00:00Z
  std::int32_t utc_offset_s = 0;
  Duration window = sim::minutes(60);
  Duration location_age_max = sim::hours(24);
  Duration channel_delay_max{0};
  bool strict_prerequisites = true;
  trace::Switches switches{};
  Duration termination_window = sim::minutes(30);  // with EX-08
  std::vector<Contact> contacts;                   // with EX-01
  bool customised_form = false;                    // the agent's panel is a customised form, with save and refresh
  trace::Bounds bounds;

  bool direct_routing_enabled = false;
  std::vector<NumberConfig> numbers;
  std::vector<Number> pool;
  std::vector<PolicyNode> policy_nodes;  // none: one node has all agents and the whole pool
  std::vector<DirectRoutingRule> rules;
  std::vector<Sbc> sbcs;
  Network network;
  std::vector<ResourcePool> resource_pools;  // media ports, then licences

  std::vector<std::string> presence_texts;
  std::vector<CapacityProfile> capacity_profiles;
  std::vector<OutboundProfile> outbound_profiles;
  std::vector<Agent> agents;
  std::vector<Queue> queues;
  std::vector<ClassificationRule> classification;
  std::vector<InboundRule> inbound_rules;

  bool record_inbound = true;
  bool record_outbound = true;
  bool mixed_recording = false;  // one recording for all recorded calls of an agent, instead of one for each
  bool history = true;
  bool history_from_dial = false;  // begun at the dial, or the answer of an incoming call; else written at the end
  std::uint32_t stores = 0;        // beside the history: those that are on, as bits of trace::Store
  bool analytics_identity = true;  // analytics rows name agent and number; else aggregates alone
  Duration outbox{0};              // rows are written again if their writer crashes within that time after them; 0: never
  bool mail = true;                // messages to contacts can be sent
  Duration resume_after = sim::seconds(2);   // a held ordinary call is resumed that long after the agent is free for it
  Duration returns_after = sim::minutes(5);  // who missed a notification is back at the desk after that time
  Distribution outbound_talk = Distribution::fixed(sim::seconds(60));

  std::vector<Source> sources;
  std::vector<Responder> responders;
  std::vector<EmergencyPlan> emergencies;
  std::vector<Act> acts;
  std::vector<Fault> faults;

  std::uint64_t events_max = 2'000'000'000;  // simulated events; reaching it ends the run, which then says so
};

}  // namespace tocsin::models
