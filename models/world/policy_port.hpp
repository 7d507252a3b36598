// The policy as the world holds it: made, called and let go in one place, with what may go wrong there.
//
// Every event that is put to it has the next sequence number, whether it is called or not. It is called no more once it threw, or
// from the event on before which it is said to end (WorldOptions), and not for the rest of a step in which it was called too
// often: it keeps that step going by its own orders.
//
// Where the scenario ends its process or its node, the port keeps the last events and the state before each of them; of a policy
// that gives no snapshot it keeps every event, since all must be delivered again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/run.hpp"
#include "models/world/event_log.hpp"
#include "models/world/order_room.hpp"
#include "policy/policy.h"
#include "sim/encoder.hpp"

namespace tocsin::models {

class PolicyPort {
 public:
  static constexpr std::uint32_t orders_max = 4096;  // what a response has room for
  enum class Outcome : std::uint8_t { heard, silent, threw, stormed };

  explicit PolicyPort(const WorldOptions& options);

  // `event`: how its creation and its end are told to whoever watches. False: it cannot be used.
  bool create(const tp_config& facts, tp_event event);
  void destroy(tp_event event);

  void begin_step() { calls_in_step_ = 0; }
  std::uint64_t calls_in_step() const { return calls_in_step_; }
  // `concerned`: how many legs there are about which it might be asked in one step. `stormed` is told once in a step.
  Outcome call(tp_event& event, std::uint64_t concerned);
  // Once more an event that it was given before, with its number of then.
  Outcome call_again(tp_event event);

  // After `heard`.
  const tp_answer& answer() const { return response_.answer; }
  std::span<const tp_order> orders() const;
  // It had more of them than there is room for, or says so.
  bool overflowed() const { return response_.overflow != 0 || response_.order_count > response_.order_capacity; }

  std::uint64_t sequence() const { return sequence_; }
  // To be read, to clone it; null: it is gone.
  const void* self() const { return gone_ ? nullptr : self_; }

  // From now on at least the last `events` events are kept.
  void keep_log(std::uint32_t events);
  // A new node keeps a log of its own.
  void forget_log() { log_.clear(); }
  // How many of the last events lie between the state that is `lag` events old and now; fewer if there were fewer, all of a
  // policy without snapshots. `for_good`: they are not told again; then no state is older than the reconciliation it began with.
  std::size_t missing(std::uint32_t lag, bool for_good) const;
  // The event that is `back` events old, 1: the last one.
  Logged& logged(std::size_t back) { return log_[log_.size() - back]; }
  // Its process ends. A new one is made of `facts`, and put into the state before the last `missing` events unless `blank`.
  // False: it is gone for good.
  bool replace(const tp_config& facts, tp_event event, std::size_t missing, bool blank);
  // By the policy's own hash, with times relative to now (sim/encoder.hpp). Numbers of events are names and left out.
  void encode(sim::Encoder& encoder) const;

 private:
  friend struct sim::Members;
  // A member more? It is part of `encode`, unless it is constant or says nothing between steps.
  static constexpr std::size_t member_count = 12;

  template <class Call>
  bool guarded(const tp_event& event, Call&& call);
  Outcome handle(tp_event& event);
  void log(const tp_event& event);
  std::vector<unsigned char> snapshot(const tp_event& event);

  const tp_policy* policy_;
  PolicyWatch* watch_;
  std::uint64_t ends_before_;
  void* self_ = nullptr;
  bool gone_ = false;
  std::uint64_t sequence_ = 0;
  std::uint64_t calls_in_step_ = 0;
  tp_response response_{};
  OrderRoom room_;
  bool keeps_log_ = false;
  std::size_t log_most_ = 0;
  std::vector<Logged> log_;  // oldest first
};

}  // namespace tocsin::models
