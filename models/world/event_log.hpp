// An event of the policy with everything it points to, and the last ones that were delivered.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/policy.h"

namespace tocsin::models {

// Of an agent, a number, a rule or the tenant.
constexpr bool is_fact(std::uint32_t kind) { return kind >= TP_TELL_SESSION && kind <= TP_TELL_TENANT_FACTS; }

// A value: what `event` points to while it is delivered is owned by it. Copied and moved freely.
class OwnedEvent {
 public:
  OwnedEvent() = default;
  explicit OwnedEvent(const tp_event& event);

  // With pointers into this object, good until it changes.
  tp_event view() const;
  std::uint32_t kind() const { return event_.kind; }
  std::uint64_t sequence() const { return event_.sequence; }
  std::uint64_t leg() const { return event_.leg; }
  std::uint32_t agent() const { return event_.agent; }

 private:
  tp_event event_{};
  std::string text_;
  std::vector<tp_live_leg> legs_;
  std::vector<tp_lent_number> lent_;
  std::vector<tp_live_agent> agents_;
};

struct Logged {
  OwnedEvent event;
  std::vector<unsigned char> before;  // the policy's state before it; empty if it gives none
  std::uint32_t orders = 0;           // how many orders of its response were carried out
};

}  // namespace tocsin::models
