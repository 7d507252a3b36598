// What may happen to the policy's process and its channel at one of its events: a policy of the same kind around the real one.
//
// restart: before that event the process is gone; a new one restores a snapshot that lacks the last `lag` events and has them
// delivered again, marked so. Their responses were applied already and are not applied again. duplicate: that event comes a
// second time, marked so, and its second response is not applied. Both need snapshot and restore, or nothing, of the policy
// alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/run.hpp"
#include "policy/policy.h"
#include "scenarios/explore/exchanges.hpp"
#include "sim/arena.hpp"

namespace tocsin::scenarios {

struct Disturbance {
  enum class Kind : std::uint8_t { none, restart, duplicate };
  Kind kind = Kind::none;
  std::uint64_t event = 0;  // sequence number
  std::uint64_t lag = 0;    // of a restart

  std::string text() const;  // "" for none
};

inline constexpr std::uint64_t lag_max = 2;

// Which one it is from here on, for the policies that `disturbed` made.
void disturb(const Disturbance& disturbance);

// The real policy under that disturbance, until the next call of this function. One at a time in a process: the contract's
// `create` has no place to say which.
const tp_policy* disturbed(const tp_policy& real, const Disturbance& disturbance);

// From here on what passes is added to `to` too, as long as that is not null; what the platform does not see, the second delivery
// of an event and the response to it, does not pass. Not for policies that stand outside.
void listen_to_exchanges(Exchanges* to);
// Where the policy that was created last stands, by its state hash and the wake-ups that it is owed, with times from now. Nothing
// if it could not be created, or stands outside.
std::optional<std::uint64_t> standing_of_disturbed(std::int64_t now_us);
// Puts those events once more to the policy that was created last, disturbed, and to nothing else: whether it responds as it did.
// It ends where the policy does not, or throws.
bool responds_alike(const Exchanges& exchanges, const Disturbance& disturbance, models::PolicyWatch& watch);

// Where such policies, and what is kept of them here, live from here on. Null: outside of any arena.
void let_policies_live_in(sim::Arena* home);

// From here on such policies keep what they hold outside of any arena, since the real one is not of this program; or not. There
// is one such policy then, whose state is taken and put back by these. False: it refuses its own snapshot.
void let_policy_stand_outside(bool outside);
bool policy_stands_outside();
std::vector<unsigned char> snapshot_of_disturbed();
bool restore_disturbed(const std::vector<unsigned char>& state);

}  // namespace tocsin::scenarios
