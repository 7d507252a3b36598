// What passes between the platform and the policy in one move: every event, and every response as far as it does something.
//
// A policy is deterministic. Where it stands alike, by its own state hash, and is given the same, it responds the same and stands
// alike afterwards. So what a disturbance does in a move depends on where the policy stood and on the events: not on the rest of
// the world, nor on the judges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/trace/running_hash.hpp"
#include "models/world/event_log.hpp"
#include "policy/policy.h"

namespace tocsin::scenarios {

// The wake-ups that the platform owes the policy, from what passed between them. The platform gives one up without a word only
// where it finds the policy at fault.
class OwedWakes {
 public:
  void follow(const tp_event& event);
  void follow(const tp_order& order, std::int64_t now_us);
  // Sets again what is set for that very time: nothing changes.
  bool repeats(const tp_order& order, std::int64_t now_us) const;
  // With times from now.
  void write(std::string& bytes, std::int64_t now_us) const;

 private:
  struct Owed {
    std::uint64_t token;
    std::int64_t at_us;
  };
  std::vector<Owed> owed_;  // by token: in which order they were set says nothing
};

// What the policy responded, in the sequence in which it did: the orders that change something, and the rest of each response.
class Responses {
 public:
  void clear() { bytes_.clear(); }
  void add(const tp_order& order);
  void add(const tp_response& rest);

  bool are_beginning_of(const Responses& others) const { return others.bytes_.starts_with(bytes_); }
  friend bool operator==(const Responses&, const Responses&) = default;

 private:
  std::string bytes_;  // each part after a byte that says what it is
};

class Exchanges {
 public:
  // From where the policy stands now.
  void begin(std::uint64_t standing, std::int64_t now_us);
  // Nothing has passed, and time has: it begins with that event.
  bool begins_later(const tp_event& event) const { return count_ == 0 && event.delivered_us != began_us_; }

  void add(const tp_event& event);
  Responses& responses() { return responses_; }
  const Responses& responses() const { return responses_; }

  std::span<const models::OwnedEvent> events() const { return {events_.data(), count_}; }
  // Where the policy stood before the first event, and all events, with times from then. Nothing if one of them points to more
  // than is told so.
  std::optional<trace::Hash128> context() const;

 private:
  std::vector<models::OwnedEvent> events_;  // the first `count_` of them
  std::size_t count_ = 0;
  std::uint64_t standing_ = 0;
  std::int64_t began_us_ = 0;
  Responses responses_;
};

}  // namespace tocsin::scenarios
