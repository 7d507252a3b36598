// What a trace says so far: legs, lent numbers and their windows, callbacks, agents and their episodes.
//
// Derived from facts and effects alone, never from a policy's word for them, and updated once per event, before the judges see
// that event: what a judge reads here holds just after the event. `opened`, `closed` and the other things "of this event" are
// about it alone. The words (episode, owed agent end, window, live, drop) are those of the requirements; where they leave room:
//
//  - An episode opens for a callback at the first of: it is routed to the agent, offered to the agent, or the agent is set to Do
//    not disturb for it. These stand in one instant, unless the callback waits for a line.
//  - A leg that somebody else than the agent ended has dropped.
//  - A window whose call failed before egress never was; one whose agent ended the call before egress is in doubt (`doubtful`).
//  - With two windows of different agents open on one number, the older one counts: the number was taken from its agent.
//  - What lives while the policy's process or node is replaced, or its clock steps, is disturbed; so is what lives of an agent of
//    whom an event came in an injected manner.
//  - A presence restored after the last window of an episode lapsed, with no leg live, closes it (`lapsed`).
//
// Memory: an ordinary leg is forgotten when it ends; an emergency leg is kept, because what must never happen to it may happen
// at any later time. A value: copying it copies the state. Pointers into it are good until the next update.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "sim/encoder.hpp"
#include "sim/flat_map.hpp"
#include "sim/monitor/obligation.hpp"

namespace tocsin::requirements {

using sim::Duration;
using sim::Moment;
using sim::Time;
using trace::AgentId;
using trace::GroupId;
using trace::LegId;
using trace::Number;

inline constexpr std::uint32_t no_index = UINT32_MAX;

enum class Direction : std::uint8_t { outgoing, incoming };
enum class Phase : std::uint8_t { up, ringing, connected, dropped, ended };
constexpr bool is_live(Phase phase) { return phase <= Phase::connected; }

// How an emergency leg stands to its number. Incoming legs exist for calls to numbers that are in the pool or were ever lent.
//   outgoing  accepted as an emergency call
//   inside    arrived within a window: a callback
//   tied      arrived in the instant of the assign, and stands before it
//   late_live arrived after the window while a leg on the number lived
//   doubtful  arrived within a window whose call the agent ended before egress
//   late      arrived after the window: an ordinary call
//   before    arrived before any window: an ordinary call
//   demoted   arrived within a window, and with EX-06 its caller's identity positively failed: an ordinary call
enum class Standing : std::uint8_t { outgoing, inside, tied, late_live, doubtful, late, before, demoted };
constexpr bool is_ordinary(Standing s) { return s == Standing::late || s == Standing::before || s == Standing::demoted; }
// Either behaviour is allowed towards such a call.
constexpr bool is_optional(Standing s) { return s == Standing::tied || s == Standing::late_live || s == Standing::doubtful; }

// An optional call that was not treated as a callback yet is counted as neither.
enum class Counted : std::uint8_t { neither, ordinary, emergency };

// One of the resources that legs hold and wait for beside agents: a line, a media port or a licence.
struct Held {
  trace::Resource resource{};
  Counted as{};           // how it was counted when it was granted
  bool reserved = false;  // an ordinary leg's, of those that are kept for emergencies
  GroupId group;
};

struct Leg {
  static constexpr std::size_t held_max = 6;  // of more than that the oldest is forgotten
  AgentId agent;                              // outgoing: who dialled; incoming: to whom it was last routed, offered or connected
  std::uint32_t call = no_index;              // its EmergencyLeg
  GroupId waits_group;
  std::array<Held, held_max> holds{};
  Direction direction{};
  Phase phase{};
  trace::Resource waits_for{};
  bool waits = false;
  bool held = false;
  Counted waits_as{};  // how its waiting was counted
  std::uint8_t holds_count = 0;
  bool calling_plan_origin = false;
};

struct EmergencyLeg {
  LegId id;
  AgentId agent;  // who dialled, or whose window it is (none: late, before)
  Direction direction{};
  Standing standing{};
  Number number;  // lent to it, or called by it
  std::uint32_t number_index = no_index;
  Moment began;               // first accept, or arrival
  Time delivered_at;          // of that event to the policy
  std::uint64_t episode = 0;  // serial of the episode it belongs to; 0: none
  bool answered = false;
  Moment ended;          // sequence 0: it lives
  bool settled = false;  // by an agent end
  bool disturbed =
      false;  // an injected fault of the policy's process, node, channel or clock came while it, or its window, lasted
  // Outgoing.
  trace::Path path{};  // last accepted
  std::uint32_t accepts = 0;
  Moment accepted;  // the last accept
  Moment egress;    // sequence 0: none yet
  bool left_to_sbc = false;
  bool left_to_direct_offer = false;
  bool calling_plan_origin = false;
  // Incoming.
  LegId window_leg;  // the call whose window it is
  Time window_end{};
  bool carrier_window = false;  // that call left to an SBC
  bool extended = false;        // with EX-08: arrived when the window's first length had passed
  bool capacity_full = false;   // the holder's, at arrival: all used, or assignment blocked
  bool presence_known = false;
  trace::Base presence{};  // the holder's, at arrival
  bool routed = false;     // to any destination
  trace::Destination destination{};
  std::optional<trace::Destination> rules_say;
  Moment offered;  // first to its holder; sequence 0: not yet
  // Waiting for a line, port or licence that ordinary calls rightly held is not counted against a bound.
  Moment wait_since;
  bool wait_excused = false;
  Duration line_wait{};  // excused waits that are over

  // It actually left to an SBC, or is the callback of such a call: its guarantees are the third-party carrier's.
  bool carrier() const { return direction == Direction::outgoing ? left_to_sbc && !left_to_direct_offer : carrier_window; }
};

struct Window {
  enum class State : std::uint8_t { standing, rolled_back, doubtful };
  Moment assigned;
  Time end;
  AgentId agent;
  LegId leg;
  State state = State::standing;
  bool disturbed = false;  // as in EmergencyLeg
  bool contains(Time t) const { return assigned.at <= t && t < end; }
};

// The end of a window of which nobody knows yet when it will be: with EX-08, while its call lives.
inline constexpr Time open_ended{INT64_MAX / 2};

struct LentNumber {
  Number number;
  bool in_pool = false;
  bool lent = false;  // and not released
  bool ever_lent = false;
  std::uint32_t live_legs = 0;      // emergency legs and callbacks on it
  std::uint32_t other_legs = 0;     // ordinary calls to it
  std::uint32_t optional_legs = 0;  // calls to it that may be treated either way, and were not treated as callbacks yet
  AgentId live_agent;               // whose emergency legs those are
  Time rest_from{};                 // when its last window ends; 0: it never had one
  Time rest_forgotten{};            // the same of windows that were forgotten
  Time told_over{-1};               // when the policy was last told, later than it happened, that a leg on it is over; -1: never
  std::vector<Window> windows;      // those that have not lapsed, and the last one
  Time arrivals_at{};
  std::vector<LegId> arrivals;  // in that instant, while it was not lent
};

struct Status {
  bool known = false;
  trace::Base base{};
  trace::Origin origin{};
  trace::Text text;
  friend bool operator==(const Status&, const Status&) = default;
};

struct Agent {
  Status status;
  bool dnd_by_us = false;     // the last presence in force is Do not disturb for an emergency
  bool ours_at_loss = false;  // in Do not disturb of an open episode when the last device went
  bool assignment_blocked = false;
  std::int32_t capacity_used = 0;
  std::int32_t capacity_limit = 0;
  bool capacity_known = false;
  std::uint32_t connected_devices = 0;
  std::uint32_t episode = no_index;
  LegId arriving;                  // a callback that has arrived and belongs to no episode yet
  std::uint64_t last_episode = 0;  // serial

  bool in_emergency() const { return episode != no_index || arriving; }
};

struct Episode {
  std::uint64_t serial = 0;  // by agent: the agent in the upper half, from 1 in the lower
  AgentId agent;
  Moment opened;
  bool by_callback = false;
  Status prior;                // just before the first automatic Do not disturb; until then, at the opening
  bool dnd_set = false;        // that automatic Do not disturb has come
  std::uint32_t captures = 0;  // chances to capture the prior status: accepts, callbacks, reconnects
  bool has_window = false;
  Time windows_end{};
  Moment closed;
  bool lapsed = false;
  bool rolled_back = false;  // closed without any egress or answer: its only calls failed before
  bool disturbed = false;    // as in EmergencyLeg
  std::vector<std::uint32_t> calls;
};

// Lines of a trunk group, and media ports or licences of a class likewise.
struct Lines {
  std::uint32_t ordinary = 0;        // in use
  std::uint32_t inside_reserve = 0;  // of these, taken while only the reserve was free
  std::uint32_t ordinary_waiting = 0;
  std::uint32_t emergency_waiting = 0;
  std::uint64_t wrong_grant = 0;  // sequence of the last ordinary grant inside the reserve or before a waiting emergency
};

// What is granted for a leg's life, out of groups with a reserve: all but agents.
constexpr bool is_line(trace::Resource resource, GroupId group) { return resource != trace::Resource::agent && group; }

class Chronicle {
 public:
  explicit Chronicle(const trace::Header& header)
      : window_(header.window),
        rest_(header.channel_delay_max),
        termination_window_(header.termination_window),
        ends_with_its_call_(trace::is_on(header.switches, 8)),
        checks_callers_(trace::is_on(header.switches, 6)) {}

  void update(const trace::Event& event);

  // Legs. Null for a leg that is not known (any more); an ordinary leg that ended with this event is still known.
  const Leg* leg(LegId id) const { return legs_.find(id.value); }
  const EmergencyLeg* call(LegId id) const {
    const Leg* found = leg(id);
    return found && found->call != no_index ? &calls_[found->call] : nullptr;
  }
  const EmergencyLeg& call_at(std::uint32_t index) const { return calls_[index]; }
  // An accepted outgoing leg, or a callback within its window.
  bool is_emergency(LegId id) const {
    const EmergencyLeg* found = call(id);
    return found && (found->standing == Standing::outgoing || found->standing == Standing::inside);
  }
  // The same, or a call that may be treated either way and was treated as a callback.
  bool is_treated_as_emergency(LegId id) const {
    const EmergencyLeg* found = call(id);
    return is_emergency(id) || (found && is_optional(found->standing) && found->episode != 0);
  }
  Phase phase(const EmergencyLeg& call) const { return legs_.find(call.id.value)->phase; }
  bool live(const EmergencyLeg& call) const { return is_live(phase(call)); }

  const Agent& agent(AgentId id) const { return id.value < agents_.size() ? agents_[id.value] : unknown_agent_; }
  std::size_t agent_count() const { return agents_.size(); }

  // The open episode of an agent, or null.
  const Episode* episode(AgentId id) const {
    const std::uint32_t index = agent(id).episode;
    return index == no_index ? nullptr : &episodes_[index];
  }
  std::size_t open_episodes() const { return episodes_.size() - free_episodes_.size() - (closed_ == no_index ? 0 : 1); }

  bool any_emergency() const { return open_episodes() > 0 || closed_ != no_index || arriving_ > 0; }

  const LentNumber* number(Number n) const {
    const std::uint32_t* index = number_index_.find(n.value);
    return index ? &numbers_[*index] : nullptr;
  }
  const std::vector<LentNumber>& numbers() const { return numbers_; }
  // A pool number could be lent at `now`: no window and no leg on it, and rested. Until a policy is told that a leg is over, and
  // in that instant, it cannot know.
  bool is_free(const LentNumber& number, Time now) const;
  bool any_free_number(Time now) const;
  // When the window of that lending ends, as things stand: `open_ended` while EX-08 keeps it open; that instant itself once it is
  // over and forgotten.
  Time window_end(Number number, Moment lent) const;

  // Ordinary items that wait, in all or for a line, port or licence of one group.
  std::uint32_t ordinary_waiting(trace::Resource resource) const { return waiting_[static_cast<std::size_t>(resource)]; }
  Lines lines(trace::Resource resource, GroupId group) const {
    const std::vector<Lines>& of = lines_[static_cast<std::size_t>(resource)];
    return group.value < of.size() ? of[group.value] : Lines{};
  }

  // Of this event.
  Moment now() const { return now_; }
  const Episode* opened() const { return opened_ == no_index ? nullptr : &episodes_[opened_]; }
  const Episode* closed() const { return closed_ == no_index ? nullptr : &episodes_[closed_]; }
  // The leg's phase before an event that ended it.
  Phase phase_before() const { return phase_before_; }
  // The agent's status before a presence event.
  const Status& status_before() const { return status_before_; }
  // A number was lent while another agent's window or leg on it lived (in particular a leg); or while it rested.
  bool lent_while_taken() const { return lent_while_taken_; }
  bool lent_on_live_leg() const { return lent_on_live_leg_; }
  bool lent_unrested() const { return lent_unrested_; }
  // Whose event it is: its own agent, else that of its leg.
  AgentId subject(const trace::Event& event) const;

  // An accept of this instant. `disturbed_by`: sequence of the first event of the agent after it that is no order's effect which
  // may stand before the presence (number lent, item withdrawn, surface shown, presence refused).
  struct Accepting {
    AgentId agent;
    Moment accepted;
    std::uint64_t disturbed_by = 0;
  };
  const Accepting* accepting(std::uint64_t accepted_sequence) const;

  // Everything that what it says later depends on (sim/encoder.hpp). What it says of the last event is not part of that.
  void encode(sim::Encoder& encoder) const;

 private:
  friend struct sim::Members;
  // A member more? It is part of `encode` (chronicle_encoding.cpp), unless it is constant, follows from others, or is about the
  // last event alone. An index into a table is none of these: the order in which a table was filled says nothing.
  static constexpr std::size_t member_count = 28;

  void encode(sim::Encoder& encoder, const LentNumber& number) const;
  bool has_leg_decided_on(std::uint32_t number) const;
  void apply(const auto&) {}
  void apply(const trace::PoolFact& e);
  void apply(const trace::Dialled& e);
  void apply(const trace::Accepted& e);
  void apply(const trace::Refused& e);
  void apply(const trace::Invited& e);
  void apply(const trace::Arrived& e);
  void apply(const trace::RulesWouldSay& e);
  void apply(const trace::Routed& e);
  void apply(const trace::Waits& e);
  void apply(const trace::Granted& e);
  void apply(const trace::Blocked& e);
  void apply(const trace::Freed& e);
  void apply(const trace::CapacityUsed& e);
  void apply(const trace::Offered& e);
  void apply(const trace::Declined& e);
  void apply(const trace::OfferTimedOut& e);
  void apply(const trace::Withdrawn& e);
  void apply(const trace::Answered& e);
  void apply(const trace::Held& e);
  void apply(const trace::Shown& e);
  void apply(const trace::Resumed& e);
  void apply(const trace::Dropped& e);
  void apply(const trace::EndPressed& e);
  void apply(const trace::Presence& e);
  void apply(const trace::Session& e);
  void apply(const trace::NumberLent& e);
  void apply(const trace::NumberReleased& e);
  void apply(const trace::PolicyNode& e);
  void apply(const trace::Delivery& e);
  void apply(const trace::FaultInjected& e);
  void disturb(Episode& episode);
  void disturb_agent(AgentId id);
  void disturb_all();

  void note_disturbance(const trace::Event& event);
  Agent& agent_of(AgentId id);
  Lines& lines_of(trace::Resource resource, GroupId group);
  std::uint32_t number_of(Number n);
  std::uint32_t add_call(LegId id);
  EmergencyLeg* call_of(LegId id) { return const_cast<EmergencyLeg*>(call(id)); }
  static bool undecided(const EmergencyLeg& call) { return is_optional(call.standing) && call.episode == 0; }
  Counted counted(const Leg& leg) const {
    if (leg.call == no_index || is_ordinary(calls_[leg.call].standing)) return Counted::ordinary;
    return undecided(calls_[leg.call]) ? Counted::neither : Counted::emergency;
  }
  static std::uint32_t& legs_of(LentNumber& number, const EmergencyLeg& call) {
    return is_ordinary(call.standing) ? number.other_legs : undecided(call) ? number.optional_legs : number.live_legs;
  }
  void set_arriving(Agent& agent, LegId id);
  void back_from_ringing(LegId id);
  void stop_waiting(Leg& leg);
  void give_back(Leg& leg, std::size_t which);
  void give_back_all(Leg& leg);
  void end_leg(LegId id, bool by_agent);
  void leave_number(EmergencyLeg& call, bool by_agent);
  void place(EmergencyLeg& call, std::uint32_t number, trace::Verification verification);
  void terminate(const EmergencyLeg& call);
  void join(std::uint32_t call);
  void extend_windows(const EmergencyLeg& call);
  void settle(EmergencyLeg& call);
  void close_if_done(AgentId agent);
  void close(Agent& agent, bool lapsed);

  Duration window_;
  Duration rest_;
  Duration termination_window_;
  bool ends_with_its_call_;
  bool checks_callers_;
  Moment now_;
  Time delivered_{};

  sim::FlatMap<Leg> legs_;
  std::vector<EmergencyLeg> calls_;
  std::vector<std::uint32_t> free_calls_;
  std::vector<Agent> agents_;
  Agent unknown_agent_;
  std::vector<Episode> episodes_;
  std::vector<std::uint32_t> free_episodes_;
  sim::FlatMap<std::uint32_t> number_index_;
  std::vector<LentNumber> numbers_;
  std::array<std::vector<Lines>, 4> lines_;  // by resource and group
  std::array<std::uint32_t, 4> waiting_{};
  std::vector<Accepting> accepting_;
  std::uint32_t arriving_ = 0;  // agents with a callback that arrives

  LegId forget_;  // an ordinary leg that ended with this event
  std::uint32_t opened_ = no_index;
  std::uint32_t closed_ = no_index;
  Phase phase_before_{};
  Status status_before_;
  bool lent_while_taken_ = false;
  bool lent_on_live_leg_ = false;
  bool lent_unrested_ = false;
};

}  // namespace tocsin::requirements
