// What happened in a run, as one short line per event, for tests that expect exact sequences; and policies made of a lambda.
//
// A line is the time in seconds, the event, then who and what: `a0` the first agent, `l3` the third leg, `g1` the second trunk
// group or queue. Only the kinds that a test asks for are told.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/models/world/test_centre.hpp"

namespace tocsin::models {

namespace telling {

inline std::string a(trace::AgentId id) { return id ? fmt::format("a{}", id.value) : "nobody"; }
inline std::string l(trace::LegId id) { return id ? fmt::format("l{}", id.value) : "none"; }
template <class Word>
std::string_view w(Word word) {
  return words(Word{})[static_cast<std::size_t>(word)];
}
inline std::string on(trace::Resource resource, trace::GroupId group) { return fmt::format("{} g{}", w(resource), group.value); }

inline std::string tell(const trace::Accepted& e) { return fmt::format("accepted {} {} {}", l(e.leg), a(e.agent), w(e.path)); }
inline std::string tell(const trace::Refused& e) { return fmt::format("refused {} {}", l(e.leg), w(e.reason)); }
inline std::string tell(const trace::WentOrdinary& e) { return fmt::format("ordinary {}", l(e.leg)); }
inline std::string tell(const trace::Dialled& e) { return fmt::format("dialled {} {}", l(e.leg), a(e.agent)); }
inline std::string tell(const trace::Invited& e) {
  return fmt::format("invite {} #{} {} {}", l(e.leg), e.attempt, w(e.target), e.target_id);
}
inline std::string tell(const trace::Responded& e) { return fmt::format("response {} #{} {}", l(e.leg), e.attempt, e.response); }
inline std::string tell(const trace::Arrived& e) { return fmt::format("arrived {}", l(e.leg)); }
inline std::string tell(const trace::Routed& e) {
  if (e.destination == trace::Destination::agent) return fmt::format("routed {} to {}", l(e.leg), a(e.agent));
  if (e.destination == trace::Destination::queue) return fmt::format("routed {} to queue g{}", l(e.leg), e.queue.value);
  return fmt::format("routed {} to {}", l(e.leg), w(e.destination));
}
inline std::string tell(const trace::Waits& e) { return fmt::format("waits {} {}", l(e.leg), on(e.resource, e.group)); }
inline std::string tell(const trace::Granted& e) {
  if (e.agent) return fmt::format("granted {} {}", l(e.leg), a(e.agent));
  return fmt::format("granted {} {}", l(e.leg), on(e.resource, e.group));
}
inline std::string tell(const trace::Blocked& e) { return fmt::format("blocked {} {}", l(e.leg), on(e.resource, e.group)); }
inline std::string tell(const trace::Freed& e) { return fmt::format("freed {} {}", l(e.leg), on(e.resource, e.group)); }
inline std::string tell(const trace::PassedOver& e) {
  return fmt::format("passed over {} {}", l(e.leg), e.agent ? a(e.agent) : on(e.resource, e.group));
}
inline std::string tell(const trace::CapacityUsed& e) {
  return fmt::format("used {} {}/{}{}", a(e.agent), e.used, e.limit, e.assignment_blocked ? " blocking" : "");
}
inline std::string tell(const trace::Offered& e) { return fmt::format("offered {} {} {}", l(e.leg), a(e.agent), w(e.route)); }
inline std::string tell(const trace::Declined& e) { return fmt::format("declined {} {}", l(e.leg), a(e.agent)); }
inline std::string tell(const trace::OfferTimedOut& e) { return fmt::format("timed out {} {}", l(e.leg), a(e.agent)); }
inline std::string tell(const trace::Withdrawn& e) { return fmt::format("withdrawn {} {}", l(e.leg), a(e.agent)); }
inline std::string tell(const trace::Answered& e) {
  return fmt::format("answered {} {}{}", l(e.leg), a(e.agent), e.automatically ? " automatically" : "");
}
inline std::string tell(const trace::Held& e) { return fmt::format("held {}", l(e.leg)); }
inline std::string tell(const trace::Resumed& e) { return fmt::format("resumed {}", l(e.leg)); }
inline std::string tell(const trace::Dropped& e) { return fmt::format("dropped {} {}", l(e.leg), w(e.cause)); }
inline std::string tell(const trace::EndPressed& e) { return fmt::format("end {} by {} {}", l(e.leg), w(e.by), w(e.outcome)); }
inline std::string tell(const trace::Referred& e) { return fmt::format("referred {}", l(e.leg)); }
inline std::string tell(const trace::SessionClosed& e) { return fmt::format("closed {} {}", l(e.leg), w(e.outcome)); }
inline std::string tell(const trace::Reassigned& e) {
  return fmt::format("reassigned {} {} {}", l(e.leg), w(e.cause), w(e.outcome));
}
inline std::string tell(const trace::WrapUp& e) { return fmt::format("wrap-up {} {}", a(e.agent), e.begins ? "begins" : "ends"); }
inline std::string tell(const trace::Presence& e) {
  return fmt::format("presence {} {}{} {}", a(e.agent), w(e.base), e.origin == trace::Origin::manual ? " manual" : "",
                     w(e.cause));
}
inline std::string tell(const trace::PresenceRefused& e) {
  return fmt::format("presence refused {} {} {}", a(e.agent), w(e.base), w(e.cause));
}
inline std::string tell(const trace::Session& e) { return fmt::format("devices {} {}", a(e.agent), e.connected_devices); }
inline std::string tell(const trace::NumberLent& e) { return fmt::format("lent {} {}", e.number.value, a(e.agent)); }
inline std::string tell(const trace::NumberReleased& e) { return fmt::format("released {}", e.number.value); }
inline std::string tell(const trace::Shown& e) {
  return fmt::format("shown {} {} {:x} {:x}", w(e.view), l(e.leg), static_cast<std::uint32_t>(e.controls),
                     static_cast<std::uint32_t>(e.details));
}
inline std::string tell(const trace::ControlUsed& e) {
  return fmt::format("control {:x} on {} by {} {}", static_cast<std::uint32_t>(e.control), l(e.leg), w(e.by), w(e.outcome));
}
inline std::string tell(const trace::Media& e) { return fmt::format("media {} {}", l(e.leg), e.flows ? "on" : "off"); }
inline std::string tell(const trace::Microphone& e) { return fmt::format("microphone {} {}", a(e.agent), l(e.feeds)); }
inline std::string tell(const trace::RecordingDue& e) { return fmt::format("recording due {}", l(e.leg)); }
inline std::string tell(const trace::RecordingStarted& e) { return fmt::format("recording starts {}", l(e.leg)); }
inline std::string tell(const trace::RecordingPaused& e) { return fmt::format("recording paused {}", l(e.leg)); }
inline std::string tell(const trace::RecordingResumed& e) { return fmt::format("recording resumed {}", l(e.leg)); }
inline std::string tell(const trace::RecordingStopped& e) { return fmt::format("recording stops {}", l(e.leg)); }
inline std::string tell(const trace::RecordingSource& e) {
  return fmt::format("recording {} {}", e.added ? "takes up" : "leaves out", l(e.leg));
}
// The history is the store that goes without saying.
inline std::string of_store(trace::Store store) { return store == trace::Store::history ? "" : fmt::format(" {}", w(store)); }
inline std::string tell(const trace::RowDue& e) {
  return fmt::format("row due {} {}{}", l(e.leg), w(e.moment), of_store(e.store));
}
inline std::string tell(const trace::RowWritten& e) {
  return fmt::format("row written {} {}{}{}", l(e.leg), w(e.moment), of_store(e.store), e.with_identity ? "" : " aggregate");
}
inline std::string tell(const trace::RowDeleted& e) { return fmt::format("row deleted {}{}", l(e.leg), of_store(e.store)); }
inline std::string tell(const trace::PolicyFinding& e) { return fmt::format("finding {} {}", w(e.fault), l(e.leg)); }
inline std::string tell(const trace::Drained&) { return "drained"; }
template <class Kind>
std::string tell(const Kind&) {
  return std::string(Kind::word);
}

}  // namespace telling

using Story = std::vector<std::string>;

// The lines of the wanted kinds (trace::kinds<...>()), from `from` on.
inline Story story(const std::vector<trace::Event>& events, std::uint64_t wanted, Time from = Time{1}) {
  Story lines;
  for (const trace::Event& event : events) {
    if ((wanted >> event.kind() & 1) == 0 || event.occurred_at < from) continue;
    const std::string what = std::visit([](const auto& kind) { return telling::tell(kind); }, event.payload);
    lines.push_back(fmt::format("{:.12g} {}", event.occurred_at.seconds(), what));
  }
  return lines;
}

// A policy that is this function: asked or told, it fills in the response.
using Says = std::function<void(const tp_event&, tp_response&)>;

inline const tp_policy* policy_that(Says says) {
  static Says now;
  now = std::move(says);
  static const tp_policy policy{
      TP_VERSION,
      sizeof(tp_policy),
      "made of a lambda",
      [](const tp_config*) -> void* { return &now; },
      [](void*) {},
      [](void* self, const tp_event* event, tp_response* response) { (*static_cast<Says*>(self))(*event, *response); },
      nullptr,
      nullptr,
      nullptr};
  return &policy;
}

inline tp_order& order(tp_response& response, tp_order_kind kind) {
  tp_order& made = response.orders[response.order_count++];
  made = {};
  made.kind = kind;
  return made;
}

// ---- pieces of centres

inline Time at(double seconds) { return Time{static_cast<std::int64_t>(seconds * 1e6)}; }

// A call to the main number (or another) at that time.
inline Act call(double seconds, Duration talk, Number called = main_number) {
  Act act;
  act.kind = Act::Kind::call_in;
  act.at = at(seconds);
  act.number.number = called;
  act.caller = Number{12025550199};
  act.talk = Distribution::fixed(talk);
  return act;
}

inline Act act_of(Act::Kind kind, double seconds, std::uint32_t agent = 0, trace::Actor by = trace::Actor::agent) {
  Act act;
  act.kind = kind;
  act.at = at(seconds);
  act.agent = agent;
  act.by = by;
  return act;
}

inline Act presence(double seconds, trace::Base base, trace::Origin origin = trace::Origin::manual) {
  Act act = act_of(Act::Kind::presence, seconds);
  act.status = {base, origin, 0};
  return act;
}

inline constexpr Number lent_number{12066660000};

// One agent, one lent number, a responder; `plan` says what happens.
inline Config one_emergency(EmergencyPlan plan) {
  Config config = one_queue(1);
  config.history = config.record_inbound = config.record_outbound = false;
  config.pool = {lent_number};
  config.responders = {{"county", Number{12065559110}, 0, no_index}};
  plan.name = "emergency";
  if (plan.agents.empty()) plan.agents = {0};
  if (!plan.at) plan.at = at(10);
  config.emergencies.push_back(plan);
  return config;
}

// Takes every dial of 911 by direct offer with the one number, and every call to that number as a callback to the first agent.
inline void takes_all(const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_DIAL) {
    response.answer = {};
    response.answer.choice = TP_ACCEPT;
    response.answer.path = TP_PATH_DO;
    response.answer.number = response.answer.cli = lent_number.value;
    response.answer.capacity = TP_CAPACITY_NONE;
  }
  if (event.kind == TP_ASK_DELIVER && event.u.deliver.called == lent_number.value) {
    response.answer.choice = TP_TO_AGENT;
    response.answer.agent = 0;
    response.answer.capacity = TP_CAPACITY_NONE;
  }
}

}  // namespace tocsin::models
