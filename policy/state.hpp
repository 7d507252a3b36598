/*
 * The whole state of the emergency policy, as plain flat data.
 *
 * Rules read it as a constant; the engine alone writes it. Everything an answer or an order depends on is here (so a snapshot of
 * it is complete), except the table of rules itself.
 *
 *   agents    facts, effective presence as far as the policy let it through, devices, the open episode
 *   episodes  one per agent at most; a chain of legs in the order in which they began
 *   legs      of open episodes, live or over. What is left of a leg after its episode is its mark, for ever: rows about it may
 * still come after a crash numbers   the pool. Each number stands on one of three shelves: free (longest rested first), lent (in
 * the order in which they become free) and held (window and rest are over, but a leg on it lives)
 *
 * A number becomes free `channel_delay_us_max` after its window, since an INVITE that arrived inside the window may be told that
 * late.
 */
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "policy/id_table.hpp"
#include "policy/policy.h"

namespace tocsin::policy {

/* The index of nothing. */
inline constexpr uint32_t none = UINT32_MAX;

inline constexpr int64_t time_max = std::numeric_limits<int64_t>::max();
inline constexpr int64_t time_min = std::numeric_limits<int64_t>::min();

/* Sums and differences of times stay at the ends of the range instead of wrapping. */
inline int64_t add_time(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return b > 0 ? time_max : time_min;
  return sum;
}
inline int64_t since(int64_t now_us, int64_t then_us) {
  int64_t difference = 0;
  if (__builtin_sub_overflow(now_us, then_us, &difference)) return then_us < 0 ? time_max : time_min;
  return difference;
}

/* Emergency numbers of the countries that EX-03 adds. */
inline constexpr std::array<std::string_view, 2> national_numbers{"112", "999"};

/* What happened to an agent or a leg when a rule is asked. */
enum class Moment : uint8_t { accept, callback, egress, answered, dropped, ended, timer, session };

/* What is known for ever of a leg that the policy accepted, refused or took as a callback. Zero: none of ours. */
struct LegMark {
  static constexpr uint32_t known_bit = 1;
  static constexpr uint32_t refused_bit = 2;
  static constexpr uint32_t inbound_bit = 4;
  static constexpr uint32_t direct_routing_bit = 8;
  static constexpr uint32_t fact_bits = 15;

  uint32_t value = 0;

  bool known() const { return value != 0; }
  bool emergency() const { return known() && (value & refused_bit) == 0; }
  bool refused() const { return (value & refused_bit) != 0; }
  bool inbound() const { return (value & inbound_bit) != 0; }
  bool over_direct_routing() const { return (value & direct_routing_bit) != 0; }
  /* Where the leg stands while its episode is open; `none` afterwards. */
  uint32_t slot() const { return (value >> 4) - 1; }
};

/* What a surface shows of a leg. */
struct Shown {
  uint32_t controls = 0;
  uint32_t details = 0;
  bool operator==(const Shown&) const = default;
};

struct Leg {
  tp_leg id = 0;
  tp_agent agent = TP_NO_AGENT;
  uint32_t next = none;   /* in its episode */
  uint32_t number = none; /* of the pool: lent for it, or called by it */
  uint32_t waits_resource = none;
  uint32_t waits_group = none;
  uint32_t path = TP_PATH_NONE;
  uint32_t media = 0;     /* of the call, bits of tp_media */
  /* Of both, a rule may ask whether it is this very instant; older ones are alike to the state hash. */
  int64_t begun_us = 0;   /* accept, or delivery of the callback */
  int64_t offered_us = 0; /* a callback's last offer */
  int64_t over_us = 0;    /* when it dropped or the agent ended it, at the platform */
  bool inbound = false;
  bool live = true;
  bool egressed = false;
  bool answered = false;
  bool dropped = false;         /* over, for a cause that is not the agent's */
  bool settled = false;         /* an agent end has settled it */
  bool rolled_back = false;     /* its set-up failed before egress */
  std::array<Shown, 2> shown{}; /* by tp_view */
};

struct Episode {
  tp_agent agent = TP_NO_AGENT;
  uint32_t first_leg = none;
  uint32_t last_leg = none;
  bool restored = false;
  tp_presence prior{}; /* just before the first automatic DND */
};

struct Agent {
  tp_agent_facts facts{}; /* its presence is the effective one */
  uint32_t devices = 0;
  bool lost_in_episode = false; /* its last device went while its episode was open */
};

/* Half open. */
struct Window {
  int64_t begin_us = 0;
  int64_t end_us = 0;
  bool operator==(const Window&) const = default;
  bool contains(int64_t at_us) const { return begin_us <= at_us && at_us < end_us; }
};

enum class Shelf : uint8_t { free, lent, held };

struct Number {
  tp_number number = 0;
  tp_agent holder = TP_NO_AGENT;        /* the last one */
  uint32_t live_legs = 0;               /* on it, of open episodes */
  uint32_t media = 0;                   /* of the call it was lent for last */
  Window window{};                      /* the last one */
  tp_agent holder_before = TP_NO_AGENT; /* of the window before that: a call that arrived in it may be told late */
  Window window_before{};
  int64_t assigned_us = 0;
  int64_t assigned_wall_us = 0;
  Shelf shelf = Shelf::free;
  uint32_t previous = none; /* on its shelf */
  uint32_t next = none;
};

struct ShelfEnds {
  uint32_t first = none;
  uint32_t last = none;
};

struct OriginNumber {
  tp_number number = 0;
  uint8_t kind = TP_NUMBER_UNKNOWN;
  uint8_t outbound_enabled = 0;
};

/* Of a direct-routing rule only what it says about emergency numbers is kept: 911, and with EX-03 those of other countries. */
struct RoutingRule {
  bool enabled = false;
  bool has_sbc = false;
  bool matches = false;
  uint8_t national_matches = 0; /* bits in the order of `national_numbers` */
};

/* How many emergency legs of ours wait for a group's resource. */
struct Waiting {
  uint32_t resource = 0;
  uint32_t group = 0;
  uint32_t count = 0;
};

/* A leg whose episode is closed but which is still shown, because a response had no room left. */
struct Hidden {
  tp_leg leg = 0;
  tp_agent agent = TP_NO_AGENT;
  uint32_t views = 0; /* bits of 1 << tp_view */
};

/* The constants of the configuration. */
struct Settings {
  int64_t window_us = 0;
  int64_t location_age_us_max = 0;
  int64_t channel_delay_us_max = 0;
  int64_t termination_window_us = 0;
  uint32_t switches = 0; /* bits of tp_switch */
  uint32_t contact_count = 0;
  bool strict_prerequisites = true;

  bool is_on(tp_switch which) const { return (switches & which) != 0; }
};

struct State {
  Settings settings;
  IdTable pool_index; /* number → index + 1 */

  uint64_t last_sequence = 0;
  std::vector<Agent> agents;
  std::vector<uint32_t> episode_of;  /* by agent */
  std::vector<OriginNumber> origins; /* sorted by number */
  uint32_t direct_offers = 0;        /* outbound-enabled calling-plan numbers among them */
  std::vector<RoutingRule> routing_rules;
  uint32_t routing_matches = 0;                       /* enabled rules with an SBC that match 911 */
  std::array<uint32_t, 2> national_routing_matches{}; /* the same of each of `national_numbers` */
  bool direct_routing_enabled = false;

  std::vector<Number> numbers;
  std::array<ShelfEnds, 3> shelves;
  int64_t armed_us = time_max; /* when the timer was last asked to ring; time_max: not at all */

  IdTable marks; /* leg → LegMark */
  std::vector<Leg> legs;
  std::vector<uint32_t> free_legs;
  std::vector<Episode> episodes;
  std::vector<uint32_t> free_episodes;
  std::vector<Waiting> waiting;
  uint32_t waiting_count = 0;
  std::vector<Hidden> hiding;

  /* ---- reading ---- */

  bool is_agent(tp_agent agent) const { return agent < agents.size(); }
  bool in_episode(tp_agent agent) const { return agent < episode_of.size() && episode_of[agent] != none; }
  const tp_presence& presence(tp_agent agent) const { return agents[agent].facts.presence; }
  LegMark mark(tp_leg leg) const { return {marks.find(leg)}; }
  const Leg* find_leg(tp_leg leg) const {
    const uint32_t slot = mark(leg).slot();
    return slot == none ? nullptr : &legs[slot];
  }
  const ShelfEnds& shelf(Shelf which) const { return shelves[static_cast<size_t>(which)]; }
  /* The index of a pool number, or none. */
  uint32_t pool_number(tp_number number) const { return pool_index.find(number) - 1; }
  const OriginNumber* find_origin(tp_number number) const;
  /* When a number's rest after its window is over. */
  int64_t free_at_us(const Number& number) const { return add_time(number.window.end_us, settings.channel_delay_us_max); }
  uint32_t emergencies_waiting(uint32_t resource, uint32_t group) const;

  /* ---- writing: the engine and the snapshot reader only ---- */

  Leg* find_leg(tp_leg leg) {
    const uint32_t slot = mark(leg).slot();
    return slot == none ? nullptr : &legs[slot];
  }
  void set_origin(const tp_number_facts& facts);
  void set_routing_rule(uint32_t index, RoutingRule rule);
  void put_on_shelf(uint32_t number, Shelf shelf);
  void take_off_shelf(uint32_t number);
  /* Room for so many more legs and episodes, so that taking a call cannot fail half-way. */
  void reserve_for_calls(size_t count);
  uint32_t open_episode(tp_agent agent, const tp_presence& prior);
  uint32_t add_leg(const Leg& leg, uint32_t mark_bits);
  void set_waiting(Leg& leg, uint32_t resource, uint32_t group);
  /* Forgets the episode and its legs but for their marks; no number counts them as live any more. */
  void forget_episode(uint32_t episode);
};

}  // namespace tocsin::policy
