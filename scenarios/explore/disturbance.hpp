// What may happen to the policy's process and its channel at one of its events: a policy of the same kind around the real one.
//
// restart: before that event the process is gone; a new one restores a snapshot that lacks the last `lag` events and has them
// delivered again, marked so. Their responses were applied already and are not applied again. duplicate: that event comes a
// second time, marked so, and its second response is not applied. Both need snapshot and restore, or nothing, of the policy
// alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/policy.h"

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

// From here on such policies keep what they hold outside of any arena (sim/arena.hpp), since the real one is not of this program;
// or not. There is one such policy then, whose state is taken and put back by these. False: it refuses its own snapshot.
void let_policy_stand_outside(bool outside);
bool policy_stands_outside();
std::vector<unsigned char> snapshot_of_disturbed();
bool restore_disturbed(const std::vector<unsigned char>& state);

}  // namespace tocsin::scenarios
