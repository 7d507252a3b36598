// Faults in a callback that show only in a combination of rules, limits and presence: each alone is bypassed as it should be.
#include <array>

#include "scenarios/policies/faults/remembering.hpp"

namespace tocsin::scenarios {
namespace {

constexpr uint32_t agents_known = 64;

// What was seen of agents (by their index modulo the size) and of ordinary work.
struct Seen {
  struct Agent {
    tp_presence presence{};
    bool full = false;  // by the platform's last recalculation
    bool signed_out = false;
    bool no_profile = false;
    uint32_t items = 0;  // offered, and let through
  };
  std::array<Agent, agents_known> agents{};
  bool other_queue = false;
  bool affinity = false;
  bool direct_number = false;
  bool direct_routing = false;
  bool voicemail = false;
};

void learn(Seen& seen, const tp_event& event, const tp_response& response) {
  Seen::Agent& agent = seen.agents[event.agent % agents_known];
  switch (event.kind) {
    case TP_ASK_PRESENCE:
      if (response.answer.choice == TP_REFUSE) return;
      agent.presence = event.u.presence.requested;
      if (event.u.presence.cause == TP_CAUSE_CAPACITY) agent.full = agent.presence.base == TP_DND;
      return;
    case TP_ASK_OFFER:
      if (event.u.offer.route == TP_ROUTE_QUEUE) seen.other_queue |= event.u.offer.queue > 0;
      seen.affinity |= event.u.offer.route == TP_ROUTE_AFFINITY;
      seen.direct_number |= event.u.offer.route == TP_ROUTE_DIRECT;
      if (response.answer.choice != TP_WITHHOLD) ++agent.items;
      return;
    case TP_TELL_SESSION:
      agent.signed_out = event.u.session.devices == 0;
      return;
    case TP_TELL_AGENT_FACTS:
      agent.no_profile = event.u.agent_facts.holds_capacity_profile == 0;
      return;
    case TP_TELL_TENANT_FACTS:
      seen.direct_routing = event.u.tenant.direct_routing_enabled != 0;
      return;
    case TP_ASK_ROW:
      seen.voicemail |= event.u.row.moment == TP_ROW_MISSED && event.agent == TP_NO_AGENT;
      return;
    default:
      return;
  }
}

int64_t hour_of(const tp_event& event) {
  constexpr int64_t hour_us = 3'600'000'000;
  return (event.wall_us / hour_us + event.utc_offset_s / 3600) % 24;
}

using Applies = bool (*)(const Seen&, const Seen::Agent&, const tp_event&);
using Change = void (*)(tp_answer&);

template <Applies applies, Change change>
void edit(const Seen& seen, const tp_event& event, tp_response& response) {
  if (event.kind != TP_ASK_DELIVER || response.answer.choice != TP_TO_AGENT) return;
  if (applies(seen, seen.agents[response.answer.agent % agents_known], event)) change(response.answer);
}

template <tp_choice choice>
void send(tp_answer& answer) {
  answer.choice = choice;
}

void use_capacity(tp_answer& answer) { answer.capacity = TP_CAPACITY_ORDINARY; }

bool offline_and_full(const Seen&, const Seen::Agent& agent, const tp_event&) { return agent.signed_out && agent.full; }

bool away_and_other_queue(const Seen& seen, const Seen::Agent& agent, const tp_event&) {
  return seen.other_queue && agent.presence.base == TP_AWAY;
}

bool inactive_at_night(const Seen&, const Seen::Agent& agent, const tp_event& call) {
  return agent.presence.base == TP_INACTIVE && hour_of(call) < 6;
}

bool no_profile_and_anonymous(const Seen&, const Seen::Agent& agent, const tp_event& call) {
  return agent.no_profile && call.u.deliver.caller == 0;
}

bool busy_by_hand_over_direct_routing(const Seen& seen, const Seen::Agent& agent, const tp_event&) {
  return seen.direct_routing && agent.presence.base == TP_BUSY && agent.presence.origin == TP_MANUAL;
}

bool ten_items_and_affinity(const Seen& seen, const Seen::Agent& agent, const tp_event&) {
  return agent.items >= 10 && seen.affinity;
}

bool signed_out_full_and_voicemail(const Seen& seen, const Seen::Agent& agent, const tp_event&) {
  return agent.signed_out && agent.full && seen.voicemail;
}

template <Id id, Applies applies, Change change>
FaultyPolicy combined(const FaultText& text) {
  return remembering_fault<id, Seen, learn, edit<applies, change>>(text);
}

}  // namespace

std::vector<FaultyPolicy> combination_faults() {
  return {
      combined<"X151", offline_and_full, send<TP_TO_QUEUE>>(
          {"offline and full",
           {"EC-21", "EC-22"},
           "A callback waits in a queue while its agent is signed out and had all capacity in use."}),
      combined<"X152", away_and_other_queue, send<TP_TO_QUEUE>>(
          {"away beside another queue",
           {"EC-20", "EC-22"},
           "A callback waits while its agent is away, once a queue other than the first one has had an item."}),
      combined<"X153", inactive_at_night, send<TP_TO_VOICEMAIL>>(
          {"inactive at night", {"EC-20", "EC-22"}, "A callback in the night goes to voicemail if its agent is inactive."}),
      combined<"X154", no_profile_and_anonymous, send<TP_REFUSE>>(
          {"anonymous without a profile",
           {"EC-20", "EC-21"},
           "A callback without a caller's number is rejected once its agent has lost the capacity profile."}),
      combined<"X155", busy_by_hand_over_direct_routing, send<TP_TO_VOICEMAIL>>(
          {"voicemail while busy",
           {"EC-20", "EC-22"},
           "A callback goes to voicemail if its agent is busy by hand, where direct routing was enabled meanwhile."}),
      combined<"X156", ten_items_and_affinity, use_capacity>(
          {"eleventh session",
           {"EC-20", "EC-21"},
           "A callback uses ordinary capacity of an agent who was offered ten items, once affinity was used."}),
      combined<"X157", signed_out_full_and_voicemail, send<TP_TO_EXTERNAL>>(
          {"three at once",
           {"EC-20", "EC-21", "EC-22"},
           "A callback leaves for an external number if its agent is signed out and full and a call went to voicemail."}),
  };
}

}  // namespace tocsin::scenarios
