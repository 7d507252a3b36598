// The changing state of a world, as plain values: agents, legs, queues and emergency cases.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/config.hpp"
#include "models/trace/ids.hpp"
#include "models/trace/terms.hpp"
#include "sim/address.hpp"
#include "sim/event_queue.hpp"
#include "sim/time.hpp"

namespace tocsin::models {

using trace::AgentId;
using trace::LegId;

inline constexpr Duration not_planned{-1};
// It will happen, but nobody says when: whoever steps the world does (World::begin_steps).
inline constexpr Duration left_open{-2};

// A leg's place in the table of legs; reused, unlike its id.
using LegSlot = std::uint32_t;
inline constexpr LegSlot no_leg = UINT32_MAX;

struct AgentState {
  Status status;
  Status at_loss;                       // captured when the connection was lost
  bool ours_at_loss = false;            // it was the policy's, and may still be brought back
  std::optional<Status> before_policy;  // just before the policy set it first; none: it has given it back
  std::uint64_t presence_event = 0;     // the policy's event in or after which the status was set
  bool set_by_policy = false;           // Do not disturb for an emergency, by the policy
  std::optional<Time> lost_at;          // none: not lost since the start
  Location location;
  bool deactivated = false;  // by an administrator
  std::uint32_t capacity_profile = no_index;
  std::uint32_t outbound_profile = no_index;
  std::uint32_t devices = 0;
  std::int32_t used = 0;              // capacity units
  LegSlot ringing = no_leg;           // the ordinary item ringing
  LegSlot active = no_leg;            // the leg the microphone feeds
  LegSlot legs = no_leg;              // the agent's legs, linked
  std::uint32_t wrapping = 0;         // wrap-ups going on
  std::optional<std::int32_t> limit;  // the agent's own, instead of the profile's
  std::int32_t spent = 0;             // of the used units: of finished items, given back at the end of the day
  bool all_sessions = false;          // an item came beyond the most sessions there can be
  bool rejected = false;              // the status is of a declined notification
  sim::EventHandle returns;           // to the desk, after a missed or declined notification
  sim::EventHandle away;              // too long, once no device is connected
};

inline AgentState state_at_start(const Agent& agent) {
  AgentState state;
  state.status = state.at_loss = agent.status;
  state.location = agent.location;
  state.capacity_profile = agent.capacity_profile;
  state.outbound_profile = agent.outbound_profile;
  state.devices = agent.devices;
  state.limit = agent.limit;
  return state;
}

inline constexpr std::int32_t item_priority_max = 9;
inline constexpr std::size_t waiting_levels = item_priority_max + 2;  // the topmost: items the policy put at the head of a queue

struct WaitingList {
  LegSlot first = no_leg, last = no_leg;
};

// How often an agent declined an item.
struct Declines {
  LegId leg;
  AgentId agent;
  std::uint32_t count = 0;
};

struct QueueState {
  std::array<WaitingList, waiting_levels> waiting;
  std::uint32_t waiting_count = 0;
};

enum class Stage : std::uint8_t {
  unused,
  asked,        // dialled or arrived: the policy has it before it, or keeps it open
  on_its_way,   // between two of the stages: takes its lines, or has them
  needs_lines,  // waits for a line
  inviting,     // INVITE out, no answer yet
  queued,       // waits for an agent
  ringing,      // offered to an agent
  connected,
  diverted,  // with a bot, voicemail or an external number
  dropped,   // over, its session still open at the agent
  wrapping   // over, the agent's wrap-up holds its capacity
};

// How a leg ended.
struct Ending {
  std::uint32_t cause = 0;  // tp_drop_cause
  bool pressed = false;     // by a control
  bool by_agent = false;
  bool dropped_before = false;  // its session closes now
  bool was_connected = false;
  Time at{};
};

// What will happen on a leg if nobody interferes; drawn or given when it comes up.
struct LegPlan {
  Duration answer_delay{};
  Duration talk{};
  Duration closes_after = not_planned;    // the agent closes the session of a dropped leg
  Duration abandons_after = not_planned;  // the agent ends it unanswered
  Duration gives_up_after = not_planned;  // the caller hangs up unanswered
  EndedBy ended_by = EndedBy::responder;
  Reaction reaction = Reaction::answers;
  std::uint32_t declines = 0;  // so many notifications, then answers; 0: all of them
  std::uint32_t setup_response = 200;
  trace::MediaTypes media = trace::audio_only;
  trace::Verification verification{};
  bool marked = false;          // as a responder's callback
  bool never_answered = false;  // recorded as abandoned: the caller hangs up while it waits or rings
};

// Of the one who dials, as it is conveyed.
struct LegLocation {
  bool dispatchable = false;  // such a location was known at the dial
  bool conveyed = false;      // its INVITEs convey it
};

struct Leg {
  LegId id;
  Stage stage = Stage::unused;
  bool outgoing = false;
  bool emergency = false;    // the policy accepted it, or had it delivered as a callback
  bool far_ringing = false;  // at a responder: waits for, or has, a call taker
  bool call_taker = false;
  bool held = false;
  bool recording_paused = false;
  bool recording_paused_by_policy = false;
  std::array<bool, 2> shown{};    // on panel and dashboard, as trace::View
  std::array<bool, 2> ordered{};  // the same: the policy said what is shown there
  bool uses_capacity = false;
  bool answered_once = false;
  bool ending = false;            // the policy ordered its end
  bool direct = false;            // to one agent's own number
  LegLocation location;
  bool heard_bot = false;
  bool own_priority = false;  // the caller's, whatever the rules and queues make of the call
  trace::Path path = trace::Path::none;
  std::int32_t item_priority = 0;
  std::uint32_t level = 0;
  AgentId agent;      // whose it is, from the offer on
  AgentId preferred;  // who should have it: affinity, or the agent of a direct number
  std::uint32_t work_class = no_index;
  std::uint32_t overflows = 0;  // from one queue to another place
  std::uint32_t offers = 0;
  std::uint32_t queue = no_index;
  std::uint32_t responder = no_index;
  std::uint32_t emergency_case = no_index;
  std::uint32_t callback_index = no_index;
  std::uint32_t retry = 0;  // which repetition of that callback
  std::uint32_t attempt = 0;
  std::uint32_t rule = no_index;  // direct-routing rule whose route it takes
  std::uint32_t sbc_tried = 0;    // how many of the route
  std::uint32_t sbc = no_index;
  std::span<const std::uint32_t> lines_path;  // trunk groups, in the order in which it takes their lines
  std::uint32_t lines_held = 0;
  Number called, caller, origin, cli;
  trace::RecordingId recording;
  std::uint32_t rows = 0;  // stores in which a row with identity about it exists, as bits of trace::Store
  std::uint64_t ask = 0;   // the policy event that keeps it open
  Time waiting_since{};
  Time entered_at{};  // its queue, for the first time
  Time offered_at{};
  std::optional<Time> answers_at;  // when the agent means to take a callback
  LegPlan plan;
  Time begun{};                // accept, or arrival; until an accept the dial
  trace::Text dialled;         // outgoing
  trace::Surface surface{};    // outgoing
  std::uint8_t told_late = 0;  // that it came, or that it is over, is on its way to the policy: 1 + trace::Manner
  bool awaited = false;        // that is on its way to the policy, or held until it is back
  bool untold = false;         // it is over, and the policy has not been told yet
  Ending over;                 // then
  bool settled = false;        // of an episode, nothing is owed of it any more, and the policy knows
  sim::Address cause;
  sim::EventHandle timer;                    // its next step
  sim::EventHandle deadline;                 // who waits gives up: the caller, or the agent who dials
  LegSlot previous = no_leg, next = no_leg;  // in the one list it waits in
  LegSlot agent_previous = no_leg, agent_next = no_leg;
};

// One emergency of a plan: what its callbacks are counted from.
struct EmergencyCase {
  std::uint32_t plan = 0;
  std::uint32_t agent = 0;
  sim::Address cause;
  Number shown;  // what the responder saw
  bool accepted = false;
  bool answered = false;
  bool ended = false;
};

struct ResponderState {
  std::uint32_t busy = 0;
  WaitingList waiting;
};

enum class StepKind : std::uint8_t {
  source_call,    // index: source, number: which call of it
  emergency,      // index: case
  plan_arrival,   // index: plan, number: which of its Poisson stream
  callback,       // index: case, number: callback of its plan, in the upper half which repetition of it
  act,            // index
  leg_answers,    // the far end, or the agent, takes the leg
  leg_ends,       // talk is over
  leg_abandoned,  // the agent ends it unanswered
  leg_gives_up,   // patience, or the far end of a ringing callback
  leg_closes,     // the agent closes a dropped leg's session
  leg_responds,   // a final response other than 200 arrives
  offer_expires,  // the notification's time is over
  offer_declined,
  dial_expires,  // the policy kept a dial open too long
  wrap_up_ends,
  resume,         // index: agent
  agent_returns,  // index: agent, who had missed a notification
  browser_away,   // index: agent, of whom no device has been connected for too long
  policy_timer,   // number: token; index: 2 * how often wake-ups were lost before, + 1 if ordered in the instant it is for
  ask_policy,     // about a leg that was dialled or came in and could not be asked about at once
  tell_over,      // that the leg is over
  held_event,     // index: event that the policy could not be told when it happened
  second_copy,    // index: event that comes once more
  fault,          // index; number: 1 begins, 0 ends
  makes_up,       // index: what a slow service was asked for
  takes_effect,   // index: act, whose change had to spread first
  overflows,      // it has waited too long in its queue; number: which overflow of that
  bot_passes_on,  // the bot that had the call first
  day_ends        // in civil time
};

struct Step {
  StepKind kind{};
  std::uint32_t index = 0;  // a leg's slot unless stated otherwise
  std::uint64_t number = 0;
};

// A row about a leg, as it is put to the policy.
struct Row {
  trace::Store store{};
  trace::RowMoment moment{};
  AgentId agent;
  LegId leg;
};
struct Posted {
  Row row;
  Time at;
};
constexpr std::uint32_t store_bit(trace::Store store) { return 1u << static_cast<unsigned>(store); }

// What can happen next in a world that is stepped from outside. Things that take time by themselves are events of the queue and
// come up as `event`; what people and the policy's host do is theirs to choose, at any time.
struct Stimulus {
  enum class Kind : std::uint8_t {
    event,              // index: which of the events due now, in their order
    dial,               // index: agent
    call_back,          // index: slot of the emergency call's leg, live or not
    far_end_answers,    // index: slot, here and below
    setup_fails,        // the far end's response is 503
    far_end_hangs_up,   // or gives up
    agent_answers,      // a callback
    agent_declines,     // its notification
    agent_ends,         // End call, or the session of a leg that dropped is closed
    chooses_available,  // index: agent, by hand
    disconnects,        // index: agent, of whom a device goes
    connects            // index: agent, of whom a device comes
  };
  Kind kind{};
  std::uint32_t index = 0;
  friend bool operator==(const Stimulus&, const Stimulus&) = default;
};

// How often each of them may happen in one story; what is not here has no bound of its own.
struct StepBounds {
  std::uint32_t calls = 1;
  std::uint32_t callbacks = 1;
  std::uint32_t declines = 0;
  std::uint32_t choices_of_presence = 0;
  std::uint32_t disconnects = 0;
  bool set_ups_fail = true;  // a responder's response may be 503
  bool alike = false;        // agents are alike, so that the first call of a story is the first agent's
};

// The part of a stepped world's state that says what may still happen.
struct StepState {
  bool on = false;
  StepBounds left;
  std::vector<std::uint32_t> dials;      // by agent: how many
  std::vector<std::uint32_t> callbacks;  // by slot of an emergency call: how many
  LegSlot next_slot = no_leg;            // of the leg that comes up now; its id is one more
};

// Work that an answer or order of the policy leaves behind: done after it has been applied whole, in the same instant.
struct FollowUp {
  enum class Kind : std::uint8_t {
    recalculate,
    episode_closed,
    serve_agent,
    serve_group,
    serve_waiting,
    go_on,
    go_on_with_test,
    end_leg,
    deliver,
    offer_callback,
    refused_rows  // index: the agent; of a leg that is gone
  } kind{};
  std::uint32_t index = 0;
  LegId leg;
};

// The draws of one cause, as steps of its address.
enum Draw : std::uint64_t {
  draw_gap = 1,
  draw_talk,
  draw_patience,
  draw_ring,
  draw_wrap_up,
  draw_answer,
  draw_agent,
  draw_time,
  draw_route,
  draw_number,
  draw_closes,
  draw_abandons,
  draw_happens,
  draw_gives_up,
  draw_responds,
  draw_delay,
  draw_retry,
  draw_declines
};

}  // namespace tocsin::models
