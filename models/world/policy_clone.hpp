// A second instance of the policy, put into the state of the first as often as one wants to know what it would say.
//
// It is made at the first need from the same configuration, remembers one state at a time and is taken back to it before each
// question. The first instance is only read. Where a process died of one of its calls, or of the first instance's, before, it is
// called no more from that event on. Copying one makes an instance of its own when that is needed.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/run.hpp"
#include "models/world/order_room.hpp"
#include "models/world/policy_config.hpp"
#include "policy/policy.h"

namespace tocsin::models {

class PolicyClone {
 public:
  explicit PolicyClone(const WorldOptions& options)
      : policy_(options.policy), watch_(options.watch), ends_before_(options.policy_ends_before), room_(orders_max) {}
  PolicyClone(const PolicyClone& other)
      : policy_(other.policy_), watch_(other.watch_), ends_before_(other.ends_before_), gone_(other.gone_), room_(orders_max) {}
  PolicyClone& operator=(const PolicyClone&) = delete;

  // Remembers the state of `self`, as it is before `next`, the event that it is told next. The bytes of that state; 0: this
  // policy cannot be cloned. `configuration` is called once, if at all.
  std::size_t remember(const void* self, const tp_event& next, const std::function<PolicyConfig()>& configuration);
  // Back into that state. False: it refuses.
  bool rewind();
  // Null: not heard. The response, of which nothing but its orders and answer is the policy's, is good until the next call.
  const tp_response* put(tp_event event);
  // As PolicyPort's.
  void destroy(const tp_event& event);

  // It threw, in the call told of last: it is called no more.
  bool threw() const { return threw_; }
  const tp_event& last() const { return last_; }

 private:
  static constexpr std::uint32_t orders_max = 256;

  template <class Call>
  bool guarded(const tp_event& event, Call&& call);

  const tp_policy* policy_;
  PolicyWatch* watch_;
  std::uint64_t ends_before_;
  void* self_ = nullptr;
  bool gone_ = false;
  bool threw_ = false;
  tp_event next_{};
  tp_event last_{};
  std::uint64_t sequence_ = 0;
  std::vector<unsigned char> state_;
  tp_response response_{};
  OrderRoom room_;
};

}  // namespace tocsin::models
